"""What became of a file: whether it was read, and if not, whether a person is told so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadFailed
from ingest.extract import Extractor
from ingest.reading import Reading

READ, REFUSED, TIME, MEMORY = "read", "refused", "time", "memory"
BROKE, ODD = "worker died", "no sentence"
EXPECTED = (READ, REFUSED, TIME, MEMORY)

_BEGINNINGS = {
    "Reading this file broke off": BROKE,
    "Reading this file was stopped at the limit": TIME,
    "Reading this file takes more than the limit": MEMORY,
    "Reading this file was stopped by the system": MEMORY,
}
# One or two sentences, which begin with a capital or with the name of a file.
_SENTENCE = re.compile(r"[^\n]{15,400}\.")
_PROGRAMMER = re.compile(r"Traceback|Error\b|Exception|<class|\b0x[0-9a-f]+|\bNone\b|object has no")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One of the words above, and the reading or what was said."""

    result: str
    said: str = ""
    reading: Reading | None = None

    @property
    def text(self) -> str:
        """All text that was read."""
        return "\n".join(page.text for page in self.reading.pages) if self.reading else ""


def outcome_of(extractor: Extractor, path: Path, media_type: str) -> Outcome:
    """Read a file as ingest does; what is no refusal of ours passes through."""
    try:
        reading = extractor.extract(path, media_type)
    except ReadFailed as error:
        return Outcome(result=kind_of_refusal(str(error)), said=str(error))
    return Outcome(result=READ if reading.pages else "no pages", reading=reading)


def kind_of_refusal(sentence: str) -> str:
    """Why a file was not read: one of the words above."""
    for beginning, kind in _BEGINNINGS.items():
        if sentence.startswith(beginning):
            return kind
    good = _SENTENCE.fullmatch(sentence) and not _PROGRAMMER.search(sentence)
    return REFUSED if good else ODD
