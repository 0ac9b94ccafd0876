"""The cues by which passages are recognised, from ``passage_cues.yaml``, compiled by language.

A cue is a pattern (:mod:`ingest.patterns`) with a weight, for a role. Beside the cues stand the
patterns that turn what a result says, those of what only looks like a passage, the headings that
tell the role of what stands under them, and words of documents that tell of something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from corpus.checked_yaml import Record, load_yaml, mistake, refuse
from corpus.passage import Outcome, PassageRole
from ingest.patterns import Pattern, Patterns, PatternTable

DEFAULT_CUES = Path(__file__).with_name("passage_cues.yaml")

Written = Annotated[str, Field(min_length=1)]


class _Cues(Record):
    """Patterns of the same weight; ``fixed`` when no "niet" turns their outcome."""

    w: Annotated[float, Field(gt=0)]
    outcome: Outcome | None = None
    fixed: bool = False
    t: tuple[Written, ...] = Field(min_length=1)


class _Guard(Record):
    """Patterns of what is no passage, or of none of these roles."""

    why: Written
    roles: tuple[PassageRole, ...] = tuple(PassageRole)
    t: tuple[Written, ...] = Field(min_length=1)


class _Heading(Record):
    role: PassageRole | None = None
    outcome: Outcome | None = None
    t: tuple[Written, ...] = Field(min_length=1)


class _Apart(Record):
    """A document with these in such a share of its sentences has none of ``roles``."""

    why: Written
    share: Annotated[float, Field(gt=0, lt=1)]
    roles: tuple[PassageRole, ...] = tuple(PassageRole)
    t: tuple[Written, ...] = Field(min_length=1)


class _Language(Record):
    groups: dict[str, tuple[Written, ...]] = Field(default_factory=dict)
    cues: dict[PassageRole, tuple[_Cues, ...]]
    negations: tuple[Written, ...] = ()  # words
    no_negations: tuple[Written, ...] = ()
    topic: tuple[Written, ...] = ()
    conditions: tuple[Written, ...] = ()
    doubts: tuple[Written, ...] = ()
    contrasts: tuple[Written, ...] = ()
    turns: tuple[Written, ...] = ()
    guards: tuple[_Guard, ...] = ()
    headings: tuple[_Heading, ...] = ()
    apart: tuple[_Apart, ...] = ()

    def written(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every pattern with its place."""
        lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
            (("no_negations",), self.no_negations),
            (("conditions",), self.conditions),
            (("doubts",), self.doubts),
            (("contrasts",), self.contrasts),
            (("turns",), self.turns),
        ]
        for role, cues in self.cues.items():
            lists += [(("cues", role, n, "t"), one.t) for n, one in enumerate(cues)]
        lists += [(("guards", n, "t"), one.t) for n, one in enumerate(self.guards)]
        lists += [(("headings", n, "t"), one.t) for n, one in enumerate(self.headings)]
        lists += [(("apart", n, "t"), one.t) for n, one in enumerate(self.apart)]
        for place, patterns in lists:
            yield from (((*place, n), pattern) for n, pattern in enumerate(patterns))

    @model_validator(mode="after")
    def _outcomes(self) -> Self:
        wrong = [
            mistake(
                ("cues", role, n),
                "needs an outcome" if role is PassageRole.RESULT else "can have no outcome",
            )
            for role, cues in self.cues.items()
            for n, one in enumerate(cues)
            if (role is PassageRole.RESULT) != (one.outcome is not None)
        ]
        return refuse(self, wrong)


class _File(Record):
    version: Annotated[str, BeforeValidator(str)]
    languages: dict[str, _Language]
    _compiled: dict[str, Patterns] = PrivateAttr(default_factory=dict)

    @property
    def compiled(self) -> Mapping[str, Patterns]:
        """Language -> what its patterns were compiled with when they were checked."""
        return self._compiled

    @model_validator(mode="after")
    def _patterns(self) -> Self:
        wrong = []
        for language, rules in self.languages.items():
            try:
                patterns = self._compiled[language] = Patterns(language, rules.groups)
            except ValueError as error:
                wrong.append(mistake(("languages", language, "groups"), str(error)))
                continue
            for place, written in rules.written():
                try:
                    patterns.compile(written)
                except ValueError as error:
                    wrong.append(mistake(("languages", language, *place), str(error)))
        return refuse(self, wrong)


class Cue(NamedTuple):
    """A pattern that speaks for a role."""

    role: PassageRole
    weight: float
    outcome: Outcome | None
    fixed: bool


@dataclass(frozen=True, slots=True)
class Guard:
    """What forbids some roles in a sentence."""

    roles: frozenset[PassageRole]


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands under a heading; no role when that says both what works and what does not."""

    role: PassageRole | None
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Modifier:
    """What turns a result: ``no_negation``, ``condition``, ``doubt`` or ``contrast``.

    A ``turn`` ends what a heading says of the sentences of a paragraph.
    """

    what: str


class Apart(NamedTuple):
    """Roles that no passage has of a document with this in more than ``share`` of its sentences."""

    why: str
    share: float
    roles: frozenset[PassageRole]


Meaning = Cue | Guard | Modifier | Apart


class LanguageRules:
    """All patterns of one language, compiled."""

    def __init__(self, patterns: Patterns, checked: _Language) -> None:
        self.patterns = patterns
        self.meanings: list[Meaning] = []
        compiled: list[Pattern] = []

        def add(meaning: Meaning, written: tuple[str, ...]) -> None:
            for one in written:
                self.meanings.append(meaning)
                compiled.append(self.patterns.compile(one))

        for role, cues in checked.cues.items():
            for one in cues:
                add(Cue(role, one.w, one.outcome, one.fixed), one.t)
        for guard in checked.guards:
            add(Guard(frozenset(guard.roles)), guard.t)
        for kind in checked.apart:
            add(Apart(kind.why, kind.share, frozenset(kind.roles)), kind.t)
        add(Modifier("no_negation"), checked.no_negations)
        add(Modifier("condition"), checked.conditions)
        add(Modifier("doubt"), checked.doubts)
        add(Modifier("contrast"), checked.contrasts)
        add(Modifier("turn"), checked.turns)
        self.negation = self.patterns.words(checked.negations)
        self.topic = self.patterns.words(checked.topic)
        self.table = PatternTable(compiled)
        self._headings = [
            (Heading(one.role, one.outcome), self.patterns.compile(written))
            for one in checked.headings
            for written in one.t
        ]

    def heading(self, text: str) -> Heading | None:
        """What the first pattern that a heading matches says of what stands under it."""
        sentence = self.patterns.sentence(text, 0, len(text))
        return next((found for found, one in self._headings if one.find(sentence)), None)


class PassageRules:
    """The rules of all languages."""

    def __init__(self, checked: _File) -> None:
        self._checked = checked

    @property
    def version(self) -> str:
        """Version of the cues; part of every passage."""
        return self._checked.version

    @cached_property
    def languages(self) -> Mapping[str, LanguageRules]:
        """Rules by language (ISO 639-1)."""
        compiled = self._checked.compiled
        return {
            name: LanguageRules(compiled[name], one)
            for name, one in self._checked.languages.items()
        }


def load_passage_rules(path: Path = DEFAULT_CUES) -> PassageRules:
    """Load and check the cues.

    Raises:
        SettingsWrong: naming line and field of every mistake.
    """
    return PassageRules(load_yaml(path, _File))
