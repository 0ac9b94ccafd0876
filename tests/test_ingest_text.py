"""Reading plain text and Markdown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoding import decode_text
from ingest.text import read_markdown, read_text

SHARED = Path(__file__).parents[2] / "shared" / "documents"
DUTCH = [
    "Eén idee per buurt, en dan vóór de zomer beginnen.",
    "De reünie van de coöperatie trok 40 patiënten à 3,50.",
    "Geïnterviewde bewoners vonden het privé, naïef en officieel.",
    "ÉÉN WIJK, één plan",
]


def file(tmp_path: Path, content: str | bytes, name: str = "bestand.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def markdown(tmp_path: Path, content: str) -> str:
    return read_markdown(file(tmp_path, content)).pages[0].text


@pytest.mark.parametrize("text", DUTCH)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_dutch_comes_out_right_in_every_likely_encoding(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


def test_typographic_quotes_and_the_euro_of_windows_come_out_right() -> None:
    text = "‘De buurt’ – “Eén plan”… voor € 5"
    assert decode_text(text.encode("cp1252")) == text


def test_a_damaged_byte_does_not_spoil_the_other_letters() -> None:
    text = "één reële ruïne " * 20
    assert decode_text(text.encode() + b"\xff") == text + "\ufffd"


@given(st.binary(max_size=200))
def test_any_bytes_are_text(data: bytes) -> None:
    assert isinstance(decode_text(data), str)


@given(st.text(alphabet="abcdefghij éëïöüèáç.,\n", min_size=1))
def test_utf8_is_never_taken_for_anything_else(text: str) -> None:
    assert decode_text(text.encode()) == text


def test_form_feeds_are_page_breaks(tmp_path: Path) -> None:
    pages = read_text(file(tmp_path, "een\fTwee\n\f\fvier\f")).pages
    assert [(p.number, p.text, p.quality) for p in pages] == [
        (1, "een", 1.0),
        (2, "Twee", 1.0),
        (3, "", 0.0),
        (4, "vier", 1.0),
    ]


def test_an_empty_file_has_one_page_without_text(tmp_path: Path) -> None:
    (only,) = read_text(file(tmp_path, b"")).pages
    assert (only.number, only.text, only.quality) == (1, "", 0.0)


def test_control_bytes_do_not_stick_words_together(tmp_path: Path) -> None:
    assert (
        read_text(file(tmp_path, b"einde\x18begin\r\nregel")).pages[0].text == "einde begin\nregel"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_ten_megabytes_on_one_line_are_read(tmp_path: Path, encoding: str) -> None:
    path = file(tmp_path, ("één woord " * 1_000_000).encode(encoding))
    assert read_text(path).pages[0].text.startswith("één woord één")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# Kop\n\nEen *zin* met [een link](http://x.nl).", "Kop\n\nEen zin met een link."),
        ("- een\n- twee\n  - drie", "- een\n- twee\n- drie"),
        ("1. een\n\n   vervolg\n2. twee", "- een\nvervolg\n- twee"),
        ("|a|b|\n|-|-|\n|1|2|", "a | b\n1 | 2"),
        ("|a|b|\n|-|-|\n|1|2|\n|---+---|\n|3|4|", "a | b\n1 | 2\n3 | 4"),
        ("```\nx = 1\n```", "x = 1"),
        ("een `stuk` code", "een stuk code"),
        ("<div><p>Uit <b>HTML</b></p></div>", "Uit HTML"),
        ("een <span class=x>woord</span><br>twee", "een woord\ntwee"),
        ("> aangehaald", "aangehaald"),
        ("![De tuin](tuin.png)", "De tuin"),
        ('{% hint style="info" %}\nLet op\n{% endhint %}', "Let op"),
        ("##Wet van 9 juli", "Wet van 9 juli"),
        ("#buurt is een hekje", "#buurt is een hekje"),
        ("een  \ntwee\ndrie", "een\ntwee drie"),
    ],
)
def test_markdown_becomes_readable_text(tmp_path: Path, source: str, text: str) -> None:
    assert markdown(tmp_path, source) == text


def test_headings_of_markdown_are_collected(tmp_path: Path) -> None:
    reading = read_markdown(
        file(tmp_path, "## Vooraf\n\n# Titel\n\n```\n# geen kop\n```\n\n## Slot")
    )
    assert reading.heading == "Titel"
    assert reading.headings == ("Vooraf", "Titel", "Slot")


def test_front_matter_tells_about_the_document_and_is_no_text(tmp_path: Path) -> None:
    reading = read_markdown(
        file(
            tmp_path,
            "---\ntitle: 'Wijkplan: Noord'\nauthors: [An Bos, {name: Jan Vos}]\n"
            "date: 2014-05-12\nlang: nl-NL\n---\nDe tekst.",
        )
    )
    assert reading.pages[0].text == "De tekst."
    assert (reading.title, reading.authors) == ("Wijkplan: Noord", ("An Bos", "Jan Vos"))
    assert (reading.dated, reading.language) == ("2014-05-12", "nl")


def test_a_colon_in_a_title_of_front_matter_needs_no_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text('---\ntitle: De wijk: een "verkenning"\ntags: [a]\n---\nTekst.', "utf-8")
    reading = read_markdown(path)
    assert reading.title == 'De wijk: een "verkenning"'
    assert reading.pages[0].text == "Tekst."


@pytest.mark.parametrize(
    "matter",
    [
        "title: [een\nb",
        "alleen woorden",
        "- lijst",
        "a: !!python/object:os.system x",
        "a: 2014-13-45",
    ],
)
def test_front_matter_that_is_no_front_matter_stays_text(tmp_path: Path, matter: str) -> None:
    reading = read_markdown(file(tmp_path, f"---\n{matter}\n---\n\nDe tekst."))
    assert reading.title is None
    assert "De tekst." in reading.pages[0].text
    assert matter.rsplit(maxsplit=1)[-1] in reading.pages[0].text


def test_empty_front_matter_is_no_text(tmp_path: Path) -> None:
    assert markdown(tmp_path, "---\n---\nDe tekst.") == "De tekst."


def test_a_line_between_paragraphs_is_no_front_matter(tmp_path: Path) -> None:
    assert markdown(tmp_path, "Een.\n\n---\n\nTwee.\n\n---\n") == "Een.\n\nTwee."


@given(st.text(alphabet="#-*_`|>[]()<>! \nab1.{}%:&\\~", max_size=150))
def test_any_markdown_can_be_read(tmp_path_factory: pytest.TempPathFactory, source: str) -> None:
    path = file(tmp_path_factory.mktemp("md"), source)
    assert len(read_markdown(path).pages) == 1


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real documents is not here")
def test_every_real_text_gives_text() -> None:
    texts, markdowns = sorted(SHARED.glob("txt/*.txt")), sorted(SHARED.glob("md/*.md"))
    assert texts
    assert markdowns
    for reading in [*map(read_text, texts), *map(read_markdown, markdowns)]:
        assert len(reading.pages[0].text) > 300
