"""Is a new report one that is there already, with small changes?

Two texts are compared by the runs of five words they have in common, and these by MinHash (Broder,
"On the resemblance and containment of documents", 1997): of each of 256 orders of all runs a text
keeps which comes first, and the share of orders in which two texts agree estimates how much of
their runs they share. Contents, references and colophons do not count: reports of a series have
those alike. The order of the runs is fixed for good, so that signatures can be kept.

Of a short text a few common sentences are the larger part. Its words all together count as one run,
so that it is like an equal text and like no other.

A pair is told once, by the one of the two that was compared last; the other one does not repeat it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
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
_FEWEST = 60  # runs; with fewer a text is short
_MOST = 20  # documents that one is told to be like, the nearest
_ORDERS = 256
_METHOD = b"2"  # changes with everything that makes another signature of the same text

Signature = NDArray[np.uint32]

_random = np.random.Generator(np.random.PCG64(20240506))
# Odd numbers: multiplying by one and keeping the upper half is a different order of all runs.
_FACTORS = _random.integers(0, 2**63, _ORDERS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_WEIGHTS = _random.integers(0, 2**63, _RUN, dtype=np.uint64) * np.uint64(2) + np.uint64(1)


def signature(document: Document) -> Signature | None:
    """What comes first in each order, ``uint32[256]``; None for a text without a word."""
    return _signature(document.pages)


@lru_cache(maxsize=2)  # asked for twice: when a document is compared and when it is kept
def _signature(pages: tuple[Page, ...]) -> Signature | None:
    words = [token.key for page in pages for token in tokenize(page.running_text)]
    if not words:
        return None
    runs = _runs(words)
    if len(runs) < _FEWEST:
        whole = blake2b(" ".join(words).encode(), digest_size=8).digest()
        runs = np.frombuffer(whole, "<u8")
    firsts = [int((runs * factor >> np.uint64(32)).min()) for factor in _FACTORS]
    return np.array(firsts, dtype=np.uint32)


def _runs(words: Sequence[str]) -> NDArray[np.uint64]:
    """Each run of words as a number, once."""
    if len(words) < _RUN:
        return np.empty(0, dtype=np.uint64)
    numbers = np.fromiter((zlib.crc32(word.encode()) for word in words), dtype=np.uint64)
    each = np.lib.stride_tricks.sliding_window_view(numbers, _RUN)
    return np.unique((each * _WEIGHTS).sum(axis=1, dtype=np.uint64))


class Doubles:
    """The signatures of a collection, for one run."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Read them when they are first needed; those that are missing are made then."""
        self._catalogue = catalogue
        self._rows: _Rows | None = None
        self._revision = 0  # up to which the documents are known
        self._unsigned: frozenset[str] = frozenset()

    def compared(self, document: Document) -> Document:
        """The document with a finding for each other that it has much in common with.

        The nearest come first; one that tells of the pair already is left out. What it was found
        to be like somewhere else, in a collection it was exported from, stays.
        """
        self._look_again()
        return replace(document, findings=self._findings(document, _row(document)))

    def remember(self, document: Document) -> None:
        """Compare later documents with this one too, as it is now."""
        row = _row(document)
        self._known().put(document.id, row)
        self._sign(document.id, row)

    def catch_up(self, who: str) -> None:
        """Compare the documents that never were, or by an older method, the newest first.

        Only then each is signed: when this is interrupted, the rest is compared the next time.
        """
        rows = self._known()
        unsigned = self._catalogue.summaries(sorted(self._unsigned))
        for document in sorted(unsigned, key=lambda d: (d.ingested, d.id), reverse=True):
            row = rows[document.id]
            findings = self._findings(document, row)
            if set(findings) != set(document.findings):
                whole = self._catalogue.undecided(document.id)
                self._catalogue.replace(replace(whole, findings=findings), who, "compare")
            self._sign(document.id, row)
        self._unsigned = frozenset()

    def _findings(self, document: Document, row: Signature) -> tuple[Finding, ...]:
        rows = self._known()
        found = {other: share for other, share in rows.nearest(row, document.id) if share >= ALIKE}
        telling = {
            other.id
            for other in self._catalogue.summaries(list(found))
            if any(f.other == document.id for f in other.found_about(Concern.DOUBLE))
        }
        kept = (
            f for f in document.findings if f.concern is not Concern.DOUBLE or f.other not in rows
        )
        told = (_told(other, share) for other, share in found.items() if other not in telling)
        return (*told, *kept)

    def _known(self) -> _Rows:
        """The rows of all documents; reads and completes them at first."""
        if self._rows is None:
            self._revision = self._catalogue.revision
            signed = _of_this_method(self._catalogue.signatures.all())
            self._rows = _Rows(signed)
            self._unsigned = frozenset(self._catalogue.ids()) - signed.keys()
            for name in sorted(self._unsigned):
                self._rows.put(name, _row(self._catalogue.undecided(name)))
        return self._rows

    def _look_again(self) -> None:
        """Know what came in meanwhile, also by another program."""
        rows, since = self._known(), self._revision
        self._revision = self._catalogue.revision
        changed = self._catalogue.changed_since(since) if self._revision != since else []
        signed = _of_this_method(self._catalogue.signatures.of(changed))
        for name in changed:
            if name in signed:
                rows.put(name, _Rows({name: signed[name]})[name])
            elif name not in rows:
                rows.put(name, _row(self._catalogue.undecided(name)))

    def _sign(self, document_id: str, row: Signature) -> None:
        kept = row.astype("<u4").tobytes() if row.any() else b""
        self._catalogue.signatures.keep(document_id, _METHOD + kept)


class _Rows:
    """The signatures of documents, of zeros where there is no word."""

    def __init__(self, signed: Mapping[str, bytes]) -> None:
        wordless = bytes(_ORDERS * 4)
        rows = b"".join(row or wordless for row in signed.values())
        self._rows = np.frombuffer(rows, "<u4").reshape(-1, _ORDERS).copy()
        self._places = {name: place for place, name in enumerate(signed)}

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._places

    def __getitem__(self, document_id: str) -> Signature:
        row: Signature = self._rows[self._places[document_id]]
        return row

    def put(self, document_id: str, row: Signature) -> None:
        """Add a row, or put it in the place of an older one."""
        place = self._places.setdefault(document_id, len(self._places))
        if place == len(self._rows):  # twice the room, so that a row is moved only a few times
            room = np.zeros((max(64, 2 * place), _ORDERS), dtype=np.uint32)
            room[:place] = self._rows
            self._rows = room
        self._rows[place] = row

    def nearest(self, row: Signature, document_id: str) -> Iterator[tuple[str, float]]:
        """Other documents with the share of the text in common, the most first."""
        if not row.any():
            return
        names = [*self._places]
        agree = np.count_nonzero(self._rows[: len(names)] == row, axis=1) / _ORDERS
        if document_id in self:
            agree[self._places[document_id]] = 0
        for place in np.argsort(-agree, kind="stable")[:_MOST]:
            yield names[place], float(2 * agree[place] / (1 + agree[place]))  # of runs -> text


def _of_this_method(kept: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: row[1:] for name, row in kept.items() if row[:1] == _METHOD}


def _row(document: Document) -> Signature:
    made = signature(document)
    return np.zeros(_ORDERS, dtype=np.uint32) if made is None else made


def _told(other: str, share: float) -> Finding:
    detail = f"probably the same report as {other} ({share:.0%} the same)"
    return Finding(concern=Concern.DOUBLE, what=NEAR, detail=detail, other=other)
