"""Reduce the forms of a word to one: huizen, huisje -> huis; bewonersbudgetten -> bewonersbudget.

Dutch: dictionary lemmas, rules for forms of dictionary words, then the last part of a compound;
what is still unknown is inflected at its longest known ending. English: Snowball's ``english``
stemmer (M. Porter). Other languages stay as they are.
"""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer

from corpus.language.compounds import split
from corpus.language.endings import inflected
from corpus.language.lemmas import lemma

LANGUAGES = ("nl", "en")

_SHORTEST_HEAD = 4  # letters of the known ending of a compound
_SHORTEST_MODIFIER = 3  # letters before it

_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=1 << 18)
def stem(key: str, language: str | None) -> str:
    """The form under which all inflections of ``key`` (a folded word) meet."""
    if not key.isalpha():
        return key
    if language == "en":
        return str(_english.stemWord(key))
    if language in ("nl", None):
        return _dutch(key)
    return key


@lru_cache(maxsize=1 << 16)
def query_stems(key: str) -> tuple[str, ...]:
    """The forms under which a word of a query can stand in documents, Dutch first."""
    return tuple(dict.fromkeys(stem(key, language) for language in LANGUAGES))


def _dutch(key: str) -> str:
    return lemma(key) or inflected(key) or _compound(key) or _ending(key) or key


def _compound(key: str) -> str | None:
    """A compound with its last part in the dictionary form."""
    parts = split(key)
    if not parts:
        return None
    whole = key[: parts[-1].start] + parts[-1].key
    return lemma(whole) or whole


def _ending(key: str) -> str | None:
    """A word that ends in a known one, with that in the dictionary form."""
    for start in range(_SHORTEST_MODIFIER, len(key) - _SHORTEST_HEAD + 1):
        head = lemma(key[start:])
        if head is not None:
            whole = key[:start] + head
            return lemma(whole) or whole
    return None
