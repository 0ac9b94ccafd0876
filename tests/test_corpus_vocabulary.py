"""The values a facet can have, and their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.archetypes import Label
from corpus.document import Kind
from corpus.errors import SettingsWrong
from corpus.vocabulary import Vocabulary, load_vocabulary


def test_every_kind_and_language_has_a_name() -> None:
    labels = load_vocabulary().labels
    assert set(labels["kind"]) == {kind.value for kind in Kind}
    assert set(labels["language"]) == {"nl", "en"}


def test_the_fields_with_a_vocabulary_are_these() -> None:
    vocabulary = load_vocabulary()
    assert set(vocabulary.labels) == {
        "kind", "evidence", "document_type", "theme", "target_group", "language",
        "role", "outcome", "stance",
    }  # fmt: skip
    for values in vocabulary.labels.values():
        names = [label.nl for label in values.values()]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("facet", "value", "language", "expected"),
    [
        ("kind", "praktijk", "nl", "Praktijk"),
        ("kind", "praktijk", "en", "Practice"),
        ("kind", "praktijk", "fr", "Praktijk"),
        ("target_group", "ouderen", "en", "Older people"),
        ("kind", "onbekend", "nl", "onbekend"),
        ("municipality", "Utrecht", "en", "Utrecht"),
    ],
)
def test_a_value_is_called_by_its_name_and_otherwise_by_itself(
    facet: str, value: str, language: str, expected: str
) -> None:
    assert load_vocabulary().label(facet, value, language) == expected


def test_evidence_is_offered_from_weak_to_strong() -> None:
    ladder = ["beschreven", "onderbouwd", "eerste-aanwijzingen", "werkzaam"]
    assert list(load_vocabulary().labels["evidence"]) == ladder


def test_a_mistake_in_a_vocabulary_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.yaml"
    path.write_text("kind:\n  praktijk: {nl: Praktijk}\n", encoding="utf-8")
    with pytest.raises(SettingsWrong, match=r":2: kind\.praktijk\.en: Field required"):
        load_vocabulary(path)


def test_a_vocabulary_can_be_made_by_hand() -> None:
    own = Vocabulary({"theme": {"water": Label(nl="Water", en="Water (en)")}})
    assert own.label("theme", "water", "en") == "Water (en)"
