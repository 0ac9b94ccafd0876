"""The files that every engine reads: documents as finished words, and queries.

Text with tabs, so that the program in Java needs no library to read it; standard library alone,
because each engine has a Python of its own.

documents.tsv   id TAB facets TAB pages; pages divided by a form feed, their words by spaces
queries.tsv     number TAB class TAB operator TAB words TAB condition TAB selected

Facets, a condition and what is selected are ``facet=value|facet=value``, in any order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

PAGE_GAP = 128  # positions that are left free between two pages: no phrase crosses it
NEAR = 5  # words that may stand between the two of ``near``
BEST = 10  # hits of a page

Facets = Mapping[str, tuple[str, ...]]
"""Facet -> values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One document: words with spaces between them for each page."""

    id: str
    facets: Facets
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One query.

    Attributes:
        kind: the class of queries it is counted with.
        operator: all, any, phrase, near, prefix, fuzzy (distance 1, first letter fixed),
            everything.
        condition: a facet that belongs to the question, so it is never set aside.
        selected: values that a reader has chosen; one of each facet has to be there.
    """

    number: int
    kind: str
    operator: str
    words: tuple[str, ...] = ()
    condition: Facets
    selected: Facets


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of a collection.

    Attributes:
        characters: of all words with a space behind each; bytes as UTF-8.
        most: the most values that one document has, by facet.
    """

    name: str
    documents: int
    words: int
    characters: int
    most: Mapping[str, int]


def facets_text(facets: Facets) -> str:
    """Facets as one column."""
    return "|".join(f"{facet}={value}" for facet, values in facets.items() for value in values)


def read_facets(text: str) -> dict[str, tuple[str, ...]]:
    """The facets of one column."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in text.split("|") if text else ():
        facet, _, value = pair.partition("=")
        found[facet] = (*found.get(facet, ()), value)
    return found


def read_records(path: Path) -> Iterator[Record]:
    """The documents of a file, one by one."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            number, facets, pages = line.rstrip("\n").split("\t")
            yield Record(id=number, facets=read_facets(facets), pages=tuple(pages.split("\f")))


def write_records(name: str, records: Iterable[Record], path: Path) -> Facts:
    """Write documents, and beside them (``.json``) what is known of them."""
    documents = words = characters = 0
    most: dict[str, int] = {}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            text = "\f".join(record.pages)
            file.write(f"{record.id}\t{facets_text(record.facets)}\t{text}\n")
            documents += 1
            words += len(text.split())
            characters += len(text.encode())
            for facet, values in record.facets.items():
                most[facet] = max(most.get(facet, 0), len(values))
    facts = Facts(name=name, documents=documents, words=words, characters=characters, most=most)
    path.with_suffix(".json").write_text(json.dumps(asdict(facts)), encoding="utf-8")
    return facts


def read_facts(path: Path) -> Facts:
    """What is known of the documents in ``path``."""
    return Facts(**json.loads(path.with_suffix(".json").read_text("utf-8")))


def read_queries(path: Path) -> list[Asked]:
    """The queries of a file, in order of their numbers."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        number, kind, operator, words, condition, selected = line.split("\t")
        found.append(
            Asked(
                number=int(number),
                kind=kind,
                operator=operator,
                words=tuple(words.split()),
                condition=read_facets(condition),
                selected=read_facets(selected),
            )
        )
    return found


def write_queries(queries: Iterable[Asked], path: Path) -> None:
    """Write queries for the engines."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for asked in queries:
            columns = (
                str(asked.number),
                asked.kind,
                asked.operator,
                " ".join(asked.words),
                facets_text(asked.condition),
                facets_text(asked.selected),
            )
            file.write("\t".join(columns) + "\n")
