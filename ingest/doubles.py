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
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.document import Concern, Document, Finding, Page
from corpus.language.tokens import tokenize

NEAR = "near"
ALIKE = 0.75
"""Share of the text that two documents have in common to be told of, 0-1."""

_RUN = 5  # words
_FEWEST = 60  # runs; of a shorter text a few common sentences are the larger part, so all counts
_ORDERS = 256
_MOST = 20  # documents like one that are told of
_METHOD = b"2"  # changes with everything that makes another signature of the same text

Signature = NDArray[np.uint32]

_random = np.random.Generator(np.random.PCG64(20240506))
# Odd numbers: multiplying by one and keeping the upper half is a different order of all runs.
_FACTORS = _random.integers(0, 2**63, _ORDERS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_WEIGHTS = _random.integers(0, 2**63, _RUN, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def signature(document: Document) -> Signature | None:
    """What comes first in each order, ``uint32[256]``; None for less than a run of words."""
    return _signature(document.pages)


@lru_cache(maxsize=2)  # asked for twice: when a document is compared and when it is kept
def _signature(pages: tuple[Page, ...]) -> Signature | None:
    words = np.fromiter(_words(pages), dtype=np.uint64)
    if len(words) < _RUN:
        return None
    each = np.lib.stride_tricks.sliding_window_view(words, _RUN)
    runs = np.unique((each * _WEIGHTS).sum(axis=1, dtype=np.uint64))
    if len(runs) < _FEWEST:  # the whole text as one run: only the same one agrees
        runs = np.frombuffer(blake2b(words.tobytes(), digest_size=8).digest(), "<u8")
    firsts = [int((runs * factor >> np.uint64(32)).min()) for factor in _FACTORS]
    return np.array(firsts, dtype=np.uint32)


def _words(pages: tuple[Page, ...]) -> Iterator[int]:
    for page in pages:
        for token in tokenize(page.running_text):
            yield zlib.crc32(token.key.encode())


class Doubles:
    """The signatures of a collection, for one run; documents without one are compared first."""

    def __init__(self, catalogue: Catalogue, who: str | None) -> None:
        """Read them when they are first needed.

        Args:
            who: for whom signatures and findings on documents that came in without being compared
                are kept; None when nothing may be changed.
        """
        self._catalogue = catalogue
        self._who = who
        self._places: dict[str, int] = {}
        self._rows = np.empty((0, _ORDERS), dtype=np.uint32)  # with room for more
        self._complete = False

    def findings(self, document: Document) -> tuple[Finding, ...]:
        """A finding for each document that has much in common with this one, the nearest first.

        Where the other one tells of this one already, that is enough.
        """
        self.complete()
        return self._findings(document)

    def remember(self, document: Document) -> None:
        """Compare later documents with this one too, as it is now."""
        self.complete()
        self._put(document)

    def complete(self) -> None:
        """Compare what came in without that: it was imported, or an older version compared it."""
        if self._complete:
            return
        self._complete = True
        kept = self._catalogue.signatures()
        current = {name: row[1:] for name, row in kept.items() if row[:1] == _METHOD}
        whole = {name: row for name, row in current.items() if row}
        self._rows = np.frombuffer(b"".join(whole.values()), "<u4").reshape(-1, _ORDERS).copy()
        self._places = {name: place for place, name in enumerate(whole)}
        for name in self._catalogue.ids():
            if name not in current:
                self._compare(self._catalogue.undecided(name))

    def _compare(self, document: Document) -> None:
        anew = with_doubles(document, self._findings(document))
        if self._who is not None and anew != document:
            self._catalogue.replace(anew, self._who, "compare")
        self._put(anew)

    def _findings(self, document: Document) -> tuple[Finding, ...]:
        mine = signature(document)
        if mine is None:
            return ()
        agree = (self._rows[: len(self._places)] == mine).mean(axis=1)
        shares = 2 * agree / (1 + agree)  # of the runs of each -> of the text
        names = list(self._places)
        near = [int(place) for place in np.argsort(-shares, kind="stable")[: _MOST + 1]]
        others = {names[at]: shares[at] for at in near if shares[at] >= ALIKE}
        others.pop(document.id, None)
        told = self._telling_of(document.id, list(others))
        return tuple(
            Finding(
                concern=Concern.DOUBLE,
                what=NEAR,
                detail=f"probably the same report as {other} ({share:.0%} the same)",
                other=other,
            )
            for other, share in others.items()
            if other not in told
        )

    def _telling_of(self, document_id: str, others: list[str]) -> frozenset[str]:
        """Those of the others that have a finding on this document."""
        return frozenset(
            one.id
            for one in (self._catalogue.summaries(others) if others else ())
            if any(found.other == document_id for found in one.found_about(Concern.DOUBLE))
        )

    def _put(self, document: Document) -> None:
        made = signature(document)
        if self._who is not None:
            row = b"" if made is None else made.astype("<u4").tobytes()
            self._catalogue.sign(document.id, _METHOD + row)
        if document.id in self._places:
            self._rows[self._places[document.id]] = 0 if made is None else made
        elif made is not None:
            place = len(self._places)
            if place == len(self._rows):
                self._rows = np.resize(self._rows, (max(64, 2 * place), _ORDERS))
            self._rows[place] = made
            self._places[document.id] = place


def with_doubles(document: Document, doubles: tuple[Finding, ...]) -> Document:
    """The document with these findings on what it is like, in place of those it has."""
    others = tuple(f for f in document.findings if f.concern is not Concern.DOUBLE)
    return replace(document, findings=(*others, *doubles))
