"""Headings of real documents, against what files themselves mark as headings.

They lie beside the project, in ``../shared``, and are never copied into it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from conftest import PROJECT
from corpus.headings import headings
from ingest.extract import Extractor, Limits
from ingest.reading import Reading
from ingest.source import recognise

SHARED = PROJECT.parent / "shared"
DOCUMENTS = SHARED / "documents"
AIDS = SHARED / "collections" / "zoekhulpen"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not DOCUMENTS.is_dir(), reason=f"the real documents are not there: {DOCUMENTS}"
    ),
]

# Folder -> least share of the found ones that are marked, and of the marked ones that are found.
# A file marks not all that a reader takes for a heading, such as a line in bold.
FLOORS = {
    DOCUMENTS / "docx": (0.78, 0.90),
    DOCUMENTS / "md": (0.93, 0.95),
    AIDS / "docx": (0.95, 0.88),
    AIDS / "md": (0.80, 0.98),
}


def told(reading: Reading) -> tuple[set[str], set[str]]:
    """What we find, and what the file marks and is not apart, both as folded lines."""
    found = {one.text.casefold() for one in headings(reading.pages)}
    there = {text.casefold() for p in reading.pages for text in p.running_text.split("\n\n")}
    marked = {text.casefold() for text in (reading.heading or "", *reading.headings)}
    return found, marked & there


@pytest.mark.parametrize("folder", FLOORS, ids=lambda folder: "-".join(folder.parts[-2:]))
def test_headings_that_files_mark_are_found_and_little_else(folder: Path) -> None:
    counts: Counter[str] = Counter()
    with Extractor(Limits()) as extractor:
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            found, marked = told(extractor.extract(file, recognise(file)))
            counts.update(both=len(found & marked), found=len(found), marked=len(marked))
    precision, recall = FLOORS[folder]
    assert counts["both"] >= precision * counts["found"], counts
    assert counts["both"] >= recall * counts["marked"], counts
