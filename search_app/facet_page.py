"""All values of one facet, to be searched and ticked, where a column of filters is too short.

The same page gives the column its values while a reader types in a facet (``brief=1``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, render_template, request

from corpus.language.fold import fold
from index.api import Query
from index.fields import FACET_NAMES
from search_app.addresses import search_address
from search_app.facet_view import SHOWN, Value, facet_values
from search_app.params import collected, first_value, printable
from search_app.request import asked_anywhere, language
from search_app.site import Site, routes

MOST_BRIEF = 30  # values that a column takes at once
_LONGEST = 100  # characters that are looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetPage:
    """The values of a facet.

    Attributes:
        find: what their names are searched for.
        chosen: the ticked ones, which stay whatever is looked for.
        values: the others that fit, in the order of the facet.
        left: how many fit and are not among ``values``.
        total: how many there are in all.
        back: the results.
    """

    name: str
    query: Query
    find: str
    chosen: tuple[Value, ...]
    values: tuple[Value, ...]
    left: int
    total: int
    back: str

    @property
    def fitting(self) -> int:
        """How many have a name as is looked for, ticked ones that do among them."""
        return len(self.values) + self.left + sum(map(self._fits, self.chosen))

    def _fits(self, value: Value) -> bool:
        return fits(value.label, self.find)


def fits(label: str, find: str) -> bool:
    """Whether a name has these letters, whatever their case and accents."""
    return fold(find) in fold(label)


def facet_page(
    name: str, values: Sequence[Value], query: Query, find: str, *, brief: bool
) -> FacetPage:
    """Lay out the values of a facet.

    Args:
        find: letters of their names; empty for all.
        brief: whether only the first are shown.
    """
    fitting = [value for value in values if not value.selected and fits(value.label, find)]
    most = (MOST_BRIEF if find else SHOWN) if brief else len(fitting)
    return FacetPage(
        name=name,
        query=query,
        find=find,
        chosen=tuple(value for value in values if value.selected),
        values=tuple(fitting[:most]),
        left=max(0, len(fitting) - most),
        total=len(values),
        back=search_address(query),
    )


def facet(site: Site, name: str) -> str:
    """The values of one facet for a question.

    Raises:
        NotFound: when there is no such facet.
    """
    if name not in FACET_NAMES:
        abort(404)
    given = collected(request.args.items(multi=True))
    query = replace(asked_anywhere(site), page=1)
    names = site.names(language())
    counts = site.index.search(replace(query, size=1)).facets.get(name, ())
    view = facet_page(
        name,
        facet_values(name, counts, names),
        query,
        printable(first_value(given, "find")).strip()[:_LONGEST],
        brief=first_value(given, "brief") == "1",
    )
    return render_template("facet.html", view=view, label=names.facet(name))


def facet_pages(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("facet_pages", (("/facet/<name>", facet),), site)
