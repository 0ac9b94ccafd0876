"""What other programs take: files of whole answers, feeds, sitemaps, and how a browser asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from flask import Blueprint, Response, json, request, url_for
from flask_babel import gettext
from werkzeug.utils import secure_filename

from corpus.document import Document
from corpus.errors import NotFound
from corpus.passage import Passage
from index.api import Listed, Query, Unit
from index.fields import FACET_NAMES
from search_app import feed, opensearch, sitemap
from search_app.absolute import Root
from search_app.addresses import (
    FOUND_AT,
    archetype_address,
    evidence_map_address,
    followed,
    help_address,
    search_address,
    sitemap_address,
)
from search_app.api import completion_record
from search_app.describing import Describing
from search_app.dossier import NAMES as DOSSIER
from search_app.export import (
    COMMAS,
    FORMATS,
    MEDIA_TYPES,
    Format,
    blocks,
    documents_file,
    passages_file,
)
from search_app.naming import Names
from search_app.pages import web_address
from search_app.params import PARAMETERS, to_typed, written_year
from search_app.request import asked, language
from search_app.site import Site, routes

_NAME_LENGTH = 60
_NAMED = 200  # characters of a question of which a name is made: it takes their square
_TOGETHER = 200  # passages of which the documents are looked up at once


def here() -> Root:
    """This site as it was asked for."""
    return Root(request.url_root)


def documents_export(site: Site, ending: str) -> Response:
    """All documents that answer a question."""
    query, kind = asked(site), Format(ending)
    ids = [one.id for one in site.index.listed(query)]
    documents = map(_with_web_address, site.summaries(ids))
    lines = documents_file(kind, documents, site.names(language()), here(), _comma())
    return _file(site, lines, kind, query)


def passages_export(site: Site, ending: str) -> Response:
    """All passages that answer a question."""
    query, kind = asked(site, Unit.PASSAGES), Format(ending)
    passages = _with_documents(site, site.index.listed(query))
    return _file(site, passages_file(kind, passages, here(), _comma()), kind, query)


def _comma() -> str:
    return COMMAS.get(request.args.get("separator", ""), COMMAS[""])


def _with_web_address(document: Document) -> Document:
    """Without an address that nobody may be sent to."""
    return replace(document, source_url=web_address(document.source_url))


def _with_documents(site: Site, listed: Iterator[Listed]) -> Iterator[tuple[Passage, Document]]:
    """Each passage with its document, of which the page of the passage is there."""
    while some := list(islice(listed, _TOGETHER)):
        numbers: dict[str, set[int]] = {}
        for one in some:
            numbers.setdefault(one.document, set()).update(
                [one.passage.page] if one.passage else ()
            )
        documents = {
            document.id: replace(
                document, pages=site.catalogue.pages(document.id, numbers[document.id])
            )
            for document in site.summaries(list(numbers))
        }
        for one in some:
            if one.passage and one.document in documents:
                yield one.passage, documents[one.document]


def _file(site: Site, lines: Iterable[str], kind: Format, query: Query) -> Response:
    """A file that is made while it is sent."""
    response = site.making.sent(blocks(lines), MEDIA_TYPES[kind])
    told = secure_filename(query.text[:_NAMED]).strip("_-.")[:_NAME_LENGTH].lower()
    name = "-".join(filter(None, ("watwerkt", told)))
    response.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind.value}")
    return response


def new_documents(site: Site) -> Response:
    """What came in last of what answers a question; who has it already is told so.

    That goes by the ETag alone: the date of the newest goes back when that one is hidden, and
    misses what became public later than it came in.
    """
    query, names = asked(site), site.names(language())
    matching = {one.id for one in site.index.listed(followed(query))}
    newest = (one.document_id for one in site.catalogue.times() if one.document_id in matching)
    shown = islice(newest, min(len(matching), feed.ENTRIES))
    documents = list(site.summaries(list(shown)))
    told = ", ".join(_in_words(query, names))
    title = gettext("Nieuw: %(question)s", question=told) if told else gettext("Nieuwe documenten")
    body = feed.feed(f"watwerkt – {title}", query, documents, names, here())
    response = Response(body, content_type=feed.MEDIA_TYPE)
    response.add_etag()
    response.make_conditional(request)
    return response


def _in_words(query: Query, names: Names) -> Iterator[str]:
    """What a question asks."""
    if query.text:
        yield query.text
    for facet in FACET_NAMES:
        yield from (names.value(facet, one) for one in sorted(query.filters.get(facet, ())))
    if query.year_from is not None or query.year_to is not None:
        yield f"{written_year(query.year_from)}–{written_year(query.year_to)}"


def site_map(site: Site) -> Response:
    """The pages that may be found elsewhere; of very many only where the parts are."""
    pages = _pages(site)
    parts = -(-len(pages) // sitemap.PER_FILE)
    if parts == 1:
        return Response(sitemap.sitemap(pages), content_type=sitemap.MEDIA_TYPE)
    addresses = (here().to(sitemap_address, part) for part in range(1, parts + 1))
    index = sitemap.sitemap_index(map(sitemap.Entry, addresses))
    return Response(index, content_type=sitemap.MEDIA_TYPE)


def site_map_part(site: Site, part: int) -> Response:
    """One part of very many pages."""
    start = (part - 1) * sitemap.PER_FILE
    pages = _pages(site)[start : start + sitemap.PER_FILE] if part else []
    if not pages:
        raise NotFound(f"There is no part {part} of the sitemap.")
    return Response(sitemap.sitemap(pages), content_type=sitemap.MEDIA_TYPE)


def _pages(site: Site) -> list[sitemap.Entry]:
    """All pages that have an address without a question; documents in the order of their ids."""
    root = here()
    fixed = [
        root.to(search_address, Query()),
        root.to(archetype_address),
        root.to(evidence_map_address),
        root.to(help_address),
        *(root.to(archetype_address, one) for one in site.taxonomy.archetypes),
    ]
    ids = {one.id for one in site.index.listed(Query())}
    changed = sorted((t.document_id, t.changed) for t in site.catalogue.times())
    return [
        *map(sitemap.Entry, fixed),
        *(sitemap.Entry(root.document(name), at) for name, at in changed if name in ids),
    ]


def robots(_site: Site) -> Response:
    """What programs that follow links may read."""
    names = [*PARAMETERS, "lang", *DOSSIER]
    text = sitemap.robots(here().to(sitemap_address), FOUND_AT.values(), names)
    return Response(text, mimetype="text/plain")


def browser_search(_site: Site) -> Response:
    """How a browser asks this site."""
    explained = gettext("Wat werkt in de wijk: praktijkverhalen, onderzoek en beleid.")
    icon = here().address + url_for("static", filename="favicon.svg")
    body = opensearch.description(here(), explained, icon)
    return Response(body, content_type=f"{opensearch.MEDIA_TYPE}; charset=utf-8")


def browser_suggestions(site: Site) -> Response:
    """What the question that is being typed may become, as browsers expect it."""
    typed = to_typed(request.args.items(multi=True))
    records = map(completion_record, site.index.suggest(typed))
    found = [(record["text"], here().address + record["url"]) for record in records]
    body = json.dumps(opensearch.suggestions(typed, found))
    return Response(body, content_type=opensearch.SUGGESTIONS_TYPE)


def _ending(unit: Unit) -> str:
    return f"<any({','.join(FORMATS[unit])}):ending>"


_ROUTES = (
    (f"/export.{_ending(Unit.DOCUMENTS)}", documents_export),
    (f"/passages/export.{_ending(Unit.PASSAGES)}", passages_export),
    ("/feed.atom", new_documents),
    ("/sitemap.xml", site_map),
    ("/sitemap-<int(max=99999):part>.xml", site_map_part),
    ("/robots.txt", robots),
    ("/opensearch.xml", browser_search),
    ("/opensearch/suggestions", browser_suggestions),
)


def outlets(site: Site) -> Blueprint:
    """The routes of this module on one collection, and what the heads of all pages tell."""
    blueprint = routes("outlets", _ROUTES, site)
    blueprint.app_context_processor(
        lambda: {"describing": Describing(here(), site.names(language()))}
    )
    return blueprint
