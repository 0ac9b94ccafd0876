"""A small invented collection, in a real catalogue, a real index and a real store of originals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from fpdf import FPDF

from corpus.archetypes import Taxonomy, load_taxonomy
from corpus.catalogue import Catalogue, open_catalogue
from corpus.document import (
    Access,
    Document,
    Evidence,
    Kind,
    Origin,
    Page,
    Quote,
    Source,
    Status,
    Tag,
    Verdict,
)
from corpus.originals import FolderOriginals
from index import open_index
from index.protocols import SearchIndex
from search_app import create_app

PDF = "application/pdf"
HTML = "text/html"
TEXT = "text/plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Everything an application is made from, and the application."""

    folder: Path
    catalogue: Catalogue
    index: SearchIndex
    taxonomy: Taxonomy
    originals: FolderOriginals
    app: Flask


def make_collection(
    folder: Path, documents: Iterable[Document], taxonomy: Taxonomy | None = None
) -> Collection:
    """Put documents and their originals away in ``folder`` and make the application on them."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = open_catalogue(f"sqlite:///{folder / 'catalogue.db'}")
    taxonomy = taxonomy or load_taxonomy()
    originals = FolderOriginals(folder / "originals")
    for document in documents:
        catalogue.add(_stored(document, originals, folder), "test")
    index = open_index(f"whoosh://{folder / 'index'}", catalogue, taxonomy)
    index.rebuild((d for d in catalogue.documents() if d.searchable), catalogue.revision)
    return Collection(
        folder=folder,
        catalogue=catalogue,
        index=index,
        taxonomy=taxonomy,
        originals=originals,
        app=create_app(index, catalogue, taxonomy, originals),
    )


def fresh(collection: Collection) -> Flask:
    """Another application on a collection, of which nothing has been asked yet."""
    return create_app(
        collection.index, collection.catalogue, collection.taxonomy, collection.originals
    )


def document(number: int, title: str, text: str, *archetypes: str) -> Document:
    """A public document with one page for each part of ``text`` between form feeds."""
    pages = enumerate(text.split("\f"), start=1)
    return Document(
        id=f"doc{number:02}",
        title=title,
        kind=list(Kind)[number % 3],
        pages=tuple(Page(number=n, text=part, quality=1.0 if part else 0.0) for n, part in pages),
        tags=tuple(_tag(archetype) for archetype in archetypes),
        organisation=("Stichting De Linde", "Woongoed Vechtstreek", None)[number % 3],
        municipality=(("Haarlem",), ("Utrecht", "Haarlem"), ("Arnhem",), ())[number % 4],
        themes=(("wonen",), ("leefbaarheid", "participatie"), ())[number % 3],
        target_groups=(("ouderen",), ("huurders", "jongeren"))[number % 2],
        evidence=Evidence(level="onderbouwd", assigned_by="Anna") if number % 4 == 1 else None,
        published=str(2010 + number % 9) if number % 7 else None,
        language="nl",
        sha256="",
        media_type=(PDF, HTML, TEXT)[number % 3],
        source=f"/home/anna/{number}",
        ingested=datetime(2026, 1, 1 + number % 28, tzinfo=UTC),
    )


def invented() -> list[Document]:
    """Documents that between them have every sort of thing the pages must show."""
    found = [document(n, *text) for n, text in enumerate(_TEXTS, start=1)]
    english = replace(
        document(40, "Community enterprises <b>in</b> “practice”", _ENGLISH, "bewonersbedrijven"),
        language="en",
        kind=Kind.WETENSCHAP,
        published="2014-05-12",
        authors=("J. Example",),
        licence="CC BY 4.0",
        source_url="https://example.org/report",
        note="Vertaling volgt.",
        origins=(
            Origin(field="published", source=Source.FILE),
            Origin(field="kind", source=Source.LIBRARIAN, confirmed=True),
            Origin(field="authors", source=Source.TEXT, confirmed=True),
        ),
    )
    script = replace(
        document(
            41, "<script>alert(1)</script>", "Pas op <img src=x onerror=alert(1)> zelfbeheer."
        ),
        source_url="javascript:alert(1)",
        media_type=HTML,
    )
    hidden = replace(document(42, "Geheim zelfbeheer", "zelfbeheer"), access=Access.HIDDEN)
    partner = replace(document(43, "Partnerstuk zelfbeheer", "zelfbeheer"), access=Access.PARTNER)
    gone = replace(document(44, "Ingetrokken zelfbeheer", "zelfbeheer"), status=Status.WITHDRAWN)
    dutch = Page(number=2, text="Kramen stonden op de markten van de dorpen.", language="nl")
    english = replace(english, pages=(*english.pages, dutch))
    return [*found, english, script, hidden, partner, gone]


def _tag(archetype: str) -> Tag:
    quote = Quote(page=1, text="bewoners in zelfbeheer", term="zelfbeheer*", weight=5.0)
    against = Quote(page=0, text="sociaal beheer", term="sociaal beheer", weight=-1.0)
    return Tag(
        archetype=archetype,
        score=0.83,
        evidence=(quote, against),
        by="rules 1",
        verdict=Verdict.ASSIGNED,
    )


def _stored(document: Document, originals: FolderOriginals, folder: Path) -> Document:
    content = _original(document)
    sha256 = hashlib.sha256(content).hexdigest()
    incoming = folder / "incoming"
    incoming.write_bytes(content)
    originals.keep(incoming, sha256)
    return replace(document, sha256=sha256)


def _original(document: Document) -> bytes:
    if document.media_type == PDF:
        pdf = FPDF()
        pdf.set_font("Helvetica", size=12)
        for page in document.pages:
            pdf.add_page()
            pdf.multi_cell(
                0, text=f"{document.id}\n{page.text}".encode("latin-1", "replace").decode("latin-1")
            )
        return bytes(pdf.output())
    text = "\n\n".join(page.text for page in document.pages)
    if document.media_type == HTML:
        return (
            f"<!doctype html><title>{document.id}</title><script>alert(1)</script>{text}".encode()
        )
    return f"{document.id}: {text}".encode("windows-1252", "replace")


_ENGLISH = (
    "Community enterprises are run by residents. This evaluation followed ten of them.\n\n"
    "Self-management works when there is trust."
)

_TEXTS = (
    (
        "Zelfbeheer van de binnentuin",
        "Bewoners beheren samen de binnentuin. Zelfbeheer van de binnentuin begon klein.\n\n"
        "Na een jaar deden veertig huishoudens mee.\fDe corporatie betaalt het gereedschap. "
        "Zelfbeheer lukt niet zonder vaste afspraken.\f",
        "zelfbeheer",
    ),
    (
        "Buurtbemiddeling: resultaten na drie jaar",
        "Bij ruzie tussen buren komen twee vrijwilligers langs. Twee van de drie ruzies werden "
        "opgelost.\fBuurtbemiddeling werkt niet bij geweld.",
        "buurtbemiddeling",
    ),
    (
        "Statushouders in de wijk",
        "Huisvesting van statushouders vraagt om kennismaking vooraf. Overlast in het portiek "
        "bleef uit.",
        "statushouders",
        "gemengd-wonen",
    ),
    (
        "Senioren stromen door",
        "De seniorenmakelaar helpt ouderen kleiner wonen. Zelfbeheer speelt geen rol.",
        "doorstroming-senioren",
    ),
    (
        "Een wijkbudget voor bewoners",
        "Met het wijkbudget kozen bewoners zelf. Het budget was klein, de betrokkenheid groot.",
        "bewonersbudgetten",
    ),
    (
        "Sociaal beheer in portieken",
        "Overlast in portieken nam af door dagelijkse aanwezigheid van de wijkbeheerder.",
        "sociaal-beheer",
    ),
    (
        "Bewonersbedrijf Op Eigen Erf",
        "Een bewonersbedrijf verdient geld met de verhuur van ruimte. Zelfbeheer was het begin.",
        "bewonersbedrijven",
        "zelfbeheer",
    ),
    (
        "Klushuizen: wat bleef er over?",
        "Kopers van een klushuis knapten hun woning op. Zonder begeleiding haakten zij af.",
        "klushuizen",
    ),
    (
        "Riolering en wegwerk",
        "Het riool wordt vervangen. De straat ligt drie maanden open.",
    ),
    (
        "Vroeg eropaf bij huurachterstand",
        "Vroegsignalering van schulden voorkomt uitzetting.",
        "schuldhulp-vroegsignalering",
    ),
    (
        "Tijdelijk beheer van een sloopflat",
        "Tijdelijk beheer houdt de flat bewoond. Bewoners in zelfbeheer hielden toezicht.",
        "tijdelijk-beheer",
        "zelfbeheer",
    ),
    (
        "Skaeve huse aan de rand",
        "Skaeve huse geven rust aan mensen die in een gewone wijk overlast veroorzaken.",
        "skaeve-huse",
    ),
)  # fmt: skip
