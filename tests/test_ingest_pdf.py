"""What is read from a PDF, whole or broken."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ingest_pdf_samples import SAMPLES, by_hand, report
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, StreamObject

from corpus.errors import ReadFailed
from ingest.extract import Extractor, Limits
from ingest.pdf import read
from ingest.quality import is_another_code, readability
from ingest.reading import Reading
from ingest.source import PDF

_GOLDEN = Path(__file__).parent / "golden"
_SHARED = Path(__file__).parents[2] / "shared" / "documents"


def _show(reading: Reading) -> str:
    """All of a reading in a form that is easy to compare by eye."""
    head = [
        f"title: {reading.title}",
        f"heading: {reading.heading}",
        f"headings: {' | '.join(reading.headings)}",
        f"authors: {' | '.join(reading.authors)}",
        f"language: {reading.language}",
    ]
    pages = [f"--- {page.number} (quality {page.quality})\n{page.text}" for page in reading.pages]
    return "\n".join([*head, *pages]) + "\n"


def _extract(path: Path, limits: Limits | None = None) -> Reading:
    with Extractor(limits or Limits()) as extractor:
        return extractor.extract(path, PDF)


def _read(content: bytes, tmp_path: Path) -> Reading:
    (tmp_path / "a.pdf").write_bytes(content)
    return read(tmp_path / "a.pdf")


def _text(*words: str, size: int = 11) -> bytes:
    """A content stream with these lines below each other."""
    shown = " T* ".join(f"({line}) Tj" for line in words)
    return f"BT /F1 {size} Tf {size + 2} TL 72 760 Td {shown} ET".encode("latin-1")


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_a_sample_reads_as_written_down(name: str, tmp_path: Path) -> None:
    SAMPLES[name](tmp_path / "a.pdf")
    shown = _show(_extract(tmp_path / "a.pdf"))
    assert shown == (_GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_words_keep_their_spaces_when_a_page_is_one_figure(tmp_path: Path) -> None:
    report(tmp_path / "plain.pdf")
    writer = PdfWriter(clone_from=tmp_path / "plain.pdf")
    for page in writer.pages:
        contents = page.get_contents()
        assert contents is not None
        figure, shown = StreamObject(), StreamObject()
        figure.set_data(contents.get_data())
        figure[NameObject("/Subtype")] = NameObject("/Form")
        figure[NameObject("/BBox")] = RectangleObject(page.mediabox)
        figure[NameObject("/Resources")] = page["/Resources"]
        shown.set_data(b"/X Do")
        figures = DictionaryObject({NameObject("/X"): writer._add_object(figure)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): figures})
        page[NameObject("/Contents")] = writer._add_object(shown)
    writer.write(tmp_path / "figure.pdf")
    assert read(tmp_path / "figure.pdf").pages == read(tmp_path / "plain.pdf").pages


def test_text_printed_sideways_is_read_in_whole_words(tmp_path: Path) -> None:
    content = _text("Gewone regel") + (
        b" BT /F1 9 Tf 0 1 -1 0 40 300 Tm (Aantal bewoners) Tj ET"
        b" BT /F1 9 Tf 0 -1 1 0 560 300 Tm (per jaar) Tj ET"
    )
    text = _read(by_hand(content), tmp_path).pages[0].text
    assert set(text.split("\n\n")) == {"Gewone regel", "Aantal bewoners", "per jaar"}


def test_a_page_with_thousands_of_labels_is_read_in_time(tmp_path: Path) -> None:
    labels = (
        f"BT /F1 2 Tf {20 + at % 40 * 14} {20 + at // 40 * 10} Td (w{at}) Tj ET"
        for at in range(3000)
    )
    (tmp_path / "a.pdf").write_bytes(by_hand("\n".join(labels).encode()))
    reading = _extract(tmp_path / "a.pdf", Limits(seconds=30))
    assert {f"w{at}" for at in range(3000)} == set(reading.pages[0].text.split())


def test_blank_paper_is_no_scan(tmp_path: Path) -> None:
    pages = _read(by_hand(b"0 0 595 842 re f", b""), tmp_path).pages
    assert [(page.number, page.text, page.quality) for page in pages] == [(1, "", 1), (2, "", 1)]


def test_glyphs_that_stand_for_nothing_lower_the_quality(tmp_path: Path) -> None:
    unknown = "\\201\\202\\203\\205\\206" * 8
    bad, good = _read(by_hand(_text(unknown), _text("Bewoners aan zet")), tmp_path).pages
    assert bad.quality < 0.2
    assert good.quality == 1
    assert "(cid:" not in bad.text


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_a_password_is_named_as_the_reason(algorithm: str, tmp_path: Path) -> None:
    report(tmp_path / "a.pdf")
    writer = PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.encrypt("geheim", algorithm=algorithm)
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(ReadFailed) as raised:
        read(tmp_path / "b.pdf")
    assert str(raised.value).startswith("This PDF is protected by a password; save it")


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_empty_password_does_not_keep_us_out(algorithm: str, tmp_path: Path) -> None:
    report(tmp_path / "a.pdf")
    writer = PdfWriter(clone_from=tmp_path / "a.pdf")
    writer.encrypt("", owner_password="baas", algorithm=algorithm)  # noqa: S106
    writer.write(tmp_path / "b.pdf")
    assert read(tmp_path / "b.pdf").pages == read(tmp_path / "a.pdf").pages


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_gives_what_is_left_or_a_sentence(share: float, tmp_path: Path) -> None:
    report(tmp_path / "a.pdf")
    content = (tmp_path / "a.pdf").read_bytes()
    try:
        pages = _read(content[: int(len(content) * share)], tmp_path).pages
    except ReadFailed as error:
        assert str(error).startswith("This PDF is damaged;")  # noqa: PT017
    else:
        assert [page.number for page in pages] == list(range(1, len(pages) + 1))


@pytest.mark.parametrize("content", [
    b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"<html>geen pdf</html>", b"",
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>",
])  # fmt: skip
def test_what_holds_no_page_is_damaged(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match="This PDF is damaged; get a whole copy"):
        _read(content, tmp_path)


def test_one_broken_page_does_not_cost_the_others(tmp_path: Path) -> None:
    content = by_hand(_text("Eerste"), _text("Tweede"), _text("Derde"))
    whole = b"/Resources<</Font<</F1 3 0 R>>>>>>"
    first, second, rest = content.split(whole, 2)
    broken = first + whole + second + b"/Resources (kapot)>>".ljust(len(whole)) + rest
    assert broken != content
    assert len(broken) == len(content)
    pages = _read(broken, tmp_path).pages
    assert [(page.number, page.text) for page in pages][::2] == [(1, "Eerste"), (3, "Derde")]
    assert (pages[1].text, pages[1].quality) in {("", 0), ("Tweede", 1)}


def test_pages_that_the_tree_promises_but_does_not_give_are_empty(tmp_path: Path) -> None:
    content = by_hand(_text("Eerste"), _text("Tweede"), _text("Derde"))
    broken = content.replace(b"/Kids[10 0 R 12 0 R 14 0 R]", b"/Kids[10 0 R (weg)  14 0 R]")
    assert broken != content
    pages = _read(broken, tmp_path).pages
    assert [page.number for page in pages] == [1, 2, 3]
    assert pages[0].text == "Eerste"


@pytest.mark.parametrize(("written", "read_as"), [
    (b"(Wijkvisie)", "Wijkvisie"),
    (b"(\xfe\xff" + "Café Σ".encode("utf-16-be") + b")", "Café Σ"),
    (b"<" + b"\xff\xfe".hex().encode() + "Wijk".encode("utf-16-le").hex().encode() + b">", "Wijk"),
    ("(Buurtcafé)".encode(), "Buurtcafé"),
    (b"(\xef\xbb\xbfWijk)", "Wijk"),
    (b"(Buurtcaf\xe9 \x80)", "Buurtcafé •"),
    (b"/Naam", "Naam"),
    (b"(\x00\x01 Wijk\x02\n visie )", "Wijk visie"),
    (b"()", None),
    (b"99 0 R", None),
    (b"[1 2]", "[1, 2]"),
])  # fmt: skip
def test_a_title_is_read_in_any_encoding(
    written: bytes, read_as: str | None, tmp_path: Path
) -> None:
    assert _read(by_hand(_text("x"), info=b"/Title " + written), tmp_path).title == read_as


@pytest.mark.parametrize(("written", "read_as"), [
    (b"(D:20140512103000+02'00')", "2014-05-12"),
    (b"(D:20140512)", "2014-05-12"),
    (b"(12 mei 2014)", "2014-05-12"),
    (b"(D:2014)", "2014"),
    (b"(gisteren)", None),
    (b"(D:99999999)", None),
    (b"12", None),
])  # fmt: skip
def test_a_date_is_read_or_left_out(written: bytes, read_as: str | None, tmp_path: Path) -> None:
    content = by_hand(_text("x"), info=b"/CreationDate " + written)
    assert _read(content, tmp_path).dated == read_as


def test_the_date_of_the_last_change_stands_in_for_that_of_creation(tmp_path: Path) -> None:
    assert _read(by_hand(_text("x"), info=b"/ModDate (D:20160101)"), tmp_path).dated == "2016-01-01"


def test_headings_are_what_is_set_larger_than_most_of_the_text(tmp_path: Path) -> None:
    pages = [
        _text("Kleine kop", size=14) + b" BT /F1 10 Tf 72 600 Td (" + b"tekst " * 40 + b") Tj ET"
    ]
    pages += [_text("Hoofdtitel", size=24), _text("Kleine kop", size=14)]
    reading = _read(by_hand(*pages), tmp_path)
    assert reading.heading == "Hoofdtitel"
    assert reading.headings == ("Kleine kop",)


@pytest.mark.parametrize(("text", "low", "high"), [
    ("", 0, 0),
    ("De bewoners van de wijk beheren samen het buurthuis.", 1, 1),
    ("12 345 6,7 (8)", 1, 1),
    ("B e w o n e r s   i n   d e   w i j k", 0, 0),
    ("debewonersvandewijkbeherensamenhetbuurthuisendespeeltuin", 0, 0),
    ("DeBewonersVanDe WijkBeherenSamen", 0, 0.1),
    ("arbeidsongeschiktheidsverzekeringen GGD WMO e.d.", 0.9, 1),
    ("\ufffd\ufffd\ufffd\ufffd bewoners", 0.5, 0.8),
    ("xkcdq bfrtgh qwrtpsd zxcvbnm", 0, 0.3),
])  # fmt: skip
def test_quality_is_the_share_of_letters_in_plausible_words(
    text: str, low: float, high: float
) -> None:
    assert low <= readability(text) <= high


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("ehzrqhuv ehkhuhq gh wxlq vdphq phw gh jhphhqwh " * 5, True),
        ("bewoners beheren de tuin samen met de gemeente " * 5, False),
        ("baaabbbbbbbb " * 9, False),  # one letter in four is a vowel
        ("baabbbbbbbbb " * 9, True),
        ("bbbbbbbbb " * 11, False),  # too few letters to tell
        ("bbbbbbbbb " * 12, True),
        ("KvK BV NV " * 40, False),
        ("Жители управляют садом вместе " * 9, False),
    ],
)
def test_letters_that_stand_for_others_show_in_how_few_are_vowels(text: str, other: bool) -> None:
    assert is_another_code(text) is other
    assert readability(text) == 0 or not other


def test_the_number_of_a_note_stands_apart_from_its_word(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.set_font("Helvetica", size=12)
    for word, mark, end in (("bewoners", "12", " beheren"), ("tuin.", "3", " Het kost 100 m2")):
        pdf.write(6, word)
        pdf.char_vpos = "SUP"
        pdf.write(6, mark)
        pdf.char_vpos = "LINE"
        pdf.write(6, f"{end} en type{mark} ")
    pdf.output(str(tmp_path / "a.pdf"))
    (page,) = read(tmp_path / "a.pdf").pages
    text = " ".join(page.text.split())
    assert text == "bewoners 12 beheren en type12 tuin. 3 Het kost 100 m2 en type3"


@given(st.text())
def test_quality_lies_between_nothing_and_all(text: str) -> None:
    assert 0 <= readability(text) <= 1


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(at=st.integers(0, 5000), junk=st.binary(min_size=1, max_size=30))
def test_damage_anywhere_gives_a_reading_or_a_sentence(
    at: int, junk: bytes, tmp_path: Path
) -> None:
    content = by_hand(_text("Eerste"), _text("Tweede"), info=b"/Title (Wijk)")
    at %= len(content)
    try:
        reading = _read(content[:at] + junk + content[at + len(junk) :], tmp_path)
    except ReadFailed as error:
        assert re.match("This PDF is (damaged|encrypted|protected)", str(error))  # noqa: PT017
    else:
        assert all(page.text or page.quality in (0, 1) for page in reading.pages)


def test_an_empty_page_of_a_real_program_is_no_failure(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.output(str(tmp_path / "a.pdf"))
    assert [page.text for page in read(tmp_path / "a.pdf").pages] == [""]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "pages", "words"), [
    ("pdf-en/acl-N18-3011.pdf", 8, "literature graph construction into familiar NLP tasks"),
    ("pdf-nl/debian-refcard-nl.pdf", 2, "Zoek in pakketten naar bestand."),
])  # fmt: skip
def test_real_pages_that_are_one_figure_keep_their_spaces(
    name: str, pages: int, words: str
) -> None:
    if not _SHARED.is_dir():
        pytest.skip("the collection of real documents does not lie beside the project")
    reading = _extract(_SHARED / name)
    assert len(reading.pages) == pages
    assert words in reading.pages[0].text
    assert min(page.quality for page in reading.pages) > 0.95


def test_a_header_on_the_right_comes_before_the_text_below_it(tmp_path: Path) -> None:
    header = b"BT /F1 9 Tf 420 800 Td (Wijkvisie Assen) Tj ET BT /F1 9 Tf 72 30 Td (12) Tj ET "
    text = _read(by_hand(header + _text("Kop", size=20)), tmp_path).pages[0].text
    assert text == "Wijkvisie Assen\n\nKop\n\n12"


@pytest.mark.parametrize("spacing", [12, 15, 20])
def test_a_paragraph_holds_together_however_far_apart_its_lines_are(
    spacing: int, tmp_path: Path
) -> None:
    lines = "T* ".join(
        f"(Bewoners beheren samen met de gemeente buurthuis {at}) Tj " for at in "abcdef"
    )
    first = f"BT /F1 10 Tf {spacing} TL 72 760 Td {lines} ET "
    second = f"BT /F1 10 Tf {spacing} TL 72 {760 - 8 * spacing} Td {lines} ET"
    text = _read(by_hand((first + second).encode()), tmp_path).pages[0].text
    assert [paragraph.count("\n") for paragraph in text.split("\n\n")] == [5, 5]
