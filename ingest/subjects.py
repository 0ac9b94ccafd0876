"""Tell the themes and target groups of a document by words in a table, only when they are clear.

The title weighs most, then headings, then how often and in how many ways the first pages say it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.guesses import Ends, Guess, cue_of

CUES = Path(__file__).with_name("subjects.tsv")
_IN_TITLE, _IN_HEADING, _IN_TEXT = 4.0, 1.5, 0.5
_MOST_IN_TEXT = 3.0  # however often the text says it
_ENOUGH = 4.0
_ENOUGH_WITHOUT_TITLE = 5.0
_HEADINGS = 25
_MOST = 3  # a document about everything is about nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One row of the table."""

    field: str
    id: str
    pattern: re.Pattern[str]


def subjects_of(ends: Ends, title: str, field: str) -> Guess[tuple[str, ...]] | None:
    """Ids of the vocabulary for ``themes`` or ``target_groups``, the clearest first.

    Args:
        title: the title as it was guessed, with its subtitle.
    """
    # A heading and its entry in the contents are one.
    headings = "\n".join(
        {h.lower().strip(" .0123456789") for h in ends.reading.headings[:_HEADINGS]}
    )
    weights: dict[str, float] = {}
    cues: dict[str, str] = {}
    for subject in load_subjects():
        if subject.field != field:
            continue
        weight, cue = _weight(subject, (title.lower(), headings, ends.beginning))
        if weight:
            weights[subject.id] = weight
            cues[subject.id] = cue
    ranked = sorted(weights, key=lambda name: -weights[name])
    if not ranked or len(ranked) > _MOST:
        return None
    sure = min(weights.values())
    return Guess(
        value=tuple(ranked),
        confidence=0.85 if sure >= _ENOUGH + _MOST_IN_TEXT else 0.75,
        cue=cue_of("; ".join(cues[name] for name in ranked)),
    )


def _weight(subject: Subject, texts: Sequence[str]) -> tuple[float, str]:
    """How clearly a document is about a subject, and the words that say it best; 0 if it is not.

    Args:
        texts: the title, the headings on lines of their own, the beginning of the text.
    """
    title = subject.pattern.findall(texts[0])
    headings = [line for line in texts[1].split("\n") if subject.pattern.search(line)]
    front = subject.pattern.findall(texts[2])
    weight = _IN_TITLE * bool(title) + _IN_HEADING * min(len(headings), 2)
    if len(front) > 1:
        weight += min(_IN_TEXT * len(front), _MOST_IN_TEXT)
    if weight < (_ENOUGH if title else _ENOUGH_WITHOUT_TITLE):
        return 0.0, ""
    return weight, (title or headings)[0]


@cache
def load_subjects(path: Path = CUES) -> tuple[Subject, ...]:
    """The table, its patterns compiled."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    return tuple(
        Subject(field=field, id=name, pattern=re.compile(rf"\b(?:{words})"))
        for field, name, words in rows
    )
