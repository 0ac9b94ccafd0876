"""What an index takes and how fast it answers: embedded, on one node, and on a cluster.

    make opensearch
    python -m benchmarks.bench_engines [--pages 100000] [--words 160] [--engines embedded,1x1,3x3]

The Dutch acts of the shared collections, cut into pages of ``--words`` words and documents of
``--pages-each`` pages; ``1x1`` is one node with one shard, ``3x3`` three nodes with three, all on
this machine and without replicas. Each engine is built through the same door (``open_index``) in
one process and asked the same questions in turn: first pages with all facets and best lines, five
rounds, of which the first only warms up. What documents cost before any engine sees them is told
apart. Figures of one run may be compared with each other, not with those of other machines.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from benchmarks.judged_collections import MemoryStore, available, load
from corpus.archetypes import load_taxonomy
from corpus.document import Document, Page
from index.api import Query
from index.engines import open_index
from index.prepare import prepare
from index.protocols import SearchIndex

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from opensearch_cluster import Cluster, missing

_ROUNDS = 5
_COMMON = 3  # letters; shorter words are not asked
_PREPARED = 500  # documents of which is measured what they cost before an engine sees them


def documents(page_words: int, pages_each: int) -> Iterator[Document]:
    """The acts as documents of ``pages_each`` pages of ``page_words`` words, or the rest."""
    for act in load("wetten-nl").documents:
        words = " ".join(page.text for page in act.pages).split()
        size = page_words * pages_each
        for number, start in enumerate(range(0, len(words), size)):
            own = words[start : start + size]
            pages = tuple(
                Page(number=n, text=" ".join(own[at : at + page_words]))
                for n, at in enumerate(range(0, len(own), page_words), 1)
            )
            yield replace(act, id=f"{act.id}-{number}", pages=pages)


def questions(store: MemoryStore, many: int) -> dict[str, list[Query]]:
    """Of each class as many questions, with words that stand together in a document."""
    drawn = random.Random(1)  # noqa: S311 - no secret
    ids = list(store.documents)
    found: dict[str, list[Query]] = {name: [] for name in ("word", "and", "phrase", "filter")}
    while len(found["word"]) < many:
        page = drawn.choice(store.documents[drawn.choice(ids)].pages)
        words = page.text.split()
        at = drawn.randrange(max(1, len(words) - 1))
        pair = [word for word in words[at : at + 2] if word.isalpha() and len(word) > _COMMON]
        if len(pair) == 2:
            one, both = pair[0], " ".join(pair)
            found["word"].append(Query(text=one))
            found["and"].append(Query(text=both))
            found["phrase"].append(Query(text=f'"{both}"'))
            found["filter"].append(Query(text=one, filters={"language": frozenset({"nl"})}))
    found["everything"] = [Query(text="")] * (many // 4)
    return found


def bytes_of(address: str, cluster: Cluster | None) -> int:
    """What an index takes on disk."""
    if cluster is None:
        folder = Path(address.removeprefix("whoosh://"))
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    cluster.ask("POST", "/_flush")
    told = cluster.ask("GET", "/_cat/indices/bench-*?format=json&bytes=b&h=store.size")
    return sum(int(one["store.size"]) for one in told)


def milliseconds(
    indices: Mapping[str, SearchIndex], asked: Mapping[str, Sequence[Query]]
) -> dict[str, dict[str, list[float]]]:
    """Engine -> class -> how long each answer took, the engines in turn."""
    took: dict[str, dict[str, list[float]]] = {
        name: {kind: [] for kind in asked} for name in indices
    }
    for number in range(_ROUNDS):
        for kind, queries in asked.items():
            for name, index in indices.items():
                for query in queries:
                    began = time.perf_counter()
                    index.search(query)
                    if number:
                        took[name][kind].append(1000 * (time.perf_counter() - began))
    return took


def built(name: str, store: MemoryStore, heap: str, held: ExitStack) -> SearchIndex:
    """An index of all documents; what it took is printed."""
    folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
    cluster, address = None, f"whoosh://{folder / 'index'}"
    if name != "embedded":
        if lacking := missing():
            raise SystemExit(f"{name} cannot be measured: {lacking}.")
        nodes, shards = map(int, name.split("x"))
        java = (f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseG1GC")
        cluster = held.enter_context(Cluster(folder, nodes=nodes, java=java))
        address = cluster.address("bench", (shards, 0))
    index = open_index(address, store, load_taxonomy())
    began = time.perf_counter()
    many = index.rebuild(iter(store.documents.values()), 1)
    took = time.perf_counter() - began
    size, pages = bytes_of(address, cluster), pages_in(store)
    print(
        f"{name:10} {took:8.1f} s {many / took:8.0f} documents/s {pages / took:8.0f} pages/s "
        f"{size / 1e6:8.1f} MB {size / pages:8.0f} bytes/page",
        flush=True,
    )
    return index


def pages_in(store: MemoryStore) -> int:
    """How many pages all documents have."""
    return sum(len(document.pages) for document in store.documents.values())


def prepared_each_second(store: MemoryStore) -> float:
    """How many documents one process analyses in a second, before any engine sees them."""
    some = list(islice(store.documents.values(), _PREPARED))
    taxonomy = load_taxonomy()
    began = time.perf_counter()
    for document in some:
        prepare(document, taxonomy)
    return len(some) / (time.perf_counter() - began)


def main() -> None:
    """Build, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=160, help="of a page")
    parser.add_argument("--pages-each", type=int, default=10, help="of a document")
    parser.add_argument("--engines", default="embedded,1x1,3x3", help="or nodes x shards")
    parser.add_argument("--questions", type=int, default=40, help="of each class")
    parser.add_argument("--heap", default="2g", help="of each node")
    asked = parser.parse_args()
    if not available("wetten-nl"):
        raise SystemExit("The acts of the shared collections are needed, and are not there.")
    wanted = asked.pages // asked.pages_each
    store = MemoryStore(islice(documents(asked.words, asked.pages_each), wanted))
    print(f"{len(store.documents)} documents, {pages_in(store)} pages of {asked.words} words")
    print(f"analysis alone: {prepared_each_second(store):.0f} documents/s in one process")
    with ExitStack() as held:
        names = asked.engines.split(",")
        indices = {name: built(name, store, asked.heap, held) for name in names}
        took = milliseconds(indices, questions(store, asked.questions))
    for kind in took[names[0]]:
        for name in names:
            cuts = quantiles(took[name][kind], n=100, method="inclusive")
            middle = median(took[name][kind])
            print(f"{kind:12} {name:10} {middle:8.1f} ms  p95 {cuts[94]:8.1f}  p99 {cuts[98]:8.1f}")


if __name__ == "__main__":
    main()
