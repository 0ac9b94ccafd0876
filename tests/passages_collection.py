"""Invented documents that say what works, with their passages; and how their pages are read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from search_app_collection import document

from corpus.document import Document, Kind
from corpus.passage import Outcome, Passage, PassageRole, Standing


def page(client: FlaskClient, address: str) -> BeautifulSoup:
    """A page that is there."""
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "lxml")


def asked(client: FlaskClient, address: str) -> Any:
    """The answer, as data, of the search at this address of a page."""
    path, _, query = address.partition("?")
    data = {"/": "/api/v1/search", "/passages": "/api/v1/passages"}[path]
    return client.get(f"{data}?{query}").json


def telling(number: int, kind: Kind, archetype: str, *passages: Passage) -> Document:
    """A document of one page that holds the words of these passages and nothing else."""
    text, placed = "", []
    for passage in passages:
        placed.append(replace(passage, start=len(text), end=len(text) + len(passage.text)))
        text += passage.text + "\n\n"
    plain = document(number, f"Verslag {number}", text.strip(), archetype)
    return replace(plain, kind=kind, passages=tuple(placed), language="nl")


def said(
    text: str,
    role: PassageRole,
    *ingredients: str,
    outcome: Outcome | None = None,
    standing: Standing = Standing.FOUND,
    score: float = 0.7,
) -> Passage:
    """A passage on page 1; where it stands is filled in by :func:`telling`."""
    return Passage(
        page=1,
        start=0,
        end=0,
        text=text,
        role=role,
        outcome=outcome,
        ingredients=ingredients,
        score=score,
        standing=standing,
        by="rules 1",
    )


def telling_documents() -> list[Document]:
    """Practice and research about two archetypes, practice alone about a third."""
    tip, result = PassageRole.TIP, PassageRole.RESULT
    return [
        telling(
            1,
            Kind.PRAKTIJK,
            "zelfbeheer",
            said("Begin klein met één portiek.", tip, "klein-beginnen", score=0.9),
            said("Vraag om hulp bij het snoeien.", tip, standing=Standing.PINNED, score=0.5),
            said("Vertrouwen tussen buren is nodig.", PassageRole.CONDITION, "vertrouwen"),
            said("Een kerngroep trekt de rest.", PassageRole.INGREDIENT, "kerngroep-van-trekkers"),
        ),
        telling(
            2,
            Kind.PRAKTIJK,
            "zelfbeheer",
            said("Klein beginnen hielp ons ook.", tip, "klein-beginnen"),
            said("Klein blijven hielp ons nog meer.", tip, "klein-beginnen"),
            said("Zonder vertrouwen strandt het.", PassageRole.PITFALL, "vertrouwen"),
            said("In Haarlem doet de straat mee.", PassageRole.EXAMPLE),
        ),
        telling(
            3,
            Kind.WETENSCHAP,
            "zelfbeheer",
            said("Een kleine start werkte.", result, "klein-beginnen", outcome=Outcome.WORKS),
            said("Meer vertrouwen hielp niet.", result, "vertrouwen", outcome=Outcome.FAILS),
            said("Of het blijft is onduidelijk.", result, "lange-adem", outcome=Outcome.UNCLEAR),
        ),
        telling(
            4,
            Kind.ARCHETYPE,
            "zelfbeheer",
            said("Waardering is een bestanddeel.", PassageRole.INGREDIENT, "waardering"),
        ),
        telling(
            5,
            Kind.WETENSCHAP,
            "klushuizen",
            said(
                "Met begeleiding werkte het.",
                result,
                "professionele-begeleiding",
                outcome=Outcome.CONDITIONAL,
            ),
        ),
        telling(
            6,
            Kind.PRAKTIJK,
            "klushuizen",
            said("Huur een begeleider in.", tip, "professionele-begeleiding"),
            said("Niemand ziet deze raad.", tip, "waardering", standing=Standing.HIDDEN),
        ),
        telling(7, Kind.PRAKTIJK, "skaeve-huse"),
    ]
