"""The reader of the request that is being answered: who that is, and what he may see.

    reader = present_reader()
    reader.access         the strictest documents that he may find: public or partner
    reader.is_librarian   whether he may decide
    reader.name           under which his decisions are kept

A view for librarians alone is made by :func:`for_librarians`; whatever changes something is sent
as POST, and each form holds ``{{ form_token_field() }}`` (see :mod:`search_app.session`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import quote, urlencode

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from corpus.accounts import Account
from corpus.document import Access
from search_app.addresses import LOGIN, login_address
from search_app.dossier import NAMES

_Site = TypeVar("_Site")
_Values = ParamSpec("_Values")
_View = Callable[Concatenate[_Site, _Values], ResponseReturnValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads.

    Attributes:
        account: None for anybody, who is not logged in.
    """

    account: Account | None = None

    @property
    def access(self) -> Access:
        """The strictest documents that he may find; what is hidden nobody finds."""
        return self.account.access if self.account else Access.PUBLIC

    @property
    def is_librarian(self) -> bool:
        """Whether he may decide, and read what is hidden."""
        return self.account is not None and self.account.is_librarian

    @property
    def name(self) -> str:
        """Of the account; empty for anybody."""
        return self.account.name if self.account else ""

    def may_read(self, access: Access) -> bool:
        """Whether he may read a document of this access."""
        if access is Access.HIDDEN:
            return self.is_librarian
        return access is Access.PUBLIC or self.account is not None


ANYBODY = Reader()
_READS = ("GET", "HEAD")


def present_reader() -> Reader:
    """Who reads the answer to this request."""
    return cast("Reader", g.get("reader", ANYBODY))


def to_log_in() -> str:
    """Address of the form to log in, which leads back to the page of this request."""
    if request.method not in _READS or request.path == LOGIN:
        return login_address()
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in NAMES]
    return login_address(quote(request.path) + (f"?{urlencode(kept)}" if kept else ""))


def for_librarians(view: _View[_Site, _Values]) -> _View[_Site, _Values]:
    """A view for librarians: whoever is not logged in is asked to, a partner is refused."""

    @wraps(view)
    def guarded(
        site: _Site, /, *values: _Values.args, **named: _Values.kwargs
    ) -> ResponseReturnValue:
        reader = present_reader()
        if reader.is_librarian:
            return view(site, *values, **named)
        if reader.account is None and request.method in _READS:
            return redirect(to_log_in(), 303)
        raise Forbidden

    return guarded
