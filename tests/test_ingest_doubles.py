"""A report that is there already, with small changes, is told of; another of its series is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from corpus_documents import PLAIN
from hypothesis import given
from hypothesis import strategies as st

from conftest import Watwerkt
from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import Concern, Document, Finding, Page, Role, Stretch
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


def told(document: Document, catalogue: Catalogue) -> list[str]:
    """Ids of the documents that one is told to be like, the nearest first."""
    findings = Doubles(catalogue).compared(document).found_about(Concern.DOUBLE)
    return [finding.other or "" for finding in findings]


def test_what_another_program_took_in_meanwhile_is_compared_too(catalogue_url: str) -> None:
    with (
        closing(open_catalogue(catalogue_url)) as here,
        closing(open_catalogue(catalogue_url)) as there,
    ):
        doubles, others = Doubles(here), Doubles(there)
        for one in (doubles, others):
            one.catch_up("test")
        for name, signed in (("linde", True), ("wilg", False)):
            other = report(name, f"De {name}")
            there.add(other, "another")
            if signed:
                others.remember(other)
            findings = doubles.compared(report("new", f"De {name}", year=2019)).findings
            assert [finding.other for finding in findings] == [name]


@pytest.mark.parametrize(
    ("newcomer", "share"),
    [
        (replace(FIRST, id="new"), "100%"),
        (report("new", "De Linde", year=2019), "9"),
        (edited(FIRST, "spraken wij bewoner nummer 7 over Spar", "zagen wij niemand,"), "9"),
        (replace(FIRST, id="new", language="en"), "100%"),
    ],
)
def test_a_report_with_small_changes_is_told_of(
    newcomer: Document, share: str, catalogue: Catalogue
) -> None:
    (finding,) = Doubles(catalogue).compared(newcomer).findings
    assert (finding.concern, finding.what, finding.other) == (Concern.DOUBLE, "near", "linde")
    assert f"probably the same report as linde ({share}" in finding.detail


@pytest.mark.parametrize(
    "newcomer",
    [
        report("new", "Het Veen"),
        report("new", "De Linde", paragraphs=1, year=2015),
        replace(PLAIN, id="new"),
        replace(PLAIN, id="new", pages=()),
    ],
)
def test_another_report_of_the_series_and_another_short_text_are_no_double(
    newcomer: Document, catalogue: Catalogue
) -> None:
    assert told(newcomer, catalogue) == []


def short(document_id: str, text: str) -> Document:
    return replace(PLAIN, id=document_id, pages=(Page(number=1, text=text),))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("De tuin.", "de  tuin", True),
        ("Tuin", "tuin", True),
        ("De tuin van de buurt", "De tuin van de wijk", False),
        ("De tuin", "Tuin de", False),
        ("", "", False),
        ("…", "…", False),
        # Runs of five words: 60 of them are compared, 59 and fewer must all be equal.
        (" ".join(f"w{n}" for n in range(64)), " ".join(f"w{n}" for n in range(63)), False),
        (" ".join(f"w{n}" for n in range(65)), " ".join(f"w{n}" for n in range(64)), True),
        (" ".join(f"w{n}" for n in range(63)), " ".join(f"w{n}" for n in range(63)), True),
        (" ".join(f"w{n}" for n in range(63)), " ".join(f"w{n}" for n in range(62)), False),
    ],
)
def test_a_short_text_is_only_like_an_equal_one(
    one: str, other: str, alike: bool, catalogue: Catalogue
) -> None:
    catalogue.add(short("one", one), "test")
    assert told(short("new", other), catalogue) == ["one"] * alike


def sharing(count: int) -> Document:
    """A text of 400 words of which the first ones are those of another."""
    words = [f"w{n}" if n < count else f"x{n}" for n in range(400)]
    return short("new", " ".join(words))


def test_three_quarters_in_common_is_told_and_clearly_less_is_not(catalogue: Catalogue) -> None:
    catalogue.add(replace(sharing(400), id="one"), "test")
    assert [bool(told(sharing(count), catalogue)) for count in (240, 280, 320, 360)] == [
        False, False, True, True,
    ]  # fmt: skip


def test_every_document_that_is_much_alike_is_told_the_nearest_first(catalogue: Catalogue) -> None:
    for count in (350, 400, 380, 200):
        catalogue.add(replace(sharing(count), id=f"d{count}"), "test")
    assert told(sharing(400), catalogue) == ["d400", "d380", "d350"]


def test_of_very_many_that_are_alike_the_nearest_are_told(catalogue: Catalogue) -> None:
    for number in range(25):
        catalogue.add(report(f"d{number}", "De Linde", year=1990 + number), "test")
    found = told(report("new", "De Linde", year=1990), catalogue)
    assert (len(found), found[0]) == (20, "d0")


def test_what_stands_apart_does_not_make_reports_alike(catalogue: Catalogue) -> None:
    text = FIRST.pages[0].text
    own = "\n\n".join(f"Heel iets anders, zoals zin {n} over {n} bomen." for n in range(30))
    apart = (Stretch(start=0, end=len(text), role=Role.REFERENCES),)
    page = Page(number=1, text=f"{text}\n\n{own}", apart=apart)
    assert told(replace(FIRST, id="new", pages=(page,)), catalogue) == []


def test_a_document_is_no_double_of_itself_and_later_ones_are_compared_with_it(
    catalogue: Catalogue,
) -> None:
    doubles = Doubles(catalogue)
    assert doubles.compared(FIRST).findings == ()
    veen = report("veen", "Het Veen")
    catalogue.add(veen, "test")
    doubles.remember(veen)
    (again,) = doubles.compared(replace(veen, id="new")).findings
    assert again.other == "veen"
    doubles.remember(replace(PLAIN, id="veen"))  # read anew, and now it says something else
    assert doubles.compared(replace(veen, id="new")).findings == ()


@pytest.mark.parametrize("count", [1, 63, 64, 65, 200])
def test_each_of_many_documents_is_found_again(count: int, tmp_path: Path) -> None:
    opened = open_catalogue(f"sqlite:///{tmp_path / 'many.db'}")
    doubles = Doubles(opened)
    for number in range(count):
        document = short(f"d{number}", f"Verslag {number}")
        opened.add(document, "test")
        doubles.remember(document)
    for number in (0, count // 2, count - 1):
        (finding,) = doubles.compared(short("new", f"Verslag {number}")).findings
        assert finding.other == f"d{number}"
    opened.close()


def test_a_pair_is_told_by_one_of_the_two(catalogue: Catalogue) -> None:
    new = replace(FIRST, id="new")
    catalogue.add(Doubles(catalogue).compared(new), "test")
    assert told(new, catalogue) == ["linde"]
    assert told(FIRST, catalogue) == []


def test_what_a_document_was_like_is_told_no_more_when_it_changed(catalogue: Catalogue) -> None:
    elsewhere = Finding(concern=Concern.DOUBLE, what="near", other="not here")
    phone = Finding(concern=Concern.PRIVACY, what="phone", page=1)
    new = replace(FIRST, id="new", findings=(phone, elsewhere))
    catalogue.add(Doubles(catalogue).compared(new), "test")
    (found,) = catalogue.summaries(["new"])
    assert [finding.other for finding in found.findings] == ["linde", None, "not here"]
    changed = replace(found, pages=report("new", "Het Veen").pages)
    assert Doubles(catalogue).compared(changed).findings == (phone, elsewhere)


def test_documents_that_never_were_compared_are_compared_once(catalogue: Catalogue) -> None:
    catalogue.add(report("2015", "De Linde", year=2015), "test")
    later = PLAIN.ingested + timedelta(days=1)
    catalogue.add(replace(report("2014", "De Linde"), ingested=later), "test")
    Doubles(catalogue).catch_up("Anna")
    found = {d.id: [f.other for f in d.findings] for d in catalogue.summaries()}
    assert found == {"kort": [], "linde": ["2015"], "2014": ["linde", "2015"], "2015": []}
    assert [e.who for e in catalogue.ledger() if e.action == "compare"] == ["Anna", "Anna"]
    assert [page.text for page in catalogue.get("2014").pages] == [FIRST.pages[0].text]
    revision = catalogue.revision
    Doubles(catalogue).catch_up("Anna")
    assert catalogue.revision == revision


def test_signatures_are_made_once_and_kept(catalogue: Catalogue) -> None:
    Doubles(catalogue).catch_up("test")
    kept = catalogue.signatures.all()
    assert kept.keys() == {"linde", "kort"}
    catalogue.signatures.keep("linde", b"1 made by older rules")
    Doubles(catalogue).catch_up("test")
    assert catalogue.signatures.all() == kept
    catalogue.replace(FIRST, "test", "describe")
    assert catalogue.signatures.all().keys() == {"kort"}
    Doubles(catalogue).compared(FIRST)  # as in a dry run
    assert catalogue.signatures.all().keys() == {"kort"}
    again = Doubles(catalogue)
    again.catch_up("test")
    assert catalogue.signatures.all() == kept


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


def test_doubles_are_looked_for_when_a_text_is_read_anew(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    ids = []
    for name, text in (("a", FIRST.pages[0].text), ("b", FIRST.pages[0].text + "\n\nEn meer.")):
        file = tmp_path / f"{name}.txt"
        file.write_text(text, "utf-8")
        ids.append(watwerkt("ingest", file, "--json").json[0]["id"])
        with closing(sqlite3.connect(data / "catalogue.db")) as connection:  # it was read badly
            connection.execute("UPDATE pages SET text = document_id")
            connection.execute("UPDATE documents SET findings = '[]'")
            connection.execute("DELETE FROM signatures")
            connection.commit()
    assert watwerkt("review", "--concern", "double", "--json").json == []
    reread = ("ingest", "--reread", "--json", tmp_path / "a.txt", tmp_path / "b.txt")
    watwerkt(*reread)
    (item,) = watwerkt("review", "--concern", "double", "--json").json
    assert {item["document_id"], item["key"]} == {*ids}
    assert [outcome["status"] for outcome in watwerkt(*reread).json] == ["unchanged", "unchanged"]


def test_doubles_are_looked_for_in_what_is_imported(tmp_path: Path, watwerkt: Watwerkt) -> None:
    for name, year in (("a", 2014), ("b", 2015)):
        (tmp_path / f"{name}.txt").write_text(report(name, "De Linde", year=year).pages[0].text)
        folder = tmp_path / f"data-{name}"
        watwerkt("--data", folder, "ingest", tmp_path / f"{name}.txt")
        lines = watwerkt("--data", folder, "export", "--format", "jsonl").out
        (tmp_path / f"{name}.jsonl").write_text(lines, "utf-8")
    for name in ("a", "b"):
        assert watwerkt("import", tmp_path / f"{name}.jsonl").code == 0
    (item,) = watwerkt("review", "--concern", "double", "--json").json
    newest = watwerkt("--data", tmp_path / "data-b", "list", "--json").json[0]["id"]
    assert item["document_id"] == newest
    for name in ("a", "b"):
        (line,) = watwerkt("import", tmp_path / f"{name}.jsonl", "--json").json
        assert line["status"] == "unchanged"


def test_no_two_samples_are_doubles(ingested_samples: Path) -> None:
    catalogue = open_catalogue(f"sqlite:///{ingested_samples / 'catalogue.db'}")
    documents = list(catalogue.summaries())
    compared = len(catalogue.signatures.all())
    catalogue.close()
    assert compared == len(documents) == 37
    assert [d.source for d in documents if any(f.other for f in d.findings)] == []
