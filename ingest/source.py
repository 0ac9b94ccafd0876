"""Which files are there, what are they, and are they the same bytes as before?

A media type is decided by what is in a file. The name only settles what the bytes leave open:
whether plain text is meant as Markdown.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReadFailed, UsageError
from corpus.files import sha256_of
from ingest.looks import like_html, like_mail, like_markdown, like_page, text_of

PDF = "application/pdf"
HTML = "text/html"
MARKDOWN = "text/markdown"
TEXT = "text/plain"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOC = "application/msword"
PPT = "application/vnd.ms-powerpoint"
RTF = "application/rtf"
EPUB = "application/epub+zip"
EMAIL = "message/rfc822"

# Bytes of a file that are looked at; the first part of a text says what all of it is.
_HEAD = 65_536
# More of a ZIP member is never unpacked; the longest real list of content types is far shorter.
_MEMBER = 1_048_576

_SIDECAR_ENDINGS = (".yaml", ".yml", ".json")
_NO_DOCUMENT = frozenset({"metadata.csv", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A path that was found but cannot be opened, and the sentence that says why."""

    path: Path
    reason: str


def discover(paths: Sequence[Path]) -> Iterator[Path | Unreadable]:
    """Find the documents in files and folders, sorted, each real file once.

    Hidden files, lock files of office programs and metadata beside a document are left out; a
    hidden file that is named itself is taken. A link in a folder is followed as long as it leads to
    something in the files and folders that are given: others may have put it there.

    Raises:
        UsageError: when one of the paths does not exist, before anything is found.
    """
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist; check the spelling of the path.")
    seen: set[tuple[int, int]] = set()
    given = [Path(os.path.realpath(path)) for path in paths]
    for path in paths:
        if not _is_companion(path):
            yield from _visit(path, seen, given)


def _visit(
    path: Path, seen: set[tuple[int, int]], given: Sequence[Path]
) -> Iterator[Path | Unreadable]:
    """Yield what a path leads to; the identities in ``seen`` end loops and doubles."""
    try:
        status = path.stat()
    except OSError:
        reason = "The link leads nowhere" if path.is_symlink() else "It cannot be reached"
        yield Unreadable(path=path, reason=f"{reason}; restore it or leave it out.")
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    if stat.S_ISDIR(status.st_mode):
        yield from _visit_folder(path, seen, given)
    elif not stat.S_ISREG(status.st_mode):
        yield Unreadable(path=path, reason="This is no ordinary file; leave it out.")
    elif not os.access(path, os.R_OK):
        yield Unreadable(path=path, reason=_denied("file"))
    elif document := _half_companion(path):
        better = f"{document}{path.suffix}"
        yield Unreadable(path=path, reason=f"This looks like metadata; name it {better}.")
    else:
        yield path


def _visit_folder(
    folder: Path, seen: set[tuple[int, int]], given: Sequence[Path]
) -> Iterator[Path | Unreadable]:
    try:
        children = sorted(folder.iterdir())
    except OSError:
        yield Unreadable(path=folder, reason=_denied("folder"))
        return
    for child in children:
        if child.name.startswith(".") or _is_companion(child):
            continue
        if child.is_symlink() and not _leads_into(child, given):
            yield Unreadable(path=child, reason=_OUTSIDE)
        else:
            yield from _visit(child, seen, given)


_OUTSIDE = (
    "This is a link to a place outside the folder, so it was left out;"
    " name that place itself if it is meant."
)


def _leads_into(link: Path, given: Sequence[Path]) -> bool:
    place = Path(os.path.realpath(link))
    return any(place.is_relative_to(root) for root in given)


def _is_companion(path: Path) -> bool:
    """Whether a file goes with documents without being one."""
    if path.name.startswith("~$") or path.name.lower() in _NO_DOCUMENT:
        return True
    return path.suffix.lower() in _SIDECAR_ENDINGS and path.with_suffix("").is_file()


def _half_companion(path: Path) -> str | None:
    """The document that a file named ``rapport.yaml`` is about: ``rapport.pdf`` beside it."""
    if path.suffix.lower() not in _SIDECAR_ENDINGS:
        return None
    with suppress(OSError):
        for name in sorted(os.listdir(path.parent)):  # noqa: PTH208 (names)
            stem, ending = os.path.splitext(name)  # noqa: PTH122 (the same)
            if stem == path.stem and ending.lower() not in ("", *_SIDECAR_ENDINGS):
                return name
    return None


def _denied(what: str) -> str:
    return f"You have no permission to read this {what}; ask its owner for read access."


def absolute(path: Path) -> Path:
    """Where a file lies, however it was named; a link keeps its own name."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (``resolve`` would follow the link)


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes, read in pieces.

    Raises:
        ReadFailed: when the file cannot be read.
    """
    try:
        return sha256_of(path)
    except OSError as error:
        raise _unreadable(error) from error


def recognise(path: Path) -> str:
    """The media type of a file, by its content.

    Raises:
        ReadFailed: when it is nothing that can be read as a document.
    """
    try:
        return _recognise(path)
    except OSError as error:
        raise _unreadable(error) from error


def _recognise(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise ReadFailed("This file is empty; restore it from its source and ingest it again.")
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(_ZIP):
        return _recognise_zip(path)
    if head.startswith(_OLE):
        return _recognise_ole(path)
    if head[:_MARGIN].lstrip().startswith(_RTF):
        return RTF
    for marks, sentence in _FOREIGN:
        if marks.match(head):
            raise ReadFailed(sentence)
    return _recognise_text(head, path.suffix.lower())


def _unreadable(error: OSError) -> ReadFailed:
    if isinstance(error, PermissionError):
        return ReadFailed(_denied("file"))
    if isinstance(error, FileNotFoundError):
        return ReadFailed("This file is gone; restore it and ingest it again.")
    return ReadFailed("This file cannot be read from its disk; copy it elsewhere and try again.")


def _office(what: str, ending: str, better: str) -> str:
    return f"This is {what} ({ending}); save it as {better} and ingest it again."


_IMAGE = "This is an image; recognise its text with OCR, save that as PDF and ingest it again."

# Leading bytes of what is no document here, and what to tell. The first match counts.
_FOREIGN = tuple(
    (re.compile(marks, re.DOTALL), sentence)
    for marks, sentence in (
        (
            rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|BM.{4}\x00{4}|II\*\x00|MM\x00\*|RIFF.{4}WEBP"
            rb"|.{4}ftyp(?:heic|heix|mif1|avif)|\x00\x00\x01\x00|8BPS",
            _IMAGE,
        ),
        (rb"(?:\s|<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>)*<(?:svg:)?svg\b", _IMAGE),
        (rb"%!PS", _office("a PostScript file", ".ps", "PDF")),
        (
            rb"ID3|\xff\xfb|OggS|fLaC|RIFF.{4}(?:WAVE|AVI )|.{4}ftyp|\x1aE\xdf\xa3",
            "This is sound or video; ingest a written version of it.",
        ),
        (
            rb"\x1f\x8b|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!|\x28\xb5\x2f\xfd|.{257}ustar",
            "This is a packed file; unpack it and ingest what is in it.",
        ),
    )
)

_RTF = b"{\\rtf"
_MARGIN = 64  # bytes of white space that may stand before it

# Names of streams in the directory of a compound file (Office 97-2003, or Office with a password),
# and what it is or what to tell. The first that occurs counts: a text may hold a spreadsheet.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = {
    "EncryptedPackage": (
        "This Office file is protected by a password; remove it and ingest the file again."
    ),
    "__properties_version1.0": _office("an Outlook message", ".msg", ".eml or PDF"),
    "WordDocument": DOC,
    "PowerPoint Document": PPT,
    "Workbook": _office("an Excel 97 file", ".xls", "PDF"),
}
_OLE_OTHER = _office("a file of an old Office program", ".doc, .xls or .ppt", ".docx or PDF")


def _recognise_ole(path: Path) -> str:
    """The media type of a compound file; its directory may lie anywhere in it."""
    with path.open("rb") as file:
        header = file.read(512).ljust(512, b"\0")
        shift, sector = struct.unpack_from("<H16xI", header, 30)
        file.seek(min((sector + 1) << min(shift, 12), path.stat().st_size))
        directory = file.read(_HEAD)
    names = (name for name in _OLE_STREAMS if name.encode("utf-16-le") in directory)
    found = _OLE_STREAMS.get(next(names, ""), _OLE_OTHER)
    if found not in {DOC, PPT}:
        raise ReadFailed(found)
    return found


_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# Content types of the main part, or the mimetype entry, of formats that are ZIP files.
_OOXML = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"presentationml.presentation.main+xml": PPTX,
    b"presentationml.slideshow.main+xml": PPTX,
}
_BY_MIMETYPE = {b"application/vnd.oasis.opendocument.text": ODT, b"application/epub+zip": EPUB}
# Members by which others are known, and what is said for them.
_BY_MEMBER = {"META-INF/container.xml": EPUB.encode(), "Index/Document.iwa": b"iwork"}
_FOREIGN_ZIP = {
    b"iwork": _office("an Apple office file", ".pages, .numbers or .key", "PDF"),
    b"spreadsheetml": _office("an Excel file", ".xlsx", "PDF"),
    b"macroEnabled": _office("an Office file with macros", ".docm or .pptm", ".docx or .pptx"),
    b"ml.template.main+xml": _office("an Office template", ".dotx or .potx", ".docx or .pptx"),
    b"opendocument.spreadsheet": _office("an OpenDocument spreadsheet", ".ods", "PDF"),
    b"opendocument.presentation": _office("an OpenDocument presentation", ".odp", "PDF or .pptx"),
    b"opendocument": _office("an OpenDocument file of another kind", "not .odt", ".odt or PDF"),
}


_DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def is_plain_zip(path: Path) -> bool:
    """Whether a file is a ZIP file that holds other files, and not a document that is one."""
    try:
        with path.open("rb") as file:
            return file.read(4) in _ZIP and _zipped_document(path) is None
    except (OSError, ReadFailed):
        return False


def _recognise_zip(path: Path) -> str:
    found = _zipped_document(path)
    if found is None:
        raise ReadFailed("This is a ZIP file; unpack it and ingest what is in it.")
    return found


def _zipped_document(path: Path) -> str | None:
    """The media type of a document that is a ZIP file; None for any other ZIP file."""
    declared = _declaration(path)
    if declared.strip() in _BY_MIMETYPE:
        return _BY_MIMETYPE[declared.strip()]
    for marks, sentence in _FOREIGN_ZIP.items():
        if marks in declared and not any(mark in declared for mark in _OOXML):
            raise ReadFailed(sentence)
    return next((media_type for mark, media_type in _OOXML.items() if mark in declared), None)


def _declaration(path: Path) -> bytes:
    """What a ZIP file says it holds: its ``mimetype`` or its list of content types."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = frozenset(archive.namelist())
            for name in ("mimetype", "[Content_Types].xml"):
                if name in names:
                    with archive.open(name) as member:
                        return member.read(_MEMBER)
            return next((mark for name, mark in _BY_MEMBER.items() if name in names), b"")
    except _DAMAGED_ZIP as error:
        raise ReadFailed(
            "This file is a damaged ZIP or Office file; get a whole copy and ingest it again."
        ) from error


def _recognise_text(head: bytes, ending: str) -> str:
    text = text_of(head)
    if text is None:
        raise ReadFailed(
            "This file holds no text that can be read; save the document as PDF and ingest that."
        )
    if not text.strip():
        raise ReadFailed("This file holds only blank space; check it and ingest it again.")
    named_markdown = ending in {".md", ".markdown"}
    if like_page(text) or (not named_markdown and like_html(text)):
        return HTML
    if not named_markdown and like_mail(text, named=ending == ".eml"):
        return EMAIL
    if named_markdown or like_markdown(text):
        return MARKDOWN
    if text.lstrip().startswith("<?xml"):
        raise ReadFailed("This is an XML file; save the document as PDF or HTML and ingest that.")
    return TEXT
