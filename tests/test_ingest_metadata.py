"""Guessing title, authors, year, language and kind."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_texts import DUTCH, TODAY, about

from corpus.document import Kind, Page, Source
from ingest.dates import iso_date
from ingest.html import read as read_html
from ingest.languages import language_of
from ingest.metadata import Guessed, guess
from ingest.office import read_docx, read_odt, read_pptx
from ingest.reading import Reading
from ingest.text import read_markdown, read_text

SHARED = Path(__file__).parents[2] / "shared" / "documents"
ENGLISH = (
    "The residents of the neighbourhood look after the garden together and the municipality helps"
    " them with advice, money and tools. It works because people know each other. "
)


def source_of(guessed: Guessed, field: str) -> Source | None:
    return next((origin.source for origin in guessed.origins if origin.field == field), None)


# --- title --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Microsoft Word - eindrapport_v7def.docx",
        "eindrapport v7.pdf",
        "untitled",
        "Naamloos 2",
        "Document1",
        "PowerPoint-presentatie",
        "Presentatie1",
        "rapport_def_2014",
        "stuk",
        "",
        "12",
        "---",
        "Ander verhaal over fietsen",
    ],
)
def test_a_meaningless_property_loses_against_the_heading(said: str) -> None:
    guessed = about(
        f"Zelfbeheer in de wijk\n\n{DUTCH}", title=said, heading="Zelfbeheer in de wijk"
    )
    assert guessed.title == "Zelfbeheer in de wijk"
    assert source_of(guessed, "title") is Source.TEXT


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("Zelfbeheer in de wijk", "Zelfbeheer in de wijk"),
        ("ZELFBEHEER IN DE WIJK", "ZELFBEHEER IN DE WIJK"),
        ("Microsoft Word - Zelfbeheer in de wijk", "Zelfbeheer in de wijk"),
        ("Zelfbeheer in de wijk | Gemeente Ergens", "Zelfbeheer in de wijk"),
        ("Zelfbeheer in de wijk - Stichting Anders", "Zelfbeheer in de wijk"),
    ],
)
def test_a_property_that_stands_in_the_text_wins(said: str, title: str) -> None:
    text = f"Zelfbeheer\nin de wijk\n\nInleiding\n\n{DUTCH}"
    guessed = about(text, title=said, heading="Inleiding", headings=("Inleiding",))
    assert (guessed.title, source_of(guessed, "title")) == (title, Source.FILE)


def test_a_property_is_used_where_the_text_has_no_heading() -> None:
    assert about(DUTCH, title="Zelfbeheer overal").title == "Zelfbeheer overal"


def test_front_matter_is_believed_because_it_is_written_by_hand() -> None:
    text = f"Uitkomsten\n\n{DUTCH}"
    guessed = about(text, "jubbega.md", title="Gebiedsscan Jubbega", heading="Uitkomsten")
    assert guessed.title == "Gebiedsscan Jubbega"


@pytest.mark.parametrize("usual", ["Inhoudsopgave", "1. Inleiding", "Samenvatting", "Colofon 2"])
def test_a_heading_that_every_report_has_is_no_title(usual: str) -> None:
    text = f"Zelfbeheer in de wijk\n\n{usual}\n\n{DUTCH}\n\nUitkomsten\n\n{DUTCH}"
    assert about(text, heading=usual, headings=(usual, "Uitkomsten")).title == (
        "Zelfbeheer in de wijk"
    )


@pytest.mark.parametrize("cue", ["Betreft: ", "Onderwerp\n", "Betreft | "])
def test_a_letter_is_called_after_its_subject(cue: str) -> None:
    text = f"De raad\nPostbus 20\n1234 AB Ergens\n\n{cue}Zelfbeheer in de wijk\n\nGeachte raad,"
    assert about(text).title == "Zelfbeheer in de wijk"


@pytest.mark.parametrize(
    ("heading", "title"),
    [("Verslag", "Verslag: Zelfbeheer in de wijk"), ("Wijkplan", "Wijkplan")],
)
def test_a_heading_that_only_names_the_sort_gets_its_subject(heading: str, title: str) -> None:
    assert about(f"{heading}\n\nZelfbeheer in de wijk\n\n{DUTCH}", heading=heading).title == title


def test_the_name_of_a_journal_is_no_title() -> None:
    text = f"Neighbourhood Studies\n\njournal homepage: x\n\nGardens that last\n\n{ENGLISH}"
    headings = ("Neighbourhood Studies", "Gardens that last")
    assert about(text, heading=headings[0], headings=headings).title == "Gardens that last"


def test_a_heading_far_into_the_document_is_no_title() -> None:
    text = "\f".join([f"Zelfbeheer in de wijk\n\n{DUTCH}", DUTCH, DUTCH, f"Cijfers\n\n{DUTCH}"])
    assert about(text, heading="Cijfers", headings=("Cijfers",)).title == "Zelfbeheer in de wijk"


@pytest.mark.parametrize(
    ("filename", "title"),
    [
        ("eindrapport_wijkteams-v2.pdf", "Eindrapport wijkteams v2"),
        ("De%20tuin.html", "De tuin"),
        (".pdf", "Pdf"),
    ],
)
def test_without_anything_else_the_file_name_is_made_readable(filename: str, title: str) -> None:
    guessed = about("", filename)
    assert (guessed.title, source_of(guessed, "title")) == (title, Source.FILE)


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=200), st.text(min_size=1))
def test_there_is_always_a_title(said: str, heading: str, text: str, filename: str) -> None:
    assert about(text, filename, title=said, heading=heading).title


@pytest.mark.parametrize("ending", ["docx", "doc", "ppt", "rtf", "epub", "eml", "zip"])
def test_a_property_that_is_the_name_of_a_file_is_no_title(ending: str) -> None:
    assert about(DUTCH, title="Eindrapport wijk").title == "Eindrapport wijk"
    assert about(DUTCH, title=f"Eindrapport wijk.{ending}").title == "Stuk"


# --- year ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Evaluatie\n\njuni 2014\n\n" + DUTCH, "2014"),
        ("Evaluatie\n\n12-06-2014\n\n" + DUTCH, "2014"),
        ("Evaluatie\n\n2014-06-12\n\n" + DUTCH, "2014"),
        ("Evaluatie\n\nDatum: 12 juni 2014\n\nIn 2009 en 2010 en 2011 begon het.", "2014"),
        ("Woonvisie 2015-2030\n\nVastgesteld door de raad op 3 maart 2016", "2016"),
        ("Verkiezingsprogramma 2026-2030", "2026"),
        ("Plan voor 2025-2040\n\nmaart 2024", "2024"),
        ("Rapport\n\n" + DUTCH + "\f" + DUTCH + "\f© 2013 Stichting De Linde", "2013"),
        ("Rapport\n\n" + DUTCH + "\f" + DUTCH + "\f© 2009-2013 Stichting De Linde", "2013"),
        ("Rapport\n\n" + DUTCH + "\f" + DUTCH + "\fUtrecht, 2012. ISBN 978-90-1234-567-8", "2012"),
        ("Wet maatschappelijke ondersteuning 2015\n\n" + DUTCH, None),
        ("Jaarverslag 2019\n\nTussen januari 2016 en maart 2017 is gemeten.", "2019"),
        ("Studies 85 (2022) 104050\n\nReferences\n\nBos. Studies 80 (2019) 7", "2022"),
        ("Rapport\n\nVolgens Jansen et al., 2011 is dat zo.", None),
        ("Rapport\n\n" + DUTCH, None),
        ("Rapport, maart 2031", None),
        ("Het museum\n\n" + DUTCH + "In 1885 begon het. " + DUTCH, None),
        ("Tuinen\n\n" + DUTCH * 20 + "\n\nlast edited by An Bos on 2025-12-23", "2025"),
        ("Tuinen\n\n" + DUTCH + "Zo was het in mei 1885 al.\n\nVersie 2, juni 2014", "2014"),
        ("Rapport\n\nmaart 2013\n\nAuteurswet 1912, Besluit van 20 juni 1985, Stb. 471.", "2013"),
        ("Rapport\n\nNiets uit deze uitgave mag, zie de Auteurswet 1912 en art. 16h.", None),
        ("Rapport\n\n" + DUTCH + "\f© foto omslag: ANP 1998", None),
        ("Rapport\n\nPostbus 2012, Utrecht", None),
        ("Rapport over 12.014 woningen, 2.014 huurders en 020 2014567", None),
    ],
)
def test_the_year_is_found_by_the_words_around_it(text: str, year: str | None) -> None:
    assert about(text).published == year


def test_the_file_has_a_say_where_the_text_is_silent() -> None:
    guessed = about("Rapport\n\n" + DUTCH, dated="2014-05-12")
    assert (guessed.published, source_of(guessed, "published")) == ("2014-05-12", Source.FILE)


def test_a_date_in_the_text_weighs_more_than_the_day_the_file_was_saved() -> None:
    guessed = about("Rapport\n\njuni 2012\n\n" + DUTCH, dated="2016-01-01")
    assert (guessed.published, source_of(guessed, "published")) == ("2012", Source.TEXT)


@pytest.mark.parametrize("filename", ["stuk.html", "stuk.eml", "stuk.epub"])
def test_a_page_on_the_web_a_message_and_a_book_state_their_own_date(filename: str) -> None:
    guessed = about("Rapport\n\nop 3 juni 2012 begon het", filename, dated="2014-05-12")
    assert guessed.published == "2014-05-12"


@pytest.mark.parametrize(
    ("title", "saved", "year"),
    [
        ("Leefbaarheidsmonitor 2012", "2019-03-04", "2012"),
        ("Leefbaarheidsmonitor 2012", "2014-03-04", "2012"),
        ("Leefbaarheidsmonitor", "2019-03-04", "2019-03-04"),
        ("Evaluatie van de Wet sport 2012", "2019-03-04", "2019-03-04"),
    ],
)
def test_a_file_that_was_saved_long_after_the_year_in_its_title_was_saved_again(
    title: str, saved: str, year: str
) -> None:
    assert about(f"{title}\n\n{DUTCH}", heading=title, dated=saved).published == year


def test_the_day_of_a_scan_is_not_the_day_of_the_report() -> None:
    pages = (Page(number=1, text=f"Rapport\n\n{DUTCH}", ocr=0.9),)
    assert guess(Reading(pages=pages, dated="2019-03-04"), "a.pdf", TODAY).published is None


def test_a_file_from_the_future_is_not_believed() -> None:
    assert about("Rapport\n\n" + DUTCH, dated="2027-01-01").published is None


def test_the_year_in_a_title_or_file_name_counts() -> None:
    assert about("Jaarverslag 2013\n\n" + DUTCH, heading="Jaarverslag 2013").published == "2013"
    assert about(DUTCH, "jaarverslag_2013.pdf").published == "2013"


@given(st.text(alphabet="0123456789-/. ©juniISBN\n", max_size=150))
def test_no_year_lies_in_the_future(text: str) -> None:
    published = about(text).published
    assert published is None or 1800 <= int(published[:4]) <= TODAY.year


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2014-05-12T09:32:18.567Z", "2014-05-12"),
        ("D:20140512103000+02'00'", "2014-05-12"),
        ("12 mei 2014", "2014-05-12"),
        ("May 12, 2014", "2014-05-12"),
        ("12-5-2014", "2014-05-12"),
        ("mei 2014", "2014-05"),
        ("2014-05", "2014-05"),
        ("2014", "2014"),
        ("31-02-2014", "2014"),
        ("vorige week", None),
    ],
)
def test_dates_are_read_as_they_are_written(written: str, iso: str | None) -> None:
    assert iso_date(written) == iso


# --- authors, language, kind --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "authors"),
    [
        (("An Bos", "Jan Vos"), ("An Bos", "Jan Vos")),
        (("An Bos, Jan de Vos en Piet Mees",), ("An Bos", "Jan de Vos", "Piet Mees")),
        (("Jan Y. Vos, An Bos, and Piet Mees",), ("Jan Y. Vos", "An Bos", "Piet Mees")),
        (("Bos, J.M.E. (An)",), ("J.M.E. (An) Bos",)),
        (("Kenniscentrum Stad en Buurt",), ("Kenniscentrum Stad en Buurt",)),
        (("Woonkring De Brug, team Wijken",), ("Woonkring De Brug, team Wijken",)),
        (("jdevries",), ()),
        (("Administrator",), ()),
        (("python-docx", "user"), ()),
        (("Bouwer - http://www.voorbeeld.nl",), ()),
    ],
)  # fmt: skip
def test_authors_are_people_and_not_programs(
    own: tuple[str, ...], authors: tuple[str, ...]
) -> None:
    assert about(DUTCH, authors=own).authors == authors


@pytest.mark.parametrize("cue", ["Auteurs: ", "Auteur(s): ", "Namen auteurs | ", "Author: "])
def test_authors_are_found_in_the_colophon(cue: str) -> None:
    guessed = about(f"Rapport\f{DUTCH}\f{DUTCH}\fColofon\n\n{cue}An Bos en Jan Vos\n\nUtrecht")
    assert guessed.authors == ("An Bos", "Jan Vos")
    assert source_of(guessed, "authors") is Source.TEXT


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (DUTCH, "nl"),
        (ENGLISH, "en"),
        (DUTCH.upper(), "nl"),
        (ENGLISH + DUTCH * 10, "nl"),
        ("Die Bewohner des Viertels pflegen gemeinsam den Garten und die Stadt hilft ihnen.", None),
        ("12 34 56", None),
        ("", None),
    ],
)
def test_dutch_and_english_are_told_apart(text: str, language: str | None) -> None:
    assert language_of(text) == language


def test_languages_can_be_told_in_several_threads_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(language_of, [DUTCH, ENGLISH] * 20)) == ["nl", "en"] * 20


def test_what_a_file_declares_counts_only_where_the_text_is_too_short() -> None:
    assert about("Tuin", language="nl").language == "nl"
    assert about(DUTCH, language="en").language == "nl"
    assert about("Tuin", language="de").language is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (DUTCH, Kind.PRAKTIJK),
        (f"Archetypebeschrijving zelfbeheer\n\n{DUTCH}", Kind.ARCHETYPE),
        (f"Abstract\n\n{ENGLISH}\n\nKeywords: garden\n\nReferences\n\nBos, A.", Kind.WETENSCHAP),
        (f"{ENGLISH}\n\ndoi: 10.1234/abc\n\nReferences\n\nBos et al", Kind.WETENSCHAP),
        (f"Afvalstoffenverordening\n\nGelet op artikel 10\n\n{DUTCH}", Kind.BELEID),
        (f"Wet van 9 juli 2014, houdende regels\n\n{DUTCH}", Kind.BELEID),
        (f"De gemeenteraad sprak over beleid. {DUTCH}", Kind.PRAKTIJK),
    ],
)
def test_the_kind_follows_from_words_that_only_it_has(text: str, kind: Kind) -> None:
    assert about(text).kind is kind


def test_every_guess_knows_its_source() -> None:
    guessed = about("Rapport 2013\n\n" + DUTCH, authors=("An Bos",))
    assert {origin.field for origin in guessed.origins} == {
        "title", "authors", "kind", "language", "published",
    }  # fmt: skip
    assert not any(origin.confirmed for origin in guessed.origins)


REAL = {
    "docx": read_docx, "odt": read_odt, "pptx": read_pptx, "html": read_html,
    "md": read_markdown, "txt": read_text,
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the collection of real documents is not here")
def test_every_real_dutch_document_gets_a_title_and_its_language() -> None:
    paths = [path for path in sorted(SHARED.glob("*/*.*")) if path.suffix[1:] in REAL]
    assert paths
    for path in paths:
        guessed = guess(REAL[path.suffix[1:]](path), path.name, TODAY)
        assert guessed.language == "nl", path.name
        assert len(guessed.title) > 3, path.name
