"""What in a document points to a person, and what that means for who may read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from corpus.decisions import Decision, in_force
from corpus.document import Access, Concern, Document, Finding, Origin, Source, Status
from corpus.personal import counted, mask, personal

BSN = "bsn"

METHOD = 1
"""Number of the way in which documents are screened; a new one makes that all are screened again.

It changes with the rules of :mod:`corpus.personal` or with where is looked.
"""

_FIELDS = ("title", "subtitle", "organisation", "publisher", "authors", "note")


def screened(document: Document) -> Document:
    """The document with what was found in it; hidden when it holds a BSN.

    Nobody may publish one by a line in a table of hundreds of files, so this outranks the metadata
    beside the file; only a librarian's decision on this document outranks it.
    """
    found = privacy_findings(document)
    if found != document.found_about(Concern.PRIVACY):
        others = tuple(f for f in document.findings if f.concern is not Concern.PRIVACY)
        document = replace(document, findings=(*others, *found))
    document = replace(document, screened=METHOD)
    bsn = next((finding for finding in found if finding.what == BSN), None)
    if bsn is None:
        return document
    origins = {origin.field: origin for origin in document.origins}
    where = f"on page {bsn.page}" if bsn.page else "in what is known of it"
    origins["access"] = Origin(field="access", source=Source.TEXT, cue=f"BSN {where}")
    return replace(
        document,
        access=Access.HIDDEN,
        status=Status.REVIEW,
        origins=tuple(origins[name] for name in sorted(origins)),
    )


def is_screened(document: Document) -> bool:
    """Whether it was screened in the present way."""
    return document.screened == METHOD


def privacy_findings(document: Document) -> tuple[Finding, ...]:
    """Personal data by page, each value once on a page, masked; without page what is not on one."""
    return tuple(dict.fromkeys(_findings(document)))


def _findings(document: Document) -> Iterator[Finding]:
    for page, text in _texts(document):
        for one in personal(text):
            value = mask(one.what, text[one.start : one.end])
            yield Finding(
                concern=Concern.PRIVACY,
                what=one.what,
                page=page,
                detail=" ".join(value.split()),
            )


def _texts(document: Document) -> Iterator[tuple[int | None, str]]:
    """Page and text; without page for what is known of the document beside its text."""
    for name in _FIELDS:
        value = getattr(document, name) or ()
        for text in (value,) if isinstance(value, str) else value:
            yield None, text
    for key, text in document.extra:
        yield None, f"{key}: {text}"
    for page in document.pages:
        yield page.number, page.text


def holds_bsn(document: Document) -> bool:
    """Whether a BSN was found, so that only a person may publish the document."""
    return bool(_bsns(document))


def reopened(
    before: Document, after: Document, decisions: Iterable[Decision], who: str
) -> list[Decision]:
    """What takes back that a person published a document, when a BSN shows that nobody knew of.

    Args:
        before: the document as programs found it until now.
        after: the same, screened anew.
        decisions: on it, in the order they were taken.
        who: for whom it is screened.
    """
    decided = in_force(decisions).get("access")
    if decided is None or decided.value == Access.HIDDEN or not _bsns(after) - _bsns(before):
        return []
    return [
        Decision(
            document_id=after.id,
            field="access",
            value=None,
            who=who,
            at=datetime.now(UTC),
            why="a BSN was found in it afterwards",
        )
    ]


def _bsns(document: Document) -> frozenset[str]:
    found = document.found_about(Concern.PRIVACY)
    return frozenset(finding.detail for finding in found if finding.what == BSN)


def told_of_privacy(document: Document) -> Iterator[str]:
    """What the librarian should know of personal data when a document goes in."""
    counts = Counter(finding.what for finding in document.found_about(Concern.PRIVACY))
    if BSN in counts and document.access is Access.HIDDEN:
        yield (
            f"it holds a BSN and is hidden; see ‘watwerkt privacy {document.id}’, and decide with "
            f"‘watwerkt edit {document.id} --set access=public’ or ‘withdraw’"
        )
    elif counts:
        told = ", ".join(counted(what, count) for what, count in counts.items())
        yield f"personal data: {told}; see ‘watwerkt privacy {document.id}’"
