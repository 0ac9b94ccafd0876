"""What an editor may want to mend in a taxonomy that is right by its form.

Phrases are compared as the tagger compares them, so that what differs in inflection or spelling
alone is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpus.archetypes import Archetype, Taxonomy, Term
from corpus.checked_yaml import Places, field_name
from corpus.language.stopwords import meaningless
from corpus.language.tokens import tokenize
from ingest.cues import CueFinder

_STRONG, _EXCLUDING = "strong", "excluding"
_MOST_NAMED = 3  # phrases of one remark

Location = tuple[str | int, ...]


class Kind(StrEnum):
    """What a remark is about."""

    UNUSED_GROUP = "unused-group"
    REPEATED = "repeated"
    COLLISION = "collision"
    CONTRADICTION = "contradiction"
    CONTAINED = "contained"
    STOP_WORDS = "stop-words"
    FORMER = "former"
    MISSING = "missing"
    UNSEEN = "unseen"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something that works and that an editor may not have meant.

    Attributes:
        line: 1-based; None when it stands nowhere in the file.
        archetype: whose cue it is about; empty where it is about no cue.
    """

    kind: Kind
    line: int | None
    field: str
    message: str
    archetype: str = ""


class PlacedCue(NamedTuple):
    """A cue, and where it stands."""

    archetype: str
    role: str
    place: Location
    term: Term


class _Alone(NamedTuple):
    """A phrase that is a cue by itself, and the place of that cue."""

    phrase: str
    archetype: str
    role: str
    place: Location


def remarks(taxonomy: Taxonomy, places: Places) -> list[Remark]:
    """Everything that looks wrong in the file alone, in the order of its lines."""
    return _Check(taxonomy, places).remarks()


class _Check:
    """One look at one taxonomy."""

    def __init__(self, taxonomy: Taxonomy, places: Places) -> None:
        self._taxonomy = taxonomy
        self._places = places
        self._archetypes: Sequence[Archetype] = list(taxonomy.archetypes.values())
        self._cues = list(placed_cues(taxonomy))
        self._alone = [
            _Alone(phrase, cue.archetype, cue.role, cue.place)
            for cue in self._cues
            if len(sides := taxonomy.sides(cue.term)) == 1
            for phrase in sides[0]
        ]
        self._within = _within([alone.phrase for alone in self._alone])

    def remarks(self) -> list[Remark]:
        found = [
            *self._groups(),
            *self._repeated(),
            *self._stop_words(),
            *self._collisions(),
            *self._same_sides(),
            *self._contradictions(),
            *self._contained(),
            *self._names(),
        ]
        return sorted(found, key=lambda remark: (remark.line or 0, remark.kind))

    def _remark(self, kind: Kind, place: Location, message: str, archetype: str = "") -> Remark:
        line = self._places.line(*place)
        field = field_name(place)
        return Remark(kind=kind, line=line, field=field, message=message, archetype=archetype)

    def _line(self, place: Location) -> str:
        return f"line {self._places.line(*place)}"

    def _groups(self) -> Iterator[Remark]:
        used = {
            phrase.removeprefix("@")
            for cue in self._cues
            for side in cue.term.sides
            for phrase in side
            if phrase.startswith("@")
        }
        for name in self._taxonomy.groups:
            if name not in used:
                yield self._remark(
                    Kind.UNUSED_GROUP, ("groups", name), f"no cue uses the group ‘@{name}’"
                )

    def _repeated(self) -> Iterator[Remark]:
        for name, phrases in self._taxonomy.groups.items():
            for number, phrase in _twice(phrases):
                place = ("groups", name, number)
                yield self._remark(Kind.REPEATED, place, f"‘{phrase}’ stands in the group twice")
        for cue in self._cues:
            for side in cue.term.sides:
                for message in self._repeated_in(side):
                    yield self._remark(Kind.REPEATED, cue.place, message)

    def _repeated_in(self, side: Sequence[str]) -> Iterator[str]:
        written = [phrase for phrase in side if not phrase.startswith("@")]
        for _, phrase in _twice(written):
            yield f"‘{phrase}’ stands twice in one side of the cue"
        for group in (phrase for phrase in side if phrase.startswith("@")):
            held = set(map(_folded, self._taxonomy.groups[group[1:]]))
            for phrase in dict.fromkeys(written):
                if _folded(phrase) in held:
                    yield f"‘{phrase}’ stands beside ‘{group}’, which has it already"

    def _stop_words(self) -> Iterator[Remark]:
        for alone in self._alone:
            if _says_nothing(alone.phrase):
                message = f"‘{alone.phrase}’ is a cue by itself and has stop words only"
                yield self._remark(Kind.STOP_WORDS, alone.place, message)

    def _collisions(self) -> Iterator[Remark]:
        """Phrases that are strong cues of two archetypes."""
        for alone, other in self._pairs():
            if (
                alone.archetype != other.archetype
                and alone.role == other.role == _STRONG
                and other.phrase in self._same(alone.phrase)
            ):
                yield self._collision(alone.place, alone.phrase, other)

    def _collision(self, place: Location, what: str, other: _Alone) -> Remark:
        message = (
            f"‘{what}’ is a strong cue of {other.archetype} too ({self._line(other.place)}): "
            "what has it may get both labels"
        )
        return self._remark(Kind.COLLISION, place, message)

    def _same_sides(self) -> Iterator[Remark]:
        """Cues of several sides that are strong in two archetypes, or written twice."""
        known: dict[frozenset[frozenset[str]], list[_Alone]] = defaultdict(list)
        for cue in self._cues:
            sides = self._taxonomy.sides(cue.term)
            if len(sides) == 1:
                continue
            said = " + ".join(side[0] + (" / …" if side[1:] else "") for side in sides)
            same = known[frozenset(frozenset(map(_folded, side)) for side in sides)]
            for other in same:
                if other.archetype == cue.archetype:
                    message = f"‘{said}’ is the cue of {self._line(other.place)} again"
                    yield self._remark(Kind.REPEATED, cue.place, message)
                elif cue.role == other.role == _STRONG:
                    yield self._collision(cue.place, said, other)
            same.append(_Alone(said, cue.archetype, cue.role, cue.place))

    def _contradictions(self) -> Iterator[Remark]:
        """Phrases that speak for and against an archetype."""
        for alone, other in self._pairs():
            if (
                alone.archetype == other.archetype
                and {alone.role, other.role} == {_STRONG, _EXCLUDING}
                and other.phrase in self._same(alone.phrase)
            ):
                message = (
                    f"‘{alone.phrase}’ is both a strong and an excluding cue of "
                    f"{alone.archetype} ({self._line(other.place)})"
                )
                yield self._remark(Kind.CONTRADICTION, alone.place, message)

    def _contained(self) -> Iterator[Remark]:
        """Strong cues that are there whenever another one of the archetype is."""
        found: dict[tuple[str, Location, Location], list[str]] = defaultdict(list)
        for alone, other in self._pairs():
            same_archetype = alone.archetype == other.archetype
            if not same_archetype or not alone.role == other.role == _STRONG:
                continue
            long, short = alone, other
            if short.phrase not in self._within[long.phrase]:
                long, short = other, alone
            if long.place != short.place:
                key = (long.archetype, long.place, short.place)
                found[key].append(f"‘{short.phrase}’ in ‘{long.phrase}’")
        for (archetype, place, inner), pairs in found.items():
            said = list(dict.fromkeys(pairs))
            more = ", …" if len(said) > _MOST_NAMED else ""
            message = (
                f"what has this has the cue of {self._line(inner)} too, and both count: "
                f"{', '.join(said[:_MOST_NAMED])}{more}"
            )
            yield self._remark(Kind.CONTAINED, place, message, archetype)

    def _pairs(self) -> Iterator[tuple[_Alone, _Alone]]:
        """Each two phrases of which one is in the other, the later first."""
        at: dict[str, list[int]] = defaultdict(list)
        for number, alone in enumerate(self._alone):
            at[alone.phrase].append(number)
        pairs = {
            (max(long, short), min(long, short))
            for phrase, numbers in at.items()
            for inner in self._within[phrase]
            for long in numbers
            for short in at[inner]
            if long != short
        }
        for later, earlier in sorted(pairs):
            yield self._alone[later], self._alone[earlier]

    def _same(self, phrase: str) -> set[str]:
        return {other for other in self._within[phrase] if phrase in self._within[other]}

    def _names(self) -> Iterator[Remark]:
        for number, archetype in enumerate(self._archetypes):
            place = ("archetypes", number)
            for name in ("label_nl", "label_en", "definition_nl", "definition_en"):
                if not getattr(archetype, name):
                    message = f"{archetype.id} has no {name.replace('_', ' in ')}"
                    yield self._remark(Kind.MISSING, (*place, name), message)
            for n, former in enumerate(archetype.former):
                if former.id in self._taxonomy.archetypes:
                    message = (
                        f"‘{former.id}’ is the id of an archetype today, which it leads to; leave "
                        "it out here, or give that one another id"
                    )
                    yield self._remark(Kind.FORMER, (*place, "former", n, "id"), message)
        for number, family in enumerate(self._taxonomy.families.values()):
            for language in ("nl", "en"):
                if not getattr(family, language):
                    message = f"the family {family.id} has no name in {language}"
                    yield self._remark(Kind.MISSING, ("families", number, language), message)


def placed_cues(taxonomy: Taxonomy) -> Iterator[PlacedCue]:
    """Every cue, in the order of the taxonomy."""
    for number, archetype in enumerate(taxonomy.archetypes.values()):
        for role, terms in archetype.terms:
            for n, term in enumerate(terms):
                place = ("archetypes", number, "terms", role, n)
                yield PlacedCue(archetype.id, role, place, term)


def _within(phrases: Sequence[str]) -> dict[str, set[str]]:
    """Which phrases the tagger finds in each phrase, itself among them."""
    different = list(dict.fromkeys(phrases))
    finder = CueFinder([[[phrase]] for phrase in different], "nl")
    return {
        phrase: {different[found.cue] for found in finder.find(phrase.removesuffix("*"))} | {phrase}
        for phrase in different
    }


def _folded(phrase: str) -> str:
    ending = "*" if phrase.endswith("*") else ""
    return " ".join(token.key for token in tokenize(phrase)) + ending


def _twice(phrases: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Phrases that stand there again, with their numbers."""
    seen: set[str] = set()
    for number, phrase in enumerate(phrases):
        folded = _folded(phrase)
        if folded in seen:
            yield number, phrase
        seen.add(folded)


def _says_nothing(phrase: str) -> bool:
    keys = [token.key for token in tokenize(phrase)]
    return len(meaningless(keys)) == len(keys)
