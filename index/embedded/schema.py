"""What Whoosh is told: the schema, derived from the field table.

Whoosh gets finished terms, never text.
"""

from __future__ import annotations

from collections.abc import Iterator

from whoosh import fields, formats

from index.prepare import FIELD_FORMS, Occurrences


class TermsField(fields.FieldType):
    """Terms at positions, analysed by us; scored."""

    def __init__(self) -> None:
        super().__init__(format=formats.Positions(), analyzer=None, scorable=True)

    def index(self, value: Occurrences, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Postings of one document: (term, frequency, weight, encoded positions)."""
        positions: dict[str, list[int]] = {}
        for term, position in zip(value.terms, value.positions, strict=True):
            positions.setdefault(term, []).append(position)
        for term, where in positions.items():
            yield term.encode(), len(where), float(len(where)), self.format.encode(where)


def schema() -> fields.Schema:
    """Fields of the index: its document, the searched terms, and what is kept of each hit."""
    return fields.Schema(
        document=fields.ID(),
        page_starts=fields.STORED(),
        passage=fields.STORED(),
        **{name: TermsField() for name in FIELD_FORMS},
    )
