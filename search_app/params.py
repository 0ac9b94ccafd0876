"""The parameters of an address ⇄ :class:`index.api.Query`. Pure, and never fails.

What cannot be used falls back to its default; a year that is no year is also reported by
:func:`bad_years`, so that the page can say so. Reading what :func:`to_params` wrote gives the same
query again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from urllib.parse import urlencode

from index.api import SWITCHABLE, Query, Sort, Unit
from index.fields import FACET_NAMES
from index.syntax import MAX_CHARACTERS

Params = Iterable[tuple[str, str]]

DEFAULT_SIZE = 10
MAX_SIZE = 100
MAX_PAGE = 100_000
MAX_VALUE = 200
MAX_VALUES = 50
"""Of one facet: each has an address that holds all others."""
MAX_CHOSEN = 100
"""Of all facets together."""

YEARS = ("year_from", "year_to")
PARAMETERS = ("q", *FACET_NAMES, *YEARS, "sort", "page", "size", "without", "explain")

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[0-9]{1,9}")
_YEAR = re.compile(r"[0-9]{4}")


def to_query(params: Params, unit: Unit = Unit.DOCUMENTS) -> Query:
    """The question an address asks for documents or for passages, which have a path of their own.

    | parameter             | when it cannot be used                       |
    |-----------------------|----------------------------------------------|
    | ``q``                 | control characters become spaces; an         |
    |                       | ellipsis stands for what is too long         |
    | a facet, repeated     | empty values are left out, and those behind  |
    |                       | the first 50 (100 of all facets together);   |
    |                       | others kept as is                            |
    | ``year_from year_to`` | left out; swapped when the wrong way round   |
    | ``sort``              | relevance, or newest when nothing is asked   |
    | ``page``              | 1                                            |
    | ``size``              | 10; at most 100                              |
    | ``without``, repeated | unknown ways of widening are left out        |
    | ``explain``           | no, but for ``1``                            |
    """
    given = collected(params)
    text = _cut(printable(first_value(given, "q")).strip())
    years = [_year(first_value(given, name)) for name in YEARS]
    if None not in years:
        years.sort(key=lambda year: year or 0)
    return Query(
        text=text,
        unit=unit,
        filters=_filters(given),
        year_from=years[0],
        year_to=years[1],
        sort=_sort(first_value(given, "sort"), _can_rank(text, unit)),
        page=_number(first_value(given, "page"), default=1, most=MAX_PAGE),
        size=_number(first_value(given, "size"), default=DEFAULT_SIZE, most=MAX_SIZE),
        without=frozenset(way for way in SWITCHABLE if way in given.get("without", ())),
        explain=first_value(given, "explain") == "1",
    )


def to_typed(params: Params) -> str:
    """What is being typed in the search box: ``q``, with a space at its end if there is one."""
    return _cut(printable(first_value(collected(params), "q")))


def bad_years(params: Params) -> tuple[str, ...]:
    """What was given as a year and is none."""
    given = collected(params)
    values = [printable(first_value(given, name)).strip()[:MAX_VALUE] for name in YEARS]
    return tuple(value for value in values if value and _year(value) is None)


def to_params(query: Query) -> list[tuple[str, str]]:
    """The shortest parameters that ask this question, in one fixed order."""
    found = [("q", query.text)] if query.text else []
    for facet in FACET_NAMES:
        found += [(facet, value) for value in sorted(query.filters.get(facet, ()))]
    for name, year in zip(YEARS, (query.year_from, query.year_to), strict=True):
        found += [(name, written_year(year))] if year is not None else []
    ranked = _can_rank(query.text, query.unit)
    if _order(query.sort, ranked) is not _usual(ranked):
        found.append(("sort", query.sort.value))
    if query.page != 1:
        found.append(("page", str(query.page)))
    if query.size != DEFAULT_SIZE:
        found.append(("size", str(query.size)))
    found += [("without", way.value) for way in SWITCHABLE if way in query.without]
    if query.explain:
        found.append(("explain", "1"))
    return found


def written_year(year: int | None) -> str:
    """A year as it stands in an address or a field; empty for none."""
    return "" if year is None else f"{year:04}"


def query_string(query: Query) -> str:
    """The parameters as they stand behind the ``?``; empty for the start page."""
    return urlencode(to_params(query))


def default_sort(query: Query) -> Sort:
    """Without words documents cannot be ranked, so the newest come first."""
    return _usual(_can_rank(query.text, query.unit))


def toggled(query: Query, facet: str, value: str) -> Query:
    """The question with one value of a facet ticked, or unticked when it was; first page."""
    chosen = query.filters.get(facet, frozenset()) ^ {value}
    filters = {**query.filters, facet: chosen} if chosen else _without(query.filters, facet)
    return replace(query, filters=filters, page=1)


def unfiltered(query: Query) -> Query:
    """The question with its words alone; first page."""
    return replace(query, filters={}, year_from=None, year_to=None, page=1)


def is_start(query: Query) -> bool:
    """Whether nothing was asked at all."""
    return query.unit is Unit.DOCUMENTS and not query.text and not is_filtered(query)


def is_filtered(query: Query) -> bool:
    """Whether anything but words narrows the answer."""
    return bool(query.filters) or query.year_from is not None or query.year_to is not None


def collected(params: Params) -> dict[str, list[str]]:
    """All values of each parameter, in their order."""
    given: dict[str, list[str]] = {}
    for name, value in params:
        given.setdefault(name, []).append(value)
    return given


def first_value(given: Mapping[str, list[str]], name: str) -> str:
    """The first value that says something, else nothing: forms send empty fields along."""
    return next((value for value in given.get(name, ()) if value.strip()), "")


def printable(value: str) -> str:
    """``value`` with a space for each character that no page can show."""
    return _UNSEEN.sub(" ", value)


def _cut(text: str) -> str:
    """The beginning of a question that is too long, still too long by the one character behind it.

    So whoever reads the question tells that, and nobody takes long over the rest.
    """
    return text if len(text) <= MAX_CHARACTERS else f"{text[:MAX_CHARACTERS]}…"


def _filters(given: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    filters: dict[str, frozenset[str]] = {}
    room = MAX_CHOSEN
    for facet in FACET_NAMES:
        values = (printable(value)[:MAX_VALUE].strip() for value in given.get(facet, ()))
        different = dict.fromkeys(value for value in values if value)
        chosen = frozenset(islice(different, min(MAX_VALUES, room)))
        room -= len(chosen)
        if chosen:
            filters[facet] = chosen
    return filters


def _without(filters: Mapping[str, frozenset[str]], facet: str) -> dict[str, frozenset[str]]:
    return {name: values for name, values in filters.items() if name != facet}


def _year(value: str) -> int | None:
    return int(value) if _YEAR.fullmatch(value.strip()) else None


def _can_rank(text: str, unit: Unit) -> bool:
    return bool(text) or unit is Unit.PASSAGES


def _usual(ranked: bool) -> Sort:
    return Sort.RELEVANCE if ranked else Sort.NEWEST


def _sort(value: str, ranked: bool) -> Sort:
    return _order(Sort(value), ranked) if value in list(Sort) else _usual(ranked)


def _order(sort: Sort, ranked: bool) -> Sort:
    return _usual(ranked) if sort is Sort.RELEVANCE else sort


def _number(value: str, *, default: int, most: int) -> int:
    if not _NUMBER.fullmatch(value.strip()):
        return default
    return min(int(value), most) or default
