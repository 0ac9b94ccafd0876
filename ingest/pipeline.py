"""From files to documents in the catalogue; the order of the stages stands in :meth:`Ingest.run`.

Reading happens in worker processes, several at a time; everything that changes the collection
happens here, one file after the other, each in one transaction. A file that fails is reported and
the rest goes on. Whatever interrupts a run, running it again completes it: what is in is found by
its digest and left alone.
"""

from __future__ import annotations

import base64
import itertools
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.collection import Collection
from corpus.decisions import LABEL, Decision, apply
from corpus.document import Document, Origin, Source, Status, Verdict
from corpus.errors import ReadFailed, WatwerktError
from ingest.extract import Limits, extract, stop_reading
from ingest.metadata import guess
from ingest.reading import Reading
from ingest.report import Outcome, Result
from ingest.sidecar import Sidecar, Sidecars
from ingest.source import Unreadable, recognise, sha256
from ingest.tag import Tagger

_AHEAD = 3  # files per job that may be read before their turn, so that no job waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the librarian asks of one run.

    Attributes:
        said: field or ``archetype:<id>`` -> value: decisions on every document of the run.
        jobs: files read at the same time.
        allow_duplicate: take bytes that are in already as a document of their own.
        dry_run: read and report, change nothing.
    """

    who: str
    said: tuple[tuple[str, object], ...] = ()
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    allow_duplicate: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a worker made of a file; ``reading`` is None when the bytes are in already."""

    digest: str
    media_type: str = ""
    reading: Reading | None = None


class Ingest:
    """One run over files, for one collection."""

    def __init__(self, collection: Collection, sidecars: Sidecars, choices: Choices) -> None:
        self._collection = collection
        self._catalogue = collection.catalogue
        self._sidecars = sidecars
        self._choices = choices
        self._tagger = Tagger(collection.taxonomy)

    def run(self, files: Iterable[Path | Unreadable]) -> Iterator[Outcome]:
        """Take the files in, in their order; one outcome each."""
        for file, read in self._read_ahead(files):
            try:
                yield self._take_in(file, read)
            except WatwerktError as error:
                yield Outcome(source=_written(file), result=Result.FAILED, error=str(error))

    def _take_in(self, file: Path, read: Future[_Read]) -> Outcome:
        found = read.result()
        sidecar = self._sidecars.of(file)
        known = self._known(found.digest)
        if known or found.reading is None:
            return self._again(known[0], file, sidecar)
        document = self._describe(file, found, found.reading, sidecar)
        document = replace(document, tags=self._tagger.tag(document))
        decisions = self._decisions(document.id, sidecar)
        if not self._choices.dry_run:
            self._collection.originals.keep(file, found.digest)
            self._catalogue.add(document, self._choices.who, decisions)
        return _outcome(file, Result.ADDED, apply(document, decisions), sidecar)

    # Reading

    def _read_ahead(
        self, files: Iterable[Path | Unreadable]
    ) -> Iterator[tuple[Path, Future[_Read]]]:
        """Files with what is being read of them, in order, never many at a time in memory."""
        jobs = self._choices.jobs
        waiting: deque[tuple[Path, Future[_Read]]] = deque()
        with ThreadPoolExecutor(jobs, thread_name_prefix="read") as pool:
            try:
                for file in files:
                    if isinstance(file, Unreadable):
                        waiting.append((file.path, _failed(file.reason)))
                    else:
                        waiting.append((file, pool.submit(self._read, file)))
                    if len(waiting) > jobs * _AHEAD:
                        yield waiting.popleft()
                while waiting:
                    yield waiting.popleft()
            except GeneratorExit:  # interrupted: nobody wants what is still being read
                pool.shutdown(wait=False, cancel_futures=True)
                stop_reading()
                raise

    def _read(self, file: Path) -> _Read:
        digest = sha256(file)
        if self._known(digest):
            return _Read(digest=digest)
        media_type = recognise(file)
        reading = extract(file, media_type, self._choices.limits)
        return _Read(digest=digest, media_type=media_type, reading=reading)

    def _known(self, digest: str) -> list[str]:
        """Documents with these bytes, unless a double is what was asked for."""
        return [] if self._choices.allow_duplicate else self._catalogue.with_sha256(digest)

    # Describing

    def _describe(self, file: Path, read: _Read, reading: Reading, sidecar: Sidecar) -> Document:
        guessed = guess(reading, file.name, today=datetime.now(UTC).date())
        document = Document(
            id=self._new_id(read.digest),
            title=guessed.title,
            kind=guessed.kind,
            pages=reading.pages,
            authors=guessed.authors,
            published=guessed.published,
            language=guessed.language,
            sha256=read.digest,
            media_type=read.media_type,
            source=_written(file),
            ingested=datetime.now(UTC),
            origins=guessed.origins,
        )
        document = with_sidecar(document, sidecar)
        return document if document.readable else replace(document, status=Status.REVIEW)

    def _new_id(self, digest: str) -> str:
        """The shortest free beginning of the digest in base 32 (RFC 4648), from 10 letters on."""
        whole = base64.b32encode(bytes.fromhex(digest)).decode().rstrip("=").lower()
        taken = set(self._catalogue.ids_beginning(whole[:10]))
        names = itertools.chain(
            (whole[:length] for length in range(10, len(whole) + 1)),
            (f"{whole}{number}" for number in itertools.count(2)),
        )
        return next(name for name in names if name not in taken)

    def _decisions(self, document_id: str, sidecar: Sidecar) -> list[Decision]:
        """What persons said of this document: in the metadata beside it, and of the whole run."""
        beside = {LABEL + archetype: Verdict.ASSIGNED.value for archetype in sidecar.archetypes}
        reasons = dict.fromkeys(beside, "stands in the metadata beside the file")
        said = beside | dict(self._choices.said)
        now = datetime.now(UTC)
        return [
            Decision(
                document_id=document_id,
                field=key,
                value=value,
                who=self._choices.who,
                at=now,
                why=reasons.get(key, "given at ingest"),
            )
            for key, value in said.items()
        ]

    # Bytes that are in already

    def _again(self, document_id: str, file: Path, sidecar: Sidecar) -> Outcome:
        """Nothing happens, unless the metadata beside the file or the options say something new."""
        found = self._catalogue.undecided(document_id)
        described = with_sidecar(found, sidecar)
        standing = {d.field: d.value for d in self._catalogue.decisions(document_id)}
        news = [
            d for d in self._decisions(document_id, sidecar) if standing.get(d.field) != d.value
        ]
        if not self._choices.dry_run:
            if described != found:
                self._catalogue.replace(described, self._choices.who, "describe")
            if news:
                self._catalogue.decide(news)
        changed = described != found or news
        result = Result.UPDATED if changed else Result.UNCHANGED
        return _outcome(file, result, self._catalogue.get(document_id), sidecar)


def with_sidecar(document: Document, sidecar: Sidecar) -> Document:
    """The document with what stands in the metadata beside its file."""
    if not sidecar.values:
        return document
    origins = {origin.field: origin for origin in document.origins} | {
        field: Origin(field=field, source=Source.SIDECAR) for field in sidecar.values
    }
    return replace(
        document, **sidecar.values, origins=tuple(origins[name] for name in sorted(origins))
    )


def _written(file: Path) -> str:
    """A path as text that can be kept and printed, even if its name is no UTF-8."""
    return os.fsencode(file).decode("utf-8", "replace")


def _failed(reason: str) -> Future[_Read]:
    future: Future[_Read] = Future()
    future.set_exception(ReadFailed(reason))
    return future


def _outcome(file: Path, result: Result, document: Document, sidecar: Sidecar) -> Outcome:
    warnings: Sequence[str] = sidecar.warnings
    if not document.readable:
        warnings = (*warnings, "no readable text (a scan?); it can only be found by its title")
    return Outcome(
        source=_written(file),
        result=result,
        document_id=document.id,
        title=document.title,
        pages=len(document.pages),
        archetypes=document.archetypes,
        warnings=tuple(warnings),
    )
