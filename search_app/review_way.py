"""Where a librarian comes after a decision: to what is open next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.passage import passage_key
from corpus.review import Item
from search_app.review_acts import Form
from search_app.review_addresses import Choice, Done, list_address, review_address
from search_app.review_list import chosen_documents
from search_app.review_view import passage_id, thing_id

TOLD = "told"
"""The place on the page that tells what was decided."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What was open before something was decided on a document, and what is now."""

    before: Sequence[Item]
    now: Sequence[Item]
    document_id: str

    @property
    def were_here(self) -> list[str]:
        """Places of what was open of the document."""
        return _places(self.before, self.document_id)

    @property
    def are_here(self) -> list[str]:
        """Places of what is."""
        return _places(self.now, self.document_id)


def onward(around: Open, form: Form, choice: Choice, done: Done) -> str:
    """Address of what is open next, in this document or in the one that comes after it.

    Whoever decided what was not asked stays where he was.
    """
    were, are, place = around.were_here, around.are_here, form.get("place", "")
    if form.get("act") == "undo":
        again = next((one for one in are if one not in were), TOLD)
        return review_address(around.document_id, choice, again, done)
    if place not in were:
        return review_address(around.document_id, choice, _beside(form, place), done)
    if are:
        behind = were[were.index(place) :]
        following = next((one for one in behind if one in are), are[0])
        return review_address(around.document_id, choice, following, done)
    return _next_document(around, choice, done)


def after(items: Sequence[Item], document_id: str, choice: Choice) -> str:
    """Address of what comes after a document that is left for later."""
    others = [one for one in items if one.document_id != document_id]
    return _next_document(Open(before=items, now=others, document_id=document_id), choice)


def _next_document(around: Open, choice: Choice, done: Done | None = None) -> str:
    """Address of the document that comes next, or of the list when none waits."""
    waited = [name for name, _ in chosen_documents(around.before, choice)]
    here = around.document_id
    passed = set(waited[: waited.index(here) + 1]) if here in waited else {here}
    waiting = [name for name, _ in chosen_documents(around.now, choice)]
    following = next((one for one in waiting if one not in passed), next(iter(waiting), None))
    if following is None:
        return list_address(choice, done=done)
    return review_address(following, choice, _places(around.now, following)[0], done)


def _places(items: Sequence[Item], document_id: str) -> list[str]:
    places = (thing_id(item) for item in items if item.document_id == document_id)
    return list(dict.fromkeys(places))


def _beside(form: Form, place: str) -> str:
    """Where a form stood that answered nothing that was asked."""
    if form.get("act") == "passage-quote":
        return passage_id(passage_key(form.get("words", "")))
    return place
