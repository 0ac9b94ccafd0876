"""Documents for the tests of the catalogue, written by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from corpus.decisions import Decision
from corpus.document import (
    Access,
    Concern,
    Document,
    Evidence,
    Finding,
    Kind,
    Origin,
    Page,
    Quote,
    Role,
    Source,
    Status,
    Stretch,
    Tag,
    Verdict,
)
from corpus.passage import Outcome, Passage, PassageRole, Standing
from corpus.screening import METHOD

MOMENT = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)

PLAIN = Document(
    id="a1",
    title="Zelfbeheer in De Linde",
    kind=Kind.PRAKTIJK,
    pages=(Page(number=1, text="Bewoners beheren de tuin."),),
    sha256="ab" * 32,
    media_type="application/pdf",
    source="linde.pdf",
    ingested=MOMENT,
    screened=METHOD,
)

_APART = (Stretch(start=0, end=3, role=Role.CONTENTS),)

FULL = replace(
    PLAIN,
    id="vol",
    pages=(
        Page(number=1, text="Eén\n\ntwee 😀", quality=0.25, ocr=0.5, apart=_APART),
        Page(number=7, text="", language="en"),
    ),
    tags=(
        Tag(
            archetype="zelfbeheer",
            score=0.1 + 0.2,
            evidence=(Quote(page=0, text="‘zelf’", term="zelfbeheer*", weight=-1.5),),
            by="rules 1",
            verdict=Verdict.ASSIGNED,
        ),
        Tag(archetype="klushuizen", score=0.1, by="Anna", verdict=Verdict.SUGGESTED),
    ),
    authors=("Noor el Amrani", "J. d'Août"),
    organisation="Stichting De Linde",
    publisher="Uitgeverij Ĳ",
    municipality=("'s-Hertogenbosch", "Súdwest-Fryslân"),
    themes=("wonen",),
    target_groups=("huurders", "ouderen"),
    evidence=Evidence(level="werkzaam", assigned_by="Anna"),
    published="2014-05-12",
    language="nl",
    licence="CC BY 4.0",
    source_url="https://example.org/a?b=c#d",
    access=Access.PARTNER,
    note="Twee\nregels",
    subtitle="Een jaar later",
    document_type="evaluatie",
    isbn="9789070002343",
    doi="10.1234/abc.(5)",
    replaced_by="nieuw",
    extra=(("projectnummer", "007"),),
    findings=(Finding(concern=Concern.PRIVACY, what="bsn", page=1, detail="1******82", other="x"),),
    passages=(
        Passage(
            page=1,
            start=5,
            end=11,
            text="twee 😀",
            role=PassageRole.RESULT,
            outcome=Outcome.FAILS,
            cue="twee",
            score=0.1 + 0.2,
            ingredients=("vaste-contactpersoon",),
            by="rules 1",
            standing=Standing.FOUND,
        ),
    ),
    status=Status.REVIEW,
    ingested=datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone(timedelta(hours=2))),
    origins=(Origin(field="title", source=Source.FILE, confirmed=True, confidence=0.7, cue="De"),),
)


def document(number: int, **fields: Any) -> Document:
    """A small document of its own."""
    return replace(PLAIN, id=f"d{number:05}", **fields)


def decision(field: str, value: Any, **fields: Any) -> Decision:
    """A decision of Anna on the plain document."""
    values: dict[str, Any] = {"document_id": PLAIN.id, "who": "Anna", "at": MOMENT} | fields
    return Decision(field=field, value=value, **values)
