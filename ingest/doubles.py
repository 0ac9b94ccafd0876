"""Is a new report one that is there already, with small changes?

Two texts are compared by the runs of five words they have in common, and these by MinHash (Broder,
"On the resemblance and containment of documents", 1997): of each of 256 orders of all runs a text
keeps which comes first, and the share of orders in which two texts agree estimates how much of
their runs they share. Contents, references and colophons do not count: reports of a series have
those alike. The order of the runs is fixed for good, so that signatures can be kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.document import Concern, Document, Finding, Page
from corpus.language.tokens import tokenize

NEAR = "near"
ALIKE = 0.75
"""Share of the text that two documents have in common to be told of, 0-1."""

_RUN = 5  # words
_FEWEST = 60  # runs; of a shorter text a few common sentences are the larger part
_ORDERS = 256
_METHOD = b"1"  # changes with everything that makes another signature of the same text

Signature = NDArray[np.uint32]

_random = np.random.Generator(np.random.PCG64(20240506))
# Odd numbers: multiplying by one and keeping the upper half is a different order of all runs.
_FACTORS = _random.integers(0, 2**63, _ORDERS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_WEIGHTS = _random.integers(0, 2**63, _RUN, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def signature(document: Document) -> Signature | None:
    """What comes first in each order, ``uint32[256]``; None for a text too short to compare."""
    return _signature(document.pages)


@lru_cache(maxsize=2)  # asked for twice: when a document is compared and when it is kept
def _signature(pages: tuple[Page, ...]) -> Signature | None:
    words = np.fromiter(_words(pages), dtype=np.uint64)
    if len(words) < _RUN:
        return None
    each = np.lib.stride_tricks.sliding_window_view(words, _RUN)
    runs = np.unique((each * _WEIGHTS).sum(axis=1, dtype=np.uint64))
    if len(runs) < _FEWEST:
        return None
    firsts = [int((runs * factor >> np.uint64(32)).min()) for factor in _FACTORS]
    return np.array(firsts, dtype=np.uint32)


def _words(pages: tuple[Page, ...]) -> Iterator[int]:
    for page in pages:
        for token in tokenize(page.running_text):
            yield zlib.crc32(token.key.encode())


class Doubles:
    """The signatures of a collection, for one run; those that are missing are made first."""

    def __init__(self, catalogue: Catalogue, *, keep: bool) -> None:
        """Read them when they are first needed; ``keep`` what is made in the catalogue."""
        self._catalogue = catalogue
        self._keep = keep
        self._places: dict[str, int] | None = None
        self._rows = np.empty((0, _ORDERS), dtype=np.uint32)

    def finding(self, document: Document) -> Finding | None:
        """The document there that has most in common with a new one, if that is much."""
        places = self._known()
        mine = signature(document)
        if mine is None or not places:
            return None
        agree = (self._rows == mine).mean(axis=1)
        if document.id in places:
            agree[places[document.id]] = 0
        best = int(agree.argmax())
        share = 2 * agree[best] / (1 + agree[best])  # of the runs of each -> of the text
        if share < ALIKE:
            return None
        other = list(places)[best]
        detail = f"probably the same report as {other} ({share:.0%} the same)"
        return Finding(concern=Concern.DOUBLE, what=NEAR, detail=detail, other=other)

    def remember(self, document: Document) -> None:
        """Compare later documents with this one too, as it is now."""
        self._put(self._known(), document)

    def _known(self) -> dict[str, int]:
        """Document -> its row; reads and completes them at first."""
        if self._places is None:
            self._places = {}
            kept = self._catalogue.signatures()
            current = {name: row[1:] for name, row in kept.items() if row[:1] == _METHOD}
            whole = {name: row for name, row in current.items() if row}
            self._rows = np.frombuffer(b"".join(whole.values()), "<u4").reshape(-1, _ORDERS).copy()
            self._places = {name: place for place, name in enumerate(whole)}
            for name in self._catalogue.ids():
                if name not in current:
                    self._put(self._places, self._catalogue.get(name))
        return self._places

    def _put(self, places: dict[str, int], document: Document) -> None:
        made = signature(document)
        if self._keep:
            row = b"" if made is None else made.astype("<u4").tobytes()
            self._catalogue.sign(document.id, _METHOD + row)
        if document.id in places:
            self._rows[places[document.id]] = 0 if made is None else made
        elif made is not None:
            places[document.id] = len(self._rows)
            self._rows = np.vstack((self._rows, made))
