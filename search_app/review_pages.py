"""The pages on which librarians decide: what is open, and one document at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from corpus.deciding import Decider, Overtaken
from corpus.decisions import Decision
from corpus.document import Document
from corpus.errors import (
    DiskFull,
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    Locked,
    NotFound,
    Overloaded,
    ReadOnly,
    SettingsWrong,
    Unreachable,
)
from corpus.review import Item, Matter
from corpus.values import Values
from search_app import review_wording
from search_app.addresses import REVIEW
from search_app.files import is_offered
from search_app.reader import for_librarians
from search_app.request import language
from search_app.review_acts import Form, NotDecided, Sent, Trouble, decisions
from search_app.review_addresses import Done, read_choice, review_address
from search_app.review_desk import Desk
from search_app.review_list import ids_on, review_list
from search_app.review_told import Change, change, decided_changes, made_change
from search_app.review_view import Asked, Way, review_view
from search_app.review_way import Open, after, onward
from search_app.site import Site, routes

COMMAND = "serve"
"""What others are told who want to change the collection while the page does."""

_HISTORY = 10  # changes that are shown
_LONG_NUMBER = 16  # digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a form that decided nothing.

    Attributes:
        status: of the answer.
        form: what was sent, to be shown again; None to show things as they are now.
        trouble: what is wrong in it.
        wrong: fields that cannot be, with what was written.
        message: what else is in the way, as a text to be translated.
        overtaken: what somebody decided meanwhile.
    """

    status: int = 200
    form: Form | None = None
    trouble: Trouble | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)
    message: str = ""
    overtaken: Change | None = None


@for_librarians
def review_documents(site: Site) -> ResponseReturnValue:
    """Everything that is open, by document."""
    choice, items = read_choice(request.args), _desk(site).waiting.items()
    page = max(1, _number(request.args.get("page", "")))
    named = site.catalogue.summaries(ids_on(items, choice, page))
    documents = {document.id: document for document in named}
    return render_template(
        "review_list.html",
        view=review_list(items, choice, page, documents),
        choice=choice,
        documents=documents,
        told=_told(site),
        names=site.names(language()),
        words=review_wording,
        address=review_address,
    )


@for_librarians
def review_document(site: Site, document_id: str) -> ResponseReturnValue:
    """Everything that is open of one document, and all that may be decided on it."""
    return _shown(site, document_id, Answer())


@for_librarians
def decide(site: Site, document_id: str) -> ResponseReturnValue:
    """Keep what was decided and go on to what is open next."""
    site.catalogue.revision_of(document_id)
    form, choice, desk = request.form, read_choice(request.args), _desk(site)
    before = desk.waiting.items()
    try:
        taken = _kept(site, document_id, form)
    except Overtaken as error:
        there = change(error.entry, site.names(language()))
        return _shown(site, document_id, Answer(status=409, overtaken=there))
    except NotDecided as error:
        gone = error.trouble is Trouble.GONE
        answer = Answer(
            status=409 if gone else 422,
            form=None if gone else form,
            trouble=error.trouble,
            wrong=error.fields,
        )
        return _shown(site, document_id, answer)
    except (Locked, DiskFull, Overloaded):
        return _shown(site, document_id, _not_now(form, review_wording.BUSY))
    except (IndexMissing, IndexOutdated, IndexDamaged, SettingsWrong, Unreachable, ReadOnly):
        return _shown(site, document_id, _not_now(form, review_wording.UNUSABLE))
    done = Done(site.catalogue.revision_of(taken), taken)
    open_now = Open(before=before, now=desk.waiting.items(), document_id=document_id)
    return redirect(onward(open_now, form, choice, done), 303)


_READ = ((REVIEW, review_documents), (f"{REVIEW}/<document_id>", review_document))
_SENT = ((f"{REVIEW}/<document_id>", decide),)


def review(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("review", _READ, site, _SENT)


def _desk(site: Site) -> Desk:
    """Raises NotFound where nothing can be decided."""
    if site.desk is None:
        raise NotFound("Nothing is decided here.")
    return site.desk


def _kept(site: Site, document_id: str, form: Form) -> str:
    """Keep what a form decides; the id of the document on which that is.

    Raises:
        NotDecided, Overtaken: when it cannot be.
        WatwerktError: when the collection cannot be changed now.
    """
    who = site.reader.name
    decider = Decider(catalogue=site.catalogue, values=Values(site.taxonomy, who), who=who)
    seen = _number(form.get("seen", ""))
    with _desk(site).writing.changing(COMMAND):
        taken: Sequence[Decision] = decisions(
            Sent(decider=decider, document_id=document_id, form=form)
        )
        decider.check_not_overtaken(taken, seen)
        site.catalogue.decide(taken)
    return taken[0].document_id


def _not_now(form: Form, message: str) -> Answer:
    return Answer(status=503, form=form, message=message)


def _shown(site: Site, document_id: str, answer: Answer) -> ResponseReturnValue:
    names, choice = site.names(language()), read_choice(request.args)
    seen = site.catalogue.revision
    document = site.catalogue.get(document_id)
    waiting = _desk(site).waiting.items()
    items = [one for one in waiting if one.document_id == document_id]
    page = render_template(
        "review.html",
        view=review_view(
            Asked(document=document, items=items, others=_others(site, items)),
            names,
            Way(choice=choice, after=after(waiting, document_id, choice)),
            answer.form,
            answer.wrong,
        ),
        document=document,
        answer=answer,
        sent=answer.form or Form(),
        # what was filled in was filled in at what was seen then
        seen=_number(answer.form.get("seen", "")) if answer.form else seen,
        told=_told(site),
        stored=is_offered(site, document),
        history=decided_changes(site.catalogue, document_id, names)[:_HISTORY],
        names=names,
        words=review_wording,
        address=review_address,
    )
    response = make_response(page, answer.status)
    if answer.status == 503:
        response.headers["Retry-After"] = "30"
    return response


def _others(site: Site, items: Sequence[Item]) -> dict[str, Document]:
    ids = [item.key for item in items if item.matter is Matter.DOUBLE]
    return {one.id: one for one in site.catalogue.documents(ids)} if ids else {}


def _told(site: Site) -> Change | None:
    """What the address says was just decided."""
    revision, document_id = _number(request.args.get("done", "")), request.args.get("of", "")
    if not revision:
        return None
    return made_change(site.catalogue, document_id, revision, site.names(language()))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < _LONG_NUMBER else 0
