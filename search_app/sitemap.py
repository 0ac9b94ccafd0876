"""What search engines may read: sitemaps (sitemaps.org 0.9) and ``robots.txt`` (RFC 9309). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from xml.sax.saxutils import escape

MEDIA_TYPE = "application/xml; charset=utf-8"
PER_FILE = 50_000
"""The most addresses that a sitemap may hold."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# Each page has an address without parameters. What has any is a question, of which there are as
# many as combinations of filters, a page as one question found it, or one reader's dossier.
# Programs that know no ``*`` take the first line with which an address begins. Some of these take a
# line that ends with a ``?`` for one without it, so that parameters are told by their names.
_RULES = """\
User-agent: *
Allow: /static/
Disallow: /api/
Disallow: /dossier
Disallow: /aanmelden
Disallow: /export.
Disallow: /passages/
Disallow: /feed.atom
Disallow: /opensearch/
Disallow: /*?
"""


class Entry(NamedTuple):
    """A page, or another sitemap, and when it last changed, where that is known."""

    address: str
    changed: datetime | None = None


def sitemap(pages: Iterable[Entry]) -> str:
    """A sitemap of pages."""
    return "".join(_file("urlset", "url", pages))


def sitemap_index(sitemaps: Iterable[Entry]) -> str:
    """A sitemap of sitemaps."""
    return "".join(_file("sitemapindex", "sitemap", sitemaps))


def robots(sitemap_address: str, paths: Iterable[str], names: Sequence[str]) -> str:
    """Pages may be read, what is made from a question need not be.

    Args:
        paths: of the pages that answer questions.
        names: of the parameters with which a question may begin.
    """
    asked = (f"Disallow: {path}?{name}=\n" for path in paths for name in names)
    return f"{_RULES}{''.join(asked)}\nSitemap: {sitemap_address}\n"


def _file(outer: str, inner: str, entries: Iterable[Entry]) -> Iterator[str]:
    yield f"{_HEAD}<{outer} {_NAMESPACE}>\n"
    for entry in entries:
        told = f"<lastmod>{_moment(entry.changed)}</lastmod>" if entry.changed else ""
        yield f"<{inner}><loc>{escape(entry.address)}</loc>{told}</{inner}>\n"
    yield f"</{outer}>\n"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
