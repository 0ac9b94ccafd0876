"""Which words of a document say what works? Sentences by cues, with their role and outcome.

The cues of a sentence add up, by role; from :data:`ENOUGH` on it is a passage of the role that has
most. Under a telling heading (*Randvoorwaarden*, *Tips*) that counts as a cue, and so does the
sentence before a list (*Voorwaarden zijn:*) for its items. Sentences that follow each other in one
paragraph with the same role and outcome are one passage.

What a result says is turned by a negation near its cue, by a condition and by a doubt, wherever
these stand in the sentence. Precision counts: what looks like a plan, a duty or a question is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from corpus.document import Document, Kind, Page
from corpus.headings import headings
from corpus.paragraphs import Paragraph, paragraphs
from corpus.passage import Outcome, Passage, PassageRole
from ingest.passage_cues import (
    Apart,
    Cue,
    Guard,
    LanguageRules,
    Modifier,
    PassageRules,
    load_passage_rules,
)
from ingest.patterns import Sentence, Span
from ingest.sentences import sentences

ENOUGH = 2.0
"""The weight from which a sentence is a passage."""
ENOUGH_OF_PLANS = 4.0
"""The same in a policy document: what it says works is mostly what somebody wants to work."""

_MARGIN = 0.5  # by which a role has to be ahead of the next
_HALF = 1.5  # the weight at which a role is as sure as not
_SHORTEST, _LONGEST = 5, 80  # words of a sentence
_UNDER_HEADING, _IN_LONG = 2.0, 1.0  # what a heading adds to a sentence of a paragraph
_TOPIC = 0.5  # what is added where people, places or a way of working are spoken of
_MOST_UNDER = 12  # paragraphs that a heading speaks of
_FEWEST = 20  # sentences from which it can be said what kind of text this is
_LEAST_ON_TOPIC = 0.15  # of the sentences; a text with fewer is about something else
_MOST_DIGITS = 0.2
_BEFORE, _BEHIND = 4, 4  # words between a negation and what it turns
_ITEM = "•▪◦●–—-*·"
_PARTS = {"maar", "terwijl", "omdat", "doordat", "hoewel", "but", "while", "because", "although"}
_TURNED = {Outcome.WORKS: Outcome.FAILS, Outcome.FAILS: Outcome.WORKS}


@dataclass(frozen=True, slots=True)
class _Lead:
    """What stands above a paragraph and tells its role."""

    role: PassageRole
    outcome: Outcome | None
    cue: str
    only_items: bool = False
    weight: float = _UNDER_HEADING


@dataclass(slots=True)
class _Weighed:
    """What the cues of one role say of a sentence."""

    weights: list[float]
    words: set[int]
    outcomes: dict[Outcome, float]
    topic: float = 0.0

    @property
    def total(self) -> float:
        """The heaviest counts whole, the others half: they often rest on the same words."""
        heaviest = max(self.weights)
        return heaviest + (sum(self.weights) - heaviest) / 2 + self.topic


class PassageFinder:
    """Finds passages by one set of rules."""

    def __init__(self, rules: PassageRules) -> None:
        self._rules = rules
        self._by = f"rules {rules.version}"

    def find(self, document: Document) -> tuple[Passage, ...]:
        """The passages of a document in reading order; of those with the same words the first."""
        titles = {(one.page.number, one.start) for one in headings(document.pages)}
        enough = ENOUGH_OF_PLANS if document.kind is Kind.BELEID else ENOUGH
        readers = {
            name: _Reader(rules, self._by, enough) for name, rules in self._rules.languages.items()
        }
        found: dict[str, tuple[_Reader, Passage]] = {}
        for one in paragraphs(document.pages):
            reader = readers.get(one.page.language or document.language or "nl")
            if reader is None:
                continue
            if (one.page.number, one.start) in titles:
                reader.pass_heading(one.text)
                continue
            for passage in reader.read(one):
                found.setdefault(passage.key, (reader, passage))
        return tuple(one for reader, one in found.values() if one.role in reader.roles)


@cache
def _standard() -> PassageFinder:
    return PassageFinder(load_passage_rules())


def find_passages(document: Document) -> tuple[Passage, ...]:
    """The passages of a document by the rules that come with the program, in reading order."""
    return _standard().find(document)


class _Reader:
    """Reads the paragraphs of one document that are in one language."""

    def __init__(self, rules: LanguageRules, by: str, enough: float) -> None:
        self._rules, self._by, self._enough = rules, by, enough
        self._read = self._on_topic = 0  # sentences
        self._apart: Counter[Apart] = Counter()
        self._lead: _Lead | None = None
        self._under = 0  # paragraphs since the lead

    @property
    def roles(self) -> frozenset[PassageRole]:
        """The roles that the document can have passages of, by what kind of text was read."""
        roles = frozenset(PassageRole)
        if self._read >= _FEWEST:
            if self._rules.topic and self._on_topic < _LEAST_ON_TOPIC * self._read:
                return frozenset()
            for apart, sentences_with_it in self._apart.items():
                if sentences_with_it > apart.share * self._read:
                    roles -= apart.roles
        return roles

    def pass_heading(self, text: str) -> None:
        """Take in what a heading says of what stands under it."""
        heading = self._rules.heading(text)
        self._under = 0
        self._lead = None
        if heading:
            self._lead = _Lead(heading.role, heading.outcome, " ".join(text.split()))

    def read(self, paragraph: Paragraph) -> list[Passage]:
        """The passages of a paragraph; neighbours of one role and outcome are one."""
        self._under += 1
        lead = self._lead
        if lead and (
            self._under > _MOST_UNDER or (lead.only_items and paragraph.text[0] not in _ITEM)
        ):
            lead = self._lead = None
        if lead and len(paragraph.text.split()) > _LONGEST:
            lead = replace(lead, weight=_IN_LONG)
        text = paragraph.page.text
        merged: list[Passage] = []
        last = -2
        for number, (start, end) in enumerate(sentences(paragraph.text)):
            place = paragraph.start + start, paragraph.start + end
            passage = self._sentence(paragraph.page, *place, lead)
            if passage is None:
                continue
            if last == number - 1 and _is_alike(merged[-1], passage):
                merged[-1] = _joined(merged[-1], passage, text)
            else:
                merged.append(passage)
            last = number
        if merged and paragraph.text.endswith(":"):
            tells = merged[-1]
            self._lead, self._under = (
                _Lead(tells.role, tells.outcome, tells.cue, only_items=True),
                0,
            )
        return merged

    def _sentence(self, page: Page, start: int, end: int, lead: _Lead | None) -> Passage | None:
        text = page.text
        sentence = self._rules.patterns.sentence(text, start, end)
        if not _SHORTEST <= len(sentence.masks) <= _LONGEST:
            return None
        self._read += 1
        self._on_topic += bool(sentence.mask & self._rules.topic)
        weighed = self._weighed(sentence, text, lead)
        if not weighed or _is_none(text[start:end]):
            return None
        role = max(weighed, key=lambda one: weighed[one].total)
        total = weighed[role].total
        others = max((one.total for other, one in weighed.items() if other is not role), default=0)
        if total < self._enough or total < others + _MARGIN:
            return None
        words = weighed[role].words
        return Passage(
            page=page.number,
            start=start,
            end=end,
            text=text[start:end],
            role=role,
            outcome=_outcome(weighed[role].outcomes),
            cue=_cue(sentence, words, text) if words or lead is None else lead.cue,
            score=round(total / (total + _HALF), 2),
            by=self._by,
        )

    def _weighed(
        self, sentence: Sentence, text: str, lead: _Lead | None
    ) -> dict[PassageRole, _Weighed]:
        """Role -> what its cues say, without those that a guard forbids."""
        found = self._rules.table.find(sentence)
        if not found and lead is None:
            return {}
        forbidden: set[PassageRole] = set()
        kinds: set[Apart] = set()
        for number in found:
            meaning = self._rules.meanings[number]
            if isinstance(meaning, Guard):
                forbidden |= meaning.roles
            elif isinstance(meaning, Apart):
                kinds.add(meaning)
        self._apart.update(kinds)
        turns = _Turns.of(self._rules, sentence, text, found)
        weighed: dict[PassageRole, _Weighed] = {}
        for number, span in found.items():
            meaning = self._rules.meanings[number]
            if isinstance(meaning, Cue):
                outcome = turns.turned(meaning, span)
                _add(weighed, meaning.role, meaning.weight, outcome, span.words)
        if lead:
            _add(weighed, lead.role, lead.weight, lead.outcome, ())
        if sentence.mask & self._rules.topic:
            for one in weighed.values():
                one.topic = _TOPIC
        return {role: one for role, one in weighed.items() if role not in forbidden}


@dataclass(frozen=True, slots=True)
class _Turns:
    """What turns the results of a sentence: negations by their place, a condition, a doubt."""

    negations: tuple[int, ...]
    parts: tuple[int, ...]
    condition: bool
    doubt: bool

    @classmethod
    def of(
        cls, rules: LanguageRules, sentence: Sentence, text: str, found: dict[int, Span]
    ) -> _Turns:
        spans: dict[str, list[Span]] = {}
        for number, span in found.items():
            meaning = rules.meanings[number]
            if isinstance(meaning, Modifier):
                spans.setdefault(meaning.what, []).append(span)
        none = {at for span in spans.get("no_negation", ()) for at in span.words}
        negations = {at for at, mask in enumerate(sentence.masks) if mask & rules.negation}
        return cls(
            tuple(sorted(negations - none)),
            tuple(_parts(sentence, text)),
            "condition" in spans,
            "doubt" in spans,
        )

    def turned(self, cue: Cue, span: Span) -> Outcome | None:
        """What a cue says where it stands."""
        outcome = cue.outcome
        if outcome in _TURNED and not cue.fixed and self._is_negated(span):
            outcome = _TURNED[outcome]
        if outcome in _TURNED:
            if self.doubt:
                return Outcome.UNCLEAR
            if self.condition:
                return Outcome.CONDITIONAL
        return outcome

    def _is_negated(self, span: Span) -> bool:
        return any(
            span.first - _BEFORE <= at <= span.last + _BEHIND
            and self.parts[at] in {self.parts[span.first], self.parts[span.last]}
            for at in self.negations
        )


def _parts(sentence: Sentence, text: str) -> Iterator[int]:
    """For each word the number of the part of the sentence that it stands in."""
    part = 0
    for (start, end), sign in zip(sentence.places, sentence.signs, strict=True):
        part += bool(sign) or text[start:end].casefold() in _PARTS
        yield part


def _add(
    weighed: dict[PassageRole, _Weighed],
    role: PassageRole,
    weight: float,
    outcome: Outcome | None,
    words: Iterable[int],
) -> None:
    one = weighed.setdefault(role, _Weighed([], set(), {}))
    one.weights.append(weight)
    one.words.update(words)
    if outcome:
        one.outcomes[outcome] = one.outcomes.get(outcome, 0) + weight


def _outcome(outcomes: dict[Outcome, float]) -> Outcome | None:
    """What the cues say together: works for some and not for others is a condition."""
    if not outcomes:
        return None
    for one in (Outcome.UNCLEAR, Outcome.CONDITIONAL):
        if one in outcomes:
            return one
    if len(outcomes) > 1:
        return Outcome.CONDITIONAL
    return next(iter(outcomes))


def _cue(sentence: Sentence, words: Iterable[int], text: str) -> str:
    """The words as they stand there, with … where something stands between."""
    parts: list[str] = []
    last = -2
    for at in sorted(words):
        start, end = sentence.places[at]
        word = text[start:end]
        parts.append(word if last in (-2, at - 1) else f"… {word}")
        last = at
    return " ".join(parts)


def _is_none(text: str) -> bool:
    """Whether it is a question, a row of a table or a formula."""
    if text.rstrip("”’\"')").endswith("?") or "|" in text or text[0] in "=<{[":
        return True
    return sum(char.isdecimal() for char in text) > _MOST_DIGITS * len(text)


def _is_alike(one: Passage, other: Passage) -> bool:
    return one.role is other.role and one.outcome is other.outcome


def _joined(one: Passage, other: Passage, text: str) -> Passage:
    cues: Sequence[str] = list(dict.fromkeys((one.cue, other.cue)))
    return replace(
        one,
        end=other.end,
        text=text[one.start : other.end],
        cue=" … ".join(cues),
        score=max(one.score, other.score),
    )
