"""What an index takes and how fast it answers: embedded, on one node, and on a cluster.

    make opensearch
    python -m benchmarks.bench_engines [--pages 100000] [--words 160] [--engines embedded,1x1,3x3]

The Dutch acts of the shared collections, cut into pages of ``--words`` words and documents of
``--pages-each`` pages; where they do not suffice they are cut again in other places. ``1x1`` is one
node with one shard, ``3x3`` three nodes with three, all on this machine and without replicas. Each
engine is built through the same door (``open_index``) in one process and asked the same questions
in turn: first pages with all facets and best lines, five rounds, of which the first only warms up.
Beside the time of an answer stands that of all processors for it, of us and of the nodes. What
documents cost before any engine sees them is told apart. Figures of one run may be compared with
each other, not with those of other machines.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import count, islice
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


@dataclass(frozen=True, slots=True)
class Built:
    """An index that was made, and the cluster that it is on."""

    index: SearchIndex
    cluster: Cluster | None

    def seconds_used(self) -> float:
        """Of all processors, by us and by the nodes, since they began."""
        used = time.process_time()
        if self.cluster is not None:
            nodes = self.cluster.ask("GET", "/_nodes/stats/process")["nodes"].values()
            used += sum(node["process"]["cpu"]["total_in_millis"] for node in nodes) / 1000
        return used


@dataclass(slots=True)
class Took:
    """What the answers to the questions of a class took.

    Attributes:
        each: milliseconds of each answer.
        used: seconds of processors for all of them.
    """

    each: list[float] = field(default_factory=list)
    used: float = 0.0


def documents(acts: Sequence[Document], page_words: int, pages_each: int) -> Iterator[Document]:
    """The acts as documents of ``pages_each`` pages of ``page_words`` words, or the rest."""
    size = page_words * pages_each
    for cut in count():
        for act in acts:
            words = " ".join(page.text for page in act.pages).split()
            del words[: cut * page_words // 3]
            for number, start in enumerate(range(0, len(words), size)):
                own = words[start : start + size]
                pages = tuple(
                    Page(number=n, text=" ".join(own[at : at + page_words]))
                    for n, at in enumerate(range(0, len(own), page_words), 1)
                )
                yield replace(act, id=f"{act.id}-{cut}-{number}", pages=pages)


def of_pages(some: Iterator[Document], pages: int) -> Iterator[Document]:
    """As many of the documents as have so many pages."""
    while pages > 0:
        document = next(some)
        pages -= len(document.pages)
        yield document


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


def milliseconds(index: SearchIndex, queries: Sequence[Query]) -> list[float]:
    """How long each answer took."""
    took = []
    for query in queries:
        began = time.perf_counter()
        index.search(query)
        took.append(1000 * (time.perf_counter() - began))
    return took


def answered(
    built: Mapping[str, Built], asked: Mapping[str, Sequence[Query]]
) -> dict[str, dict[str, Took]]:
    """Class -> engine -> what its answers took, the engines in turn."""
    took = {kind: {name: Took() for name in built} for kind in asked}
    for number in range(_ROUNDS):
        for kind, queries in asked.items():
            for name, one in built.items():
                used = one.seconds_used()
                each = milliseconds(one.index, queries)
                if number:
                    took[kind][name].each += each
                    took[kind][name].used += one.seconds_used() - used
    return took


def built(name: str, store: MemoryStore, heap: str, held: ExitStack) -> Built:
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
    made = Built(open_index(address, store, load_taxonomy()), cluster)
    began, used = time.perf_counter(), made.seconds_used()
    many = made.index.rebuild(iter(store.documents.values()), 1)
    took, used = time.perf_counter() - began, made.seconds_used() - used
    size, pages = bytes_of(address, cluster), pages_in(store)
    print(
        f"{name:10} {took:8.1f} s {many / took:8.0f} documents/s {pages / took:8.0f} pages/s "
        f"{used:8.1f} s of processors {size / 1e6:8.1f} MB {size / pages:8.0f} bytes/page",
        flush=True,
    )
    return made


def pages_in(store: MemoryStore) -> int:
    """How many pages all documents have."""
    return sum(len(document.pages) for document in store.documents.values())


def prepared_each_second(store: MemoryStore) -> float:
    """How many documents one process analyses in a second, before any engine sees them."""
    first, some = (list(islice(store.documents.values(), n, n + _PREPARED)) for n in (0, _PREPARED))
    taxonomy = load_taxonomy()
    for document in first:  # word lists are read, and frequent words looked up once
        prepare(document, taxonomy)
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
    parser.add_argument("--keep", type=Path, help="folder in which the read acts are kept")
    asked = parser.parse_args()
    if not available("wetten-nl"):
        raise SystemExit("The acts of the shared collections are needed, and are not there.")
    acts = load("wetten-nl", asked.keep).documents
    cut = documents(acts, asked.words, asked.pages_each)
    store = MemoryStore(of_pages(cut, asked.pages))
    print(f"{len(store.documents)} documents, {pages_in(store)} pages of {asked.words} words")
    print(f"analysis alone: {prepared_each_second(store):.0f} documents/s in one process")
    with ExitStack() as held:
        made = {name: built(name, store, asked.heap, held) for name in asked.engines.split(",")}
        wanted = questions(store, asked.questions)
        gc.collect()
        gc.freeze()  # as the web server does; and what is kept here of all pages is in no answer
        for kind, of_engines in answered(made, wanted).items():
            for name, took in of_engines.items():
                cuts = quantiles(took.each, n=100, method="inclusive")
                print(
                    f"{kind:12} {name:10} {median(took.each):8.1f} ms  p95 {cuts[94]:8.1f}  "
                    f"p99 {cuts[98]:8.1f}  processors {1000 * took.used / len(took.each):8.1f}"
                )


if __name__ == "__main__":
    main()
