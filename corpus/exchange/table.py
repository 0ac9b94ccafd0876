"""Documents as a table for a spreadsheet, with the columns of ``metadata.csv``.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, which could
do harm in the hands of whoever opens the table. Such a cell gets an apostrophe in front, as OWASP
advises ("CSV injection"). So that :func:`written` can take it away again without ever taking one
that belongs there, a cell of which only apostrophes stand before such a character gets one too.

Which sign stands between cells depends on the country for which a spreadsheet was installed. Opened
in another one, a cell breaks off at each ``;``, comma or tab inside it, so what stands behind these
is treated like the beginning, with quotation marks before it or not.

| value | cell |
|---|---|
| ``=1+1`` | ``'=1+1`` |
| ``'=1+1`` | ``''=1+1`` |
| ``'s-Hertogenbosch`` | ``'s-Hertogenbosch`` |
| ``tuin;=1+1`` | ``tuin;'=1+1`` |
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from corpus.document import Document
from corpus.exchange.citations import one_line

SEPARATOR = "|"
"""Between several values in one cell."""

_BOM = "\ufeff"  # without it Excel does not read UTF-8
_BEGINS = r"(\A|[;,\t]\"*)"
_FORMULA = r"(?='*[=+\-@\t\r\n＝＋－＠])"
_HARMFUL = re.compile(_BEGINS + _FORMULA)
_MADE_HARMLESS = re.compile(f"{_BEGINS}'{_FORMULA}")
_FOLDERS = re.compile(r"[/\\]")

Value = str | tuple[str, ...] | None
"""What a cell tells: one value, several, or none."""

_T = TypeVar("_T")

# Column -> its value, or its values; the names are those of metadata.csv as far as that has them.
COLUMNS: Mapping[str, Callable[[Document], Value]] = {
    "file": lambda document: _FOLDERS.split(document.source)[-1],
    "title": lambda document: document.title,
    "subtitle": lambda document: document.subtitle,
    "kind": lambda document: document.kind.value,
    "document_type": lambda document: document.document_type,
    "year": lambda document: document.published,
    "organisation": lambda document: document.organisation,
    "publisher": lambda document: document.publisher,
    "authors": lambda document: document.authors,
    "municipality": lambda document: document.municipality,
    "themes": lambda document: document.themes,
    "target_groups": lambda document: document.target_groups,
    "archetypes": lambda document: document.archetypes,
    "evidence": lambda document: document.evidence.level if document.evidence else None,
    "language": lambda document: document.language,
    "licence": lambda document: document.licence,
    "source_url": lambda document: document.source_url,
    "access": lambda document: document.access.value,
    "note": lambda document: document.note,
    "isbn": lambda document: document.isbn,
    "doi": lambda document: document.doi,
    "replaced_by": lambda document: document.replaced_by,
    "id": lambda document: document.id,
    "status": lambda document: document.status.value,
}


def table(documents: Iterable[Document]) -> Iterator[str]:
    """All columns of documents; their pages do not count."""
    return sheet(documents, COLUMNS)


def sheet(
    things: Iterable[_T], columns: Mapping[str, Callable[[_T], Value]], comma: str = ","
) -> Iterator[str]:
    """Heading and rows (RFC 4180), in text that together is a file.

    Args:
        columns: heading -> what stands under it.
        comma: the sign between cells.
    """
    yield _BOM + _row(columns, comma)
    for thing in things:
        yield _row((_cell(value(thing)) for value in columns.values()), comma)


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return _HARMFUL.sub(r"\1'", text)


def written(cell: str) -> str:
    """The text that :func:`harmless` made a cell of."""
    return _MADE_HARMLESS.sub(r"\1", cell)


def _cell(value: Value) -> str:
    if isinstance(value, tuple):
        # The sign between values cannot stand inside one.
        return harmless(SEPARATOR.join(one_line(v).replace(SEPARATOR, "/") for v in value))
    return harmless(one_line(value))


def _row(cells: Iterable[str], comma: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=comma).writerow(cells)
    return line.getvalue()
