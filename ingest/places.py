"""Find the municipalities that a document is about, and not those it happens to name.

A municipality is named for many reasons: an address, the seat of a publisher, a university, an
example. It is a subject when the title has it, when the text calls it a municipality at the
beginning, or when it comes back all the time. Names that are ordinary words as well (Best, Buren,
Huizen) count only behind a word that makes them a place; names that are something else now and then
(Stein is a surname, Groningen a province) and names in capitals need more than to stand there.
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
_AROUND = 100  # room for a list of places

_CALLED = re.compile(
    r"\b(?:gemeenten?|gemeenteraad(?: van)?|raad van|college van|stad|steden|stadsbestuur van"
    r"|municipality of|city of|municipalities of|cities of)\s(?:de\s)?$",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|te|binnen|heel|uit|rond(?:om)?|around)\s$", re.IGNORECASE)
# The other names of a list, which share the word before it: ‘de gemeenten Delft, Leiden en ’.
_LIST = re.compile(
    r"(?:(?:'s-)?[A-Z][\w'-]*(?: [A-Z][\w'-]*)*(?:, (?:en |and )?| (?:en|and|&) ))+$"
)
# Address, seat of an institution, part of a name of a person, province, sports club.
_BEFORE_NO_PLACE = re.compile(
    r"(?:\d{4}\s?[A-Z]{2},?\s"
    r"|\b(?i:universiteit(?: van)?|university of|universitair|hogeschool(?: van)?|TU|rechtbank"
    r"|gerechtshof(?: te)?|hof|GGD|UMC|MC|radboud|provincies?|regio'?s?|province of|tekst uit"
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
# What stands behind a name that ‘in’ makes a place; an ordinary word goes on (‘In Huizen van de
# Buurt’).
_ENDS = re.compile(r"\s*(?:$|[\n.,;:!?()|–-]|(?i:en|and)\s+[A-Z])")
# How doubtful a mention is: the ambiguity of the gazetteer, one more for a name in capitals.
_SURE, _DOUBTFUL, _ORDINARY = 0, 1, 2
_FEWEST_CAPITALS = 4  # EDE and EPE are abbreviations as well
_FRONT, _SAMPLE = 6000, 40_000
_LEAD = 1500
# Weight of one mention, by what stands before it.
_CALLED_SO, _IN_IT, _NAMED, _IN_TITLE = 3.0, 1.0, 0.5, 6.0
_DOUBTED = 0.45  # factor for a doubtful name that no word before it makes a place
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
    doubt: int
    at: int
    before: str
    behind: str
    cue: str

    @property
    def called(self) -> bool:
        """Whether it is called a municipality or a town."""
        return bool(_CALLED.search(self.before))

    @property
    def inside(self) -> bool:
        """Whether something is said to be in it."""
        return bool(_IN.search(self.before))


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
    for mention in _mentions(title):
        ends = mention.doubt < _ORDINARY or _ENDS.match(mention.behind)
        if (ends or mention.called) and (weight := _IN_TITLE * _share(mention)):
            found[mention.place.name].add(weight, mention.cue)
            found[mention.place.name].anchored = True
    text = _sample(reading)
    for mention in _mentions(text):
        weight = _weight(mention)
        found[mention.place.name].add(weight, mention.cue)
        found[mention.place.name].anchored |= weight == _CALLED_SO and mention.at < _LEAD
        found[mention.place.name].early |= weight == _IN_IT and mention.at < _LEAD
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


def _share(mention: _Mention) -> float:
    """How much of its weight a mention keeps: little or none for a doubtful name by itself."""
    if mention.called or mention.inside or mention.doubt == _SURE:
        return 1.0
    return _DOUBTED if mention.doubt == _DOUBTFUL else 0.0


def _weight(mention: _Mention) -> float:
    if mention.called:
        return _CALLED_SO
    if mention.inside:
        return _IN_IT if mention.doubt < _ORDINARY else _IN_IT / 2
    return _NAMED * _share(mention)


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
        for name, place in first_words.get(match[1], ()):
            end_of_name = at + len(name)
            if text.startswith(name, at) and _is_whole(text, end_of_name):
                end = end_of_name
                if mention := _mention(text, at, name, place):
                    yield mention
                break


def _mention(text: str, at: int, name: str, place: Municipality) -> _Mention | None:
    """The mention at ``at``; None when the name is part of something else there."""
    near = text[max(0, at - _AROUND) : at]
    before = _LIST.sub("", near)
    behind = text[at + len(name) : at + len(name) + _AROUND]
    if not _CALLED.search(before) and (_is_no_place(near, behind) or _is_no_place(before, behind)):
        return None
    return _Mention(
        place=place,
        doubt=place.ambiguity + name.isupper(),
        at=at,
        before=before,
        behind=behind,
        cue=cue_of(near[-30:].rpartition("\n")[2] + name),
    )


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
        written = (place.name, *place.aliases)
        capitals = [name.upper() for name in written if len(name) >= _FEWEST_CAPITALS]
        for name in (*written, *capitals):
            first = _CAPITALS.match(name)
            if first:
                words[first[1]].append((name, place))
    for names in words.values():
        names.sort(key=lambda pair: -len(pair[0]))
    return dict(words)
