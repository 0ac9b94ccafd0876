"""The explained grammar → what the page with help shows. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.archetypes import Label
from index.api import Query
from index.grammar import Row, Section
from search_app.addresses import search_address

_MARKED = re.compile(r"`(?P<code>[^`]+)`|\*(?P<em>[^*]+)\*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an explanation; ``tag`` is ``code`` (to type), ``em`` (words) or empty."""

    text: str
    tag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Queries with the address of what each finds, and what they mean."""

    examples: tuple[tuple[str, str], ...]
    says: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One section of the grammar in the language of the reader."""

    id: str
    title: str
    malformed: bool
    lines: tuple[Line, ...]
    notes: tuple[tuple[Piece, ...], ...]


def tables(sections: Sequence[Section], language: str) -> tuple[Table, ...]:
    """The grammar in one language, each example with the address that asks it."""

    def said(label: Label) -> tuple[Piece, ...]:
        return tuple(pieces(label.text(language)))

    def line(row: Row) -> Line:
        examples = ((typed, search_address(Query(text=typed))) for typed in row.examples)
        return Line(examples=tuple(examples), says=said(row))

    return tuple(
        Table(
            id=section.id,
            title=section.title.text(language),
            malformed=section.malformed,
            lines=tuple(map(line, section.rows)),
            notes=tuple(map(said, section.notes)),
        )
        for section in sections
    )


def pieces(text: str) -> Iterator[Piece]:
    """Text in which ```this is typed``` and ``*these are words*``, in pieces."""
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield Piece(text[at : match.start()])
        tag = str(match.lastgroup)
        yield Piece(match[tag], tag)
        at = match.end()
    if at < len(text):
        yield Piece(text[at:])
