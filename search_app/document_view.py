"""A document → what is told of it: facts with their origin, labels with their reasons, summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from corpus.document import BESIDE, Document, Origin, Quote, Source, Tag, Verdict
from index.api import Query
from search_app.addresses import archetype_address, search_address, text_address
from search_app.naming import Names
from search_app.opened import Opened, SummaryParagraph
from search_app.params import is_start

_RULES = "rules "
_SUMMARY_SHOWN = 700  # characters

# Length of a date of publication -> how it is written, and what makes it a whole date.
_DATES = {4: ("y", "-01-01"), 7: ("MMMM y", "-01"), 10: ("d MMMM y", "")}

# Field of a document -> the facet its values can be searched by; in the order of the page.
FIELDS = {
    "kind": "kind",
    "published": "year",
    "authors": None,
    "organisation": "organisation",
    "publisher": None,
    "municipality": "municipality",
    "themes": "theme",
    "target_groups": "target_group",
    "evidence": "evidence",
    "language": "language",
}

HEAD = ("organisation", "municipality", "published", "evidence")
"""What a reader looks at first, beside the title and the kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A value, with the address where more like it is found."""

    label: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that is known of a document.

    Attributes:
        field: name of the field of :class:`corpus.document.Document`.
        label: what the field is called, where it is a facet.
        by: who assigned it, where that is part of the fact.
    """

    field: str
    label: str | None
    values: tuple[Link, ...]
    origin: Origin | None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A quote that speaks for or against a label; ``page`` is None for the title."""

    quote: Quote
    page: int | None
    address: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelView:
    """An archetype the document is about, and why.

    Attributes:
        strength: 0-100.
        rules: version of the rules that assigned it; None for a person.
        person: who assigned it; None for the rules and for the metadata beside the file.
    """

    name: Link
    definition: str
    strength: int
    suggested: bool
    rules: str | None
    person: str | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """What is told of a document as a whole.

    Attributes:
        head: the facts a reader looks at first, in their order.
        facts: all facts.
        labels: archetypes, those that count first.
        summary: what it says of itself: paragraphs that are shown, and those that are folded.
        back: the results that the reader comes from; None for nobody who asked anything.
    """

    head: tuple[Fact, ...]
    facts: tuple[Fact, ...]
    labels: tuple[LabelView, ...]
    summary: tuple[tuple[SummaryParagraph, ...], tuple[SummaryParagraph, ...]]
    back: str | None


def document_view(found: Opened, query: Query, names: Names) -> DocumentView:
    """Lay out a document that was found by ``query``."""
    document = found.document
    facts = {fact.field: fact for fact in _facts(document, names)}
    return DocumentView(
        head=tuple(facts[field] for field in HEAD if field in facts),
        facts=tuple(facts.values()),
        labels=tuple(_label(document, tag, query, names) for tag in _shown(document.tags)),
        summary=_folded(found.summary),
        back=None if is_start(query) else search_address(query),
    )


def _folded(
    summary: Sequence[SummaryParagraph],
) -> tuple[tuple[SummaryParagraph, ...], tuple[SummaryParagraph, ...]]:
    """The first paragraphs up to some length, at least one, and the others."""
    shown = length = 0
    for at, one in enumerate(summary):
        if not one.heading:  # a heading goes with what stands under it
            length += len(one.text)
            if shown and length > _SUMMARY_SHOWN:
                break
            shown = at + 1
    return tuple(summary[:shown]), tuple(summary[shown:])


def spoken_date(published: str, language: str) -> str:
    """``2014-05-12`` as a person writes it: 12 mei 2014; a month or a year stays one."""
    pattern, rest = _DATES[len(published)]
    return format_date(date.fromisoformat(published + rest), pattern, locale=language)


def _shown(tags: Sequence[Tag]) -> list[Tag]:
    """What counts first, then what may count; what was rejected is not shown."""
    return [t for t in tags if t.verdict is Verdict.ASSIGNED] + [
        t for t in tags if t.verdict is Verdict.SUGGESTED
    ]


def _facts(document: Document, names: Names) -> Iterator[Fact]:
    origins = {origin.field: origin for origin in document.origins}
    for field, facet in FIELDS.items():
        values = _values(document, field)
        origin = origins.get(field)
        by_a_person = origin is None or origin.source is not Source.SIDECAR
        if values:
            yield Fact(
                field=field,
                label=names.facet(facet) if facet else None,
                values=tuple(_link(facet, value, names) for value in values),
                origin=origin,
                by=document.evidence.assigned_by
                if field == "evidence" and document.evidence and by_a_person
                else None,
            )


def _values(document: Document, field: str) -> tuple[str, ...]:
    if field == "evidence":
        return (document.evidence.level,) if document.evidence else ()
    value: str | tuple[str, ...] | None = getattr(document, field)
    if not value:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _link(facet: str | None, value: str, names: Names) -> Link:
    if facet is None:
        return Link(label=value)
    if facet == "year":
        year = int(value[:4])
        address = search_address(Query(year_from=year, year_to=year))
        return Link(label=spoken_date(value, names.language), address=address)
    address = search_address(Query(filters={facet: frozenset({value})}))
    return Link(label=names.value(facet, value), address=address)


def _label(document: Document, tag: Tag, query: Query, names: Names) -> LabelView:
    known = names.taxonomy.archetypes.get(tag.archetype)
    automatic = tag.by.startswith(_RULES)
    return LabelView(
        name=Link(
            label=names.value("archetype", tag.archetype),
            address=archetype_address(tag.archetype) if known else None,
        ),
        definition=known.definition.text(names.language) if known else "",
        strength=round(100 * tag.score),
        suggested=tag.verdict is Verdict.SUGGESTED,
        rules=tag.by.removeprefix(_RULES) if automatic else None,
        person=None if automatic or tag.by == BESIDE else tag.by,
        reasons=tuple(_reason(document, quote, query) for quote in tag.evidence),
    )


def _reason(document: Document, quote: Quote, query: Query) -> Reason:
    if quote.page == 0:
        return Reason(quote=quote, page=None, address=None, language=document.language)
    pages = (page.language for page in document.pages if page.number == quote.page)
    return Reason(
        quote=quote,
        page=quote.page,
        address=text_address(document.id, quote.page, query),
        language=next(pages, None) or document.language,
    )
