"""Reading Rich Text."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import ReadFailed
from ingest.reading import Reading
from ingest.rtf import read


def rtf(tmp_path: Path, inside: str, head: str = r"\ansi\ansicpg1252\deff0") -> Reading:
    path = tmp_path / "notitie.rtf"
    path.write_bytes(f"{{\\rtf1{head}{inside}}}".encode("cp1252"))
    return read(path)


def text(tmp_path: Path, inside: str, head: str = r"\ansi\ansicpg1252\deff0") -> str:
    (page,) = rtf(tmp_path, inside, head).pages
    assert (page.number, page.quality) == (1, 1.0)
    return page.text


def test_paragraphs_lists_and_tables_are_read_in_order(tmp_path: Path) -> None:
    assert text(
        tmp_path,
        r"\pard De \b buurttuin\b0 .\par {\pntext\'b7\tab}zelfbeheer\par {\bullet\tab}samen\par"
        r"{\listtext\pard\plain 1.\tab}eerst\par"
        r"\trowd\cellx100\cellx200 Wijk\cell Aantal\cell\row\trowd Noord\cell 12\cell\row"
        r"\pard Slot.\par",
    ) == (
        "De buurttuin.\n\n- zelfbeheer\n\n- samen\n\n- eerst\n\nWijk | Aantal\nNoord | 12\n\nSlot."
    )  # fmt: skip


@pytest.mark.parametrize(("head", "inside", "shown"), [
    (r"\ansi\ansicpg1252", r"caf\'e9 \u8364?5 \u-10179?\u-8704?", "café €5 😀"),
    (r"\ansi\ansicpg1250", r"\'e8", "č"),
    (r"\mac", r"caf\'8e", "café"),
    (r"\mac\ansicpg10000", r"caf\'8e", "café"),
    (r"\pca", r"caf\'82", "café"),
    (r"\ansi", "café", "café"),
    (r"\ansi{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}", r"\f1 \'e6\f0 \'e9", "жé"),
    (r"\ansi{\fonttbl{\f0\fcharset78 Osaka;}}", r"\f0 caf\'e9", "café"),
])  # fmt: skip
def test_letters_come_in_the_encoding_that_is_named(
    tmp_path: Path, head: str, inside: str, shown: str
) -> None:
    assert text(tmp_path, f" {inside}", head) == shown


def test_notes_and_boxes_follow_their_paragraph(tmp_path: Path) -> None:
    assert text(
        tmp_path,
        r"\pard Een{\footnote\pard Noot {\i bij een}.} twee.\par "
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt In het kader\par}}}Drie.\par"
        r" Vier{\*\footnote Slotnoot.}",
    ) == "Een twee.\n\nNoot bij een.\n\nDrie.\n\nIn het kader\n\nVier\n\nSlotnoot."  # fmt: skip


def test_headers_pictures_and_addresses_of_links_are_no_text(tmp_path: Path) -> None:
    assert text(
        tmp_path,
        r"{\header Gemeente{\footnote geheim}}{\footer Pagina 1}{\*\shppict{\pict ffd8ff}}"
        r'Zie {\field{\*\fldinst{HYPERLINK "https://example.org"}}{\fldrslt de site}}.\par',
    ) == "Zie de site."  # fmt: skip


def test_headings_are_known_by_the_name_of_their_style(tmp_path: Path) -> None:
    styles = (
        r"{\stylesheet{\s0\sbasedon0 Normal;}{\s1\sbasedon0\snext0\fs28 heading 1;}"
        r"{\s2\b Kop 2;}{\s15\qc Title;}{\s20\outlinelevel0 Huisstijlkop;}{\s3 Heading notes;}}"
    )
    reading = rtf(
        tmp_path,
        styles + r"\pard\s15 Zelfbeheer\par\pard\s1 Aanpak\par\pard\s0\sb240 Gewone tekst.\par"
        r"{\listtext 1.1\tab}\pard\s2 Bewoners\par\pard\s20 Uitkomst\par"
        r"\pard\outlinelevel1 Bijlage\par"
        r"\pard\s3 Geen kop\par",
    )
    assert reading.heading == "Zelfbeheer"
    assert reading.headings == ("Aanpak", "Bewoners", "Uitkomst", "Bijlage")
    assert reading.pages[0].text.startswith("Zelfbeheer\n\nAanpak\n\nGewone tekst.")


def test_what_the_file_says_of_itself_is_read(tmp_path: Path) -> None:
    reading = rtf(
        tmp_path,
        r"\deflang1043{\info{\title Wijkplan \'e9\'e9n \{2\}}{\author An Bos; Jan Vos}"
        r"{\creatim\yr2011\mo3\dy2\hr1}{\revtim\yr2014\mo5\dy12}}\pard Tekst.\par",
    )
    assert (reading.title, reading.authors) == ("Wijkplan één {2}", ("An Bos", "Jan Vos"))
    assert (reading.dated, reading.language) == ("2014-05-12", "nl")
    assert reading.pages[0].text == "Tekst."


def test_a_file_that_says_nothing_of_itself_has_no_properties(tmp_path: Path) -> None:
    reading = rtf(tmp_path, r"{\info{\title }{\revtim\yr0\mo0\dy0}}Tekst\par")
    assert (reading.title, reading.authors, reading.dated) == (None, (), None)
    assert (reading.heading, reading.language) == (None, None)


_MANY = 100_000


@pytest.mark.parametrize("inside", [
    "{" * _MANY + "tekst" + "}" * _MANY,
    "{" * _MANY + "tekst",
    "}" * _MANY + "tekst",
    r"{\footnote x" * _MANY,
    r"{\pict x" * _MANY,
    r'{\field{\*\fldinst{HYPERLINK "x' * 10_000,
    r"{\fonttbl" + r"\f1" * 20_000 + "}",
    r"{\stylesheet{\s1" + "a " * _MANY + "}}",
    r"{\info" + r"{\title " * _MANY,
    r"{\pict\bin" + "9" * 5000 + " x}",
    r"a\u9999999999 b\u-99999 c",
    r"a\uc b\u c",
], ids=lambda inside: inside[:12])  # fmt: skip
def test_a_file_made_to_do_harm_ends_soon(tmp_path: Path, inside: str) -> None:
    try:
        assert rtf(tmp_path, inside).pages
    except ReadFailed as error:
        assert str(error).startswith("notitie.rtf is damaged")  # noqa: PT017 (either is right)


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match="cannot be read"):
        read(tmp_path / "weg.rtf")
