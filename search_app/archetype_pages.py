"""The pages about archetypes: all of them, one of them, and what is known across all."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from corpus.document import Kind
from corpus.errors import NotFound
from index.api import Query, Sort
from search_app.addresses import (
    archetype_address,
    archetypes_data_address,
    carrying,
    evidence_map_address,
    evidence_map_data_address,
    evidence_map_table_address,
)
from search_app.archetype_list import listed
from search_app.archetype_view import ingredients, laws, neighbours, sections
from search_app.card_view import card
from search_app.evidence import (
    COLUMNS,
    SHADES,
    Sources,
    documents_by_kind,
    evidence_map,
    map_records,
    map_table,
    read_sources,
)
from search_app.params import MAX_VALUE, printable
from search_app.request import language
from search_app.site import Site, routes
from search_app.years_view import years_of

# Documents of one kind on the page of an archetype; the rest is one click away.
_PER_KIND = 5


def archetypes(site: Site) -> str:
    """All archetypes by family, or those that are looked for, with how much there is of each."""
    names = site.names(language())
    typed = printable(request.args.get("name", "")).strip()[:MAX_VALUE]
    documents = documents_by_kind(site.index)
    return render_template(
        "archetypes.html",
        families=listed(names, documents, typed),
        typed=typed,
        data=archetypes_data_address(),
    )


def archetype(site: Site, archetype_id: str) -> ResponseReturnValue:
    """One archetype: what it is and what is known of it; a former id leads there."""
    found = site.taxonomy.archetypes.get(archetype_id)
    if found is None and archetype_id in site.taxonomy.former:
        asks = request.query_string.decode("utf-8", "replace")
        with carrying(()):  # what is asked holds what is carried
            address = archetype_address(site.taxonomy.present(archetype_id))
        return redirect(f"{address}?{asks}" if asks else address, 301)
    if found is None:
        raise NotFound(f"There is no archetype ‘{archetype_id}’.")
    names = site.names(language())
    documents = documents_by_kind(site.index).get(archetype_id, {})
    return render_template(
        "archetype.html",
        archetype=found,
        family=names.families()[found.family],
        sections=sections(site.index, archetype_id, names, documents),
        ingredients=ingredients(site.index, archetype_id, names),
        years=years_of(site.index, archetype_id, names),
        neighbours=neighbours(found, names),
        laws=laws(found),
        kinds=[_documents(site, archetype_id, kind) for kind in Kind if documents.get(kind)],
    )


def _documents(site: Site, archetype_id: str, kind: Kind) -> tuple[object, ...]:
    """The newest documents of one kind: name, kind, how many, cards, and the search for all."""
    names = site.names(language())
    filters = {"archetype": frozenset({archetype_id}), "kind": frozenset({kind.value})}
    query = Query(filters=filters, sort=Sort.NEWEST, size=_PER_KIND)
    results = site.index.search(query)
    media_types = site.media_types(hit.id for hit in results.hits)
    cards = [card(hit, Query(), names, media_types.get(hit.id)) for hit in results.hits]
    return names.value("kind", kind), kind, results.total, cards, query


def evidence(site: Site) -> str:
    """Archetypes across what passages say of them, gaps included."""
    names = site.names(language())
    sources = read_sources(request.args.get("kind"))
    return render_template(
        "evidence.html",
        map=evidence_map(site.index, names, sources),
        columns=[(facet, value, names.value(facet, value)) for facet, value in COLUMNS],
        choices=[(one, evidence_map_address(one), one is sources) for one in Sources],
        shades=SHADES,
        table=evidence_map_table_address(sources),
        data=evidence_map_data_address(sources),
    )


def evidence_table(site: Site) -> Response:
    """The same as CSV."""
    names = site.names(language())
    sources = read_sources(request.args.get("kind"))
    table = map_table(map_records(evidence_map(site.index, names, sources), names))
    response = Response(table, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="bewijskaart-{sources.value}.csv"'
    )
    return response


_ROUTES = (
    ("/archetype", archetypes),
    ("/archetype/<archetype_id>", archetype),
    ("/bewijskaart", evidence),
    ("/bewijskaart.csv", evidence_table),
)


def archetype_pages(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("archetype_pages", _ROUTES, site)
