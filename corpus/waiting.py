"""What needs a person, kept ready for a page that asks for it again and again."""

from __future__ import annotations

from itertools import groupby
from threading import Lock

from corpus.catalogue import Catalogue
from corpus.review import Item, asked_items, still_open


class Waiting:
    """Everything that is open in a collection; after a change only what changed is read again."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = Lock()
        self._revision = 0
        self._asked: dict[str, tuple[Item, ...]] = {}

    def items(self) -> list[Item]:
        """What :func:`corpus.review.open_items` gives, in the same order."""
        with self._lock:
            self._catch_up()
            asked = [item for _, some in sorted(self._asked.items()) for item in some]
        return [*still_open(self._catalogue, asked)]

    def _catch_up(self) -> None:
        revision = self._catalogue.revision
        if revision == self._revision:
            return
        if revision < self._revision:  # a backup was put back
            self._revision, self._asked = 0, {}
        changed = self._catalogue.changed_since(self._revision)
        for document_id in changed:
            self._asked.pop(document_id, None)
        items = asked_items(self._catalogue, changed)
        for document_id, some in groupby(items, lambda item: item.document_id):
            self._asked[document_id] = tuple(some)
        self._revision = revision
