"""The page of a dossier, and the same as one file to keep."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template, request

from corpus.passage import Outcome, PassageRole
from index.api import Hit, Query, Results, Unit
from search_app.addresses import carrying, dossier_address, dossier_file_address
from search_app.collecting import Collecting, collecting
from search_app.dossier import Dossier, once, written
from search_app.dossier_view import DossierView, Missing, Why, dossier_view
from search_app.pages import web_address
from search_app.params import DEFAULT_SIZE
from search_app.passage_view import passage_card
from search_app.request import language
from search_app.search_report import others, search_report
from search_app.site import Site, routes

_OFFERED = 5  # passages that speak against what was collected
_LOOKED_AT = 100
_STYLES = ("style.css", "pages.css", "passages.css", "dossier.css")
_NAME = re.compile(r"[^a-z0-9]+")
_NAME_LENGTH = 60

_AGAINST = (("outcome", Outcome.FAILS.value), ("role", PassageRole.PITFALL.value))


def dossier(site: Site) -> str:
    """What was collected, with what speaks against it and how it was searched for."""
    here, names = collecting(), site.names(language())
    view = _view(site, here.dossier)
    answers = [(query, site.index.search(query)) for query in _speaking_against(view)]
    hits = _against([results.hits for _, results in answers], here.dossier)
    return render_template(
        "dossier.html",
        against=[passage_card(hit, names) for hit in hits],
        file_address=dossier_file_address(here.query),
        kept=here.others,
        **_values(site, here, view, [(query, results.total) for query, results in answers]),
    )


def dossier_file(site: Site) -> Response:
    """The same as one HTML file that needs nothing beside it."""
    here = collecting()
    with carrying(()):  # addresses in a file are followed by others, who collect for themselves
        view = _view(site, here.dossier)
        counted = [(query, site.index.count(query)) for query in _speaking_against(view)]
        values = _values(site, here, view, counted)
        page = render_template("dossier_file.html", styles=_styles(), **values)
    response = make_response(page)
    name = f"{_slug(here.dossier.title) or 'dossier'}.html"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _values(
    site: Site, here: Collecting, view: DossierView, against: Iterable[tuple[Query, int]]
) -> dict[str, Any]:
    """What both show.

    Args:
        against: the questions for what speaks against it, and how many passages each finds.
    """
    collected, names = here.dossier, site.names(language())
    searches = once(_present(site, query) for query in (*collected.searches, here.query))
    with carrying(written(collected)):
        address = dossier_address(here.query)
    return {
        "dossier": collected,
        "view": view,
        "others": [
            others(total, replace(query, size=DEFAULT_SIZE), names) for query, total in against
        ],
        "searches": [
            search_report(_asked(site, query), replace(query, language=language()), names)
            for query in searches
        ],
        "web_address": web_address,
        "root": request.url_root.rstrip("/"),
        "address": address,
        "today": datetime.now(UTC).date(),
        "taxonomy_version": site.taxonomy.version,
        "documents": site.index.count(Query()),
    }


def _present(site: Site, query: Query) -> Query:
    """The question with archetypes under their present ids: a dossier may be an old one."""
    asked = query.filters.get("archetype", frozenset())
    present = frozenset(map(site.taxonomy.present, asked))
    return replace(query, filters={**query.filters, "archetype": present}) if asked else query


def _asked(site: Site, query: Query) -> Results:
    return site.index.search(replace(query, language=language(), size=1))


def _view(site: Site, collected: Dossier) -> DossierView:
    keys: dict[str, set[str]] = {}
    for item in collected.items:
        name, _, key = item.partition(".")
        keys.setdefault(name, set()).update((key,) if key else ())
    there, tombstones = site.sorted_out(list(keys))
    missing = keys.keys() - {one.id for one in there}
    gone = {name: Missing(item=name, why=Why.UNKNOWN) for name in missing}
    for stone in tombstones:
        gone[stone.id] = Missing(item=stone.id, why=Why.WITHDRAWN, title=stone.title)
    documents = {one.id: one for one in site.catalogue.excerpts.of(there, keys)}
    return dossier_view(collected.items, documents, gone, site.names(language()))


def _speaking_against(view: DossierView) -> Iterator[Query]:
    """The questions for what does not work, and for pitfalls, of the same archetypes."""
    archetypes = frozenset(view.archetypes)
    for facet, value in _AGAINST if archetypes else ():
        filters = {"archetype": archetypes, facet: frozenset({value})}
        yield Query(unit=Unit.PASSAGES, filters=filters, size=_LOOKED_AT)


def _against(answers: Sequence[Sequence[Hit]], collected: Dossier) -> Sequence[Hit]:
    """The best of what speaks against it and was not collected: of each kind in turn."""
    hits = (hit for turn in zip_longest(*answers) for hit in turn if hit is not None)
    new = {hit.id: hit for hit in hits if hit.id not in collected.items}
    return list(new.values())[:_OFFERED]


def _styles() -> str:
    folder = Path(str(current_app.static_folder))
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in _STYLES)


def _slug(title: str) -> str:
    """A title as the name of a file: ``Wat werkt? Één`` -> ``wat-werkt-een``."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return _NAME.sub("-", plain).strip("-")[:_NAME_LENGTH].strip("-")


_ROUTES = (
    ("/dossier", dossier),
    ("/dossier.html", dossier_file),
)


def dossiers(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("dossiers", _ROUTES, site)
