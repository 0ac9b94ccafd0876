"""The pages about a document: what is known of it, its text page by page, how to cite it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from flask import Blueprint, Response, render_template, request

from corpus.document import Document, Page
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated, Overloaded, Unreachable
from corpus.exchange.bibtex import bibtex
from corpus.exchange.citations import Citation
from corpus.exchange.ris import ris
from index import mark
from index.api import Query, Span
from search_app.addresses import (
    PDF,
    document_address,
    document_data_address,
    file_address,
    question_params,
    text_address,
)
from search_app.citation_view import citation_of, citation_view
from search_app.contents_view import READABLE, contents, folds, page_rows
from search_app.document_view import document_view
from search_app.editions_view import editions
from search_app.files import is_offered, suffix
from search_app.inside_view import Asked, asked_inside, question_inside, question_of, search_inside
from search_app.opened import opened
from search_app.pages import web_address
from search_app.quotes import asked_quote, check_quote, told_where_quoted
from search_app.request import asked_anywhere, language
from search_app.roles_view import roles
from search_app.similar_view import similar_documents
from search_app.site import Site, Withdrawn, routes
from search_app.text_view import Hits, hits_view, paragraphs

Answer = TypeVar("Answer")


def document(site: Site, document_id: str) -> str:
    """What is known of a document, and where in it stands what its reader asked."""
    site.summary(document_id)  # whether this reader may see it
    whole = opened(site.catalogue, document_id)
    found = whole.document
    query, names, inside = asked_anywhere(site), site.names(language()), _asked_inside()
    stored = is_offered(site, found)
    at_page = stored and found.media_type == PDF
    question = searched = None
    if found.searchable:  # of others the index knows nothing
        question = _while_open(lambda: question_inside(site.index, found, query, at_page=at_page))
    if found.searchable and inside.text:
        searched = _while_open(
            lambda: search_inside(site.index, found, query, inside, at_page=at_page)
        )
    others = editions(site, found)
    rows = list(page_rows(whole, query, question.by_page if question else {}, at_page=at_page))
    return render_template(
        "document.html",
        document=found,
        query=query,
        view=document_view(whole, query, names),
        kind_label=names.value("kind", found.kind),
        question=question,
        searched=searched,
        **_inside_form(query, inside),
        roles=roles(found, names, at_page=at_page),
        contents=contents(whole, query, at_page=at_page),
        pages=folds(rows),
        page_count=len(rows),
        unreadable=[row for row in rows if not row.readable],
        editions=others,
        similar=_while_open(lambda: similar_documents(site.index, found, names, others.ids)),
        citation=citation_view(site, found, names),
        licence=site.licences.of(found.licence),
        stored=stored,
        at_page=at_page,
        source_address=web_address(found.source_url),
        file_kind=suffix(found).removeprefix(".").upper(),
        data=document_data_address(document_id),
    )


def text(site: Site, document_id: str, number: int) -> str:
    """The readable text of one page, with the words asked for marked and numbered."""
    words = asked_quote()
    try:
        found = site.summary(document_id)
    except Withdrawn as gone:
        raise (told_where_quoted(site, gone, words) if words else gone) from gone
    page = site.page(document_id, number)
    query, inside = asked_anywhere(site), _asked_inside()
    quoted = check_quote(site, found, page, words) if words else None
    hits = None if quoted else _hits(site, found, page, query, inside)
    spans = quoted.spans if quoted and quoted.spans else _marked(site, found, page, query, inside)
    around = {p.number for p in site.catalogue.pages(document_id, (number - 1, number + 1))}

    def beside(other: int) -> str | None:
        return text_address(document_id, other, query, inside.text) if other in around else None

    return render_template(
        "text.html",
        document=found,
        page=page,
        pages=site.catalogue.page_count(document_id),
        paragraphs=paragraphs(spans, hits),
        quoted=quoted,
        hits=hits,
        readable=page.quality >= READABLE,
        query=query,
        **_inside_form(query, inside),
        back=document_address(document_id, query, inside.text),
        stored=is_offered(site, found),
        original=file_address(document_id, number if found.media_type == PDF else None),
        previous=beside(number - 1),
        following=beside(number + 1),
        citation=citation_view(site, found, site.names(language()), number),
    )


def citation_ris(site: Site, document_id: str) -> Response:
    """How to cite a document, for reference managers that read RIS."""
    return _citation_file(site, document_id, ris, "application/x-research-info-systems", "ris")


def citation_bib(site: Site, document_id: str) -> Response:
    """The same as BibTeX."""
    return _citation_file(site, document_id, bibtex, "application/x-bibtex", "bib")


def _citation_file(
    site: Site,
    document_id: str,
    written: Callable[[Iterable[Citation]], Iterable[str]],
    media_type: str,
    ending: str,
) -> Response:
    citation = citation_of(site, site.summary(document_id))
    response = Response("".join(written([citation])), mimetype=media_type)
    response.mimetype_params["charset"] = "utf-8"
    response.headers.set("Content-Disposition", "attachment", filename=f"{document_id}.{ending}")
    return response


def _hits(site: Site, found: Document, page: Page, query: Query, inside: Asked) -> Hits | None:
    """The way from place to place; None where nothing is asked or nothing stands anywhere."""
    question = question_of(query, inside)
    if not question.text:
        return None
    places = _while_open(lambda: site.index.inside(found.id, question, 0))
    if not places:
        return None

    def spans(number: int) -> tuple[Span, ...]:
        there = page if number == page.number else site.page(found.id, number)
        return _marked(site, found, there, query, inside)

    def address(number: int, hit: int) -> str:
        return text_address(found.id, number, query, inside.text, hit)

    return hits_view(places, page.number, spans, address)


def _marked(
    site: Site, found: Document, page: Page, query: Query, inside: Asked
) -> tuple[Span, ...]:
    question = question_of(query, inside)
    return mark(page.text, question, page.language or found.language, site.thesaurus)


def _asked_inside() -> Asked:
    return asked_inside(request.args.items(multi=True))


def _inside_form(query: Query, inside: Asked) -> dict[str, object]:
    """What the box to search inside the document needs."""
    return {"inside": inside, "outside": question_params(query)}


def _while_open(ask: Callable[[], Answer]) -> Answer | None:
    """What the index answers; a document can be read while the index cannot be asked."""
    try:
        return ask()
    except (IndexMissing, IndexOutdated, IndexDamaged, Unreachable, Overloaded):
        return None


_ROUTES = (
    ("/document/<document_id>", document),
    ("/document/<document_id>/page/<int(max=999999):number>", text),
    ("/document/<document_id>/citation.ris", citation_ris),
    ("/document/<document_id>/citation.bib", citation_bib),
)


def document_pages(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("document_pages", _ROUTES, site)
