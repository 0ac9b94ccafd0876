"""Cut text into words.

bewoners' tuin       bewoners, tuin
foto's               fotos
zelf-beheer          zelfbeheer, with the parts zelf and beheer
wijk- en buurtbeheer wijk, en, buurtbeheer
COVID-19             covid19, with the parts covid and 19
2014-2016            2014, 2016
10.000               10000
en/of                en, of
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from corpus.language.fold import fold

MAX_LENGTH = 100  # characters of a key; longer runs are no words but data
_LONGEST = 10 * MAX_LENGTH  # characters of a text that are read for one key

HYPHENS = "-\u2010\u2011"
# Accents and vowel signs written apart from their letter, and what is there but not seen (a soft
# hyphen, a joiner): inside a word, and gone when it is folded.
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u00ad\u200b-\u200d\u2060\ufeff"
_LETTERS = rf"[^\W_]+ (?: [{_MARKS}]+ [^\W_]* )*"
WORD = re.compile(
    rf"""
    {_LETTERS}
    (?:
        (?: ['’ʼ]                          # foto's, zo’n
          | (?:(?<=[^\W\d_])|(?<=[{_MARKS}])) [{HYPHENS}]  # zelf-beheer, COVID-19
          | (?<=\d) [{HYPHENS}] (?=[^\W\d_])  # 55-plus, but not 2014-2016
          | (?<=\d) [.,] (?=\d{{3}}(?!\d)) # 10.000
        )
        {_LETTERS}
    )*
    """,
    re.VERBOSE,
)
_INNER_HYPHEN = re.compile(rf"(?:(?<=[^\W_])|(?<=[{_MARKS}]))[{HYPHENS}](?=[^\W_])")


class Token(NamedTuple):
    """One word as it stands in a text.

    Attributes:
        key: folded, without apostrophes and hyphens; what two spellings have in common.
        parts: keys of the parts of a hyphenated word, else empty.
        start: offset of the first character in the text.
        end: offset behind the last character.
    """

    key: str
    parts: tuple[str, ...]
    start: int
    end: int


def tokenize(text: str) -> Iterator[Token]:
    """The words of ``text`` in order."""
    for match in WORD.finditer(text):
        key, parts = keys(match[0])
        if key:
            yield Token(key, parts, match.start(), match.end())


@lru_cache(maxsize=1 << 17)
def keys(surface: str) -> tuple[str, tuple[str, ...]]:
    """Key and keys of the parts of one match of :data:`WORD`."""
    return _key(surface), tuple(part.key for part in pieces(surface))


def pieces(surface: str) -> Iterator[Token]:
    """The parts of a hyphenated match of :data:`WORD`, placed in it; of other words none."""
    hyphens = [match.span() for match in _INNER_HYPHEN.finditer(surface)]
    starts = [0, *(end for _, end in hyphens)]
    ends = [*(start for start, _ in hyphens), len(surface)]
    for start, end in zip(starts, ends, strict=True) if hyphens else ():
        key = _key(surface[start:end])
        if len(key) > 1:
            yield Token(key, (), start, end)


def places(surface: str) -> list[int]:
    """Where in ``surface`` each letter of its key stands, and behind them its length."""
    found = [at for at, char in enumerate(surface[:_LONGEST]) for _ in _letters(char)]
    return [*found[:MAX_LENGTH], len(surface)]


def _key(surface: str) -> str:
    # Cut before it is folded: a pile of accents takes the square of its height.
    return _letters(surface[:_LONGEST])[:MAX_LENGTH]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))
