"""What is no page: the original files, and the icon."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Blueprint, Response, current_app, send_file

from corpus.document import Document
from corpus.errors import NotFound
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
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


def file(site: Site, document_id: str) -> Response:
    """The original file, opened in the browser only where that is safe."""
    document = site.summary(document_id)
    path = site.originals.path(document.sha256)
    if not path.is_file():
        raise NotFound(f"The original of ‘{document_id}’ is not in the store.")
    response = send_file(
        path,
        mimetype=document.media_type,
        as_attachment=document.media_type not in INLINE,
        download_name=download_name(document),
        etag=document.sha256,
        conditional=True,
    )
    if document.media_type == TEXT:
        response.mimetype_params["charset"] = _encoding(path)
    response.headers["Content-Security-Policy"] = _policy(document.media_type)
    return response


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


def _encoding(path: Path) -> str:
    """How a text file is most likely encoded: UTF-8 where it can be, else as Windows wrote it."""
    try:
        path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


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
