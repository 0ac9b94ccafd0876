"""An answer → what the search page shows. Pure: no web framework, no sentence of the page.

Names of values come from :class:`search_app.naming.Names`; sentences stand in the templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.api import FacetCount, Hit, Note, NoteKind, Query, Results, Sort, Unit
from index.fields import FACET_NAMES
from search_app.addresses import search_address, toggled_address
from search_app.card_view import Card, cards
from search_app.facet_view import (
    OF_PASSAGES,
    FacetView,
    Group,
    facet_values,
    families,
    refining,
)
from search_app.naming import Names
from search_app.params import DEFAULT_SIZE, default_sort, is_start, unfiltered, written_year
from search_app.passage_view import PassageCard, passage_card
from search_app.widened_view import WidenedView, widened_view
from search_app.year_bars import YearBar, year_bars, years_asked

_QUOTE = '"'
_SIGNS = frozenset('"()*~:')  # in a question with these, words are not by themselves
_SIZES = (10, 25, 50, 100)  # results on a page
_NEIGHBOURS = 2  # page numbers on either side of the present one


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """Something that narrows the answer, and the address without it.

    Attributes:
        label: name of the value; empty for a range of years.
        years: first and last year of a range, None where it is open.
    """

    facet: str
    label: str
    address: str
    years: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A way of ordering; ``value`` is empty for the usual one."""

    sort: Sort
    value: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """A number of results on a page; ``value`` is empty for the usual one."""

    size: int
    value: str
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A page of results; ``number`` is None for left-out pages."""

    number: int | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where the reader is among the pages of results.

    Attributes:
        first: place of the first hit on this page, 1-based.
        last: place of the last hit on this page.
        beyond: whether the reader asked for a page after the last.
    """

    page: int
    pages: int
    first: int
    last: int
    beyond: bool
    previous: str | None
    following: str | None
    links: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A spelling that is answered instead of what was typed.

    Attributes:
        address: asks it as if it had been typed.
        literal: asks for precisely what was typed.
    """

    text: str
    address: str
    literal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """Everything the search page shows.

    Attributes:
        also: documents with some of the words, where few have all.
        corrected: the spelling that is answered, where nothing has what was typed.
        explain: the address with an explanation of the order, or without it when it is there;
            None where nothing is ranked.
        facets: what narrows the answer.
        passage_facets: what narrows it by what passages of a document say.
        years: the number of results by year, for bars that are links.
        year_fields: the first and the last year as they stand in a field.
        sizes: how many results a page may have; empty where all stand on one.
        cards: the hits where they are documents.
        documents: in how many documents the hits stand.
        passages: the hits where they are passages.
        archetypes: the archetypes by family, for a reader who does not know what to ask;
            empty where something is asked.
        reading: how the query was understood, where that differs from what was typed.
    """

    query: Query
    start: bool
    total: int
    documents: int
    took_seconds: float
    facets: tuple[FacetView, ...]
    passage_facets: tuple[FacetView, ...]
    years: tuple[YearBar, ...]
    year_fields: tuple[str, ...]
    archetypes: tuple[Group, ...]
    chips: tuple[Chip, ...]
    clear: str
    sorts: tuple[Choice, ...]
    sizes: tuple[Size, ...]
    paging: Paging
    cards: tuple[Card, ...]
    also: tuple[Card, ...]
    passages: tuple[PassageCard, ...]
    also_passages: tuple[PassageCard, ...]
    reading: str | None
    notes: tuple[Note, ...]
    ignored: tuple[str, ...]
    widened: WidenedView
    corrected: Correction | None
    explain: str | None


def search_view(
    results: Results,
    query: Query,
    names: Names,
    media_types: Mapping[str, str],
    years: Sequence[FacetCount] = (),
) -> SearchView:
    """Lay out an answer.

    Args:
        media_types: media type of each hit, by document id.
        years: the years of the same question for all years.
    """
    shown = answered(query, results)
    facets = refining(results.facets, query, names)
    apart = OF_PASSAGES if query.unit is Unit.DOCUMENTS else ()
    archetypes = results.facets.get("archetype", ()) if is_start(query) else ()
    return SearchView(
        query=query,
        start=is_start(query),
        total=results.total,
        documents=results.documents,
        took_seconds=results.took_ms / 1000,
        facets=tuple(facet for facet in facets if facet.name not in apart),
        passage_facets=tuple(facet for facet in facets if facet.name in apart),
        years=year_bars(years, query),
        year_fields=tuple(map(written_year, years_asked(query))),
        archetypes=families(facet_values("archetype", archetypes, names), names),
        chips=tuple(_chips(query, names)),
        clear=search_address(unfiltered(query)),
        sorts=sort_choices(query),
        sizes=tuple(_sizes(query, results.total)),
        paging=paging(query, results.total),
        cards=tuple(cards(results.hits, shown, names, media_types)),
        also=tuple(cards(results.also, shown, names, media_types)),
        passages=tuple(_passages(results.hits, shown, names)),
        also_passages=tuple(_passages(results.also, shown, names)),
        reading=_other_reading(results.reading, shown.text),
        notes=results.notes,
        ignored=results.ignored,
        widened=widened_view(results.expansions, query),
        corrected=_correction(query, shown) if results.corrected else None,
        explain=_explained(query),
    )


def answered(query: Query, results: Results) -> Query:
    """The question that was answered: that in the corrected spelling, where it was corrected."""
    if results.corrected and results.suggestion:
        return replace(query, text=results.suggestion)
    return query


def _passages(hits: Sequence[Hit], query: Query, names: Names) -> Iterator[PassageCard]:
    """The hits that are passages."""
    return (passage_card(hit, names, query) for hit in hits if hit.passage)


def sort_choices(query: Query) -> tuple[Choice, ...]:
    """The orders a reader can choose from; relevance only where there are words to rank by."""
    usual = default_sort(query)
    offered = [usual, *(sort for sort in Sort if sort not in (usual, Sort.RELEVANCE))]
    return tuple(
        Choice(sort=s, value="" if s is usual else s.value, selected=s is query.sort)
        for s in offered
    )


def _sizes(query: Query, total: int) -> Iterator[Size]:
    if total <= DEFAULT_SIZE and query.size == DEFAULT_SIZE:
        return
    for size in sorted({*_SIZES, query.size}):
        value = "" if size == DEFAULT_SIZE else str(size)
        yield Size(size=size, value=value, selected=size == query.size)


def paging(query: Query, total: int) -> Paging:
    """Where the reader is among the pages of results."""
    pages = max(1, -(-total // query.size))
    present = query.page
    first = (present - 1) * query.size + 1
    previous = min(present - 1, pages)
    return Paging(
        page=present,
        pages=pages,
        first=min(first, total),
        last=min(first + query.size - 1, total),
        beyond=present > pages,
        previous=_page_address(query, previous) if previous else None,
        following=_page_address(query, present + 1) if present < pages else None,
        links=tuple(_page_links(query, pages)),
    )


def unread_years(values: Sequence[str]) -> tuple[Note, ...]:
    """What is to be said of years in the address that are none."""
    return tuple(Note(NoteKind.BAD_YEAR, value) for value in values)


def _chips(query: Query, names: Names) -> Iterator[Chip]:
    for facet in FACET_NAMES:
        for value in sorted(query.filters.get(facet, ())):
            address = toggled_address(query, facet, value)
            yield Chip(facet=names.facet(facet), label=names.value(facet, value), address=address)
    if query.year_from is not None or query.year_to is not None:
        without = replace(query, year_from=None, year_to=None, page=1)
        yield Chip(
            facet=names.facet("year"),
            label="",
            address=search_address(without),
            years=(query.year_from, query.year_to),
        )


def _correction(query: Query, shown: Query) -> Correction:
    return Correction(
        text=shown.text,
        address=search_address(replace(shown, page=1)),
        literal=search_address(replace(query, text=literally(query.text, shown.text), page=1)),
    )


def literally(text: str, meant: str) -> str:
    """``text`` with each word between quotes that is another in ``meant``."""
    known = meant.casefold().split()
    words = (word if word.casefold() in known else f'"{word}"' for word in text.split())
    return f'"{text.replace(_QUOTE, "")}"' if set(text) & _SIGNS else " ".join(words)


def _explained(query: Query) -> str | None:
    ranked = query.text and query.sort is Sort.RELEVANCE
    return search_address(replace(query, explain=not query.explain)) if ranked else None


def _other_reading(reading: str, text: str) -> str | None:
    same = reading.casefold().split() == text.casefold().split()
    return None if same or not text else reading


def _page_address(query: Query, page: int) -> str:
    return search_address(replace(query, page=page))


def _page_links(query: Query, pages: int) -> Iterator[PageLink]:
    """First, last and the neighbours of the present page, with gaps between."""
    near = range(query.page - _NEIGHBOURS, query.page + _NEIGHBOURS + 1)
    shown = sorted({1, pages, *near} & set(range(1, pages + 1))) if pages > 1 else []
    before = 0
    for number in shown:
        if number > before + 1:
            yield PageLink(number=None, address=None)
        yield PageLink(number=number, address=_page_address(query, number))
        before = number
