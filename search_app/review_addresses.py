"""The addresses of the pages on which librarians decide, and what these carry along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, urlencode

from corpus.review import Matter
from search_app.addresses import REVIEW


class Order(StrEnum):
    """In which order documents wait."""

    OLDEST = "oudste"
    SUREST = "sterkste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a librarian goes through, and in which order.

    Attributes:
        matter: None for everything.
    """

    matter: Matter | None = None
    order: Order = Order.OLDEST

    @property
    def params(self) -> list[tuple[str, str]]:
        """As parameters of an address, without what goes without saying."""
        matter = [("matter", self.matter.value)] if self.matter else []
        order = [("order", self.order.value)] if self.order is not Order.OLDEST else []
        return [*matter, *order]


def read_choice(params: Mapping[str, str]) -> Choice:
    """From the parameters of an address; what is no choice is as if it were not there."""
    matter, order = params.get("matter", ""), params.get("order", "")
    return Choice(
        matter=Matter(matter) if matter in set(Matter) else None,
        order=Order(order) if order in set(Order) else Order.OLDEST,
    )


@dataclass(frozen=True, slots=True)
class Done:
    """A change that was just made: its number, and of which document it is the last."""

    revision: int
    document_id: str


def list_address(choice: Choice, page: int = 1, done: Done | None = None) -> str:
    """Everything that is open."""
    more = [("page", str(page))] if page > 1 else []
    return _with(REVIEW, [*choice.params, *more, *_told(done)])


def review_address(
    document_id: str, choice: Choice, anchor: str = "", done: Done | None = None
) -> str:
    """Everything that is open of one document."""
    address = _with(f"{REVIEW}/{quote(document_id, safe='')}", [*choice.params, *_told(done)])
    return f"{address}#{quote(anchor)}" if anchor else address


def _told(done: Done | None) -> list[tuple[str, str]]:
    return [("done", str(done.revision)), ("of", done.document_id)] if done else []


def _with(path: str, params: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(params)}" if params else path
