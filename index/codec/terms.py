"""The terms of the fields of one segment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from index.codec.matcher import PostingMatcher
from index.codec.opened import FieldTerms, OpenSegment
from index.codec.posting_list import PostingList

Term = tuple[str, bytes]


class TermsReader(base.TermsReader):
    """Finds terms and their posting lists, in the order of their fields and then their bytes."""

    def __init__(self, opened: OpenSegment) -> None:
        self._opened = opened

    def close(self) -> None:
        """Let go of the file; nothing can be asked any more."""
        del self._opened

    def _list(self, field: str, text: bytes) -> int | None:
        """The number of the list of a term."""
        number = self._opened.file.fields.get(field)
        return None if number is None else self._opened.file.postings.find(text, number)

    def _needed_list(self, field: str, text: bytes) -> int:
        number = self._list(field, text)
        if number is None:
            raise TermNotFound(f"No term {field}:{text!r}")
        return number

    def _read(self, field: str, number: int, format_: Any) -> PostingList:
        return self._opened.posting_list(field, number, format_)

    def __contains__(self, term: Term) -> bool:
        return self._list(*term) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return list(self._opened.file.fields)

    def cursor(self, fieldname: str, fieldobj: Any) -> FieldCursor:
        """A walk along the terms of a field."""
        return FieldCursor(self._opened, fieldname, fieldobj)

    def terms(self) -> Iterator[Term]:
        """All terms."""
        return ((field, text) for field, text, _ in self._from_first())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """The terms from one on, which need not be there; none when the field is not."""
        return ((field, text) for field, text, _ in self._from(fieldname, prefix))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """All terms with what is known of them."""
        return (((field, text), self._info(number)) for field, text, number in self._from_first())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """The same from one on."""
        found = self._from(fieldname, prefix)
        return (((field, text), self._info(number)) for field, text, number in found)

    def _from_first(self) -> Iterator[tuple[str, bytes, int]]:
        for field in self._opened.file.fields:
            for text, number in self._opened.terms(field).items_from(b""):
                yield field, text, number

    def _from(self, first: str, prefix: bytes) -> Iterator[tuple[str, bytes, int]]:
        fields = self._opened.file.fields
        for field in fields if first in fields else ():
            if field >= first:
                start = prefix if field == first else b""
                for text, number in self._opened.terms(field).items_from(start):
                    yield field, text, number

    def _info(self, number: int) -> TermInfo:
        return self._opened.info(number)

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """What is known of a term.

        Raises:
            TermNotFound: when it is not there.
        """
        return self._info(self._needed_list(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        """What a term weighs in all documents together; 0 when it is not there."""
        number = self._list(fieldname, text)
        weight: float = 0 if number is None else self._info(number).weight()
        return weight

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents have a term."""
        number = self._list(fieldname, text)
        return 0 if number is None else int(self._opened.file.postings.documents[number])

    def matcher(
        self, fieldname: str, text: bytes, format_: Any, scorer: Any = None
    ) -> PostingMatcher:
        """A walk along the documents that have a term.

        Raises:
            TermNotFound: when it is not there.
        """
        number = self._needed_list(fieldname, text)
        postings = self._read(fieldname, number, format_)
        return PostingMatcher(postings, (fieldname, text), scorer)


class FieldCursor(base.FieldCursor):
    """Stands at one term of a field, or behind the last."""

    def __init__(self, opened: OpenSegment, fieldname: str, fieldobj: Any) -> None:
        self._opened = opened
        self._field = fieldobj
        self._terms: FieldTerms = opened.terms(fieldname)
        self._at = 0

    def first(self) -> Any:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: Any) -> Any:
        """Go to the first term that is not before ``string``."""
        text = string if isinstance(string, bytes) else self._field.to_bytes(string)
        self._at = self._terms.at_least(text)
        return self.text()

    def next(self) -> Any:
        """Go to the next term."""
        self._at = min(self._at + 1, len(self._terms))
        return self.text()

    def text(self) -> Any:
        """The term as the field tells it; None behind the last."""
        return self._field.from_bytes(self._terms[self._at]) if self.is_valid() else None

    def term(self) -> Any:
        """The same under the name that a cursor of several segments uses."""
        return self.text()

    def term_info(self) -> TermInfo | None:
        """What is known of the term; None behind the last."""
        if not self.is_valid():
            return None
        return self._opened.info(int(self._terms.lists[self._at]))

    def is_valid(self) -> bool:
        """Whether it stands at a term."""
        return self._at < len(self._terms)
