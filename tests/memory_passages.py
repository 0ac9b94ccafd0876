"""Passages for the oracle: each is a document of its own, whose only page is its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from corpus.document import Access, Document, Page
from corpus.passage import Passage, Standing
from index import Hit, Query, Results, Snippet, Span, Unit
from index.protocols import DocumentStore


def passages_of(document: Document) -> list[Document]:
    """The shown passages of a document, as documents."""
    languages = {page.number: page.language for page in document.pages}
    return [
        replace(
            document,
            id=f"{document.id}.{one.key}",
            pages=(Page(number=one.page, text=one.text, language=languages.get(one.page)),),
            passages=(one,),
        )
        for one in document.passages
        if one.standing is not Standing.HIDDEN
    ]


def strength(passage: Passage) -> float:
    """What it is ordered by where no words are asked."""
    return passage.score + (1 if passage.standing is Standing.PINNED else 0)


class PassageStore:
    """Pages of passages that are documents."""

    identity = "passages"
    revision = 2**31

    def __init__(self, store: DocumentStore, alone: Mapping[str, Document]) -> None:
        self._store = store
        self._alone = alone

    def taken_away_since(self, revision: int, audience: Access) -> frozenset[str]:  # noqa: ARG002
        """None of the passages, which are those that may be found now."""
        return frozenset()

    def pages(self, document_id: str, numbers: Iterable[int]) -> tuple[Page, ...]:
        """The words of a passage."""
        return tuple(page for page in self._alone[document_id].pages if page.number in numbers)

    def pages_of(self, asked: Mapping[str, Iterable[int]]) -> dict[str, tuple[Page, ...]]:
        """Those of several passages."""
        return {document: self.pages(document, numbers) for document, numbers in asked.items()}


def as_documents(query: Query) -> Query:
    """The question to ask documents that are passages."""
    return replace(query, unit=Unit.DOCUMENTS)


def as_passages(
    results: Results, documents: Mapping[str, Document], store: DocumentStore, *, ranked: bool
) -> Results:
    """The answer of documents that are passages.

    Args:
        ranked: whether words were asked; else the score is how sure a passage is.
    """

    def named(hit: Hit) -> Hit:
        document = documents[document_of(hit.id)]
        (passage,) = (p for p in document.passages if hit.id == f"{document.id}.{p.key}")
        (page,) = store.pages(document.id, [passage.page])
        return replace(
            hit,
            document=document.id,
            passage=passage,
            passages=(_whole(page, passage),),
            score=hit.score if ranked else float(strength(passage) > 0),
        )

    return replace(
        results, hits=tuple(map(named, results.hits)), also=tuple(map(named, results.also))
    )


def _whole(page: Page, passage: Passage) -> Snippet:
    """The words of a passage, none of them marked."""
    return Snippet(
        page=page.number, spans=(Span(" ".join(passage.text.split())),), language=page.language
    )


def document_of(name: str) -> str:
    """Id of the document that a passage stands in."""
    return name.rpartition(".")[0]
