"""What a page is about, told to programs in its head. Pure.

For search engines in the words of schema.org (JSON-LD), for Google Scholar and Zotero as
``citation_*``, for libraries as Dublin Core. Nothing is told that the page does not show.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.archetypes import Archetype
from corpus.document import Access, Document
from corpus.exchange.citations import BOOK, Citation
from corpus.exchange.dublin_core import elements
from corpus.exchange.names import Name
from index.api import Query
from search_app.absolute import Root
from search_app.addresses import archetype_address, search_address
from search_app.naming import LANGUAGES, Names

Json = dict[str, Any]
Tags = Iterator[tuple[str, str]]

_CONTEXT = "https://schema.org"
# Form of a citation -> its type; all others are reports.
_TYPES = {
    BOOK: "Book",
    "artikel": "Article",
    "proefschrift": "Thesis",
    "wet": "Legislation",
    "nieuwsbericht": "NewsArticle",
    "presentatie": "PresentationDigitalDocument",
    "wetenschap": "ScholarlyArticle",
    "archetype": "DigitalDocument",
}
# Form of a citation -> what Google Scholar calls who brought it out.
_INSTITUTIONS = {
    BOOK: "citation_publisher",
    "artikel": "citation_publisher",
    "proefschrift": "citation_dissertation_institution",
    "nieuwsbericht": "citation_publisher",
    "wet": "citation_publisher",
}


def document_data(document: Document, citation: Citation, names: Names, root: Root) -> Json:
    """A document in the words of schema.org."""
    address = root.document(document.id)
    research = citation.form == "artikel" and document.kind.value == "wetenschap"
    data = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle" if research else _TYPES.get(citation.form, "Report"),
        "@id": address,
        "url": address,
        "name": citation.title,
        "author": [_author(name) for name in citation.authors],
        "publisher": _organisation(citation.publisher) if citation.publisher else None,
        "datePublished": citation.published,
        "inLanguage": citation.language,
        "license": _licence(citation.licence),
        "identifier": list(_identifiers(citation)),
        "sameAs": citation.address,
        "about": [_about(archetype, names, root) for archetype in document.archetypes],
        "keywords": [
            *(names.value("theme", theme) for theme in document.themes),
            *(names.value("target_group", group) for group in document.target_groups),
        ],
        "spatialCoverage": [{"@type": "Place", "name": place} for place in citation.places],
        "isAccessibleForFree": document.access is Access.PUBLIC,
        "isPartOf": {
            "@type": "WebSite",
            "name": "watwerkt",
            "url": root.to(search_address, Query()),
        },
    }
    return {name: value for name, value in data.items() if value not in (None, "", [])}


def archetype_data(archetype: Archetype, names: Names, root: Root) -> Json:
    """An archetype in the words of schema.org."""
    terms = {
        "@type": "DefinedTermSet",
        "name": f"watwerkt, {names.facet('archetype')}",
        "url": root.to(archetype_address),
    }
    return {
        "@context": _CONTEXT,
        **_about(archetype.id, names, root),
        "termCode": archetype.id,
        "description": archetype.definition.text(names.language),
        "alternateName": list(archetype.variants),
        "inDefinedTermSet": terms,
    }


def site_data(root: Root) -> Json:
    """The site, and how it is asked."""
    start = root.to(search_address, Query())
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": "watwerkt",
        "url": start,
        "inLanguage": list(LANGUAGES),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{start}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def scholar_tags(citation: Citation, page: str, pdf: str | None) -> Tags:
    """Names and contents of the tags that Google Scholar and Zotero read.

    Args:
        page: whole address of the page about the document.
        pdf: of the document itself, where it is a PDF.
    """
    yield "citation_title", citation.title
    for author in citation.authors:
        yield "citation_author", author.inverted
    yield "citation_publication_date", citation.published.replace("-", "/")
    yield (
        _INSTITUTIONS.get(citation.form, "citation_technical_report_institution"),
        (citation.publisher),
    )
    yield "citation_doi", citation.doi
    yield "citation_isbn", citation.isbn
    yield "citation_language", citation.language
    for subject in citation.subjects:
        yield "citation_keywords", subject
    yield "citation_abstract_html_url", page
    yield "citation_pdf_url", pdf or ""


def dublin_core_tags(citation: Citation, page: str) -> Tags:
    """The same as Dublin Core."""
    yield "DC.identifier", page
    for name, value in elements(citation):
        yield f"DC.{name}", value


def _author(name: Name) -> Json:
    if not name.given:
        return _organisation(name.family)
    return {
        "@type": "Person",
        "name": f"{name.given} {name.family}",
        "givenName": name.given,
        "familyName": name.family,
    }


def _organisation(name: str) -> Json:
    return {"@type": "Organization", "name": name}


def _licence(licence: str) -> str | Json | None:
    if not licence or licence.startswith(("https://", "http://")):
        return licence or None
    return {"@type": "CreativeWork", "name": licence}


def _identifiers(citation: Citation) -> Iterator[Json]:
    for kind, value in (("doi", citation.doi), ("isbn", citation.isbn)):
        if value:
            yield {"@type": "PropertyValue", "propertyID": kind, "value": value}


def _about(archetype: str, names: Names, root: Root) -> Json:
    address = root.to(archetype_address, archetype)
    return {
        "@type": "DefinedTerm",
        "@id": address,
        "name": names.value("archetype", archetype),
        "url": address,
    }
