"""Cut a paragraph into sentences.

A sentence ends at ``.``, ``!``, ``?`` or ``…`` before what may begin the next one, or at the end of
a line, where the line carries meaning (an item, a row). Not behind an abbreviation (*bijv.*,
*o.a.*, *mw.*), the initial of a name or the number of an item. What marks an item (a bullet,
``1.``, ``b)``) is no part of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENDS = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s)|\n")
_BEGINS = re.compile(r"\s*[“‘„\"'(\[]*(?:[A-ZÀ-Þ0-9•▪◦●–—-]|['’][a-z]\b)")
_MARK = re.compile(r"(?:[•▪◦●▫■□*·–—\uf0b7>#-]+|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s+")
_LAST_WORD = re.compile(r"([^\W_]+(?:\.[^\W_]+)*)\.$")
_LONGEST_WORD = 30
_ABBREVIATION = re.compile(
    r"""(?xi)
    a\.d | al | art | bijv | blz | bv | ca | cf | d\.d | d\.i | d\.m\.v | d\.w\.z | dhr | div
    | dr | drs | e\.a | e\.d | e\.g | e\.v | enz | etc | evt | excl | fig | fr | gem | hfst |
    i\.c | i\.e | i\.e\.g | i\.h\.a | i\.h\.b | i\.i\.g | i\.o | i\.p\.v | i\.s\.m | i\.t\.t |
    i\.v\.m | incl | ing | ir | jl | jr | m\.a\.w | m\.b\.t | m\.b\.v | m\.i | m\.i\.v |
    m\.m\.v | m\.n | m\.u\.v | max | mevr | min | mln | mr | mrd | mrs | ms | mw | n\.a\.v |
    n\.v\.t | nl | no | nr | nrs | o\.a | o\.b\.v | o\.g\.v | o\.i\.d | o\.l\.v | o\.m | p |
    p\.a | p\.j | p\.m | p\.p | pag | par | pp | prof | red | resp | sr | st | t\.a\.v |
    t\.b\.v | t\.g\.v | t\.o\.v | t\.w\.v | t\.z\.t | tel | u\.a | v\.a | v\.w\.b | vgl | vs |
    w\.o | z\.g | z\.o | zg | zgn
    """
)
# These often stand at the end of a sentence too; a capital behind them tells.
_EITHER = frozenset({"enz", "etc", "e.d", "e.a", "o.i.d", "e.v", "t.z.t", "jl", "bv"})


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence of a paragraph, without white space around it."""
    start = 0
    for match in _ENDS.finditer(text):
        end = match.end()
        if match[0] != "\n" and not _is_end(text, start, match):
            continue
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _is_end(text: str, start: int, match: re.Match[str]) -> bool:
    if not _BEGINS.match(text, match.end()):
        return False
    if match[0] != ".":
        return True
    last = _LAST_WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.end())
    if last is None:
        return True
    word = last[1]
    if not text[start : last.start()].strip("•-–— \t("):
        return len(word) > 1 and not word.isdecimal()  # the number of an item stands alone
    if len(word) == 1 and word.isalpha():
        return word.islower()  # J. Jansen
    return not _ABBREVIATION.fullmatch(word) or word.casefold() in _EITHER


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while match := _MARK.match(text, start, end):
        start = match.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
