"""The fields of the form become the query that is meant, and a query becomes fields."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from index_strategies import query_texts
from index_strategies import words as word

from corpus.language.tokens import tokenize
from index.syntax import MAX_LEAVES, parse
from index.tree import And, Everything, Filter, Fuzzy, Node, Not, Or, Phrase, Prefix, Word, Years
from search_app.composing import FIELDS, Filled, compose, take_apart, words

# field -> what is typed, distance 3 -> the query
COMPOSED = {
    "one word": ({"all": "tuin"}, "tuin"),
    "all": ({"all": "Zelfbeheer  Coöperatie, foto's"}, "Zelfbeheer Coöperatie foto's"),
    "phrase": ({"phrase": "achter de voordeur"}, '"achter de voordeur"'),
    "any": ({"any": "portiek trappenhuis"}, "portiek OF trappenhuis"),
    "any and all": ({"all": "overlast", "any": "portiek hal"}, "overlast (portiek OF hal)"),
    "any of one": ({"all": "overlast", "any": "portiek"}, "overlast portiek"),
    "near": ({"near": "overlast portiek"}, '"overlast portiek"~3'),
    "title": ({"title": "zelfbeheer"}, "titel:zelfbeheer"),
    "title of two": ({"title": "zelfbeheer tuin"}, "titel:(zelfbeheer tuin)"),
    "none": ({"none": "pensioen zorg"}, "-pensioen -zorg"),
    "everything": (
        {"all": "a", "phrase": "b c", "any": "d e", "near": "f g", "title": "h", "none": "i"},
        'a "b c" (d OF e) "f g"~3 titel:h -i',
    ),
    "nothing": ({}, ""),
    "no words": ({"all": "?!", "any": '"', "title": "()", "near": "*", "none": "-"}, ""),
    # nothing that is typed in a field works as an operator
    "operators": ({"all": "a OF b NIET c AND EN OR NOT"}, "a of b niet c and en or not"),
    "quotes": ({"all": '"a b', "phrase": 'c" OR "d'}, 'a b "c OR d"'),
    "brackets": ({"any": "(a b", "title": "c) d"}, "(a OF b) titel:(c d)"),
    "minus": ({"all": "-a", "none": "--b"}, "a -b"),
    "fields": ({"all": "titel:a jaar:2014"}, "titel a jaar 2014"),
    "near in a phrase": ({"phrase": 'a b"~9'}, '"a b 9"'),
    # but a word may be widened
    "widened": ({"all": "wijk* tuin~,", "none": "zorg*"}, "wijk* tuin~ -zorg*"),
    "no widening": ({"all": "wij*en *tuin ~a b~2", "phrase": "wijk*"}, 'wij en tuin a b 2 "wijk"'),
    "hyphens": ({"none": "e-mail wijk- en buurt"}, "-e-mail -wijk -en -buurt"),
}


@pytest.mark.parametrize(("fields", "query"), COMPOSED.values(), ids=COMPOSED)
def test_fields_become_a_query(fields: dict[str, str], query: str) -> None:
    assert compose(fields, 3) == query


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("a OF (b c)", "(a OF (b c)) tuin"),
        ('a "b c"', '(a "b c") tuin'),
        ('"a b', "(a b) tuin"),
        ("a) (b", "(a) (b) tuin"),
        ("a) b", "(a b) tuin"),
        ("a OF", "(a of) tuin"),
    ],
)
def test_a_typed_query_keeps_its_meaning_beside_the_fields(typed: str, query: str) -> None:
    assert compose({"all": "tuin"}, 3, typed) == query
    assert compose({}, 3, typed) == typed


def known_only(facet: str, typed: str) -> frozenset[str]:
    """A collection that knows two values."""
    known = {("municipality", "haarlem"): "Haarlem", ("kind", "beleid"): "beleid"}
    return frozenset({known[facet, typed]} if (facet, typed) in known else ())


# query -> the fields in which it stands
TAKEN = {
    "": {},
    "*": {},
    "Coöperatie foto's": {"all": "Coöperatie foto's"},
    "wijk* tuin~ zelf-beheer": {"all": "wijk* tuin~ zelf-beheer"},
    "a OF": {"all": "a OF"},
    '"Achter de voordeur" buurt': {"all": "buurt", "phrase": "Achter de voordeur"},
    "portiek OR hal": {"any": "portiek hal"},
    "(portiek OF hal) NIET zorg": {"any": "portiek hal", "none": "zorg"},
    '"overlast portiek"~7': {"near": "overlast portiek"},
    "titel:(a wijk*) b": {"title": "a wijk*", "all": "b"},
    'kleur:rood "': {"all": "kleur rood"},
}


@pytest.mark.parametrize(("query", "fields"), TAKEN.items())
def test_a_query_is_taken_apart(query: str, fields: dict[str, str]) -> None:
    filled = take_apart(query, known_only)
    assert filled is not None
    assert filled.fields == fields
    assert filled.distance == (7 if "~7" in query else None)


def test_properties_become_filters_and_years() -> None:
    assert take_apart("gemeente:haarlem soort:beleid jaar:2012.. a", known_only) == Filled(
        fields={"all": "a"},
        distance=None,
        filters={"municipality": frozenset({"Haarlem"}), "kind": frozenset({"beleid"})},
        years=("2012", ""),
    )


@pytest.mark.parametrize(
    "query",
    [
        '"a b" "c d"',
        "(a OF b) (c OF d)",
        "a OF (b c)",
        "a OF b c",
        "a OF -b",
        "-(a b)",
        '-"a b"',
        'titel:"a b"',
        "titel:(a OF b)",
        "-titel:a",
        '"a"~4',
        "gemeente:nergens",
        "-soort:beleid",
        "soort:beleid soort:beleid",
        "soort:beleid OF a",
        "jaar:2012 jaar:2014",
        "woord " * (MAX_LEAVES + 1),
        "a " * 3000,
    ],
)
def test_what_the_fields_cannot_hold_is_not_taken_apart(query: str) -> None:
    assert take_apart(query, known_only) is None


# Properties

Said = tuple[object, ...]

# Operators and signs among words, so that much of it means something in the grammar.
typed_text = st.text(max_size=15) | st.lists(
    word | st.sampled_from(('"', "(", ")", "OF", "OR", "NIET", "-", "*", "~5", "titel:", "jaar:")),
    max_size=6,
).flatmap(lambda pieces: st.sampled_from(("", " ")).map(lambda between: between.join(pieces)))


def keys(text: str) -> list[str]:
    return [token.key for token in tokenize(text)]


def meant(fields: dict[str, str], distance: int) -> Counter[Said]:
    """What the fields ask, worked out from their words alone."""
    found: list[Said] = [("word", key) for key in keys(fields["all"])]
    if phrase := keys(fields["phrase"]):
        found.append(("phrase", tuple(phrase), 0))
    if choice := keys(fields["any"]):
        found.append(("any", tuple(choice)) if len(choice) > 1 else ("word", choice[0]))
    if near := keys(fields["near"]):
        found.append(("phrase", tuple(near), distance))
    found += [("title", key) for key in keys(fields["title"])]
    found += [("not", key) for key in keys(fields["none"])]
    return Counter(found)


def said(part: Node) -> Said:
    match part:
        case Word() | Prefix() | Fuzzy():
            return ("title" if part.in_title else "word", part.key)
        case Not(Word() | Prefix() | Fuzzy() as leaf):
            return ("not", leaf.key)
        case Or(parts):
            return ("any", tuple(said(leaf)[1] for leaf in parts))
        case Phrase(phrase, slop):
            return ("phrase", phrase, slop)
    return (part,)


def parts(tree: Node) -> list[Node]:
    if isinstance(tree, Everything):
        return []
    return list(tree.parts) if isinstance(tree, And) else [tree]


@settings(max_examples=300, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(FIELDS, typed_text)), st.integers(0, 100))
@example(dict.fromkeys(FIELDS, '"OF (a'), 5)
def test_whatever_is_typed_the_fields_ask_for_their_words(
    fields: dict[str, str], distance: int
) -> None:
    parsed = parse(compose(fields, distance))
    assert Counter(map(said, parts(parsed.tree))) == meant(fields, distance)
    assert parsed.notes == ()


@settings(max_examples=300, deadline=None)
@given(typed_text)
def test_each_word_of_a_field_is_a_query_by_itself(text: str) -> None:
    leaves = [parse(one).tree for one in words(text)]
    assert all(isinstance(leaf, Word | Prefix | Fuzzy) for leaf in leaves)
    assert [said(leaf)[1] for leaf in leaves] == keys(text)


@settings(max_examples=300, deadline=None)
@given((typed_text | query_texts).map(str.strip), typed_text.filter(keys))
def test_a_query_that_was_typed_is_asked_as_well(typed: str, text: str) -> None:
    found = parts(parse(compose({"all": text}, 5, typed)).tree)
    own = len(keys(text))
    assert [part for part in found[:-own] if part != Everything()] == [
        part for part in parts(parse(typed).tree) if part != Everything()
    ]
    assert [said(part) for part in found[-own:]] == [("word", key) for key in keys(text)]


@settings(max_examples=500, deadline=None)
@given(typed_text | query_texts)
def test_what_is_taken_apart_and_put_together_again_means_the_same(text: str) -> None:
    filled = take_apart(text, known_only)
    if filled is None:
        return
    again = parse(compose(filled.fields, filled.distance or 0)).tree
    wanted = [
        part
        for part in parts(parse(text).tree)
        if not isinstance(part, Filter | Years | Everything)
    ]
    assert Counter(parts(again)) == Counter(wanted)
