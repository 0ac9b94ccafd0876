"""What means the same: pairs of words from ``synonyms.yaml`` and from the names of archetypes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import permutations, product
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from corpus.archetypes import Archetype
from corpus.checked_yaml import load_yaml
from corpus.language.tokens import tokenize

SYNONYMS = Path(__file__).with_name("synonyms.yaml")
LONGEST = 8  # words of one entry

Language = Literal["nl", "en"]
Keys = tuple[str, ...]
"""Folded words in their order, as :func:`corpus.language.tokens.tokenize` gives them."""


class Relation(StrEnum):
    """How what may also be said is related to what was said."""

    SPELLING = "spelling"
    ABBREVIATION = "abbreviation"
    FORMER = "former"
    SYNONYM = "synonym"
    NARROWER = "narrower"
    TRANSLATION = "translation"
    VARIANT = "variant"


class Entry(NamedTuple):
    """One or several words, and the language by whose rules they are inflected."""

    text: str
    keys: Keys
    language: Language


class Link(NamedTuple):
    """Who says ``said`` may also mean ``meant``."""

    said: Entry
    meant: Entry
    relation: Relation


def _readable(phrase: str) -> str:
    if not 0 < len(_keys(phrase)) <= LONGEST:
        raise ValueError(f"‘{phrase}’ must have 1 to {LONGEST} words")
    return phrase


def _different(phrases: tuple[str, ...]) -> tuple[str, ...]:
    seen: set[Keys] = set()
    for phrase in phrases:
        if _keys(phrase) in seen:
            raise ValueError(f"‘{phrase}’ stands here twice")
        seen.add(_keys(phrase))
    return phrases


_Phrase = Annotated[str, AfterValidator(_readable)]
_Some = Annotated[tuple[_Phrase, ...], Field(min_length=1), AfterValidator(_different)]
_Group = Annotated[tuple[_Phrase, ...], Field(min_length=2), AfterValidator(_different)]
_Weight = Annotated[float, Field(gt=0, le=1)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Narrower(_Record):
    general: _Some
    special: _Some

    @model_validator(mode="after")
    def _apart(self) -> Self:
        _different(self.general + self.special)
        return self


class _Former(_Record):
    today: _Some
    former: _Some

    @model_validator(mode="after")
    def _apart(self) -> Self:
        _different(self.today + self.former)
        return self


class _Typo(_Record):
    right: _Phrase
    wrong: _Some

    @model_validator(mode="after")
    def _apart(self) -> Self:
        _different((self.right, *self.wrong))
        return self


class _Translation(_Record):
    nl: _Some
    en: _Some


class SynonymsFile(_Record):
    """The file as it is written: groups of words per relation."""

    weights: Mapping[Relation, _Weight]
    spelling: tuple[_Group, ...] = ()
    typo: tuple[_Typo, ...] = ()
    abbreviation: tuple[_Group, ...] = ()
    former: tuple[_Former, ...] = ()
    synonym: tuple[_Group, ...] = ()
    narrower: tuple[_Narrower, ...] = ()
    translation: tuple[_Translation, ...] = ()

    @model_validator(mode="after")
    def _weighted(self) -> Self:
        missing = [relation.value for relation in Relation if relation not in self.weights]
        if missing:
            raise ValueError(f"weights has nothing for {', '.join(missing)}")
        return self

    def links(self) -> Iterator[Link]:
        """Every pair of the file, the lists in the order of their groups."""
        for relation, groups in (
            (Relation.SPELLING, self.spelling),
            (Relation.ABBREVIATION, self.abbreviation),
            (Relation.SYNONYM, self.synonym),
        ):
            for group in groups:
                yield from _each_other(_entries(group, "nl"), relation)
        for name in self.former:
            past = _entries(name.former, "nl")
            yield from _across(_entries(name.today, "nl"), past, Relation.FORMER)
            yield from _each_other(past, Relation.FORMER)
        for typo in self.typo:
            yield from _one_way(typo.wrong, [typo.right], Relation.SPELLING)
        for narrower in self.narrower:
            yield from _one_way(narrower.general, narrower.special, Relation.NARROWER)
        for concept in self.translation:
            english = _entries(concept.en, "en")
            yield from _across(_entries(concept.nl, "nl"), english, Relation.TRANSLATION)
            yield from _each_other(english, Relation.SYNONYM)


def load_synonyms(path: Path = SYNONYMS) -> SynonymsFile:
    """Load and check a file of synonyms.

    Raises:
        SettingsWrong: naming line and field of every mistake.
    """
    return load_yaml(path, SynonymsFile)


def archetype_links(archetype: Archetype) -> Iterator[Link]:
    """Its names in both languages, its variants and former ids as ways to say the same.

    Some variants are only near to what the archetype is (a law, a means), so they lead to its
    names and back, never to each other, and weigh least.
    """
    # An id is the shortest name: tijdelijk-beheer.
    dutch = _entries([archetype.id.replace("-", " "), *_names(archetype.label_nl)], "nl")
    english = _entries(_names(archetype.label_en), "en")
    former = (name.id.replace("-", " ") for name in archetype.former)
    variants = _entries([*archetype.variants, *former], "nl")
    yield from _across(dutch, english, Relation.TRANSLATION)
    yield from _each_other(dutch, Relation.VARIANT)
    yield from _across(dutch + english, variants, Relation.VARIANT)


def _names(label: str) -> list[str]:
    """``Gemengd wonen (Magic Mix)`` is two names."""
    return re.split(r"[()]", label)


def _entries(phrases: Iterable[str], language: Language) -> list[Entry]:
    entries = (Entry(phrase.strip(), _keys(phrase), language) for phrase in phrases)
    return [entry for entry in entries if 0 < len(entry.keys) <= LONGEST]


@lru_cache(maxsize=1 << 13)  # each phrase is checked and then linked
def _keys(phrase: str) -> Keys:
    return tuple(token.key for token in tokenize(phrase))


def _one_way(said: Iterable[str], meant: Iterable[str], relation: Relation) -> Iterator[Link]:
    pairs = product(_entries(said, "nl"), _entries(meant, "nl"))
    return (Link(one, other, relation) for one, other in pairs)


def _each_other(entries: Sequence[Entry], relation: Relation) -> Iterator[Link]:
    return (Link(said, meant, relation) for said, meant in permutations(entries, 2))


def _across(some: Sequence[Entry], others: Sequence[Entry], relation: Relation) -> Iterator[Link]:
    for one, other in product(some, others):
        yield Link(one, other, relation)
        yield Link(other, one, relation)
