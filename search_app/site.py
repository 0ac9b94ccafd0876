"""What the pages are made from, and which documents the public may read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import Blueprint
from flask.typing import ResponseReturnValue

from corpus.archetypes import Taxonomy
from corpus.catalogue import Catalogue
from corpus.document import Access, Document, Page, Status
from corpus.errors import NotFound
from corpus.gaps import Gaps
from corpus.originals import Originals
from corpus.thesaurus import Thesaurus
from corpus.vocabulary import Vocabulary
from index.api import SearchIndex
from index.names import FacetNames
from search_app.naming import Names
from search_app.unsearched import Unsearched


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What stays of a document that was withdrawn.

    Attributes:
        on: the day; None when nobody decided it here (it was imported so).
        successor: the newer edition, where readers may see that.
        quoted: exact words of it that are looked for; empty for none.
        quoted_at: where these words stand in the newer edition; None when they do not.
    """

    id: str
    title: str
    on: date | None
    reason: str
    successor: Document | None
    quoted: str = ""
    quoted_at: str | None = None


class Withdrawn(NotFound):
    """The document was here and has been taken away."""

    def __init__(self, tombstone: Tombstone) -> None:
        super().__init__(f"The document ‘{tombstone.id}’ has been withdrawn.")
        self.tombstone = tombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The collection behind the pages.

    Attributes:
        meanings: what a value may be called when it is typed.
        unsearched: what a search cannot find.
        gaps: where questions without results are counted; None where they are not.
    """

    index: SearchIndex
    catalogue: Catalogue
    taxonomy: Taxonomy
    thesaurus: Thesaurus
    originals: Originals
    vocabulary: Vocabulary
    meanings: FacetNames
    unsearched: Unsearched
    gaps: Gaps | None = None

    def names(self, language: str) -> Names:
        """What everything is called in ``language``."""
        return Names(taxonomy=self.taxonomy, vocabulary=self.vocabulary, language=language)

    def document(self, document_id: str) -> Document:
        """A document the public may read, with its pages.

        Raises:
            NotFound: for an unknown id, and for a document that is not public: whether that one
                exists is nobody's business.
            Withdrawn: when it was public and has been withdrawn.
        """
        return self._public(self.catalogue.get(document_id))

    def summary(self, document_id: str) -> Document:
        """The same without the pages; see :meth:`document` for what it raises."""
        for document in self.catalogue.summaries([document_id]):
            return self._public(document)
        raise NotFound(f"There is no document with the id ‘{document_id}’.")

    def page(self, document_id: str, number: int) -> Page:
        """One page of a document.

        Raises:
            NotFound: when the document has no such page.
        """
        for page in self.catalogue.pages(document_id, [number]):
            return page
        raise NotFound(f"Document ‘{document_id}’ has no page {number}.")

    def media_types(self, ids: Iterable[str]) -> dict[str, str]:
        """Media type of the originals, by document id."""
        return {d.id: d.media_type for d in self.catalogue.summaries(list(ids))}

    def _public(self, document: Document) -> Document:
        if document.access is not Access.PUBLIC:
            raise NotFound(f"There is no document with the id ‘{document.id}’.")
        if document.status is Status.WITHDRAWN:
            raise Withdrawn(self._tombstone(document))
        return document

    def _tombstone(self, document: Document) -> Tombstone:
        decided = [
            decision
            for decision in self.catalogue.decisions(document.id)
            if decision.field == "status" and decision.value == Status.WITHDRAWN.value
        ]
        return Tombstone(
            id=document.id,
            title=document.title,
            on=decided[-1].at.date() if decided else None,
            reason=decided[-1].why if decided else "",
            successor=self.catalogue.successor(document),
        )


def routes(
    name: str, rules: Iterable[tuple[str, Callable[..., ResponseReturnValue]]], site: Site
) -> Blueprint:
    """Views on one collection; each takes the site and what its address holds."""
    blueprint = Blueprint(name, __name__)
    for rule, view in rules:
        blueprint.add_url_rule(rule, view.__name__, partial(view, site))
    return blueprint
