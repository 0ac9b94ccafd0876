"""Which archetypes is a document about? The taxonomy's weighted terms, with reasons.

    strong       speaks for the archetype alone; once in passing it is only a *mention* and counts 1
    supporting   counts together with others
    excluding    speaks against it (another meaning, another archetype)

Every distinct term counts once, in the title or a heading twice. A document is *assigned* an
archetype by a strong term that is more than a mention and a score of 5, or by four different
supporting terms and a score of 8; a little less is *suggested* to the librarian.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache

from corpus.archetypes import Archetype, Taxonomy, Term
from corpus.document import BESIDE, Document, Quote, Tag, Verdict
from corpus.headings import headings
from corpus.personal import masked
from ingest.terms import Found, TermFinder

ASSIGN_STRONG = 5.0
ASSIGN_SUPPORTING = 8.0
SUPPORTING_NEEDED = 4
SUGGEST = 3.0
MENTION = 1.0
# Four different supporting words are to be found in any long text; they say something only where
# they stand close together, so they are counted per stretch of this many pages.
STRETCH = 5

_CONTEXT = 60  # characters around a quoted term
_SENTENCE_END = re.compile(r"[.!?]\s|\n\s*\n")


@dataclass(slots=True)
class _Sightings:
    """Where one term was seen in a document."""

    quote: Quote
    prominent: bool = False
    sentences: set[tuple[int, int]] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)


class Tagger:
    """Labels documents by one taxonomy."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._by = f"rules {taxonomy.version}"
        self._terms: list[tuple[Archetype, str, Term]] = [
            (archetype, role, term)
            for archetype in taxonomy.archetypes.values()
            for role in ("strong", "supporting", "excluding")
            for term in getattr(archetype.terms, role)
        ]
        self._archetypes = tuple(taxonomy.archetypes.values())
        self._known = frozenset(taxonomy.archetypes)
        self._finder = cache(self._make_finder)

    def _make_finder(self, language: str | None) -> TermFinder:
        return TermFinder([term.t for _, _, term in self._terms], language)

    def tag(self, document: Document) -> tuple[Tag, ...]:
        """The labels of a document, the strongest first; those that fall short are left out.

        Labels from the metadata beside its file stay, with what the rules found for them, as long
        as the taxonomy has them.
        """
        seen = self._sightings(document)
        judged = (self._judge(archetype, seen) for archetype in self._archetypes)
        tags = {tag.archetype: tag for tag in judged if tag is not None}
        for beside in document.tags:
            if beside.by == BESIDE and beside.archetype in self._known:
                rule = tags.get(beside.archetype)
                evidence = rule.evidence if rule else ()
                tags[beside.archetype] = replace(beside, evidence=evidence)
        return tuple(sorted(tags.values(), key=lambda tag: (-tag.score, tag.archetype)))

    def _sightings(self, document: Document) -> dict[int, _Sightings]:
        seen: dict[int, _Sightings] = {}
        prominent: dict[int, list[tuple[int, int]]] = defaultdict(list)
        prominent[0] = [(0, len(document.title))]
        for heading in headings(document.pages):
            prominent[heading.page.number].append((heading.start, heading.end))
        own = document.language
        for page, text, language in [
            (0, document.title, own),
            *((p.number, p.running_text, p.language or own) for p in document.pages),
        ]:
            finder = self._finder(language)
            boundaries = [match.end() for match in _SENTENCE_END.finditer(text)]
            hidden = ""  # the text as it may be quoted, made when something is
            for found in finder.find(text):
                known = seen.get(found.term)
                if known is None:
                    hidden = hidden or masked(text)
                    quote = self._quote(page, hidden, found)
                    known = seen[found.term] = _Sightings(quote)
                known.pages.add(page)
                known.sentences.add((page, bisect_right(boundaries, found.start)))
                known.prominent |= any(start <= found.start < end for start, end in prominent[page])
        return seen

    def _quote(self, page: int, text: str, found: Found) -> Quote:
        _, _, term = self._terms[found.term]
        start = text.rfind(" ", 0, max(0, found.start - _CONTEXT)) + 1
        end = text.find(" ", found.end + _CONTEXT)
        words = " ".join(text[start : end if end >= 0 else len(text)].split())
        return Quote(page=page, text=words, term=term.t, weight=term.w)

    def _judge(self, archetype: Archetype, seen: dict[int, _Sightings]) -> Tag | None:
        mine = {
            number: (role, sightings)
            for number, (owner, role, _) in enumerate(self._terms)
            if owner is archetype and (sightings := seen.get(number)) is not None
        }
        quotes = []
        anchored = False
        for role, sightings in mine.values():
            weight = _weight(role, sightings)
            anchored |= role == "strong" and not _is_mention(sightings)
            quotes.append(replace(sightings.quote, weight=weight))
        raw = sum(quote.weight for quote in quotes)
        supporting = [sightings for role, sightings in mine.values() if role == "supporting"]
        verdict = _verdict(raw, anchored=anchored, together=_together(supporting))
        if verdict is None:
            return None
        return Tag(
            archetype=archetype.id,
            score=round(raw / (raw + ASSIGN_STRONG), 3),
            evidence=tuple(sorted(quotes, key=lambda quote: (-abs(quote.weight), quote.term))),
            by=self._by,
            verdict=verdict,
        )


def _is_mention(sightings: _Sightings) -> bool:
    return len(sightings.sentences) == 1 and not sightings.prominent


def _weight(role: str, sightings: _Sightings) -> float:
    """What a term that was seen contributes."""
    if role == "strong" and _is_mention(sightings):
        return MENTION
    return sightings.quote.weight * (2 if sightings.prominent and role != "excluding" else 1)


def _together(supporting: list[_Sightings]) -> int:
    """The most different supporting terms within one stretch of pages."""
    starts = {page for sightings in supporting for page in sightings.pages}
    return max(
        (
            sum(any(start <= page < start + STRETCH for page in s.pages) for s in supporting)
            for start in starts
        ),
        default=0,
    )


def _verdict(raw: float, *, anchored: bool, together: int) -> Verdict | None:
    if anchored and raw >= ASSIGN_STRONG:
        return Verdict.ASSIGNED
    if together >= SUPPORTING_NEEDED and raw >= ASSIGN_SUPPORTING:
        return Verdict.ASSIGNED
    if raw >= SUGGEST and (anchored or together >= SUPPORTING_NEEDED):
        return Verdict.SUGGESTED
    return None
