"""Static files: addresses that change when a file does, and the style sheets as one file."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, url_for

# The style sheets of all pages, in the order in which they count. They are written apart and sent
# as one, which is a request less for each.
SHEETS = (
    "fonts.css",
    "style.css",
    "pages.css",
    "passages.css",
    "dossier.css",
    "archetype.css",
    "document.css",
    "account.css",
    "take_away.css",
    "suggest.css",
    "refine.css",
)
SITE = "site.css"
STATIC = frozenset({"static", "site_sheet"})  # endpoints of what never differs by reader

_LINK = re.compile(r'url\("([^":]+)"\)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Assets:
    """The static files of the page.

    Attributes:
        versions: name of each file, with its folder -> a short digest of its content.
        sheet: all of :data:`SHEETS`, in which the addresses of other files carry their digest.
    """

    versions: Mapping[str, str]
    sheet: str

    def address(self, name: str) -> str:
        """Where a browser finds the file; it may keep what it gets there for good.

        Raises:
            KeyError: when there is no such file.
        """
        return url_for("static", filename=name, v=self.versions[name])

    def send_sheet(self) -> Response:
        """The style sheets as one."""
        return Response(self.sheet, mimetype="text/css")


def load_assets(folder: Path) -> Assets:
    """Read the static files under ``folder``."""
    versions = {
        path.relative_to(folder).as_posix(): _digest(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    sheets = "\n".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)
    sheet = _LINK.sub(lambda link: f'url("{link[1]}?v={versions[link[1]]}")', sheets)
    return Assets(versions=versions | {SITE: _digest(sheet.encode())}, sheet=sheet)


def serve_assets(app: Flask) -> None:
    """Give ``app`` the one style sheet, and its templates the function ``asset``."""
    mimetypes.add_type("font/woff2", ".woff2")  # not every machine knows
    assets = load_assets(Path(str(app.static_folder)))
    app.add_url_rule(f"{app.static_url_path}/{SITE}", "site_sheet", assets.send_sheet)
    app.jinja_env.globals["asset"] = assets.address


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
