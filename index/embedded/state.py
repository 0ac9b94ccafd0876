"""Which build of an index is in use, and whether its files are still as they were written.

``current.json`` is replaced at once, so that a reader sees the old state or the new one. It knows
a CRC-32 of itself, of Whoosh's table of contents, and of the checksums of every segment, which
know those of its blocks: what a disk or a copy has changed is told as damage, and never searched.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated
from corpus.files import on_disk, whole_file
from index.segment.segment import Segment

_STATE_FILE = "current.json"
_CONTENTS = ".toc"  # Whoosh's tables of contents; the rest is segments and what is unfinished


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One committed state.

    Attributes:
        build: name of the folder with the Whoosh index.
        fingerprint: the rules it was made under (:func:`index.fingerprint.fingerprint`).
        catalogue: identity of the catalogue it was made from.
        revision: revision of that catalogue it has reached.
        generations: name of a part (:mod:`.parts`) -> generation of it.
        files: name -> CRC-32 of each table of contents, and of the checksums of each segment.
    """

    build: str
    fingerprint: str
    catalogue: str
    revision: int
    generations: Mapping[str, int]
    files: Mapping[str, int]


def read_state(folder: Path) -> State:
    """The state that was committed last.

    Raises:
        IndexMissing: when there is none yet.
        IndexOutdated: when another version wrote it.
        IndexDamaged: when it cannot be read.
    """
    try:
        kept = json.loads((folder / _STATE_FILE).read_text(encoding="utf-8"))
        if kept.pop("crc32") != _crc32_of(kept):
            raise damaged(folder)
        if kept.keys() != State.__dataclass_fields__.keys():
            raise IndexOutdated(
                f"The index at {folder} was made by another version; run ‘watwerkt reindex’."
            )
        return State(**kept)
    except FileNotFoundError:
        raise IndexMissing(f"There is no index at {folder} yet; run ‘watwerkt reindex’.") from None
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
        raise damaged(folder) from error


def write_state(folder: Path, state: State) -> None:
    """Make ``state`` the one in use."""
    kept = asdict(state)
    with whole_file(folder / _STATE_FILE) as file:
        file.write(json.dumps(kept | {"crc32": _crc32_of(kept)}).encode())


def stamp(folder: Path) -> tuple[int, int] | None:
    """Differs whenever another state was written; None when there is none."""
    with suppress(OSError):
        stat = (folder / _STATE_FILE).stat()
        return stat.st_mtime_ns, stat.st_ino
    return None


def checksums(build: Path, names: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """What :class:`State` knows of some files of a build; those that are ``known`` never change.

    Afterwards all of them outlive a loss of power: a state may speak of them.
    """
    names = sorted(names)
    new = {name: checksum(build / name) for name in names if name not in known}
    for name in new:
        on_disk(build / name)
    on_disk(build)
    return {name: known[name] if name in known else new[name] for name in names}


def sweep(build: Path, files: Collection[str]) -> None:
    """Remove what no state speaks of any more from a build that has these files."""
    for path in build.iterdir():
        if path.name not in files:
            with suppress(OSError):  # one that others hold goes with a later change
                path.unlink()


def checksum(path: Path) -> int:
    """CRC-32 of a table of contents, or of the checksums of a segment."""
    return zlib.crc32(path.read_bytes()) if path.suffix == _CONTENTS else Segment(path).checksum


def damaged(folder: Path) -> IndexDamaged:
    """What to tell when the files of the index cannot be used."""
    return IndexDamaged(f"The index at {folder} cannot be read; run ‘watwerkt reindex’.")


def _crc32_of(kept: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(kept, sort_keys=True).encode())
