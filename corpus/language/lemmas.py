"""The dictionary forms of Dutch words: our exceptions, then simplemma (A. Barbaresi, MIT)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

from corpus.language.fold import fold

_EXCEPTIONS = Path(__file__).with_name("exceptions_nl.tsv")


@lru_cache(maxsize=1 << 17)
def lemma(key: str) -> str | None:
    """The lemma of a known word, folded; None for an unknown one."""
    exception = _exceptions().get(key)
    if exception is not None:
        return exception
    found = _looked_up(key)
    return None if found is None else _settled(key, found)


def is_word(key: str, language: str) -> bool:
    """Whether the dictionary of ``nl`` or ``en`` has this folded form; few compounds are in it."""
    if language == "en":
        return key in _english_dictionary()
    return key in _exceptions() or key in _dictionary() or key in _unfolded()


def _settled(key: str, found: str) -> str:
    """Where lemmas of lemmas lead: huisjes -> huisje -> huis.

    The dictionary sends some nouns and verbs round in a circle (tuin -> tuinen -> tuin); the
    shortest of such a circle stands for all.
    """
    passed = [key]
    while found not in passed:
        passed.append(found)
        found = _exceptions().get(found) or _looked_up(found) or found
    circle = passed[passed.index(found) :]
    return min(circle, key=lambda form: (len(form), form))


def _looked_up(key: str) -> str | None:
    found = _dictionary().get(key) or _unfolded().get(key)
    if found is None:
        return None
    plain = _plain(found)
    return plain if _alike(key, plain) else key


def _alike(form: str, found: str) -> bool:
    """Whether they begin alike, a participle's ge- aside.

    The dictionary also knows minder -> weinig, vaart -> ervaren and beer -> varken.
    """
    return form[0] == found[0] or (form.startswith("ge") and form[2:3] == found[0])


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
    return {form: found for found, forms in rows for form in [found, *forms.split()]}
