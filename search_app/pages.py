"""The pages on which a person searches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from corpus.archetypes import Archetype
from index.api import FacetCount, Query, Results, Unit
from search_app.addresses import (
    search_address,
    search_data_address,
    unit_address,
    unsearched_address,
)
from search_app.params import bad_years
from search_app.related import related_archetypes
from search_app.request import asked, language
from search_app.site import Site, routes
from search_app.unanswered import count_unanswered
from search_app.view import answered, search_view, unread_years
from search_app.ways_out import WayOut, ways_out
from search_app.year_bars import is_dated, undated

_LISTED = 100  # documents on a page of those that are not searched


def web_address(address: str | None) -> str | None:
    """The address, when a browser may follow it: no ``javascript:``, no path of a computer."""
    return address if address and address.startswith(("https://", "http://")) else None


def search(site: Site) -> ResponseReturnValue:
    """The search page, and without a question the start page."""
    return _found(site, asked(site))


def passages(site: Site) -> ResponseReturnValue:
    """The same questions asked for passages."""
    return _found(site, asked(site, Unit.PASSAGES))


def _found(site: Site, query: Query) -> ResponseReturnValue:
    results = site.index.search(query)
    counted = count_unanswered(site.gaps, query, results)
    hits = results.hits + results.also
    names = site.names(language())
    media_types = site.media_types(hit.document for hit in hits)
    view = search_view(results, query, names, media_types, _years(site, query, results))
    unread = unread_years(bad_years(request.args.items(multi=True)))
    page = render_template(
        "search.html",
        view=replace(view, notes=unread + view.notes),
        tabs=_tabs(site, answered(query, results), results.total),
        ways_out=_ways_out(site, query, results) if results.total == 0 else [],
        related=_related(site, query, results),
        counted=counted,
        missing=site.unsearched.known(),
        facet_name=names.facet,
        data=search_data_address(query),
    )
    # The shortest address of what is shown, where a script asked and sets the address.
    return page, {"HX-Push-Url": search_address(query)} if "HX-Request" in request.headers else {}


def _years(site: Site, query: Query, results: Results) -> Sequence[FacetCount]:
    """The years of this answer without what was chosen of them."""
    if not is_dated(query):
        return results.facets.get("year", ())
    every = replace(undated(answered(query, results)), size=1)
    return site.index.search(every).facets.get("year", ())


def _tabs(site: Site, query: Query, total: int) -> list[tuple[Unit, str, int, bool]]:
    """What a hit may be, its address, how many there are, and whether it is what is shown."""
    return [
        (
            unit,
            unit_address(query, unit),
            total if unit is query.unit else site.index.count(replace(query, unit=unit)),
            unit is query.unit,
        )
        for unit in Unit
    ]


def _ways_out(site: Site, query: Query, results: Results) -> list[WayOut]:
    asked = answered(query, results)
    suggestion = None if results.corrected else results.suggestion
    return list(ways_out(asked, site.index.count, suggestion, results.ignored))


def _related(site: Site, query: Query, results: Results) -> Sequence[Archetype]:
    """Archetypes that a question which found nothing may be about."""
    if results.total or not query.text:
        return ()
    return related_archetypes(query.text, site.taxonomy, site.thesaurus, site.index.suggest)


def not_searched(site: Site) -> str:
    """The documents and pages that a search cannot find."""
    missing = site.unsearched.now()
    last = max(1, -(-len(missing.documents) // _LISTED))
    page = min(asked(site).page, last)
    return render_template(
        "unsearched.html",
        missing=missing,
        documents=missing.documents[(page - 1) * _LISTED : page * _LISTED],
        previous=unsearched_address(page - 1) if page > 1 else None,
        following=unsearched_address(page + 1) if page < last else None,
    )


_ROUTES = (
    ("/", search),
    ("/passages", passages),
    ("/niet-doorzocht", not_searched),
)


def pages(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("pages", _ROUTES, site)
