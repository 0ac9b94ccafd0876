"""What the index, the tagger and the query see of a text: the same words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from corpus.language.compounds import split
from corpus.language.stems import stem
from corpus.language.tokens import WORD, keys

_FOLDER = Path(__file__).parent


class Part(NamedTuple):
    stem: str
    start: int
    end: int


class Word(NamedTuple):
    """One analysed word.

    Attributes:
        exact: the word itself, folded.
        stem: its form without inflection.
        parts: stems of the parts of a hyphenated word.
        start: offset of the first character in the text.
        end: offset behind the last character.
    """

    exact: str
    stem: str
    parts: tuple[Part, ...]
    start: int
    end: int


def analyze(text: str, language: str | None) -> Iterator[Word]:
    """The analysed words of ``text``, which is in ``language`` (ISO 639-1; None counts as nl)."""
    for match in WORD.finditer(text):
        exact, stemmed, parts = _forms(match[0], language)
        if exact:
            placed = tuple(Part(p, match.start(), match.end()) for p in parts)
            yield Word(exact, stemmed, placed, match.start(), match.end())


@lru_cache(maxsize=1 << 17)  # one look-up for each word of a text: most are words seen before
def _forms(surface: str, language: str | None) -> tuple[str, str, tuple[str, ...]]:
    exact, parts = keys(surface)
    parts = parts or tuple(p.key for p in split(exact)) if language in ("nl", None) else parts
    return exact, stem(exact, language), tuple(stem(part, language) for part in parts)


@cache
def analysis_fingerprint() -> str:
    """Changes whenever the same text could give other words: rules, data or libraries changed."""
    digest = hashlib.sha256()
    for path in sorted(_FOLDER.iterdir()):
        if path.suffix in {".py", ".txt", ".tsv", ".yaml"}:
            digest.update(path.name.encode() + path.read_bytes())
    for library in ("simplemma", "snowballstemmer"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()[:16]
