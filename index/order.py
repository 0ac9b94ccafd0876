"""What a document counts by its language, beside what its words say."""

from __future__ import annotations

OTHER_LANGUAGE = 0.8  # what a document counts that is not in the language of the reader


def language_share(document: str | None, reader: str | None) -> float:
    """What the score of a document is multiplied by for its language (ISO 639-1)."""
    return 1.0 if document is None or reader is None or document == reader else OTHER_LANGUAGE
