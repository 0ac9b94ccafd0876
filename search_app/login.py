"""The pages by which a reader logs in and out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from corpus.accounts import Accounts
from corpus.sessions import Refused, Sessions
from search_app.addresses import LOGIN, LOGOUT, NEXT, own_address
from search_app.reader import present_reader
from search_app.session import give_token, present_token
from search_app.site import Site, routes

_LONGEST_NAME = 200  # characters that are shown again


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form to log in as it is shown.

    Attributes:
        name: as it was typed.
        after: address of the page to go on to.
        refused: why nobody was logged in; None for a form that was not sent.
    """

    name: str = ""
    after: str = ""
    refused: Refused | None = None

    @property
    def minutes(self) -> int:
        """How long to wait before another attempt, rounded up."""
        return -(-self.refused.wait // 60) if self.refused else 0


def login_form(site: Site) -> ResponseReturnValue:
    """The form; who is logged in already goes on."""
    _accounts(site)
    after = request.args.get(NEXT, "")
    if present_reader().account:
        return redirect(own_address(after), 303)
    return render_template("login.html", form=Form(after=after))


def log_in(site: Site) -> ResponseReturnValue:
    """The form as it was sent."""
    sessions = Sessions(_accounts(site))
    name, after = request.form.get("name", ""), request.form.get(NEXT, "")
    came = sessions.log_in(name, request.form.get("password", ""), request.remote_addr or "")
    if isinstance(came, Refused):
        form = Form(name=name[:_LONGEST_NAME], after=after, refused=came)
        page = make_response(render_template("login.html", form=form), 429 if came.wait else 422)
        if came.wait:
            page.headers["Retry-After"] = str(came.wait)
        return page
    sessions.log_out(present_token())  # the session of before, whoever began it
    give_token(came.token)
    return redirect(own_address(after), 303)


def log_out(site: Site) -> ResponseReturnValue:
    """End the session."""
    Sessions(_accounts(site)).log_out(present_token())
    give_token("")
    return redirect(own_address("/"), 303)


def _accounts(site: Site) -> Accounts:
    """The accounts; where there never was one, nobody is asked to log in."""
    if site.accounts is None or not site.accounts.exist:
        raise NotFound
    return site.accounts


_ROUTES = ((LOGIN, login_form),)
_SENT = ((LOGIN, log_in), (LOGOUT, log_out))


def login(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("login", _ROUTES, site, sent=_SENT)
