"""A document as an engine takes it in: finished terms with positions, facet values, sort keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus.archetypes import Taxonomy
from corpus.document import Document
from corpus.gazetteer import load_gazetteer
from corpus.language.analysis import Word, analyze
from corpus.language.fold import fold
from index.fields import FACETS, FORMS, PAGE_GAP, TEXT_FIELDS
from index.pairs import PairCount

Occurrence = tuple[str, int]  # term, position

FIELD_FORMS = tuple(f"{field.name}_{form}" for field in TEXT_FIELDS for form in FORMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One document, ready for any engine.

    Attributes:
        title_key: what titles are sorted by: folded, without leading marks.
        terms: ``<field>_<form>`` -> occurrences in ascending position.
        facets: facet name -> values.
        page_starts: (page number, position of its first word), ascending.
        pairs: words that often stand behind each other, the most frequent first.
    """

    id: str
    title: str
    title_key: str
    published: str | None
    language: str | None
    terms: Mapping[str, list[Occurrence]]
    facets: Mapping[str, tuple[str, ...]]
    page_starts: tuple[tuple[int, int], ...]
    pairs: tuple[str, ...]


def prepare(document: Document, taxonomy: Taxonomy) -> Prepared:
    """Analyse a document for indexing."""
    terms: dict[str, list[Occurrence]] = {name: [] for name in FIELD_FORMS}
    language = document.language
    pairs = PairCount(language)
    title = list(analyze(document.title, language))
    pairs.add(document.title, title, times=2)
    _spread(terms, "title", title, 0)
    _add_labels(terms, document, taxonomy)
    page_starts, position = [], 0
    for page in document.pages:
        page_starts.append((page.number, position))
        words = list(analyze(page.text, language))
        pairs.add(page.text, words)
        position = _spread(terms, "body", words, position) + PAGE_GAP
    return Prepared(
        id=document.id,
        title=document.title,
        title_key=fold(document.title).lstrip(" '\"‘“’”(-–—"),
        published=document.published,
        language=language,
        terms=terms,
        facets={facet.name: tuple(dict.fromkeys(facet.values(document))) for facet in FACETS},
        page_starts=tuple(page_starts),
        pairs=pairs.frequent(),
    )


def _add_labels(terms: dict[str, list[Occurrence]], document: Document, taxonomy: Taxonomy) -> None:
    position = 0
    for language, label in _labels(document, taxonomy):
        position = _spread(terms, "labels", analyze(label, language), position) + PAGE_GAP


def _labels(document: Document, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Language and text of everything a reader may call the document by, beside its own text."""
    for archetype_id in document.archetypes:
        archetype = taxonomy.archetypes.get(archetype_id)
        if archetype is not None:  # the taxonomy may have changed since
            yield "nl", archetype.label_nl
            yield "en", archetype.label_en
    gazetteer = load_gazetteer()
    for place in document.municipality:
        yield from (("nl", name) for name in gazetteer.names(place))
    if document.organisation:
        yield "nl", document.organisation


def _spread(
    terms: dict[str, list[Occurrence]], field: str, words: Iterable[Word], position: int
) -> int:
    """Put words into the forms of a field from ``position`` on; returns the next free one."""
    stems, exact, parts = (terms[f"{field}_{form}"] for form in ("stem", "exact", "part"))
    for word in words:
        stems.append((word.stem, position))
        exact.append((word.exact, position))
        parts.extend((part, position) for part in word.parts)
        position += 1
    return position
