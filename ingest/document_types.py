"""Tell of what type a document is (report, evaluation, plan …) by cues in a table."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath

from corpus.document import Source
from ingest.guesses import Ends, Guess, cue_of

CUES = Path(__file__).with_name("document_types.tsv")
_PLACES = ("title", "file", "front", "ending")
_ENOUGH = 2.5
# A second type this near to the first makes it unclear which one it is.
_CLEAR = 0.5
_SURE = ((5.0, 0.95), (4.0, 0.9), (3.0, 0.85), (0.0, 0.75))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One row of the table."""

    type: str
    where: str
    weight: float
    pattern: re.Pattern[str]


def document_type_of(ends: Ends, title: str, filename: str) -> Guess[str] | None:
    """Id of the vocabulary ``document_type``; None when no type stands out.

    Args:
        title: the title as it was guessed, with its subtitle.
    """
    path = PurePath(filename)
    texts = {
        "title": title.lower(),
        "file": re.sub(r"[-_.]", " ", path.stem.lower()),
        "ending": path.suffix.lower(),
        "front": ends.beginning,
    }
    weights: dict[str, float] = defaultdict(float)
    best: dict[str, tuple[float, str, str]] = {}
    for cue in load_cues():
        if match := cue.pattern.search(texts[cue.where]):
            weights[cue.type] += cue.weight
            best[cue.type] = max(
                best.get(cue.type, (0.0, "", "")), (cue.weight, cue.where, match[0])
            )
    ranked = sorted(weights, key=lambda name: -weights[name])
    if not ranked or weights[ranked[0]] < _ENOUGH:
        return None
    if len(ranked) > 1 and weights[ranked[0]] - weights[ranked[1]] < _CLEAR:
        return None
    weight, where, words = weights[ranked[0]], *best[ranked[0]][1:]
    return Guess(
        value=ranked[0],
        source=Source.FILE if where in ("file", "ending") else Source.TEXT,
        confidence=next(sure for least, sure in _SURE if weight >= least),
        cue=cue_of(words),
    )


@cache
def load_cues(path: Path = CUES) -> tuple[Cue, ...]:
    """The table, its patterns compiled.

    Raises:
        ValueError: for a row that names a place there is not.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")][1:]
    cues = tuple(
        Cue(type=kind, where=where, weight=float(weight), pattern=re.compile(pattern, re.MULTILINE))
        for kind, where, weight, pattern in rows
    )
    if strange := {cue.where for cue in cues} - set(_PLACES):
        message = f"{path.name}: there is no place {', '.join(sorted(strange))}"
        raise ValueError(message)
    return cues
