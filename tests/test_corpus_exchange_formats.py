"""What we write for other programs is read back as it was meant, by programs of others."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, SeparateCoAuthors, SplitNameParts
from corpus_documents import FULL, PLAIN
from corpus_strategies import DOCUMENTS
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pylatexenc.latex2text import (
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from corpus.archetypes import load_taxonomy
from corpus.document import Access, Document
from corpus.exchange.bibtex import bibtex
from corpus.exchange.citations import Citation, citations, one_line
from corpus.exchange.dublin_core import dublin_core
from corpus.exchange.ris import ris
from corpus.exchange.table import harmless, sheet, table, written
from corpus.values import Values
from corpus.vocabulary import load_vocabulary
from ingest.sidecar import Sidecars

TAXONOMY = load_taxonomy()
VOCABULARY = load_vocabulary()
DC = "{http://purl.org/dc/elements/1.1/}"

# Commands of LaTeX itself that the decoder leaves out or writes otherwise.
LATEX = get_default_latex_context_db()
LATEX.add_context_category(
    "braces",
    macros=[
        MacroTextSpec("textbraceleft", "{"),
        MacroTextSpec("textbraceright", "}"),
        MacroTextSpec("textasciicircum", "^"),
    ],
    prepend=True,
)

# Everything that one of the formats gives a meaning to.
AWKWARD = "50% & {meer} \\ of_minder #1 $2 ~3 ^4 <b> \"wij\" 'zij' ; é Ĳ 😀 @x = y, {"
HARD = replace(
    FULL,
    id="hard-1",
    title=f"{AWKWARD}\nER  - ",
    subtitle="tweede\r\nregel\x00\x0b",
    authors=("Jan van der Berg", "Noor el Amrani", "Stichting A & B {C}", "J. d'Août"),
    organisation="Bureau 100% Wij",
    publisher="Uitgeverij {Ĳ} & Zn.",
    source_url="https://example.org/a_b?c=%20d&e={f}#g~h",
    access=Access.PUBLIC,
    document_type="evaluatie",
    note="</dc:description> ]]> }",
)


def _cited(*documents: Document) -> list[Citation]:
    return list(citations(documents, TAXONOMY.archetypes, VOCABULARY))


# RIS


def test_a_reference_manager_reads_our_ris() -> None:
    (record, second) = rispy.loads("".join(ris(_cited(HARD, PLAIN))))
    assert record["type_of_reference"] == "RPRT"
    assert record["id"] == "hard-1"
    assert record["authors"] == [
        "van der Berg, Jan",
        "el Amrani, Noor",
        "Stichting A & B {C}",
        "d'Août, J.",
    ]
    assert record["title"] == f"{AWKWARD} ER -: tweede regel"
    assert record["year"] == "2014"
    assert record["date"] == "2014/05/12/"
    assert record["publisher"] == "Uitgeverij {Ĳ} & Zn."
    assert record["keywords"] == [
        "Zelfbeheer", "Wonen", "Huurders", "Ouderen", "'s-Hertogenbosch", "Súdwest-Fryslân",
    ]  # fmt: skip
    assert record["doi"] == "10.1234/abc.(5)"
    assert record["urls"] == [HARD.source_url]
    assert second["title"] == PLAIN.title
    assert "authors" not in second


@given(st.lists(DOCUMENTS, max_size=3))
def test_any_documents_give_as_many_ris_records(documents: list[Document]) -> None:
    records = rispy.loads("".join(ris(_cited(*documents))))
    assert [record["id"] for record in records] == [document.id for document in documents]


# BibTeX


def _entries(documents: list[Document]) -> list[dict[str, str]]:
    """Field -> text as a reader sees it; addresses as they stand."""
    text = "".join(bibtex(_cited(*documents)))
    library = parse_string(text)
    assert not library.failed_blocks
    raw = [{field.key: field.value for field in entry.fields} for entry in library.entries]
    decoding = LatexDecodingMiddleware(decoder=LatexNodes2Text(latex_context=LATEX))
    plain = parse_string(text, append_middleware=[decoding])
    decoded = [{field.key: field.value for field in entry.fields} for entry in plain.entries]
    return [
        fields | {name: before[name] for name in ("url", "doi") if name in before}
        for fields, before in zip(decoded, raw, strict=True)
    ]


def test_a_reference_parser_reads_our_bibtex() -> None:
    (fields,) = _entries([HARD])
    assert fields["title"] == f"{AWKWARD} ER -: tweede regel"
    assert fields["institution"] == "Uitgeverij {Ĳ} & Zn."
    assert fields["year"] == "2014"
    assert fields["month"] == "may"
    assert fields["url"] == "https://example.org/a_b?c=%20d&e=%7Bf%7D#g~h"
    assert fields["doi"] == "10.1234/abc.(5)"
    assert fields["note"] == "</dc:description> ]]> }"


def test_bibtex_knows_particles_from_family_names_and_bodies_from_persons() -> None:
    names = [SeparateCoAuthors(), SplitNameParts()]
    text = "".join(bibtex(_cited(HARD)))
    (entry,) = parse_string(text, append_middleware=names).entries
    berg, amrani, body, aout = entry["author"]
    assert (berg.von, berg.last, berg.first) == (["van", "der"], ["Berg"], ["Jan"])
    assert (amrani.von, amrani.last, amrani.first) == (["el"], ["Amrani"], ["Noor"])
    assert (body.first, len(body.last)) == ([], 1)
    assert (aout.last[-1], aout.first) == ("d'Août", ["J."]) or aout.von == ["d'Août"]


@given(st.lists(DOCUMENTS, max_size=3, unique_by=lambda document: document.id))
def test_any_documents_give_as_many_bibtex_entries_with_balanced_braces(
    documents: list[Document],
) -> None:
    library = parse_string("".join(bibtex(_cited(*documents))))
    assert not library.failed_blocks
    assert [entry.key for entry in library.entries] == [document.id for document in documents]


# Dublin Core


def test_our_dublin_core_is_xml_with_the_values_in_it() -> None:
    (record,) = etree.fromstring("".join(dublin_core(_cited(HARD))).encode())
    found: dict[str, list[str | None]] = {}
    for element in record:
        found.setdefault(str(element.tag).removeprefix(DC), []).append(element.text)
    assert found == {
        "identifier": [
            "hard-1", "https://doi.org/10.1234/abc.(5)", "urn:isbn:9789070002343", HARD.source_url,
        ],
        "title": [f"{AWKWARD} ER -: tweede regel"],
        "creator": ["van der Berg, Jan", "el Amrani, Noor", "Stichting A & B {C}", "d'Août, J."],
        "contributor": ["Bureau 100% Wij"],
        "publisher": ["Uitgeverij {Ĳ} & Zn."],
        "date": ["2014-05-12"],
        "type": ["Evaluatie"],
        "format": ["application/pdf"],
        "language": ["nl"],
        "subject": ["Zelfbeheer", "Wonen", "Huurders", "Ouderen"],
        "coverage": ["'s-Hertogenbosch", "Súdwest-Fryslân"],
        "rights": ["CC BY 4.0"],
        "description": ["</dc:description> ]]> }"],
    }  # fmt: skip


@given(st.lists(DOCUMENTS, max_size=3))
def test_any_documents_give_valid_xml(documents: list[Document]) -> None:
    root = etree.fromstring("".join(dublin_core(_cited(*documents))).encode())
    assert [record[0].text for record in root] == [document.id for document in documents]


# The table


def _rows(*documents: Document) -> list[dict[str, str]]:
    text = "".join(table(documents))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_table_has_one_row_per_document_with_values_divided_by_bars() -> None:
    full = replace(FULL, source="map\\deel/rapport, 1.pdf", authors=("A|B", "C"), title="A|B")
    (row,) = _rows(full)
    assert row["file"] == "rapport, 1.pdf"
    assert row["title"] == "A|B"
    assert row["authors"] == "A/B|C"
    assert row["municipality"] == "'s-Hertogenbosch|Súdwest-Fryslân"
    assert row["archetypes"] == "zelfbeheer"
    assert row["evidence"] == "werkzaam"
    assert row["year"] == "2014-05-12"
    assert row["note"] == "Twee regels"
    assert row["status"] == "review"


@given(DOCUMENTS)
def test_no_cell_of_a_table_is_a_formula(document: Document) -> None:
    hostile = replace(
        document, title=f"={document.title}", authors=(f"@{document.title}", "+1"), note="-1+2"
    )
    (row,) = _rows(hostile)
    assert not any(cell[:1] in "=+-@\t\r\n" for cell in row.values() if cell)
    assert written(row["title"]) == one_line(hostile.title)


@pytest.mark.parametrize("comma", list(";,\t"))
@given(st.text("'=@s\t;,\"", max_size=8))
def test_a_cell_is_no_formula_where_another_sign_divides_cells(comma: str, text: str) -> None:
    columns = {"one": lambda _: "x", "other": lambda _: text}
    table = "".join(sheet([text], columns, "," if comma == ";" else ";"))
    for row in csv.reader(io.StringIO(table), delimiter=comma):
        assert not any(cell.strip('"')[:1] in tuple("=@") for cell in row)


@given(st.text("'=+-@s\t a;,\"", max_size=8))
def test_what_makes_a_cell_harmless_can_be_taken_away_again(text: str) -> None:
    cell = harmless(text)
    assert written(cell) == text
    assert cell[:1] not in tuple("=+-@\t")


def test_metadata_beside_files_can_be_read_from_our_table(tmp_path: Path) -> None:
    document = replace(FULL, source="rapport.pdf", note="Een regel")
    (tmp_path / "rapport.pdf").write_bytes(b"")
    (tmp_path / "metadata.csv").write_text("".join(table([document])), "utf-8", newline="")
    read = Sidecars(Values(TAXONOMY, "Anna")).of(tmp_path / "rapport.pdf")
    assert read.archetypes == ("zelfbeheer",)
    for field, value in read.values.items():
        assert value == getattr(document, field), field
    assert {"title", "authors", "municipality", "themes", "published", "evidence"} <= set(
        read.values
    )
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("fields", "reference", "entry"),
    [
        ({"document_type": "artikel"}, "JOUR", "article"),
        ({"document_type": "proefschrift"}, "THES", "phdthesis"),
        ({"isbn": "9789070002343"}, "BOOK", "book"),
        ({}, "RPRT", "techreport"),
    ],
)
def test_what_a_document_is_decides_its_type(
    fields: dict[str, str], reference: str, entry: str
) -> None:
    cited = _cited(replace(PLAIN, **fields))  # type: ignore[arg-type]
    assert "".join(ris(cited)).startswith(f"TY  - {reference}\r\n")
    assert "".join(bibtex(cited)).startswith(f"@{entry}{{a1,")
