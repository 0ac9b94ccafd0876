"""What the pages are made from, and what of it each reader may see.

No view sees more than its reader may: :func:`routes` hands it the site as that reader sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from typing import cast

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from corpus.accounts import Accounts
from corpus.archetypes import Taxonomy
from corpus.catalogue import Catalogue
from corpus.document import Access, Document, Page, Status
from corpus.errors import NotFound
from corpus.gaps import Gaps
from corpus.licences import Licences
from corpus.originals import Originals
from corpus.thesaurus import Thesaurus
from corpus.vocabulary import Vocabulary
from index.names import FacetNames
from index.protocols import Searcher, SearchIndex
from search_app.dossier import document_of
from search_app.making import Making
from search_app.naming import Names
from search_app.reader import ANYBODY, Reader, present_reader
from search_app.review_desk import Desk
from search_app.unsearched import Unsearched

_TOGETHER = 200  # documents that are asked of the catalogue at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What stays of a document that was withdrawn.

    Attributes:
        on: the day; None when nobody decided it here (it was imported so).
        successor: the newer edition, where readers may see that.
        quoted: words of it that are looked for, empty where nobody tells which; None for none.
        quoted_at: where these words stand in the newer edition; None when they do not.
    """

    id: str
    title: str
    on: date | None
    reason: str
    successor: Document | None
    quoted: str | None = None
    quoted_at: str | None = None


class Withdrawn(NotFound):
    """The document was here and has been taken away."""

    def __init__(self, tombstone: Tombstone) -> None:
        super().__init__(f"The document ‘{tombstone.id}’ has been withdrawn.")
        self.tombstone = tombstone


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The collection behind the pages, as one reader sees it.

    Attributes:
        index: answers questions with what the reader may find.
        engine: the index itself, for what is no question of a reader.
        accounts: who may log in; None where nobody does.
        desk: where librarians decide; None where nothing may be changed.
        making: bounds the files that are made at once.
        reader: who that is; anybody unless :meth:`seen_by` says otherwise.
        known: who may see the documents that were looked up for this reader; it fills up.
        meanings: what a value may be called when it is typed.
        unsearched: what a search cannot find.
        gaps: where questions without results are counted; None where they are not.
    """

    index: Searcher
    engine: SearchIndex
    catalogue: Catalogue
    taxonomy: Taxonomy
    thesaurus: Thesaurus
    originals: Originals
    vocabulary: Vocabulary
    licences: Licences
    meanings: FacetNames
    unsearched: Unsearched
    gaps: Gaps | None = None
    accounts: Accounts | None = None
    desk: Desk | None = None
    making: Making = field(default_factory=Making, compare=False)
    reader: Reader = ANYBODY
    known: dict[str, Access] = field(default_factory=dict, compare=False)

    def seen_by(self, reader: Reader) -> Site:
        """The collection with what this reader may find and read."""
        if reader == self.reader:
            return self
        index = self.engine.seen_by(reader.access)
        return replace(self, index=index, reader=reader, known={})

    def names(self, language: str) -> Names:
        """What everything is called in ``language``."""
        return Names(taxonomy=self.taxonomy, vocabulary=self.vocabulary, language=language)

    def document(self, document_id: str) -> Document:
        """A document the reader may see, with its pages.

        Raises:
            NotFound: for an unknown id, and for a document that he may not see: whether that one
                exists is none of his business.
            Withdrawn: when he could see it and it has been withdrawn.
        """
        self.summary(document_id)  # to refuse takes as long for every id: no page is read for it
        return self._seen(self.catalogue.get(document_id))

    def summary(self, document_id: str) -> Document:
        """The same without the pages; see :meth:`document` for what it raises."""
        for document in self.catalogue.summaries([document_id]):
            return self._seen(document)
        raise NotFound(f"There is no document with the id ‘{document_id}’.")

    def summaries(self, ids: Sequence[str]) -> Iterator[Document]:
        """The same for several, in this order; those that may not be read are left out."""
        for start in range(0, len(ids), _TOGETHER):
            some = ids[start : start + _TOGETHER]
            found = {one.id: one for one in self.catalogue.summaries(list(set(some)))}
            yield from (found[i] for i in some if i in found and self._is_seen(found[i]))

    def sorted_out(self, ids: Sequence[str]) -> tuple[list[Document], list[Tombstone]]:
        """Those of several that may be read, without their pages, and what stays of the withdrawn.

        Of one that the reader may not see there is neither, as of one that is not there.
        """
        may_be_read = [
            one for one in self.catalogue.summaries(ids) if self.reader.may_read(one.access)
        ]
        gone = [one for one in may_be_read if one.status is Status.WITHDRAWN]
        there = [one for one in may_be_read if one.status is not Status.WITHDRAWN]
        return there, [self._tombstone(one) for one in gone]

    def _is_seen(self, document: Document) -> bool:
        may_be_read = self.reader.may_read(document.access)
        return may_be_read and document.status is not Status.WITHDRAWN

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
        asked = list(ids)
        if self.reader.account is None:
            return self.catalogue.media_types(asked)
        found = list(self.catalogue.summaries(asked))  # who may see each of them is asked next
        self.known.update((document.id, document.access) for document in found)
        return {document.id: document.media_type for document in found}

    def access_of(self, item: str) -> Access:
        """Who may see a document, or that of a passage; anybody sees what is public alone."""
        if self.reader.account is None:
            return Access.PUBLIC
        name = document_of(item)
        if name not in self.known:
            found = self.catalogue.summaries([name])
            self.known[name] = next((document.access for document in found), Access.PUBLIC)
        return self.known[name]

    def successor(self, document: Document) -> Document | None:
        """The first of its newer editions that the reader may find, without its pages."""
        return self.catalogue.successor(document, self.reader.access)

    def _seen(self, document: Document) -> Document:
        if not self.reader.may_read(document.access):
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
            successor=self.successor(document),
        )


Rules = Iterable[tuple[str, Callable[..., ResponseReturnValue]]]


def routes(name: str, rules: Rules, site: Site, sent: Rules = ()) -> Blueprint:
    """Views on one collection; each takes the site, as its reader sees it, and its address.

    Args:
        name: of the blueprint.
        rules: address and view, for what is read.
        site: the collection.
        sent: the same for what is sent as POST.
    """
    blueprint = Blueprint(name, __name__)
    for method, some in (("GET", rules), ("POST", sent)):
        for rule, view in some:
            blueprint.add_url_rule(rule, view.__name__, _for_reader(view, site), methods=[method])
    return blueprint


def present_site(site: Site) -> Site:
    """The site as the reader of this request sees it, one for the whole request."""
    if "site" not in g:
        g.site = site.seen_by(present_reader())
    return cast("Site", g.site)


def _for_reader(
    view: Callable[..., ResponseReturnValue], site: Site
) -> Callable[..., ResponseReturnValue]:
    @wraps(view)
    def seen(**address: object) -> ResponseReturnValue:
        return view(present_site(site), **address)

    return seen
