"""How readable is the text that came out of a page?"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_UNDECODED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_VOWELS = frozenset("aeiouy")
_CASE_CHANGE = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")

# The longest words in Dutch policy ("arbeidsongeschiktheidsverzekeringen") stay below this.
_LONGEST_WORD = 40
_LONGEST_ACRONYM = 5
# Real pages have 31 to 47 % vowels, pages with other letters for each some 12 to 20 %.
_LEAST_VOWELS = 0.25
_FEWEST_LETTERS = 100
_SAMPLE = 2000  # characters
_PLAIN_WORD = re.compile(r"[a-z]{4,}")  # shorter ones may be codes


def readability(text: str) -> float:
    """The share of letters that stand in plausible words, 0-1.

    Letters in words without a vowel, in words that are glued together, on their own ("B e w o n")
    and glyphs that could not be decoded count against it. Digits and punctuation count for
    nothing, so a page of figures scores 1; a page without text scores 0, and so does one in which
    letters stand for others ("Ehzrqhuv", a fault of fonts), which shows in how few are vowels.

    >>> readability("Bewoners beheren het buurthuis.")
    1.0
    >>> readability("B e w o n e r s")
    0.0
    """
    if not text.strip():
        return 0.0
    if is_another_code(text):
        return 0.0
    undecoded = len(_UNDECODED.findall(text))
    words = _WORD.findall(text)
    plausible = sum(map(len, filter(_is_plausible, words)))
    counted = sum(map(len, words)) + undecoded
    return round(plausible / counted, 3) if counted else 1.0


def is_another_code(text: str) -> bool:
    """Whether letters stand for others: fewer are vowels than in any language of our alphabet."""
    letters = "".join(_PLAIN_WORD.findall(text[:_SAMPLE].casefold()))
    few = sum(map(letters.count, _VOWELS)) < _LEAST_VOWELS * len(letters)
    return few and len(letters) >= _FEWEST_LETTERS


@lru_cache(maxsize=1 << 16)
def _is_plausible(word: str) -> bool:
    if len(word) == 1 or len(word) > _LONGEST_WORD:
        return False
    if len(_CASE_CHANGE.findall(word)) > 1:
        return False
    if len(word) <= _LONGEST_ACRONYM or (not word.isascii() and _is_foreign(word)):
        return True
    return any(char in _VOWELS for char in unicodedata.normalize("NFD", word.casefold()))


def _is_foreign(word: str) -> bool:
    """Whether a word is written in letters that are not Latin, about which we know nothing."""
    return not any("a" <= char <= "z" for char in unicodedata.normalize("NFD", word.casefold()))
