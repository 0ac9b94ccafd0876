"""The pages that help a person to ask: the explained grammar, and the form that writes it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from index.api import Query
from index.grammar import load_grammar
from search_app.addresses import search_address
from search_app.advanced import asked, facet_counts, filled, is_submitted, problems, read
from search_app.facet_view import facet_views
from search_app.help_view import tables
from search_app.params import to_query
from search_app.request import language, parameters
from search_app.site import Site, routes


def search_help(site: Site) -> str:  # noqa: ARG001 - the grammar is the same for every collection
    """What can be typed, each example a link that asks it."""
    return render_template("help.html", tables=tables(load_grammar(), language()))


def advanced_search(site: Site) -> ResponseReturnValue:
    """The form, filled with what was asked elsewhere; sent, it leads to the results."""
    params = parameters(site)
    present = site.index.search(Query(size=1)).facets
    values = {facet: [count.value for count in counts] for facet, counts in present.items()}

    def find_values(facet: str, typed: str) -> frozenset[str]:
        return site.meanings.find(facet, typed, values.get(facet, ()))

    submitted = is_submitted(params)
    form = read(params) if submitted else filled(to_query(params), find_values)
    wrong = problems(form) if submitted else ()
    if submitted and not wrong:
        return redirect(search_address(asked(form)), 303)
    page = render_template(
        "advanced.html",
        form=form,
        problems=wrong,
        facets=facet_views(facet_counts(present, form), Query(), site.names(language())),
    )
    return page, 422 if wrong else 200


_ROUTES = (
    ("/zoekhulp", search_help),
    ("/uitgebreid", advanced_search),
)


def asking(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("asking", _ROUTES, site)
