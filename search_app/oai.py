"""The collection for other repositories: OAI-PMH 2.0 at ``/oai``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from flask import Blueprint, Response, current_app, request

from corpus.document import Document, Kind
from corpus.exchange.citations import citations
from corpus.exchange.dublin_core import elements
from corpus.exchange.harvest import ARCHETYPE, KIND, Harvest, Header
from search_app import oai_xml as xml
from search_app.addresses import document_address
from search_app.oai_request import (
    Refused,
    arguments,
    check_format,
    datestamp,
    selection,
    token,
)
from search_app.site import Site

PATH = "/oai"
PAGE = 100
"""Records in one answer."""

_LANGUAGE = "nl"  # of names; the protocol has no place to say it
_CONTACT = "CONTACT"  # where the application keeps whom to write to
# The protocol wants an address of mail; no letter ever reaches this one.
_NOBODY = "niemand@watwerkt.invalid"
_ENOUGH_OF_A_NAME = 12  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A collection as harvesters see it.

    Attributes:
        base: the address it is asked at.
        collection: what tells it from other collections, in its copies and backups too.
    """

    site: Site
    harvest: Harvest
    base: str
    collection: str

    def identifier(self, document_id: str) -> str:
        """Name of a record that no other repository has, wherever the page is served."""
        return f"oai:watwerkt.c{self.collection}:{document_id}"

    def found(self, identifier: str) -> Header:
        """The record of this name.

        Raises:
            Refused: when there is none.
        """
        beginning = self.identifier("")
        header = None
        if identifier.startswith(beginning):
            header = self.harvest.header(identifier.removeprefix(beginning))
        if header is None:
            raise Refused("idDoesNotExist", "There is no record with this identifier.")
        return header

    def record(self, header: Header, document: Document | None) -> Element:
        """A record as XML.

        Without a document it is deleted; one that was taken away this moment will come once more.
        """
        told = replace(header, deleted=document is None)
        head = xml.header(told, self.identifier(header.id))
        return xml.record(head, self._elements(document) if document else None)

    def _elements(self, document: Document) -> Iterator[tuple[str, str]]:
        (citation,) = citations([document], self.site.taxonomy.archetypes, self.site.vocabulary)
        yield "identifier", urljoin(self.base, document_address(document.id))
        for name, value in elements(citation):
            # Its bare id says nothing outside this collection.
            if (name, value) != ("identifier", document.id):
                yield name, value
        yield "rights", self.site.licences.of(document.licence).url or ""


def answer(site: Site, harvest: Harvest) -> Response:
    """The answer to one request of a harvester."""
    now = datetime.now(UTC)
    repository = Repository(
        site=site,
        harvest=harvest,
        base=request.base_url,
        collection=site.catalogue.identity[:_ENOUGH_OF_A_NAME],
    )
    asked: dict[str, str] = {}
    try:
        asked = arguments([*request.args.items(multi=True), *request.form.items(multi=True)])
        content = _VERBS[asked["verb"]](repository, asked)
    except Refused as refused:
        if refused.code == "badArgument":
            asked = {}
        content = xml.error(refused.code, str(refused))
    body = xml.answer(repository.base, asked, now, [content])
    return Response(body, content_type="text/xml; charset=UTF-8")


def _identify(repository: Repository, _asked: Mapping[str, str]) -> Element:
    contact = str(current_app.config.get(_CONTACT, ""))
    headers = repository.harvest.headers()
    earliest = min((header.at for header in headers), default=datetime.now(UTC))
    return xml.identity(
        (
            ("repositoryName", "watwerkt"),
            ("baseURL", repository.base),
            ("protocolVersion", "2.0"),
            ("adminEmail", contact if "@" in contact else _NOBODY),
            ("earliestDatestamp", datestamp(earliest)),
            ("deletedRecord", "transient"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        )
    )


def _list_formats(repository: Repository, asked: Mapping[str, str]) -> Element:
    if "identifier" in asked and repository.found(asked["identifier"]).deleted:
        raise Refused("noMetadataFormats", "This record is deleted.")
    return xml.formats()


def _list_sets(repository: Repository, asked: Mapping[str, str]) -> Element:
    if "resumptionToken" in asked:
        raise Refused("badResumptionToken", "All sets are in one list; ask without a token.")
    names = repository.site.names(_LANGUAGE)
    archetypes = repository.site.taxonomy.archetypes
    return xml.sets(
        (
            (KIND, "Soort"),
            *((f"{KIND}:{kind.value}", names.value("kind", kind.value)) for kind in Kind),
            (ARCHETYPE, "Archetype"),
            *((f"{ARCHETYPE}:{one}", names.value("archetype", one)) for one in archetypes),
        )
    )


def _list_identifiers(repository: Repository, asked: Mapping[str, str]) -> Element:
    page, ending = _page(repository, asked)
    found = Element("ListIdentifiers")
    found.extend(xml.header(one, repository.identifier(one.id)) for one in page)
    found.extend(ending)
    return found


def _list_records(repository: Repository, asked: Mapping[str, str]) -> Element:
    page, ending = _page(repository, asked)
    documents = repository.harvest.documents(page)
    found = Element("ListRecords")
    found.extend(repository.record(header, documents.get(header.id)) for header in page)
    found.extend(ending)
    return found


def _get_record(repository: Repository, asked: Mapping[str, str]) -> Element:
    check_format(asked["metadataPrefix"])
    header = repository.found(asked["identifier"])
    document = repository.harvest.documents([header]).get(header.id)
    found = Element("GetRecord")
    found.append(repository.record(header, document))
    return found


def _page(repository: Repository, asked: Mapping[str, str]) -> tuple[list[Header], list[Element]]:
    """The next records of a list, and how it goes on.

    A list is in the order of changes, and a token says behind which change it goes on. So what
    changes while somebody harvests comes (again) at the end of the list, and nothing is left out.
    """
    headers = repository.harvest.headers()
    wanted = selection(asked, repository.collection, repository.site.catalogue.revision)
    found = [header for header in headers if wanted.holds(header)]
    if not found:
        raise Refused("noRecordsMatch", "No records match these arguments.")
    page = found[:PAGE]
    if len(found) == len(page) and not wanted.given:
        return page, []
    size = wanted.given + len(found)
    going_on = len(found) > len(page)
    text = token(wanted.behind(page), repository.collection) if going_on else ""
    return page, [xml.resumption(text, size, wanted.given)]


_VERBS: dict[str, Callable[[Repository, Mapping[str, str]], Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
    "GetRecord": _get_record,
}


def oai(site: Site) -> Blueprint:
    """The route of this module on one collection."""
    blueprint = Blueprint("oai", __name__)
    view = partial(answer, site, Harvest(site.catalogue, site.licences))
    blueprint.add_url_rule(PATH, "answer", view, methods=["GET", "POST"])
    return blueprint
