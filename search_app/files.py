"""What is no page: the original files, and the icon."""

from __future__ import annotations

import codecs
import io
import logging
import re
from typing import BinaryIO

from flask import Blueprint, Response, current_app, request, send_file
from werkzeug.wsgi import FileWrapper

from corpus.document import Document
from corpus.errors import NotFound, WatwerktError
from corpus.files import pieces_of
from search_app.addresses import PDF
from search_app.site import Site, routes

TEXT = "text/plain"

# What a browser may show inside our own origin: no stored file may run as a page of ours.
INLINE = (PDF, TEXT)

_SUFFIXES = {
    PDF: ".pdf",
    TEXT: ".txt",
    "text/html": ".html",
    "text/markdown": ".md",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/msword": ".doc",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/rtf": ".rtf",
    "application/epub+zip": ".epub",
    "message/rfc822": ".eml",
}
_NAME_LENGTH = 100
_PIECE = 1 << 16  # bytes that are sent together
_log = logging.getLogger(__name__)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def file(site: Site, document_id: str) -> Response:
    """The original file, opened in the browser only where that is safe."""
    document = site.summary(document_id)
    size = site.originals.size(document.sha256)
    if size is None:
        raise NotFound(f"The original of ‘{document_id}’ is not in the store.")
    original = site.originals.open(document.sha256)
    try:
        return _sent(original, size, document)
    except BaseException:
        original.close()
        raise


def _sent(original: BinaryIO, size: int, document: Document) -> Response:
    """All of a file, or the part that was asked, read while it is sent."""
    encoding = _encoding(original) if document.media_type == TEXT else None
    response = send_file(
        original,
        mimetype=document.media_type,
        as_attachment=document.media_type not in INLINE,
        download_name=download_name(document),
        etag=document.sha256,
        conditional=False,
    )
    if not _is_on_disk(original):
        # The server would read it where it serves all readers, and let them wait for the network.
        response.response = FileWrapper(original, _PIECE)
    response.content_length = size
    response.make_conditional(request.environ, accept_ranges=True, complete_length=size)
    if encoding:
        response.mimetype_params["charset"] = encoding
    response.headers["Content-Security-Policy"] = _policy(document.media_type)
    return response


def is_offered(site: Site, document: Document) -> bool:
    """Whether there is an original to open; who opens it is told where nobody can know now."""
    try:
        return site.originals.size(document.sha256) is not None
    except WatwerktError as error:
        _log.warning("%s", error)
        return True


def download_name(document: Document) -> str:
    """A file name that says what the document is, safe on every system."""
    name = _UNSAFE.sub(" ", document.title)[:_NAME_LENGTH]
    name = " ".join(name.split()).strip(". ") or document.id
    return name + suffix(document)


def suffix(document: Document) -> str:
    """How the name of the original ends, e.g. ``.pdf``; empty for an unknown sort of file."""
    return _SUFFIXES.get(document.media_type, "")


def favicon(_site: Site) -> Response:
    """The icon, for browsers that look for it here."""
    return current_app.send_static_file("favicon.svg")


def _encoding(original: BinaryIO) -> str:
    """How a text file is most likely encoded: UTF-8 where it can be, else as Windows wrote it."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces_of(original):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1252"
    finally:
        original.seek(0)
    return "utf-8"


def _is_on_disk(file: BinaryIO) -> bool:
    try:
        file.fileno()
    except io.UnsupportedOperation:
        return False
    return True


def _policy(media_type: str) -> str:
    """A PDF needs the browser's own viewer; anything else gets no rights at all."""
    viewer = "; object-src 'self'; style-src 'unsafe-inline'"
    rights = viewer if media_type == PDF else "; sandbox"
    return f"default-src 'none'{rights}; base-uri 'none'; frame-ancestors 'none'"


_ROUTES = (
    ("/document/<document_id>/file", file),
    ("/favicon.ico", favicon),
)


def files(site: Site) -> Blueprint:
    """The routes of this module on one collection."""
    return routes("files", _ROUTES, site)
