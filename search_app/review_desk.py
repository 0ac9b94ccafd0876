"""Where librarians decide: what they decide is kept there, and what is open lies ready."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.waiting import Waiting
from index.deciding import Writing


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where librarians decide.

    Attributes:
        writing: keeps what they decide.
        waiting: what is open.
    """

    writing: Writing
    waiting: Waiting


def desk_on(writing: Writing) -> Desk:
    """A desk on one collection."""
    return Desk(writing=writing, waiting=Waiting(writing.collection.catalogue))
