"""How long the server takes for a page, without network and browser.

    python -m benchmarks.bench_server --data FOLDER [--questions 400] [--file queries.tsv]

FOLDER holds an ingested collection; the questions come from a judged collection (the acts, unless
``--file`` names another). Each question is asked once to fill what is kept, and then timed: as it
is, with a kind ticked, as passages, as JSON, and its first half as it is being typed in the search
box. Told are the whole answer and, of JSON, the part of it that the index takes.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from flask.testing import FlaskClient

from benchmarks.judged_collections import COLLECTIONS
from corpus.collection import open_collection
from corpus.settings import load_settings
from index.engines import open_index
from index.evaluation import read_questions
from search_app.app import create_app

_TOOK = re.compile(r'"took_ms":\s*([0-9.]+)')

_WAYS: Mapping[str, Callable[[str], str]] = {
    "search": lambda text: f"/?{urlencode({'q': text})}",
    "search, kind ticked": lambda text: f"/?{urlencode({'q': text, 'kind': 'beleid'})}",
    "passages": lambda text: f"/passages?{urlencode({'q': text})}",
    "search as JSON": lambda text: f"/api/v1/search?{urlencode({'q': text})}",
    "suggestions": lambda text: f"/api/v1/suggest?{urlencode({'q': text[: len(text) // 2]})}",
}


def client(data: Path) -> FlaskClient:
    """The application on the collection in ``data``, to be asked in this process."""
    settings = load_settings({"WATWERKT_DATA": str(data)}, Path.cwd())
    collection = open_collection(settings)
    index = open_index(settings.index, collection.catalogue, collection.taxonomy)
    app = create_app(index, collection.catalogue, collection.taxonomy, collection.originals)
    return app.test_client()


def milliseconds(asked: FlaskClient, address: str) -> tuple[float, str]:
    """How long one answer takes, and the answer."""
    began = time.perf_counter()
    answer = asked.get(address)
    took = 1000 * (time.perf_counter() - began)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status}")
    return took, answer.get_data(as_text=True)


def row(name: str, times: Sequence[float], sizes: Sequence[int]) -> str:
    """A line of the table."""
    slow = quantiles(times, n=100, method="inclusive")
    return (
        f"{name:22} {median(times):8.1f} {slow[94]:8.1f} {slow[98]:8.1f} {max(times):8.1f}"
        f" {median(sizes) / 1000:10.1f}"
    )


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--questions", type=int, default=400)
    parser.add_argument("--file", type=Path, default=COLLECTIONS / "wetten-nl" / "queries.tsv")
    options = parser.parse_args()
    asked = client(options.data)
    questions = [question.text for question in read_questions(options.file)]
    drawn = random.Random(1)  # noqa: S311 - no secret
    questions = drawn.sample(questions, min(options.questions, len(questions)))
    print(f"{len(questions)} questions; milliseconds, and kB of the answer")
    print(f"{'':22} {'median':>8} {'p95':>8} {'p99':>8} {'most':>8} {'kB':>10}")
    for name, address in _WAYS.items():
        for text in questions:
            asked.get(address(text))
        timed = [milliseconds(asked, address(text)) for text in questions]
        print(row(name, [took for took, _ in timed], [len(body) for _, body in timed]))
        engine = [float(found[1]) for _, body in timed if (found := _TOOK.search(body))]
        if engine:
            print(row("  of which the index", engine, [0] * len(engine)))


if __name__ == "__main__":
    main()
