"""How a browser asks this site (OpenSearch 1.1), and what it is suggested meanwhile. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from index.api import Query
from search_app.absolute import Root
from search_app.addresses import (
    feed_address,
    opensearch_address,
    search_address,
    suggestions_address,
)
from search_app.naming import LANGUAGES

MEDIA_TYPE = "application/opensearchdescription+xml"
SUGGESTIONS_TYPE = "application/x-suggestions+json"

_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_TERMS = "q={searchTerms}"


def description(root: Root, explained: str, icon: str) -> bytes:
    """The description of the site.

    Args:
        explained: what can be found, in a sentence; at most 1,024 characters.
        icon: whole address of a picture.
    """
    top = Element("OpenSearchDescription", {"xmlns": _NAMESPACE})
    for name, text in (
        ("ShortName", "watwerkt"),
        ("Description", explained),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
        *(("Language", language) for language in LANGUAGES),
    ):
        SubElement(top, name).text = text
    SubElement(top, "Image", {"type": "image/svg+xml"}).text = icon
    start, feed = root.to(search_address, Query()), root.to(feed_address, Query())
    for media_type, rel, template in (
        ("text/html", "results", f"{start}?{_TERMS}&page={{startPage?}}"),
        (SUGGESTIONS_TYPE, "suggestions", f"{root.to(suggestions_address)}?{_TERMS}"),
        ("application/atom+xml", "results", f"{feed}?{_TERMS}"),
        (MEDIA_TYPE, "self", root.to(opensearch_address)),
    ):
        SubElement(top, "Url", {"type": media_type, "rel": rel, "template": template})
    written: bytes = tostring(top, encoding="utf-8", xml_declaration=True)
    return written


def suggestions(typed: str, found: Iterable[tuple[str, str]]) -> list[Any]:
    """Completions as browsers expect them: what was typed, texts, explanations, addresses.

    Args:
        found: text and whole address of each completion.
    """
    pairs = list(found)
    texts, addresses = [text for text, _ in pairs], [address for _, address in pairs]
    return [typed, texts, [""] * len(texts), addresses]
