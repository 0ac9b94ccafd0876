"""What a person writes for a field, and what is kept or said of it."""

from __future__ import annotations

from typing import Any

import pytest
from corpus_documents import decision

from corpus.archetypes import load_taxonomy
from corpus.decisions import EDITABLE, check
from corpus.errors import UsageError
from corpus.values import Values

VALUES = Values(load_taxonomy(), "Anna")

KEPT: list[tuple[str, list[str], Any]] = [
    ("title", [" Zelfbeheer "], "Zelfbeheer"),
    ("kind", ["wetenschap"], "wetenschap"),
    ("authors", ["B", " A ", "B", ""], ["B", "A"]),
    ("authors", [], []),
    ("organisation", ["Ymere"], "Ymere"),
    ("organisation", [""], ""),
    ("publisher", [], ""),
    ("municipality", ["den bosch", "Weesp"], ["'s-Hertogenbosch", "Amsterdam"]),
    ("themes", ["wonen", "veiligheid"], ["wonen", "veiligheid"]),
    ("target_groups", ["ouderen"], ["ouderen"]),
    ("evidence", ["werkzaam"], {"level": "werkzaam", "assigned_by": "Anna"}),
    ("published", ["2014-05"], "2014-05"),
    ("language", ["en"], "en"),
    ("licence", ["CC BY 4.0"], "CC BY 4.0"),
    ("source_url", ["https://example.org/a"], "https://example.org/a"),
    ("access", ["partner"], "partner"),
    ("note", ["let op"], "let op"),
    ("subtitle", ["Een vervolg"], "Een vervolg"),
    ("document_type", ["evaluatie"], "evaluatie"),
    ("isbn", ["90-70002-34-5"], "9789070002343"),
    ("isbn", ["978 90 7000 234 3"], "9789070002343"),
    ("doi", ["https://doi.org/10.1234/abc.(5)"], "10.1234/abc.(5)"),
    ("replaced_by", ["abcdefghij"], "abcdefghij"),
    ("status", ["published"], "published"),
]


@pytest.mark.parametrize(("field", "written", "kept"), KEPT)
def test_a_value_is_kept_like_this_and_can_be_decided(
    field: str, written: list[str], kept: Any
) -> None:
    assert VALUES.value(field, written) == kept
    check(decision(field, kept))


def test_the_table_covers_every_field_a_person_may_set() -> None:
    assert {field for field, _, _ in KEPT} == set(EDITABLE)


@pytest.mark.parametrize(
    ("field", "written", "words"),
    [
        ("kind", ["krant"], "‘krant’ is no kind; there are praktijk, wetenschap"),
        ("access", ["geheim"], "is no access; there are public"),
        ("status", ["withdrawn"], "is no status; there are new, review, published"),
        ("themes", ["wonen", "water"], "‘water’ is no theme"),
        ("target_groups", ["iedereen"], "‘iedereen’ is no target group"),
        ("evidence", ["5"], "‘5’ is no evidence"),
        ("isbn", ["90-70002-34-6"], "is no ISBN"),
        ("doi", ["11.1234/abc"], "is no DOI"),
        ("document_type", ["krant"], "‘krant’ is no document type"),
        ("language", ["fr"], "‘fr’ is no language; there are nl, en"),
        ("municipality", ["Bergen"], "‘Bergen’ is no Dutch municipality"),
        ("published", ["binnenkort"], "write it as 2014"),
        ("source_url", ["javascript:alert(1)"], "no web address; write it as https://"),
        ("source_url", ["https://[x"], "no web address"),
        ("title", [" "], "The field title cannot be empty"),
        ("kind", [], "The field kind cannot be empty"),
        ("title", ["a", "b"], "has one value, and 2 were given"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_one_sentence(
    field: str, written: list[str], words: str
) -> None:
    with pytest.raises(UsageError) as refused:
        VALUES.value(field, written)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("year", "published"),
        ("theme", "themes"),
        ("target_group", "target_groups"),
        ("note", "note"),
    ],
)
def test_a_field_may_be_called_as_people_call_it(name: str, field: str) -> None:
    assert VALUES.field(name) == field


@pytest.mark.parametrize("name", ["id", "pages", "sha256", "tags", "", "titel"])
def test_a_field_that_cannot_be_set_is_refused_with_those_that_can(name: str) -> None:
    with pytest.raises(UsageError, match="to set; there are title, subtitle, kind"):
        VALUES.field(name)


def test_an_archetype_is_known_by_its_id() -> None:
    assert VALUES.archetype("zelfbeheer") == "zelfbeheer"
    with pytest.raises(UsageError, match="‘zelfbeer’ is no archetype; there are zelfbeheer"):
        VALUES.archetype("zelfbeer")
