"""The addresses of pages, so that no template or view spells one itself.

While a page is being made, every address of a page carries along what its reader has collected
(:func:`carrying`); addresses of files and of data never do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from urllib.parse import quote, urlencode

from corpus.passage import quote_mark
from index.api import Query, Sort, Unit
from search_app.params import DEFAULT_SIZE, query_string, to_params, toggled

PDF = "application/pdf"
LOGIN = "/aanmelden"
LOGOUT = "/afmelden"
API = "/api"
REVIEW = "/nazien"
NEXT = "next"
"""Name of the parameter with the page to come back to after logging in."""
QUOTE = "quote"
"""Name of the parameter with the mark of a quote; the paragraph that holds it has it as its id."""
INSIDE = "in"
"""Name of the parameter that asks inside one document, beside the question it was found by."""
INSIDE_PAGE = "in_page"
"""Name of the parameter with the page of what was found inside it."""
UNIT = "unit"
"""Name of the parameter with what is looked for, on a page that is of no unit itself."""
HIT = "hit-"
"""How the id of a marked word begins; its number in the document follows."""

# A path from our own root and what it asks, all of it as it stands in an address: a browser takes
# ``//x``, ``/\\x`` and what has white space in it for something else than a path.
_OWN = re.compile(r"/(?!/)[A-Za-z0-9/_.~%!$&'()*+,;=:@-]*(\?[A-Za-z0-9/?_.~%!$&'()*+,;=:@-]*)?")

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


def toggled_address(query: Query, facet: str, value: str) -> str:
    """The same question with one value of a facet ticked, or unticked when it was."""
    return search_address(toggled(query, facet, value))


def unit_address(query: Query, unit: Unit) -> str:
    """The same question asked for documents or for passages."""
    return search_address(replace(query, unit=unit, sort=Sort.RELEVANCE, page=1))


def advanced_address(query: Query | None = None) -> str:
    """The form for uitgebreid zoeken, filled with a question."""
    return _page("/uitgebreid", query_string(replace(query, page=1)) if query else "")


def help_address() -> str:
    """The page that explains how to search."""
    return _page("/zoekhulp")


def unsearched_address(page: int = 1) -> str:
    """The documents and pages that a search cannot find."""
    return _page("/niet-doorzocht", urlencode([("page", page)]) if page > 1 else "")


def document_address(
    document_id: str, query: Query | None = None, inside: str = "", inside_page: int = 1
) -> str:
    """The page about a document; it remembers the question it was found by.

    Args:
        inside: what is asked inside the document.
        inside_page: which page of what was found inside it.
    """
    further = urlencode([(INSIDE_PAGE, inside_page)]) if inside and inside_page > 1 else ""
    return _page(
        f"/document/{quote(document_id, safe='')}",
        _joined(_question(query), _inside(inside), further),
    )


def text_address(
    document_id: str,
    page: int,
    query: Query | None = None,
    inside: str = "",
    hit: int | None = None,
) -> str:
    """The readable text of one page.

    Args:
        inside: what is asked inside the document, and marked in place of the question.
        hit: number of the place in the document to begin at, 1-based.
    """
    asked = _joined(_question(query), _inside(inside))
    address = _page(_text_path(document_id, page), asked)
    return address if hit is None else f"{address}#{HIT}{hit}"


def text_addresses(
    document_id: str, query: Query | None = None, inside: str = ""
) -> Callable[[int], str]:
    """The same for many pages: number of a page -> its address."""
    before, after = text_address(document_id, 0, query, inside).split("/page/0", 1)
    return lambda page: f"{before}/page/{page}{after}"


def file_addresses(document_id: str) -> Callable[[int], str]:
    """The original at many pages: number of a page -> the address there."""
    address = file_address(document_id)
    return lambda page: f"{address}#page={page}"


def citation_address(document_id: str, suffix: str) -> str:
    """How to cite a document, as a file for another program: ``ris`` or ``bib``."""
    return f"/document/{quote(document_id, safe='')}/citation.{suffix}"


def quote_address(document_id: str, page: int, words: str, query: Query | None = None) -> str:
    """The readable text of one page with these exact words marked.

    The address holds no words: it is kept in logs and histories, and they may say who somebody is.

    Args:
        query: the question that the words were found by.
    """
    asked = _joined(_question(query), urlencode({QUOTE: quote_mark(words)}))
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


def login_address(here: str = "") -> str:
    """The form to log in.

    Args:
        here: address of the page to come back to, without what is carried along.
    """
    return _page(LOGIN, urlencode({NEXT: here}) if here not in ("", "/") else "")


def logout_address() -> str:
    """Where a reader who logs out is sent; it takes POST alone."""
    return _page(LOGOUT)


def own_address(asked: str) -> str:
    """A page of ours that an address of ours names, with what is carried along.

    Whatever could lead elsewhere, or is no address at all, becomes the start page.
    """
    own = _OWN.fullmatch(asked)
    path, _, kept = asked.partition("?") if own else ("/", "", "")
    return _page(path, kept)


def archetypes_data_address() -> str:
    """All archetypes as JSON."""
    return "/api/v1/archetypes"


def statement_address() -> str:
    """What is known of how accessible the pages are."""
    return _page("/toegankelijkheid")


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


def api_address() -> str:
    """The page on which people read the API and try it."""
    return _page(API)


def review_desk_address() -> str:
    """What waits for librarians."""
    return _page(REVIEW)


def openapi_address() -> str:
    """The description of the API for programs."""
    return "/api/v1/openapi.json"


def document_data_address(document_id: str) -> str:
    """What is known of a document, as JSON."""
    return f"/api/v1/documents/{quote(document_id, safe='')}"


def search_data_address(query: Query) -> str:
    """The answer as JSON."""
    return _with(_DATA_AT[query.unit], query_string(query))


def export_address(query: Query, ending: str, **more: str) -> str:
    """The whole answer as a file; ``ending`` says in which format, ``more`` how it is written."""
    folder = FOUND_AT[query.unit].rstrip("/")
    asked = to_params(replace(query, page=1, size=DEFAULT_SIZE, explain=False))
    return _with(f"{folder}/export.{ending}", urlencode([*asked, *more.items()]))


def feed_address(query: Query) -> str:
    """What is new among the documents that answer a question, as a feed."""
    return _with("/feed.atom", query_string(followed(query)))


def followed(query: Query) -> Query:
    """The question of a feed, which has an order and a size of its own."""
    return Query(
        text=query.text,
        filters=query.filters,
        year_from=query.year_from,
        year_to=query.year_to,
        without=query.without,
        language=query.language,
    )


def opensearch_address() -> str:
    """How a browser asks this site."""
    return "/opensearch.xml"


def suggestions_address() -> str:
    """What a question that is being typed may become, as browsers expect it."""
    return "/opensearch/suggestions"


def sitemap_address(part: int | None = None) -> str:
    """The pages that may be found elsewhere; of very many only part number ``part``."""
    return "/sitemap.xml" if part is None else f"/sitemap-{part}.xml"


def question_params(query: Query) -> list[tuple[str, str]]:
    """What a question is asked by on a page that is of no unit itself."""
    return [*to_params(query), *_unit(query)]


def facet_path(facet: str) -> str:
    """Where a form asks for all values of a facet."""
    return f"/facet/{quote(facet, safe='')}"


def facet_address(facet: str, query: Query) -> str:
    """All values of a facet, for a question."""
    return _page(facet_path(facet), _question(replace(query, page=1)))


def facet_part_address(facet: str, query: Query) -> str:
    """The first values of a facet, for a form that sends the question itself along."""
    return f"{facet_path(facet)}?{urlencode([('brief', '1'), *_unit(query)])}"


def suggest_address() -> str:
    """What a question that is being typed may become, as JSON."""
    return "/api/v1/suggest"


def _question(query: Query | None) -> str:
    """A question with what is looked for, for a page that is of no unit itself."""
    return urlencode(question_params(query)) if query else ""


def _unit(query: Query) -> list[tuple[str, str]]:
    return [(UNIT, query.unit.value)] if query.unit is not Unit.DOCUMENTS else []


def _text_path(document_id: str, page: int) -> str:
    return f"/document/{quote(document_id, safe='')}/page/{page}"


def _page(path: str, asked: str = "") -> str:
    return _with(path, _joined(asked, _carried.get()))


def _inside(asked: str) -> str:
    return urlencode({INSIDE: asked}) if asked else ""


def _joined(*parts: str) -> str:
    return "&".join(filter(None, parts))


def _with(path: str, asked: str) -> str:
    return f"{path}?{asked}" if asked else path
