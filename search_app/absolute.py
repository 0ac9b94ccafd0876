"""Whole addresses, for what is read elsewhere; they never carry a dossier along."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from search_app.addresses import carrying, document_address

_P = ParamSpec("_P")


class Root:
    """Where this site is, as its reader asked for it."""

    def __init__(self, address: str) -> None:
        """Take the address of the start page, e.g. ``https://example.org/``."""
        self.address = address.rstrip("/")

    def to(self, address: Callable[_P, str], *asked: _P.args, **named: _P.kwargs) -> str:
        """The whole of an address that a function of :mod:`search_app.addresses` makes."""
        with carrying(()):
            return self.address + address(*asked, **named)

    def document(self, document_id: str) -> str:
        """The page about a document, whatever it was found by."""
        return self.to(document_address, document_id)
