"""Everything that needs a person is in one list, until a person settles it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace

import pytest
from corpus_documents import PLAIN, decision

from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Concern, Document, Finding, Page, Quote, Status, Tag, Verdict
from corpus.errors import UsageError
from corpus.review import Item, Matter, open_items, settled

SUGGESTED = Tag(
    archetype="klushuizen",
    score=0.4,
    evidence=(Quote(page=2, text="een klushuis", term="klushui*", weight=3),),
    by="rules 1",
    verdict=Verdict.SUGGESTED,
)
DATED = replace(PLAIN, published="2014", source="/r/twee woorden.pdf")
PHONE = Finding(concern=Concern.PRIVACY, what="phone", page=1, detail="••78")
BSN = Finding(concern=Concern.PRIVACY, what="bsn", page=3, detail="•••33")
DOUBLE = Finding(concern=Concern.DOUBLE, what="near", other="b2", detail="the same as b2")
SCANNED = (Page(number=1, text="", quality=0), Page(number=2, text="", quality=0))
HALF = (Page(number=1, text="tekst"), *SCANNED[1:])

# A document -> what is open: matter, key and pages.
OPEN: list[tuple[Document, list[tuple[str, str, tuple[int, ...]]]]] = [
    (DATED, []),
    (PLAIN, [("year", "", ())]),
    (replace(DATED, tags=(SUGGESTED,)), [("label", "klushuizen", (2,))]),
    (replace(DATED, tags=(replace(SUGGESTED, verdict=Verdict.ASSIGNED),)), []),
    (replace(DATED, findings=(DOUBLE,)), [("double", "b2", ())]),
    (replace(DATED, pages=HALF), [("pages", "", (2,))]),
    (replace(DATED, pages=SCANNED), [("scan", "", ())]),
    (replace(DATED, pages=()), [("scan", "", ())]),
    (replace(DATED, pages=(*HALF[:1], Page(number=2, text=""))), []),  # a blank page
    (replace(DATED, findings=(PHONE, PHONE, BSN)),
     [("privacy", "phone", (1,)), ("privacy", "bsn", (3,))]),
    (replace(PLAIN, status=Status.WITHDRAWN, pages=SCANNED, findings=(BSN, DOUBLE)), []),
]  # fmt: skip


@pytest.fixture
def catalogue(catalogue_url: str) -> Iterator[Catalogue]:
    opened = open_catalogue(catalogue_url)
    opened.add(replace(DATED, id="b2"), "test")
    yield opened
    opened.close()


def told(items: Iterator[Item]) -> list[tuple[str, str, tuple[int, ...]]]:
    return [(item.matter.value, item.key, item.pages) for item in items]


@pytest.mark.parametrize(("document", "expected"), OPEN)
def test_what_needs_a_person_is_open(
    document: Document, expected: list[tuple[str, str, tuple[int, ...]]], catalogue: Catalogue
) -> None:
    catalogue.add(document, "test")
    assert told(open_items(catalogue)) == expected
    assert told(open_items(catalogue, ["b2"])) == []
    for item in open_items(catalogue):
        assert item.what
        assert all(shlex.split(command)[0] == "watwerkt" for command in item.commands)
        assert all(document.id in c or document.source in shlex.split(c) for c in item.commands)


@pytest.mark.parametrize(("document", "expected"), [row for row in OPEN if row[1]])
def test_what_a_person_has_settled_does_not_return_until_it_is_opened_again(
    document: Document, expected: list[tuple[str, str, tuple[int, ...]]], catalogue: Catalogue
) -> None:
    catalogue.add(document, "test")
    found = catalogue.get(document.id)
    first, *others = open_items(catalogue)
    catalogue.decide([decision(first.field, value=True)])
    assert list(open_items(catalogue)) == others
    catalogue.replace(document, "test", "describe")
    assert list(open_items(catalogue)) == others
    assert catalogue.get(document.id) == found
    assert settled(catalogue, document.id, first.matter) == [first.field]
    catalogue.decide([decision(first.field, None)])
    assert told(open_items(catalogue)) == expected


@pytest.mark.parametrize(
    ("document", "field", "value"),
    [
        (PLAIN, "published", "2014"),
        (PLAIN, "published", ""),
        (replace(DATED, tags=(SUGGESTED,)), "archetype:klushuizen", "rejected"),
        (replace(DATED, tags=(SUGGESTED,)), "archetype:klushuizen", "assigned"),
        (replace(DATED, findings=(BSN,)), "access", "public"),
        (replace(DATED, findings=(BSN,)), "access", "hidden"),
        (replace(DATED, findings=(PHONE,)), "access", "hidden"),
        (replace(DATED, findings=(DOUBLE,)), "status", "withdrawn"),
    ],
)
def test_deciding_what_is_asked_settles_it(
    document: Document, field: str, value: str, catalogue: Catalogue
) -> None:
    catalogue.add(document, "test")
    assert len(list(open_items(catalogue))) == 1
    catalogue.decide([decision(field, value)])
    assert list(open_items(catalogue)) == []


def test_a_double_of_a_document_that_is_gone_asks_nothing(catalogue: Catalogue) -> None:
    elsewhere = replace(DOUBLE, other="weg")
    catalogue.add(replace(DATED, findings=(DOUBLE, elsewhere)), "test")
    assert told(open_items(catalogue)) == [("double", "b2", ())]
    catalogue.decide([decision("status", "withdrawn", document_id="b2")])
    assert list(open_items(catalogue)) == []


def test_of_several_doubles_those_that_are_there_stay_open(catalogue: Catalogue) -> None:
    catalogue.add(replace(DATED, id="b3"), "test")
    other = replace(DOUBLE, other="b3")
    catalogue.add(replace(DATED, findings=(DOUBLE, other)), "test")
    catalogue.decide([decision("status", "withdrawn", document_id="b2")])
    assert told(open_items(catalogue)) == [("double", "b3", ())]


def test_a_pair_is_settled_from_either_side(catalogue: Catalogue) -> None:
    catalogue.add(replace(DATED, findings=(DOUBLE,)), "test")
    catalogue.add(replace(DATED, id="b3", findings=(DOUBLE,)), "test")
    settles = f"settled:double:{DATED.id}"
    catalogue.decide([decision(settles, value=True, document_id="b2")])
    assert [item.document_id for item in open_items(catalogue)] == ["b3"]
    catalogue.decide([decision(settles, None, document_id="b2")])
    assert len(list(open_items(catalogue))) == 2


def test_only_yes_settles_a_matter(catalogue: Catalogue) -> None:
    catalogue.add(PLAIN, "test")
    with pytest.raises(UsageError, match="settled:year: cannot be"):
        catalogue.decide([decision(f"settled:{Matter.YEAR}:", "yes")])
