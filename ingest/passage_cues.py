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

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from corpus.checked_yaml import load_yaml
from corpus.passage import Outcome, PassageRole
from ingest.patterns import Pattern, Patterns, PatternTable

DEFAULT_CUES = Path(__file__).with_name("passage_cues.yaml")

Written = Annotated[str, Field(min_length=1)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class _Cues(_Record):
    """Patterns of the same weight; ``fixed`` when no "niet" turns their outcome."""

    w: Annotated[float, Field(gt=0)]
    outcome: Outcome | None = None
    fixed: bool = False
    t: tuple[Written, ...] = Field(min_length=1)


class _Guard(_Record):
    """Patterns of what is no passage, or of none of these roles."""

    why: Written
    roles: tuple[PassageRole, ...] = tuple(PassageRole)
    t: tuple[Written, ...] = Field(min_length=1)


class _Heading(_Record):
    role: PassageRole
    outcome: Outcome | None = None
    t: tuple[Written, ...] = Field(min_length=1)


class _Apart(_Record):
    """A document with these in such a share of its sentences has none of ``roles``."""

    why: Written
    share: Annotated[float, Field(gt=0, lt=1)]
    roles: tuple[PassageRole, ...] = tuple(PassageRole)
    t: tuple[Written, ...] = Field(min_length=1)


class _Language(_Record):
    groups: dict[str, tuple[Written, ...]] = Field(default_factory=dict)
    cues: dict[PassageRole, tuple[_Cues, ...]]
    negations: tuple[Written, ...] = ()  # words
    no_negations: tuple[Written, ...] = ()
    topic: tuple[Written, ...] = ()
    conditions: tuple[Written, ...] = ()
    doubts: tuple[Written, ...] = ()
    guards: tuple[_Guard, ...] = ()
    headings: tuple[_Heading, ...] = ()
    apart: tuple[_Apart, ...] = ()

    def written(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """Every pattern with its place."""
        lists: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
            (("no_negations",), self.no_negations),
            (("conditions",), self.conditions),
            (("doubts",), self.doubts),
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
            _mistake(
                ("cues", role, n),
                "needs an outcome" if role is PassageRole.RESULT else "can have no outcome",
            )
            for role, cues in self.cues.items()
            for n, one in enumerate(cues)
            if (role is PassageRole.RESULT) != (one.outcome is not None)
        ]
        if wrong:
            raise ValidationError.from_exception_data("cues", wrong)
        return self


class _File(_Record):
    version: Annotated[str, BeforeValidator(str)]
    languages: dict[str, _Language]

    @model_validator(mode="after")
    def _patterns(self) -> Self:
        wrong = []
        for language, rules in self.languages.items():
            try:
                patterns = Patterns(language, rules.groups)
            except ValueError as error:
                wrong.append(_mistake(("languages", language, "groups"), str(error)))
                continue
            for place, written in rules.written():
                try:
                    patterns.compile(written)
                except ValueError as error:
                    wrong.append(_mistake(("languages", language, *place), str(error)))
        if wrong:
            raise ValidationError.from_exception_data("cues", wrong)
        return self


def _mistake(place: tuple[str | int, ...], message: str) -> InitErrorDetails:
    plain = PydanticCustomError("cues", "{message}", {"message": message})
    return InitErrorDetails(type=plain, loc=place, input=None)


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
    """What stands under a heading."""

    role: PassageRole
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class Modifier:
    """What turns a result: ``no_negation``, ``condition`` or ``doubt``."""

    what: str


class Apart(NamedTuple):
    """Roles that no passage has of a document with this in more than ``share`` of its sentences."""

    why: str
    share: float
    roles: frozenset[PassageRole]


Meaning = Cue | Guard | Modifier | Apart


class LanguageRules:
    """All patterns of one language, compiled."""

    def __init__(self, name: str, checked: _Language) -> None:
        self.patterns = Patterns(name, checked.groups)
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
        return {name: LanguageRules(name, one) for name, one in self._checked.languages.items()}

    def of(self, language: str | None) -> LanguageRules | None:
        """The rules of a language, an unknown one counting as Dutch; None when there are none."""
        return self.languages.get(language or "nl")


def load_passage_rules(path: Path = DEFAULT_CUES) -> PassageRules:
    """Load and check the cues.

    Raises:
        SettingsWrong: naming line and field of every mistake.
    """
    return PassageRules(load_yaml(path, _File))
