"""The form "uitgebreid zoeken": its parameters, the question it asks, what is wrong in it. Pure.

A form is filled in two ways: from its own parameters (:func:`read`), and from a question that was
asked elsewhere (:func:`filled`). A query that the fields cannot hold stays as it was typed, in a
field of its own, and the rest of the form is asked with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from index.api import FacetCount, Query, Sort
from index.fields import FACET_NAMES, MAX_SLOP
from search_app.composing import FIELDS, FindValues, compose, take_apart, words
from search_app.params import (
    DEFAULT_SIZE,
    YEARS,
    Params,
    bad_years,
    collected,
    default_sort,
    first_value,
    is_start,
    printable,
    to_query,
    written_year,
)

SUBMITTED = "submitted"  # the parameter that says that the form was sent
DEFAULT_DISTANCE = 5

_DISTANCE = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What stands in the fields.

    Attributes:
        typed: a query that the text fields cannot hold, as it was typed.
        fields: text by name of the field (:data:`search_app.composing.FIELDS`).
        distance: most words between two neighbours of the field ``near``, as typed.
        years: first and last year as typed.
        filters: facet name -> ticked values.
        sort: value of the order; empty for the usual one.
        size: hits per page of the answer.
    """

    typed: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    distance: str = str(DEFAULT_DISTANCE)
    years: tuple[str, str] = ("", "")
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: str = ""
    size: int = DEFAULT_SIZE

    def text(self, name: str) -> str:
        """What stands in one text field."""
        return self.fields.get(name, "")


class ProblemKind(StrEnum):
    """What can be wrong in a form."""

    NOTHING = "nothing"
    NO_WORD = "no_word"
    ONE_WORD = "one_word"
    DISTANCE = "distance"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that keeps the form from being asked; ``field`` is where the reader can mend it."""

    field: str
    kind: ProblemKind
    detail: str = ""


def is_submitted(params: Params) -> bool:
    """Whether the parameters are those of a form that was sent."""
    return any(name == SUBMITTED and value for name, value in params)


def read(params: Params) -> Form:
    """The form that was sent."""
    params = list(params)
    given, query = collected(params), to_query(params)

    def said(name: str) -> str:
        return printable(first_value(given, name)).strip()

    return Form(
        typed=query.text,
        fields={name: text for name in FIELDS if (text := said(name))},
        distance=said("distance") or str(DEFAULT_DISTANCE),
        years=(said(YEARS[0]), said(YEARS[1])),
        filters=query.filters,
        sort=_shown(said("sort"), Sort.RELEVANCE),
        size=query.size,
    )


def filled(query: Query, find_values: FindValues) -> Form:
    """The form that asks the same as ``query``.

    Args:
        find_values: what a typed property means (``gemeente:"Den Bosch"``).
    """
    plain = Form(
        typed=query.text,
        years=(written_year(query.year_from), written_year(query.year_to)),
        filters=query.filters,
        sort=_shown(query.sort, default_sort(query)),
        size=query.size,
    )
    parts = take_apart(query.text, find_values)
    if parts is None or parts.filters.keys() & query.filters.keys():
        return plain
    if any(plain.years) and any(parts.years):
        return plain
    return replace(
        plain,
        typed="",
        fields=parts.fields,
        distance=str(parts.distance or DEFAULT_DISTANCE),
        years=parts.years if any(parts.years) else plain.years,
        filters={**query.filters, **parts.filters},
    )


def asked(form: Form) -> Query:
    """The question that a form asks; what :func:`problems` names is left out of it."""
    text = compose(form.fields, _distance(form.distance) or 0, form.typed)
    return to_query(
        [
            ("q", text),
            *((facet, value) for facet, values in form.filters.items() for value in values),
            *zip(YEARS, form.years, strict=True),
            ("sort", form.sort),
            ("size", str(form.size)),
        ]
    )


def problems(form: Form) -> tuple[Problem, ...]:
    """What is wrong in a form, in the order of its fields; nothing for one that can be asked."""
    found = tuple(_problems(form))
    if not found and is_start(asked(form)):
        return (Problem(field=FIELDS[0], kind=ProblemKind.NOTHING),)
    return found


def facet_counts(
    present: Mapping[str, Sequence[FacetCount]], form: Form
) -> Mapping[str, Sequence[FacetCount]]:
    """The values of a whole collection with those ticked that the form has ticked.

    A ticked value stays visible when the collection does not have it. Years are asked by two
    fields of their own, and only offered here when one is ticked already.
    """
    return {
        facet: _ticked(present.get(facet, ()), form.filters.get(facet, frozenset()))
        for facet in FACET_NAMES
        if facet != "year" or form.filters.get("year")
    }


def _ticked(counts: Sequence[FacetCount], chosen: frozenset[str]) -> tuple[FacetCount, ...]:
    absent = sorted(chosen - {count.value for count in counts})
    return (
        *(count._replace(selected=count.value in chosen) for count in counts),
        *(FacetCount(value=value, count=0, selected=True) for value in absent),
    )


def _problems(form: Form) -> Iterator[Problem]:
    for name in FIELDS:
        found = words(form.text(name))
        if form.text(name) and not found:
            yield Problem(field=name, kind=ProblemKind.NO_WORD, detail=form.text(name))
        if name == "near" and found:
            if len(found) == 1:
                yield Problem(field=name, kind=ProblemKind.ONE_WORD)
            if _distance(form.distance) is None:
                yield Problem(field="distance", kind=ProblemKind.DISTANCE, detail=form.distance)
    for name, year in zip(YEARS, form.years, strict=True):
        if bad_years([(name, year)]):
            yield Problem(field=name, kind=ProblemKind.YEAR, detail=year)


def _distance(typed: str) -> int | None:
    """The number of words, None for what is none that can be asked."""
    distance = int(typed) if _DISTANCE.fullmatch(typed) else MAX_SLOP + 1
    return distance if distance <= MAX_SLOP else None


def _shown(sort: str, usual: Sort) -> str:
    """The value of an order in the form: empty for the usual one."""
    return "" if sort in (usual, Sort.RELEVANCE) or sort not in list(Sort) else str(sort)
