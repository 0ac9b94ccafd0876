"""The addresses of pages, so that no template or view spells one itself.

While a page is being made, every address of a page carries along what its reader has collected
(:func:`carrying`); addresses of files and of data never do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from urllib.parse import quote, urlencode

from index.api import Query, Sort, Unit
from search_app.params import query_string, to_params

PDF = "application/pdf"
QUOTE = "quote"
"""Name of the parameter with exact words; the paragraph that holds them has it as its id."""


_carried: ContextVar[str] = ContextVar("carried", default="")

FOUND_AT = {Unit.DOCUMENTS: "/", Unit.PASSAGES: "/passages"}
_DATA_AT = {Unit.DOCUMENTS: "/api/v1/search", Unit.PASSAGES: "/api/v1/passages"}


@contextmanager
def carrying(params: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Until the block ends, addresses of pages carry these parameters along."""
    before = _carried.set(urlencode(list(params)))
    try:
        yield
    finally:
        _carried.reset(before)


def search_address(query: Query) -> str:
    """The search page of documents or of passages; the start page for an empty question."""
    return _page(FOUND_AT[query.unit], query_string(query))


def form_address(query: Query) -> str:
    """Where the search box of a page sends a question; what is being looked for stays."""
    return FOUND_AT[query.unit]


def words_address(typed: str) -> str:
    """Documents with these words."""
    return search_address(Query(text=typed))


def unit_address(query: Query, unit: Unit) -> str:
    """The same question asked for documents or for passages."""
    return search_address(replace(query, unit=unit, sort=Sort.RELEVANCE, page=1))


def advanced_address(query: Query | None = None) -> str:
    """The form for uitgebreid zoeken, filled with a question."""
    return _page("/uitgebreid", query_string(replace(query, page=1)) if query else "")


def help_address() -> str:
    """The page that explains how to search."""
    return _page("/zoekhulp")


def unsearched_address() -> str:
    """The documents and pages that a search cannot find."""
    return _page("/niet-doorzocht")


def document_address(document_id: str, query: Query | None = None) -> str:
    """The page about a document; it remembers the question it was found by."""
    return _page(f"/document/{quote(document_id, safe='')}", query_string(query) if query else "")


def text_address(document_id: str, page: int, query: Query | None = None) -> str:
    """The readable text of one page."""
    return _page(_text_path(document_id, page), query_string(query) if query else "")


def quote_address(document_id: str, page: int, words: str) -> str:
    """The readable text of one page with these exact words marked."""
    asked = urlencode({QUOTE: " ".join(words.split())})
    return f"{_page(_text_path(document_id, page), asked)}#{QUOTE}"


def file_address(document_id: str, page: int | None = None) -> str:
    """The original; a PDF opens at ``page``."""
    address = f"/document/{quote(document_id, safe='')}/file"
    return address if page is None else f"{address}#page={page}"


def archetype_address(archetype: str | None = None) -> str:
    """One archetype, or all of them."""
    return _page("/archetype" if archetype is None else f"/archetype/{quote(archetype, safe='')}")


def dossier_address(query: Query | None = None) -> str:
    """What the reader has collected; it remembers the question that was asked last."""
    return _page("/dossier", _question(query))


def dossier_file_address(query: Query) -> str:
    """The same as one file to keep."""
    return _page("/dossier.html", _question(query))


def archetypes_data_address() -> str:
    """All archetypes as JSON."""
    return "/api/v1/archetypes"


def evidence_map_address(sources: str = "") -> str:
    """The evidence map; of other documents than practice and research where these are named."""
    return _page("/bewijskaart", _kind(sources))


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


def facet_path(facet: str) -> str:
    """Where a form asks for all values of a facet."""
    return f"/facet/{quote(facet, safe='')}"


def facet_address(facet: str, query: Query) -> str:
    """All values of a facet, for a question."""
    return _page(facet_path(facet), _question(replace(query, page=1)))


def facet_part_address(facet: str, query: Query) -> str:
    """The first values of a facet, for a form that sends the question itself along."""
    unit = [("unit", query.unit.value)] if query.unit is not Unit.DOCUMENTS else []
    return f"{facet_path(facet)}?{urlencode([('brief', '1'), *unit])}"


def suggest_address() -> str:
    """What a question that is being typed may become, as JSON."""
    return "/api/v1/suggest"


def _question(query: Query | None) -> str:
    """A question with what is looked for, for a page that is of no unit itself."""
    unit = [("unit", query.unit.value)] if query and query.unit is not Unit.DOCUMENTS else []
    return urlencode([*to_params(query), *unit]) if query else ""


def _text_path(document_id: str, page: int) -> str:
    return f"/document/{quote(document_id, safe='')}/page/{page}"


def _page(path: str, asked: str = "") -> str:
    return _with(path, "&".join(part for part in (asked, _carried.get()) if part))


def _with(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path
