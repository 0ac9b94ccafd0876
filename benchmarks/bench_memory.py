"""How fast the embedded index answers when it does not fit into memory.

    python -m benchmarks.bench_memory FOLDER [--pages 100000] [--words 160] [--keep FOLDER]

Run it as root where memory cgroups of version 1 are below ``/sys/fs/cgroup/memory``: the
first run makes the index in ``FOLDER``, the next one asks. Then the process is allowed less and
less beside what is its own, so that fewer pages of the files of the index can stay in memory, and
is asked the questions of ``bench_engines`` twice each time; the second time counts. What it
reads again comes from the disk of this machine, however fast that is.
"""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.bench_engines import bytes_of, documents, milliseconds, of_pages, questions
from benchmarks.judged_collections import MemoryStore, load
from corpus.archetypes import load_taxonomy
from index.api import Query
from index.engines import open_index
from index.protocols import SearchIndex

_GROUP = Path("/sys/fs/cgroup/memory/watwerkt-bench")
_SHARES = (1.0, 0.5, 0.25, 0.1, 0.05)  # of the index that find room
_PER_CLASS = 40  # questions
_OWN = 10 << 20  # bytes that the process may still need for itself


def allow(share: float, size: int) -> None:
    """Leave room for a share of the index beside what the process has for itself."""
    told = (line.split() for line in (_GROUP / "memory.stat").read_text().splitlines())
    own = next(int(number) for name, number in told if name == "rss")
    (_GROUP / "memory.limit_in_bytes").write_text(str(int(own + _OWN + share * size)))


def report(share: float, index: SearchIndex, asked: Mapping[str, Sequence[Query]]) -> None:
    """Ask all questions twice and print the second time."""
    for _ in range(2):
        took = {kind: milliseconds(index, queries) for kind, queries in asked.items()}
    for kind, each in took.items():
        cuts = quantiles(each, n=100, method="inclusive")
        print(f"{share:4.0%} {kind:12} {median(each):8.1f} ms  p95 {cuts[94]:8.1f}", flush=True)


def main() -> None:
    """Make the index or ask it, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=160, help="of a page")
    parser.add_argument("--keep", type=Path, help="folder in which the read acts are kept")
    told = parser.parse_args()
    acts = load("wetten-nl", told.keep).documents
    store = MemoryStore(of_pages(documents(acts, told.words, 10), told.pages))
    address = f"whoosh://{told.folder.resolve()}"
    index = open_index(address, store, load_taxonomy())
    if not (told.folder / "current.json").exists():
        index.rebuild(iter(store.documents.values()), 1)
        raise SystemExit("The index is made; `sync; echo 3 > /proc/sys/vm/drop_caches`, and again.")
    _GROUP.mkdir(exist_ok=True)
    (_GROUP / "memory.limit_in_bytes").write_text("-1")
    (_GROUP / "cgroup.procs").write_text(str(os.getpid()))
    size = bytes_of(address, None)
    asked = questions(store, _PER_CLASS)
    index.search(Query(text="bewoners van de wijk"))
    gc.collect()
    gc.freeze()
    for share in _SHARES:
        allow(share, size)
        report(share, index, asked)


if __name__ == "__main__":
    main()
