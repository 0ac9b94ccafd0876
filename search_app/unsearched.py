"""What a search cannot find: pages without readable text, and how much is for partners alone.

It is kept by revision of the catalogue and brought up to date beside the answers, so that no reader
waits for it: :meth:`Unsearched.known` is what is known, :meth:`Unsearched.now` what is so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock, Thread

from sqlalchemy.exc import SQLAlchemyError

from corpus.catalogue import Catalogue
from corpus.document import Access, Document, Status
from corpus.errors import WatwerktError

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A public document of which not everything can be searched.

    Attributes:
        pages: numbers of the pages without readable text; empty where the document has no page.
        whole: whether no page of it can be read.
    """

    id: str
    title: str
    pages: tuple[int, ...]
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What a search by anybody cannot find.

    Attributes:
        documents: the public ones that can be searched in part or not at all, by title.
        partners: how many documents only partners may see.
    """

    documents: tuple[Unread, ...] = ()
    partners: int = 0

    @property
    def pages(self) -> int:
        """How many pages of public documents have no readable text."""
        return sum(len(document.pages) for document in self.documents)


@dataclass(slots=True)
class _State:
    """What is known of each document at a revision; documents that say nothing are left out."""

    revision: int = 0
    unread: dict[str, Unread] = field(default_factory=dict)
    partners: set[str] = field(default_factory=set)

    def note(self, document: Document, pages: tuple[int, ...], *, whole: bool) -> None:
        """Take in one document as it is now."""
        self.unread.pop(document.id, None)
        self.partners.discard(document.id)
        if document.status is Status.WITHDRAWN:
            return
        if document.access is Access.PARTNER:
            self.partners.add(document.id)
        elif document.access is Access.PUBLIC and (pages or whole):
            self.unread[document.id] = Unread(
                id=document.id, title=document.title, pages=pages, whole=whole
            )

    def told(self) -> Missing:
        """The same for readers."""
        documents = sorted(self.unread.values(), key=lambda one: (one.title.casefold(), one.id))
        return Missing(documents=tuple(documents), partners=len(self.partners))


class Unsearched:
    """Knows what a search of one catalogue cannot find."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._state = _State()
        self._told: Missing | None = None
        self._lock = Lock()

    def known(self) -> Missing | None:
        """What was known last, at once; None at first. It is brought up to date meanwhile."""
        if not self._is_current() and not self._lock.locked():
            Thread(target=self._try_now, name="unsearched", daemon=True).start()
        return self._told

    def now(self) -> Missing:
        """What is so; takes as long as reading what has changed."""
        with self._lock:
            if self._told is None or not self._is_current():
                self._told = self._read()
            return self._told

    def _is_current(self) -> bool:
        return self._told is not None and self._state.revision == self._catalogue.revision

    def _try_now(self) -> None:
        try:
            self.now()
        except (SQLAlchemyError, OSError, WatwerktError) as error:
            _log.warning("What cannot be searched was not read: %s", error)

    def _read(self) -> Missing:
        revision = self._catalogue.revision  # first: what changes meanwhile is read again
        if self._told is None or revision < self._state.revision:
            self._state = _State()
            self._read_all()
        else:
            self._read_some(self._catalogue.changed_since(self._state.revision))
        self._state.revision = revision
        return self._state.told()

    def _read_all(self) -> None:
        pages = self._catalogue.unreadable_pages()
        bare = frozenset(self._catalogue.without_text())
        for document in self._catalogue.summaries():
            self._state.note(document, pages.get(document.id, ()), whole=document.id in bare)

    def _read_some(self, ids: Iterable[str]) -> None:
        changed = list(ids)
        for document in self._catalogue.documents(changed) if changed else ():
            pages = tuple(page.number for page in document.pages if page.quality == 0)
            whole = not any(page.text for page in document.pages)
            self._state.note(document, pages, whole=whole)
