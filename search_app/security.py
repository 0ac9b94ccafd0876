"""What every answer says about itself: who may embed it, what may run in it, how long it keeps."""

from __future__ import annotations

from flask import Response, request

from search_app.assets import STATIC
from search_app.naming import LANGUAGES

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # what a person searches for is nobody else's business
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_YEAR = 365 * 24 * 3600


def secured(response: Response) -> Response:
    """Add the headers that every answer carries, and remember a chosen language."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint in STATIC:
        response.headers["Cache-Control"] = _keep_static()
        return response
    response.headers.setdefault("Cache-Control", "private, no-cache")
    response.vary.update(("Accept-Language", "Cookie"))
    chosen = request.args.get("lang")
    if chosen in LANGUAGES:
        response.set_cookie(
            "lang", chosen, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response


def chosen_language() -> str:
    """Language of the answer: address, then cookie, then the browser's wish, then Dutch."""
    for chosen in (request.args.get("lang"), request.cookies.get("lang")):
        if chosen in LANGUAGES:
            return chosen
    wishes = (wish.partition("-")[0].lower() for wish in request.accept_languages.values())
    return next((wish for wish in wishes if wish in LANGUAGES), LANGUAGES[0])


def _keep_static() -> str:
    return f"public, max-age={_YEAR}, immutable" if request.args.get("v") else "no-cache"
