"""What the index, the tagger and the query see of a text: the same words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from corpus.language.compounds import all_parts
from corpus.language.stems import stem
from corpus.language.tokens import WORD, keys, pieces, places

_FOLDER = Path(__file__).parent


class Part(NamedTuple):
    """A part of a compound or a hyphenated word, or a known word made of several of them.

    Attributes:
        stem: its form without inflection.
        start: offset of its first character in the text.
        end: offset behind its last character, linking letters included.
    """

    stem: str
    start: int
    end: int


class Word(NamedTuple):
    """One analysed word.

    Attributes:
        exact: the word itself, folded.
        stem: its form without inflection.
        parts: what it is made of.
        start: offset of the first character in the text.
        end: offset behind the last character.
        pieces: stems of what hyphens keep apart in it, if any do.
    """

    exact: str
    stem: str
    parts: tuple[Part, ...]
    start: int
    end: int
    pieces: tuple[str, ...] = ()


def analyze(text: str, language: str | None) -> Iterator[Word]:
    """The analysed words of ``text``, which is in ``language`` (ISO 639-1; None counts as nl)."""
    for match in WORD.finditer(text):
        exact, stemmed, parts, cut = _forms(match[0], language)
        if exact:
            start, end = match.span()
            if parts:
                parts = tuple([Part(p.stem, start + p.start, start + p.end) for p in parts])
            yield Word(exact, stemmed, parts, start, end, cut)


def surface_at(text: str, start: int) -> str:
    """The word that starts at a character, as it stands there; empty where none does."""
    match = WORD.match(text, start)
    return match[0] if match else ""


@lru_cache(maxsize=1 << 17)  # one look-up for each word of a text: most are words seen before
def _forms(
    surface: str, language: str | None
) -> tuple[str, str, tuple[Part, ...], tuple[str, ...]]:
    """Key, stem, parts as placed in ``surface``, and stems of hyphenated pieces."""
    exact, _ = keys(surface)
    cut = tuple(pieces(surface))
    stems = tuple(stem(piece.key, language) for piece in cut)
    parts: list[Part] = []
    for piece, stemmed in zip(cut, stems, strict=True):
        parts.append(Part(stemmed, piece.start, piece.end))
        parts += _compound(piece.key, surface[piece.start : piece.end], language, piece.start)
    if not cut:
        parts += _compound(exact, surface, language, 0)
    return exact, stem(exact, language), tuple(parts), stems


def _compound(key: str, surface: str, language: str | None, start: int) -> Iterator[Part]:
    """The parts of one word without hyphens, which stands at ``start``."""
    parts = all_parts(key) if language in ("nl", None) else ()
    where = places(surface) if parts else []
    for part in parts:
        yield Part(stem(part.key, language), start + where[part.start], start + where[part.end])


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
