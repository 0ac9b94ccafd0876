"""The web application, put together from what it is given; it reads no settings itself."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, g, jsonify, make_response, render_template, request
from flask_babel import Babel, get_locale, gettext
from werkzeug.exceptions import HTTPException

from corpus.accounts import Accounts
from corpus.archetypes import Taxonomy
from corpus.catalogue import Catalogue
from corpus.errors import NotFound, WatwerktError
from corpus.gaps import Gaps
from corpus.licences import load_licences
from corpus.originals import Originals
from corpus.thesaurus import load_thesaurus
from corpus.vocabulary import load_vocabulary
from index.api import Query
from index.deciding import Writing
from index.names import FacetNames
from index.protocols import SearchIndex
from search_app import addresses, wording
from search_app.api import api
from search_app.api_page import api_page
from search_app.archetype_pages import archetype_pages
from search_app.asking import asking
from search_app.assets import serve_assets
from search_app.collecting import collecting
from search_app.compression import compressed
from search_app.document_pages import document_pages
from search_app.document_view import spoken_date
from search_app.dossier import read, written
from search_app.dossier_pages import dossiers
from search_app.facet_page import facet_pages
from search_app.files import files
from search_app.health import health
from search_app.login import login
from search_app.making import TooManyFiles
from search_app.metrics import Metrics
from search_app.naming import LANGUAGES
from search_app.oai import oai
from search_app.outlets import outlets
from search_app.pages import pages
from search_app.reader import present_reader, to_log_in
from search_app.review_desk import desk_on
from search_app.review_pages import review
from search_app.security import chosen_language, secured
from search_app.session import check_form, form_token_field, keep_private, recognise
from search_app.site import Site, Tombstone, Withdrawn, present_site
from search_app.statement import statement
from search_app.texts import speak
from search_app.timed import TimedIndex
from search_app.unsearched import Unsearched
from search_app.watching import watch

MOST_SENT = 1_000_000
"""Bytes of a form that is sent."""


def create_app(  # noqa: PLR0913 - the doors to all that there is
    searcher: SearchIndex,
    catalogue: Catalogue,
    taxonomy: Taxonomy,
    originals: Originals,
    gaps: Gaps | None = None,
    *,
    accounts: Accounts | None = None,
    writing: Writing | None = None,
    metrics: Metrics | None = None,
) -> Flask:
    """The application on one collection.

    Args:
        searcher: answers questions.
        catalogue: what is known of the documents.
        taxonomy: the archetypes.
        originals: the files themselves.
        gaps: where questions without results are counted; None not to count them.
        accounts: who may log in; None when nobody does.
        writing: keeps what librarians decide; None when nothing may be changed.
        metrics: where it is measured what the application does; its own unless given.
    """
    app = Flask(__name__)
    metrics = metrics or Metrics()
    watch(app, metrics)
    timed = TimedIndex(searcher, metrics)
    app.config["MAX_CONTENT_LENGTH"] = MOST_SENT
    app.json.sort_keys = False  # type: ignore[attr-defined]  # only Flask's own provider sorts
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    Babel(app, default_locale="nl", locale_selector=chosen_language)
    speak(app)
    site = Site(
        index=timed,
        engine=timed,
        catalogue=catalogue,
        taxonomy=taxonomy,
        thesaurus=load_thesaurus(taxonomy),
        originals=originals,
        vocabulary=load_vocabulary(),
        licences=load_licences(),
        meanings=FacetNames(taxonomy),
        unsearched=Unsearched(catalogue),
        gaps=gaps,
        accounts=accounts,
        desk=desk_on(writing) if writing else None,
    )
    for blueprint in (
        pages(site),
        document_pages(site),
        archetype_pages(site),
        asking(site),
        dossiers(site),
        files(site),
        health(site, metrics),
        api(site),
        api_page(site),
        oai(site),
        statement(site),
        login(site),
        outlets(site),
        *([review(site)] if site.desk else []),
        facet_pages(site),
    ):
        app.register_blueprint(blueprint)
    serve_assets(app)
    app.jinja_env.globals.update(to=addresses, wording=wording, empty_query=Query())
    app.context_processor(_language)
    app.context_processor(lambda: {"collecting": collecting()})
    app.context_processor(partial(_reader, site))
    app.before_request(_take_dossier_along)
    app.before_request(partial(recognise, accounts))
    app.before_request(check_form)
    app.teardown_request(_put_dossier_down)
    app.after_request(compressed)  # after what follows: the last comes first
    app.after_request(keep_private)
    app.after_request(secured)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(WatwerktError, _own_error)
    return app


def _language() -> dict[str, Any]:
    """The language of the page, and the same page in the others."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    present = str(get_locale())
    return {
        "language": present,
        "other_languages": [
            (other, f"{quote(request.path)}?{urlencode([*kept, ('lang', other)])}")
            for other in LANGUAGES
            if other != present
        ],
    }


def _reader(site: Site) -> dict[str, Any]:
    """Who reads the page, what he is told of what he sees, and how he logs in or out."""
    return {
        "reader": present_reader(),
        "access_of": present_site(site).access_of,
        "login": to_log_in() if site.accounts is not None and site.accounts.offered else None,
        "form_token_field": form_token_field,
    }


def _take_dossier_along() -> None:
    """The addresses of this page carry along what its reader has collected."""
    g.along = ExitStack()
    if not request.path.startswith("/api/"):
        carried = written(read(request.args.items(multi=True)))
        g.along.enter_context(addresses.carrying(carried))


def _put_dossier_down(_error: BaseException | None) -> None:
    along: ExitStack | None = g.pop("along", None)
    if along is not None:
        along.close()


def _own_error(error: WatwerktError) -> Response:
    """A missing document, or an index that cannot be used."""
    if isinstance(error, Withdrawn):
        return _error(410, error.tombstone)
    return _error(404 if isinstance(error, NotFound) else 503)


def _http_error(error: HTTPException) -> Response:
    words = wording.TOO_MANY_FILES if isinstance(error, TooManyFiles) else None
    response = _error(error.code or 500, words=words)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _error(
    status: int, tombstone: Tombstone | None = None, words: tuple[str, str] | None = None
) -> Response:
    """A friendly page, or JSON where a program asked."""
    title, advice = words or wording.ERRORS.get(status, wording.ERRORS[500])
    if request.path.startswith("/api/"):
        response = jsonify({"error": gettext(title)} | (_told(tombstone) if tombstone else {}))
    else:
        on = tombstone.on if tombstone else None
        day = spoken_date(on.isoformat(), str(get_locale())) if on else None
        response = make_response(
            render_template(
                "error.html",
                status=status,
                title=title,
                advice=advice,
                tombstone=tombstone,
                day=day,
                again=_again(status),
            )
        )
    response.status_code = status
    return response


def _again(status: int) -> str | None:
    """The same page once more, where it may go better by itself."""
    may_pass = status in {429, 500, 503} and request.method == "GET"
    return (
        f"{quote(request.path)}?{urlencode([*request.args.items(multi=True)])}"
        if may_pass
        else None
    )


def _told(tombstone: Tombstone) -> dict[str, Any]:
    """What stays of a withdrawn document, for a program."""
    return {
        "id": tombstone.id,
        "title": tombstone.title,
        "withdrawn": tombstone.on.isoformat() if tombstone.on else None,
        "reason": tombstone.reason,
        "replaced_by": tombstone.successor.id if tombstone.successor else None,
    }
