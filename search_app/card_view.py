"""A document that was found → what is shown of it. Pure, as :mod:`search_app.view`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.api import Hit, PagePlaces, Query, Snippet, Span
from search_app.addresses import (
    PDF,
    archetype_address,
    document_address,
    file_address,
    text_address,
)
from search_app.naming import Names
from search_app.ranking_view import Share, shares

MOST_EXCERPTS = 3
_FEWER_EXCERPTS = 2
_LONG = 480  # characters of three excerpts, beyond which two are enough to read in passing
_MOST_PAGES = 6  # that are named besides


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The best lines of one page, and where that page can be read.

    Attributes:
        language: of the page, where that is another than the document's.
    """

    page: int
    spans: tuple[Span, ...]
    address: str
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherPages:
    """The pages of a document with hits that are not quoted.

    Attributes:
        places: in how many places the words stand on all of them.
        pages: the first of them with their addresses.
        left: how many pages there are besides.
    """

    places: int
    pages: tuple[tuple[int, str], ...]
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One hit as it is shown.

    Attributes:
        language: of the document; None when undecided.
        archetypes: names with the address of each.
        elsewhere: where else the words stand; None where all of it is quoted.
        shares: how its score came about, when that was asked.
    """

    id: str
    title: str
    address: str
    kind: str
    kind_label: str
    year: str | None
    facts: tuple[str, ...]
    evidence: str | None
    language: str | None
    archetypes: tuple[tuple[str, str], ...]
    excerpts: tuple[Excerpt, ...]
    elsewhere: OtherPages | None
    score: float
    shares: tuple[Share, ...]


def cards(
    hits: Sequence[Hit], query: Query, names: Names, media_types: Mapping[str, str]
) -> Iterator[Card]:
    """The hits that are documents.

    Args:
        media_types: media type of each, by document id.
    """
    for hit in hits:
        if hit.passage is None:
            yield card(hit, query, names, media_types.get(hit.document))


def card(hit: Hit, query: Query, names: Names, media_type: str | None) -> Card:
    """One hit as it is shown."""
    kind = _one(hit, "kind") or ""
    evidence = _one(hit, "evidence")
    places = hit.facets.get("municipality", ())
    organisation = _one(hit, "organisation")
    quoted = _few(hit.passages)

    def address(page: int) -> str:
        if media_type == PDF:
            return file_address(hit.id, page)
        return text_address(hit.id, page, query)

    return Card(
        id=hit.id,
        title=hit.title or hit.id,
        address=document_address(hit.id, query),
        kind=kind,
        kind_label=names.value("kind", kind),
        year=_one(hit, "year"),
        facts=(organisation, *places) if organisation else tuple(places),
        evidence=names.value("evidence", evidence) if evidence else None,
        language=_one(hit, "language"),
        archetypes=tuple(
            (names.value("archetype", a), archetype_address(a))
            for a in hit.facets.get("archetype", ())
        ),
        excerpts=tuple(
            Excerpt(page=p.page, spans=p.spans, address=address(p.page), language=p.language)
            for p in quoted
        ),
        elsewhere=_elsewhere(
            [
                (found, address(found.page))
                for found in hit.pages_matched
                if found.page not in {passage.page for passage in quoted}
            ]
        ),
        score=hit.score,
        shares=shares(hit.reasons),
    )


def _few(passages: Sequence[Snippet]) -> Sequence[Snippet]:
    """Three, or two when they are long: results are read in passing."""
    few = passages[:MOST_EXCERPTS]
    long = sum(len(span.text) for passage in few for span in passage.spans) > _LONG
    return few[:_FEWER_EXCERPTS] if long else few


def _elsewhere(found: Sequence[tuple[PagePlaces, str]]) -> OtherPages | None:
    if not found:
        return None
    return OtherPages(
        places=sum(page.places for page, _ in found),
        pages=tuple((page.page, address) for page, address in found[:_MOST_PAGES]),
        left=max(0, len(found) - _MOST_PAGES),
    )


def _one(hit: Hit, facet: str) -> str | None:
    return next(iter(hit.facets.get(facet, ())), None)
