"""The command on passages of a document: ``passages``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from corpus.decisions import PASSAGE, Decision, OnPassage, in_force
from corpus.document import Document
from corpus.errors import UsageError
from corpus.passage import Outcome, Passage, PassageRole, Standing, locate, passage_key
from corpus.record import passage_records
from ingest.cli.workspace import Workspace, note, say

_STANDINGS = {
    "confirm": Standing.CONFIRMED,
    "pin": Standing.PINNED,
    "hide": Standing.HIDDEN,
}
_ROLES = [
    *(role.value for role in PassageRole if role is not PassageRole.RESULT),
    *(f"{PassageRole.RESULT}:{outcome}" for outcome in Outcome),
]
_ROLE = click.Choice(_ROLES)


@click.command()
@click.argument("document_id", metavar="ID")
@click.option("--confirm", multiple=True, metavar="KEY", help="It is what the rules say.")
@click.option("--pin", multiple=True, metavar="KEY", help="It comes first, confirmed.")
@click.option("--hide", multiple=True, metavar="KEY", help="Show it nowhere.")
@click.option(
    "--role", "roles", multiple=True, type=(str, _ROLE), metavar="KEY ROLE", help="It is this."
)
@click.option(
    "--quote",
    "quotes",
    multiple=True,
    type=(click.IntRange(1), str, _ROLE),
    metavar="PAGE WORDS ROLE",
    help="These words are a passage too.",
)
@click.option("--clear", multiple=True, metavar="KEY", help="Leave it to the rules again.")
@click.option("--reason", default="", help="Why; kept with the decision.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per passage.")
@click.pass_obj
def passages(workspace: Workspace, /, document_id: str, *, as_json: bool, **options: Any) -> None:
    """List the passages of a document that say what works, or decide about them for good.

    \b
    A ROLE is bestanddeel, randvoorwaarde, tip, valkuil, voorbeeld, or a result with its outcome:
    resultaat:werkt, resultaat:werkt-niet, resultaat:onder-voorwaarde, resultaat:onduidelijk.

    \b
    Example:
      watwerkt passages ab3kx7q2vd
      watwerkt passages ab3kx7q2vd --pin k3n5qz7a2bcd --role 7jx2m4q6r5st valkuil
    """
    catalogue = workspace.collection.catalogue
    document = catalogue.get(document_id)
    standing = {
        field.removeprefix(PASSAGE): decision
        for field, decision in in_force(catalogue.decisions(document_id)).items()
        if field.startswith(PASSAGE)
    }
    said = _said(document, standing, options)
    if said:
        decisions = [
            workspace.decision(document_id, PASSAGE + key, one and one.value, options["reason"])
            for key, one in said.items()
        ]
        workspace.decide("passages", decisions)
        document = catalogue.get(document_id)
    elif not as_json:
        _tell_of_lost(document, standing)
    _tell(document, as_json=as_json)


COMMANDS = (passages,)


def _passage(document: Document, key: str) -> Passage:
    for passage in document.passages:
        if passage.key == key:
            return passage
    raise UsageError(
        f"{document.id} has no passage ‘{key}’; ‘watwerkt passages {document.id}’ lists them."
    )


def _said(
    document: Document, standing: Mapping[str, Decision], options: Mapping[str, Any]
) -> dict[str, OnPassage | None]:
    """Key -> what the options say of it; None to leave it to the rules."""
    said: dict[str, OnPassage | None] = {}
    for key, one in (
        *((key, None) for key in options["clear"] if _is_decided(key, standing)),
        *_on_standings(document, options),
        *_in_roles(document, options["roles"]),
        *(_quoted(document, *quote) for quote in options["quotes"]),
    ):
        if key in said:
            raise UsageError(f"‘{key}’ is decided twice; say one thing about it.")
        said[key] = one
    return said


def _is_decided(key: str, standing: Mapping[str, Decision]) -> bool:
    if key not in standing:
        raise UsageError(f"Nothing was decided about the passage ‘{key}’.")
    return True


def _on_standings(
    document: Document, options: Mapping[str, Any]
) -> Iterator[tuple[str, OnPassage]]:
    for option, standing in _STANDINGS.items():
        for key in options[option]:
            found = _passage(document, key)
            yield (
                key,
                OnPassage(
                    text=found.text,
                    page=found.page,
                    role=found.role,
                    outcome=found.outcome,
                    standing=standing,
                ),
            )


def _in_roles(
    document: Document, roles: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, OnPassage]]:
    for key, named in roles:
        found = _passage(document, key)
        role, outcome = _role(named)
        kept = Standing.PINNED if found.standing is Standing.PINNED else Standing.CONFIRMED
        yield (
            key,
            OnPassage(text=found.text, page=found.page, role=role, outcome=outcome, standing=kept),
        )


def _quoted(document: Document, number: int, words: str, named: str) -> tuple[str, OnPassage]:
    for page in document.pages:
        place = locate([page], words) if page.number == number else None
        if place is not None:
            role, outcome = _role(named)
            text = page.text[place.start : place.end]
            return passage_key(text), OnPassage(text=text, page=number, role=role, outcome=outcome)
    raise UsageError(f"These words do not stand on page {number} of {document.id}: ‘{words}’.")


def _role(named: str) -> tuple[PassageRole, Outcome | None]:
    role, _, outcome = named.partition(":")
    return PassageRole(role), Outcome(outcome) if outcome else None


def _tell_of_lost(document: Document, standing: Mapping[str, Decision]) -> None:
    """Passages that were decided upon and whose words stand on no page any more."""
    there = {passage.key for passage in document.passages}
    for key, decision in standing.items():
        if key not in there:
            note(f"{key} is not in the text any more: ‘{decision.value['text']}’")


def _tell(document: Document, *, as_json: bool) -> None:
    for passage, record in zip(document.passages, passage_records(document.passages), strict=True):
        if as_json:
            say({"id": document.id, "key": passage.key} | record)
            continue
        outcome = f":{passage.outcome}" if passage.outcome else ""
        told = "" if passage.standing is Standing.FOUND else f"  {passage.standing}"
        by = f"‘{passage.cue}’, {passage.by}" if passage.cue else passage.by
        click.echo(f"{passage.key}  p. {passage.page}  {passage.role}{outcome}{told}  ({by})")
        click.echo(f"    {' '.join(passage.text.split())}")
    if not document.passages and not as_json:
        click.echo(f"{document.id}: no passages")
