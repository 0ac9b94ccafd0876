"""What a person decides outranks what a program found."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest
from corpus_documents import FULL, PLAIN, decision

from corpus.decisions import EDITABLE, apply, check, in_force
from corpus.document import (
    Access,
    Evidence,
    Kind,
    Origin,
    Quote,
    Source,
    Status,
    Tag,
    Verdict,
)
from corpus.errors import UsageError

DECIDED: list[tuple[str, Any, Any]] = [
    ("title", "Nieuwe titel", "Nieuwe titel"),
    ("kind", "wetenschap", Kind.WETENSCHAP),
    ("authors", ["A", "B"], ("A", "B")),
    ("authors", [], ()),
    ("organisation", "Ymere", "Ymere"),
    ("organisation", "", None),
    ("publisher", "", None),
    ("municipality", ["Utrecht"], ("Utrecht",)),
    ("themes", ["wonen"], ("wonen",)),
    ("target_groups", [], ()),
    ("evidence", {"level": "x", "assigned_by": "Anna"}, Evidence(level="x", assigned_by="Anna")),
    ("evidence", "", None),
    ("published", "2014-05", "2014-05"),
    ("published", "", None),
    ("language", "en", "en"),
    ("licence", "CC0", "CC0"),
    ("source_url", "https://example.org", "https://example.org"),
    ("access", "hidden", Access.HIDDEN),
    ("note", "let op", "let op"),
    ("subtitle", "Een vervolg", "Een vervolg"),
    ("document_type", "evaluatie", "evaluatie"),
    ("isbn", "9789012345678", "9789012345678"),
    ("doi", "10.1234/abc", "10.1234/abc"),
    ("replaced_by", "abcdefghij", "abcdefghij"),
    ("status", "withdrawn", Status.WITHDRAWN),
]


@pytest.mark.parametrize(("field", "value", "expected"), DECIDED)
def test_a_decided_value_takes_the_place_of_what_was_found(
    field: str, value: Any, expected: Any
) -> None:
    for found in (PLAIN, FULL):
        decided = apply(found, [decision(field, value)])
        assert getattr(decided, field) == expected
        origin = next(origin for origin in decided.origins if origin.field == field)
        assert origin == Origin(field=field, source=Source.LIBRARIAN, confirmed=True)


def test_the_table_covers_every_field_a_person_may_set() -> None:
    assert {field for field, _, _ in DECIDED} == set(EDITABLE)


@pytest.mark.parametrize(("field", "value", "_expected"), DECIDED)
def test_all_of_these_pass_the_check(field: str, value: Any, _expected: Any) -> None:
    check(decision(field, value))
    check(decision(field, None))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pages", []),
        ("id", "x"),
        ("sha256", "x"),
        ("tags", []),
        ("nonsense", 1),
        ("title", ""),
        ("title", 5),
        ("kind", "krant"),
        ("access", ""),
        ("authors", "Anna"),
        ("authors", ""),
        ("evidence", {"level": "x"}),
        ("published", "binnenkort"),
        ("published", "2014-13"),
        ("archetype:zelfbeheer", "misschien"),
        ("archetype:zelfbeheer", ""),
        ("archetype:zelfbeheer", ["assigned"]),
    ],
)
def test_a_decision_that_could_not_be_carried_out_is_refused(field: str, value: Any) -> None:
    with pytest.raises(UsageError) as refused:
        check(decision(field, value))
    assert field in str(refused.value)


def test_nothing_decided_changes_nothing() -> None:
    assert apply(FULL, []) is FULL


def test_the_latest_decision_on_a_field_counts() -> None:
    taken = [decision("title", "een"), decision("note", "n"), decision("title", "twee")]
    assert apply(PLAIN, taken).title == "twee"
    assert in_force(taken) == {"title": taken[2], "note": taken[1]}


def test_a_cleared_decision_leaves_the_field_to_the_program() -> None:
    taken = [decision("title", "een"), decision("title", None)]
    assert apply(FULL, taken) == FULL


def test_a_decision_after_clearing_counts_again() -> None:
    taken = [decision("title", "een"), decision("title", None), decision("title", "drie")]
    assert apply(FULL, taken).title == "drie"


def test_origins_of_other_fields_stay() -> None:
    decided = apply(FULL, [decision("note", "n")])
    assert set(FULL.origins) < set(decided.origins)


def test_an_added_label_counts_fully_and_carries_the_name_of_the_person() -> None:
    decided = apply(PLAIN, [decision("archetype:klushuizen", "assigned", who="Bram")])
    assert decided.tags == (
        Tag(archetype="klushuizen", score=1.0, by="Bram", verdict=Verdict.ASSIGNED),
    )


def test_a_label_that_was_never_wanted_keeps_its_quotes_and_no_longer_counts() -> None:
    decided = apply(FULL, [decision("archetype:zelfbeheer", "rejected")])
    assert decided.archetypes == ()
    rejected = next(tag for tag in decided.tags if tag.archetype == "zelfbeheer")
    assert rejected.score == 0.0
    assert rejected.evidence == (Quote(page=0, text="‘zelf’", term="zelfbeheer*", weight=-1.5),)


def test_a_cleared_label_gives_the_one_of_the_rules_back() -> None:
    taken = [decision("archetype:zelfbeheer", "rejected"), decision("archetype:zelfbeheer", None)]
    assert apply(FULL, taken).tags == FULL.tags


def test_a_label_not_in_the_taxonomy_any_more_can_still_be_read() -> None:
    assert apply(PLAIN, [decision("archetype:verdwenen", "assigned")]).archetypes == ("verdwenen",)


def test_labels_stand_in_the_order_of_their_strength() -> None:
    decided = apply(FULL, [decision("archetype:klushuizen", "assigned")])
    assert [tag.archetype for tag in decided.tags] == ["klushuizen", "zelfbeheer"]


def test_decisions_can_go_to_another_process() -> None:
    taken = decision("title", "een", why="daarom")
    assert pickle.loads(pickle.dumps(taken)) == taken  # noqa: S301
    assert replace(taken, why="") != taken
