"""What every engine must do alike with what people type, and what it shows of a document.

The rest of the contract is in ``test_index_contract.py``.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import ENGINES, Library, chosen_engine, document

from index import Expansion, NoteKind, PagePlaces, Query, Snippet, Sort, Span, Widening


@pytest.fixture
def library(engine: str, tmp_path: Path) -> Library:
    return Library(engine, tmp_path)


# 7. Any query text

ANY_TEXT = {
    "5,000 words": " ".join(f"woord{n}" for n in range(5000)),
    "200 brackets": "(" * 200 + "tuin" + ")" * 200,
    "brackets the wrong way": ")" * 200 + "tuin" + "(" * 200,
    "1 MB": "tuin " * 200_000,
    "1 MB in one word": "a" * 1_000_000,
    "1 MB of accents": "\u0316\u0301" * 500_000,
    "many negations": "-" * 3000 + "tuin",
    "many NOTs": "NOT " * 900 + "tuin",
    "titel: repeated": "titel:" * 600 + "tuin",
    "field after field": "soort:" * 600 + "tuin",
    "quotes": '"' * 2001,
    "phrase of 1,000 words": '"' + "tuin " * 1000 + '"',
    "nested alternatives": "(bewoners bedrijf (tuin OR " * 30,
    "everything begins with a letter": "a* b* c* d* e* f* g* h*",
    **{repr(text): text for text in ("OR", "AND", "NOT", "-", "*", "**", "~", "a*", "a~", "()")},
    **{
        repr(text): text for text in ("tuin OR", "OR tuin", "NOT NOT", "(OR)", '""', '"', ":", "x:")
    },
    "NUL": "tu\x00in \x00",
    "right to left": "\u202eحديقة בית",
    "lone surrogate": "tuin \udcff",
    "emoji": "🏡🏡 tuin~",
    "white space": " \t\n\u00a0\u2028 ",
}


@pytest.fixture(scope="module", params=ENGINES[1:])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Library]:
    engines = (chosen_engine(request), "memory")
    libraries = [Library(engine, tmp_path_factory.mktemp("any")) for engine in engines]
    for library in libraries:
        library.put(
            document("a", "Een tuin voor het bewonersbedrijf.", title="Tuin"),
            document("b", "حديقة en בית", "woord7 a b c"),
        )
    return libraries


@pytest.mark.parametrize("text", ANY_TEXT.values(), ids=ANY_TEXT.keys())
def test_any_text_gets_the_same_answer_from_every_engine(both: list[Library], text: str) -> None:
    ours, oracle = (
        replace(answer, took_ms=0.0, hits=tuple(replace(hit, score=0.0) for hit in answer.hits))
        for answer in (library.search(text, sort=Sort.TITLE) for library in both)
    )
    assert ours == oracle


def test_a_beginning_that_too_many_words_share_is_capped_at_the_most_frequent(
    library: Library,
) -> None:
    words = [f"wijk{n:03}" for n in range(300)]
    library.put(document("a", " ".join(words)), document("b", " ".join(words[250:])))
    answer = library.search("wijk*")
    (expansion,) = answer.expansions
    assert expansion == Expansion("wijk*", Widening.PREFIX, (*words[250:], *words[:150]))
    assert [note.kind for note in answer.notes] == [NoteKind.EXPANSION_CAPPED]


# 8. Near

NEAR = (
    ('"tuin portiek"', "ab"),
    ('"portiek tuin"', ""),
    ('"tuin portiek"~1', "abc"),
    ('"tuin portiek"~2', "abcd"),
    ('"tuin portiek"~100', "abcd"),
    ('"tuin bij portiek"', "c"),
    ('"tuin de portiek"~1', "d"),
    ('titel:"tuin portiek"', "b"),
)


@pytest.mark.parametrize(("text", "expected"), NEAR)
def test_near_is_ordered_and_on_one_page(library: Library, text: str, expected: str) -> None:
    library.put(
        document("a", "de tuin. Portiek"),
        document("b", "niets", title="Tuin portiek"),
        document("c", "tuin bij portiek"),
        document("d", "tuin bij de portiek"),
        document("e", "een tuin", "portiek"),
    )
    assert sorted(library.found(text)) == sorted(expected)


# 9. Spans


def test_markup_in_a_text_comes_back_as_text(library: Library) -> None:
    library.put(document("a", "Let op: <script>alert('tuin')</script> & <b>portieken</b>."))
    (hit,) = library.search("portiek").hits
    assert hit.passages == (
        Snippet(
            page=1,
            spans=(
                Span("Let op: <script>alert('tuin')</script> & <b>"),
                Span("portieken", hit=True),
                Span("</b>."),
            ),
        ),
    )


def test_pages_and_passages_are_those_on_which_the_words_stand(library: Library) -> None:
    library.put(document("a", "Een tuin.", "Een dak.", "Tuinen en een portiek."))
    (hit,) = library.search("tuin OF portiek").hits
    assert hit.pages_matched == (PagePlaces(1, 1), PagePlaces(3, 2))
    assert [passage.page for passage in hit.passages] == [3, 1]


def test_a_document_found_without_words_shows_its_first_lines(library: Library) -> None:
    library.put(document("a", " ", "Een dak boven het hoofd.", title="Tuin"))
    for text in ("tuin", "soort:praktijk", ""):
        (hit,) = library.search(text).hits
        assert hit.pages_matched == ()
        assert hit.passages == (Snippet(page=2, spans=(Span("Een dak boven het hoofd."),)),)


# Expansions and suggestions follow what is in the index now


def test_words_of_a_deleted_document_are_forgotten(library: Library) -> None:
    library.put(document("a", "bewonersbedrijf portiekoverlast"), document("b", "bewoners bedrijf"))
    library.delete("a")
    answer = library.search("bewoners bedrijf portiek*")
    assert answer.expansions == (Expansion("portiek*", Widening.PREFIX, ()),)
    assert library.search("portiekoverlats").suggestion is None


def test_a_typing_error_gets_the_nearest_spelling_that_has_results(library: Library) -> None:
    library.put(document("a", "statushouders", municipality=("Emmen",)), document("b", "tuin"))
    assert library.search("statushouwders").suggestion == "statushouders"
    assert library.search("statushouwders tuin").suggestion is None


def test_where_nothing_has_what_was_typed_the_suggestion_is_answered(library: Library) -> None:
    library.put(
        document("a", "Huis voor statushouders.", municipality=("Emmen",)),
        document("b", "een tuin", municipality=("Haarlem",)),
    )
    answer = library.search("statushouwders")
    assert (answer.corrected, answer.total, answer.reading) == (True, 1, "statushouders")
    assert [hit.id for hit in answer.hits] == ["a"]
    assert library.index.count(Query(text="statushouwders")) == 1
    filters = {"municipality": frozenset({"Haarlem"})}
    nowhere = library.search("statushouwders", filters=filters)
    assert (nowhere.corrected, nowhere.total, nowhere.suggestion) == (True, 0, "statushouders")
    assert not library.search("tuin").corrected


# Other words


OTHER_WORDS = {
    "portiekoverlast": {"heel", "deel", "los"},
    "overlast portiek": {"heel", "deel", "los", "ver"},
    "trappenhuis": {"heel", "deel", "los", "ver"},
    "vergunninghouders": {"status"},
    '"trappenhuis"': set(),
    "niets -trappenhuis": set(),
    "overlast -trappenhuis": {"heel", "deel", "los", "ver"},
}


@pytest.fixture
def stairs(library: Library) -> Library:
    library.put(
        document("heel", "De portiekoverlast neemt af in deze wijk sinds een jaar."),
        document("deel", "De overlast in het portiek neemt af in deze wijk sinds kort."),
        document("los", "Overlast portiek portieken en nog meer overlast."),
        document("ver", "Een portiek. " + "Iets heel anders hier. " * 20 + "Overlast."),
        document("status", "Een huis voor statushouders."),
    )
    return library


@pytest.mark.parametrize(("text", "expected"), OTHER_WORDS.items())
def test_other_words_for_what_was_asked_are_found_as_well(
    stairs: Library, text: str, expected: set[str]
) -> None:
    assert set(stairs.found(text)) == expected


def test_the_whole_compound_comes_before_its_parts(stairs: Library) -> None:
    assert stairs.found("portiekoverlast")[0] == "heel"


def test_a_part_of_a_compound_is_marked_inside_the_word(library: Library) -> None:
    library.put(document("a", "De portiekoverlast neemt af."))
    (hit,) = library.search("portiek").hits
    assert hit.passages[0].spans == (
        Span("De "),
        Span("portiek", hit=True),
        Span("overlast neemt af."),
    )


def test_documents_in_the_language_of_the_reader_come_first(library: Library) -> None:
    library.put(
        document("nl", "evaluatie zelfbeheer"),
        document("en", "evaluatie zelfbeheer", language="en"),
    )
    assert library.found("zelfbeheer evaluatie") == ["nl", "en"]
    assert library.found("zelfbeheer evaluatie", language="en") == ["en", "nl"]


def test_few_with_all_words_are_followed_by_those_with_some(library: Library) -> None:
    library.put(
        document("beide", "tuin portiek"),
        document("een", "tuin tuin"),
        document("ander", "portiek", municipality=("Emmen",)),
        document("geen", "dak"),
    )
    answer = library.search("tuin portiek", size=10)
    assert (answer.total, [hit.id for hit in answer.hits]) == (1, ["beide"])
    assert sorted(hit.id for hit in answer.also) == ["ander", "een"]
    assert [h.id for h in library.search("tuin portiek -een", size=2).also] != []
    emmen = {"municipality": frozenset({"Emmen"})}
    narrowed = library.search("tuin portiek", filters=emmen)
    assert (narrowed.total, [hit.id for hit in narrowed.also]) == (0, ["ander"])
    assert library.search("tuin", size=10).also == ()
    assert library.search("tuin portiek", sort=Sort.NEWEST).also == ()
    assert library.search("tuin portiek", page=2, size=10).also == ()


def test_a_rare_compound_falls_back_on_its_parts(library: Library) -> None:
    library.put(document("a", "Zelfbeheer in de tuin."), document("b", "Een dak."))
    answer = library.search("huurderszelfbeheer")
    assert (answer.total, [hit.id for hit in answer.also]) == (0, ["a"])
