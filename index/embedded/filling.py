"""Fill the parts of a new build with all documents, in bounded memory and in several processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from corpus.archetypes import Taxonomy
from corpus.document import Document
from index.embedded.writer import Generation, SegmentsWriter, create
from index.parts import PARTS, Part, parts_of
from index.prepare import Prepared
from index.protocols import Effort
from index.runs import runs_of, worked

_PER_CHARACTER = 40  # bytes of memory that a character of text takes while its segment is made

Written = Mapping[Part, Sequence[Any]]
"""The segments that were written, as Whoosh knows them."""


def fill(
    folder: Path, documents: Iterable[Document], taxonomy: Taxonomy, effort: Effort
) -> tuple[int, dict[Part, Generation]]:
    """Index documents in an empty folder; returns how many, and what they became."""
    writers = {}
    for part in PARTS:
        create(folder, part.name)
        writers[part] = SegmentsWriter(folder, part.name, effort.memory)
    count = 0
    runs = runs_of(documents, effort.memory // effort.jobs // _PER_CHARACTER)
    for size, written in worked(runs, _write, (folder, taxonomy), effort.jobs):
        count += size
        for part, segments in written.items():
            writers[part].adopt(segments)
    made = {part: writer.commit(whole=True) for part, writer in writers.items()}
    return count, {part: one for part, one in made.items() if part.needed or one.number}


def _write(told: tuple[Path, Taxonomy], run: Sequence[Document]) -> Written:
    """Write documents as one segment of each part that has any of them."""
    folder, taxonomy = told
    prepared: dict[Part, list[Prepared]] = {}
    for document in run:
        for part, some in parts_of(document, taxonomy).items():
            prepared.setdefault(part, []).extend(some)
    return {
        part: SegmentsWriter(folder, part.name, 0).written(some) for part, some in prepared.items()
    }
