"""What a person says of a passage, in the words of the command line and the page."""

from __future__ import annotations

from corpus.decisions import OnPassage
from corpus.document import Document
from corpus.errors import UsageError
from corpus.passage import Outcome, Passage, PassageRole, Standing, locate

ROLES = (
    *(role.value for role in PassageRole if role is not PassageRole.RESULT),
    *(f"{PassageRole.RESULT}:{outcome}" for outcome in Outcome),
)
"""What a passage may be; a result with its outcome: ``resultaat:werkt``."""


def in_standing(document: Document, key: str, standing: Standing) -> OnPassage:
    """A passage as it is, confirmed, pinned or hidden.

    Raises:
        UsageError: when the document has no such passage.
    """
    found = _passage(document, key)
    return OnPassage(
        text=found.text,
        page=found.page,
        role=found.role,
        outcome=found.outcome,
        standing=standing,
    )


def in_role(document: Document, key: str, named: str) -> OnPassage:
    """A passage that says something else: one of :data:`ROLES`.

    Raises:
        UsageError: when the document has no such passage, or there is no such role.
    """
    found = _passage(document, key)
    role, outcome = _role(named)
    kept = Standing.PINNED if found.standing is Standing.PINNED else Standing.CONFIRMED
    return OnPassage(text=found.text, page=found.page, role=role, outcome=outcome, standing=kept)


def quoted(document: Document, number: int, words: str, named: str) -> OnPassage:
    """Words on a page that no rule took for a passage.

    Raises:
        UsageError: when they do not stand there, or there is no such role.
    """
    for page in document.pages:
        place = locate([page], words) if page.number == number else None
        if place is not None:
            role, outcome = _role(named)
            text = page.text[place.start : place.end]
            return OnPassage(text=text, page=number, role=role, outcome=outcome)
    raise UsageError(f"These words do not stand on page {number} of {document.id}: ‘{words}’.")


def named_role(role: PassageRole, outcome: Outcome | None) -> str:
    """How a role is written: the one of :data:`ROLES`."""
    return f"{role}:{outcome}" if outcome else role.value


def _passage(document: Document, key: str) -> Passage:
    for passage in document.passages:
        if passage.key == key:
            return passage
    raise UsageError(
        f"{document.id} has no passage ‘{key}’; ‘watwerkt passages {document.id}’ lists them."
    )


def _role(named: str) -> tuple[PassageRole, Outcome | None]:
    if named not in ROLES:
        raise UsageError(f"‘{named}’ is no role; there are {', '.join(ROLES)}.")
    role, _, outcome = named.partition(":")
    return PassageRole(role), Outcome(outcome) if outcome else None
