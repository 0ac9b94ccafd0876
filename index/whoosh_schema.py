"""The Whoosh schema, derived from the field table; Whoosh gets finished terms, never text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whoosh import fields, formats

from index.prepare import FIELD_FORMS, Occurrence


class TermsField(fields.FieldType):
    """Terms at positions, analysed by us; scored."""

    def __init__(self) -> None:
        super().__init__(format=formats.Positions(), analyzer=None, scorable=True)

    def index(
        self, value: Sequence[Occurrence], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Postings of one document: (term, frequency, weight, encoded positions)."""
        positions: dict[str, list[int]] = {}
        for term, position in value:
            positions.setdefault(term, []).append(position)
        for term, where in positions.items():
            yield term.encode(), len(where), float(len(where)), self.format.encode(where)


def schema() -> fields.Schema:
    """Fields of the index: the id, the searched terms, and what is kept of each document."""
    return fields.Schema(
        id=fields.ID(unique=True),
        facts=fields.STORED(),
        **{name: TermsField() for name in FIELD_FORMS},
    )
