"""The description of the API in OpenAPI 3.1, made from the table of its operations. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from index.fields import FACET_NAMES
from search_app.api_schemas import REFERENCE, SCHEMAS
from search_app.naming import Names
from search_app.operation import Json, Operation, Parameter
from search_app.wording import N_

VERSION = "1.0.0"
"""Of the API: its last number grows with what is added, its first with what is taken away."""

_FOUND = N_("Het antwoord.")
_FAILURES = {
    404: N_("Dit is er niet, of het is niet openbaar."),
    410: N_("Dit document is ingetrokken; wat ervan over is."),
    503: N_("De zoekmachine kan nu niet antwoorden; probeer het later."),
}

Translate = Callable[[str], str]


def description(operations: Iterable[Operation], names: Names, translate: Translate) -> Json:
    """The whole description, in the language of ``names``.

    Args:
        translate: a Dutch text of ours -> the same in that language.
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "watwerkt",
            "version": VERSION,
            "description": translate(
                N_(
                    "Zoeken in praktijkverhalen, onderzoek en beleid over wat werkt in de wijk. "
                    "Alles is openbaar en alleen te lezen; een sleutel is niet nodig."
                )
            ),
        },
        "servers": [{"url": "/"}],
        "paths": {one.path: {"get": _operation(one, names, translate)} for one in operations},
        "components": {"schemas": _spoken(SCHEMAS, translate)},
    }


def called(parameter: Parameter, names: Names, translate: Translate) -> str:
    """How a parameter is called on the page."""
    if parameter.name == parameter.label and parameter.name in FACET_NAMES:
        return names.facet(parameter.name)
    return translate(parameter.label)


def _operation(operation: Operation, names: Names, translate: Translate) -> Json:
    failures = {**operation.failures, 503: "Error"}
    answers = {"200": _answer(translate(_FOUND), operation.answer)}
    for status, schema in sorted(failures.items()):
        answers[str(status)] = _answer(translate(_FAILURES[status]), schema)
    return {
        "operationId": operation.name,
        "summary": translate(operation.title),
        "description": translate(operation.says),
        "parameters": [_parameter(one, names, translate) for one in operation.parameters],
        "responses": answers,
    }


def _answer(says: str, schema: str) -> Json:
    reference = {"$ref": f"{REFERENCE}{schema}"}
    return {"description": says, "content": {"application/json": {"schema": reference}}}


def _parameter(parameter: Parameter, names: Names, translate: Translate) -> Json:
    schema = dict(parameter.schema)
    name = called(parameter, names, translate)
    found = {
        "name": parameter.name,
        "in": "path" if parameter.is_in_path else "query",
        "description": f"{name}. {translate(parameter.says)}",
        "required": parameter.is_in_path,
        "schema": {"type": "array", "items": schema} if parameter.is_repeated else schema,
    }
    if parameter.is_repeated:
        found |= {"style": "form", "explode": True}
    return found


def _spoken(schema: Any, translate: Translate) -> Any:
    """The same with its descriptions translated."""
    if isinstance(schema, list):
        return [_spoken(one, translate) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: translate(one)
        if name == "description" and isinstance(one, str)
        else _spoken(one, translate)
        for name, one in schema.items()
    }
