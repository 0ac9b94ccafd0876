"""Read a saved web page: its main text, without what surrounds it on every page of a site.

Steps: right encoding, parse, take away furniture (navigation, cookie walls, scripts), choose the
part that holds most of the text, write that part as blocks. A step that would take away nearly
everything is not taken: a page of the nineties may be one table, or a list of links.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from pathlib import Path

import soupsieve
from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from corpus.errors import ReadFailed
from ingest.blocks import Block, headings, one_line, page_of, prominent
from ingest.dates import iso_date
from ingest.encoding import decode_page
from ingest.markup import Sizes, attribute, write_blocks
from ingest.reading import Reading

# Never text for a reader.
_SILENT = [
    "script", "style", "template", "svg", "math", "noscript", "object", "canvas", "map",
    "input", "select", "textarea", "button", "option", "datalist", "audio", "video", "iframe",
    "nav", "aside", "footer", "dialog",
]  # fmt: skip
_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
    "menu", "menubar",
))  # fmt: skip
# Words in ``class`` and ``id`` of furniture. They are tried, not trusted: see _furniture.
_FURNITURE = frozenset((
    "cookie", "cookies", "cookiebar", "cookiebanner", "cookieconsent", "cookiewall",
    "cookiemelding", "consent", "gdpr", "breadcrumb", "breadcrumbs", "kruimelpad", "nav",
    "navbar", "navigation", "navigatie", "navheader", "navfooter", "menu", "mainmenu",
    "hoofdmenu", "sidebar", "zijbalk", "footer", "sitefooter", "skiplink", "skiplinks", "share",
    "sharing", "social", "deel", "delen", "newsletter", "nieuwsbrief", "popup", "modal",
    "nonvisual", "pagination", "paginering",
))  # fmt: skip
# Where the text of a page stands, by how sure that is.
_CONTENT = tuple(
    # Compiled here, once: each page is read in a fresh process, which would do it again.
    soupsieve.compile(selector)
    for selector in (
        "main, [role=main]",
        "article",
        "[itemprop=articleBody], .article-body, .entry-content, .post-content, #mw-content-text",
        "#main-content, #maincontent, #content, #inhoud, #main, .main-content, .page-content,"
        " .content, #DisplayArea",
    )
)
_TIMES = soupsieve.compile("time[itemprop=datePublished], time[pubdate]")
_MOST = 0.5
_SMALL = 1 / 3

_TITLES = ("og:title", "dcterms.title", "dc.title", "twitter:title")
_AUTHORS = ("author", "article:author", "dcterms.creator", "dc.creator", "citation_author")
_DATES = (
    "article:published_time", "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date",
    "datepublished", "citation_publication_date", "dcterms.created", "dcterms.modified", "date",
    "article:modified_time", "last-modified",
)  # fmt: skip
_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]+)"')
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+")


def read(path: Path) -> Reading:
    """Read a saved web page; it has one page.

    Raises:
        ReadFailed: when the file cannot be opened.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadFailed(f"{path.name} cannot be read: {error.strerror}.") from error
    soup = parse(decode_page(data))
    about = _about(soup)
    title = _title(soup, about)
    dated, language = _dated(soup, about), _language(soup)
    blocks = main_blocks(soup)
    if not any(block.text for block in blocks) and title:
        blocks = [Block(title)]
    return Reading(
        pages=(page_of(1, blocks),),
        title=title,
        heading=prominent(blocks),
        headings=headings(blocks),
        authors=_authors(about),
        dated=dated,
        language=language,
    )


def parse(text: str) -> BeautifulSoup:
    """A tree of any markup, however broken."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(text.replace("\0", ""), "lxml")


def main_blocks(soup: BeautifulSoup) -> list[Block]:
    """The blocks of the main text; what is taken away disappears from ``soup`` as well."""
    whole = soup.body or soup
    everything = write_blocks(whole)
    _clear(whole)
    chosen = _content(whole)
    blocks = [block for part in chosen for block in write_blocks(part)]
    return blocks or everything


# --- taking furniture away ---------------------------------------------------------------------


def _clear(whole: Tag) -> None:
    """Take furniture out of the tree, unless that leaves next to nothing."""
    _remove(whole.find_all(_SILENT))
    sizes = Sizes(whole)
    _remove(
        tag
        for tag in whole.find_all(_furniture)
        if sizes.share(tag) <= _SMALL and not tag.find(["main", "article"])
    )
    sizes = Sizes(whole)
    _remove(
        tag
        for tag in whole.find_all(["ul", "ol", "div", "table", "p", "td"])
        if sizes.share(tag) <= _SMALL and sizes.only_links(tag)
    )


def _remove(tags: Iterable[Tag]) -> None:
    for tag in tags:
        if not tag.decomposed:
            tag.decompose()


def _furniture(tag: Tag) -> bool:
    """Whether the element says of itself that it is furniture."""
    if tag.name in {"body", "html", "main", "article", "h1"}:
        return False
    if tag.name == "form" or tag.get("aria-hidden") == "true":
        return True
    if tag.name == "header":
        return tag.find_parent(["main", "article", "section"]) is None
    if attribute(tag, "role").lower() in _ROLES:
        return True
    named = f"{attribute(tag, 'class')} {attribute(tag, 'id')}"
    words = {word.lower() for word in _WORDS.findall(named)}
    return not words.isdisjoint(_FURNITURE) or not _FURNITURE.isdisjoint(named.lower().split())


def _content(whole: Tag) -> list[Tag]:
    """The elements that hold the main text; the whole when none holds most of it."""
    sizes = Sizes(whole)
    for selector in _CONTENT:
        found = selector.select(whole)
        ids = {id(tag) for tag in found}
        outermost = [tag for tag in found if not any(id(p) in ids for p in tag.parents)]
        if outermost and sum(map(sizes.share, outermost)) >= _MOST:
            return outermost
    return [whole]


# --- what the page says of itself --------------------------------------------------------------


def _about(soup: BeautifulSoup) -> dict[str, list[str]]:
    """Contents of the ``meta`` elements by lower-case name."""
    found: dict[str, list[str]] = {}
    for meta in soup.find_all("meta"):
        name = attribute(meta, "name") or attribute(meta, "property")
        name = name or attribute(meta, "itemprop") or attribute(meta, "http-equiv")
        content = one_line(attribute(meta, "content"))
        if name and content:
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _title(soup: BeautifulSoup, about: dict[str, list[str]]) -> str | None:
    element = soup.find("title")
    title = one_line(element.get_text()) if element else ""
    return title or next((about[name][0] for name in _TITLES if name in about), None)


def _authors(about: dict[str, list[str]]) -> tuple[str, ...]:
    for name in _AUTHORS:
        if name in about:
            return tuple(dict.fromkeys(about[name]))
    return ()


def _dated(soup: BeautifulSoup, about: dict[str, list[str]]) -> str | None:
    """The date of publication, or failing that any date the page marks as one."""
    said = [about[name][0] for name in _DATES if name in about]
    linked = (_PUBLISHED.search(s.get_text()) for s in soup.find_all("script"))
    said[1:1] = [match[1] for match in linked if match]
    times = _TIMES.select(soup) or soup.find_all("time")
    said += [attribute(time, "datetime") or time.get_text() for time in times[:1]]
    return next(filter(None, map(iso_date, said)), None)


def _language(soup: BeautifulSoup) -> str | None:
    root = soup.find("html")
    value = (attribute(root, "lang") or attribute(root, "xml:lang")) if root else ""
    code = value.strip().lower()[:2]
    return code if len(code) == 2 and code.isalpha() else None
