"""What an engine's document says of its words beside the texts that are searched.

Its distinct words stand in a field for each first letter, so that who asks for the words that begin
with *po* has only the words with a *p* counted. Names are kept from each of their words on, so
that the beginning of any word of a name is the beginning of a value.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from index.completion import name_key
from index.prepare import FIELD_FORMS, Prepared

EXACT_FIELDS = ("title_exact", "body_exact")
STEM_FIELDS = tuple(name for name in FIELD_FORMS if not name.endswith("_exact"))

TITLE_START = "title_start"
TITLE_TAILS = "title_tails"
PAIR_TAILS = "pair_tails"
STEMS = "stems"
"""The stems of a document and of the parts of its words, wherever they stand."""

_OTHERS = "other"
_LONGEST = 1000  # characters of a name that are kept; no more than MAX_TYPED can be asked
_BEHIND = "\t"  # between the tail of a pair and the pair; in neither

_KEYWORD = {"type": "keyword"}
_ONLY_SEARCHED = {"type": "keyword", "doc_values": False}

PROPERTIES: dict[str, Any] = {
    "words": {"properties": dict.fromkeys((*ascii_lowercase, _OTHERS), _KEYWORD)},
    TITLE_START: _KEYWORD,
    TITLE_TAILS: _ONLY_SEARCHED,
    PAIR_TAILS: _KEYWORD,
    STEMS: _ONLY_SEARCHED,
}
"""Fields of an engine's mapping for :func:`vocabulary`."""


def vocabulary(prepared: Prepared) -> dict[str, Any]:
    """The values of these fields."""
    words: dict[str, list[str]] = {}
    for word in sorted(exact_words(prepared)):
        words.setdefault(_letter(word), []).append(word)
    title = name_key(prepared.title)
    return {
        "words": words,
        TITLE_START: f"{title} "[:_LONGEST],
        TITLE_TAILS: list(_tails(title)),
        STEMS: sorted(_stems(prepared)),
        PAIR_TAILS: [
            f"{tail}{_BEHIND}{pair}" for pair in prepared.pairs for tail in _tails(name_key(pair))
        ],
    }


def exact_words(prepared: Prepared) -> set[str]:
    """The distinct words of title and text."""
    return set().union(*(prepared.terms[name].terms for name in EXACT_FIELDS))


def learned_from(prepared: Prepared) -> set[str]:
    """Every word and stem by which a document can be asked for."""
    return exact_words(prepared) | _stems(prepared)


def _stems(prepared: Prepared) -> set[str]:
    return set().union(*(prepared.terms[name].terms for name in STEM_FIELDS))


def words_field(word: str) -> str:
    """The field in which a word stands, if any document has it."""
    return f"words.{_letter(word)}"


def pair_of(tail: str) -> str:
    """The pair of words that a value of ``pair_tails`` is about."""
    return tail.rpartition(_BEHIND)[2]


def pattern_of(prefix: str) -> str:
    """A regular expression of the engine for what begins so.

    In brackets, as OpenSearch 2.19 fails on a plain ``prefix.*`` behind the last value of a field.
    """
    return "".join(map(_escaped, prefix)) + "(.*)"


def _escaped(char: str) -> str:
    return char if char.isalnum() or char.isspace() else f"\\{char}"


def _letter(word: str) -> str:
    return word[0] if word[0] in ascii_lowercase else _OTHERS


def _tails(key: str) -> Iterator[str]:
    """A name from each of its words on, with a space behind it: that one is complete."""
    words = key.split()
    for first in range(len(words)):
        yield f"{' '.join(words[first:])} "[:_LONGEST]
