"""What is a document? The values that every other room hands on.

All types are frozen: a stage takes a value and returns a new one. Identifiers of vocabularies
(archetypes, themes, target groups) are plain strings checked where they come in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from corpus.passage import Passage, Standing


class Kind(StrEnum):
    """What sort of source a document is."""

    PRAKTIJK = "praktijk"
    WETENSCHAP = "wetenschap"
    BELEID = "beleid"
    ARCHETYPE = "archetype"


class Access(StrEnum):
    """Who may find and read a document; also who the readers are: an audience."""

    PUBLIC = "public"
    PARTNER = "partner"
    HIDDEN = "hidden"

    @property
    def includes(self) -> tuple[Access, ...]:
        """The access of the documents that this audience sees: its own, and what is less strict.

        Raises:
            ValueError: for HIDDEN, which is no audience.
        """
        if self is Access.HIDDEN:
            raise ValueError("Nobody may find hidden documents; ask for public or partner.")
        return AUDIENCES[: AUDIENCES.index(self) + 1]


AUDIENCES = (Access.PUBLIC, Access.PARTNER)
"""For whom documents can be found, each seeing all that the one before it sees."""

LIBRARIANS = AUDIENCES[-1]
"""Who works with the collection sees what any reader sees."""


class Status(StrEnum):
    """How far the librarian has come with a document."""

    NEW = "new"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """Whether a label counts."""

    ASSIGNED = "assigned"
    SUGGESTED = "suggested"
    REJECTED = "rejected"


class Source(StrEnum):
    """Where a value about a document comes from, most trusted first."""

    LIBRARIAN = "librarian"
    SIDECAR = "sidecar"
    FILE = "file"
    TEXT = "text"


BESIDE = Source.SIDECAR.value
"""Who gave a label that stands in the metadata beside a file."""


class Role(StrEnum):
    """What a stretch of a page is for, where that is not to tell something."""

    CONTENTS = "contents"
    REFERENCES = "references"
    COLOPHON = "colophon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of the text of a page, ``text[start:end]``, that does not say what it is about."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of readable text.

    Attributes:
        number: 1-based, as a PDF reader counts; formats without pages have one page, 1.
        text: paragraphs separated by an empty line; lines in one only where they carry meaning.
        quality: 0-1, how readable the extraction is; 0 for a page that shows something and has no
            readable text, such as a scan; 1 for a blank one.
        ocr: 0-1, how sure the recognition of a scanned page is of its words; None where the file
            itself holds the text.
        apart: stretches that labels and places leave out, in order, none overlapping.
        language: where nearly everything on it is in another language than the document (ISO
            639-1); None for as the document.
    """

    number: int
    text: str
    quality: float = 1.0
    ocr: float | None = None
    apart: tuple[Stretch, ...] = ()
    language: str | None = None

    @property
    def running_text(self) -> str:
        """The text with spaces in place of what stands apart, so that places stay the same."""
        text = self.text
        for stretch in self.apart:
            blank = " " * (stretch.end - stretch.start)
            text = text[: stretch.start] + blank + text[stretch.end :]
        return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that speak for (or against) a label, and where they stand.

    Attributes:
        page: number of the page; 0 is the title.
        text: the words as they stand there, with some context.
        term: the term of the taxonomy that was recognised.
        weight: what this term contributed to the score; negative for an excluding term.
    """

    page: int
    text: str
    term: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """The judgement that a document is about an archetype.

    Attributes:
        archetype: id in the taxonomy.
        score: 0-1.
        evidence: the quotes the score rests on; empty for a person's word.
        by: ``rules <taxonomy version>``, :data:`BESIDE` for the metadata beside the file, or the
            name of the librarian.
        verdict: whether the label counts.
    """

    archetype: str
    score: float
    evidence: tuple[Quote, ...] = ()
    by: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Level of evidence of an intervention and who assigned it."""

    level: str
    assigned_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the value of one field comes from, and how far to trust it.

    Attributes:
        confirmed: whether a person said so.
        confidence: 0-1; 1 for what a person wrote.
        cue: the words that a guess rests on, as they stand there; may be empty.
    """

    field: str
    source: Source
    confirmed: bool = False
    confidence: float = 1.0
    cue: str = ""


class Concern(StrEnum):
    """What about a document a person should look at."""

    PRIVACY = "privacy"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something a program found that a person should look at.

    Attributes:
        what: what it is, e.g. ``bsn``, ``email``, ``near``.
        page: where it stands; None for the document as a whole.
        detail: what to tell; personal data only masked.
        other: id of the other document it is about, if any.
    """

    concern: Concern
    what: str
    page: int | None = None
    detail: str = ""
    other: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything we know of one document.

    Attributes:
        id: stable, short, URL-safe; derived from the bytes of the original.
        published: ``2014``, ``2014-05`` or ``2014-05-12`` (ISO 8601, W3C-DTF).
        language: ISO 639-1, ``nl`` or ``en``; None when undecided.
        sha256: hex digest of the original's bytes.
        source: path or address it was ingested from, a path from the root on.
        document_type: an id of the vocabulary, e.g. ``evaluatie``; None when undecided.
        isbn: thirteen digits.
        doi: as it is registered, ``10.…/…``.
        replaced_by: id of the document that is the newer edition of this one.
        origins: where guessed values come from; a field that is absent was never guessed.
        findings: what a person should look at.
        extra: what stands beside the file under names that are no fields, as it was written.
        screened: by which method it was screened for personal data; 0 for not at all.
        passages: what it says of what works, in reading order; there only together with its pages.
    """

    id: str
    title: str
    subtitle: str | None = None
    kind: Kind
    pages: tuple[Page, ...]
    tags: tuple[Tag, ...] = ()
    authors: tuple[str, ...] = ()
    organisation: str | None = None
    publisher: str | None = None
    municipality: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    evidence: Evidence | None = None
    published: str | None = None
    language: str | None = None
    licence: str | None = None
    source_url: str | None = None
    access: Access = Access.PUBLIC
    note: str | None = None
    document_type: str | None = None
    isbn: str | None = None
    doi: str | None = None
    replaced_by: str | None = None
    sha256: str
    media_type: str
    source: str
    status: Status = Status.NEW
    ingested: datetime
    origins: tuple[Origin, ...] = ()
    findings: tuple[Finding, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    screened: int = 0
    passages: tuple[Passage, ...] = ()

    @property
    def year(self) -> int | None:
        """Year of publication."""
        return int(self.published[:4]) if self.published else None

    @property
    def archetypes(self) -> tuple[str, ...]:
        """Ids of the archetypes that count, the strongest first."""
        assigned = [tag for tag in self.tags if tag.verdict is Verdict.ASSIGNED]
        return tuple(t.archetype for t in sorted(assigned, key=lambda t: (-t.score, t.archetype)))

    @property
    def searchable(self) -> bool:
        """Whether readers of any audience may find it."""
        return self.status is not Status.WITHDRAWN and self.access is not Access.HIDDEN

    def visible_to(self, audience: Access) -> bool:
        """Whether these readers may find it.

        Raises:
            ValueError: for HIDDEN, which is no audience.
        """
        return self.searchable and self.access in audience.includes

    @property
    def shown_passages(self) -> tuple[Passage, ...]:
        """The passages that nobody has hidden."""
        return tuple(one for one in self.passages if one.standing is not Standing.HIDDEN)

    def found_about(self, concern: Concern) -> tuple[Finding, ...]:
        """The findings about one concern."""
        return tuple(finding for finding in self.findings if finding.concern is concern)

    @property
    def readable(self) -> bool:
        """Whether at least one page has text."""
        return any(page.text for page in self.pages)


_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def published(value: str) -> str:
    """Check a date of publication and return it as it is stored.

    Raises:
        ValueError: when it is no year, month or day between 1500 and 2100.
    """
    match = _PUBLISHED.fullmatch(value.strip())
    message = f"‘{value}’ is no year or date; write it as 2014, 2014-05 or 2014-05-12"
    if not match or not 1500 <= int(match[1]) <= 2100:
        raise ValueError(message)
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        raise ValueError(message) from None
    return match[0]
