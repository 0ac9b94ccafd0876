"""Citations as Dublin Core in XML, one ``oai_dc:dc`` each, as libraries exchange them (OAI-PMH)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

from corpus.exchange.citations import Citation

_BEGIN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<records xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
)
_END = "</records>\n"


def dublin_core(citations: Iterable[Citation]) -> Iterator[str]:
    """Begin, records and end of an XML file in UTF-8."""
    yield _BEGIN
    for citation in citations:
        lines = (
            f"    <dc:{name}>{escape(value)}</dc:{name}>\n"
            for name, value in elements(citation)
            if value
        )
        yield f"  <oai_dc:dc>\n{''.join(lines)}  </oai_dc:dc>\n"
    yield _END


def elements(citation: Citation) -> Iterator[tuple[str, str]]:
    """Names of Dublin Core elements with their values, which may be empty."""
    yield "identifier", citation.id
    yield "identifier", f"https://doi.org/{citation.doi}" if citation.doi else ""
    yield "identifier", f"urn:isbn:{citation.isbn}" if citation.isbn else ""
    yield "identifier", citation.address
    yield "title", citation.title
    for author in citation.authors:
        yield "creator", author.inverted
    if citation.organisation not in [author.family for author in citation.authors]:
        yield "contributor", citation.organisation
    yield "publisher", citation.publisher
    yield "date", citation.published
    yield "type", citation.form_name
    yield "format", citation.media_type
    yield "language", citation.language
    for subject in citation.subjects:
        yield "subject", subject
    for place in citation.places:
        yield "coverage", place
    yield "rights", citation.licence
    yield "description", citation.note
