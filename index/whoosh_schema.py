"""What Whoosh is told: the schema, derived from the field table, and how words weigh.

Whoosh gets finished terms, never text.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from whoosh import fields, formats, scoring

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
    """Fields of the index: its document, the searched terms, and what is kept of each hit."""
    return fields.Schema(
        document=fields.ID(),
        facts=fields.STORED(),
        **{name: TermsField() for name in FIELD_FORMS},
    )


def idf(documents: int, having: int) -> float:
    """What a term weighs that ``having`` of ``documents`` have, in nats; never negative.

    Source: org.apache.lucene.search.similarities.BM25Similarity.
    """
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


class Weighting(scoring.BM25F):
    """BM25 as Lucene counts: a field is compared only with the documents that have it.

    Whoosh divides by all documents, so that a field which few documents have (labels, parts of
    compounds) seems very long where it is there, and would hardly count. The part of a compound
    is as rare as the word is by itself and as a part; else parts would outweigh whole words.
    Source: org.apache.lucene.search.similarities.BM25Similarity.
    """

    def __init__(self, having: Mapping[str, int]) -> None:
        """Weigh by ``having``: number of documents that have each field."""
        super().__init__()
        self._having = having

    def idf(self, searcher: Any, fieldname: str, text: str) -> float:
        """Weight of a term by the number of documents that have it in this field."""
        having = searcher.get_parent().doc_frequency
        field, _, form = fieldname.rpartition("_")
        if form != "part":
            return idf(self._having[fieldname], having(fieldname, text))
        whole = f"{field}_stem"
        both = having(fieldname, text) + having(whole, text)
        return idf(self._having[whole], min(both, self._having[whole]))

    def scorer(self, searcher: Any, fieldname: str, text: str, qf: int = 1) -> Any:
        """What weighs one term in one document."""
        scorer = super().scorer(searcher, fieldname, text, qf=qf)
        length = searcher.get_parent().field_length(fieldname)
        scorer.avgfl = length / max(1, self._having[fieldname]) or 1
        return scorer
