"""The words of a passage as they are given away: what points to a person is masked."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.document import Page
from corpus.passage import Passage
from corpus.personal import masked, masked_part
from search_app.addresses import quote_address, text_address


def masked_quote(passage: Passage, pages: Iterable[Page]) -> str:
    """Its words, as long as they were.

    Args:
        passage: with its exact words.
        pages: among them its own, as what makes a number one of a person may stand before it.
    """
    page = next((page for page in pages if page.number == passage.page), None)
    if page is None:
        return masked(passage.text)
    return masked_part(page.text, passage.start, passage.end)


def masked_quote_address(document_id: str, passage: Passage, pages: Iterable[Page]) -> str:
    """Where its words are marked; only their page where something of them is masked.

    From their mark and the rest of the words a number could be guessed.
    """
    if masked_quote(passage, pages) == passage.text:
        return quote_address(document_id, passage.page, passage.text)
    return text_address(document_id, passage.page)
