"""Words derived from one verb: huisvesten, huisvesting; bemiddelen, bemiddeling, bemiddelaar.

A weaker bond than inflection, for the query only. The rules make a noun of a verb in ``-ing`` or
``-atie`` and believe it where the dictionary has one of the two, and in ``-er`` where it has both.
What looks derived and is not (woning, rekening), and what the rules do not see, stands in
``families.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.checked_yaml import load_yaml
from corpus.language.compounds import split
from corpus.language.lemmas import lemma
from corpus.language.stems import stem

BONDS = Path(__file__).with_name("families.yaml")
_SHORTEST_BASE = 3  # letters of a verb before -en
_SHORTEST_AGENT = 7  # letters; of the shorter most are no agents: kamer, water, leger
_SHORTEST_LAST = 6  # letters of the last part of a compound that has a family
_VOWELS = "aeou"


class Bonds(BaseModel):
    """What stands in ``families.yaml``: stems."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    apart: frozenset[str]
    together: frozenset[str]


@lru_cache(maxsize=1 << 14)
def relatives(word: str) -> tuple[str, ...]:
    """The stems of the words that belong to one family with ``word``, its own left out.

    Args:
        word: a folded Dutch word, or its stem.
    """
    own = stem(word, "nl")
    known = _known_relatives(own)
    parts = () if known else split(own)
    if parts and len(own) - parts[-1].start >= _SHORTEST_LAST:
        first = own[: parts[-1].start]
        known = {stem(first + other, "nl") for other in _known_relatives(parts[-1].key)}
    return tuple(sorted(known - {own}))


def _known_relatives(own: str) -> set[str]:
    found, waiting = {own}, [own]
    while waiting:
        for other in _bonds(waiting.pop()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found - {own}


def _bonds(word: str) -> Iterator[str]:
    """Words one step away: of a verb its nouns, of a noun its verb."""
    yield from _together().get(word, ())
    yield from _nouns(word)
    for verb in _verbs(word):
        if word in _nouns(verb):
            yield verb


def _nouns(verb: str) -> list[str]:
    """The nouns of a verb; none of what is no verb."""
    base = verb.removesuffix("en")
    if base == verb or len(base) < _SHORTEST_BASE or stem(verb, "nl") != verb:
        return []
    known = lemma(verb) == verb
    deeds = [base + "ing"]
    if verb.endswith("eren"):
        deeds.append(verb.removesuffix("eren") + "atie")
    agents = [noun for noun in _agents(base) if len(noun) >= _SHORTEST_AGENT and known]
    found = [noun for noun in deeds if lemma(noun) == noun or (known and lemma(noun) is None)]
    found += [noun for noun in agents if lemma(noun) == noun]
    return [n for n in found if n not in _listed().apart and stem(n, "nl") == n]


def _agents(base: str) -> Iterator[str]:
    """begeleider, bemiddelaar, beheerder, verhuurder."""
    yield base + "er"
    if base.endswith(("el", "en", "er")):
        yield base + "aar"
    if base.endswith("r"):
        yield _closed(base) + "der"


def _verbs(noun: str) -> Iterator[str]:
    """Infinitives that a noun can be made of."""
    for ending in ("ing", "er", "aar"):
        if noun.endswith(ending):
            yield noun.removesuffix(ending) + "en"
    if noun.endswith("atie"):
        yield noun.removesuffix("atie") + "eren"
    if noun.endswith("rder"):
        base = noun.removesuffix("der")
        yield base + "en"
        if base[-2:-1] == base[-3:-2]:
            yield base[:-2] + base[-1] + "en"


def _closed(base: str) -> str:
    """The vowel of beheren as it is written in beheer."""
    single = base[-2:-1] in _VOWELS and base[-3:-2] not in _VOWELS
    return base[:-1] + base[-2:] if single else base


@cache
def _listed() -> Bonds:
    return load_yaml(BONDS, Bonds)


@cache
def _together() -> dict[str, tuple[str, ...]]:
    pairs = [entry.split("+") for entry in _listed().together]
    both = [*pairs, *(pair[::-1] for pair in pairs)]
    return {first: tuple(b for a, b in both if a == first) for first, _ in both}
