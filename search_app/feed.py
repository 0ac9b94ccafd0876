"""What is new among the documents that answer a question, as an Atom feed (RFC 4287). Pure.

*New* is what came into the collection last, whenever it was published. An entry keeps its id
(a ``tag:`` URI, RFC 4151) and its date whatever happens to the document, so that nobody is told
of it twice, in whichever feed it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from corpus.document import Document
from corpus.exchange.citations import one_line
from index.api import Query
from search_app.absolute import Root
from search_app.addresses import archetype_address, feed_address, followed, search_address
from search_app.naming import Names
from search_app.params import query_string

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ENTRIES = 50
"""So many documents stand in a feed."""

_ATOM = "http://www.w3.org/2005/Atom"
_HTML = "text/html"
# The date on which we gave out names; whoever has the same host later has other ones.
_NAMED_ON = "2026"
_NEVER = datetime.fromtimestamp(0, UTC)


def newest(documents: Sequence[Document]) -> datetime:
    """When the last of them came in; the beginning of time when there are none."""
    return max((document.ingested for document in documents), default=_NEVER)


def feed(
    title: str, query: Query, documents: Sequence[Document], names: Names, root: Root
) -> bytes:
    """The feed of a question.

    Args:
        documents: what came in last, in this order.
    """
    asked = followed(query)
    top = Element("feed", {"xmlns": _ATOM, "xml:lang": names.language})
    _text(top, "id", _tag(root, f"search?{query_string(asked)}"))
    _text(top, "title", title)
    _text(top, "updated", _moment(newest(documents)))
    _link(top, "self", root.to(feed_address, asked), MEDIA_TYPE.partition(";")[0])
    _link(top, "alternate", root.to(search_address, asked), _HTML)
    _person(top, "watwerkt")
    _text(top, "generator", "watwerkt")
    for document in documents:
        _entry(top, document, names, root)
    text: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return text


def _entry(top: Element, document: Document, names: Names, root: Root) -> None:
    entry = SubElement(top, "entry")
    _text(entry, "id", _tag(root, f"document/{quote(document.id, safe='')}"))
    _text(entry, "title", document.title or document.id)
    _text(entry, "published", _moment(document.ingested))
    _text(entry, "updated", _moment(document.ingested))
    _link(entry, "alternate", root.document(document.id), _HTML)
    for author in document.authors or filter(None, [document.organisation]):
        _person(entry, author)
    for archetype in document.archetypes:
        about = {
            "term": archetype,
            "scheme": root.to(archetype_address),
            "label": names.value("archetype", archetype),
        }
        SubElement(entry, "category", about)
    _text(entry, "summary", " · ".join(_facts(document, names)))
    if document.licence:
        _text(entry, "rights", document.licence)


def _facts(document: Document, names: Names) -> Iterator[str]:
    """What one wants to know before opening it."""
    yield names.value("kind", document.kind)
    if document.published:
        yield document.published[:4]
    if document.organisation:
        yield document.organisation
    yield from document.municipality
    for archetype in document.archetypes:
        yield names.value("archetype", archetype)


def _tag(root: Root, name: str) -> str:
    """A name that stays when the address changes, on whichever port and scheme it is asked."""
    return f"tag:{urlsplit(root.address).hostname or 'localhost'},{_NAMED_ON}:{name}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _person(parent: Element, name: str) -> None:
    if written := one_line(name):
        _text(SubElement(parent, "author"), "name", written)


def _link(parent: Element, rel: str, address: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": media_type, "href": address})


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = one_line(text)
