"""Documents like the one that is shown: practice and research each by themselves, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.document import Document, Kind
from index.api import Query, Similar
from index.protocols import Searcher
from search_app.addresses import document_address
from search_app.naming import Names

KINDS = (Kind.PRAKTIJK, Kind.WETENSCHAP, Kind.BELEID)
"""What lists there are, in their order."""

_SHOWN = 5
_ROOM = 5  # editions of the document itself, which are left out
_WORDS = 4  # that are told as the reason


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarView:
    """A document like the one that is shown, and what both have.

    Attributes:
        archetypes: names of those both are about.
        words: what both say and few others.
        language: of the document; None when undecided.
    """

    title: str
    address: str
    year: str | None
    organisation: str | None
    language: str | None
    archetypes: tuple[str, ...]
    words: tuple[str, ...]


def similar_documents(
    index: Searcher, document: Document, names: Names, editions: Collection[str]
) -> dict[Kind, tuple[SimilarView, ...]]:
    """The documents of each kind that are most like ``document``; kinds without any are left out.

    Args:
        editions: ids of its other editions.
    """
    query = Query(size=_SHOWN + min(len(editions), _ROOM), language=names.language)
    found = index.similar(document, "kind", query)
    lists = {kind: _views(found.get(kind.value, ()), names, editions) for kind in KINDS}
    return {kind: views for kind, views in lists.items() if views}


def _views(
    found: Sequence[Similar], names: Names, editions: Collection[str]
) -> tuple[SimilarView, ...]:
    return tuple(_view(one, names) for one in found if one.id not in editions)[:_SHOWN]


def _view(one: Similar, names: Names) -> SimilarView:
    return SimilarView(
        title=one.title or one.id,
        address=document_address(one.id),
        year=_first(one, "year"),
        organisation=_first(one, "organisation"),
        language=_first(one, "language"),
        archetypes=tuple(names.value("archetype", name) for name in one.archetypes),
        words=one.words[:_WORDS],
    )


def _first(one: Similar, facet: str) -> str | None:
    return next(iter(one.facets.get(facet, ())), None)
