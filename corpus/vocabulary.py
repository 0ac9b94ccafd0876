"""Controlled vocabularies: the values a facet can have and how they are called on the page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import RootModel

from corpus.archetypes import Label
from corpus.checked_yaml import load_yaml

_VOCABULARY = Path(__file__).with_name("vocabulary.yaml")


class _VocabularyFile(RootModel[dict[str, dict[str, Label]]]):
    pass


class Vocabulary:
    """Field (``kind``, ``evidence``, ``document_type``, ``theme`` …) -> its values."""

    def __init__(self, labels: Mapping[str, Mapping[str, Label]]) -> None:
        self.labels = labels

    def label(self, facet: str, value: str, language: str) -> str:
        """How ``value`` is called on the page; the value itself where it has no other name."""
        found = self.labels.get(facet, {}).get(value)
        return found.text(language) if found else value


def load_vocabulary(path: Path = _VOCABULARY) -> Vocabulary:
    """Load the vocabularies that come with the package."""
    return Vocabulary(load_yaml(path, _VocabularyFile).root)
