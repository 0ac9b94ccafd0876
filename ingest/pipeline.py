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
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.collection import Collection
from corpus.decisions import apply
from corpus.document import Concern, Document, Status
from corpus.errors import (
    BytesTaken,
    DiskFull,
    IdTaken,
    Overloaded,
    ReadFailed,
    SettingsWrong,
    Unreachable,
    WatwerktError,
)
from corpus.personal import masked
from corpus.screening import reopened, screened, told_of_privacy
from ingest.choices import Choices, allowed
from ingest.doubles import Doubles
from ingest.extract import Extractor, can_recognise
from ingest.ingredients import find_told
from ingest.languages import in_their_languages
from ingest.metadata import guess
from ingest.reading import Reading
from ingest.report import Outcome, Result, shortened
from ingest.sidecar import (
    Sidecar,
    Sidecars,
    hidden_until_clear,
    taken_back,
    told_of_access,
    with_earlier,
    with_sidecar,
)
from ingest.source import PDF, Unreadable, absolute, recognise, sha256
from ingest.tag import Tagger
from ingest.unpack import Unpacked, sha256_of_member

_AHEAD = 3  # files per job that may be read before their turn, so that no job waits


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What a worker made of a file; ``reading`` is None when the bytes are in already."""

    digest: str
    media_type: str = ""
    reading: Reading | None = None


# What keeps a file out keeps all others out as well.
_HOPELESS = (DiskFull, SettingsWrong, Unreachable, Overloaded)


class Ingest:
    """One run over files, for one collection."""

    def __init__(
        self,
        collection: Collection,
        sidecars: Sidecars,
        choices: Choices,
        unpacked: Unpacked | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            unpacked: what knows those of the files that are in ZIP files.
        """
        self._collection = collection
        self._catalogue = collection.catalogue
        self._sidecars = sidecars
        self._choices = choices
        self._unpacked = unpacked or Unpacked()
        self._tagger = Tagger(collection.taxonomy)
        self._doubles = Doubles(collection.catalogue)
        self._extractor = Extractor(choices.limits, jobs=choices.jobs)
        self._dry: dict[str, Document] = {}  # by digest: what a dry run would have taken in

    def run(self, files: Iterable[Path | Unreadable]) -> Iterator[Outcome]:
        """Take the files in, in their order; one outcome each.

        Raises:
            DiskFull, SettingsWrong, Unreachable, Overloaded: at the first file that cannot be kept
                for want of room or of a place; the next would fare no better.
        """
        if not self._choices.dry_run:
            self._doubles.catch_up(self._choices.who)
        for file, read in self._read_ahead(files):
            try:
                outcome = self._take_in(file, read)
            except _HOPELESS:
                raise
            except WatwerktError as error:
                outcome = Outcome(source=_written(file), result=Result.FAILED, error=str(error))
            except OSError as error:
                why = f"It cannot be read: {error.strerror}; check the disk and try again."
                outcome = Outcome(source=_written(file), result=Result.FAILED, error=why)
            self._unpacked.drop(file)
            yield replace(outcome, source=_written(self._unpacked.place(file)))

    def _take_in(self, file: Path, read: Future[_Read]) -> Outcome:
        found = read.result()
        sidecar = self._sidecars.of(file)
        originals = self._collection.originals
        if not self._choices.dry_run and originals.size(found.digest) is None:
            originals.keep(self._unpacked.fetch(file), found.digest)  # also one that was lost
        known = self._known(found.digest)
        if known or found.reading is None:
            return self._again(known, file, found.reading, sidecar)
        if found.digest in self._dry:
            return self._copy(self._dry[found.digest], file, sidecar)
        document = self._describe(file, found.digest, found.media_type, found.reading, sidecar)
        document = self._doubles.compared(hidden_until_clear(self._labelled(document), sidecar))
        if not self._choices.dry_run:
            try:
                document = self._added(document)
            except BytesTaken:  # another program took them in meanwhile
                known = self._known(found.digest)
                return self._again(known, file, found.reading, sidecar)
            self._doubles.remember(document)
        elif not self._choices.allow_duplicate:
            self._dry[found.digest] = document
        decided = apply(document, self._choices.decisions(document))
        return _outcome(file, Result.ADDED, decided, sidecar.warnings)

    def _added(self, document: Document) -> Document:
        """The document as it came in: with another id when a program took its own meanwhile.

        Raises:
            BytesTaken: when another document has its bytes, and may not.
        """
        decisions = self._choices.decisions(document)
        try:
            once = not self._choices.allow_duplicate
            self._catalogue.add(document, self._choices.who, decisions, once=once)
        except IdTaken:
            return self._added(replace(document, id=self._new_id(document.sha256)))
        return document

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
        digest = self._unpacked.sha256(file)
        if not self._choices.reread and self._known(digest):
            return _Read(digest=digest)
        media_type = recognise(self._unpacked.fetch(file))
        reading = self._extractor.extract(file, media_type)
        return _Read(digest=digest, media_type=media_type, reading=reading)

    def _known(self, digest: str) -> list[str]:
        """Documents with these bytes, unless a double is what was asked for."""
        return [] if self._choices.allow_duplicate else self._catalogue.with_sha256(digest)

    # Describing

    def _describe(
        self, file: Path, digest: str, media_type: str, reading: Reading, sidecar: Sidecar
    ) -> Document:
        """A document with what its file and the metadata beside it say, without labels."""
        guessed = guess(reading, file.name, today=datetime.now(UTC).date()).values()
        shown = {name: masked(guessed[name] or "") or None for name in ("title", "subtitle")}
        document = Document(
            id=self._new_id(digest),
            pages=reading.pages,
            sha256=digest,
            media_type=media_type,
            source=_place(self._unpacked.place(file)),
            ingested=datetime.now(UTC),
            status=Status.NEW if any(page.text for page in reading.pages) else Status.REVIEW,
            **guessed | shown,
        )
        return with_sidecar(document, sidecar)

    def _labelled(self, document: Document) -> Document:
        """The document with what programs find in its text."""
        pages = in_their_languages(document.pages, document.language)
        spoken = replace(document, pages=pages)
        passages = find_told(spoken, self._collection.taxonomy)
        return screened(replace(spoken, tags=self._tagger.tag(spoken), passages=passages))

    def _new_id(self, digest: str) -> str:
        """The shortest free beginning of the digest in base 32 (RFC 4648), from 10 letters on."""
        whole = base64.b32encode(bytes.fromhex(digest)).decode().rstrip("=").lower()
        taken = set(self._catalogue.ids_beginning(whole[:10]))
        names = itertools.chain(
            (whole[:length] for length in range(10, len(whole) + 1)),
            (f"{whole}{number}" for number in itertools.count(2)),
        )
        return next(name for name in names if name not in taken)

    # Bytes that are in already

    def _again(
        self, ids: list[str], file: Path, reading: Reading | None, sidecar: Sidecar
    ) -> Outcome:
        """Nothing happens, unless the metadata beside the file or the options say something new."""
        found, owns = self._meant(ids, file, sidecar)
        if not self._choices.reread:
            reading = None  # an equal file of the same run was read beside it
        described = self._described_anew(found, file, reading, sidecar) if owns else found
        decisions = self._catalogue.decisions(found.id)
        asked, kept = allowed(self._choices.decisions(described), decisions)
        news = [*reopened(found, described, decisions, self._choices.who), *asked]
        if not self._choices.dry_run:
            if described != found:
                self._catalogue.replace(described, self._choices.who, "describe", news)
                self._doubles.remember(described)
            else:
                self._catalogue.decide(news)
        document = apply(described, [*decisions, *news])
        sidecar = replace(sidecar, warnings=(*sidecar.warnings, *kept))
        if not owns:
            return self._copy(document, file, sidecar, Result.UPDATED if news else Result.UNCHANGED)
        warnings = sidecar.warnings
        if sidecar.refused or not sidecar.whole:
            warnings = (*warnings, "what stood there before stays until that is mended")
        result = Result.UPDATED if described != found or news else Result.UNCHANGED
        return _outcome(file, result, document, warnings)

    def _copy(
        self, document: Document, file: Path, sidecar: Sidecar, result: Result = Result.UNCHANGED
    ) -> Outcome:
        """What to tell of a file whose bytes are those of another that is there."""
        warnings = sidecar.warnings
        if sidecar and with_sidecar(document, sidecar) != document:
            told = f"the metadata beside this copy is not used; write it beside {document.source}"
            warnings = (*warnings, told)
        return _outcome(file, result, document, warnings)

    def _meant(self, ids: list[str], file: Path, sidecar: Sidecar) -> tuple[Document, bool]:
        """Which of the documents with these bytes is meant, and whether this file describes it.

        It does when the document was made from it, or from one that is gone: then it was moved
        here, together with the metadata beside it.
        """
        documents = [self._catalogue.undecided(document_id) for document_id in ids]
        for document in documents:
            if _is_same(document.source, self._unpacked.place(file)):
                return document, True
        for document in documents:
            if _is_gone(document):
                return document, bool(sidecar)
        return documents[0], False

    def _described_anew(
        self, found: Document, file: Path, reading: Reading | None, sidecar: Sidecar
    ) -> Document:
        """The document with the metadata of now; for what stands there no more, a guess again."""
        if reading or taken_back(found, sidecar):
            file = self._unpacked.fetch(file)
            reading = reading or self._extractor.extract(file, found.media_type)
            guessed = self._describe(file, found.sha256, found.media_type, reading, sidecar)
            kept = replace(guessed, id=found.id, ingested=found.ingested, findings=found.findings)
            anew = self._labelled(with_earlier(kept, found, sidecar))
            return anew if anew.pages == found.pages else self._doubles.compared(anew)
        place = _place(self._unpacked.place(file))
        described = screened(replace(with_sidecar(found, sidecar), source=place))
        return described if described == found else self._labelled(described)


def _place(file: Path) -> str:
    return _written(absolute(file))


def _is_same(source: str, file: Path) -> bool:
    if source == _place(file):
        return True
    # By another way to the same name; a hard link is a file of its own.
    return Path(source).is_absolute() and os.path.realpath(source) == os.path.realpath(file)


def _is_gone(document: Document) -> bool:
    """Whether the file a document was made from is not there any more, or holds something else."""
    source = Path(document.source)
    if not os.path.lexists(source):
        return source.is_absolute() and sha256_of_member(source) != document.sha256
    try:
        return sha256(source) != document.sha256
    except ReadFailed:
        return False


def _written(file: Path) -> str:
    """A path as text that can be kept and printed, even if its name is no UTF-8."""
    return os.fsencode(file).decode("utf-8", "replace")


def _failed(reason: str) -> Future[_Read]:
    future: Future[_Read] = Future()
    future.set_exception(ReadFailed(reason))
    return future


def _outcome(file: Path, result: Result, document: Document, warnings: tuple[str, ...]) -> Outcome:
    if document.status is Status.WITHDRAWN:
        back = f"it is withdrawn; bring it back with ‘watwerkt restore {document.id}’"
        warnings = (*warnings, back)
    warnings = (*warnings, *told_of_access(document), *_told_of_pages(document))
    warnings += tuple(told_of_privacy(document))
    warnings += tuple(finding.detail for finding in document.found_about(Concern.DOUBLE))
    return Outcome(
        source=_written(file),
        result=result,
        document_id=document.id,
        title=document.title,
        pages=len(document.pages),
        archetypes=document.archetypes,
        warnings=warnings,
    )


def _told_of_pages(document: Document) -> Iterator[str]:
    """What to know of pages that hold no text of their own."""
    recognised = [page.ocr for page in document.pages if page.ocr is not None]
    if recognised:
        sure = sum(recognised) / len(recognised)
        yield f"{_pages(len(recognised))} recognised in a scan, {sure:.0%} sure of the words"
    bare = [page.number for page in document.pages if page.quality == 0]
    if not document.readable:
        yield "no readable text (a scan?); it can only be found by its title"
    elif bare:
        yield f"{_pages(len(bare))} without readable text: {shortened(bare)}"
    if bare and document.media_type == PDF and not can_recognise():
        yield "scans are read where tesseract-ocr and tesseract-ocr-nld are installed; use --reread"


def _pages(count: int) -> str:
    return f"{count} page" if count == 1 else f"{count} pages"
