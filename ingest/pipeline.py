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
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.collection import Collection
from corpus.decisions import Decision, apply
from corpus.document import Document, Status
from corpus.errors import ReadFailed, WatwerktError
from ingest.extract import Extractor, Limits
from ingest.metadata import guess
from ingest.reading import Reading
from ingest.report import Outcome, Result
from ingest.sidecar import Sidecar, Sidecars, taken_back, with_sidecar
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
        self._extractor = Extractor(choices.limits)
        self._dry: dict[str, Outcome] = {}  # by digest: what a dry run would have taken in

    def run(self, files: Iterable[Path | Unreadable]) -> Iterator[Outcome]:
        """Take the files in, in their order; one outcome each."""
        for file, read in self._read_ahead(files):
            try:
                yield self._take_in(file, read)
            except WatwerktError as error:
                yield Outcome(source=_written(file), result=Result.FAILED, error=str(error))
            except OSError as error:
                why = f"It cannot be read: {error.strerror}; check the disk and try again."
                yield Outcome(source=_written(file), result=Result.FAILED, error=why)

    def _take_in(self, file: Path, read: Future[_Read]) -> Outcome:
        found = read.result()
        sidecar = self._sidecars.of(file)
        if not self._choices.dry_run:
            self._collection.originals.keep(file, found.digest)  # also one that was lost
        known = self._known(found.digest)
        if known or found.reading is None:
            return self._again(known, file, sidecar)
        if found.digest in self._dry:
            return replace(self._dry[found.digest], source=_written(file), result=Result.UNCHANGED)
        document = self._describe(file, found.digest, found.media_type, found.reading, sidecar)
        decisions = self._decisions(document.id)
        outcome = _outcome(file, Result.ADDED, apply(document, decisions), sidecar.warnings)
        if not self._choices.dry_run:
            self._catalogue.add(document, self._choices.who, decisions)
        elif not self._choices.allow_duplicate:
            self._dry[found.digest] = outcome
        return outcome

    # Reading

    def _read_ahead(
        self, files: Iterable[Path | Unreadable]
    ) -> Iterator[tuple[Path, Future[_Read]]]:
        """Files with what is being read of them, in order, never many at a time in memory."""
        jobs = self._choices.jobs
        waiting: deque[tuple[Path, Future[_Read]]] = deque()
        with self._extractor, ThreadPoolExecutor(jobs, thread_name_prefix="read") as pool:
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
            except BaseException:  # interrupted: nobody wants what is still being read
                pool.shutdown(wait=False, cancel_futures=True)
                self._extractor.close()
                raise

    def _read(self, file: Path) -> _Read:
        digest = sha256(file)
        if self._known(digest):
            return _Read(digest=digest)
        media_type = recognise(file)
        reading = self._extractor.extract(file, media_type)
        return _Read(digest=digest, media_type=media_type, reading=reading)

    def _known(self, digest: str) -> list[str]:
        """Documents with these bytes, unless a double is what was asked for."""
        return [] if self._choices.allow_duplicate else self._catalogue.with_sha256(digest)

    # Describing

    def _describe(
        self, file: Path, digest: str, media_type: str, reading: Reading, sidecar: Sidecar
    ) -> Document:
        """A document with all that programs find out about its file."""
        guessed = guess(reading, file.name, today=datetime.now(UTC).date())
        document = Document(
            id=self._new_id(digest),
            title=guessed.title,
            kind=guessed.kind,
            pages=reading.pages,
            authors=guessed.authors,
            published=guessed.published,
            language=guessed.language,
            sha256=digest,
            media_type=media_type,
            source=_written(file),
            ingested=datetime.now(UTC),
            origins=guessed.origins,
            status=Status.NEW if any(page.text for page in reading.pages) else Status.REVIEW,
        )
        return self._labelled(with_sidecar(document, sidecar))

    def _labelled(self, document: Document) -> Document:
        return replace(document, tags=self._tagger.tag(document))

    def _new_id(self, digest: str) -> str:
        """The shortest free beginning of the digest in base 32 (RFC 4648), from 10 letters on."""
        whole = base64.b32encode(bytes.fromhex(digest)).decode().rstrip("=").lower()
        taken = set(self._catalogue.ids_beginning(whole[:10]))
        names = itertools.chain(
            (whole[:length] for length in range(10, len(whole) + 1)),
            (f"{whole}{number}" for number in itertools.count(2)),
        )
        return next(name for name in names if name not in taken)

    def _decisions(self, document_id: str) -> list[Decision]:
        """What the person who started the run said of all its documents."""
        now = datetime.now(UTC)
        return [
            Decision(
                document_id=document_id,
                field=key,
                value=value,
                who=self._choices.who,
                at=now,
                why="given at ingest",
            )
            for key, value in self._choices.said
        ]

    # Bytes that are in already

    def _again(self, ids: list[str], file: Path, sidecar: Sidecar) -> Outcome:
        """Nothing happens, unless the metadata beside the file or the options say something new."""
        found, owns = self._meant(ids, file, sidecar)
        described, warnings = found, sidecar.warnings
        if owns:
            described = self._described_anew(found, file, sidecar)
        elif sidecar and with_sidecar(found, sidecar) != found:
            told = f"the metadata beside this copy is not used; write it beside {found.source}"
            warnings = (*warnings, told)
        decisions = self._catalogue.decisions(found.id)
        standing = {d.field: d.value for d in decisions}
        news = [d for d in self._decisions(found.id) if standing.get(d.field) != d.value]
        if not self._choices.dry_run:
            if described != found:
                self._catalogue.replace(described, self._choices.who, "describe")
            self._catalogue.decide(news)
        result = Result.UPDATED if described != found or news else Result.UNCHANGED
        return _outcome(file, result, apply(described, [*decisions, *news]), warnings)

    def _meant(self, ids: list[str], file: Path, sidecar: Sidecar) -> tuple[Document, bool]:
        """Which of the documents with these bytes is meant, and whether this file describes it.

        It does when the document was made from it, or from one that is gone: then it was moved
        here, together with the metadata beside it.
        """
        documents = [self._catalogue.undecided(document_id) for document_id in ids]
        for document in documents:
            if _is_same(document.source, file):
                return document, True
        for document in documents:
            if not os.path.lexists(document.source):
                return document, bool(sidecar)
        return documents[0], False

    def _described_anew(self, found: Document, file: Path, sidecar: Sidecar) -> Document:
        """The document with the metadata of now; for what stands there no more, a guess again."""
        described = with_sidecar(found, sidecar)
        if taken_back(found, sidecar):
            reading = self._extractor.extract(file, found.media_type)
            guessed = self._describe(file, found.sha256, found.media_type, reading, sidecar)
            described = replace(guessed, id=found.id, ingested=found.ingested)
        elif described != found:
            described = replace(described, source=_written(file))
        return described if described == found else self._labelled(described)


def _is_same(source: str, file: Path) -> bool:
    if source == _written(file):
        return True
    with suppress(OSError, ValueError):
        return os.path.samefile(source, file)  # noqa: PTH121 (a name that is too long)
    return False


def _written(file: Path) -> str:
    """A path as text that can be kept and printed, even if its name is no UTF-8."""
    return os.fsencode(file).decode("utf-8", "replace")


def _failed(reason: str) -> Future[_Read]:
    future: Future[_Read] = Future()
    future.set_exception(ReadFailed(reason))
    return future


def _outcome(file: Path, result: Result, document: Document, warnings: tuple[str, ...]) -> Outcome:
    if not document.readable:
        warnings = (*warnings, "no readable text (a scan?); it can only be found by its title")
    return Outcome(
        source=_written(file),
        result=result,
        document_id=document.id,
        title=document.title,
        pages=len(document.pages),
        archetypes=document.archetypes,
        warnings=warnings,
    )
