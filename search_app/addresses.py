"""The addresses of pages, so that no template or view spells one itself."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlencode

from index.api import Query, Sort, Unit
from search_app.params import query_string

PDF = "application/pdf"
QUOTE = "quote"
"""Name of the parameter with exact words; the paragraph that holds them has it as its id."""


_FOUND_AT = {Unit.DOCUMENTS: "/", Unit.PASSAGES: "/passages"}
_DATA_AT = {Unit.DOCUMENTS: "/api/v1/search", Unit.PASSAGES: "/api/v1/passages"}


def search_address(query: Query) -> str:
    """The search page of documents or of passages; the start page for an empty question."""
    return _with(_FOUND_AT[query.unit], query_string(query))


def form_address(query: Query) -> str:
    """Where the search box of a page sends a question; what is being looked for stays."""
    return _FOUND_AT[query.unit]


def words_address(typed: str) -> str:
    """Documents with these words."""
    return search_address(Query(text=typed))


def unit_address(query: Query, unit: Unit) -> str:
    """The same question asked for documents or for passages."""
    return search_address(replace(query, unit=unit, sort=Sort.RELEVANCE, page=1))


def advanced_address(query: Query | None = None) -> str:
    """The form for uitgebreid zoeken, filled with a question."""
    return _with("/uitgebreid", query_string(replace(query, page=1)) if query else "")


def help_address() -> str:
    """The page that explains how to search."""
    return "/zoekhulp"


def document_address(document_id: str, query: Query | None = None) -> str:
    """The page about a document; it remembers the question it was found by."""
    return _with(f"/document/{quote(document_id, safe='')}", query_string(query) if query else "")


def text_address(document_id: str, page: int, query: Query | None = None) -> str:
    """The readable text of one page."""
    path = f"/document/{quote(document_id, safe='')}/page/{page}"
    return _with(path, query_string(query) if query else "")


def quote_address(document_id: str, page: int, words: str) -> str:
    """The readable text of one page with these exact words marked."""
    asked = urlencode({QUOTE: " ".join(words.split())})
    return f"{_with(text_address(document_id, page), asked)}#{QUOTE}"


def file_address(document_id: str, page: int | None = None) -> str:
    """The original; a PDF opens at ``page``."""
    address = f"/document/{quote(document_id, safe='')}/file"
    return address if page is None else f"{address}#page={page}"


def archetype_address(archetype: str | None = None) -> str:
    """One archetype, or all of them."""
    return "/archetype" if archetype is None else f"/archetype/{quote(archetype, safe='')}"


def archetypes_data_address() -> str:
    """All archetypes as JSON."""
    return "/api/v1/archetypes"


def evidence_map_address(sources: str = "") -> str:
    """The evidence map; of other documents than practice and research where these are named."""
    return _with("/bewijskaart", _kind(sources))


def evidence_map_table_address(sources: str = "") -> str:
    """The same as CSV."""
    return _with("/bewijskaart.csv", _kind(sources))


def evidence_map_data_address(sources: str = "") -> str:
    """The same as JSON."""
    return _with("/api/v1/evidence-map", _kind(sources))


def _kind(sources: str) -> str:
    return urlencode({"kind": sources}) if sources not in ("", "beide") else ""


def document_data_address(document_id: str) -> str:
    """What is known of a document, as JSON."""
    return f"/api/v1/documents/{quote(document_id, safe='')}"


def search_data_address(query: Query) -> str:
    """The answer as JSON."""
    return _with(_DATA_AT[query.unit], query_string(query))


def _with(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path
