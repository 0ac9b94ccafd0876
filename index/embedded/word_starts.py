"""At which character of its page each word of a document starts, as bytes.

Of each word the distance from the word before it is kept, of the first of a page that from the
beginning of the page; all in as many bytes each as the largest needs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from index.fields import PAGE_GAP
from index.prepare import Prepared


def encode(prepared: Prepared) -> bytes:
    """Where the words of a document start."""
    starts = np.array(prepared.word_starts, np.int64)
    distances = np.diff(starts, prepend=0)
    firsts = [first for first in _firsts(prepared.page_starts) if first < len(starts)]
    distances[firsts] = starts[firsts]
    most = int(distances.max(initial=0))
    return distances.astype(f"<u{_width(most)}").tobytes()


def decode(
    data: memoryview, words: int, page_starts: Sequence[Sequence[int]], page: int
) -> tuple[int, memoryview] | None:
    """Of one page the position of its first word, and the first character of each word.

    Args:
        data: what :func:`encode` made.
        words: how many the document has.
        page_starts: number and first position of each page, ascending.
        page: a number; None comes back where there is no such page or its words are not known.
    """
    at = bisect_left(page_starts, page, key=lambda start: start[0])
    known = words and len(data) % words == 0 and at < len(page_starts)
    if not known or page_starts[at][0] != page:
        return None
    firsts = [*_firsts(page_starts[at : at + 2], at), words]
    distances = np.frombuffer(data, f"<u{len(data) // words}")[firsts[0] : firsts[1]]
    return page_starts[at][1], np.cumsum(distances, dtype=np.int64).data


def _width(most: int) -> int:
    return 1 if most < 1 << 8 else 2 if most < 1 << 16 else 4


def _firsts(page_starts: Sequence[Sequence[int]], at: int = 0) -> list[int]:
    """How many words stand before each of some pages, of which the first is number ``at``."""
    return [start - PAGE_GAP * page for page, (_, start) in enumerate(page_starts, at)]
