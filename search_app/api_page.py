"""The page on which people read the API and try it, without JavaScript."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from index.api import Query, Sort
from index.fields import FACET_NAMES
from search_app.addresses import API, api_address, document_data_address, openapi_address
from search_app.api import OPERATIONS
from search_app.api_parameters import QUESTION
from search_app.oai import PATH as OAI
from search_app.openapi import called
from search_app.operation import Operation, Parameter
from search_app.params import MAX_VALUE, printable
from search_app.request import language
from search_app.site import Site, routes

_DOCUMENT = "/api/document"
_CALM = 3
"""So many fields are shown at once; more are folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a form.

    Attributes:
        id: of its element.
        says: what it does; empty for a facet, of which one note says it for all.
        choices: values with what they are called; empty where any may be filled in.
    """

    id: str
    name: str
    label: str
    says: str
    example: str
    choices: tuple[tuple[str, str], ...]
    is_needed: bool
    is_number: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An operation with the form that opens it."""

    id: str
    path: str
    action: str
    title: str
    says: str
    fields: tuple[Field, ...]
    folded: tuple[Field, ...]

    @property
    def has_facets(self) -> bool:
        """Whether one note says what several fields do."""
        return any(not one.says for one in (*self.fields, *self.folded))


def page(site: Site) -> str:
    """All operations, each with a form that opens its JSON."""
    forms = [_form(site, operation) for operation in OPERATIONS]
    return render_template("api.html", forms=forms, description=openapi_address(), harvesting=OAI)


def document(_site: Site) -> ResponseReturnValue:
    """A form cannot fill in a path; this leads to the document that was filled in."""
    wanted = printable(request.args.get("document_id", "")).strip()[:MAX_VALUE]
    return redirect(document_data_address(wanted) if wanted else api_address(), 303)


def _form(site: Site, operation: Operation) -> Form:
    fields = tuple(_field(site, operation, one) for one in operation.parameters)
    in_path = any(one.is_in_path for one in operation.parameters)
    return Form(
        id=operation.name,
        path=operation.path,
        action=_DOCUMENT if in_path else operation.path,
        title=gettext(operation.title),
        says=gettext(operation.says),
        fields=fields[:_CALM],
        folded=fields[_CALM:],
    )


def _field(site: Site, operation: Operation, parameter: Parameter) -> Field:
    names = site.names(language())
    choices = parameter.choices
    is_facet = parameter in QUESTION and parameter.name in FACET_NAMES
    if is_facet and not choices:
        choices = tuple(names.listed(parameter.name))
    example = _newest(site) if parameter.is_in_path else parameter.example
    return Field(
        id=f"{operation.name}-{parameter.name}",
        name=parameter.name,
        label=called(parameter, names, gettext),
        says="" if is_facet else gettext(parameter.says),
        example=example,
        choices=tuple((value, names.value(parameter.name, value)) for value in choices),
        is_needed=parameter.is_in_path,
        is_number=parameter.schema["type"] == "integer",
    )


def _newest(site: Site) -> str:
    """Id of the newest document, to try the API with; empty when there is none."""
    hits = site.index.search(Query(sort=Sort.NEWEST, size=1)).hits
    return hits[0].document if hits else ""


def api_page(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("api_page", ((API, page), (_DOCUMENT, document)), site)
