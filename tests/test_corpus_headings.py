"""Which paragraphs are headings: by their own looks, and by what stands around them."""

from __future__ import annotations

import pytest

from corpus.document import Page, Role, Stretch
from corpus.headings import headings
from corpus.paragraph_looks import Looks, is_broken_off, looks_of

TEXT = "Bewoners beheren samen de tuin, en de corporatie betaalt het gereedschap."


def found(*texts: str) -> list[str]:
    """Headings of a document with these pages, written with a bar for an empty line."""
    pages = [
        Page(number=number, text=text.replace(" / ", "\n\n"))
        for number, text in enumerate(texts, start=1)
    ]
    return [one.text for one in headings(pages)]


LOOKS = {
    Looks.NUMBERED: (
        "2.3 Wat niet werkte",
        "3.1.4. Kosten en baten",
        "Hoofdstuk 4",
        "Bijlage B Vragenlijst",
        "Artikel 2.1.3",
        "§ 2",
        "Appendix A: Interviews",
    ),
    Looks.SHORT: (
        "Samenvatting",
        "SAMENVATTING",
        "1 Inleiding",
        "IV. Wonen om te leven",
        "b) Werkwijze",
        "Wat werkt niet?",
        "‘Gewoon doen’",
        "Verkiezingsprogramma 2022-2026",
        "Wmo",
        "Een oud kantoor met 96 kamers",
        "Stap 2: onderzoek",
        "Kaarten en plannen van de wijk",
    ),
    Looks.TEXT: (
        TEXT,
        "Bewoners doen mee.",
        "Dit hebben wij gedaan:",
        "- een punt",
        "• nog een punt",
        "regel een\nregel twee",
        "Jaar | Aantal\n2012 | 3",
        "De bewoners van de wijk hebben vooral behoefte aan een",
        "In 2010 waren er 114 woningen leeg, in 2012 nog 38.",
    ),
    Looks.REST: (
        "12",
        "0%",
        "2014 2015 2016",
        "Totaal 1719 (100%) 1719 (100%)",
        "Schoon en heel 12 14 26",
        "Figuur 3 Aantal meldingen per maand",
        "Tabel 2.1: Wie deed mee",
        "Table 3.1: Who took part",
        "Fig. 2 The neighbourhood",
        "Bron: eigen onderzoek",
        "Foto: J. de Vries",
        "Versie 1.1",
        "Datum: maandag",
        "12 mei 2014",
        "Utrecht, 3-4-2012",
        "Dorpsstraat 1 1234 AB Utrecht",
        "Postbus 123",
        "www.voorbeeld.nl",
        "naam@voorbeeld.nl",
        "https://voorbeeld.nl/rapport",
        "030 1234567",
        "x = y + 2",
        "2012 | 14",
        "{% include quote.html",
        "en de rest van de zin",
        "(n=12)",
    ),
}


@pytest.mark.parametrize(
    ("text", "looks"), [(text, looks) for looks, texts in LOOKS.items() for text in texts]
)
def test_a_paragraph_looks_like(text: str, looks: Looks) -> None:
    assert looks_of(text) is looks


@pytest.mark.parametrize(
    ("text", "following", "broken"),
    [
        ("De bewoners van deze straat wilden graag", "meer groen voor de deur.", True),
        ("De bewoners van deze straat wilden graag", "Meer groen voor de deur.", False),
        ("De bewoners van deze straat wilden graag", "a. meer groen", False),
        ("Wilden de bewoners van deze straat groen?", "ja, dat wilden zij.", False),
        ("Meer groen", "voor de deur", False),
    ],
)
def test_a_line_that_goes_on_in_small_letters_was_broken_off(
    text: str, following: str, broken: bool
) -> None:
    assert is_broken_off(text, following) is broken


def test_headings_stand_above_text_up_to_three_together() -> None:
    assert found(f"Verslag / Aanpak / {TEXT}") == ["Verslag", "Aanpak"]
    assert found(f"{TEXT} / Een / Twee / Drie / {TEXT}") == ["Een", "Twee", "Drie"]


def test_in_a_longer_run_only_those_next_to_text_can_be_headings() -> None:
    cells = "Geslacht / Man / Vrouw / Onbekend / Opleiding / Laag"
    assert found(f"Totaal 12 3 / {cells} / Totaal 14 5 / {TEXT}") == []
    names = "Anna Bos / Bert Vos / Cor Pos / Dirk Mos / Els Ros"
    assert found(f"niets hier / {names} / Aanwezig / Verslag / {TEXT}") == [
        "Els Ros",
        "Aanwezig",
        "Verslag",
    ]


def test_a_heading_between_text_and_a_table_is_one() -> None:
    assert found(f"{TEXT} / Kosten / Post Bedrag / Huur 12 13 / Gas 2 3 / {TEXT}") == ["Kosten"]


def test_a_short_line_at_the_end_of_a_page_is_a_signature() -> None:
    assert found(f"{TEXT} / Anna de Vries", "12 13 / 14 15 / 16 17 / 18 19") == []


def test_numbered_headings_need_no_text_below_them() -> None:
    assert found("niets / 2.1 Demografie / Tabel 2.1 Wie / Man 3 4 / Vrouw 5 6") == [
        "2.1 Demografie"
    ]


def test_many_numbered_lines_without_text_are_a_list_of_contents() -> None:
    lines = " / ".join(f"{n}.1 Onderwerp {'abcdefghij'[n]}" for n in range(1, 10))
    assert len(found(f"niets / {lines} / 12 / 13 / 14")) == 4


def test_a_page_of_its_own_is_a_title_page() -> None:
    assert found(TEXT, "WONEN / Een thuis voor iedereen / 2", TEXT) == [
        "WONEN",
        "Een thuis voor iedereen",
    ]


def test_of_a_slide_without_sentences_the_first_line_is_the_heading() -> None:
    slide = "Rollen in het team / Voorzitter / Secretaris / Lid / Gast"
    assert found(TEXT, slide, TEXT)[0] == "Rollen in het team"
    assert "Voorzitter" not in found(TEXT, slide, TEXT)


def test_lines_that_run_along_with_the_pages_are_no_headings() -> None:
    pages = [f"Jaarverslag – bladzijde {n} / {TEXT}" for n in range(1, 5)]
    assert found(*pages) == []
    assert found(*pages[:2]) == ["Jaarverslag – bladzijde 1", "Jaarverslag – bladzijde 2"]


def test_a_running_line_between_a_heading_and_its_text_is_not_seen() -> None:
    pages = [f"{TEXT} / Verslag {n} van 4 / {TEXT}" for n in range(1, 4)]
    assert found(*pages, f"Conclusie / Verslag 4 van 4 / {TEXT}") == ["Conclusie"]


def test_fields_of_a_form_are_no_headings_but_what_stands_above_them_is() -> None:
    form = " / ".join(f"Gevaar {n} / Risico: soort {n} / {TEXT}" for n in "vwxyz")
    assert found(form) == [f"Gevaar {n}" for n in "vwxyz"]


def test_contents_references_and_colophon_have_no_headings() -> None:
    text = f"Literatuur\n\nWonen in Utrecht\n\n{TEXT}\n\nNawoord\n\n{TEXT}"
    apart = Stretch(start=0, end=text.index("\n\nNawoord"), role=Role.REFERENCES)
    (one,) = headings([Page(number=1, text=text, apart=(apart,))])
    assert one.text == "Nawoord"
    assert text[one.start : one.end] == "Nawoord"


def test_nothing_has_no_headings() -> None:
    assert found() == found("") == found(" / ") == []
