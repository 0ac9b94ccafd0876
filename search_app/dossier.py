"""What a reader collects while searching ⇄ the parameters of an address. Pure, and never fails.

    dossier=ab3kx7q2vd~ab3kx7q2vd.kw5dkzq3m2xa      documents and passages, in the order collected
    dossier_search=/passages?q=zelfbeheer           the searches that led to them, repeated
    dossier_title=Binnentuinen                      what the reader calls it

Nothing is kept anywhere else: who has the address has the dossier. It is no part of a
:class:`index.api.Query`. Reading what :func:`written` wrote gives the same dossier again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit

from index.api import Query
from search_app.addresses import FOUND_AT, carrying, search_address
from search_app.params import (
    DEFAULT_SIZE,
    Params,
    collected,
    first_value,
    is_filtered,
    printable,
    to_query,
)

MOST = 200  # documents and passages
MOST_SEARCHES = 10
LONGEST_ADDRESS = 8000  # characters; web servers and mail programs cut what is much longer
_LONGEST_ITEM = 80
_LONGEST_TITLE = 200

ITEMS, SEARCH, TITLE = "dossier", "dossier_search", "dossier_title"
NAMES = (ITEMS, SEARCH, TITLE)

_BETWEEN = "~"  # stands in an address as it is, and in no id
_UNITS = {path: unit for unit, path in FOUND_AT.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """What was collected.

    Attributes:
        items: ids of documents, and of passages as ``<id of the document>.<key>``.
        searches: the questions that were being asked when something was collected.
        title: as the reader gave it; empty for none.
        beyond: how many items were left out, as there were more than :data:`MOST`.
    """

    items: tuple[str, ...] = ()
    searches: tuple[Query, ...] = ()
    title: str = ""
    beyond: int = 0

    def toggled(self, item: str, query: Query | None = None) -> Dossier:
        """The dossier with an item more, found by ``query``, or with one less when it is there."""
        if item in self.items:
            return replace(self, items=tuple(one for one in self.items if one != item))
        asked = (query,) if query else ()
        return replace(self, items=(*self.items, item), searches=once((*self.searches, *asked)))


def document_of(item: str) -> str:
    """Id of the document that an item is, or of which it is a passage."""
    return item.partition(".")[0]


def is_passage(item: str) -> bool:
    """Whether an item is a passage."""
    return "." in item


def is_asked(query: Query) -> bool:
    """Whether a question asks anything that can be repeated."""
    return bool(query.text) or is_filtered(query)


def read(params: Params) -> Dossier:
    """The dossier of an address; what is there twice counts once."""
    given = collected(params)
    pieces = (piece for value in given.get(ITEMS, ()) for piece in value.split(_BETWEEN))
    items = dict.fromkeys(_item(piece) for piece in pieces)
    items.pop("", None)
    searches = (_search(value) for value in given.get(SEARCH, ()))
    return Dossier(
        items=tuple(items)[:MOST],
        searches=once(query for query in searches if query),
        title=printable(first_value(given, TITLE)).strip()[:_LONGEST_TITLE].strip(),
        beyond=max(0, len(items) - MOST),
    )


def written(dossier: Dossier) -> list[tuple[str, str]]:
    """The parameters of a dossier; none for an empty one without a title."""
    found = [(ITEMS, _BETWEEN.join(dossier.items))] if dossier.items else []
    found += [(SEARCH, plain_address(query)) for query in dossier.searches]
    return [*found, (TITLE, dossier.title)] if dossier.title else found


def once(queries: Iterable[Query]) -> tuple[Query, ...]:
    """The questions that can be repeated, each once and from its first page; only so many."""
    found: dict[str, Query] = {}
    for query in queries:
        plain = replace(query, page=1, size=DEFAULT_SIZE, explain=False, language="nl")
        if is_asked(plain):
            found.setdefault(plain_address(plain), plain)
    return tuple(found.values())[:MOST_SEARCHES]


def plain_address(query: Query) -> str:
    """The address of a search that carries no dossier along."""
    with carrying(()):
        return search_address(query)


def _item(piece: str) -> str:
    return printable(piece).strip()[:_LONGEST_ITEM].strip()


def _search(address: str) -> Query | None:
    """The question in an address of ours; None for any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    unit = None if parts.netloc else _UNITS.get(parts.path)
    return to_query(parse_qsl(parts.query), unit) if unit else None
