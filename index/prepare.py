"""A document as an engine takes it in: finished terms with positions, facet values, sort keys."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from corpus.archetypes import Taxonomy
from corpus.document import Document, Page
from corpus.gazetteer import load_gazetteer
from corpus.headings import headings
from corpus.language.analysis import Word, analyze
from corpus.language.fold import fold
from corpus.paragraphs import Paragraph
from corpus.passage import Passage, Standing
from corpus.record import passage_records
from corpus.summaries import summaries
from index.fields import FACETS, FORMS, PAGE_GAP, TEXT_FIELDS
from index.pairs import PairCount


class Occurrences(NamedTuple):
    """Terms as they follow each other in a field, and the position of each, ascending."""

    terms: list[str]
    positions: list[int]


FIELD_FORMS = tuple(f"{field.name}_{form}" for field in TEXT_FIELDS for form in FORMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One document, or one passage of a document, ready for any engine.

    Attributes:
        id: what it is called among its own.
        document: id of the document.
        title_key: what titles are sorted by: folded, without leading marks.
        terms: ``<field>_<form>`` -> what stands there.
        facets: facet name -> values.
        page_starts: (page number, position of its first word), ascending.
        word_starts: of each word of the text, page after page, its first character in its page.
        pairs: words that often stand behind each other, the most frequent first.
        passage: the passage as a record without its words; None for a document.
        strength: what hits are ordered by where no words are asked.
    """

    id: str
    document: str
    title: str
    title_key: str
    published: str | None
    language: str | None
    terms: Mapping[str, Occurrences]
    facets: Mapping[str, tuple[str, ...]]
    page_starts: tuple[tuple[int, int], ...]
    word_starts: array[int]
    pairs: tuple[str, ...]
    passage: Mapping[str, Any] | None = None
    strength: float = 0.0


def passage_id(document_id: str, passage: Passage) -> str:
    """What a passage is called among all passages."""
    return f"{document_id}.{passage.key}"


def prepare_passages(document: Document, taxonomy: Taxonomy) -> tuple[Prepared, ...]:
    """Analyse the passages of a document, each as a document that holds nothing else."""
    return tuple(
        _prepared_passage(document, passage, taxonomy) for passage in document.shown_passages
    )


def _prepared_passage(document: Document, passage: Passage, taxonomy: Taxonomy) -> Prepared:
    languages = (page.language for page in document.pages if page.number == passage.page)
    page = Page(number=passage.page, text=passage.text, language=next(languages, None))
    alone = prepare(replace(document, pages=(page,), passages=(passage,)), taxonomy)
    (record,) = passage_records([replace(passage, text="")])
    return replace(
        alone,
        id=passage_id(document.id, passage),
        passage=record,
        strength=passage.score + (passage.standing is Standing.PINNED),
    )


def prepare(document: Document, taxonomy: Taxonomy) -> Prepared:
    """Analyse a document for indexing."""
    terms = {name: Occurrences([], []) for name in FIELD_FORMS}
    language = document.language
    pairs = PairCount(language)
    title = list(analyze(document.title, language))
    pairs.add(document.title, title, times=2)
    _spread(terms, "title", title, 0)
    _add(terms, "labels", _labels(document, taxonomy))
    found = headings(document.pages)
    _add(terms, "headings", _spoken({one.text.casefold(): one for one in found}.values(), language))
    _add(terms, "summary", _spoken(summaries(document.pages, found), language))
    page_starts, word_starts, position = [], array("I"), 0
    for page in document.pages:
        page_starts.append((page.number, position))
        words = list(analyze(page.text, page.language or language))
        pairs.add(page.text, words)
        word_starts.extend([word.start for word in words])
        position = _spread(terms, "body", words, position) + PAGE_GAP
    return Prepared(
        id=document.id,
        document=document.id,
        title=document.title,
        title_key=fold(document.title).lstrip(" '\"‘“’”(-–—"),
        published=document.published,
        language=language,
        terms=terms,
        facets={facet.name: tuple(dict.fromkeys(facet.values(document))) for facet in FACETS},
        page_starts=tuple(page_starts),
        word_starts=word_starts,
        pairs=pairs.frequent(),
    )


def _add(
    terms: Mapping[str, Occurrences], field: str, texts: Iterable[tuple[str | None, str]]
) -> None:
    """Put texts, each with its language, into a field; no phrase runs from one into the next."""
    position = 0
    for language, text in texts:
        position = _spread(terms, field, list(analyze(text, language)), position) + PAGE_GAP


def _spoken(found: Iterable[Paragraph], language: str | None) -> Iterator[tuple[str | None, str]]:
    """Language and text of paragraphs of a document in ``language``."""
    return ((one.page.language or language, one.text) for one in found)


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
    terms: Mapping[str, Occurrences], field: str, words: Sequence[Word], position: int
) -> int:
    """Put words into the forms of a field from ``position`` on; returns the next free one."""
    stems, exact, parts = (terms[f"{field}_{form}"] for form in ("stem", "exact", "part"))
    positions = range(position, position + len(words))
    stems.terms.extend([word.stem for word in words])
    stems.positions.extend(positions)
    exact.terms.extend([word.exact for word in words])
    exact.positions.extend(positions)
    for at, word in zip(positions, words, strict=True):
        if word.parts:
            parts.terms.extend([part.stem for part in word.parts])
            parts.positions.extend([at] * len(word.parts))
    return positions.stop
