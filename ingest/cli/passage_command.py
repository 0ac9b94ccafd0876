"""The command on passages of a document: ``passages``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import click

from corpus.deciding import in_force_on
from corpus.decisions import PASSAGE, Decision, OnPassage
from corpus.document import Document
from corpus.errors import UsageError
from corpus.passage import Standing, passage_key
from corpus.passage_decisions import ROLES, in_role, in_standing, quoted
from corpus.record import passage_records
from ingest.cli.workspace import Workspace, note, say

_STANDINGS = {
    "confirm": Standing.CONFIRMED,
    "pin": Standing.PINNED,
    "hide": Standing.HIDDEN,
}
_ROLE = click.Choice(ROLES)


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
    standing = in_force_on(catalogue, document_id, PASSAGE)
    said = _said(document, standing, options)
    if said:
        decider, why = workspace.decider, options["reason"]
        decisions = [
            decider.decision(document_id, PASSAGE + key, one and one.value, why)
            for key, one in said.items()
        ]
        workspace.decide("passages", decisions)
        document = catalogue.get(document_id)
    elif not as_json:
        _tell_of_lost(document, standing)
    _tell(document, as_json=as_json)


COMMANDS = (passages,)


def _said(
    document: Document, standing: Mapping[str, Decision], options: Mapping[str, Any]
) -> dict[str, OnPassage | None]:
    """Key -> what the options say of it; None to leave it to the rules."""
    said: dict[str, OnPassage | None] = {}
    for key, one in (
        *((key, None) for key in options["clear"] if _is_decided(key, standing)),
        *_keyed(
            in_standing(document, key, standing)
            for option, standing in _STANDINGS.items()
            for key in options[option]
        ),
        *_keyed(in_role(document, key, named) for key, named in options["roles"]),
        *_keyed(quoted(document, *quote) for quote in options["quotes"]),
    ):
        if key in said:
            raise UsageError(f"‘{key}’ is decided twice; say one thing about it.")
        said[key] = one
    return said


def _is_decided(key: str, standing: Mapping[str, Decision]) -> bool:
    if key not in standing:
        raise UsageError(f"Nothing was decided about the passage ‘{key}’.")
    return True


def _keyed(some: Iterable[OnPassage]) -> Iterator[tuple[str, OnPassage]]:
    return ((passage_key(one.text), one) for one in some)


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
