"""Guessing subtitle, people, organisations and identifiers, and where each guess comes from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_texts import DUTCH, LONG, TODAY, about
from stdnum import isbn

from corpus.document import Document, Origin, Page, Role, Source, Stretch
from ingest.authors import is_person, people_in
from ingest.metadata import Guessed, guess
from ingest.reading import Reading


def origin(guessed: Guessed, field: str) -> Origin:
    return next(origin for origin in guessed.origins if origin.field == field)


# --- all of them --------------------------------------------------------------------------------


TEXTS = st.lists(
    st.sampled_from(
        ["Rapport", "in", "Best", "gemeente", "Zwolle", "ISBN 9789012345", "doi:10.1234/", "2014",
         "CC BY-SA 4.0", "door A. de Vries", "uitgave van", "huurders", "evaluatie", "\n\n", "\f"]
    ) | st.text(max_size=8),
    max_size=25,
)  # fmt: skip


@given(TEXTS)
@settings(deadline=None)  # the first call loads the language model
def test_a_value_and_only_a_value_has_an_origin_with_its_confidence(words: list[str]) -> None:
    guessed = about(" ".join(words))
    values = guessed.values()
    origins = {one.field: one for one in values.pop("origins")}
    assert {field for field, value in values.items() if value} == origins.keys()
    assert all(0 < one.confidence < 1 for one in origins.values())
    assert all("\n" not in one.cue and len(one.cue) <= 80 for one in origins.values())


def test_the_fields_are_called_as_in_a_document() -> None:
    assert about("").values().keys() <= set(Document.__dataclass_fields__)


def test_a_cue_stands_in_the_text_it_was_found_in() -> None:
    text = f"Wijkplan Noord\n\nGemeente Zwolle, mei 2014\n\n{DUTCH}\n\nISBN 978-90-6186-842-2"
    guessed = about(text, heading="Wijkplan Noord")
    for field in ("title", "published", "isbn", "municipality"):
        assert origin(guessed, field).cue in text, field


def test_a_title_that_is_only_the_name_of_the_file_is_trusted_least() -> None:
    by_name = origin(about("", "wijkplan.pdf"), "title").confidence
    by_line = origin(about(f"Wijkplan Noord\n\n{DUTCH}"), "title").confidence
    both = about(f"Wijkplan Noord\n\n{DUTCH}", title="Wijkplan Noord", heading="Wijkplan Noord")
    assert by_name < by_line < origin(both, "title").confidence


# --- title and subtitle -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "subtitle"),
    [
        ("Samen wonen\n\nTwee jaar ervaring in de praktijk\n\nmei 2014\f" + LONG, True),
        ("Samen wonen:\n\nTwee jaar ervaring in de praktijk\n\n" + LONG, True),
        ("Samen wonen\n\nTwee jaar ervaring in de praktijk\n\n" + LONG, False),
    ],
)
def test_a_subtitle_stands_on_a_title_page_or_behind_a_colon(text: str, subtitle: bool) -> None:
    found = about(text, heading="Samen wonen").subtitle
    assert found == ("Twee jaar ervaring in de praktijk" if subtitle else None)


@pytest.mark.parametrize(
    "line", ["12 mei 2014", "Stichting De Linde", "J. de Vries", "Inleiding", "Amsterdam 2014"]
)
def test_a_date_a_name_or_a_usual_heading_is_no_subtitle(line: str) -> None:
    assert about(f"Samen wonen\n\n{line}\f{LONG}", heading="Samen wonen").subtitle is None


def test_a_title_set_in_several_sizes_is_put_together() -> None:
    text = f"Samenwerken\n\naan de\n\nToekomst\n\nVersie 1.1\f{LONG}"
    headings = ("Samenwerken", "aan de", "Versie 1.1")
    assert about(text, heading="Toekomst", headings=headings).title == "Samenwerken aan de Toekomst"


def test_a_property_whose_words_are_scattered_over_the_text_is_no_title() -> None:
    text = f"Zelfbeheer in de wijk\n\nHet advies van bewoners over de tuin. {DUTCH}"
    guessed = about(text, title="Advies over tuin", heading="Zelfbeheer in de wijk")
    assert guessed.title == "Zelfbeheer in de wijk"


def test_what_was_hardly_recognised_on_a_scan_is_no_title() -> None:
    scan = Page(number=1, text="Wfjkp1an Noord eer", quality=0.6, ocr=0.5)
    rest = Page(number=2, text=f"Wijkplan Noord\n\n{DUTCH}")
    assert guess(Reading(pages=(scan, rest)), "a.pdf", TODAY).title == "Wijkplan Noord"


# --- people -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("A. de Vries en B. van den Berg", ("A. de Vries", "B. van den Berg")),
        ("Prof. dr. ir. C.J.M. van ’t Hof, MSc", ("C.J.M. van ’t Hof",)),
        ("Anna Jansen-de Boer & Bilal el Amrani", ("Anna Jansen-de Boer", "Bilal el Amrani")),
        ("Ylva Bos1,2, Jan Y. Vos3* and Elliott Sales de Andrade1", (
            "Ylva Bos", "Jan Y. Vos", "Elliott Sales de Andrade")),
        ("R. Quinn Thomas", ("R. Quinn Thomas",)),
        ("Rinie van der Est", ("Rinie van der Est",)),
        ("Forum voor Democratie", ()),
        ("de gemeente en haar bewoners", ()),
        ("F.INV", ()),
        ("Wonen, zorg en welzijn", ()),
        ("A. de Vries werkt bij de gemeente", ()),
        ("", ()),
    ],
)  # fmt: skip
def test_names_are_read_with_what_stands_between_them(line: str, people: tuple[str, ...]) -> None:
    assert people_in(line) == people


@given(st.text(max_size=60))
def test_every_name_found_is_the_name_of_a_person(line: str) -> None:
    assert all(is_person(name) for name in people_in(line))


@pytest.mark.parametrize(
    "line",
    [
        "door A. de Vries en B. van den Berg",
        "A. de Vries, B. van den Berg",
        "Auteurs: A. de Vries en dr. B. van den Berg",
        "Auteurs\n\n- A. de Vries\n- Dr. B. van den Berg",
        "Onderwerp | Tuinen Namen auteurs | A. de Vries en B. van den Berg Datum | 3 mei",
    ],
)
def test_authors_are_found_on_the_title_page(line: str) -> None:
    text = f"Zelfbeheer in de wijk\n\n{line}\n\nUtrecht\f{LONG}"
    assert about(text, heading="Zelfbeheer in de wijk").authors == (
        "A. de Vries",
        "B. van den Berg",
    )


@pytest.mark.parametrize("line", ["Sociaal Domein", "door bewoners zelf", "Thematische Werkgroep"])
def test_words_with_capitals_under_a_title_are_no_people(line: str) -> None:
    text = f"Zelfbeheer in de wijk\n\n{line}\f{LONG}"
    assert about(text, heading="Zelfbeheer in de wijk").authors == ()


@pytest.mark.parametrize(
    ("written", "authors"),
    [
        ("Auteurs: Noor Jansen, Bram Visser,\nAnna van den Berg", (
            "Noor Jansen", "Bram Visser", "Anna van den Berg")),
        ("Auteurs:\nNoor Jansen\nBram Visser\nUtrecht, mei 2014", ("Noor Jansen", "Bram Visser")),
        ("Auteurs: Noor Jansen (Movisie) en Bram Visser (De Eik)", ("Noor Jansen", "Bram Visser")),
        ("Auteurs: mevr. drs. A. Bos, dhr. K. Smit", ("A. Bos", "K. Smit")),
        ("Auteur: Berg, Jan van den", ("Jan van den Berg",)),
        ("Auteur: Bos, A.J. (An)", ("A.J. (An) Bos",)),
        ("Auteurs: Berg, J. van den; Bos, A.", ("J. van den Berg", "A. Bos")),
        ("Onderzoekers: Noor Jansen en Bram Visser", ("Noor Jansen", "Bram Visser")),
    ],
)  # fmt: skip
def test_authors_are_found_as_they_are_listed(written: str, authors: tuple[str, ...]) -> None:
    assert about(f"Wijkplan\n\n{DUTCH}\n\n{written}\n\n{DUTCH}").authors == authors


@pytest.mark.parametrize(
    ("line", "subtitle"),
    [
        ("Een verkenning van zelfbeheer", "Een verkenning van zelfbeheer"),
        ("Cora Brink, Hanneke Mateman", None),
        ("Jansen & Partners", None),
        ("Aedes vereniging van woningcorporaties", None),
        ("Companen in opdracht van Woonbron", None),
    ],
)
def test_who_made_a_report_is_no_subtitle(line: str, subtitle: str | None) -> None:
    assert about(f"Samen in de wijk\n\n{line}\f{DUTCH}").subtitle == subtitle


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Zelfbeheer", "Zelfbeheer"),
        ("Rapport", "Eindstuk"),
        ("Rotterdam", "Eindstuk"),
        ("Jaar2014", "Eindstuk"),
        ("Noot\n\nZelfbeheer", "Eindstuk"),
    ],
)
def test_a_first_line_of_one_word_is_a_title(first: str, title: str) -> None:
    assert about(f"{first}\n\n{LONG}", "eindstuk.pdf").title == title


@pytest.mark.parametrize("account", ["HOORENJC", "VToom", "jdevries", "pc0123", "J.Vos@stad.nl"])
def test_the_account_of_a_computer_is_no_author(account: str) -> None:
    assert about(LONG, authors=(account,)).authors == ()


def test_an_author_in_the_properties_is_surer_when_the_text_has_the_name() -> None:
    named = origin(about(f"Rapport\n\nAn Bos\n\n{LONG}", authors=("An Bos",)), "authors")
    other = origin(about(f"Rapport\n\n{LONG}", authors=("An Bos",)), "authors")
    assert other.source is named.source is Source.FILE
    assert other.confidence < named.confidence


# --- organisations ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("Dit is een uitgave van Kenniscentrum Stad en Buurt.", "Kenniscentrum Stad en Buurt"),
        ("Uitgegeven door de Woonbond in 2012", "Woonbond"),
        ("Uitgever: Bureau Stil, Utrecht", "Bureau Stil"),
        ("Published by Polder Press, 2014", "Polder Press"),
        ("Een uitgave van deze krant", None),
        ("De uitgever weigerde.", None),
        ("Het boek van Bos was een uitgave van Bureau Stil.", None),
    ],
)
def test_a_publisher_is_named_as_such(text: str, publisher: str | None) -> None:
    assert about(f"Rapport over tuinen\n\n{LONG}\f{LONG}\f{LONG}\f{text}").publisher == publisher


@pytest.mark.parametrize(
    ("line", "organisation"),
    [
        ("Stichting De Linde", "Stichting De Linde"),
        ("Gemeente Zwolle · mei 2014", "Gemeente Zwolle"),
        ("Tilburg University Dr. ir. L.N. van Dam", "Tilburg University"),
        ("De gemeente Zwolle heeft in 2014 besloten tot een proef", None),
        ("In opdracht van\n\nGemeente Zwolle", None),
        ("Gemeente Zwolle\n\nStichting De Linde", None),
    ],
)
def test_an_organisation_stands_alone_on_the_title_page(
    line: str, organisation: str | None
) -> None:
    assert about(f"Zelfbeheer in de wijk\n\n{line}\f{LONG}").organisation == organisation


def test_a_letterhead_names_the_organisation() -> None:
    assert about(f"Logeon\n\nBezoekadres: Dam 1\n\nAgenda\n\n{DUTCH}").organisation == "Logeon"


# --- identifiers and licence --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ISBN 978-90-6186-842-2", "9789061868422"),
        ("ISBN-13: 978 90 6186 842 2", "9789061868422"),
        ("ISBN 90-6186-842-4", "9789061868422"),
        ("ISBN/EAN: 978-90-6186-842-2", "9789061868422"),
        ("ISBN-nummer 978-90-6186-842-2", "9789061868422"),
        ("ISBN 978-90-6186-842-3", None),
        ("ISBN aangevraagd", None),
    ],
)
def test_only_a_valid_isbn_counts(text: str, number: str | None) -> None:
    assert about(f"Rapport\n\n{text}\n\n{DUTCH}").isbn == number


@given(st.integers(0, 10**10 - 1))
def test_an_isbn_is_read_however_it_is_written(number: int) -> None:
    whole = f"978{number:010}"
    found = about(f"Rapport\n\nISBN {isbn.format(whole)} (pdf)").isbn
    assert found == (whole if isbn.is_valid(whole) else None)


@given(st.integers(0, 10**9 - 1), st.sampled_from([" ", "-", ""]))
def test_every_valid_isbn_is_found(number: int, separator: str) -> None:
    nine = f"{number:09}"
    ten = next(nine + last for last in "0123456789X" if isbn.is_valid(nine + last))
    written = separator.join((ten[:2], ten[2:6], ten[6:9], ten[9]))
    assert about(f"Rapport\n\nISBN {written}").isbn == isbn.to_isbn13(ten)


def test_an_isbn_inside_a_paragraph_is_of_a_book_that_the_text_names() -> None:
    text = f"{DUTCH}Zie A. Bos, Tuinen van de stad, Utrecht, ISBN 978-90-6186-842-2. {DUTCH}"
    assert about(f"Wijkplan\n\n{text}").isbn is None


def test_an_isbn_among_the_references_is_of_another_book() -> None:
    text = "Bos, A. Tuinen. ISBN 978-90-6186-842-2"
    stretch = Stretch(start=0, end=len(text), role=Role.REFERENCES)
    pages = [Page(number=n, text=LONG) for n in range(1, 5)]
    last = Page(number=5, text=text, apart=(stretch,))
    assert guess(Reading(pages=(*pages, last)), "a.pdf", TODAY).isbn is None


@pytest.mark.parametrize(
    ("numbers", "sure"),
    [
        (("978-90-6186-842-2",), 0.95),
        (("978-90-6186-842-2", "978-90-5830-319-6"), 0.8),
        (("978-90-6186-842-2", "978-90-5830-319-6", "978-90-5830-320-2"), None),
    ],
)
def test_more_than_two_numbers_are_a_list_of_books(
    numbers: tuple[str, ...], sure: float | None
) -> None:
    guessed = about("Rapport\n\n" + "\n\n".join(f"ISBN {number}" for number in numbers))
    found = [one.confidence for one in guessed.origins if one.field == "isbn"]
    assert found == ([sure] if sure else [])


@pytest.mark.parametrize(("apart", "found"), [(150, "9789061868422"), (250, None)])
def test_an_isbn_inside_a_line_stands_near_other_facts_of_a_colophon(
    apart: int, found: str | None
) -> None:
    text = f"Vormgeving: Bureau Stil{' a' * (apart // 2)} zie ISBN 978-90-6186-842-2"
    assert about(f"Wijkplan Noord\n\n{text}").isbn == found


@pytest.mark.parametrize(
    ("text", "doi", "sure"),
    [
        (f"doi:10.1234/a {LONG}", "10.1234/a", 0.95),
        (f"doi:10.1234/a en 10.1234/b {LONG}", "10.1234/a", 0.8),
        (f"{DUTCH * 2}doi:10.1234/a {DUTCH}doi:10.1234/b {LONG}", "10.1234/a", 0.8),
        (f"{DUTCH * 6}doi:10.1234/a {DUTCH}doi:10.1234/b {LONG}", None, None),
    ],
)
def test_the_first_of_several_names_stands_at_the_beginning(
    text: str, doi: str | None, sure: float | None
) -> None:
    guessed = about(f"Gardens that last\n\n{text}")
    found = [one.confidence for one in guessed.origins if one.field == "doi"]
    assert (guessed.doi, found) == (doi, [sure] if sure else [])


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1016/j.scs.2022.104050.\n\n", "10.1016/j.scs.2022.104050"),
        ("DOI: 10.21105/jose.00049\n\n", "10.21105/jose.00049"),
        ("Zie doi:10.1234/a en doi:10.1234/b.", None),
        ("References\n\nBos, A. https://doi.org/10.1234/a", None),
        ("Versie 10.1234", None),
    ],
)
def test_a_doi_is_the_documents_own(text: str, doi: str | None) -> None:
    assert about(f"Gardens that last\n\n{LONG}\n\n{text}").doi == doi


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("under the CC BY license (http://creativecommons.org/licenses/by/4.0/)", "CC-BY-4.0"),
        ("CC BY-NC-SA 3.0", "CC-BY-NC-SA-3.0"),
        ("Creative Commons Attribution 4.0 International License", "CC-BY-4.0"),
        ("Creative Commons Naamsvermelding-GelijkDelen 4.0", "CC-BY-SA-4.0"),
        ("CC0", "CC0-1.0"),
        ("Foto voorkant: Jan Vos, CC BY 2.0", None),
        ("CC BY 4.0 voor de tekst, CC BY-NC 4.0 voor de bijlagen", None),
        ("Alle rechten voorbehouden", None),
    ],
)
def test_a_licence_is_written_as_spdx_writes_it(text: str, licence: str | None) -> None:
    assert about(f"Rapport over tuinen\n\n{text}\n\n{DUTCH}").licence == licence
