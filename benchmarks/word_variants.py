"""Other ways to write a Dutch word, by rules of spelling and a word list.

Made to judge the language analysis of the product, so nothing here comes from it: no dictionary of
lemmas, no model of compounds. A form counts when the list (Debian's ``wdutch``) has it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORD_LIST = Path("/usr/share/dict/dutch")

_VOWELS = "aeiou"
# Endings without stress, which take -s; the rest takes -en.
_TAKES_S = re.compile(r".{2,}(?:el|em|en|er|erd|aar|ier|eur|je|ie)$")
_ADJECTIVE = re.compile(r"(?:lijk|ig|isch|aal|air|eel|ief|baar|loos|eerd|end|ent|ant)$")
_LONG_ENDING = re.compile(r"^(.*)([aeou])\2([^aeiouwxyj])$")  # paal, woord has two consonants
_SHORT_ENDING = re.compile(r"^(?:.*[^aeiou])?[aeiou]([bdfgklmnprst])$")  # wet, bos
_SOFT = {"f": "v", "s": "z"}

_LINKS = ("", "s", "en", "e")
_SHORTEST_FIRST, _SHORTEST_SECOND = 4, 5
RULES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("query_rules.yaml").read_text(encoding="utf-8")
)
_NO_FIRST = frozenset(RULES["no_first_part"].split())
_NO_SECOND = frozenset(RULES["no_second_part"].split())

_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@cache
def word_list() -> frozenset[str]:
    """Plain lower-case words of the word list."""
    words = WORD_LIST.read_text(encoding="utf-8").split()
    return frozenset(word for word in words if word.isascii() and word.isalpha() and word.islower())


# --- inflection --------------------------------------------------------------------------------


def inflections(word: str, words: Collection[str]) -> list[str]:
    """Singular or plural, with or without the -e of an adjective, infinitive or third person."""
    found = [*_longer(word), *_shorter(word)]
    return [form for form in dict.fromkeys(found) if form in words and form != word]


def _longer(word: str) -> Iterator[str]:
    """Forms with an ending more."""
    if word.endswith("heid"):
        yield word.removesuffix("heid") + "heden"
    elif _TAKES_S.match(word):
        yield word + "s"
    if word[-1] not in _VOWELS and not word.endswith("heid"):
        yield from (stem + "en" for stem in _before_vowel(word))
    if _ADJECTIVE.search(word):
        yield from (stem + "e" for stem in _before_vowel(word))
    if word.endswith("eren"):  # financieren, prepareren
        yield word.removesuffix("en") + "t" if word.endswith("ieren") else word[:-4] + "eert"


def _shorter(word: str) -> Iterator[str]:
    """Forms of which :func:`_longer` makes this one."""
    if word.endswith("heden"):
        yield word.removesuffix("heden") + "heid"
    for ending in ("en", "e", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            yield from (form for form in _from_stem(stem) if word in _longer(form))


def _before_vowel(word: str) -> Iterator[str]:
    """How a word is written before an ending that begins with a vowel, the likeliest last."""
    if match := _LONG_ENDING.match(word):  # paal, palen; raaf, raven
        yield match[1] + match[2] + _SOFT.get(match[3], match[3])
        yield match[1] + match[2] + match[3]
    elif match := _SHORT_ENDING.match(word):  # wet, wetten; but advocaat, and bezit, bezitten
        yield word + match[1]
    else:  # brief, brieven; huis, huizen; regeling, regelingen
        yield word[:-1] + _SOFT.get(word[-1], word[-1])
        yield word


def _from_stem(stem: str) -> Iterator[str]:
    """Words that may be written so before an ending."""
    hard = stem[:-1] + {"v": "f", "z": "s"}.get(stem[-1], stem[-1])
    yield hard
    if stem[-1] == stem[-2:-1]:
        yield stem[:-1]
    elif hard[-2:-1] in tuple("aeou"):
        yield hard[:-1] + hard[-2] + hard[-1]


# --- compounds ---------------------------------------------------------------------------------


def split(word: str, words: Collection[str]) -> tuple[str, str] | None:
    """The two words that a compound is made of, cut as evenly as can be."""
    ways = [
        (first, word[at:])
        for at in range(_SHORTEST_FIRST, len(word) - _SHORTEST_SECOND + 1)
        if word[at:] in words and word[at:] not in _NO_SECOND
        for link in _LINKS
        if word[:at].endswith(link)
        for first in (word[:at].removesuffix(link),)
        if len(first) >= _SHORTEST_FIRST and first in words and first not in _NO_FIRST
    ]
    return max(ways, key=lambda way: min(map(len, way)), default=None)


def joined(first: str, second: str, words: Collection[str]) -> str | None:
    """Two words as one, where the list has that."""
    if len(first) < _SHORTEST_FIRST or len(second) < _SHORTEST_SECOND:
        return None
    found = (first + link + second for link in _LINKS)
    return next((word for word in found if word in words), None)


# --- typing errors -----------------------------------------------------------------------------


def mistyped(word: str, rng: random.Random, words: Collection[str]) -> str | None:
    """The word with one slip: two letters swapped, one left out, doubled, or the key beside it.

    The first letter stays; a slip that gives another word of the list is tried again.
    """
    for _ in range(20):
        at = rng.randrange(1, len(word) - 1)
        slip = rng.choice((_swapped, _omitted, _doubled, _beside))(word, at, rng)
        if slip != word and slip not in words:
            return slip
    return None


def _swapped(word: str, at: int, _: random.Random) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _omitted(word: str, at: int, _: random.Random) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int, _: random.Random) -> str:
    return word[: at + 1] + word[at:]


def _beside(word: str, at: int, rng: random.Random) -> str:
    row = next((row for row in _KEYS if word[at] in row), "")
    place = row.find(word[at])
    beside = row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    return word[:at] + rng.choice(beside or word[at]) + word[at + 1 :]
