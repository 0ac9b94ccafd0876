"""What a reader hands on: the text of a file and what the file says of itself.

A reader is a function ``read(path: Path) -> Reading``. It runs in a worker process with limits,
and raises :class:`corpus.errors.ReadFailed` with one sentence for a person when the file cannot be
read.
"""

from __future__ import annotations

from dataclasses import dataclass

from corpus.document import Page
from corpus.errors import ReadFailed

MOST_PAGES = 20_000
"""More than any document has; only damage or harm makes a file say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The readable content of one file.

    Attributes:
        pages: at least one; a page without readable text has an empty text and quality 0.
        title: the title in the file's own properties (PDF info, ``<title>``, front matter), as is.
        heading: the first or most prominent heading in the text itself.
        headings: all headings in reading order, without the title.
        authors: from the file's own properties.
        dated: ISO date (``2014``, ``2014-05`` or ``2014-05-12``) in the file's own properties.
        language: ISO 639-1 code the file declares; files lie about this.
        wrapped: whether lines end where the paper did, so that paragraphs must be found.
    """

    pages: tuple[Page, ...]
    title: str | None = None
    heading: str | None = None
    headings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    dated: str | None = None
    language: str | None = None
    wrapped: bool = False


def refuse_more_pages(count: int) -> None:
    """Refuse a file that has, or claims to have, more than :data:`MOST_PAGES`.

    Raises:
        ReadFailed: when it does.
    """
    if count > MOST_PAGES:
        raise ReadFailed(
            f"This file has {count} pages, more than any document;"
            " if it is a real one, split it and ingest the parts."
        )
