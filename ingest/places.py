"""Find the municipalities that a document is about, and not those it happens to name.

A municipality is named for many reasons: an address, the seat of a publisher, a university, an
example. It is a subject when the title has it, when the text calls it a municipality at the
beginning, or when it comes back all the time. Names that are ordinary words as well (Best, Buren,
Huizen) count only behind a word that makes them a place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.gazetteer import Municipality, load_gazetteer
from ingest.guesses import Guess, cue_of
from ingest.reading import Reading

# Some capitalised words, the first of which may be a name; the gazetteer decides.
_CAPITALS = re.compile(r"(?<![\w'-])((?:'s-)?[A-Z][\w']*)")
_PART = re.compile(r"-(?:Noord|Zuid|Oost|West|Centrum|Nieuw)")
_BEFORE, _AROUND = 120, 40

_CALLED = re.compile(
    r"\b(?:(?i:gemeente|gemeenten|gemeenteraad(?: van)?|raad van|college van|stad|stadsbestuur van"
    r"|municipality of|city of)\s(?i:de\s)?"
    # "de gemeenten Delft, Leiden en Gouda"
    r"|(?i:gemeenten|steden|municipalities of)\s"
    r"(?:(?:'s-)?[A-Z][\w' -]{1,24}(?:,\s|\s(?i:en|and)\s)){1,6})$"
)
_IN = re.compile(r"\b(?:in|te|binnen|heel|uit|rond(?:om)?|around)\s$", re.IGNORECASE)
# Address, seat of an institution, part of a name of a person, province, sports club.
_BEFORE_NO_PLACE = re.compile(
    r"(?:\d{4}\s?[A-Z]{2},?\s"
    r"|\b(?i:universiteit(?: van)?|university of|universitair|hogeschool(?: van)?|TU|rechtbank"
    r"|gerechtshof(?: te)?|hof|GGD|UMC|MC|radboud|provincie|regio|province of|tekst uit"
    r"|noord|zuid|oost|west|station|luchthaven)\s"
    r"|\b[A-Z][\w'-]*\.?\s(?:van|de|van de|van den|van der)\s"
    r"|\b[A-Z]\.\s?)$"
)
_AFTER_NO_PLACE = re.compile(
    r"\s?(?:university|universiteit|school of|business school|UMC|airport|practices?\b|en drenthe"
    r"|:\s[A-Z]|,\s(?:(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober"
    r"|november|december|\d{1,2}\s\w+)\s)?(?:19|20)\d\d)",
    re.IGNORECASE,
)
_ORDINARY_BEHIND = re.compile(r"\s(?:van|voor|met|die|waar)\s")  # "in Huizen van Vestia"
# In a gazetteer: a word that is written with a capital only where a sentence begins, or a name of
# something else too; and an ordinary word.
_DOUBTFUL, _ORDINARY = 1, 2
_SHORTEST_SHOUTED = 4  # letters of a name in capitals; shorter ones are abbreviations
_FRONT, _SAMPLE = 6000, 40_000
_LEAD = 1500
# Weight of one mention, by what stands before it.
_CALLED_SO, _IN_IT, _NAMED, _IN_TITLE = 3.0, 1.0, 0.5, 6.0
_ENOUGH = 6.0
_PER_10K = 2.0  # weight per 10,000 characters by which a text comes back to its place all the time
# Share of the weight of all places, and weight per 10,000 characters, by which a place of which
# the beginning tells is a subject.
_PREVAILS, _EARLY_PER_10K = 0.6, 3.0
# A short text that names a single place, at its beginning and once more, is about that place.
_SHORT, _ONLY = 8000, 1.5
_SHARE = 0.4  # of the weight of the first, for another to be a subject too
_MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    """One place in the text that names a municipality."""

    place: Municipality
    at: int
    before: str
    cue: str

    @property
    def begins(self) -> bool:
        """Whether it may be a word with a capital because a sentence or a line begins with it."""
        start = self.before.rstrip(" “‘\"'(")
        return self.place.ambiguity >= _DOUBTFUL and (not start or start[-1] in ".!?:\n")


@dataclass(slots=True)
class _Mentions:
    """All that speaks for one municipality."""

    weight: float = 0.0
    anchored: bool = False  # the title or the beginning says that it is about this place
    early: bool = False  # the beginning tells of something in this place
    best: float = 0.0
    cue: str = ""

    def add(self, weight: float, cue: str) -> None:
        self.weight += weight
        if weight > self.best:
            self.best, self.cue = weight, cue


def municipalities_of(reading: Reading, title: str) -> Guess[tuple[str, ...]] | None:
    """Official names of the municipalities that the document is about, the first one first.

    Args:
        title: the title as it was guessed, with its subtitle.
    """
    found: dict[str, _Mentions] = defaultdict(_Mentions)
    doubtful: set[str] = set()
    for mention in _mentions(title):
        before = mention.before
        meant = bool(_CALLED.search(before) or _IN.search(before))
        if meant or (mention.place.ambiguity < _ORDINARY and not mention.begins):
            found[mention.place.name].add(_IN_TITLE, mention.cue)
            found[mention.place.name].anchored = True
            if not meant and mention.place.ambiguity == _DOUBTFUL:
                doubtful.add(mention.place.name)
    text = _sample(reading)
    for mention in _mentions(text):
        weight = _weight(mention)
        found[mention.place.name].add(weight, mention.cue)
        found[mention.place.name].anchored |= weight == _CALLED_SO and mention.at < _LEAD
        found[mention.place.name].early |= weight == _IN_IT and mention.at < _LEAD
    for name in doubtful:  # "What Goes Around": the text below has to speak of it too
        if found[name].weight <= _IN_TITLE + _NAMED:
            del found[name]
    return _chosen(found, len(text))


def _chosen(found: dict[str, _Mentions], length: int) -> Guess[tuple[str, ...]] | None:
    dense = max(_ENOUGH, _PER_10K * length / 10_000)
    everything = sum(mentions.weight for mentions in found.values())
    only = length <= _SHORT and len(found) == 1
    prevailing = (
        _ONLY if only else max(_CALLED_SO, _PREVAILS * everything, _EARLY_PER_10K * length / 10_000)
    )
    subjects = {
        name: mentions
        for name, mentions in found.items()
        if (mentions.anchored and mentions.weight >= _CALLED_SO)
        or (mentions.early and mentions.weight >= prevailing)
        or (mentions.weight >= dense and mentions.best > _NAMED)
    }
    if not subjects:
        return None
    ranked = sorted(subjects, key=lambda name: -subjects[name].weight)
    first = subjects[ranked[0]]
    names = tuple(name for name in ranked if subjects[name].weight >= _SHARE * first.weight)
    if len(names) > _MOST:
        return None
    sure = 0.95 if first.anchored and first.weight >= dense else 0.8
    sure = sure if len(names) == 1 else sure - 0.15
    return Guess(value=names, confidence=sure, cue=first.cue)


def _weight(mention: _Mention) -> float:
    if _CALLED.search(mention.before):
        return _CALLED_SO
    inside = _IN.search(mention.before)
    if mention.place.ambiguity >= _ORDINARY:
        return _IN_IT / 2 if inside else 0.0
    if mention.begins:
        return 0.0
    return _IN_IT if inside else _NAMED


def _sample(reading: Reading) -> str:
    """The running text of the first pages, and of pages all over a long document."""
    pages = reading.pages
    step = max(1, sum(len(page.text) for page in pages) // _SAMPLE)
    taken = [page for at, page in enumerate(pages) if at < 3 or at % step == 0]
    texts, left = [], _FRONT + _SAMPLE
    for page in taken:
        texts.append(page.running_text[:left])
        left -= len(texts[-1])
    return "\n".join(texts)


def _mentions(text: str) -> Iterator[_Mention]:
    """Every mention of a municipality that stands for the place itself."""
    text = text.replace("’", "'")
    first_words = _first_words()
    end = 0
    for match in _CAPITALS.finditer(text):
        at = match.start()
        if at < end:
            continue
        word = match[1]
        shouted = word.isupper() and len(word) >= _SHORTEST_SHOUTED
        for name, place in first_words.get(word.capitalize() if shouted else word, ()):
            end_of_name = at + len(name)
            written = name.upper() if shouted else name
            if text.startswith(written, at) and _is_whole(text, end_of_name):
                end = end_of_name
                before = text[max(0, at - _BEFORE) : at]
                behind = text[end : end + _AROUND]
                ordinary = place.ambiguity >= _ORDINARY and _ORDINARY_BEHIND.match(behind)
                if _CALLED.search(before) or not (ordinary or _is_no_place(before, behind)):
                    cue = cue_of(before[-30:].rpartition("\n")[2] + written)
                    yield _Mention(place=place, at=at, before=before, cue=cue)
                break


def _is_no_place(before: str, behind: str) -> bool:
    return bool(_BEFORE_NO_PLACE.search(before) or _AFTER_NO_PLACE.match(behind))


def _is_whole(text: str, end: int) -> bool:
    """Whether a name ends at ``end``; a part of the town may follow (Amsterdam-Noord)."""
    follows = text[end : end + 10]
    return not follows[:1].isalnum() and (follows[:1] != "-" or bool(_PART.match(follows)))


@cache
def _first_words() -> dict[str, list[tuple[str, Municipality]]]:
    """First word of a name -> names that begin with it, the longest first."""
    words: dict[str, list[tuple[str, Municipality]]] = defaultdict(list)
    for place in load_gazetteer().municipalities.values():
        for name in (place.name, *place.aliases):
            first = _CAPITALS.match(name)
            if first:
                words[first[1]].append((name, place))
    for names in words.values():
        names.sort(key=lambda pair: -len(pair[0]))
    return dict(words)
