"""Web pages as they are: cookie walls, grids of tables, frames, wrong heads, mixed encodings."""

from pathlib import Path

import pytest

from ingest.encoding import decode_page
from ingest.html import main_blocks, parse, read
from ingest.reading import Reading

SHORT = "<h1>Buurttuin</h1><p>De bewoners beheren de tuin zelf.</p>"
LONG = "<p>" + "De bewoners beheren de tuin zelf, met hulp van de wijk. " * 20 + "</p>"
ABOUT_COOKIES = "Deze site plaatst cookies om te meten hoe u haar gebruikt. " * 5


def text_of(markup: str) -> str:
    return "\n\n".join(block.text for block in main_blocks(parse(markup)))


def reading_of(tmp_path: Path, markup: str | bytes) -> Reading:
    path = tmp_path / "pagina.html"
    path.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
    return read(path)


@pytest.mark.parametrize(
    "wall",
    [
        f"<div class=cookie-melding>{ABOUT_COOKIES}</div>",
        f"<section id=CybotCookiebotDialog><h2>Toestemming</h2>{ABOUT_COOKIES}</section>",
        f"<div><div><b>Privacy</b><p>{ABOUT_COOKIES}</p></div><p><button>Akkoord</button></div>",
        f"<div><p>{ABOUT_COOKIES}</p><a href=#>Alle cookies accepteren</a> <a>Weigeren</a></div>",
        f"<form><p>{ABOUT_COOKIES}</p><input type=submit value='Ja, ik ga akkoord'></form>",
        f"<table><tr><td>{ABOUT_COOKIES}<td><input type=button value=Toestaan></table>",
    ],
)
def test_a_cookie_wall_longer_than_the_text_is_taken_away(wall: str) -> None:
    assert text_of(f"<body>{wall}<div>{SHORT}</div></body>") == text_of(SHORT)


@pytest.mark.parametrize(
    "markup",
    [
        f"<main><h1>Cookies</h1><p>{ABOUT_COOKIES}</p><button>Akkoord</button></main>",
        f"<body><p>{ABOUT_COOKIES}</p><a href=#>Akkoord</a></body>",
        f"<div class='site cookies-onbekend'><article>{ABOUT_COOKIES}</article></div>",
    ],
)
def test_a_page_that_is_about_cookies_keeps_its_text(markup: str) -> None:
    assert "plaatst cookies" in text_of(markup)


def test_only_a_button_that_lets_in_makes_a_cookie_wall() -> None:
    markup = f"<body><div>De wijk bakt cookies. <button>Lees meer</button></div>{LONG}</body>"
    assert "De wijk bakt cookies." in text_of(markup)


def test_controls_that_come_back_at_every_item_are_no_text() -> None:
    item = "<li><h3>Punt {}</h3><p>Voorstel</p><div><a>notitie</a> <a>speel film</a></div></li>"
    text = text_of(f"<ul>{''.join(map(item.format, range(5)))}</ul>")
    assert "Punt 4" in text
    assert "Voorstel" in text
    assert "notitie" not in text
    assert "film" not in text


@pytest.mark.parametrize(
    "item",
    [
        "<p>Zie de <a>Wmo</a> voor meer.</p>",
        "<h3><a>Wmo</a></h3><p>Uitleg bij de wet.</p>",
        "<table><tr><td><a>Wmo</a><td>Uitleg</table>",
        "<p><a>Alles over de Wmo in uw wijk</a></p>",
    ],
)
def test_links_that_belong_to_the_text_stay_however_often_they_come_back(item: str) -> None:
    assert text_of(f"<body>{item * 6}{LONG}</body>").count("Wmo") == 6


MENU = "".join(f"<a href={n}.htm>Onderdeel {n}</a><br>" for n in range(8))


def test_a_table_as_layout_gives_paragraphs_and_no_menu() -> None:
    grid = (
        "<table width=760><tr><td colspan=2><img src=kop.gif></tr>"
        f"<tr><td width=150>{MENU}</td><td>{LONG}<p>Kom eens langs.</td></tr></table>"
    )
    assert text_of(f"<body bgcolor=white>{grid}</body>") == (text_of(LONG) + "\n\nKom eens langs.")


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>een<td>twee</table>",
        "<table><tr><td><h2>een</h2><td>twee</table>",
        "<table><tr><td><table><tr><td>een</table><td>twee</table>",
    ],
)
def test_a_grid_is_no_table(table: str) -> None:
    assert " | " not in text_of(table)


def test_a_table_with_an_explanation_in_a_column_stays_a_table() -> None:
    rows = "".join(f"<tr><td>Rol {n}<td>{'Doet veel werk in de wijk. ' * 12}" for n in range(5))
    assert text_of(f"<table>{rows}</table>").count(" | ") == 5


FRAMES = (
    "<html><head><title>Wijkkrant 1998</title></head><frameset cols='20%,*'>"
    "<frame name=menu src=menu.htm><frameset><frame src='artikel.htm'></frameset>{}</frameset>"
)


def test_a_page_of_frames_says_which_files_hold_its_text(tmp_path: Path) -> None:
    excuse = "<noframes>Uw browser kan geen frames tonen.</noframes>"
    text = reading_of(tmp_path, FRAMES.format(excuse)).pages[0].text
    assert text.startswith("Wijkkrant 1998\n\n")
    assert text.endswith(":\n- menu menu.htm\n- artikel.htm")


def test_what_a_page_of_frames_says_without_them_is_kept(tmp_path: Path) -> None:
    reading = reading_of(tmp_path, FRAMES.format(f"<noframes><body>{SHORT}</noframes>"))
    assert "De bewoners beheren de tuin zelf." in reading.pages[0].text
    assert "artikel.htm" in reading.pages[0].text


MIXED = "Reünie van de wijk: café, patiënten, coöperatie, één geïnteresseerde. " * 5


def test_a_piece_of_windows_1252_amid_utf_8_is_read_as_such() -> None:
    data = MIXED.encode() + "€ 5 – ‘gratis’".encode("cp1252")
    assert decode_page(b"<meta charset=utf-8>" + data).endswith(MIXED + "€ 5 – ‘gratis’")


def test_utf_8_that_breaks_off_in_a_letter_is_still_utf_8() -> None:
    assert MIXED[:-2] in decode_page(MIXED.encode() + "é".encode()[:1])


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250"])
def test_what_is_no_utf_8_is_not_taken_for_it(encoding: str) -> None:
    text = f"<meta charset=windows-{encoding[2:]}>Reünie: één café, “coöperatie”."
    assert decode_page(text.encode(encoding)) == text


def test_a_declared_encoding_in_plain_bytes_is_believed() -> None:
    text = "<meta charset=iso-2022-jp>自治"
    assert decode_page(text.encode("iso2022_jp")) == text


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title>Wijk A | Gemeente</title><meta property=og:title content='Wijk A'>", "Wijk A"),
        ("<title>Wijk A</title><meta property=og:title content=Vergadering>", "Wijk A"),
        ("<title></title><meta property=og:title content=Anders>", "Anders"),
        ("<svg><title>Pijl</title></svg><title>Wijk B</title>", "Wijk B"),
    ],
)
def test_the_title_that_the_page_shows_wins(tmp_path: Path, markup: str, title: str) -> None:
    reading = reading_of(tmp_path, f"{markup}<body><h1>Wijk A</h1>{LONG}</body>")
    assert reading.title == title


@pytest.mark.parametrize(
    ("markup", "dated"),
    [
        ("<meta name=date content=1970-01-01>", None),
        ("<meta name=dcterms.issued content=1900-01-01><meta name=date content=2014>", "2014"),
        ("<meta name=last-modified content=2021-03-04><time>12-05-2014</time>", "2014-05-12"),
        ("<meta name=dcterms.issued content=2013-01-02><time>12-05-2014</time>", "2013-01-02"),
        ("<meta name=last-modified content=2021-03-04>", "2021-03-04"),
        ("<aside><time>12-05-2031</time></aside>", None),
    ],
)
def test_a_date_of_change_or_of_something_else_is_no_date_of_publication(
    tmp_path: Path, markup: str, dated: str | None
) -> None:
    assert reading_of(tmp_path, f"{markup}<body>{LONG}{markup}</body>").dated == dated


@pytest.mark.parametrize(
    ("address", "authors", "dated"),
    [
        ("An de Bos\n1998-03-13", ("An de Bos",), "1998-03-13"),
        (
            "<a href=mailto:x>An de Bos</a><br>Gewijzigd op 13 maart 1998",
            ("An de Bos",),
            "1998-03-13",
        ),
        ("Gemeente Ergens<br>Postbus 1<br>1780 AA Ergens", (), None),
        ("Dorpsstraat 5, 1998 AB Ergens", (), None),
    ],
)
def test_a_signature_at_the_foot_of_a_page_counts(
    tmp_path: Path, address: str, authors: tuple[str, ...], dated: str | None
) -> None:
    reading = reading_of(tmp_path, f"{LONG}<hr><address>{address}</address>")
    assert (reading.authors, reading.dated) == (authors, dated)
