"""A data folder with documents that wait, and a librarian before the page of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bs4 import BeautifulSoup, Tag
from corpus_documents import PLAIN
from flask import Flask
from flask.testing import FlaskClient
from search_app_accounts import OUR_OWN, PASSWORD, logged_in
from werkzeug.test import TestResponse

from corpus import document as values
from corpus.accounts import Accounts, Role
from corpus.archetypes import Taxonomy, load_taxonomy
from corpus.catalogue import open_catalogue
from corpus.collection import Collection
from corpus.database import sqlite_url
from corpus.document import Access, Concern, Document, Finding, Origin, Page, Source, Verdict
from corpus.originals import FolderOriginals
from corpus.passage import Passage, PassageRole, passage_key
from corpus.renames import Renames
from corpus.settings import load_settings
from corpus.thesaurus import Thesaurus, load_thesaurus
from index import SearchIndex, open_index, rebuild
from index.deciding import Writing
from search_app import create_app

SAID = "Een vaste contactpersoon is nodig."
QUOTED = "Zonder geld lukt het niet."
TEXT = f"Bewoners knappen hun klushuis op. {SAID} {QUOTED} Mail jan@wijk.nl."
Fields = dict[str, Sequence[str]]
"""Name of a field -> what is in it, or the list of what is."""
KEY = passage_key(SAID)
"""Of the passage that the rules found."""


def waiting_documents() -> tuple[Document, ...]:
    """Documents that between them ask all that can be asked.

    ``a1`` has two labels and a year that are asked about, personal data, and a passage; ``b2`` may
    be the same as it; ``c3`` is hidden for a BSN; ``d4`` is a scan; of ``e5`` nobody knows for whom
    it is; of ``f6`` nothing is open.
    """
    first = replace(
        PLAIN,
        pages=(Page(number=1, text=TEXT), Page(number=2, text="", quality=0)),
        organisation="De Linde",
        origins=(Origin(field="organisation", source=Source.TEXT, confidence=0.6, cue="De Linde"),),
        tags=(_tag("klushuizen", 0.6), _tag("zelfbeheer", 0.4)),
        passages=(_passage(),),
        findings=(Finding(concern=Concern.PRIVACY, what="email", page=1, detail="j••@••••.nl"),),
    )
    dated = replace(PLAIN, published="2014")
    twin = Finding(concern=Concern.DOUBLE, what="near", other="a1", detail="the same as a1")
    bsn = Finding(concern=Concern.PRIVACY, what="bsn", page=1, detail="•••••••33")
    doubt = Origin(field="access", source=Source.SIDECAR, confidence=0, cue="a line is gone")
    return (
        first,
        replace(dated, id="b2", title="The other <one>", language="en", findings=(twin,)),
        replace(dated, id="c3", title="Geheim", access=Access.HIDDEN, findings=(bsn,)),
        replace(dated, id="d4", title="Scan", pages=(Page(number=1, text="", quality=0),)),
        replace(dated, id="e5", title="Twijfel", access=Access.PARTNER, origins=(doubt,)),
        replace(dated, id="f6", title="Klaar", tags=(_tag("zelfbeheer", 0.9, given=True),)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The page on one data folder, with browsers that are logged in."""

    data: Path
    collection: Collection
    index: SearchIndex
    app: Flask
    leo: FlaskClient

    def page(self, path: str) -> Tag:
        """The main part of a page as Leo sees it."""
        answer = self.leo.get(path)
        assert answer.status_code == 200, answer.text
        return main_of(answer)

    def send(self, document_id: str, fields: Mapping[str, Sequence[str]]) -> TestResponse:
        """Look at the page of a document and send a form of it, as Leo."""
        data = {**hidden(self.leo, document_id), **fields}
        return self.leo.post(f"/nazien/{document_id}", data=data, headers=OUR_OWN)


def hidden(client: FlaskClient, document_id: str) -> Fields:
    """What the hidden fields of the page say: that it is ours, and what was seen."""
    page = BeautifulSoup(client.get(f"/nazien/{document_id}").data, "lxml")
    found = {name: page.select_one(f"main input[name={name}]") for name in ("form_token", "seen")}
    return {name: str(one["value"]) for name, one in found.items() if one is not None}


def main_of(answer: TestResponse) -> Tag:
    """The main part of a page."""
    main = BeautifulSoup(answer.data, "lxml").select_one("main")
    assert main is not None
    return main


def make_data(folder: Path) -> Path:
    """A data folder with the documents that wait, and their index."""
    data = folder / "data"
    collection = collection_in(data)
    for document in waiting_documents():
        collection.catalogue.add(document, "test")
    index = open_index(collection.settings.index, collection.catalogue, collection.taxonomy)
    rebuild(index, collection.catalogue)
    collection.catalogue.close()
    return data


@cache
def _taxonomy() -> Taxonomy:
    return load_taxonomy()


@cache
def _thesaurus() -> Thesaurus:
    return load_thesaurus(_taxonomy())


def collection_in(data: Path) -> Collection:
    """The collection in a data folder, opened, with a taxonomy that is read once for all tests."""
    settings = load_settings({"WATWERKT_DATA": str(data)}, data.parent)
    Path(settings.originals).mkdir(parents=True, exist_ok=True)
    taxonomy = _taxonomy()
    return Collection(
        settings=settings,
        taxonomy=taxonomy,
        catalogue=open_catalogue(settings.catalogue, taxonomy.version, Renames(taxonomy.former)),
        originals=FolderOriginals(Path(settings.originals)),
    )


def open_desk(data: Path) -> Desk:
    """The page on a data folder, with librarians Leo and Ans and a partner, Pia."""
    collection = collection_in(data)
    index = open_index(collection.settings.index, collection.catalogue, collection.taxonomy)
    accounts = Accounts(sqlite_url(data.parent / "accounts.db"))
    for name, role in (("leo", Role.LIBRARIAN), ("ans", Role.LIBRARIAN), ("pia", Role.PARTNER)):
        accounts.add(name, role, PASSWORD)
    with patch("search_app.app.load_thesaurus", lambda _: _thesaurus()):
        app = create_app(
            index,
            collection.catalogue,
            collection.taxonomy,
            collection.originals,
            accounts=accounts,
            writing=Writing(collection=collection, index=index),
        )
    return Desk(
        data=data,
        collection=collection,
        index=index,
        app=app,
        leo=logged_in(app, "leo"),
    )


def _tag(archetype: str, score: float, *, given: bool = False) -> values.Tag:
    quote = values.Quote(page=1, text="hun klushuis op", term="klushui*", weight=3)
    verdict = Verdict.ASSIGNED if given else Verdict.SUGGESTED
    return values.Tag(
        archetype=archetype, score=score, evidence=(quote,), by="rules 1", verdict=verdict
    )


def _passage() -> Passage:
    start = TEXT.index(SAID)
    return Passage(
        page=1,
        start=start,
        end=start + len(SAID),
        text=SAID,
        role=PassageRole.INGREDIENT,
        cue="nodig",
        score=0.7,
        by="rules 1",
    )
