"""Which archetypes is a document about? The taxonomy's weighted cues, with reasons.

    strong       says what the archetype is, or names it
    supporting   counts together with others
    excluding    speaks against it (another meaning, another archetype)

Each different cue counts once, by its weight times n / (n + m/4), where n is the number of
sentences that have it (a title or heading is as much as three, a summary as two) and m how many
make a subject rather than a mention: one in a page of 400 words, and (words / 400) to the power of
0.75 in a longer text. In the title or a heading the weight is three quarters more.

A document is *assigned* an archetype from a score of 8, where at least m sentences have a strong
cue, and the score is not far below that of another archetype. Less is *suggested* to the librarian
from a score of 3.5, where a quarter of them have one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache, partial
from typing import NamedTuple

from corpus.archetypes import Taxonomy, Term
from corpus.document import BESIDE, Document, Quote, Tag, Verdict
from corpus.headings import headings
from corpus.personal import masked
from corpus.summaries import summaries
from ingest.cues import CueFinder, Found, Sides

# On judged texts from which no cue was made, 6 gives a precision of .88 and a recall of .81, 8
# gives .94 and .73, 8.5 gives .95 and .71; what falls below is suggested.
ASSIGN = 8.0
SUGGEST = 3.5
# The score of a second subject, as a share of the highest.
BESIDE_ANOTHER = 0.39

_PAGE_OF_WORDS = 400
_GROWTH = 0.75  # a text twice as long needs 1.7 times the sentences
_TITLE, _HEADING, _SUMMARY = 3, 3, 2  # sentences that one of these is as much as
_PROMINENT = 1.75
_MENTIONS = 4  # what has so many times fewer sentences than a subject is not even asked
_CONTEXT = 60  # characters around what is quoted
_LONGEST_QUOTE = 300
_AROUND = 400  # characters around a quote that may tell that something in it is personal


class _Cue(NamedTuple):
    """A cue of one archetype; ``role`` is strong, supporting or excluding."""

    archetype: str
    role: str
    term: Term


@dataclass(slots=True)
class _Sightings:
    """Where one cue was seen in a document, as so many sentences; first in a text of ``page``."""

    cue: _Cue
    page: int
    text: str
    first: Found
    prominent: bool = False
    sentences: dict[tuple[int, int], int] = field(default_factory=dict)

    def contribution(self, subject: float) -> float:
        """What it adds to the score, where ``subject`` sentences make a subject."""
        seen = sum(self.sentences.values())
        weight = self.cue.term.w
        if self.prominent and weight > 0:
            weight *= _PROMINENT
        return round(weight * seen / (seen + subject / 4), 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the cues of one archetype say of a document.

    Attributes:
        score: the sum of what they add.
        evidence: a quote for each of them, those that say most first.
        sentences: how many have a strong cue.
        subject: how many are needed.
        highest: the score of the archetype with the highest one.
    """

    archetype: str
    score: float
    evidence: tuple[Quote, ...] = ()
    sentences: int
    subject: float
    highest: float

    @property
    def needed(self) -> float:
        """The score from which the label is given."""
        return max(ASSIGN, BESIDE_ANOTHER * self.highest)

    @property
    def verdict(self) -> Verdict | None:
        """None when this is too little to ask anyone."""
        if self.score >= self.needed and self.sentences >= self.subject:
            return Verdict.ASSIGNED
        is_more = self.sentences >= max(1.0, self.subject / _MENTIONS)
        return Verdict.SUGGESTED if self.score >= SUGGEST and is_more else None


def texts_of(document: Document) -> list[tuple[int, str, str | None]]:
    """Page (0 for the title), text and language of everything that cues are looked for in."""
    own = document.language
    pages = ((page.number, page.running_text, page.language or own) for page in document.pages)
    return [(0, document.title, own), *pages]


@lru_cache(maxsize=4)
def made_finder(sides: tuple[Sides, ...], language: str | None) -> CueFinder:
    """Making one takes a second, as each word of the taxonomy is analysed."""
    return CueFinder(sides, language)


class Tagger:
    """Labels documents by one taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._by = f"rules {taxonomy.version}"
        self._archetypes = taxonomy.archetypes
        self._cues = [
            _Cue(archetype.id, role, term)
            for archetype in taxonomy.archetypes.values()
            for role, terms in archetype.terms
            for term in terms
        ]
        sides = tuple(taxonomy.sides(cue.term) for cue in self._cues)
        self._finder = cache(partial(made_finder, sides))

    def tag(self, document: Document) -> tuple[Tag, ...]:
        """The labels of a document, the strongest first; those that fall short are left out.

        Labels from the metadata beside its file stay, with what the rules found for them, as long
        as the taxonomy has them.
        """
        judged = self._weighed(document)
        tags = {
            archetype: Tag(
                archetype=archetype,
                score=round(one.score / (one.score + ASSIGN), 3),
                evidence=_evidence(one, found),
                by=self._by,
                verdict=one.verdict,
            )
            for archetype, (one, found) in judged.items()
            if one.verdict is not None
        }
        for beside in document.tags:
            if beside.by == BESIDE and beside.archetype in self._archetypes:
                evidence = _evidence(*judged[beside.archetype])
                tags[beside.archetype] = replace(beside, evidence=evidence)
        return tuple(sorted(tags.values(), key=lambda tag: (-tag.score, tag.archetype)))

    def assigned(self, document: Document) -> frozenset[str]:
        """The archetypes that the rules assign to a document."""
        judged = self._weighed(document).values()
        return frozenset(one.archetype for one, _ in judged if one.verdict is Verdict.ASSIGNED)

    def judge(self, document: Document) -> dict[str, Judgement]:
        """Every archetype, and what its cues say of a document."""
        return {
            archetype: replace(one, evidence=_evidence(one, found))
            for archetype, (one, found) in self._weighed(document).items()
        }

    def _weighed(self, document: Document) -> dict[str, tuple[Judgement, list[_Sightings]]]:
        """Judgements that do not quote yet, which takes as long as judging, with their cues."""
        texts = texts_of(document)
        subject = _subject_sentences(text for page, text, _ in texts if page)
        mine: dict[str, list[_Sightings]] = {archetype: [] for archetype in self._archetypes}
        for sightings in self._sightings(document, texts).values():
            mine[sightings.cue.archetype].append(sightings)
        scores = {
            archetype: sum(sightings.contribution(subject) for sightings in found)
            for archetype, found in mine.items()
        }
        highest = max(scores.values())
        return {
            archetype: (
                Judgement(
                    archetype=archetype,
                    score=scores[archetype],
                    sentences=_strong_sentences(found),
                    subject=subject,
                    highest=highest,
                ),
                found,
            )
            for archetype, found in mine.items()
        }

    def _sightings(
        self, document: Document, texts: Iterable[tuple[int, str, str | None]]
    ) -> dict[int, _Sightings]:
        """Cue -> where it stands in the texts of a document."""
        seen: dict[int, _Sightings] = {}
        zones = _Zones(document)
        for page, text, language in texts:
            for found in self._finder(language).find(text):
                known = seen.get(found.cue)
                if known is None:
                    cue = self._cues[found.cue]
                    known = seen[found.cue] = _Sightings(cue, page, text, found)
                worth = zones.worth(page, found.places[0][0])
                place = (page, found.sentence)
                known.sentences[place] = max(worth, known.sentences.get(place, 0))
                known.prominent |= worth >= _HEADING
        return seen


class _Zones:
    """Which places of a document are more than running text."""

    def __init__(self, document: Document) -> None:
        self._headings, self._summaries = _Stretches(), _Stretches()
        self._headings.add(0, 0, len(document.title))
        found = headings(document.pages)
        for zone, stretches in (
            (found, self._headings),
            (summaries(document.pages, found), self._summaries),
        ):
            for one in zone:
                stretches.add(one.page.number, one.start, one.end)

    def worth(self, page: int, at: int) -> int:
        """How many sentences a place is as much as."""
        if self._headings.hold(page, at):
            return _HEADING if page else _TITLE
        return _SUMMARY if self._summaries.hold(page, at) else 1


class _Stretches:
    """Stretches of pages that do not overlap, in the order of the text."""

    def __init__(self) -> None:
        self._starts: dict[int, list[int]] = defaultdict(list)
        self._ends: dict[int, list[int]] = defaultdict(list)

    def add(self, page: int, start: int, end: int) -> None:
        """Put one behind those that are there."""
        self._starts[page].append(start)
        self._ends[page].append(end)

    def hold(self, page: int, at: int) -> bool:
        """Whether a place lies in one of them."""
        starts = self._starts.get(page)
        before = bisect_right(starts, at) if starts else 0
        return before > 0 and at < self._ends[page][before - 1]


def _subject_sentences(texts: Iterable[str]) -> float:
    """How many sentences make a subject of what is otherwise a mention."""
    words = sum(text.count(" ") for text in texts)
    return float(max(1.0, (words / _PAGE_OF_WORDS) ** _GROWTH))


def _strong_sentences(found: Sequence[_Sightings]) -> int:
    """How many sentences have a strong cue."""
    sentences: dict[tuple[int, int], int] = {}
    for sightings in found:
        if sightings.cue.role == "strong":
            for place, worth in sightings.sentences.items():
                sentences[place] = max(worth, sentences.get(place, 0))
    return sum(sentences.values())


def _evidence(one: Judgement, found: Sequence[_Sightings]) -> tuple[Quote, ...]:
    """A quote for each cue, those that say most first."""
    quotes = [_quote(sightings, sightings.contribution(one.subject)) for sightings in found]
    return tuple(sorted(quotes, key=lambda quote: (-abs(quote.weight), quote.term)))


def _quote(sightings: _Sightings, weight: float) -> Quote:
    """The words with some context, personal data masked; of a long sentence as far as fits."""
    text, places = sightings.text, sightings.first.places
    start = text.rfind(" ", 0, max(0, places[0][0] - _CONTEXT)) + 1
    end = text.find(" ", min(places[-1][1], start + _LONGEST_QUOTE) + _CONTEXT)
    end = end if end >= 0 else len(text)
    before = max(0, start - _AROUND)
    words = " ".join(masked(text[before : end + _AROUND])[start - before : end - before].split())
    term = " + ".join(" ".join(text[a:b].split()) for a, b in places)
    return Quote(page=sightings.page, text=words, term=term, weight=weight)
