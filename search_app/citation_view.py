"""How to cite a document, or a page of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.document import Document
from corpus.exchange.apa import Reference, in_text, reference
from corpus.exchange.citations import Citation, citations
from search_app.addresses import citation_address
from search_app.naming import LANGUAGES, Names
from search_app.site import Site

FILES = (("ris", "RIS"), ("bib", "BibTeX"))
"""How the name of a file with a citation ends, and what it is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A citation in the conventions of one language.

    Attributes:
        language: ``nl`` or ``en``.
        entry: for a list of references.
        in_text: for a text, with the page where one is read.
    """

    language: str
    entry: Reference
    in_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationView:
    """What is shown to cite a document by.

    Attributes:
        styles: that of the reader's language first.
        files: name and address of each file for reference managers.
        page: the page that is cited; None for the document as a whole.
    """

    styles: tuple[Style, ...]
    files: tuple[tuple[str, str], ...]
    page: int | None


def citation_of(site: Site, document: Document) -> Citation:
    """A document as one cites it."""
    (one,) = citations([document], site.taxonomy.archetypes, site.vocabulary)
    return one


def citation_view(
    site: Site, document: Document, names: Names, page: int | None = None
) -> CitationView:
    """Lay out how to cite a document, or one page of it."""
    citation = citation_of(site, document)
    return CitationView(
        styles=tuple(
            Style(
                language=language,
                entry=reference(citation, language),
                in_text=in_text(citation, language, page),
            )
            for language in _languages(names.language)
        ),
        files=tuple((name, citation_address(document.id, suffix)) for suffix, name in FILES),
        page=page,
    )


def _languages(first: str) -> Sequence[str]:
    return (first, *(language for language in LANGUAGES if language != first))
