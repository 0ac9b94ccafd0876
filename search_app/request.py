"""What the request that is being answered asks, and in which language it is answered."""

from __future__ import annotations

from dataclasses import replace

from flask import request
from flask_babel import get_locale

from index.api import Query, Unit
from search_app.addresses import UNIT
from search_app.params import collected, first_value, to_query
from search_app.site import Site


def language() -> str:
    """Language of the page that is being made: ``nl`` or ``en``."""
    return str(get_locale())


def parameters(site: Site) -> list[tuple[str, str]]:
    """The parameters of this request, with archetypes under their present ids."""
    return [
        (name, site.taxonomy.present(value.strip()) if name == "archetype" else value)
        for name, value in request.args.items(multi=True)
    ]


def asked(site: Site, unit: Unit = Unit.DOCUMENTS) -> Query:
    """The question in the address of this request, by a reader of its language."""
    return replace(to_query(parameters(site), unit), language=language())


def asked_anywhere(site: Site) -> Query:
    """The same on a page that is of no unit itself: the address says what is looked for."""
    unit = first_value(collected(request.args.items(multi=True)), UNIT)
    return asked(site, Unit.PASSAGES if unit == Unit.PASSAGES else Unit.DOCUMENTS)
