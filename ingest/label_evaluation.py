"""How right are labels? Precision, recall and F1 per archetype, and what is taken for what.

Rules and second opinion are measured alike, and it is told where they disagree.

Judged texts stand in YAML, a list in each file::

    - id: zelfbeheer-clear-1
      kind: clear            # clear, unnamed (without its name), several, trap, none
      labels: [zelfbeheer]   # the primary one first; [] for none
      title: …               # may be left out
      text: …
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log
from pathlib import Path
from statistics import fmean
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from corpus.checked_yaml import load_yaml
from corpus.document import Document, Kind, Page
from corpus.errors import UsageError

Labels = Mapping[str, frozenset[str]]
"""Document -> its archetypes."""

Pair = tuple[str, str]
"""A document and an archetype."""

_LEAST_PROBABILITY = 1e-15  # in place of 0, of which the surprise has no end

NONE = "-"  # in place of an archetype where there is none


class JudgedText(BaseModel):
    """A short text, and which archetypes it is about."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1)]
    kind: Literal["clear", "unnamed", "several", "trap", "none"]
    labels: tuple[str, ...]
    language: Literal["nl", "en"] = "nl"
    title: str = ""
    text: Annotated[str, Field(min_length=1)]

    @property
    def is_held(self) -> bool:
        """Whether it stands on the half that no cue may be made from, by the SHA-256 of its id."""
        return hashlib.sha256(self.id.encode()).digest()[0] % 2 == 1

    @property
    def document(self) -> Document:
        """The text as a document of one page."""
        return Document(
            id=self.id,
            title=self.title,
            kind=Kind.PRAKTIJK,
            pages=(Page(number=1, text=self.text),),
            language=self.language,
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            source=self.id,
            media_type="text/plain",
            ingested=datetime(2000, 1, 1, tzinfo=UTC),
        )


class _Texts(RootModel[tuple[JudgedText, ...]]):
    pass


def read_judged(folder: Path) -> tuple[JudgedText, ...]:
    """The texts of all YAML files of a folder, by file.

    Raises:
        UsageError: when there are none, or two have the same id.
        SettingsWrong: naming file, line and field of every mistake.
    """
    files = sorted(folder.glob("*.yaml"))
    texts = tuple(text for file in files for text in load_yaml(file, _Texts).root)
    if not texts:
        raise UsageError(f"There are no judged texts (*.yaml) in {folder}.")
    repeated = [one for one, times in Counter(text.id for text in texts).items() if times > 1]
    if repeated:
        raise UsageError(f"Two judged texts in {folder} are called {repeated[0]}.")
    return texts


@dataclass(frozen=True, slots=True)
class Figures:
    """How often a label was given rightly, wrongly, and not though it should have been."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the given ones that are right; 1 where none was given."""
        given = self.right + self.wrong
        return self.right / given if given else 1.0

    @property
    def recall(self) -> float:
        """Share of what should have been given that was; 1 where nothing should."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both; 1 where nothing was given and nothing should have been."""
        all_of_them = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / all_of_them if all_of_them else 1.0


def figures(wanted: Labels, given: Labels, archetypes: Iterable[str]) -> dict[str, Figures]:
    """Archetype -> how right its labels are, on the documents of ``wanted``."""
    return {
        one: Figures(
            right=sum(one in labels & given[d] for d, labels in wanted.items()),
            wrong=sum(one in given[d] - labels for d, labels in wanted.items()),
            missed=sum(one in labels - given[d] for d, labels in wanted.items()),
        )
        for one in archetypes
    }


def total(each: Iterable[Figures]) -> Figures:
    """All archetypes together, every label counted once (micro average)."""
    found = list(each)
    return Figures(
        right=sum(f.right for f in found),
        wrong=sum(f.wrong for f in found),
        missed=sum(f.missed for f in found),
    )


def macro_f1(each: Mapping[str, Figures]) -> float:
    """Mean F1 of the archetypes that should have been given, or were."""
    met = [f.f1 for f in each.values() if f.right + f.wrong + f.missed]
    return fmean(met) if met else 1.0


def confusions(wanted: Labels, given: Labels) -> Iterator[tuple[str, str, Sequence[str]]]:
    """What should have been given, what was in its place, and of which documents; most first."""
    found: dict[tuple[str, str], list[str]] = {}
    for document, labels in wanted.items():
        for missed in labels - given[document] or {NONE}:
            for wrong in given[document] - labels or {NONE}:
                if (missed, wrong) != (NONE, NONE):
                    found.setdefault((missed, wrong), []).append(document)
    for (missed, wrong), documents in sorted(found.items(), key=lambda f: (-len(f[1]), f[0])):
        yield missed, wrong, documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A label on which rules and second opinion do not say the same.

    Attributes:
        rules: whether they assign it.
        probability: by the second opinion.
        wanted: whether people say so.
    """

    document: str
    archetype: str
    rules: bool
    probability: float
    wanted: bool


def disagreements(
    wanted: Labels, given: Labels, probabilities: Mapping[Pair, float], yes_from: float
) -> list[Disagreement]:
    """Where the rules assign what the second opinion does not, or the other way round.

    Those come first of which it is most sure.
    """
    found = [
        Disagreement(
            document=document,
            archetype=archetype,
            rules=archetype in given[document],
            probability=probability,
            wanted=archetype in wanted[document],
        )
        for (document, archetype), probability in probabilities.items()
        if (archetype in given[document]) != (probability >= yes_from)
    ]
    return sorted(found, key=lambda d: (-abs(d.probability - yes_from), d.document, d.archetype))


def brier(wanted: Labels, probabilities: Mapping[Pair, float]) -> float:
    """Mean square of how far a probability is from what is so: 0 is perfect."""
    return fmean(
        (p - (one in wanted[document])) ** 2 for (document, one), p in probabilities.items()
    )


def log_loss(wanted: Labels, probabilities: Mapping[Pair, float]) -> float:
    """Mean surprise at what is so, in nats: 0 is perfect."""
    return -fmean(
        log(max(p if one in wanted[document] else 1 - p, _LEAST_PROBABILITY))
        for (document, one), p in probabilities.items()
    )
