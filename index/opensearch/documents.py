"""What a document or a passage is in OpenSearch."""

from __future__ import annotations

import hashlib
import json
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from index.fields import FORMS, TEXT_FIELDS
from index.opensearch.mapping import BETWEEN_PARTS, NO_PARTS
from index.opensearch.vocabulary import vocabulary
from index.prepare import Occurrences, Prepared

_FIRST_PAGES = 5  # among which the opening lines are looked for
_LONGEST_KEY = 8000  # characters that fit into a keyword, whichever they are


def engine_id(name: str) -> str:
    """What the engine calls a document or passage: any id of ours fits into its own, and a URL."""
    return hashlib.sha256(name.encode()).hexdigest()


def engine_document(prepared: Prepared) -> dict[str, Any]:
    """A document or passage as it is put into an engine index."""
    terms = prepared.terms
    others = (field.name for field in TEXT_FIELDS if field.name != "body")
    source: dict[str, Any] = {
        "id": prepared.id,
        "document": prepared.document,
        "title": prepared.title,
        "title_key": prepared.title_key[:_LONGEST_KEY],
        "strength": prepared.strength,
        **vocabulary(prepared),
        "page_count": len(prepared.page_starts),
        "first_pages": [number for number, _ in prepared.page_starts[:_FIRST_PAGES]],
        "lengths": {name: len(one.terms) for name, one in terms.items() if one.terms},
        "facets": {name: list(values) for name, values in prepared.facets.items() if values},
        "pages": list(_pages(prepared)),
        **{name: text for field in others for name, text in _texts(prepared, field).items()},
    }
    told = {
        "published": prepared.published,
        "language": prepared.language,
        "passage": prepared.passage,
    }
    source |= {name: value for name, value in told.items() if value is not None}
    return source | {"checksum": checksum(source)}


def checksum(source: Mapping[str, Any]) -> int:
    """A CRC-32 of all that is kept of a document, but for itself."""
    kept = {name: value for name, value in source.items() if name != "checksum"}
    return zlib.crc32(json.dumps(kept, sort_keys=True).encode())


def _pages(prepared: Prepared) -> Iterator[dict[str, Any]]:
    starts = [start for _, start in prepared.page_starts]
    whole, parts = prepared.terms["body_stem"], prepared.terms["body_part"]
    ends = [*starts[1:], (whole.positions[-1] + 1 if whole.positions else 0)]
    for (number, start), end in zip(prepared.page_starts, ends, strict=True):
        page: dict[str, Any] = {"number": number}
        first, last = (bisect_left(whole.positions, at) for at in (start, end))
        if first < last:
            page["stem"] = " ".join(whole.terms[first:last])
            page["exact"] = " ".join(prepared.terms["body_exact"].terms[first:last])
            page["part"] = parts_text(parts, range(start, start + last - first))
        yield page


def _texts(prepared: Prepared, field: str) -> dict[str, list[str]]:
    """The forms of a field, piece by piece: between two of them no phrase goes on."""
    forms = {form: prepared.terms[f"{field}_{form}"] for form in FORMS}
    texts: dict[str, list[str]] = {}
    for first, last in _runs(forms["stem"].positions):
        start = forms["stem"].positions[first]
        places = range(start, start + last - first)
        for form, text in (
            ("stem", " ".join(forms["stem"].terms[first:last])),
            ("exact", " ".join(forms["exact"].terms[first:last])),
            ("part", parts_text(forms["part"], places)),
        ):
            texts.setdefault(f"{field}_{form}", []).append(text)
    return texts


def _runs(positions: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Where runs of positions behind each other begin and end."""
    breaks = [at for at, (one, next_) in enumerate(pairwise(positions), 1) if next_ != one + 1]
    return pairwise([0, *breaks, len(positions)]) if positions else ()


def parts_text(parts: Occurrences, places: range) -> str:
    """The parts of the words in some places, of which each has its place in the text."""
    words = [NO_PARTS] * len(places)
    first, last = (bisect_left(parts.positions, at) for at in (places.start, places.stop))
    for term, at in zip(parts.terms[first:last], parts.positions[first:last], strict=True):
        before = words[at - places.start]
        words[at - places.start] = term if before == NO_PARTS else f"{before}{BETWEEN_PARTS}{term}"
    return " ".join(words)
