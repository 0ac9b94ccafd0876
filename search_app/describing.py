"""What heads of pages tell programs, and what can be taken from an answer; for templates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from corpus.archetypes import Archetype
from corpus.document import Document
from corpus.exchange.citations import citations
from index.api import Query
from search_app.absolute import Root
from search_app.addresses import (
    PDF,
    archetype_address,
    export_address,
    file_address,
    search_address,
    text_address,
)
from search_app.export import COMMAS, FORMATS, Format
from search_app.naming import Names
from search_app.pages import web_address
from search_app.structured import (
    archetype_data,
    document_data,
    dublin_core_tags,
    scholar_tags,
    site_data,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of a page tells.

    Attributes:
        canonical: the whole address of the page, without the question it was found by.
        tags: names and contents of its ``meta`` elements.
        data: what is told in JSON-LD.
    """

    canonical: str
    tags: tuple[tuple[str, str], ...]
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Describing:
    """Describes what is on a page, at the site that was asked.

    Attributes:
        names: what everything is called in the language of the page.
    """

    root: Root
    names: Names

    def document(self, document: Document, stored: bool) -> Head:
        """A document; ``stored`` tells whether the original can be had."""
        shown = replace(document, source_url=web_address(document.source_url))
        taxonomy, vocabulary = self.names.taxonomy, self.names.vocabulary
        (citation,) = citations([shown], taxonomy.archetypes, vocabulary)
        address = self.root.document(document.id)
        pdf = stored and document.media_type == PDF
        whole = self.root.to(file_address, document.id) if pdf else None
        tags = [*scholar_tags(citation, address, whole), *dublin_core_tags(citation, address)]
        return Head(
            canonical=address,
            tags=tuple((name, content) for name, content in tags if content),
            data=document_data(shown, citation, self.names, self.root),
        )

    def text(self, document_id: str, page: int) -> str:
        """The whole address of the text of a page."""
        return self.root.to(text_address, document_id, page)

    def archetype(self, archetype: Archetype) -> Head:
        """An archetype."""
        return Head(
            canonical=self.root.to(archetype_address, archetype.id),
            tags=(("description", archetype.definition.text(self.names.language)),),
            data=archetype_data(archetype, self.names, self.root),
        )

    def site(self) -> Head:
        """The start page."""
        data = site_data(self.root)
        return Head(canonical=data["url"], tags=(), data=data)

    def permalink(self, query: Query) -> str:
        """The whole address of a question, from its first page."""
        return self.root.to(search_address, replace(query, page=1, explain=False))

    def files(self, query: Query) -> list[tuple[str, str]]:
        """Key of :data:`search_app.wording.FILES` and address of each file of a whole answer."""
        found = [(kind.value, export_address(query, kind.value)) for kind in FORMATS[query.unit]]
        for separator in filter(None, COMMAS):
            address = export_address(query, Format.CSV.value, separator=separator)
            found.insert(1, (f"{Format.CSV.value}-{separator}", address))
        return found
