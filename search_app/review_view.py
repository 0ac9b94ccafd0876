"""One document that waits for a librarian → what its page shows, with what is needed to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from corpus.document import Concern, Document, Origin, Quote, Tag, Verdict
from corpus.passage import Passage, PassageRole, Standing
from corpus.passage_decisions import ROLES, named_role
from corpus.review import Item, Matter
from corpus.screening import BSN
from search_app.addresses import PDF, file_address, quote_address, text_address
from search_app.naming import Names
from search_app.review_addresses import Choice, list_address, review_address
from search_app.review_double import Comparison, compared
from search_app.review_fields import Field, fields

_RULES = "rules "


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that speak for a label or against it; ``page`` is None for the title."""

    quote: Quote
    page: int | None
    address: str | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label that is asked about, given or refused.

    Attributes:
        strength: 0-100, by the rules.
        person: who decided it; None for the rules.
    """

    id: str
    name: str
    definition: str
    strength: int
    verdict: Verdict
    person: str | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Personal data, masked, and the page on which it stands."""

    what: str
    masked: str
    page: int | None
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that is asked, with what is needed to answer.

    Attributes:
        id: its place on the page.
        later: address of what comes after it.
        found: of personal data what and where.
        barred: whether the document is hidden because of it.
        pages: pages without text, with the address of the original at that page if it has one.
        origin: of an access that is in doubt.
    """

    item: Item
    id: str
    later: str
    label: Label | None = None
    double: Comparison | None = None
    found: tuple[Found, ...] = ()
    barred: bool = False
    pages: tuple[tuple[int, str | None], ...] = ()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageRow:
    """A passage, with what is said of it."""

    id: str
    passage: Passage
    address: str
    language: str | None
    role: str
    ingredients: tuple[str, ...]
    person: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """Everything the page of one document shows.

    Attributes:
        labels: those of which nothing is asked.
        archetypes: id and name of the labels that it may be given.
        roles: what a passage can be: how it is written, and its names.
        list: address of the list it stands in.
        address: of this page, which its forms are sent to.
        choice: what the librarian goes through.
    """

    document: Document
    things: tuple[Thing, ...]
    labels: tuple[Label, ...]
    archetypes: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    passages: tuple[PassageRow, ...]
    roles: tuple[tuple[str, str], ...]
    list: str
    address: str
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where a librarian is on his way through what is open.

    Attributes:
        choice: what he goes through.
        after: address of what comes after this document.
    """

    choice: Choice
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A document with what is asked about it.

    Attributes:
        document: with its pages.
        items: what is open of it.
        others: by id, with pages, the documents that it may be the same as.
    """

    document: Document
    items: Sequence[Item]
    others: Mapping[str, Document]


def review_view(
    asked: Asked,
    names: Names,
    way: Way,
    sent: MultiDict[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> ReviewView:
    """Lay out a document.

    Args:
        asked: the document, and what is asked.
        names: what everything is called.
        way: where the librarian is.
        sent: a form on what is known that could not be kept.
        wrong: fields of it that cannot be, with what was written.
    """
    document, items, choice = asked.document, asked.items, way.choice
    grouped = _grouped(items)
    behind = [*(f"#{thing_id(item)}" for item in grouped), way.after][1:]
    barred = any(one.key == BSN for one in items if one.matter is Matter.PRIVACY)
    things = tuple(
        _thing(asked, item, names, later, barred=barred)
        for item, later in zip(grouped, behind, strict=False)
    )
    open_labels = {item.key for item in items if item.matter is Matter.LABEL}
    tags = [tag for tag in document.tags if tag.archetype not in open_labels]
    present = {tag.archetype for tag in document.tags if tag.verdict is not Verdict.REJECTED}
    return ReviewView(
        document=document,
        things=things,
        labels=tuple(_label(document, tag, names) for tag in tags),
        archetypes=tuple(
            (one, names.value("archetype", one))
            for one in names.taxonomy.archetypes
            if one not in present
        ),
        fields=fields(document, names, sent, wrong or {}),
        passages=tuple(_passage(document, one, names) for one in document.passages),
        roles=tuple((role, _role_name(role, names)) for role in ROLES),
        list=list_address(choice),
        address=review_address(document.id, choice),
        choice=choice,
    )


def thing_id(item: Item) -> str:
    """Its place on the page; personal data of all sorts is one thing."""
    key = "" if item.matter is Matter.PRIVACY else item.key
    return f"{item.matter}-{key}" if key else item.matter.value


def passage_id(key: str) -> str:
    """The place of a passage on the page."""
    return f"passage-{key}"


def _grouped(items: Sequence[Item]) -> list[Item]:
    """One for each thing on the page."""
    things: dict[str, Item] = {}
    for item in items:
        things.setdefault(thing_id(item), item)
    return [*things.values()]


def _thing(asked: Asked, item: Item, names: Names, later: str, *, barred: bool) -> Thing:
    document = asked.document
    label = next((tag for tag in document.tags if tag.archetype == item.key), None)
    found = document.found_about(Concern.PRIVACY) if item.matter is Matter.PRIVACY else ()
    other = asked.others.get(item.key)
    pdf = document.media_type == PDF
    origins = (origin for origin in document.origins if origin.field == "access")
    return Thing(
        item=item,
        id=thing_id(item),
        later=later,
        label=_label(document, label, names) if label and item.matter is Matter.LABEL else None,
        double=compared(document, other, names) if other else None,
        found=tuple(
            Found(
                what=one.what,
                masked=one.detail,
                page=one.page,
                address=text_address(document.id, one.page) if one.page else None,
            )
            for one in found
        ),
        barred=barred,
        pages=tuple((n, file_address(document.id, n) if pdf else None) for n in item.pages),
        origin=next(origins, None),
    )


def _label(document: Document, tag: Tag, names: Names) -> Label:
    known = names.taxonomy.archetypes.get(tag.archetype)
    return Label(
        id=tag.archetype,
        name=names.value("archetype", tag.archetype),
        definition=known.definition.text(names.language) if known else "",
        strength=round(100 * tag.score),
        verdict=tag.verdict,
        person=None if tag.by.startswith(_RULES) else tag.by,
        words=tuple(_words(document, quote) for quote in tag.evidence),
    )


def _words(document: Document, quote: Quote) -> Words:
    if quote.page == 0:
        return Words(quote=quote, page=None, address=None, language=document.language)
    return Words(
        quote=quote,
        page=quote.page,
        address=quote_address(document.id, quote.page, quote.text),
        language=_language(document, quote.page),
    )


def _passage(document: Document, passage: Passage, names: Names) -> PassageRow:
    return PassageRow(
        id=passage_id(passage.key),
        passage=passage,
        address=quote_address(document.id, passage.page, passage.text),
        language=_language(document, passage.page),
        role=named_role(passage.role, passage.outcome),
        ingredients=tuple(names.value("ingredient", one) for one in passage.ingredients),
        person=None if passage.standing is Standing.FOUND else passage.by,
    )


def _language(document: Document, number: int) -> str | None:
    pages = (page.language for page in document.pages if page.number == number)
    return next(pages, None) or document.language


def _role_name(role: str, names: Names) -> str:
    kind, _, outcome = role.partition(":")
    name = names.value("role", PassageRole(kind).value)
    return f"{name}: {names.value('outcome', outcome)}" if outcome else name
