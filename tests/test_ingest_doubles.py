"""A report that is there already, with small changes, is told of; another of its series is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from corpus_documents import PLAIN
from hypothesis import given
from hypothesis import strategies as st

from conftest import Watwerkt
from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Concern, Document, Page, Role, Stretch
from ingest.doubles import Doubles, signature

_NAMES = ("Linde", "Eik", "Wilg", "Beuk", "Els", "Iep", "Den", "Spar", "Es", "Berk")


def report(document_id: str, place: str, *, year: int = 2014, paragraphs: int = 20) -> Document:
    """A report in which every paragraph speaks of its place, between sentences of its series."""
    frame = "Dit rapport is gemaakt in opdracht van de gemeente en beschrijft wat wij zagen."
    body = "\n\n".join(
        f"In {place} spraken wij bewoner nummer {n} over {_NAMES[n % 10]} en {place} en over wat "
        f"daar sinds jaar {n} is veranderd; volgens haar gaat het met {place} {n} keer beter."
        for n in range(paragraphs)
    )
    text = f"Evaluatie {place} {year}\n\n{frame}\n\n{body}\n\n{frame}"
    return replace(PLAIN, id=document_id, pages=(Page(number=1, text=text),))


def edited(document: Document, old: str, new: str, document_id: str = "new") -> Document:
    """The report with another text."""
    (page,) = document.pages
    assert old in page.text
    return replace(
        document, id=document_id, pages=(replace(page, text=page.text.replace(old, new)),)
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = open_catalogue(f"sqlite:///{tmp_path / 'c.db'}")
    opened.add(report("linde", "De Linde"), "test")
    opened.add(report("kort", "De Linde", paragraphs=1), "test")
    yield opened
    opened.close()


FIRST = report("linde", "De Linde")


@pytest.mark.parametrize(
    ("newcomer", "told"),
    [
        (replace(FIRST, id="new"), "100%"),
        (report("new", "De Linde", year=2019), "9"),
        (edited(FIRST, "spraken wij bewoner nummer 7 over Spar", "zagen wij niemand,"), "9"),
        (replace(FIRST, id="new", language="en"), "100%"),
    ],
)
def test_a_report_with_small_changes_is_told_of(
    newcomer: Document, told: str, catalogue: Catalogue
) -> None:
    (finding,) = Doubles(catalogue, "test").findings(newcomer)
    assert (finding.concern, finding.what, finding.other) == (Concern.DOUBLE, "near", "linde")
    assert f"probably the same report as linde ({told}" in finding.detail


@pytest.mark.parametrize(
    "newcomer",
    [
        report("new", "Het Veen"),
        report("new", "Het Veen", paragraphs=1),
        replace(PLAIN, id="new"),
        replace(PLAIN, id="new", pages=()),
    ],
)
def test_another_report_of_the_series_and_a_short_text_are_no_double(
    newcomer: Document, catalogue: Catalogue
) -> None:
    assert Doubles(catalogue, "test").findings(newcomer) == ()


def test_what_stands_apart_does_not_make_reports_alike(catalogue: Catalogue) -> None:
    text = FIRST.pages[0].text
    own = "\n\n".join(f"Heel iets anders, zoals zin {n} over {n} bomen." for n in range(30))
    apart = (Stretch(start=0, end=len(text), role=Role.REFERENCES),)
    page = Page(number=1, text=f"{text}\n\n{own}", apart=apart)
    assert Doubles(catalogue, "test").findings(replace(FIRST, id="new", pages=(page,))) == ()


def test_a_document_is_no_double_of_itself_and_later_ones_are_compared_with_it(
    catalogue: Catalogue,
) -> None:
    doubles = Doubles(catalogue, "test")
    assert doubles.findings(FIRST) == ()
    veen = report("veen", "Het Veen")
    catalogue.add(veen, "test")
    doubles.remember(veen)
    assert [found.other for found in doubles.findings(replace(veen, id="new"))] == ["veen"]
    doubles.remember(replace(PLAIN, id="veen"))  # read anew, and now it says something else
    assert doubles.findings(replace(veen, id="new")) == ()


def test_signatures_are_made_once_and_kept(catalogue: Catalogue) -> None:
    Doubles(catalogue, "test").findings(FIRST)
    kept = catalogue.signatures()
    assert kept.keys() == {"linde", "kort"}
    catalogue.sign("linde", b"0 made by older rules")
    Doubles(catalogue, "test").findings(FIRST)
    assert catalogue.signatures() == kept
    catalogue.replace(FIRST, "test", "describe")
    assert catalogue.signatures().keys() == {"kort"}
    Doubles(catalogue, None).findings(FIRST)
    assert catalogue.signatures().keys() == {"kort"}


def test_each_of_several_that_are_the_same_is_told_of_the_nearest_first(
    catalogue: Catalogue,
) -> None:
    doubles = Doubles(catalogue, "test")
    other = report("later", "De Linde", year=2019)
    catalogue.add(other, "test")
    doubles.remember(other)
    found = doubles.findings(report("new", "De Linde", year=2019))
    assert [one.other for one in found] == ["later", "linde"]


def test_equal_texts_are_told_of_however_short_they_are(catalogue: Catalogue) -> None:
    short = replace(PLAIN, id="new", pages=(Page(number=1, text="Vijf woorden, en dan niets."),))
    catalogue.add(replace(short, id="a"), "test")
    four = replace(short, pages=(Page(number=1, text="Vier woorden: geen run"),))
    catalogue.add(replace(four, id="b"), "test")
    doubles = Doubles(catalogue, "test")
    assert [one.other for one in doubles.findings(short)] == ["a"]
    almost = replace(short, pages=(Page(number=1, text="Vijf woorden, en dan iets."),))
    assert doubles.findings(almost) == ()
    assert doubles.findings(four) == ()


def test_what_came_in_without_being_compared_is_compared_before_anything_else(
    catalogue: Catalogue,
) -> None:
    catalogue.add(report("later", "De Linde", year=2019), "import")
    Doubles(catalogue, None).complete()
    assert catalogue.get("later").findings == ()
    Doubles(catalogue, "test").complete()
    assert [one.other for one in catalogue.get("later").findings] == []
    assert [one.other for one in catalogue.get("linde").findings] == ["later"]
    before = catalogue.revision
    Doubles(catalogue, "test").complete()
    assert catalogue.revision == before


@given(st.integers(0, 400), st.integers(100, 400))
def test_a_signature_estimates_what_two_texts_have_in_common(start: int, length: int) -> None:
    one, other = (
        replace(PLAIN, pages=(Page(number=1, text=" ".join(f"w{n}" for n in words)),))
        for words in (range(400), range(start, start + length))
    )
    runs = [{*range(396)}, {*range(start, start + length - 4)}]
    expected = len(runs[0] & runs[1]) / len(runs[0] | runs[1])
    mine, yours = signature(one), signature(other)
    assert mine is not None
    assert yours is not None
    assert abs(float(np.mean(mine == yours)) - expected) < 0.15


def test_ingest_takes_a_near_double_in_and_says_so(tmp_path: Path, watwerkt: Watwerkt) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(FIRST.pages[0].text, "utf-8")
    second.write_text(FIRST.pages[0].text.replace("2014", "2015"), "utf-8")
    (one,) = watwerkt("ingest", first, "--json").json
    (two,) = watwerkt("ingest", second, "--json").json
    assert two["status"] == "added"
    assert any(f"the same report as {one['id']}" in warning for warning in two["warnings"])
    assert watwerkt("ingest", "--reread", first, second, "--json").code == 0
    for document_id, others in ((one["id"], []), (two["id"], [one["id"]])):
        (shown,) = watwerkt("show", document_id, "--json").json
        assert [finding["other"] for finding in shown["findings"]] == others


def test_a_double_that_was_withdrawn_leaves_the_question_of_the_others_open(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    ids = []
    for year in (2014, 2015, 2016):
        (tmp_path / f"{year}.txt").write_text(report("a", "De Linde", year=year).pages[0].text)
        ids.append(watwerkt("ingest", tmp_path / f"{year}.txt", "--json").json[0]["id"])
    watwerkt("withdraw", ids[1], "--reason", "dubbel")
    asked = watwerkt("review", "--concern", "double", "--json").json
    assert [(one["document_id"], one["key"]) for one in asked] == [(ids[2], ids[0])]


def test_documents_that_are_imported_are_compared(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text(FIRST.pages[0].text, "utf-8")
    (there,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    (tmp_path / "a.jsonl").write_text(watwerkt("export", "--format", "jsonl").out, "utf-8")
    data.rename(tmp_path / "other")
    (tmp_path / "b.txt").write_text(FIRST.pages[0].text.replace("2014", "2015"), "utf-8")
    (here,) = watwerkt("ingest", tmp_path / "b.txt", "--json").json
    watwerkt("import", tmp_path / "a.jsonl")
    (asked,) = watwerkt("review", "--concern", "double", "--json").json
    assert {asked["document_id"], asked["key"]} == {there["id"], here["id"]}


def test_a_text_that_is_read_anew_is_compared_anew(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    for name, year in (("a", "2014"), ("b", "2015")):
        text = FIRST.pages[0].text.replace("2014", year)
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    watwerkt("ingest", tmp_path / "a.txt")
    with closing(sqlite3.connect(data / "catalogue.db")) as connection:  # read otherwise then
        connection.execute("UPDATE pages SET text = 'De tu1n'")
        connection.execute("DELETE FROM signatures")
        connection.commit()
    (other,) = watwerkt("ingest", tmp_path / "b.txt", "--json").json
    assert watwerkt("review", "--concern", "double", "--json").json == []
    watwerkt("ingest", tmp_path / "a.txt", "--reread")
    (asked,) = watwerkt("review", "--concern", "double", "--json").json
    assert asked["key"] == other["id"]


def test_no_two_samples_are_doubles(ingested_samples: Path) -> None:
    catalogue = open_catalogue(f"sqlite:///{ingested_samples / 'catalogue.db'}")
    documents = list(catalogue.summaries())
    compared = len(catalogue.signatures())
    catalogue.close()
    assert compared == len(documents) == 37
    assert [d.source for d in documents if any(f.other for f in d.findings)] == []
