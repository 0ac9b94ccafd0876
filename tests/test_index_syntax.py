"""What people type: how it is read, what they are told about it, and that nothing makes it fail."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_strategies import query_texts

from index.api import Note, NoteKind
from index.fields import FACET_ALIASES
from index.reading import reading
from index.syntax import MAX_CHARACTERS, MAX_LEAVES, parse
from index.tree import And, Filter, Fuzzy, Node, Not, Or, Phrase, Prefix, Word, Years

# typed -> how it is read
READINGS = {
    # words
    "zelfbeheer binnentuin": "zelfbeheer binnentuin",
    "Zelfbeheer  BINNENTUIN ": "zelfbeheer binnentuin",
    "coöperatie Één": "cooperatie een",
    "foto's van 's-Hertogenbosch": "fotos van s-hertogenbosch",
    "zelf-beheer COVID-19 e-mail": "zelf-beheer covid-19 e-mail",
    "3-kamer-woning": "3-kamer-woning",
    "en/of, (ja)": "en of ja",
    "wijk- en buurtbeheer": "wijk en buurtbeheer",
    "10.000 woningen": "10000 woningen",
    # and, or, not
    "a AND b": "a b",
    "a EN b": "a b",
    "a OR b": "a OF b",
    "a OF b c": "a OF b c",
    "(a OF b) c": "(a OF b) c",
    "a b OR c d": "a b OF c d",
    "a OF b OF c": "a OF b OF c",
    "a of b": "a of b",
    "-a": "-a",
    "a -b": "a -b",
    "a NOT b": "a -b",
    "a NIET b": "a -b",
    "NOT NOT a": "a",
    "-(a b)": "-(a b)",
    "-(-a)": "a",
    "a AND NOT b": "a -b",
    "((a))": "a",
    "(a b) c": "a b c",
    "a-b": "a-b",
    "a - b": "a b",
    # phrases and near
    '"contradictio in terminis"': '"contradictio in terminis"',
    '"a b"~5': '"a b"~5',
    '"a b"~999': '"a b"~100',
    '-"a b"': '-"a b"',
    "“a b” „c d” «e f»": '"a b" "c d" "e f"',
    # beginnings and near spellings
    "wijk*": "wijk*",
    "wijk-beh*": "wijkbeh*",
    "portiek~": "portiek~",
    "portiek~2": "portiek~",
    "*": "*",
    "": "*",
    "...": "*",
    # title
    "titel:tuin": "titel:tuin",
    "title:tuin": "titel:tuin",
    "TITEL:tuin": "titel:tuin",
    "titel:(a b)": "titel:a titel:b",
    'titel:"a b"~2 c': 'titel:"a b"~2 c',
    "titel:wijk*": "titel:wijk*",
    "titel:-a": "-titel:a",
    "-titel:a": "-titel:a",
    "titel:titel:a": "titel:a",
    # properties
    "gemeente:Haarlem": 'gemeente:"Haarlem"',
    'municipality:"Den Bosch"': 'gemeente:"Den Bosch"',
    "gemeente:den-bosch tuin": 'gemeente:"den-bosch" tuin',
    "soort:beleid": 'soort:"beleid"',
    "kind:beleid": 'soort:"beleid"',
    "bron:praktijk": 'soort:"praktijk"',
    "organisatie:a organisation:b": 'organisatie:"a" organisatie:"b"',
    "thema:a theme:b": 'thema:"a" thema:"b"',
    "doelgroep:a target_group:b": 'doelgroep:"a" doelgroep:"b"',
    "bewijs:a evidence:b": 'bewijs:"a" bewijs:"b"',
    "taal:nl language:en": 'taal:"nl" taal:"en"',
    "archetype:zelfbeheer": 'archetype:"zelfbeheer"',
    "-soort:beleid": '-soort:"beleid"',
    "soort:a OF soort:b": 'soort:"a" OF soort:"b"',
    # years
    "jaar:2014": "jaar:2014",
    "year:2014": "jaar:2014",
    "jaar:2012..2016": "jaar:2012..2016",
    "jaar:2012-2016": "jaar:2012..2016",
    "jaar:2012–2016": "jaar:2012..2016",
    "jaar:2012...2016": "jaar:2012..2016",
    "jaar:2012…": "jaar:2012..",
    "jaar:2016..2012": "jaar:2012..2016",
    "jaar:2012..": "jaar:2012..",
    "jaar:2012-": "jaar:2012..",
    "jaar:..2016": "jaar:..2016",
    "jaar:-2016": "jaar:..2016",
    'jaar:"2014"': "jaar:2014",
    "jaar:0000": "jaar:0000",
    # no field: an address, a time
    "https://a.nl/b": "https a nl b",
    "om 12:30": "om 12 30",
    "tuin: groen": "tuin groen",
}


@pytest.mark.parametrize(("typed", "expected"), READINGS.items())
def test_well_formed_queries_are_read_without_a_note(typed: str, expected: str) -> None:
    parsed = parse(typed)
    assert reading(parsed.tree) == expected
    assert parsed.notes == ()


# typed -> how it is read, what the reader is told
MALFORMED = {
    "(a b": ("a b", [(NoteKind.LITERAL, "(")]),
    "a b)": ("a b", [(NoteKind.LITERAL, ")")]),
    "()": ("*", []),
    '"a b': ("a b", [(NoteKind.LITERAL, '"')]),
    'a"': ("a", [(NoteKind.LITERAL, '"')]),
    "a OR": ("a or", [(NoteKind.LITERAL, "OR")]),
    "OF a": ("of a", [(NoteKind.LITERAL, "OF")]),
    "a OR OR b": ("a or OF b", [(NoteKind.LITERAL, "OR")]),
    "AND": ("and", [(NoteKind.LITERAL, "AND")]),
    "(a OR) b": ("a or b", [(NoteKind.LITERAL, "OR")]),
    "NIET": ("niet", [(NoteKind.LITERAL, "NIET")]),
    "werkt NIET": ("werkt niet", [(NoteKind.LITERAL, "NIET")]),
    "kleur:rood": ("kleur rood", [(NoteKind.UNKNOWN_FIELD, "kleur:")]),
    "let op:nu": ("let op nu", [(NoteKind.UNKNOWN_FIELD, "op:")]),
    "jaar:ooit": ("ooit", [(NoteKind.BAD_YEAR, "ooit")]),
    "jaar:20122016": ("20122016", [(NoteKind.BAD_YEAR, "20122016")]),
    "jaar:14": ("14", [(NoteKind.BAD_YEAR, "14")]),
    "soort:(a b)": ("a b", [(NoteKind.LITERAL, "soort:")]),
    'gemeente:""': ("*", [(NoteKind.LITERAL, "gemeente:")]),
    "gemeente: Haarlem": ("gemeente haarlem", [(NoteKind.LITERAL, "gemeente:")]),
    "Titel: a": ("titel a", [(NoteKind.LITERAL, "Titel:")]),
    "(jaar:)": ("jaar", [(NoteKind.LITERAL, "jaar:")]),
    "*wijk": ("wijk", [(NoteKind.LITERAL, "*")]),
    "wij*en": ("wij en", [(NoteKind.LITERAL, "*")]),
    "**wijk**": ("wijk", [(NoteKind.LITERAL, "*")]),
    "~wijk": ("wijk", [(NoteKind.LITERAL, "~")]),
    'titel:"wijk*"': ('titel:"wijk"', [(NoteKind.LITERAL, "*")]),
    '"a b"~': ('"a b"', [(NoteKind.LITERAL, "~")]),
    '"a b" ~5': ('"a b" 5', [(NoteKind.LITERAL, "~")]),
}


@pytest.mark.parametrize(("typed", "expected"), MALFORMED.items())
def test_what_is_malformed_is_read_as_words_and_told(
    typed: str, expected: tuple[str, list[tuple[NoteKind, str]]]
) -> None:
    parsed = parse(typed)
    assert reading(parsed.tree) == expected[0]
    assert [(note.kind, note.detail) for note in parsed.notes] == expected[1]


TREES: dict[str, Node] = {
    "wijken -tuin": And((Word("wijken"), Not(Word("tuin")))),
    "a b OF c": Or((And((Word("a"), Word("b"))), Word("c"))),
    "zelf-beheer": Word("zelfbeheer", ("zelf", "beheer")),
    '"a b"~3 titel:c': And((Phrase(("a", "b"), 3), Word("c", in_title=True))),
    "wijk* portiek~": And((Prefix("wijk"), Fuzzy("portiek"))),
    "gemeente:Emmen jaar:2012..": And((Filter("municipality", "Emmen"), Years(2012, None))),
}


@pytest.mark.parametrize(("typed", "tree"), TREES.items())
def test_each_construct_has_its_own_node(typed: str, tree: Node) -> None:
    assert parse(typed).tree == tree


@pytest.mark.parametrize("alias", FACET_ALIASES)
def test_every_name_of_a_facet_is_a_field_in_any_case(alias: str) -> None:
    typed = "2014" if FACET_ALIASES[alias] == "year" else "x"
    assert parse(f"{alias.upper()}:{typed}") == parse(f"{alias}:{typed}")
    assert isinstance(parse(f"{alias}:{typed}").tree, Filter | Years)


# Limits


def test_only_the_first_words_of_a_long_query_count() -> None:
    parsed = parse(" ".join(f"w{n}" for n in range(100)))
    assert parsed.tree == And(tuple(Word(f"w{n}") for n in range(MAX_LEAVES)))
    assert parsed.notes == (Note(NoteKind.TOO_MANY, "64"),)


def test_the_words_of_a_phrase_count_too() -> None:
    parsed = parse('a "' + "b " * 100 + '" c')
    assert parsed.tree == And((Word("a"), Phrase(("b",) * (MAX_LEAVES - 1))))
    assert parsed.notes == (Note(NoteKind.TOO_MANY, "64"),)


def test_only_the_first_characters_of_a_long_query_are_read() -> None:
    parsed = parse("a " + "." * MAX_CHARACTERS + " b")
    assert parsed.tree == Word("a")
    assert parsed.notes == (Note(NoteKind.TOO_LONG, "4000"),)


def test_brackets_too_deep_are_left_out() -> None:
    parsed = parse("(" * 100 + "a" + ")" * 100)
    assert parsed.tree == Word("a")
    assert {note.kind for note in parsed.notes} == {NoteKind.LITERAL}


# Properties

# What a query is made of, and what people paste between it.
PIECES = (
    *('"', "(", ")", "-", "~", "~5", "*", ":", "..", " ", " ", "OF ", "OR ", "NIET ", "NOT "),
    *("titel:", "jaar:", "soort:", 'gemeente:"', "kleur:", "2014", "a", "b ", "wijk", "x-y", "e-"),
    *("é", "\u0301", "\u2011", "’", "10.000", "/", "ﬁ", "½", "²", "\n", "\0", "\u202e"),
)


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=60)
    | st.text(alphabet='ab"()-~*: \tORNTEjaarof.219', max_size=60)
    | st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
)
def test_any_text_is_read_and_its_reading_means_the_same(text: str) -> None:
    tree = parse(text).tree
    again = parse(reading(tree))
    assert again.tree == tree


@settings(max_examples=200, deadline=None)
@given(query_texts)
def test_any_query_is_read_and_its_reading_means_the_same_without_notes(text: str) -> None:
    again = parse(reading(parse(text).tree))
    assert again.tree == parse(text).tree
    assert again.notes == ()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30))
def test_composed_and_decomposed_text_are_read_alike(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert parse(composed) == parse(unicodedata.normalize("NFD", text))
