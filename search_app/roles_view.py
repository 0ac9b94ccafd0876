"""What a document says of what works: its passages by what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus.document import Document, Page
from corpus.passage import Passage, PassageRole, Standing
from index.api import Span
from index.passages import quoted
from index.prepare import passage_id
from index.tree import Nothing
from search_app.addresses import file_address, quote_address
from search_app.naming import Names

ROLES = (
    PassageRole.RESULT,
    PassageRole.INGREDIENT,
    PassageRole.CONDITION,
    PassageRole.TIP,
    PassageRole.PITFALL,
    PassageRole.EXAMPLE,
)
"""In the order of the page: first what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """One passage.

    Attributes:
        id: ``<id of the document>.<key>``.
        outcome: id of what it says of the result; empty where it says nothing of one.
        spans: its words, personal data masked.
        address: the text of its page with these words marked.
        original: the original at its page; None where it does not open at one.
        language: of its page; None when undecided.
        by: the person who confirmed or corrected it; None for the rules.
    """

    id: str
    page: int
    outcome: str
    outcome_label: str
    spans: tuple[Span, ...]
    address: str
    original: str | None
    language: str | None
    pinned: bool
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """The passages with one role; pinned ones first, then in reading order."""

    role: str
    label: str
    sayings: tuple[Saying, ...]


def roles(document: Document, names: Names, *, at_page: bool) -> tuple[RoleView, ...]:
    """The roles that a document has passages of.

    Args:
        at_page: whether the original opens at a page.
    """
    pages = {page.number: page for page in document.pages}
    return tuple(
        RoleView(role=role.value, label=names.value("role", role.value), sayings=sayings)
        for role in ROLES
        if (sayings := tuple(_sayings(document, role, pages, names, at_page=at_page)))
    )


def _sayings(
    document: Document, role: PassageRole, pages: dict[int, Page], names: Names, *, at_page: bool
) -> Iterator[Saying]:
    own = [one for one in document.shown_passages if one.role is role and one.page in pages]
    for one in sorted(own, key=lambda passage: passage.standing is not Standing.PINNED):
        yield _saying(document, one, pages[one.page], names, at_page=at_page)


def _saying(
    document: Document, passage: Passage, page: Page, names: Names, *, at_page: bool
) -> Saying:
    outcome = passage.outcome.value if passage.outcome else ""
    lines = quoted(Nothing(), page, passage.start, passage.end, document.language)
    return Saying(
        id=passage_id(document.id, passage),
        page=passage.page,
        outcome=outcome,
        outcome_label=names.value("outcome", outcome) if outcome else "",
        spans=lines.spans,
        address=quote_address(document.id, passage.page, passage.text),
        original=file_address(document.id, passage.page) if at_page else None,
        language=page.language or document.language,
        pinned=passage.standing is Standing.PINNED,
        by=None if passage.standing is Standing.FOUND else passage.by,
    )
