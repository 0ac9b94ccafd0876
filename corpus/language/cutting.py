"""Where a Dutch word can be cut in two, and what each way is worth.

Of all ways the best is the one whose parts have the highest geometric mean of worths (P. Koehn and
K. Knight, Empirical Methods for Compound Splitting, EACL 2003). The worth of a part is how many
words it begins or ends. A word that is itself worth more than its parts stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import sqrt
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from corpus.language.lemmas import lemma

LINKS = ("", "s", "en", "e", "er")  # letters between two parts

_VERBAL = ("elen", "eren")
_SHORTEST = 5  # letters of a compound
_LONGEST = 60  # letters; longer runs are no words
_SHORT = 3  # parts of so many letters or fewer stand in the rules
LEAST = 2.0  # what two parts of a compound are worth together
_OWN = 1.0  # and how many times what the whole is worth
KNOWN = 1.0  # what a part is worth that is known as a word only
_LONG = 5  # letters of a last part that may be known as a word only
WRITTEN = 1000.0  # what a cut is worth that stands in the rules
_FEW = 20  # words that tell less of a part than its own parts do
_SOLID = 8  # letters of a word that is not cut in two by chance
_NESTED = 0.5  # what a part that no list has is worth, of its own parts


class Cut(NamedTuple):
    """One way to cut a word in two.

    Attributes:
        at: offset of the second part.
        last: dictionary form of the second part.
        worth: of both together.
    """

    at: int
    last: str
    worth: float


class Rules(BaseModel):
    """What stands in ``compounds.yaml``: folded words; and names of people and places."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    never_first: frozenset[str]
    never_last: frozenset[str]
    short_first: frozenset[str]
    short_last: frozenset[str]
    whole: frozenset[str]
    nouns: frozenset[str]
    split: frozenset[str]
    names: frozenset[str] = frozenset()

    def may_begin(self, part: str) -> bool:
        """Whether a compound can begin with ``part``, linking letters included."""
        return part not in self._no_beginnings if len(part) > _SHORT else part in self.short_first

    def may_end(self, part: str, form: str) -> bool:
        """Whether a compound can end in ``part``, whose dictionary form is ``form``."""
        if part in self.never_last or form in self.never_last:
            return False
        if len(part) > _SHORT < len(form):
            return True
        return part in self.short_last or form in self.short_last

    def noun(self, last: str) -> str:
        """Dictionary form of the last part of a compound."""
        return self._singulars.get(last) or lemma(last) or last

    def written(self, first: str, form: str) -> bool:
        """Whether this cut stands in the rules."""
        return first in self._written_firsts and f"{first}+{form}" in self.split

    @cached_property
    def _no_beginnings(self) -> frozenset[str]:
        linked = (part + "s" for part in self.never_first if len(part) > _SHORT)  # overs, but kans
        return self.never_first.union(linked)

    @cached_property
    def _singulars(self) -> dict[str, str]:
        return dict(entry.split("+") for entry in self.nouns)

    @cached_property
    def _written_firsts(self) -> frozenset[str]:
        return frozenset(entry.split("+")[0] for entry in self.split)


@dataclass(frozen=True)
class Counts:
    """How many words a part begins (as it is written there) and ends (as dictionary form)."""

    first: Mapping[str, float]
    last: Mapping[str, float]

    def ends(self, form: str) -> float:
        """How many words end in a dictionary form."""
        return self.last.get(form, 0.0)

    def own(self, key: str) -> float:
        """What a word is worth as a part of others."""
        linked = max(self.first.get(key + link, 0.0) for link in LINKS)
        return max(linked, self.last.get(lemma(key) or key, 0.0))


def halves(key: str, rules: Rules) -> list[tuple[str, str]]:
    """First part as written and dictionary form of the last, of every cut the rules allow."""
    if not _SHORTEST <= len(key) <= _LONGEST or key in rules.whole or key in rules.names:
        return []
    whole = lemma(key)
    found = []
    since, until = 0, len(key)  # no cut goes through a word that stays whole
    for at in range(2, len(key) - 2):
        first, last = key[:at], key[at:]
        form = rules.noun(last)
        if rules.written(first, form):
            return [(first, form)]
        if first in rules.whole:
            since = at
        if last in rules.whole or form in rules.whole:
            until = min(until, at)
        if rules.may_begin(first):
            agreed = _agreed(first, last, form, whole, rules)
            if agreed and rules.may_end(last, agreed) and first + agreed not in rules.whole:
                found.append((first, agreed))
    return [way for way in found if since <= len(way[0]) <= until]


def _agreed(first: str, last: str, form: str, whole: str | None, rules: Rules) -> str | None:
    """Dictionary form of a last part; None where it contradicts the form of the whole.

    What inflects the whole inflects the last part: raglans is no rag + lans.
    """
    if whole is None:
        return form
    rest = whole.removeprefix(first)
    if rest != whole and last[:_SHORT] == rest[:_SHORT]:
        form = rules.noun(rest)
        if not rules.may_end(rest, form):
            return None
    elif not whole.endswith(form):
        return None
    # A verb ends in a verb: kneukelen is no kneu + keel.
    return None if whole.endswith(_VERBAL) and not form.endswith("en") else form


def bases(part: str) -> Iterator[str]:
    """What can be left of a first part without linking letters: zonne -> zonne, zonn, zon."""
    for link in LINKS:
        if part.endswith(link):
            base = part.removesuffix(link)
            yield base
            if link in ("e", "en") and base[-1:] == base[-2:-1] and lemma(base[:-1]) == base[:-1]:
                yield base[:-1]


class Cutter:
    """Cuts words by counts and rules."""

    def __init__(self, counts: Counts, rules: Rules) -> None:
        self.counts = counts
        self._rules = rules
        self.cut = lru_cache(maxsize=1 << 16)(self._cut)

    def _cut(self, key: str) -> Cut | None:
        """The best cut of a word; None when it is whole."""
        best = max(self._sound(key), key=lambda cut: (cut.worth, -cut.at), default=None)
        if best is None or best.worth < max(LEAST, _OWN * self.counts.own(key)):
            return None
        return best

    def _sound(self, key: str) -> Iterator[Cut]:
        """Cuts that are worth something, none of them through a long word that has no parts."""
        for first, form in halves(key, self._rules):
            cut = self._valued(key, first, form)
            if cut is not None:
                yield cut
                last = key[cut.at :]
                if len(last) >= _SOLID and lemma(last) == last and self.cut(last) is None:
                    return

    def _valued(self, key: str, first: str, form: str) -> Cut | None:
        if self._rules.written(first, form):
            return Cut(len(first), form, WRITTEN)
        begins = self.counts.first.get(first, 0.0)
        ends = self.counts.last.get(form, 0.0)
        if ends and begins < _FEW:
            begins = max(begins, *map(self._base, bases(first)))
        if begins and ends < _FEW:
            last = key[len(first) :]
            known = KNOWN if len(last) >= _LONG and lemma(form) == form else 0.0
            ends = max(ends, known, self._nested(last, form))
        return Cut(len(first), form, sqrt(begins * ends)) if begins and ends else None

    def _base(self, base: str) -> float:
        """What a first part without its linking letters is worth."""
        worth = self._nested(base, base)
        if worth or not self._rules.may_begin(base):
            return worth
        inflected = base.endswith(("en", "s"))
        known = lemma(base) is not None if inflected else lemma(base) == base
        return max(_NESTED * self.counts.first.get(base, 0.0), KNOWN if known else 0.0)

    def _nested(self, part: str, form: str) -> float:
        """What a part that is a compound is worth by its own parts."""
        cut = self.cut(part)
        if cut is None:
            return 0.0
        known = lemma(part) is not None or form in self.counts.last
        return cut.worth if known else _NESTED * cut.worth
