"""Answers of OAI-PMH 2.0 as XML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from corpus.exchange.citations import one_line
from corpus.exchange.harvest import Header
from search_app.oai_request import FORMAT, datestamp

_OAI = "http://www.openarchives.org/OAI/2.0/"
_OAI_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

_BEGIN = b'<?xml version="1.0" encoding="UTF-8"?>\n'

Values = Iterable[tuple[str, str]]


def answer(base: str, asked: Mapping[str, str], at: datetime, content: Iterable[Element]) -> bytes:
    """A whole answer.

    Args:
        base: address of the repository.
        asked: the arguments it answers; none when they could not be read.
        at: the time of the answer.
        content: what stands in it, or its errors.
    """
    root = Element(
        "OAI-PMH",
        {
            "xmlns": _OAI,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": f"{_OAI} {_OAI_SCHEMA}",
        },
    )
    put(root, "responseDate", datestamp(at))
    request = SubElement(root, "request", {name: one_line(asked[name]) for name in asked})
    request.text = base
    root.extend(content)
    return _BEGIN + bytes(tostring(root, encoding="utf-8", xml_declaration=False))


def error(code: str, message: str) -> Element:
    """An error by its code."""
    found = Element("error", {"code": code})
    found.text = one_line(message)
    return found


def put(parent: Element, name: str, text: str) -> None:
    """An element that holds text."""
    SubElement(parent, name).text = text


def identity(values: Values) -> Element:
    """What a repository says of itself, in this order."""
    found = Element("Identify")
    for name, value in values:
        put(found, name, value)
    return found


def formats() -> Element:
    """The formats of metadata that there are."""
    found = Element("ListMetadataFormats")
    one = SubElement(found, "metadataFormat")
    put(one, "metadataPrefix", FORMAT)
    put(one, "schema", _DC_SCHEMA)
    put(one, "metadataNamespace", _DC)
    return found


def sets(named: Values) -> Element:
    """Sets by id, with what they are called."""
    found = Element("ListSets")
    for name, label in named:
        one = SubElement(found, "set")
        put(one, "setSpec", name)
        put(one, "setName", one_line(label))
    return found


def header(told: Header, identifier: str) -> Element:
    """What is told of a record before what it says."""
    found = Element("header", {"status": "deleted"} if told.deleted else {})
    put(found, "identifier", identifier)
    put(found, "datestamp", datestamp(told.at))
    for name in told.sets:
        put(found, "setSpec", name)
    return found


def record(head: Element, elements: Values | None) -> Element:
    """A record; without elements of Dublin Core when it is deleted."""
    found = Element("record")
    found.append(head)
    if elements is not None:
        dc = SubElement(
            SubElement(found, "metadata"),
            "oai_dc:dc",
            {
                "xmlns:oai_dc": _DC,
                "xmlns:dc": "http://purl.org/dc/elements/1.1/",
                "xmlns:xsi": _XSI,
                "xsi:schemaLocation": f"{_DC} {_DC_SCHEMA}",
            },
        )
        for name, value in elements:
            if value:
                put(dc, f"dc:{name}", value)
    return found


def resumption(token: str, size: int, given: int) -> Element:
    """How a list goes on; an empty token where it ends.

    Args:
        size: how many records the list has.
        given: how many of them came before this answer.
    """
    found = Element("resumptionToken", {"completeListSize": str(size), "cursor": str(given)})
    found.text = token or None
    return found
