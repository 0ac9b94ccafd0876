"""The counts of an answer → the columns of checkboxes beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.api import FacetCount, Query, Unit
from index.fields import FACET_NAMES
from search_app.addresses import facet_address
from search_app.naming import Names

SHOWN = 8
MOST = 40  # values of a facet that stand beside the results; beyond that a page has them all
OF_PASSAGES = ("role", "outcome", "ingredient", "stance")  # what a passage says, not a document
_OF_PASSAGES_FIRST = ("role", "outcome")
_MORE = 12  # of a facet with more than MOST values
_SEARCHED = 15  # a longer list is searched rather than read
# Hiding one or two values behind a button costs the reader more than showing them.
_SPARED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One checkbox.

    Attributes:
        count: number of results after ticking it.
    """

    facet: str
    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Values under one heading; ``label`` is None where a facet has no groups."""

    label: str | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetView:
    """One facet.

    Attributes:
        groups: what is shown at once.
        more: what is shown on demand.
        chosen: number of ticked values.
        total: how many values there are, also where not all are here.
        every: the page with all of them, where the list is long; None for a short one.
    """

    name: str
    label: str
    groups: tuple[Group, ...]
    more: tuple[Value, ...]
    chosen: int
    total: int
    every: str | None = None

    @property
    def more_open(self) -> bool:
        """Whether a ticked value stands among those shown on demand."""
        return any(value.selected for value in self.more)


def facet_views(
    facets: Mapping[str, Sequence[FacetCount]], query: Query, names: Names
) -> tuple[FacetView, ...]:
    """All facets that have values, with all of these, in the order of :data:`index.fields.FACETS`.

    Of passages one asks first what they say.
    """
    first = _OF_PASSAGES_FIRST if query.unit is Unit.PASSAGES else ()
    return tuple(
        _facet_view(name, facet_values(name, facets[name], names), names)
        for name in dict.fromkeys((*first, *FACET_NAMES))
        if facets.get(name)
    )


def refining(
    facets: Mapping[str, Sequence[FacetCount]], query: Query, names: Names
) -> tuple[FacetView, ...]:
    """The facets beside the results: years have a chart of their own, and long lists a page."""
    some = {name: counts for name, counts in facets.items() if name != "year"}
    return tuple(_shortened(facet, query) for facet in facet_views(some, query, names))


def facet_values(facet: str, counts: Sequence[FacetCount], names: Names) -> tuple[Value, ...]:
    """The values of one facet in the order in which a reader looks for them.

    Vocabularies keep their own order, so that a value stays in its place; years run back from the
    newest; all else keeps the order of the index, by count.
    """
    values = [
        Value(
            facet=facet,
            value=count.value,
            label=names.value(facet, count.value),
            count=count.count,
            selected=count.selected,
        )
        for count in counts
    ]
    if facet == "year":
        return tuple(sorted(values, key=lambda value: value.value, reverse=True))
    places = {value: place for place, value in enumerate(names.listed(facet))}
    return tuple(sorted(values, key=lambda value: places.get(value.value, len(places))))


def families(values: Sequence[Value], names: Names) -> tuple[Group, ...]:
    """Archetypes under their families, in the order of the taxonomy; unknown ones last."""
    groups = [
        Group(label=label, values=tuple(v for v in values if names.family(v.value) == family))
        for family, label in names.families().items()
    ]
    strays = tuple(v for v in values if names.family(v.value) is None)
    return tuple(group for group in [*groups, Group(label=None, values=strays)] if group.values)


def _facet_view(name: str, values: Sequence[Value], names: Names) -> FacetView:
    shown = SHOWN if len(values) > SHOWN + _SPARED else len(values)
    groups: tuple[Group, ...] = (Group(label=None, values=tuple(values[:shown])),)
    if name == "archetype":  # grouped, all of them can be taken in at once
        shown, groups = len(values), families(values, names)
    return FacetView(
        name=name,
        label=names.facet(name),
        groups=groups,
        more=tuple(values[shown:]),
        chosen=sum(value.selected for value in values),
        total=len(values),
    )


def _shortened(facet: FacetView, query: Query) -> FacetView:
    """With the way to all of its values where they are many, and less of them here.

    Ticked values always stay, or the next question would be asked without them.
    """
    if facet.total <= _SEARCHED or not facet.more:
        return facet
    kept = facet.more
    if facet.total > MOST:
        kept = (*kept[:_MORE], *(value for value in kept[_MORE:] if value.selected))
    return replace(facet, more=kept, every=facet_address(facet.name, query))
