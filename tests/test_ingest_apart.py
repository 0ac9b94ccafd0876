"""Contents, references and colophons are told apart from what a document says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Page, Role
from ingest.apart import mark_apart

_CONTENTS = "Inhoudsopgave\n\n1 Inleiding 3\n\n2 Aanpak 5\n\n2.1 Werving 6\n\n3 Resultaten 11"
_WORKS = (
    "Jansen, A. (2012). Beheer door bewoners. Utrecht.\n\n"
    "Smit, B. en C. de Boer (2015). De tuin als ontmoetingsplek. Haarlem.\n\n"
    "Zie ook www.voorbeeld.nl/tuin."
)


def _apart(*texts: str, headings: tuple[str, ...] = ()) -> list[tuple[int, Role, str]]:
    pages = [Page(number=number, text=text) for number, text in enumerate(texts, start=1)]
    marked = mark_apart(pages, headings)
    assert [page.text for page in marked] == list(texts)
    return [
        (page.number, stretch.role, page.text[stretch.start : stretch.end])
        for page in marked
        for stretch in page.apart
    ]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (f"Een rapport.\n\n{_CONTENTS}\n\nWij danken allen.", _CONTENTS),
        (_CONTENTS.replace("Inhoudsopgave\n\n", ""), _CONTENTS.replace("Inhoudsopgave\n\n", "")),
        (
            "Voorwoord.\n\nInhoud\n\nInleiding 3 Aanpak 5 Werving 6 Resultaten 11\n\nTekst.",
            "Inhoud\n\nInleiding 3 Aanpak 5 Werving 6 Resultaten 11",
        ),
        ("Contents\n\nIntroduction ii\n\nMethod 1\n\nResults 4\n\nReferences 9", None),
    ],
    ids=["with a heading", "without one", "run together", "English"],
)
def test_a_list_of_contents_is_marked_with_its_heading(text: str, marked: str | None) -> None:
    assert _apart(text) == [(1, Role.CONTENTS, marked or text)]


@pytest.mark.parametrize(
    "text",
    [
        "Werkgroep 1\n\nWerkgroep 2\n\nWerkgroep 3\n\nWerkgroep 4\n\nWerkgroep 5",
        "Handhaving 2 2 2 2\n\nOverlast 1 2 2 3\n\nJongeren 3 3 4 4\n\nToezicht 4 4 4 5",
        "De tuin telt 12\n\nHet huis kost 9\n\nDe straat heeft 40\n\nDe wijk 7",
        "Inhoud\n\nDit rapport gaat over de tuin en de buurt.",
        "In 2012 begon de tuin.\n\nIn 2014 kwam het huis.",
    ],
    ids=["a numbered list", "a table", "numbers that go up and down", "only the word", "a story"],
)
def test_what_only_resembles_contents_is_not_marked(text: str) -> None:
    assert _apart(text) == []


@pytest.mark.parametrize(
    "heading", ["Literatuur", "7. Literatuurlijst", "Bijlage B Bronnen", "REFERENTIES"]
)
def test_references_are_marked_up_to_the_next_heading(heading: str) -> None:
    text = f"Wij sluiten af.\n\n{heading}\n\n{_WORKS}\n\nBijlage: vragenlijst\n\nWat vindt u?"
    assert _apart(text, headings=(heading,)) == [(1, Role.REFERENCES, f"{heading}\n\n{_WORKS}")]


def test_references_go_on_over_the_pages() -> None:
    marked = _apart(f"Literatuur\n\n{_WORKS}", _WORKS, f"{_WORKS}\n\nDankwoord\n\nWij danken.",
                    headings=("Dankwoord",))  # fmt: skip
    assert [(number, role) for number, role, _ in marked] == [
        (1, Role.REFERENCES), (2, Role.REFERENCES), (3, Role.REFERENCES),
    ]  # fmt: skip
    assert marked[-1][2] == _WORKS


def test_a_chapter_on_sources_that_lists_none_is_text() -> None:
    assert _apart("Bronnen\n\nDe gemeente is een bron van geld.\n\nOok bewoners zijn dat.") == []


def test_a_colophon_is_known_by_its_heading_or_by_what_stands_in_it() -> None:
    imprint = "Tekst en redactie: A. Jansen\n\nVormgeving: B. Smit\n\nISBN 90-70002-34-5\n\n© 2014"
    assert _apart(f"Colofon\n\n{imprint}") == [(1, Role.COLOPHON, f"Colofon\n\n{imprint}")]
    last = _apart("Titel", "Een verhaal over de tuin.", "Nog een.", "Slot.", imprint)
    assert last == [(5, Role.COLOPHON, imprint)]


def test_a_colophon_ends_where_it_grows_too_long_for_one() -> None:
    story = "\n\n".join(f"Alinea {n} gaat over bewoners en hun tuin in de wijk." for n in range(40))
    ((_, role, marked),) = _apart(f"Colofon\n\n{story}")
    assert (role, len(marked.split())) == (Role.COLOPHON, 1 + 22 * 11)


@pytest.mark.parametrize("chapter", ["Nawoord", "Dankwoord", "Over de auteurs", "Bijlage A: kaart"])
def test_a_chapter_behind_references_is_none_of_them(chapter: str) -> None:
    marked = f"Literatuur\n\n{_WORKS}"
    assert _apart(f"{marked}\n\n{chapter}\n\nDe buurt.") == [(1, Role.REFERENCES, marked)]


def test_a_table_whose_numbers_rise_is_no_list_of_contents() -> None:
    table = "Noord 12\n\nOost 15\n\nZuid 18\n\nWest 21"
    assert _apart("Titel", table, "A", "B", "C") == []
    contents = table.replace("12", "2").replace("15", "3").replace("18", "4").replace("21", "15")
    assert [page for page, *_ in _apart("Titel", contents, "A", "B", "C")] == [2]
    assert _apart("Titel", contents.replace("15", "16"), "A", "B", "C") == []
    assert _apart("Noord | 1\n\nOost | 2\n\nZuid | 3\n\nWest | 4") == []


def test_one_imprint_in_a_story_is_no_colophon() -> None:
    assert _apart("Titel", "De vormgeving van de tuin is van bewoners.", "Slot.") == []


def test_running_text_keeps_its_places() -> None:
    page = Page(number=1, text=f"Zelfbeheer werkt.\n\n{_CONTENTS}\n\nDe tuin is af.")
    (marked,) = mark_apart([page], ())
    assert len(marked.running_text) == len(page.text)
    assert marked.running_text.split() == ["Zelfbeheer", "werkt.", "De", "tuin", "is", "af."]
    assert marked.running_text.index("tuin") == page.text.rindex("tuin")


_LINES = st.sampled_from(
    [
        "Inhoud",
        "Literatuur",
        "Colofon",
        "Aanpak 5",
        "Werving 6",
        "ii",
        "Tekst.",
        "Jansen (2012).",
        "x 3",
        "",
    ]
)


@given(st.lists(st.lists(_LINES, max_size=12).map("\n\n".join), max_size=5))
def test_stretches_lie_in_order_within_their_page(texts: list[str]) -> None:
    pages = [Page(number=number, text=text) for number, text in enumerate(texts, start=1)]
    for page in mark_apart(pages, ("Aanpak 5",)):
        places = [place for s in page.apart for place in (s.start, s.end)]
        assert places == sorted(places)
        assert all(0 <= place <= len(page.text) for place in places)
        assert all(stretch.start < stretch.end for stretch in page.apart)
