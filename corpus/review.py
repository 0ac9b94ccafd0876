"""Everything in a collection that needs a person, in one list, with what settles it.

    label      the rules suggest an archetype and are not sure
    double     it is probably the same report as another
    year       nobody knows when it was published
    pages      some pages show something and hold no text
    scan       no page holds text
    privacy    it holds personal data
    access     it is not public, and nobody says any more who may see it

A thing is open until a person settles it: by deciding what is asked, or by a decision on
``settled:<matter>:<key>``. Withdrawn documents ask nothing.
"""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from corpus.catalogue import Catalogue
from corpus.decisions import SETTLED
from corpus.document import Access, Concern, Document, Source, Status, Verdict
from corpus.personal import counted


class Matter(StrEnum):
    """What is asked of a person."""

    LABEL = "label"
    DOUBLE = "double"
    YEAR = "year"
    PAGES = "pages"
    SCAN = "scan"
    PRIVACY = "privacy"
    ACCESS = "access"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that needs a person.

    Attributes:
        since: day on which the document came in, as ``2014-05-12``.
        key: which of several of the same matter in one document; may be empty.
        what: what it is.
        why: what it rests on, or what it leads to; may be empty.
        pages: where it is to be seen, ascending; empty for the document as a whole.
        commands: each settles it, or shows more of it.
        strength: of a label, 0-1, by the rules; 0 where they do not suggest it.
        probability: of a label, by the second opinion; None where that says nothing.
    """

    document_id: str
    title: str
    since: str
    matter: Matter
    key: str = ""
    what: str
    why: str = ""
    pages: tuple[int, ...] = ()
    commands: tuple[str, ...]
    strength: float = 0.0
    probability: float | None = None

    @property
    def field(self) -> str:
        """The field of the decision that settles it."""
        return f"{SETTLED}{self.matter}:{self.key}"


def open_items(catalogue: Catalogue, ids: Sequence[str] | None = None) -> Iterator[Item]:
    """What is open, in the order of the ids; in these documents or in all."""
    return still_open(catalogue, asked_items(catalogue, ids))


def asked_items(catalogue: Catalogue, ids: Sequence[str] | None = None) -> Iterator[Item]:
    """What documents ask, in the order of the ids, whether a person has looked at it or not."""
    textless = frozenset(catalogue.without_text())
    unreadable = catalogue.unreadable_pages()
    for document in catalogue.summaries(ids):
        if document.status is Status.WITHDRAWN:
            continue
        yield from _items(document)
        if document.id in textless:
            yield _without_text(document, Matter.SCAN, "no page holds text", ())
        elif pages := unreadable.get(document.id):
            told = f"{len(pages)} page{'s' * (len(pages) > 1)} without readable text"
            yield _without_text(document, Matter.PAGES, told, pages)


def still_open(catalogue: Catalogue, asked: Iterable[Item]) -> Iterator[Item]:
    """Of what is asked that at which nobody has looked, in its order."""
    items = [*asked]
    done = catalogue.standing(SETTLED)
    doubles = {item.key for item in items if item.matter is Matter.DOUBLE}
    others = catalogue.summaries([*doubles]) if doubles else ()
    there = {other.id for other in others if other.status is not Status.WITHDRAWN}
    for item in items:
        if item.field in done.get(item.document_id, ()):
            continue
        if item.matter is not Matter.DOUBLE or _is_open_double(item, done, there):
            yield item


def settled(catalogue: Catalogue, document_id: str, matter: Matter) -> list[str]:
    """Fields of the decisions in force by which something about ``matter`` was settled."""
    return sorted(catalogue.standing(f"{SETTLED}{matter}:").get(document_id, ()))


def _is_open_double(item: Item, done: Mapping[str, Container[str]], there: Container[str]) -> bool:
    """Whether nobody has looked at the pair from the other side, and both are there."""
    from_there = f"{SETTLED}{Matter.DOUBLE}:{item.document_id}"
    return item.key in there and from_there not in done.get(item.key, ())


def _items(document: Document) -> Iterator[Item]:
    yield from _labels(document)
    yield from _doubles(document)
    if document.published is None and not _decided(document, "published"):
        yield _ask(document)(
            matter=Matter.YEAR,
            what="its year of publication is unknown",
            commands=(
                f"watwerkt edit {document.id} --set year=YEAR",
                f"watwerkt edit {document.id} --set year=",
            ),
        )
    yield from _privacy(document)
    yield from _access(document)


def _labels(document: Document) -> Iterator[Item]:
    for tag in document.tags:
        if tag.verdict is not Verdict.SUGGESTED:
            continue
        first = next(iter(tag.evidence), None)
        asked = about_label(
            document,
            tag.archetype,
            what=f"it may be about {tag.archetype} ({tag.score:.2f})",
            why=f"‘{first.text}’" if first else "",
            pages=(first.page,) if first and first.page else (),
        )
        yield replace(asked, strength=tag.score)


def about_label(
    document: Document, archetype: str, what: str, why: str, pages: tuple[int, ...] = ()
) -> Item:
    """The question whether a document has a label, which a decision on it answers."""
    return _ask(document)(
        matter=Matter.LABEL,
        key=archetype,
        what=what,
        why=why,
        pages=pages,
        commands=(
            f"watwerkt tag {document.id} --add {archetype}",
            f"watwerkt tag {document.id} --never {archetype}",
        ),
    )


def _doubles(document: Document) -> Iterator[Item]:
    for finding in document.found_about(Concern.DOUBLE):
        if finding.other:
            yield _ask(document)(
                matter=Matter.DOUBLE,
                key=finding.other,
                what=finding.detail,
                commands=(
                    f"watwerkt edit {finding.other} --set replaced_by={document.id}",
                    f"watwerkt edit {document.id} --set replaced_by={finding.other}",
                    _done(document, Matter.DOUBLE),
                ),
            )


def _without_text(document: Document, matter: Matter, what: str, pages: tuple[int, ...]) -> Item:
    return _ask(document)(
        matter=matter,
        what=what,
        why="it is not found by what stands there; install Tesseract to have scans read",
        pages=pages,
        commands=(
            f"watwerkt ingest --reread {shlex.quote(document.source)}",
            _done(document, matter),
        ),
    )


def _privacy(document: Document) -> Iterator[Item]:
    found = document.found_about(Concern.PRIVACY)
    if _decided(document, "access") and document.access is Access.HIDDEN:
        return  # nobody sees it, and a person said so
    look = f"watwerkt privacy {document.id}"
    for what, count in Counter(finding.what for finding in found).items():
        barred = what == "bsn"
        if barred and _decided(document, "access"):
            continue
        access = f"watwerkt edit {document.id} --set access"
        yield _ask(document)(
            matter=Matter.PRIVACY,
            key=what,
            what=f"it holds {counted(what, count)}",
            why="it is hidden until you decide" if barred else "",
            pages=tuple(sorted({f.page for f in found if f.what == what and f.page})),
            commands=(look, f"{access}=public", f"{access}=hidden")
            if barred
            else (look, f"{access}=hidden", _done(document, Matter.PRIVACY)),
        )


def _access(document: Document) -> Iterator[Item]:
    """What was said beside the file of who may see it, when that is gone or cannot be read."""
    doubt = next((o for o in document.origins if o.field == "access" and o.confidence == 0), None)
    if doubt is not None:
        yield _ask(document)(
            matter=Matter.ACCESS,
            what=f"it is {document.access}",
            why=doubt.cue,
            commands=tuple(
                f"watwerkt edit {document.id} --set access={access}"
                for access in (Access.PUBLIC, document.access)
            ),
        )


def _ask(document: Document) -> partial[Item]:
    since = document.ingested.date().isoformat()
    return partial(Item, document_id=document.id, title=document.title, since=since)


def _decided(document: Document, field: str) -> bool:
    return any(o.field == field and o.source is Source.LIBRARIAN for o in document.origins)


def _done(document: Document, matter: Matter) -> str:
    return f"watwerkt review --done {document.id} {matter}"
