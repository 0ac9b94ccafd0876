"""The pages on which a person searches."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, render_template, request

from index.api import Query, Results, Unit
from search_app.addresses import search_data_address, unit_address
from search_app.params import bad_years
from search_app.request import asked, language
from search_app.site import Site, routes
from search_app.unanswered import count_unanswered
from search_app.view import answered, search_view, unread_years
from search_app.ways_out import WayOut, ways_out


def web_address(address: str | None) -> str | None:
    """The address, when a browser may follow it: no ``javascript:``, no path of a computer."""
    return address if address and address.startswith(("https://", "http://")) else None


def search(site: Site) -> str:
    """The search page, and without a question the start page."""
    return _found(site, asked(site))


def passages(site: Site) -> str:
    """The same questions asked for passages."""
    return _found(site, asked(site, Unit.PASSAGES))


def _found(site: Site, query: Query) -> str:
    results = site.index.search(query)
    count_unanswered(site.gaps, query, results)
    hits = results.hits + results.also
    names = site.names(language())
    view = search_view(results, query, names, site.media_types(hit.document for hit in hits))
    unread = unread_years(bad_years(request.args.items(multi=True)))
    return render_template(
        "search.html",
        view=replace(view, notes=unread + view.notes),
        tabs=_tabs(site, answered(query, results), results.total),
        ways_out=_ways_out(site, query, results) if results.total == 0 else [],
        facet_name=names.facet,
        data=search_data_address(query),
    )


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


_ROUTES = (
    ("/", search),
    ("/passages", passages),
)


def pages(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("pages", _ROUTES, site)
