"""Take a picture of every kind of page: ``python docs/make_screenshots.py`` (make screenshots).

Takes the bundled samples in, in a folder that goes afterwards, serves them on a free port, and
writes ``docs/screenshots/NAME-SIZE-SCHEME.webp`` with a page that shows them all. Which pages: the
list in ``benchmarks/page_types.py``.
"""

from __future__ import annotations

import argparse
import base64
import io
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from selenium import webdriver

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

# E402: these are found from here on, wherever the program is started
from benchmarks.chromium import PHONE, WIDE, log_in, set_scheme, set_size, started  # noqa: E402
from benchmarks.page_types import DESK_PAGES, PAGE_TYPES, PageType  # noqa: E402
from benchmarks.sample_site import LIBRARIAN, make_samples, served  # noqa: E402

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {"wide": WIDE, "phone": PHONE}
SCHEMES = ("light", "dark")
WIDEST = 880  # pixels; wider pictures are made so wide
QUALITY = 38  # of 100; letters stay sharp, and all pictures together stay below 2 MB
MOST = 2_000_000  # bytes


def take(browser: webdriver.Chrome) -> bytes:
    """What the window shows, as WebP."""
    browser.execute_async_script("document.fonts.ready.then(arguments[0])")
    shot = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    made = io.BytesIO()
    with Image.open(io.BytesIO(base64.b64decode(shot["data"]))) as picture:
        picture.thumbnail((WIDEST, picture.height))
        picture.convert("RGB").save(made, "WEBP", quality=QUALITY, method=6)
    return made.getvalue()


def take_all(
    browser: webdriver.Chrome, address: str, pages: Iterable[PageType], names: set[str]
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each picture, in Dutch."""
    for page in pages:
        if names and page.name not in names:
            continue
        separator = "&" if "?" in page.path else "?"
        for size, pixels in SIZES.items():
            set_size(browser, pixels)
            browser.get(f"{address}{page.path}{separator}lang=nl")
            for scheme in SCHEMES:
                set_scheme(browser, scheme)
                yield f"{page.name}-{size}-{scheme}.webp", take(browser)


def overview() -> str:
    """A page with all pictures, by kind of page."""
    lines = [
        "# Screenshots",
        "",
        "The bundled collection, which is invented. Made by `make screenshots`.",
    ]
    for page in (*PAGE_TYPES, *DESK_PAGES):
        lines += ["", f"## {page.name.replace('-', ' ').capitalize()}", ""]
        lines += [
            f"![{page.name}, {size}, {scheme}]({page.name}-{size}-{scheme}.webp)"
            for size in SIZES
            for scheme in SCHEMES
        ]
    return "\n".join(lines) + "\n"


@contextmanager
def site() -> Iterator[tuple[str, str]]:
    """A server on the samples: its address, and the password of its librarian."""
    with tempfile.TemporaryDirectory() as folder:
        password = make_samples(Path(folder))
        with served(Path(folder)) as address:
            yield address, password


def main() -> None:
    """Take the pictures, and say how large they are together."""
    parser = argparse.ArgumentParser(description="Take a picture of every kind of page.")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="these pages alone")
    arguments = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as profile,
        site() as (address, password),
        started(Path(profile)) as browser,
    ):
        only = set(arguments.only)
        for name, content in take_all(browser, address, PAGE_TYPES, only):
            (FOLDER / name).write_bytes(content)
        log_in(browser, address, LIBRARIAN, password)
        for name, content in take_all(browser, address, DESK_PAGES, only):
            (FOLDER / name).write_bytes(content)
    (FOLDER / "README.md").write_text(overview(), encoding="utf-8")
    size = sum(picture.stat().st_size for picture in FOLDER.glob("*.webp"))
    sys.stdout.write(f"{len(list(FOLDER.glob('*.webp')))} pictures, {size / 1e6:.1f} MB\n")
    if size > MOST:
        sys.exit(f"More than {MOST / 1e6:.0f} MB; lower QUALITY.")


if __name__ == "__main__":
    main()
