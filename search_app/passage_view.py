"""A passage that was found → what is shown of it, wherever passages are listed."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.passage import Standing
from index.api import Hit, Query, Span
from search_app.addresses import archetype_address, document_address, quote_address
from search_app.naming import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageCard:
    """One passage as it is shown.

    Attributes:
        id: ``<id of the document>.<key>``.
        role: id of its role; ``role_label`` is its name.
        outcome: id of what it says of the result; empty where it says nothing of one.
        spans: its words, with those that were asked for.
        address: the page on which the words stand, with the words marked.
        document: address of the document.
        cue: the words by which its role was recognised; empty where a person gave it.
        by: the person who confirmed or corrected it; None for the rules.
    """

    id: str
    role: str
    role_label: str
    outcome: str
    outcome_label: str
    spans: tuple[Span, ...]
    page: int
    address: str
    title: str
    document: str
    kind: str
    kind_label: str
    year: str | None
    language: str | None
    archetypes: tuple[tuple[str, str], ...]
    cue: str
    pinned: bool
    by: str | None


def passage_card(hit: Hit, names: Names, query: Query | None = None) -> PassageCard:
    """Lay out a hit whose unit is a passage.

    Args:
        query: the question it was found by, which the pages it leads to remember.
    """
    passage = hit.passage
    if passage is None:
        raise ValueError(f"The hit {hit.id} is no passage.")
    (lines,) = hit.passages or (None,)
    kind = _one(hit, "kind") or ""
    outcome = passage.outcome.value if passage.outcome else ""
    return PassageCard(
        id=hit.id,
        role=passage.role.value,
        role_label=names.value("role", passage.role.value),
        outcome=outcome,
        outcome_label=names.value("outcome", outcome) if outcome else "",
        spans=lines.spans if lines else (),
        page=passage.page,
        address=quote_address(hit.document, passage.page, passage.text, query),
        title=hit.title or hit.document,
        document=document_address(hit.document, query),
        kind=kind,
        kind_label=names.value("kind", kind),
        year=_one(hit, "year"),
        language=(lines.language if lines else None) or _one(hit, "language"),
        archetypes=tuple(
            (names.value("archetype", name), archetype_address(name))
            for name in hit.facets.get("archetype", ())
        ),
        cue=passage.cue,
        pinned=passage.standing is Standing.PINNED,
        by=None if passage.standing is Standing.FOUND else passage.by,
    )


def _one(hit: Hit, facet: str) -> str | None:
    return next(iter(hit.facets.get(facet, ())), None)
