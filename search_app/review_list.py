"""What is open → the list of documents that wait for a librarian, and which of them is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from corpus.document import Document
from corpus.review import Item, Matter
from search_app.review_addresses import Choice, Order, list_address, review_address

SIZE = 20
"""Documents on a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterLink:
    """A matter to choose; ``matter`` is None for all of them."""

    matter: Matter | None
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDocument:
    """A document with what is open of it."""

    document: Document
    address: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewList:
    """What the list shows.

    Attributes:
        count: how many things are open in what is chosen.
        documents: in how many documents.
        orders: order, its address, whether it is the present one.
        pages: number of pages.
    """

    count: int
    documents: int
    matters: tuple[MatterLink, ...]
    orders: tuple[tuple[Order, str, bool], ...]
    shown: tuple[WaitingDocument, ...]
    page: int
    pages: int
    previous: str | None
    following: str | None


def chosen_documents(items: Sequence[Item], choice: Choice) -> list[tuple[str, tuple[Item, ...]]]:
    """Documents that wait, with all that is open of them about the chosen matter, in order."""
    some = [item for item in items if choice.matter in (None, item.matter)]
    grouped = [(name, tuple(group)) for name, group in groupby(some, lambda one: one.document_id)]
    if choice.order is Order.SUREST:
        return sorted(
            grouped, key=lambda one: (-max(item.strength for item in one[1]), one[1][0].since)
        )
    return sorted(grouped, key=lambda one: (one[1][0].since, one[0]))


def review_list(
    items: Sequence[Item], choice: Choice, page: int, documents: Mapping[str, Document]
) -> ReviewList:
    """Lay out one page of what is open.

    Args:
        items: everything that is open.
        choice: what is gone through.
        page: which page; the last one where there are fewer.
        documents: by id, at least those of :func:`ids_on`.
    """
    waiting = chosen_documents(items, choice)
    pages = max(1, ceil(len(waiting) / SIZE))
    page = min(page, pages)
    return ReviewList(
        count=sum(len(some) for _, some in waiting),
        documents=len(waiting),
        matters=_matters(items, choice),
        orders=tuple(
            (order, list_address(Choice(matter=choice.matter, order=order)), order is choice.order)
            for order in Order
        ),
        shown=tuple(
            WaitingDocument(
                document=documents[document_id],
                address=review_address(document_id, choice),
                items=some,
            )
            for document_id, some in waiting[(page - 1) * SIZE : page * SIZE]
            if document_id in documents
        ),
        page=page,
        pages=pages,
        previous=list_address(choice, page - 1) if page > 1 else None,
        following=list_address(choice, page + 1) if page < pages else None,
    )


def ids_on(items: Sequence[Item], choice: Choice, page: int) -> list[str]:
    """Ids of the documents on a page and of the others that are named there."""
    waiting = chosen_documents(items, choice)
    page = min(page, max(1, ceil(len(waiting) / SIZE)))
    shown = waiting[(page - 1) * SIZE : page * SIZE]
    others = (item.key for _, some in shown for item in some if item.matter is Matter.DOUBLE)
    return sorted({document_id for document_id, _ in shown} | set(others))


def _matters(items: Sequence[Item], choice: Choice) -> tuple[MatterLink, ...]:
    counts = Counter(item.matter for item in items)
    return tuple(
        MatterLink(
            matter=matter,
            count=counts[matter] if matter else len(items),
            address=list_address(Choice(matter=matter, order=choice.order)),
            chosen=matter is choice.matter,
        )
        for matter in (None, *Matter)
        if matter is None or counts[matter] or matter is choice.matter
    )
