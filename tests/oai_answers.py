"""Answers of OAI-PMH, checked against the rules in ``oai_pmh.rng`` before a test looks at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from lxml import etree
from search_app_collection import document
from werkzeug.test import TestResponse

from corpus.catalogue import Catalogue
from corpus.decisions import Decision
from corpus.document import Document

RULES = etree.RelaxNG(etree.parse(Path(__file__).with_name("oai_pmh.rng")))
NS = {
    "o": "http://www.openarchives.org/OAI/2.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
LICENCE = "CC BY 4.0"


def free(number: int, title: str = "Zelfbeheer", *archetypes: str) -> Document:
    """A document that may be given out."""
    return replace(document(number, title, "tuin", *archetypes), licence=LICENCE)


def decide(catalogue: Catalogue, document_id: str, field: str, value: str | None) -> None:
    """Take a decision now, as the command line does."""
    taken = Decision(
        document_id=document_id, field=field, value=value, who="Anna", at=datetime.now(UTC)
    )
    catalogue.decide([taken])


def ask(app: Flask, **asked: str) -> etree._Element:
    """The answer to a request, of which all rules hold; ``from_`` is ``from``."""
    return _checked(app.test_client().get("/oai", query_string=_plain(asked)))


def post(app: Flask, **asked: str) -> etree._Element:
    """The same with the arguments in the body."""
    return _checked(app.test_client().post("/oai", data=_plain(asked)))


def _plain(asked: dict[str, str]) -> dict[str, str]:
    return {name.rstrip("_"): value for name, value in asked.items()}


def _checked(response: TestResponse) -> etree._Element:
    assert response.status_code == 200
    assert response.content_type == "text/xml; charset=UTF-8"
    found = etree.fromstring(response.data)
    RULES.assertValid(found)
    return found


def texts(found: etree._Element, path: str) -> list[str]:
    """The texts at a path, ``o:`` for the protocol and ``dc:`` for Dublin Core."""
    return [str(one.text) for one in found.findall(f".//{path}", NS)]


def code(found: etree._Element) -> str:
    """The code of the error in an answer."""
    (one,) = found.findall("o:error", NS)
    assert one.text
    return str(one.get("code"))


def ids(found: etree._Element) -> list[str]:
    """Ids of the documents in a list, deleted ones with a minus before them."""
    return [
        ("-" if head.get("status") else "") + texts(head, "o:identifier")[0].rpartition(":")[2]
        for head in found.findall(".//o:header", NS)
    ]


def resumption(found: etree._Element) -> etree._Element | None:
    """How a list goes on."""
    return found.find(".//o:resumptionToken", NS)
