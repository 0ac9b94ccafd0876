"""One segment file, opened, as Whoosh asks for it: by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermInfo
from whoosh.util.numeric import byte_to_length

from corpus.errors import IndexDamaged
from index.codec.posting_list import PostingList, term_info
from index.segment.segment import Segment
from index.segment.strings import Strings

Array = NDArray[Any]

_KNOWN_TERMS = 1 << 12  # of which is kept what was asked last

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], np.int64)


class SegmentMissing(IndexDamaged, OSError):
    """The file is not there: it was lost, or another process has just merged it into another.

    Whoosh looks for a newer state of the index after an OSError, and opens that.
    """


def rounded(lengths: Array) -> Array:
    """Lengths as Whoosh keeps them, in a byte; so scores are the same as with its own files."""
    bytes_ = np.searchsorted(_LENGTHS, lengths)
    told: Array = _LENGTHS[np.minimum(bytes_, 255)]
    return told


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """The terms of one field in their order."""

    dictionary: Strings
    numbers: Array
    """Per term its number in the dictionary."""
    lists: Array
    """Per term the number of its posting list."""

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, at: int) -> bytes:
        text: bytes = self.dictionary[self.numbers[at]]
        return text

    def at_least(self, text: bytes) -> int:
        """The place of the first term that is not before ``text``."""
        return int(np.searchsorted(self.numbers, self.dictionary.at_least(text)))

    def items_from(self, text: bytes) -> Iterator[tuple[bytes, int]]:
        """The terms from ``text`` on, each with the number of its list."""
        first = self.at_least(text)
        for number, list_ in zip(
            self.numbers[first:].tolist(), self.lists[first:].tolist(), strict=True
        ):
            yield self.dictionary[number], list_


class OpenSegment:
    """A segment file with what Whoosh asks for again and again.

    Raises:
        SegmentMissing: when there is no such file.
        IndexDamaged: when it cannot be read, or does not have ``size`` documents.
        IndexOutdated: when another version wrote it.
    """

    def __init__(self, storage: Any, name: str, size: int) -> None:
        self.file = _opened(storage, name)
        if self.file.size != size:
            raise IndexDamaged(
                f"The index file {self.file.path} is damaged; run ‘watwerkt reindex’."
            )
        self.size = size
        # None of these knows this object itself, so that the file is let go of as soon as it is.
        self.lengths = lru_cache(maxsize=None)(partial(_lengths, self.file))
        """Per document, about how many terms stand in a field (:func:`rounded`)."""
        self.terms = lru_cache(maxsize=None)(partial(_terms, self.file))
        """The terms of a field; none where no document has it."""
        self._info = lru_cache(maxsize=_KNOWN_TERMS)(partial(_info, self.file, self.lengths))

    def posting_list(self, field: str, number: int, format_: Any) -> PostingList:
        """A posting list of a field by its number."""
        parts = self.file.postings.read(number)
        documents = parts.pop("documents")
        return PostingList(documents.data, parts, format_, lambda: self.lengths(field)[documents])

    def vector(self, field: str, document: int, format_: Any) -> PostingList:
        """The terms of a document.

        Raises:
            KeyError: when it has no vector of this field.
        """
        vectors = self.file.vectors(field)
        if vectors is None or document not in vectors:
            raise KeyError(f"Document {document} has no vector of the field {field!r}")
        parts = vectors.read(document)
        dictionary = self.file.postings.terms
        texts = [dictionary[number].decode() for number in parts.pop("documents").tolist()]
        return PostingList(texts, parts, format_, lambda: np.zeros(len(texts), np.int64))

    def info(self, number: int) -> TermInfo:
        """What is known of a term by its list; a new object each time, for Whoosh changes it."""
        return TermInfo(**self._info(number))


def _lengths(file: Segment, field: str) -> Array:
    return rounded(file.lengths(field))


def _terms(file: Segment, field: str) -> FieldTerms:
    postings = file.postings
    lists = np.flatnonzero(postings.fields == file.fields.get(field, -1))
    return FieldTerms(postings.terms, postings.terms_of(lists), lists)


def _info(file: Segment, lengths: Callable[[str], Array], number: int) -> Mapping[str, Any]:
    field = list(file.fields)[file.postings.fields[number]]
    return term_info(file.postings.read(number), lengths(field))


def _opened(storage: Any, name: str) -> Segment:
    if isinstance(storage, FileStorage):
        try:
            return Segment(Path(storage.folder) / name)
        except FileNotFoundError as error:
            raise _missing(name) from error
    try:
        file = storage.open_file(name)
    except NameError as error:  # what Whoosh's storage in memory says
        raise _missing(name) from error
    return Segment(Path(name), bytes(file.read()))


def _missing(name: str) -> SegmentMissing:
    return SegmentMissing(f"The index file {name} is missing; run ‘watwerkt reindex’.")
