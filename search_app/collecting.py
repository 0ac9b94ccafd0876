"""What this request's reader has collected, for the links and buttons of a page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from flask import request

from index.api import Query, Unit
from search_app.addresses import dossier_address, search_address
from search_app.dossier import LONGEST_ADDRESS, MOST, NAMES, Dossier, is_asked, read, written
from search_app.params import to_query
from search_app.request import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Collecting:
    """A dossier on a page.

    Attributes:
        path: of the page.
        others: the parameters of the page that are not of the dossier.
        query: the question of the page, also where that shows something else.
    """

    dossier: Dossier
    path: str
    others: tuple[tuple[str, str], ...]
    query: Query

    @property
    def count(self) -> int:
        """How much was collected."""
        return len(self.dossier.items)

    @property
    def params(self) -> list[tuple[str, str]]:
        """What a form sends along so that the dossier stays."""
        return written(self.dossier)

    @property
    def address(self) -> str:
        """The page of the dossier."""
        return dossier_address(self.query)

    @property
    def back(self) -> str | None:
        """The results that the reader comes from."""
        return search_address(self.query) if is_asked(self.query) else None

    @property
    def full(self) -> bool:
        """Whether it holds, or its address is, as much as it may be."""
        return self.count >= MOST or len(self.address) > LONGEST_ADDRESS

    def holds(self, item: str) -> bool:
        """Whether a document or passage is in the dossier."""
        return item in self.dossier.items

    def toggle(self, item: str, place: str = "") -> str | None:
        """The same page with an item more, or less when it is there; None where it is full.

        Args:
            place: id of the element at which the reader goes on.
        """
        changed = self.dossier.toggled(item, self.query)
        address = self._here(changed) + (f"#{quote(place)}" if place else "")
        full = len(changed.items) > MOST or len(address) > LONGEST_ADDRESS
        return None if full and not self.holds(item) else address

    @property
    def emptied(self) -> str:
        """The same page with nothing collected."""
        return self._here(replace(self.dossier, items=(), searches=(), title=""))

    def _here(self, dossier: Dossier) -> str:
        params = urlencode([*self.others, *written(dossier)])
        return f"{self.path}?{params}" if params else self.path


def collecting() -> Collecting:
    """The dossier of this request."""
    params = list(request.args.items(multi=True))
    return Collecting(
        dossier=read(params),
        path=quote(request.path),
        others=tuple((name, value) for name, value in params if name not in NAMES),
        query=question(),
    )


def question() -> Query:
    """What the reader was looking for, on whichever page."""
    by_passage = Unit.PASSAGES in (request.args.get("unit"), request.path.strip("/"))
    unit = Unit.PASSAGES if by_passage else Unit.DOCUMENTS
    return replace(to_query(request.args.items(multi=True), unit), language=language())
