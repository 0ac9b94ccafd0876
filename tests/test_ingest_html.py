"""Reading saved web pages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.encoding import decode_page
from ingest.html import main_blocks, parse, read

BODY = "<p>" + "De buurt beheert de tuin zelf. " * 20 + "</p>"


def text_of(markup: str) -> str:
    return "\n\n".join(block.text for block in main_blocks(parse(markup)))


def page(tmp_path: Path, markup: str | bytes) -> Path:
    path = tmp_path / "pagina.html"
    path.write_bytes(markup if isinstance(markup, bytes) else markup.encode())
    return path


FURNITURE = [
    "<nav><a href=/>Home</a></nav>",
    "<header><a href=/>Gemeente Ergens</a></header>",
    "<footer>Contact en privacy</footer>",
    "<aside>Lees ook dit</aside>",
    "<div class='cookie-banner'>Wij gebruiken cookies</div>",
    "<div id=cookieConsent>Accepteer alles</div>",
    "<form action=/zoek><label>Zoek</label><input></form>",
    "<script>var geheim = 1</script>",
    "<style>p { color: red }</style>",
    "<div role=navigation>Naar de inhoud</div>",
    "<ul class=kruimelpad><li>U bent hier</ul>",
    "<!-- opmerking van de bouwer -->",
    "<ul><li><a>Een</a><li><a>Twee</a><li><a>Drie</a><li><a>Vier</a></ul>",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_of_the_site_is_no_text(furniture: str) -> None:
    assert text_of(f"<body>{furniture}{BODY}{furniture}</body>") == text_of(BODY)


@pytest.mark.parametrize(
    "container",
    ["main", "article", "div role=main", "div id=content", "div class=entry-content"],
)
def test_the_part_that_holds_most_of_the_text_is_taken(container: str) -> None:
    markup = (
        f"<body><p>Laatste nieuws</p><{container}>{BODY}</{container.split(maxsplit=1)[0]}></body>"
    )
    assert "Laatste nieuws" not in text_of(markup)
    assert "De buurt beheert de tuin" in text_of(markup)


def test_a_main_part_with_hardly_any_text_does_not_hide_the_rest() -> None:
    assert "De buurt" in text_of(f"<body><main>Menu</main><div>{BODY}</div></body>")


@pytest.mark.parametrize(
    "markup",
    [
        "<table><tr><td><table><tr><td>{}</table></table>",
        "<body><form id=aspnetForm><div>{}</div></form></body>",
        "<nav>{}</nav>",
        "<div class=menu>{}</div>",
        "<frameset><frame src=a.htm><noframes>{}</noframes></frameset>",
        "<center><font size=2>{}",
        "{}",
    ],
)
def test_a_page_never_loses_all_its_text(markup: str) -> None:
    assert "De bewoners beslissen mee." in text_of(markup.format("De bewoners beslissen mee."))


def test_a_page_without_text_shows_its_title(tmp_path: Path) -> None:
    reading = read(page(tmp_path, "<title>Wijkplan</title><body><img src=plan.gif></body>"))
    assert reading.pages[0].text == "Wijkplan"


def test_an_empty_page_has_quality_nought(tmp_path: Path) -> None:
    (only,) = read(page(tmp_path, "")).pages
    assert (only.text, only.quality) == ("", 0.0)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>een</p><p>twee</p>", "een\n\ntwee"),
        ("<div>een<div>twee</div>drie</div>", "een\n\ntwee\n\ndrie"),
        ("<p>Wijk<b>teams</b>\n  in de buurt</p>", "Wijkteams in de buurt"),
        ("<p>een<br>twee</p>", "een\ntwee"),
        ("<ul><li>een</li><li>twee <i>maal</i></ul>", "- een\n- twee maal"),
        ("<table><tr><th>Wijk<th>Aantal<tr><td>Noord<td>12</table>", "Wijk | Aantal\nNoord | 12"),
        ("<table><tr><td><td>alleen</table>", "alleen"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<p>Zie noot<sup><a href=#1>1</a></sup>.</p>", "Zie noot."),
        ("<p>12 m<sup>2</sup></p>", "12 m2"),
    ],
)
def test_blocks_become_paragraphs_and_rows_lines(markup: str, text: str) -> None:
    assert text_of(markup) == text


def test_headings_are_collected_and_the_first_of_the_highest_is_the_heading(
    tmp_path: Path,
) -> None:
    markup = f"<h2>Vooraf</h2>{BODY}<h1>Zelfbeheer</h1>{BODY}<h2>Wat <i>werkt</i></h2>"
    reading = read(page(tmp_path, markup))
    assert reading.heading == "Zelfbeheer"
    assert reading.headings == ("Vooraf", "Zelfbeheer", "Wat werkt")


LINE = "<p>Eén reële ruïne kost €\N{NO-BREAK SPACE}5</p>"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "cp1252"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("<meta charset=iso-8859-1>", "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-15'>", "iso8859-15"),
        ("<meta charset='utf-8'>", "utf-8"),
        ("<meta charset=utf-8>", "cp1252"),
        ("<meta charset=rot13>", "utf-8"),
        ("<meta charset=bestaat-niet>", "cp1252"),
        ("<meta charset=iso-8859-1>", "utf-8"),
        ("<meta charset=windows-1252>", "utf-8"),
        ("<?xml version='1.0' encoding='iso-8859-15'?>", "iso8859-15"),
    ],
)
def test_letters_and_the_euro_come_out_right(head: str, encoding: str) -> None:
    assert LINE in decode_page((head + LINE).encode(encoding))


def test_a_mark_wins_from_a_declaration() -> None:
    assert LINE in decode_page(("<meta charset=windows-1252>" + LINE).encode("utf-8-sig"))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page(data: bytes) -> None:
    assert isinstance(decode_page(data), str)


@given(st.text(alphabet="<>/ab=\"' !-&;#x1ptdrhul", max_size=120))
def test_any_markup_can_be_read(markup: str) -> None:
    assert all(block.text for block in main_blocks(parse(markup)))


def test_properties_come_from_the_head(tmp_path: Path) -> None:
    reading = read(
        page(
            tmp_path,
            "<html lang=nl-NL><title>Wijkplan | Gemeente</title><meta name=author content='An Bos'>"
            "<meta property='article:published_time' content='2014-05-12T10:00:00+02:00'>",
        )
    )
    assert (reading.title, reading.authors) == ("Wijkplan | Gemeente", ("An Bos",))
    assert (reading.dated, reading.language) == ("2014-05-12", "nl")


@pytest.mark.parametrize(
    "markup",
    [
        "<meta name='DC.date' content='2014-05-12'>",
        "<meta name=date content='12 mei 2014'>",
        '<script type="application/ld+json">{"datePublished": "2014-05-12"}</script>',
        "<p><time datetime='2014-05-12'>vorige week</time>",
        "<p><time>12-05-2014</time>",
    ],
)
def test_a_date_is_found_wherever_pages_state_one(tmp_path: Path, markup: str) -> None:
    assert read(page(tmp_path, markup)).dated == "2014-05-12"


def test_the_title_for_sharing_is_used_when_there_is_no_other(tmp_path: Path) -> None:
    assert read(page(tmp_path, "<meta property='og:title' content=Wijkplan>")).title == "Wijkplan"


@pytest.mark.parametrize("levels", [300, 3000, 30_000])
def test_markup_nested_thousands_deep_is_read(levels: int) -> None:
    assert text_of("<div>" * levels + "diep<p>en" + "</div>" * 99 + "door") == "diep\n\nen\n\ndoor"
