"""What in a document points to a person, and what that means for who may read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from corpus.document import Access, Concern, Document, Finding, Origin, Source, Status
from corpus.personal import counted, mask, personal

BSN = "bsn"


def privacy_findings(document: Document) -> tuple[Finding, ...]:
    """Personal data by page, each value once on a page, masked."""
    return tuple(dict.fromkeys(_findings(document)))


def _findings(document: Document) -> Iterator[Finding]:
    for page in document.pages:
        for one in personal(page.text):
            value = mask(one.what, page.text[one.start : one.end])
            yield Finding(
                concern=Concern.PRIVACY,
                what=one.what,
                page=page.number,
                detail=" ".join(value.split()),
            )


def screened(document: Document) -> Document:
    """The document with what was found in its text; hidden when it holds a BSN.

    Nobody may publish one by a line in a table of hundreds of files, so this outranks the metadata
    beside the file; only a librarian's decision on this document outranks it.
    """
    others = tuple(f for f in document.findings if f.concern is not Concern.PRIVACY)
    found = privacy_findings(document)
    document = replace(document, findings=(*others, *found))
    pages = [finding.page for finding in found if finding.what == BSN]
    if not pages:
        return document
    origins = {origin.field: origin for origin in document.origins}
    origins["access"] = Origin(field="access", source=Source.TEXT, cue=f"BSN on page {pages[0]}")
    return replace(
        document,
        access=Access.HIDDEN,
        status=Status.REVIEW,
        origins=tuple(origins[name] for name in sorted(origins)),
    )


def holds_bsn(document: Document) -> bool:
    """Whether a BSN was found, so that only a person may publish the document."""
    return any(finding.what == BSN for finding in document.found_about(Concern.PRIVACY))


def told_of_privacy(document: Document) -> Iterator[str]:
    """What the librarian should know of personal data when a file goes in."""
    counts = Counter(finding.what for finding in document.found_about(Concern.PRIVACY))
    if BSN in counts:
        yield (
            f"it holds a BSN and is hidden; see ‘watwerkt privacy {document.id}’, and decide with "
            f"‘watwerkt edit {document.id} --set access=public’ or ‘withdraw’"
        )
    elif counts:
        told = ", ".join(counted(what, count) for what, count in counts.items())
        yield f"personal data: {told}; see ‘watwerkt privacy {document.id}’"
