"""The cookie of a session, and whether what is sent came from a form of ours.

The cookie holds a random token. The form of each page holds a value made of it, so that a page
elsewhere, which can have a form sent with our cookie, cannot make one. A reader who is not logged
in gets a token with the form to log in, and another one by logging in.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from urllib.parse import urlsplit

from flask import Response, g, request
from markupsafe import Markup
from werkzeug.exceptions import BadRequest

from corpus.accounts import Accounts
from corpus.errors import WatwerktError
from corpus.sessions import Sessions
from search_app.assets import STATIC
from search_app.reader import ANYBODY, Reader, present_reader

FIELD = "form_token"
"""Name of the field of a form that says it is ours."""

_READS = ("GET", "HEAD", "OPTIONS")
_READ_BY_POST = ("oai.answer",)  # harvesters may ask in either way; nothing is changed by it
_log = logging.getLogger(__name__)


class NotOurForm(BadRequest):
    """What was sent did not come from a form of ours, or its session has ended."""


def recognise(accounts: Accounts | None) -> None:
    """Find out who reads; where that cannot be found out it is anybody."""
    g.reader = ANYBODY
    token = present_token()
    if accounts is None or not token or request.endpoint == "static":
        return
    try:
        account = Sessions(accounts).account_of(token)
    except WatwerktError as error:
        _log.warning("A session could not be looked up: %s", error)
        return
    g.reader = Reader(account=account)


def check_form() -> None:
    """Refuse what is sent and does not come from a form of ours.

    Raises:
        NotOurForm: when another page sent it, or its token is not of this session.
    """
    if request.method in _READS or request.routing_exception:
        return
    if request.endpoint in _READ_BY_POST:
        return
    sent = request.form.get(FIELD, "").encode()
    if not _from_here() or not hmac.compare_digest(sent, form_token().encode()):
        raise NotOurForm


def form_token() -> str:
    """The value of :data:`FIELD` in the forms of this reader; he gets a cookie if he has none."""
    token = present_token()
    if not token:
        token = g.given_token = secrets.token_urlsafe(32)
    return hmac.new(token.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()


def form_token_field() -> Markup:
    """The field itself, for a template."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, form_token())


def present_token() -> str:
    """The token of this reader; empty when he has none."""
    return str(g.get("given_token", "")) or request.cookies.get(_cookie(), "")


def give_token(token: str) -> None:
    """Give the reader this token with the answer; an empty one takes his away."""
    g.given_token = token


def keep_private(response: Response) -> Response:
    """Send the cookie along when it changed, and let nobody keep what one reader may see."""
    given = g.get("given_token")
    if given is not None:
        response.set_cookie(
            _cookie(),
            given,
            max_age=None if given else 0,  # without an age it goes when the browser closes
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    if request.endpoint not in STATIC and (given is not None or present_reader().account):
        response.headers["Cache-Control"] = "private, no-store"
    return response


def _cookie() -> str:
    """Over HTTPS a name that no other host and no page without HTTPS can set."""
    return "__Host-watwerkt" if request.is_secure else "watwerkt"


def _from_here() -> bool:
    """Whether a page of ours sent it, as browsers say.

    What they say in ``Sec-Fetch-Site`` holds behind every proxy, but not all say it, and none
    does on a site without HTTPS.
    """
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    downgraded = request.is_secure and origin.scheme != "https"
    return origin.netloc == request.host and not downgraded
