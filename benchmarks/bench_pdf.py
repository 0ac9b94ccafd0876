r"""How fast and how right are PDF pages read? PDFium, pdfminer.six and the combination of both.

    python benchmarks/bench_pdf.py FOLDER… [--truth FILE.pdf FILE.txt] [--skip-pdfminer]

Prints pages per second of each way to read, over all PDFs of the folders, in one run on one core.
With ``--truth`` also word and bigram F1 against a text edition of the same document (words are
``\w+``, case folded; of multisets). A text edition may repeat what its PDF has once (the contents
of each chapter), so a second figure leaves those repetitions out.

Ground truth used for the figures in the documentation: the Debian package
``installation-guide-amd64`` (``nl/install.nl.pdf`` and ``nl/install.nl.txt.gz``, unpacked).
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest import pdf
from ingest.clean import clean
from ingest.pdf_file import PdfFile
from ingest.pdf_pdfium import pages_of

Texts = tuple[str, ...]
_WORD = re.compile(r"\w+")
# The heading above a list of contents in the text edition, and what its lines look like.
_CONTENTS = "Inhoudsopgave"
_ENTRY = re.compile(r"\s*(?:[A-Z0-9]+\.|[0-9A-F]\.[\d.]+|    )|\s*$")


def by_pdfium(path: Path) -> Texts:
    """Text of each page, PDFium alone."""
    return tuple(_joined(boxes or []) for boxes in pages_of(path))


def by_pdfminer(path: Path) -> Texts:
    """Text of each page, pdfminer.six alone, with our layout on top as before."""
    with path.open("rb") as file:
        found = PdfFile(file)
        return tuple(_joined(found.boxes(n)) for n in range(1, found.page_count() + 1))


def combined(path: Path) -> Texts:
    """Text of each page as the reader gives it."""
    return tuple(page.text for page in pdf.read(path).pages)


WAYS: dict[str, Callable[[Path], Texts]] = {
    "pdfminer.six": by_pdfminer,
    "PDFium": by_pdfium,
    "combination": combined,
}


def _joined(boxes: Iterable[Sequence[object]]) -> str:
    return "\n\n".join("\n".join(getattr(line, "text", "") for line in box) for box in boxes)


def f1(found: Sequence[object], truth: Sequence[object]) -> float:
    """Harmonic mean of precision and recall of two multisets."""
    common = (Counter(found) & Counter(truth)).total()
    return 2 * common / (len(found) + len(truth)) if common else 0.0


def words(text: str) -> list[str]:
    """Words, case folded."""
    return _WORD.findall(text.casefold())


def without_later_contents(text: str) -> str:
    """A text edition without the list of contents that it repeats for each chapter."""
    kept: list[str] = []
    seen = skipping = False
    for line in text.split("\n"):
        if line.strip() == _CONTENTS:
            skipping, seen = seen, True
        elif skipping and not _ENTRY.match(line):
            skipping = False
        if not skipping:
            kept.append(line)
    return "\n".join(kept)


def speed(paths: Sequence[Path], ways: Sequence[str]) -> None:
    """Pages per second over all files."""
    rates: dict[str, float] = {}
    for name in ways:
        pages = failed = 0
        started = time.perf_counter()
        for path in paths:
            try:
                pages += len(WAYS[name](path))
            except ReadFailed:
                failed += 1
        rates[name] = pages / (time.perf_counter() - started)
        print(f"{name:14} {rates[name]:8.1f} pages/s   {pages} pages, {failed} files failed")
    if "pdfminer.six" in rates:
        for name in ways:
            print(f"{name:14} {rates[name] / rates['pdfminer.six']:8.1f} times pdfminer.six")


def accuracy(path: Path, text: Path, ways: Sequence[str]) -> None:
    """F1 of words and of bigrams of each way, cleaned as in ingest."""
    data = text.read_bytes()
    truth = (gzip.decompress(data) if text.suffix == ".gz" else data).decode()
    editions = {"as it is": truth, "contents once": without_later_contents(truth)}
    for edition, wanted in editions.items():
        for name in ways:
            pages = tuple(
                Page(number=number, text=page)
                for number, page in enumerate(WAYS[name](path), start=1)
            )
            found = words("\n".join(page.text for page in clean(pages, wrapped=True)))
            gold = words(wanted)
            bigrams = f1(list(pairwise(found)), list(pairwise(gold)))
            print(f"{edition:14} {name:14} words {f1(found, gold):.4f}  bigrams {bigrams:.4f}")


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--truth", nargs=2, type=Path, metavar=("PDF", "TEXT"))
    parser.add_argument("--skip-pdfminer", action="store_true", help="it takes minutes")
    asked = parser.parse_args()
    ways = [name for name in WAYS if not (asked.skip_pdfminer and name == "pdfminer.six")]
    paths = sorted(path for folder in asked.folders for path in folder.rglob("*.pdf"))
    if paths:
        speed(paths, ways)
    if asked.truth:
        accuracy(asked.truth[0], asked.truth[1], ways)
    if not paths and not asked.truth:
        parser.print_usage(sys.stderr)


if __name__ == "__main__":
    main()
