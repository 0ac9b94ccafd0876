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

_HYPHENS = "-\u2010\u2011"
_WORD = re.compile(
    rf"""
    [^\W_]+
    (?:
        (?: ['’ʼ]                          # foto's, zo’n
          | (?<=[^\W\d_]) [{_HYPHENS}]     # zelf-beheer, COVID-19
          | (?<=\d) [{_HYPHENS}] (?=[^\W\d_])  # 55-plus, but not 2014-2016
          | (?<=\d) [.,] (?=\d{{3}}(?!\d)) # 10.000
        )
        [^\W_]+
    )*
    """,
    re.VERBOSE,
)
_INNER_HYPHEN = re.compile(rf"(?<=[^\W_])[{_HYPHENS}](?=[^\W_])")


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
    for match in _WORD.finditer(text):
        key, parts = _keys(match[0])
        if key:
            yield Token(key, parts, match.start(), match.end())


@lru_cache(maxsize=1 << 17)
def _keys(surface: str) -> tuple[str, tuple[str, ...]]:
    key = _key(surface)
    if not _INNER_HYPHEN.search(surface):
        return key, ()
    parts = (_key(part) for part in _INNER_HYPHEN.split(surface))
    return key, tuple(part for part in parts if len(part) > 1)


def _key(surface: str) -> str:
    return "".join(filter(str.isalnum, fold(surface)))[:MAX_LENGTH]
