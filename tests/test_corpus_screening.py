"""What points to a person is found and masked, and nothing else is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from corpus_documents import PLAIN
from hypothesis import given
from hypothesis import strategies as st

from conftest import Watwerkt
from corpus.document import Access, Concern, Finding, Origin, Page, Source, Status
from corpus.personal import masked, personal
from corpus.screening import holds_bsn, privacy_findings, screened

# Text -> what is found in it, in order.
FOUND: list[tuple[str, list[tuple[str, str]]]] = [
    ("mail jan.jansen@voorbeeld.nl.", [("email", "jan.jansen@voorbeeld.nl")]),
    ("<j.d'aout+x@a-b.co.uk>", [("email", "aout+x@a-b.co.uk")]),
    ("noor[at]voorbeeld.nl", [("email", "noor[at]voorbeeld.nl")]),
    ("noor (at) voorbeeld.nl", [("email", "noor (at) voorbeeld.nl")]),
    ("Bel 06-12345678 of", [("phone", "06-12345678")]),
    ("06 12 34 56 78", [("phone", "06 12 34 56 78")]),
    ("0612345678", [("phone", "0612345678")]),
    ("06 - 12 34 56 78", [("phone", "06 - 12 34 56 78")]),
    ("+31 6 12345678", [("phone", "+31 6 12345678")]),
    ("+31 (0)6 1234 5678", [("phone", "+31 (0)6 1234 5678")]),
    ("0031612345678", [("phone", "0031612345678")]),
    ("(030) 123 45 67", [("phone", "(030) 123 45 67")]),
    ("030-1234567", [("phone", "030-1234567")]),
    ("030 – 123 45 67", [("phone", "030 – 123 45 67")]),
    ("0345/123456", [("phone", "0345/123456")]),
    ("(0345) 12 34 56,", [("phone", "(0345) 12 34 56")]),
    ("+31 30 123 4567", [("phone", "+31 30 123 4567")]),
    ("Telefoon: 0301234567", [("phone", "0301234567")]),
    ("T 0301234567", [("phone", "0301234567")]),
    ("030-1234567 / 06-12345678", [("phone", "030-1234567"), ("phone", "06-12345678")]),
    ("NL91 ABNA 0417 1643 00", [("iban", "NL91 ABNA 0417 1643 00")]),
    ("nl91abna0417164300", [("iban", "nl91abna0417164300")]),
    ("NL91ABNA0417164300 t.n.v. De Linde", [("iban", "NL91ABNA0417164300")]),
    ("op NL91 ABNA 0417 1643 00 in 2014", [("iban", "NL91 ABNA 0417 1643 00")]),
    ("BE71 0961 2345 6769", [("iban", "BE71 0961 2345 6769")]),
    ("BSN 111222333", [("bsn", "111222333")]),
    ("burgerservicenummer: 1112.22.333.", [("bsn", "1112.22.333")]),
    ("sofi-nummer 111 222 333", [("bsn", "111 222 333")]),
    ("(111222333 is zijn BSN)", [("bsn", "111222333")]),
    ("Naam | BSN\n" + "Jan | 111222333 | Straatweg 1, Utrecht, een heel lang adres\n" * 3,
     [("bsn", "111222333")] * 3),
    ("030-1234567 06-12345678", [("phone", "030-1234567"), ("phone", "06-12345678")]),
    ("Tel. 030 123 45 67, 2014", [("phone", "030 123 45 67")]),
    ("Bel 06-12345678.", [("phone", "06-12345678")]),
]  # fmt: skip

NOTHING = [
    "In 2014-2016 en 1998/1999, en van 2010 tot 2014.",
    "doi:10.1016/0612345678 en https://doi.org/10.1080/02673037.2014.982517",
    "https://example.org/0612345678/030-1234567",
    "ISBN 978-90-70002-34-3", "ISBN 90 70002 34 5", "ISBN: 0-306-40615-2", "ISBN-10 0306406152",
    "978-0-306-40615-7", "0306406152",
    "KvK 30123456", "KvK-nummer 12345678, BTW NL111222333B01", "RSIN 111222333",
    "dossier 111222333", "BSN 111222334",  # no context; wrong check digit
    "pp. 123-145", "blz. 0123-4567", "p. 0301-0312 345",
    "€ 0.612.345.678", "€ 1.234.567,89", "0,6123456789", "12.345.678 inwoners",
    "artikel 7:201 lid 1 BW", "art. 2.3.5 Wmo 2015, Stb. 2014, 280",
    "info@voorbeeld.nl", "Secretariaat@voorbeeld.nl", "noreply2@voorbeeld.nl",
    "0800-1234", "088 123 45 67", "0900 - 1234567", "14 030", "112",
    "NL91 ABNA 0417 1643 01", "AB12 straten",
    "1,0 2,5 0 1 2 3 4 5 6 7 8 9", "0 30 12 34 56 7", "2013 06 12 2014 07 13",
    "06-05-2014 12:30", "06-12-2014 12 uur",
    "0 6 1 2 3 4 5 6 7 8 9 10", "06 12 34 56 78 90", "0301-031234", "€ 06 12 34 56 78",
    "1071 AB 020", "@wijkteam", "een @ b",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_what_points_to_a_person_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.what, text[p.start : p.end]) for p in personal(text)] == expected


@pytest.mark.parametrize("text", NOTHING)
def test_other_numbers_and_the_mailbox_of_an_office_are_left_alone(text: str) -> None:
    assert personal(text) == ()
    assert masked(text) == text


def test_a_mask_shows_only_what_one_needs_to_recognise_the_value() -> None:
    text = "Jan, jan@voorbeeld.nl, 06-12345678, BSN 111222333, NL91 ABNA 0417 1643 00."
    assert masked(text) == (
        "Jan, j••@•••••••••.nl, ••-••••••78, BSN •••••••33, •••• •••• •••• •••• 00."
    )


@given(st.text() | st.lists(st.sampled_from([t for t, _ in FOUND] + NOTHING)).map(" ".join))
def test_a_masked_text_is_as_long_and_differs_only_in_what_was_found(text: str) -> None:
    hidden = masked(text)
    assert len(hidden) == len(text)
    found = personal(text)
    outside = set(range(len(text))) - {at for p in found for at in range(p.start, p.end)}
    assert all(hidden[at] == text[at] for at in outside)
    assert all(p.end <= q.start for p, q in pairwise(found))


def test_findings_name_the_page_and_the_masked_value_once() -> None:
    pages = (
        Page(number=1, text="06-12345678, nog eens 06-12345678"),
        Page(number=4, text="j.jansen@\nvoorbeeld.nl"),
    )
    assert privacy_findings(replace(PLAIN, pages=pages)) == (
        Finding(concern=Concern.PRIVACY, what="phone", page=1, detail="••-••••••78"),
        Finding(concern=Concern.PRIVACY, what="email", page=4, detail="j.••••••@ •••••••••.nl"),
    )


def test_a_document_with_a_bsn_is_hidden_and_says_why() -> None:
    text = "Zijn BSN is 111222333."
    document = screened(replace(PLAIN, pages=(Page(number=3, text=text),)))
    assert (document.access, document.status) == (Access.HIDDEN, Status.REVIEW)
    assert document.origins == (Origin(field="access", source=Source.TEXT, cue="BSN on page 3"),)
    assert holds_bsn(document)
    assert screened(document) == document


def test_an_address_alone_hides_nothing_and_other_findings_stay() -> None:
    double = Finding(concern=Concern.DOUBLE, what="near", other="b2")
    text = replace(PLAIN, pages=(Page(number=1, text="jan@voorbeeld.nl"),), findings=(double,))
    document = screened(text)
    assert (document.access, document.status) == (Access.PUBLIC, Status.NEW)
    assert [finding.what for finding in document.findings] == ["near", "email"]
    assert not holds_bsn(document)


def test_an_option_for_a_whole_run_publishes_no_bsn(tmp_path: Path, watwerkt: Watwerkt) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Verslag\n\nHet BSN van de beheerder is 111222333.", "utf-8")
    for _ in range(2):
        (outcome,) = watwerkt("ingest", report, "--access", "public", "--json").json
    assert watwerkt("show", outcome["id"], "--json").json[0]["access"] == "hidden"
    watwerkt("edit", outcome["id"], "--set", "access=public")
    watwerkt("ingest", "--reread", report, "--access", "hidden")
    assert watwerkt("show", outcome["id"], "--json").json[0]["access"] == "public"


def test_an_option_for_a_whole_run_overturns_nothing_that_was_decided_for_one_document(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Verslag\n\nOver de moestuin.", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--kind", "beleid", "--json").json
    watwerkt("edit", outcome["id"], "--set", "access=hidden")
    watwerkt("tag", outcome["id"], "--never", "klushuizen")
    options = ("--access", "public", "--archetype", "klushuizen", "--kind", "praktijk")
    (again,) = watwerkt("ingest", report, *options, "--json").json
    assert again["status"] == "updated"
    assert {w for w in again["warnings"] if " stays " in w} == {
        "access stays ‘hidden’, as test decided for this one",
        "klushuizen stays ‘rejected’, as test decided for this one",
    }
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert (shown["access"], shown["kind"]) == ("hidden", "praktijk")
    assert [tag["verdict"] for tag in shown["tags"]] == ["rejected"]


def test_a_bsn_that_nobody_knew_of_hides_a_document_whatever_was_decided_before(
    tmp_path: Path, watwerkt: Watwerkt, data: Path
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Verslag van de moestuin\n\nHet BSN van Jan is 111222333.", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--json").json
    with closing(sqlite3.connect(data / "catalogue.db")) as catalogue:  # read otherwise then
        catalogue.execute("UPDATE pages SET text = 'De moestuin'")
        catalogue.execute("UPDATE documents SET findings = '[]', access = 'public', screened = 0")
        catalogue.commit()
    watwerkt("edit", outcome["id"], "--set", "access=public")
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1
    (again,) = watwerkt("ingest", report, "--reread", "--json").json
    assert "it holds a BSN and is hidden" in again["warnings"][-1]
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 0
    (asked,) = watwerkt("review", "--concern", "privacy", "--json").json
    assert asked["why"] == "it is hidden until you decide"
    watwerkt("edit", outcome["id"], "--set", "access=public")
    watwerkt("ingest", report, "--reread")
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 1


def test_documents_that_nobody_screened_are_told_and_screened_when_asked(
    tmp_path: Path, watwerkt: Watwerkt, data: Path
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("De moestuin\n\nHet BSN van Jan is 111222333.", "utf-8")
    watwerkt("ingest", report)
    with closing(sqlite3.connect(data / "catalogue.db")) as catalogue:  # as before there was a look
        catalogue.execute("UPDATE documents SET findings = '[]', access = 'public', screened = 0")
        catalogue.commit()
    watwerkt("reindex")
    assert "1 documents were not screened yet" in watwerkt("privacy").err
    told = watwerkt("privacy", "--again")
    assert "bsn" in told.out
    assert "not screened" not in told.err
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 0


def test_what_is_imported_is_screened_whatever_it_says_of_itself(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text("De moestuin\n\nHet BSN van Jan is 111222333.", "utf-8")
    watwerkt("ingest", tmp_path / "a.txt")
    line = watwerkt("export", "--format", "jsonl").json[0]
    line |= {"findings": [], "access": "public", "origins": [], "status": "new"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), "utf-8")
    data.rename(tmp_path / "other")
    for result in ("added", "unchanged"):
        assert watwerkt("import", tmp_path / "a.jsonl", "--json").json[0]["status"] == result
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 0


def test_personal_data_in_what_is_known_of_a_document_counts_too(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text("Een verslag.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("note: BSN 111222333 van Jan\n", "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    (found,) = watwerkt("privacy", "--json").json
    assert (found["what"], found["page"], found["masked"]) == ("bsn", None, "•••••••33")
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert shown["access"] == "hidden"


def test_a_title_that_is_guessed_shows_no_number(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.md").write_text("# Bel 06-12345678 over de tuin\n\nEen verslag.", "utf-8")
    watwerkt("ingest", tmp_path / "a.md")
    (listed,) = watwerkt("list", "--json").json
    assert listed["title"] == "Bel ••-••••••78 over de tuin"


def test_the_words_that_speak_for_a_label_show_no_address(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    report = tmp_path / "a.txt"
    report.write_text(
        "Verslag\n\nMail over zelfbeheer jan@wijk.nl. De bewonersgroep beheert zelf de binnentuin.",
        "utf-8",
    )
    (outcome,) = watwerkt("ingest", report, "--json").json
    assert outcome["archetypes"] == ["zelfbeheer"]
    assert "Mail over zelfbeheer j••@••••.nl." in watwerkt("show", outcome["id"]).out


def test_a_number_that_begins_a_text_is_masked_whatever_the_text_ends_with() -> None:
    assert masked("06-12345678 bel tot 5 ").startswith("••-••••••78")


def test_a_number_beside_an_isbn_is_masked_without_another_number_in_the_text() -> None:
    assert masked("ISBN 1 X0612345678") == "ISBN 1 X••••••••78"
