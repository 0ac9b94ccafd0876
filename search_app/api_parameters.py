"""The parameters of the API; those of a question are the ones that ``params.py`` reads."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.document import Kind
from corpus.passage import Outcome, PassageRole, Stance
from index.api import SWITCHABLE, Sort
from index.fields import FACET_NAMES
from search_app.evidence import Sources
from search_app.naming import LANGUAGES
from search_app.operation import Json, Parameter
from search_app.params import DEFAULT_SIZE, MAX_PAGE, MAX_SIZE, MAX_VALUE
from search_app.wording import N_

_CLOSED = {"kind": Kind, "role": PassageRole, "outcome": Outcome, "stance": Stance}


def _one_of(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": [str(value) for value in values]}


def _facet(name: str) -> Parameter:
    closed = _CLOSED.get(name)
    return Parameter(
        name=name,
        label=name,
        says=N_("Alleen wat deze waarde heeft. Waarden van een eigenschap vullen elkaar aan."),
        schema=_one_of(closed) if closed else {"type": "string", "maxLength": MAX_VALUE},
        is_repeated=True,
    )


LANGUAGE = Parameter(
    name="lang",
    label=N_("Taal van het antwoord"),
    says=N_("De taal van namen. Anders telt wat de lezer of zijn programma het liefst leest."),
    schema=_one_of(LANGUAGES),
)

QUESTION = (
    Parameter(
        name="q",
        label=N_("Zoekvraag"),
        says=N_("Wat u in het zoekvak typt; alle tekens uit de zoekhulp werken."),
        example="zelfbeheer",
    ),
    *map(_facet, FACET_NAMES),
    Parameter(
        name="year_from",
        label=N_("Vanaf jaar"),
        says=N_("Het eerste jaar dat meetelt."),
        schema={"type": "integer", "minimum": 0, "maximum": 9999},
    ),
    Parameter(
        name="year_to",
        label=N_("Tot en met jaar"),
        says=N_("Het laatste jaar dat meetelt."),
        schema={"type": "integer", "minimum": 0, "maximum": 9999},
    ),
    Parameter(
        name="sort",
        label=N_("Volgorde"),
        says=N_("Zonder zoekvraag het nieuwste eerst, anders het meest relevante."),
        schema=_one_of(Sort),
    ),
    Parameter(
        name="page",
        label=N_("Bladzijde"),
        says=N_("Welke bladzijde van het antwoord; de eerste is 1."),
        schema={"type": "integer", "minimum": 1, "maximum": MAX_PAGE, "default": 1},
    ),
    Parameter(
        name="size",
        label=N_("Aantal per bladzijde"),
        says=N_("Hoeveel resultaten er op een bladzijde staan."),
        schema={"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
    ),
    Parameter(
        name="without",
        label=N_("Zonder"),
        says=N_("Een manier van verruimen die niet meedoet."),
        schema=_one_of(SWITCHABLE),
        is_repeated=True,
    ),
    Parameter(
        name="explain",
        label=N_("Uitleg"),
        says=N_("Met 1 staat bij elk resultaat hoe zijn score tot stand komt."),
        schema=_one_of(("1",)),
    ),
)

TYPED = Parameter(
    name="q",
    label=N_("Wat getypt is"),
    says=N_("Het begin van een zoekvraag; een spatie aan het einde telt mee."),
    example="zelf",
)

SOURCES = Parameter(
    name="kind",
    label=N_("Soort bronnen"),
    says=N_("Welke documenten tellen; anders praktijk en wetenschap."),
    schema=_one_of(Sources),
)

DOCUMENT = Parameter(
    name="document_id",
    label=N_("Id van het document"),
    says=N_("Zoals het in zoekresultaten en in adressen staat."),
    is_in_path=True,
)
