"""How much of a password is its own: what is left without what others would guess first.

Guessed first are common words (``guessable.tsv``), the names that go with an account, the years of
a life, rows of the alphabet, of digits and of a keyboard, and whatever was said before.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from importlib import resources

# Rows that a finger or a tongue goes along; backwards too.
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890",
    "qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
)  # fmt: skip
_BOTH_WAYS = (*_ROWS, *(row[::-1] for row in _ROWS))
_LOOKALIKES = str.maketrans("013457@$€!", "oieastasei")  # w@chtw00rd
_YEAR = re.compile(r"(?:19|20)\d\d")
_PART = 3  # letters of a name that count as a name
_ROW = 4  # letters or digits along a row
_AGAIN = 3  # letters or digits that were there before
_LOOKED_AT = 200  # characters; who has something of his own has it in these


def own_letters(password: str, names: Collection[str] = ()) -> int:
    """How many letters and digits are its own, whatever signs stand in place of letters.

    Args:
        names: of the account, the organisation …; each word of them counts as a name.
    """
    folded = password[:_LOOKED_AT].casefold()
    common = {*_words(), *(part for name in names for part in _parts(name))}
    longest_first = sorted(common, key=len, reverse=True)
    written = folded, folded.translate(_LOOKALIKES)
    return min(len(_without_repeats(_left(one, longest_first))) for one in written)


@cache
def _words() -> frozenset[str]:
    lines = resources.files("corpus").joinpath("guessable.tsv").read_text("utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if not line.startswith("#"))


def _parts(name: str) -> Iterator[str]:
    """A name in one piece, and its words: ``Anna de Vries`` -> annadevries, anna, vries."""
    words = re.findall(r"[^\W_]+", name.casefold())
    yield from (part for part in ("".join(words), *words) if len(part) >= _PART)


def _left(text: str, common: Collection[str]) -> str:
    """Letters and digits without common words, years and rows."""
    left = "".join(filter(str.isalnum, text))
    for word in common:
        left = left.replace(word, "")
    return _without_rows(_YEAR.sub("", left))


def _without_rows(text: str) -> str:
    kept, at = "", 0
    while at < len(text):
        length = 0
        for row in _BOTH_WAYS:
            while at + length < len(text) and text[at : at + length + 1] in row:
                length += 1
        if length < _ROW:
            kept, length = kept + text[at], 1
        at += length
    return kept


def _without_repeats(text: str) -> str:
    """What is said once: ``tuintuintuin`` -> tuin, ``aaaa`` -> a."""
    kept, at = "", 0
    while at < len(text):
        length = _AGAIN
        while at + length <= len(text) and text[at : at + length] in text[: at + length - 1]:
            length += 1
        if length == _AGAIN:
            kept, length = kept + text[at], 2
        at += length - 1
    return kept
