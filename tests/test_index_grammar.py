"""Every example of the documented grammar means what the page beside it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from index_collection import ENGINES, Library, chosen_engine, document, labels

from conftest import PROJECT
from corpus.document import Document, Evidence, Kind
from corpus.errors import SettingsWrong
from corpus.passage import Outcome, Passage, PassageRole
from index.api import NoteKind
from index.fields import FACET_ALIASES, TITLE_ALIASES
from index.grammar import load_grammar
from index.reading import reading
from index.resolve import MAX_EXPANSION
from index.syntax import MAX_CHARACTERS, MAX_DEPTH, MAX_LEAVES, parse
from index.tree import (
    And,
    Everything,
    Filter,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    Years,
)

PAGES = {"en": PROJECT / "docs" / "searching.md", "nl": PROJECT / "docs" / "zoeken.md"}
ROW = re.compile(r"^\| (`.*`) \| (.+) \|$", re.MULTILINE)


def rows(language: str) -> list[tuple[tuple[str, ...], str]]:
    """The tables of one page: the examples of each row, and what it says of them."""
    found = ROW.findall(PAGES[language].read_text("utf-8"))
    return [(tuple(re.findall(r"`([^`]+)`", cell)), said) for cell, said in found]


EXAMPLES = [example for examples, _ in rows("nl") for example in examples]

stairs = Or((Word("portiek"), Word("trappenhuis")))
both = And((Word("zelfbeheer"), Word("binnentuin")))
without = And((Word("zelfbeheer"), Not(Word("pensioen"))))
front_door = Phrase(("achter", "de", "voordeur"))
in_title = Word("zelfbeheer", in_title=True)

TREES: dict[str, Node] = {
    "zelfbeheer binnentuin": both,
    '"achter de voordeur"': front_door,
    '"overlast portiek"~5': Phrase(("overlast", "portiek"), 5),
    "wijk*": Prefix("wijk"),
    "buurtbemiddelling~": Fuzzy("buurtbemiddelling"),
    "*": Everything(),
    "portiek OF trappenhuis": stairs,
    "portiek OR trappenhuis": stairs,
    "zelfbeheer -pensioen": without,
    "zelfbeheer NIET pensioen": without,
    "zelfbeheer NOT pensioen": without,
    'overlast -"achter de voordeur"': And((Word("overlast"), Not(front_door))),
    "zelfbeheer EN binnentuin": both,
    "zelfbeheer AND binnentuin": both,
    "(portiek OF trappenhuis) overlast": And((stairs, Word("overlast"))),
    "zelfbeheer binnentuin OF wijkbudget": Or((both, Word("wijkbudget"))),
    "overlast -(portiek OF trappenhuis)": And((Word("overlast"), Not(stairs))),
    "titel:zelfbeheer": in_title,
    "title:zelfbeheer": in_title,
    'titel:"zelfbeheer van de binnentuin"': Phrase(
        ("zelfbeheer", "van", "de", "binnentuin"), in_title=True
    ),
    "titel:(zelfbeheer OF wijkbudget)": Or((in_title, Word("wijkbudget", in_title=True))),
    "binnentuin -titel:zelfbeheer": And((Word("binnentuin"), Not(in_title))),
    "archetype:statushouders": Filter("archetype", "statushouders"),
    'archetype:"Resident budgets"': Filter("archetype", "Resident budgets"),
    "soort:beleid": Filter("kind", "beleid"),
    "kind:Research": Filter("kind", "Research"),
    "bron:praktijk": Filter("kind", "praktijk"),
    "gemeente:Haarlem": Filter("municipality", "Haarlem"),
    'municipality:"Den Bosch"': Filter("municipality", "Den Bosch"),
    'organisatie:"De Linde"': Filter("organisation", "De Linde"),
    'organisation:"De Linde"': Filter("organisation", "De Linde"),
    "jaar:2014": Years(2014, 2014),
    "year:2014": Years(2014, 2014),
    "jaar:2012..2016": Years(2012, 2016),
    "jaar:2012..": Years(2012, None),
    "jaar:..2010": Years(None, 2010),
    "taal:nl": Filter("language", "nl"),
    "language:English": Filter("language", "English"),
    "thema:wonen": Filter("theme", "wonen"),
    "theme:Housing": Filter("theme", "Housing"),
    "doelgroep:ouderen": Filter("target_group", "ouderen"),
    'target_group:"Older people"': Filter("target_group", "Older people"),
    "bewijs:werkzaam": Filter("evidence", "werkzaam"),
    'evidence:"First signs of effect"': Filter("evidence", "First signs of effect"),
    "rol:randvoorwaarde": Filter("role", "randvoorwaarde"),
    "role:Tip": Filter("role", "Tip"),
    'uitkomst:"werkt niet"': Filter("outcome", "werkt niet"),
    'outcome:"Does not work"': Filter("outcome", "Does not work"),
    "bestanddeel:vertrouwen": Filter("ingredient", "vertrouwen"),
    "ingredient:Trust": Filter("ingredient", "Trust"),
    "steun:voor": Filter("stance", "voor"),
    'stance:"Speaks against it"': Filter("stance", "Speaks against it"),
    "overlast -soort:beleid": And((Word("overlast"), Not(Filter("kind", "beleid")))),
    "thema:veiligheid OF doelgroep:jongeren": Or(
        (Filter("theme", "veiligheid"), Filter("target_group", "jongeren"))
    ),
}

# What is no query -> the words as which it is read, and the note.
WORDS: dict[str, tuple[Node, NoteKind]] = {
    '"achter de voordeur': (
        And((Word("achter"), Word("de"), Word("voordeur"))),
        NoteKind.LITERAL,
    ),
    "(overlast portiek": (And((Word("overlast"), Word("portiek"))), NoteKind.LITERAL),
    "overlast) portiek": (And((Word("overlast"), Word("portiek"))), NoteKind.LITERAL),
    "OF portiek": (And((Word("of"), Word("portiek"))), NoteKind.LITERAL),
    "overlast NIET": (And((Word("overlast"), Word("niet"))), NoteKind.LITERAL),
    "kleur:groen": (And((Word("kleur"), Word("groen"))), NoteKind.UNKNOWN_FIELD),
    "gemeente: Haarlem": (And((Word("gemeente"), Word("haarlem"))), NoteKind.LITERAL),
    "jaar:ooit": (Word("ooit"), NoteKind.BAD_YEAR),
    "*beheer": (Word("beheer"), NoteKind.LITERAL),
    '"wijk*"': (Phrase(("wijk",)), NoteKind.LITERAL),
}


def said(role: PassageRole, outcome: Outcome | None, *ingredients: str) -> Passage:
    """The first word of a document as a passage."""
    return Passage(
        page=1,
        start=0,
        end=2,
        text="De",
        role=role,
        outcome=outcome,
        ingredients=ingredients,
        by="rules 1",
    )


def collection() -> list[Document]:
    """Documents of which each example finds some and leaves some."""
    return [
        document(
            "tuin",
            "Zelfbeheer lukt wanneer bewoners de binnentuin samen aanleggen.",
            title="Zelfbeheer van de binnentuin",
            published="2014",
            municipality=("'s-Hertogenbosch",),
            organisation="De Linde",
            themes=("wonen",),
        ),
        document(
            "pensioen",
            "Zelfbeheer van het pensioen.",
            published="2010",
            kind=Kind.WETENSCHAP,
            target_groups=("ouderen",),
        ),
        document(
            "hof",
            "De binnentuin van het hof.",
            evidence=Evidence(level="eerste-aanwijzingen", assigned_by="a"),
            passages=(said(PassageRole.CONDITION, None, "vertrouwen"),),
        ),
        document("drempel", "Overlast bleef uit: hulp kwam achter de voordeur.", published="2012"),
        document(
            "stoep",
            "De voordeur ligt achter een heg.",
            tags=labels("statushouders"),
            passages=(said(PassageRole.RESULT, Outcome.FAILS, "vertrouwen"),),
        ),
        document(
            "portiek",
            "Er was overlast van buren in het portiek.",
            kind=Kind.BELEID,
            themes=("veiligheid",),
        ),
        document(
            "avond",
            "De overlast kwam elke avond van jongens die met lawaai in het portiek zaten.",
            municipality=("Haarlem",),
            target_groups=("jongeren",),
        ),
        document("trappenhuis", "Overlast in het trappenhuis.", published="2016"),
        document("trap", "Het trappenhuis is geverfd.", passages=(said(PassageRole.TIP, None),)),
        document("agent", "De wijkagent kent iedereen."),
        document(
            "budget",
            "Er was geld voor plannen.",
            title="Wijkbudget",
            tags=labels("bewonersbudgetten"),
        ),
        document("ruzie", "Buurtbemiddeling helpt bij ruzie."),
        document(
            "english",
            "Nothing of all this.",
            language="en",
            evidence=Evidence(level="werkzaam", assigned_by="a"),
        ),
    ]


ALL = " ".join(one.id for one in collection())
DUTCH = ALL.replace(" english", "")

FOUND = {
    "zelfbeheer binnentuin": "tuin",
    '"achter de voordeur"': "drempel",
    '"overlast portiek"~5': "portiek",
    "wijk*": "agent budget",
    "buurtbemiddelling~": "ruzie",
    "*": ALL,
    "portiek OF trappenhuis": "portiek avond trappenhuis trap",
    "portiek OR trappenhuis": "portiek avond trappenhuis trap",
    "zelfbeheer -pensioen": "tuin",
    "zelfbeheer NIET pensioen": "tuin",
    "zelfbeheer NOT pensioen": "tuin",
    'overlast -"achter de voordeur"': "portiek avond trappenhuis",
    "zelfbeheer EN binnentuin": "tuin",
    "zelfbeheer AND binnentuin": "tuin",
    "(portiek OF trappenhuis) overlast": "portiek avond trappenhuis",
    "zelfbeheer binnentuin OF wijkbudget": "tuin budget",
    "overlast -(portiek OF trappenhuis)": "drempel",
    "titel:zelfbeheer": "tuin",
    "title:zelfbeheer": "tuin",
    'titel:"zelfbeheer van de binnentuin"': "tuin",
    "titel:(zelfbeheer OF wijkbudget)": "tuin budget",
    "binnentuin -titel:zelfbeheer": "hof",
    "archetype:statushouders": "stoep",
    'archetype:"Resident budgets"': "budget",
    "soort:beleid": "portiek",
    "kind:Research": "pensioen",
    "bron:praktijk": ALL.replace(" portiek", "").replace(" pensioen", ""),
    "gemeente:Haarlem": "avond",
    'municipality:"Den Bosch"': "tuin",
    'organisatie:"De Linde"': "tuin",
    'organisation:"De Linde"': "tuin",
    "jaar:2014": "tuin",
    "year:2014": "tuin",
    "jaar:2012..2016": "tuin drempel trappenhuis",
    "jaar:2012..": "tuin drempel trappenhuis",
    "jaar:..2010": "pensioen",
    "taal:nl": DUTCH,
    "language:English": "english",
    "thema:wonen": "tuin",
    "theme:Housing": "tuin",
    "doelgroep:ouderen": "pensioen",
    'target_group:"Older people"': "pensioen",
    "bewijs:werkzaam": "english",
    'evidence:"First signs of effect"': "hof",
    "rol:randvoorwaarde": "hof",
    "role:Tip": "trap",
    'uitkomst:"werkt niet"': "stoep",
    'outcome:"Does not work"': "stoep",
    "bestanddeel:vertrouwen": "hof stoep",
    "ingredient:Trust": "hof stoep",
    "steun:voor": "hof",
    'stance:"Speaks against it"': "stoep",
    "overlast -soort:beleid": "drempel avond trappenhuis",
    "thema:veiligheid OF doelgroep:jongeren": "portiek avond",
}


@pytest.fixture(scope="module", params=ENGINES)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    made = Library(chosen_engine(request), tmp_path_factory.mktemp("grammar"))
    made.put(*collection())
    return made


@pytest.mark.parametrize("language", PAGES)
def test_the_page_holds_the_tables_and_the_notes_of_the_grammar(language: str) -> None:
    explained = [row for section in load_grammar() for row in section.rows]
    assert rows(language) == [(row.examples, row.text(language)) for row in explained]
    text = " ".join(PAGES[language].read_text("utf-8").split())
    for section in load_grammar():
        assert f"## {section.title.text(language)} " in text
        for note in section.notes:
            assert f"- {note.text(language)}" in text


def test_every_example_is_tested_and_no_other() -> None:
    assert len(set(EXAMPLES)) == len(EXAMPLES)
    assert set(EXAMPLES) == TREES.keys() | WORDS.keys()
    assert FOUND.keys() == TREES.keys()


@pytest.mark.parametrize("query", TREES)
def test_an_example_is_read_as_meant_without_a_remark(query: str) -> None:
    parsed = parse(query)
    assert parsed.tree == TREES[query]
    assert parsed.notes == ()
    assert parse(reading(parsed.tree)).tree == parsed.tree


@pytest.mark.parametrize("query", WORDS)
def test_what_is_no_query_is_read_as_words_and_told(query: str) -> None:
    parsed = parse(query)
    assert (parsed.tree, parsed.notes[0].kind) == WORDS[query]


def test_only_what_stands_under_its_own_heading_is_no_query() -> None:
    malformed = [row for section in load_grammar() if section.malformed for row in section.rows]
    assert {example for row in malformed for example in row.examples} == WORDS.keys()


@pytest.mark.parametrize("query", FOUND)
def test_an_example_finds_what_the_page_says(library: Library, query: str) -> None:
    assert set(library.found(query)) == set(FOUND[query].split())


@pytest.mark.parametrize("query", WORDS)
def test_what_is_no_query_is_answered_too(library: Library, query: str) -> None:
    results = library.search(query)
    assert WORDS[query][1] in {note.kind for note in results.notes}
    assert results.reading == reading(WORDS[query][0])


def test_every_name_of_a_field_is_in_an_example() -> None:
    fields = {field for example in EXAMPLES for field in re.findall(r"(\w+):", example)}
    assert {*FACET_ALIASES, *TITLE_ALIASES} <= fields


@pytest.mark.parametrize(
    ("language", "limits"),
    [
        ("en", "{:,} characters, {} words, {} nested brackets; `begin*` and `woord~` widen to {}"),
        ("nl", "{:,} tekens, {} woorden, {} haakjes in elkaar; `begin*` en `woord~` staan voor {}"),
    ],
)
def test_the_limits_are_those_of_the_program(language: str, limits: str) -> None:
    numbers = (MAX_CHARACTERS, MAX_LEAVES, MAX_DEPTH)
    most = {"en": "at most {}", "nl": "hoogstens {}"}[language].format(MAX_EXPANSION)
    told = limits.format(*numbers, most)
    if language == "nl":
        told = told.replace(f"{MAX_CHARACTERS:,}", f"{MAX_CHARACTERS:,}".replace(",", "."))
    assert told in " ".join(PAGES[language].read_text("utf-8").split())


def test_a_mistake_in_the_grammar_is_named_with_its_place(tmp_path: Path) -> None:
    wrong = tmp_path / "grammar.yaml"
    wrong.write_text("sections:\n  - id: a\n    title: {nl: a, en: a}\n    rows: []\n", "utf-8")
    with pytest.raises(SettingsWrong, match=r"grammar\.yaml:4: sections\[0\]\.rows"):
        load_grammar(wrong)
