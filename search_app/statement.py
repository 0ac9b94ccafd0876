"""The accessibility statement: what was tested, how, and what is known not to be right."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, render_template

from search_app.document_view import spoken_date
from search_app.request import language
from search_app.site import Site, routes

# The day on which what the page tells was last true. Whoever changes what is tested, or how,
# changes it with the text.
TESTED = date(2026, 11, 27)

CONTACT = "CONTACT"  # where the application keeps who to write to


def accessibility(site: Site) -> str:  # noqa: ARG001 - it is about the page, not the collection
    """The statement, after the model of the Dutch government."""
    return render_template(
        "statement.html",
        contact=contact_link(current_app.config.get(CONTACT, "")),
        tested=spoken_date(TESTED.isoformat(), language()),
    )


def contact_link(contact: str) -> tuple[str, str] | None:
    """An address of mail or web -> where a link goes and what it says; None for none."""
    if not contact:
        return None
    return (contact if contact.startswith("https://") else f"mailto:{contact}"), contact


_ROUTES = (("/toegankelijkheid", accessibility),)


def statement(site: Site) -> Blueprint:
    """The route of this module."""
    return routes("statement", _ROUTES, site)
