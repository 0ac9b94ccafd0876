"""The newer and the older editions of a document that its reader may know of."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Document
from corpus.editions import earlier
from corpus.errors import NotFound
from search_app.addresses import document_address
from search_app.site import Site, Withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """Another edition.

    Attributes:
        published: year, month or day; None when unknown.
        withdrawn: whether only its trace is left, which leads on to the newest.
        language: of the title; None when undecided.
    """

    id: str
    title: str
    published: str | None
    address: str
    withdrawn: bool
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Editions:
    """Editions beside the one that is shown; older ones the latest first."""

    newer: EditionView | None
    older: tuple[EditionView, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Of all of them."""
        return frozenset(one.id for one in (*self.older, self.newer) if one)


def editions(site: Site, document: Document) -> Editions:
    """What a reader may know of the other editions of a document."""
    successor = site.successor(document)
    older = (_edition(site, one) for one in earlier(site.catalogue, document.id))
    return Editions(
        newer=_edition(site, successor.id) if successor else None,
        older=tuple(one for one in older if one),
    )


def _edition(site: Site, document_id: str) -> EditionView | None:
    """An edition; None for one that its reader is not to know of."""
    address = document_address(document_id)
    try:
        found = site.summary(document_id)
    except Withdrawn as gone:
        return EditionView(
            id=document_id,
            title=gone.tombstone.title,
            published=None,
            address=address,
            withdrawn=True,
            language=None,
        )
    except NotFound:
        return None
    return EditionView(
        id=document_id,
        title=found.title,
        published=found.published,
        address=address,
        withdrawn=False,
        language=found.language,
    )
