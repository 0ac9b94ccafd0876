"""A citation as a person writes it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exchange.apa import in_text, reference
from corpus.exchange.citations import Citation
from corpus.exchange.names import Name, split_name

REPORT = Citation(
    id="a",
    form="onderzoeksrapport",
    form_name="Onderzoeksrapport",
    title="Samen tuinieren: een evaluatie",
    authors=(split_name("Jan van der Berg"), split_name("Vries, Piet-Hein de")),
    organisation="De Linde",
    publisher="De Linde",
    published="2014-05-12",
    language="nl",
    subjects=(),
    places=(),
    isbn="",
    doi="",
    address="https://example.org/tuin.pdf",
    licence="",
    note="",
    media_type="application/pdf",
)


def test_a_report_in_dutch() -> None:
    assert reference(REPORT, "nl").text == (
        "Van der Berg, J., & Vries, P.-H. de (2014). Samen tuinieren: een evaluatie. De Linde. "
        "https://example.org/tuin.pdf"
    ).replace("de (2014)", "de. (2014)")


def test_in_english_a_name_keeps_its_small_letters() -> None:
    assert reference(REPORT, "en").before == "van der Berg, J., & Vries, P.-H. de. (2014). "
    assert in_text(REPORT, "en") == "(van der Berg & Vries, 2014)"


def test_the_title_is_apart_so_that_it_can_be_set_in_italics() -> None:
    assert reference(REPORT, "nl").title == "Samen tuinieren: een evaluatie"


@pytest.mark.parametrize(
    ("authors", "told"),
    [
        ((), "(Samen tuinieren: een evaluatie, 2014, p. 3)"),
        (("Anna de Boer",), "(De Boer, 2014, p. 3)"),
        (("A. de Boer", "B. Smit"), "(De Boer & Smit, 2014, p. 3)"),
        (("A. de Boer", "B. Smit", "C. Kok"), "(De Boer et al., 2014, p. 3)"),
        (("J. d'Ancona",), "(d'Ancona, 2014, p. 3)"),
    ],
)
def test_a_text_refers_to_its_page(authors: tuple[str, ...], told: str) -> None:
    citation = replace(REPORT, authors=tuple(map(split_name, authors)))
    assert in_text(citation, "nl", 3) == told


def test_what_has_no_author_begins_with_its_title() -> None:
    assert reference(replace(REPORT, authors=(), address=""), "nl").text == (
        "Samen tuinieren: een evaluatie. (2014). De Linde."
    )


def test_what_has_no_date_says_so() -> None:
    undated = replace(REPORT, published="", authors=(Name(family="De Linde"),), address="")
    assert reference(undated, "nl").text == "De Linde. (z.d.). Samen tuinieren: een evaluatie."
    assert reference(undated, "en").before == "De Linde. (n.d.). "
    assert in_text(undated, "nl", 2) == "(De Linde, z.d., p. 2)"


def test_a_news_item_tells_its_day() -> None:
    news = replace(REPORT, form="nieuwsbericht")
    assert "(2014, 12 mei)" in reference(news, "nl").text
    assert "(2014, May 12)" in reference(news, "en").text


def test_a_thesis_says_that_it_is_one() -> None:
    assert reference(replace(REPORT, form="proefschrift"), "en").after.startswith(" [Thesis].")


def test_a_doi_goes_before_an_address() -> None:
    assert reference(replace(REPORT, doi="10.1/x"), "nl").text.endswith("https://doi.org/10.1/x")


def test_a_path_of_a_computer_is_no_address() -> None:
    assert "/home" not in reference(replace(REPORT, address="/home/anna/a.pdf"), "nl").text


def test_of_many_authors_the_first_and_the_last_are_told() -> None:
    many = replace(REPORT, authors=tuple(Name(family=f"N{n}", given="A.") for n in range(25)))
    before = reference(many, "nl").before
    assert before.startswith("N0, A., N1, A., ")
    assert before.endswith("N18, A., … N24, A. (2014). ")


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=4), st.text(), st.text())
def test_any_citation_can_be_written(names: list[str], title: str, publisher: str) -> None:
    authors = tuple(split_name(" ".join(name.split())) for name in names)
    citation = replace(REPORT, authors=authors, title=title, publisher=publisher)
    for language in ("nl", "en"):
        assert title in reference(citation, language).text
        assert in_text(citation, language, 1).endswith("p. 1)")
