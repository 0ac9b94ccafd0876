"""What the request that is being answered asks, and in which language it is answered."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from flask_babel import get_locale

from index.api import Query, Unit
from search_app.params import to_query


def language() -> str:
    """Language of the page that is being made: ``nl`` or ``en``."""
    return str(get_locale())


def asked(unit: Unit = Unit.DOCUMENTS) -> Query:
    """The question in the address of this request, by a reader of its language."""
    return replace(to_query(request.args.items(multi=True), unit), language=language())
