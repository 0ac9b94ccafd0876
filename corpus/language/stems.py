"""Reduce the forms of a word to one: huizen, huisje -> huis; bewonersbudgetten -> bewonersbudget.

Dutch: an exception list, then the dictionary lemmas of simplemma (A. Barbaresi, MIT). An unknown
word is taken for a compound and inflected at its longest known ending. English: Snowball's
``english`` stemmer (M. Porter). Other languages stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from corpus.language.fold import fold

LANGUAGES = ("nl", "en")

_EXCEPTIONS = Path(__file__).with_name("exceptions_nl.tsv")
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


def is_word(key: str, language: str) -> bool:
    """Whether the dictionary of ``nl`` or ``en`` has this folded form; few compounds are in it."""
    if language == "en":
        return key in _english_dictionary()
    return key in _exceptions() or key in _dictionary() or key in _unfolded()


def _dutch(key: str) -> str:
    lemma = _lemma(key)
    if lemma is not None:
        return lemma
    for start in range(_SHORTEST_MODIFIER, len(key) - _SHORTEST_HEAD + 1):
        head = _lemma(key[start:])
        if head is not None:
            whole = key[:start] + head
            return _lemma(whole) or whole
    return key


def _lemma(key: str) -> str | None:
    """The lemma of a known word, folded; None for an unknown one."""
    exception = _exceptions().get(key)
    if exception is not None:
        return exception
    lemma = _looked_up(key)
    return None if lemma is None else _settled(key, lemma)


def _settled(key: str, lemma: str) -> str:
    """Where lemmas of lemmas lead: huisjes -> huisje -> huis.

    The dictionary sends some nouns and verbs round in a circle (tuin -> tuinen -> tuin); the
    shortest of such a circle stands for all.
    """
    passed = [key]
    while lemma not in passed:
        passed.append(lemma)
        lemma = _exceptions().get(lemma) or _looked_up(lemma) or lemma
    circle = passed[passed.index(lemma) :]
    return min(circle, key=lambda form: (len(form), form))


def _looked_up(key: str) -> str | None:
    lemma = _dictionary().get(key) or _unfolded().get(key)
    if lemma is None:
        return None
    plain = _plain(lemma)
    return plain if _alike(key, plain) else key


def _alike(form: str, lemma: str) -> bool:
    """Whether they begin alike, a participle's ge- aside.

    The dictionary also knows minder -> weinig, vaart -> ervaren and beer -> varken.
    """
    return form[0] == lemma[0] or (form.startswith("ge") and form[2:3] == lemma[0])


def _plain(form: str) -> str:
    """Folded, letters only: the dictionary writes separable verbs as ``toe_wijzen``."""
    return "".join(filter(str.isalnum, fold(form)))


@cache
def _dictionary() -> Mapping[str, str]:
    return DefaultDictionaryFactory().get_dictionary("nl")


@cache
def _english_dictionary() -> Mapping[str, str]:
    return DefaultDictionaryFactory().get_dictionary("en")


@cache
def _unfolded() -> dict[str, str]:
    """Lemmas of the forms that folding changes: coöperaties, foto's."""
    dictionary = _dictionary()
    changed = (form for form in dictionary if not (form.isascii() and form.isalpha()))
    return {_plain(form): dictionary[form] for form in changed}


@cache
def _exceptions() -> dict[str, str]:
    lines = _EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {form: lemma for lemma, forms in rows for form in [lemma, *forms.split()]}
