"""The same answers as JSON, for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from flask import Blueprint, Response, jsonify, request
from flask_babel import gettext

from corpus.archetypes import Archetype
from corpus.catalogue import Catalogue
from corpus.document import Document, Kind, Page
from corpus.passage import Passage
from corpus.record import as_record
from index.api import (
    Completion,
    CompletionKind,
    FacetCount,
    Hit,
    Query,
    Results,
    Snippet,
    Unit,
)
from search_app.addresses import (
    archetype_address,
    document_address,
    file_address,
    openapi_address,
    search_address,
    text_address,
)
from search_app.api_parameters import DOCUMENT, LANGUAGE, QUESTION, SOURCES, TYPED
from search_app.api_schemas import NOT_TOLD
from search_app.evidence import documents_by_kind, evidence_map, map_records, read_sources
from search_app.masking import masked_quote, masked_quote_address
from search_app.naming import Names
from search_app.openapi import description
from search_app.operation import Json, Operation
from search_app.params import bad_years, to_query, to_typed
from search_app.request import asked, language
from search_app.site import Site, routes
from search_app.unanswered import count_unanswered
from search_app.view import unread_years
from search_app.wording import N_

_OPEN = ("GET", "HEAD", "OPTIONS")
_DAY = 24 * 3600  # seconds


def search(site: Site) -> Response:
    """The answer of the search page, with the same parameters."""
    return _found(site, asked(site))


def passages(site: Site) -> Response:
    """The same questions asked for passages."""
    return _found(site, asked(site, Unit.PASSAGES))


def _found(site: Site, query: Query) -> Response:
    results = site.index.search(query)
    count_unanswered(site.gaps, query, results)
    names = site.names(language())
    answer = results_record(results, query, names, site.catalogue)
    for note in unread_years(bad_years(request.args.items(multi=True))):
        answer["notes"].insert(0, {"kind": note.kind.value, "detail": note.detail})
    return jsonify(answer)


def document(site: Site, document_id: str) -> Response:
    """Everything that is public about a document, its readable text included."""
    return jsonify(document_record(site.document(document_id)))


def archetypes(site: Site) -> Response:
    """All archetypes in the order of the taxonomy, with the number of documents about each."""
    names = site.names(language())
    counts = documents_by_kind(site.index)
    found = [
        archetype_record(archetype, names) | _counted(counts.get(archetype.id, {}))
        for archetype in site.taxonomy.archetypes.values()
    ]
    return jsonify({"version": site.taxonomy.version, "archetypes": found})


def _counted(counts: Mapping[Kind, int]) -> Json:
    """How many documents there are about an archetype, and of each kind."""
    by_kind = {kind.value: counts.get(kind, 0) for kind in Kind}
    return {"count": sum(by_kind.values()), "kinds": by_kind}


def evidence(site: Site) -> Response:
    """What passages say of each archetype, counted; the records of the evidence map as CSV."""
    names = site.names(language())
    sources = read_sources(request.args.get("kind"))
    records = map_records(evidence_map(site.index, names, sources), names)
    return jsonify({"version": site.taxonomy.version, "cells": list(records)})


def suggest(site: Site) -> Response:
    """What the question that is being typed may become, for the search box."""
    typed = to_typed(request.args.items(multi=True))
    found = [completion_record(completion) for completion in site.index.suggest(typed)]
    return jsonify({"query": typed, "suggestions": found})


def openapi(site: Site) -> Response:
    """The description of this API, in the language of the reader."""
    return jsonify(description(OPERATIONS, site.names(language()), gettext))


def results_record(results: Results, query: Query, names: Names, catalogue: Catalogue) -> Json:
    """An answer as JSON values; sentences are left to whoever shows them.

    Args:
        catalogue: has the pages that passages stand on.
    """
    return {
        "query": query.text,
        "total": results.total,
        "documents": results.documents,
        "took_ms": results.took_ms,
        "hits": [_hit(hit, catalogue) for hit in results.hits],
        "also": [_hit(hit, catalogue) for hit in results.also],
        "facets": {
            facet: [_count(facet, count, names) for count in counts]
            for facet, counts in results.facets.items()
        },
        "suggestion": results.suggestion,
        "corrected": results.corrected,
        "reading": results.reading,
        "notes": [{"kind": note.kind.value, "detail": note.detail} for note in results.notes],
        "expansions": [
            {"word": one.word, "kind": one.kind.value, "words": list(one.words)}
            for one in results.expansions
        ],
        "ignored": list(results.ignored),
    }


def completion_record(completion: Completion) -> Json:
    """A completion as JSON values, with the page that it leads to."""
    if completion.id is None:
        address = search_address(to_query([("q", completion.text)]))
    elif completion.kind is CompletionKind.ARCHETYPE:
        address = archetype_address(completion.id)
    else:
        address = document_address(completion.id)
    return {"text": completion.text, "kind": completion.kind.value, "url": address}


def document_record(document: Document) -> Json:
    """A document as JSON values, without what is only the librarian's business.

    That is the path it had on a computer of his own, what he should look at, and what he wrote
    beside it under names of his own, and the passages that he hid.
    """
    record = as_record(replace(document, passages=document.shown_passages))
    for name in NOT_TOLD:
        del record[name]
    for page in record["pages"]:
        page["url"] = text_address(document.id, page["number"])
    return record | {
        "year": document.year,
        "archetypes": list(document.archetypes),
        "url": document_address(document.id),
        "file_url": file_address(document.id),
    }


def archetype_record(archetype: Archetype, names: Names) -> Json:
    """An archetype as JSON values."""
    return {
        "id": archetype.id,
        "label": archetype.label.text(names.language),
        "definition": archetype.definition.text(names.language),
        "family": {
            "id": archetype.family,
            "label": names.families()[archetype.family],
        },
        "variants": list(archetype.variants),
        "related": list(archetype.related),
        "former": [former.id for former in archetype.former],
        "url": archetype_address(archetype.id),
    }


def _hit(hit: Hit, catalogue: Catalogue) -> Json:
    kind = next(iter(hit.facets.get("kind", ())), None)
    year = next(iter(hit.facets.get("year", ())), None)
    record = {
        "id": hit.id,
        "title": hit.title,
        "kind": kind,
        "year": int(year) if year else None,
        "archetypes": list(hit.facets.get("archetype", ())),
        "score": hit.score,
        "passages": [_passage(passage) for passage in hit.passages],
        "pages": [{"page": found.page, "places": found.places} for found in hit.pages_matched],
        "url": document_address(hit.document),
    }
    if hit.passage is not None:
        record |= _told(hit, hit.passage, catalogue.pages(hit.document, [hit.passage.page]))
    if hit.reasons:
        record["reasons"] = [asdict(reason) for reason in hit.reasons]
    return record


def _told(hit: Hit, passage: Passage, pages: Sequence[Page]) -> Json:
    """What a hit that is a passage says, and where its words can be checked."""
    return {
        "document": hit.document,
        "page": passage.page,
        "quote": masked_quote(passage, pages),
        "role": passage.role.value,
        "outcome": passage.outcome.value if passage.outcome else None,
        "ingredients": list(passage.ingredients),
        "cue": passage.cue,
        "by": passage.by,
        "standing": passage.standing.value,
        "url": masked_quote_address(hit.document, passage, pages),
        "document_url": document_address(hit.document),
    }


def _passage(passage: Snippet) -> Json:
    spans = [{"text": span.text, "hit": span.hit} for span in passage.spans]
    return {"page": passage.page, "spans": spans}


def _count(facet: str, count: FacetCount, names: Names) -> Json:
    return {
        "value": count.value,
        "label": names.value(facet, count.value),
        "count": count.count,
        "selected": count.selected,
    }


_GONE = {404: "Error", 410: "Withdrawn"}

OPERATIONS = (
    Operation(
        rule="/api/v1/search",
        view=search,
        title=N_("Documenten zoeken"),
        says=N_("Het antwoord van de zoekpagina, met dezelfde parameters en dezelfde aantallen."),
        parameters=(*QUESTION, LANGUAGE),
        answer="Results",
    ),
    Operation(
        rule="/api/v1/passages",
        view=passages,
        title=N_("Passages zoeken"),
        says=N_("Dezelfde vraag, gesteld aan de zinnen die zeggen wat werkt."),
        parameters=(*QUESTION, LANGUAGE),
        answer="PassageResults",
    ),
    Operation(
        rule="/api/v1/documents/<document_id>",
        view=document,
        title=N_("Een document"),
        says=N_("Alles wat van een document openbaar is, met de leesbare tekst."),
        parameters=(DOCUMENT,),
        answer="Document",
        failures=_GONE,
    ),
    Operation(
        rule="/api/v1/archetypes",
        view=archetypes,
        title=N_("Alle archetypen"),
        says=N_("De archetypen in de volgorde van de taxonomie, met hun aantal documenten."),
        parameters=(LANGUAGE,),
        answer="Archetypes",
    ),
    Operation(
        rule="/api/v1/evidence-map",
        view=evidence,
        title=N_("De bewijskaart"),
        says=N_("Wat passages over elk archetype zeggen, geteld."),
        parameters=(SOURCES, LANGUAGE),
        answer="EvidenceMap",
    ),
    Operation(
        rule="/api/v1/suggest",
        view=suggest,
        title=N_("Aanvullen"),
        says=N_("Wat de zoekvraag die getypt wordt, kan worden: archetypen, titels en woorden."),
        parameters=(TYPED,),
        answer="Suggestions",
    ),
    Operation(
        rule=openapi_address(),
        view=openapi,
        title=N_("Deze beschrijving"),
        says=N_("De API zoals programma’s haar lezen, in OpenAPI 3.1."),
        parameters=(LANGUAGE,),
        answer="Description",
    ),
)
"""Every address of the API; its routes, its description and its page are made from it."""


def _shared(response: Response) -> Response:
    """Let pages of others read the answers of the API; never as one of our readers.

    A browser gives an answer with a star only to a page that sent no cookie along, so who is
    logged in here is nobody's business elsewhere.
    """
    if request.path.startswith("/api/v1/") and request.method in _OPEN:
        response.headers["Access-Control-Allow-Origin"] = "*"
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = ", ".join(_OPEN)
            response.headers["Access-Control-Max-Age"] = str(_DAY)
    return response


def api(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    blueprint = routes("api", [(one.rule, one.view) for one in OPERATIONS], site)
    blueprint.after_app_request(_shared)
    return blueprint
