"""Where a document says in short what it says at length."""

from __future__ import annotations

import pytest

from corpus.document import Page
from corpus.headings import headings
from corpus.summaries import MOST_WORDS, NAMES, is_summary, summaries

TEXT = "Bewoners beheren samen de tuin, en de corporatie betaalt het gereedschap."
SHORT = "Het werkt, mits er vaste afspraken zijn."
OTHER = "De wijk telt duizend woningen."


def found(*texts: str) -> list[str]:
    """Paragraphs of the summaries of a document, a bar standing for an empty line."""
    pages = [
        Page(number=number, text=text.replace(" / ", "\n\n"))
        for number, text in enumerate(texts, start=1)
    ]
    return [one.text for one in summaries(pages, headings(pages))]


@pytest.mark.parametrize(
    "heading",
    [
        *("Samenvatting", "SAMENVATTING", "Samenvatting:", "1 Managementsamenvatting", "Summary"),
        *("In het kort", "Abstract", "A B S T R A C T", "Conclusies", "5.2 Conclusie"),
        *("Conclusies en aanbevelingen", "IV. Conclusions and future work", "Executive summary"),
        *("Samenvatting (Executive Summary)", "Executive Summary: together", "Conclusie vooraf"),
        *("Analyse en conclusie", "b) Kernpunten", "Belangrijkste bevindingen"),
    ],
)
def test_a_summary_stands_under(heading: str) -> None:
    assert is_summary(heading)


@pytest.mark.parametrize(
    "heading",
    [
        *("Inleiding", "Bevindingen", "Resultaten", "Tussenconclusie", "Samenvattend overzicht"),
        *("Abstracte kunst", "Kernwaarden", "Summaries", "Het kortste pad", "2 Methode", "1", ""),
    ],
)
def test_no_summary_stands_under(heading: str) -> None:
    assert not is_summary(heading)


def test_every_name_in_the_table_is_written_once_in_small_letters() -> None:
    rows = [
        line.split("\t")
        for line in NAMES.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    names = [name for name, _ in rows]
    assert len(set(names)) == len(names)
    assert all(name == name.casefold().strip() for name in names)
    assert {language for _, language in rows} == {"nl", "en"}


UNTIL = {
    "the next heading": (f"Samenvatting / {SHORT} / Aanpak / {TEXT}", [SHORT]),
    "the end": (f"Aanpak / {TEXT} / Conclusie / {SHORT} / {OTHER}", [SHORT, OTHER]),
    "the first chapter": (f"Samenvatting / {SHORT} / 1 Inleiding / {TEXT}", [SHORT]),
    "a chapter, not a section": (
        f"4 Conclusies / {SHORT} / 4.1 Wonen / {OTHER} / 5 Methode / {TEXT}",
        [SHORT, "4.1 Wonen", OTHER],
    ),
    "a heading without number behind one with": (
        f"4 Conclusies / {SHORT} / Dankwoord / {TEXT}",
        [SHORT],
    ),
    "a heading in capitals, where chapters are": (
        f"SAMENVATTING / {SHORT} / Wonen / {OTHER} / INLEIDING / {TEXT}",
        [SHORT, "Wonen", OTHER],
    ),
    "any heading, where chapters are not in capitals": (
        f"SAMENVATTING / {SHORT} / Inleiding / {TEXT} / Slot / {OTHER}",
        [SHORT],
    ),
    "the first chapter, where it begins with a heading of its own": (
        f"Samenvatting / Aanleiding / {SHORT} / Uitkomst / {OTHER} / 1 Inleiding / {TEXT}",
        ["Aanleiding", SHORT, "Uitkomst", OTHER],
    ),
}


@pytest.mark.parametrize(("text", "expected"), UNTIL.values(), ids=UNTIL.keys())
def test_a_summary_goes_on_until(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_summary_runs_over_pages_and_there_may_be_several() -> None:
    assert found(
        f"Samenvatting / {SHORT}", f"{OTHER} / Aanpak / {TEXT}", f"Conclusie / {SHORT}"
    ) == [SHORT, OTHER, SHORT]


def test_a_summary_has_a_limit_in_words() -> None:
    sentence = "Er zijn vaste afspraken nodig over wie wat doet."
    told = found("Samenvatting / " + " / ".join([sentence] * MOST_WORDS))
    assert len(told) == MOST_WORDS // len(sentence.split())


def test_a_document_without_such_a_heading_has_none() -> None:
    assert found(f"Aanpak / {TEXT} / Resultaten / {SHORT}") == []
    assert found(f"De samenvatting staat achterin. / {TEXT}") == []
    assert found() == []
