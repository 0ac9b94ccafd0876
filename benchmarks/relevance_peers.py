"""How well do others find, on the same documents and questions?

    python -m benchmarks.relevance_peers COLLECTION… [--sample 400] [--seed 1] [--keep FOLDER]
        [--only NAME…]

Prints a table per collection: RR@10, nDCG@10, success at ten, milliseconds per question. Each peer
is set up as its documentation says for the language of the collection, its words are joined by OR
and ranked, and where there is a choice (weight of the title, way of ranking) the best one on this
very collection counts: nobody is held back. Questions are cut into lower-case words first, so that
no punctuation is read as an operator. Times are of a whole page for us (facets and passages) and of
a list of ids for the others.

bm25s       plain BM25, k1 1.2 and b 0.75, on words as they are
whoosh      LanguageAnalyzer, MultifieldParser with OrGroup.factory(0.9), BM25F
tantivy     its stemmer and stop words (PyPI ``tantivy``)
sqlite      FTS5 with unicode61 and bm25(), of the standard library; it has no Dutch stemmer
postgres    its text search configuration, ts_rank and ts_rank_cd (Debian ``postgresql``, PyPI
            ``psycopg[binary]``); a cluster of its own in a temporary folder, without network

Peers that are not installed are left out. They are no dependency of the project.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

from benchmarks.judged_collections import LOADERS, Judged, indexed, load
from benchmarks.peer_engines import PEERS, Peer, Search, installed, words
from index.evaluation import Ranking, ask, measured

MEASURES = ("RR@10", "nDCG@10", "Success@10")


def answers(judged: Judged, search: Search) -> list[Ranking]:
    """What one peer answers to every question."""
    found = []
    for question in judged.questions:
        started = time.perf_counter()
        documents = tuple(search(words(question.text)))
        ms = 1000 * (time.perf_counter() - started)
        found.append(Ranking(question=question.id, documents=documents, ms=ms))
    return found


def best(judged: Judged, peer: Peer) -> tuple[str, list[Ranking]]:
    """The best way to search of one peer, and what it answers."""
    languages = {document.language for document in judged.documents}
    language = "en" if languages == {"en"} else "nl"
    with (
        tempfile.TemporaryDirectory() as folder,
        peer(judged.documents, language, Path(folder)) as ways,
    ):
        found = {way: answers(judged, search) for way, search in ways.items()}
    return max(
        found.items(), key=lambda item: measured(item[1], judged.judgements, MEASURES[:1])["RR@10"]
    )


def line(name: str, judged: Judged, found: Sequence[Ranking]) -> str:
    """One row of the table."""
    figures = measured(found, judged.judgements, MEASURES)
    shown = "".join(f"{figure:12.3f}" for figure in figures.values())
    return f"{name:28}{shown}{fmean(answer.ms for answer in found):10.1f}"


def main() -> None:
    """Read the arguments and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("collection", nargs="+", choices=LOADERS)
    parser.add_argument("--sample", type=int, help="so many of the questions")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for our documents and index")
    parser.add_argument("--only", nargs="+", choices=["watwerkt", *PEERS], help="not all of them")
    asked = parser.parse_args()
    chosen = asked.only or ["watwerkt", *installed()]
    for collection in asked.collection:
        judged = load(collection, asked.keep).sample(asked.sample, asked.seed)
        heads = "".join(f"{measure:>12}" for measure in MEASURES)
        print(f"\n{collection + f' ({len(judged.questions)})':28}{heads}{'ms':>10}", flush=True)
        if "watwerkt" in chosen:
            with tempfile.TemporaryDirectory() as scratch:
                index = indexed(judged, asked.keep or Path(scratch))
                ask(index, judged.questions[0])
                found = [ask(index, question) for question in judged.questions]
            print(line("watwerkt", judged, found), flush=True)
        for name in (name for name in PEERS if name in chosen):
            way, found = best(judged, PEERS[name])
            print(line(f"{name} {way}".rstrip(), judged, found), flush=True)


if __name__ == "__main__":
    main()
