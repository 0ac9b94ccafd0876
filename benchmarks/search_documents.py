"""Documents to compare search engines on, always the same for the same number and seed.

    python -m benchmarks.search_documents FILE.tsv --documents 20000 [--words 480] [--seed 1]
    python -m benchmarks.search_documents FILE.tsv --collection wetten-nl

Synthetic ones have about as many Dutch words as are asked, drawn one by one as often as they are in
Dutch (PyPI ``wordfreq``, of the peers' environment), pages of 160 words, and six facets. The real
collection is cut by our own tokenizer; its facets are what its metadata says. Words are finished:
lower case, folded, never stemmed. ``peers/records.py`` says what the file looks like.
"""

from __future__ import annotations

import argparse
import importlib
import json
import lzma
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.peers.records import Record, write_records
from corpus.language.tokens import tokenize

PROJECT = Path(__file__).resolve().parents[1]
WORDS = 480  # of a document, on average; the standard deviation is a fourth, the least a twelfth
PAGE = 160  # words
_AT_ONCE = 1000  # documents whose words are drawn together

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)
_MONTH = re.compile(rf"\b\d{{1,2}}\s(?:{'|'.join(_MONTHS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """How often which value is there: between ``fewest`` and ``most`` of ``values`` a document."""

    name: str
    values: int
    fewest: int
    most: int
    zipf: bool = False


FACETS = (
    Facet(name="archetype", values=40, fewest=0, most=3, zipf=True),
    Facet(name="kind", values=4, fewest=1, most=1),
    Facet(name="theme", values=12, fewest=0, most=3),
    Facet(name="municipality", values=342, fewest=0, most=2),
    Facet(name="organisation", values=500, fewest=0, most=1),
    Facet(name="year", values=30, fewest=1, most=1),
)


def dutch() -> dict[str, float]:
    """Dutch words and how often they are used; letters only."""
    frequencies: Mapping[str, float] = importlib.import_module("wordfreq").get_frequency_dict("nl")
    return {word: often for word, often in frequencies.items() if word.isalpha()}


def synthetic(
    words: Mapping[str, float], documents: int, seed: int, mean: int = WORDS
) -> Iterator[Record]:
    """Documents of about ``mean`` of these ``words``, drawn by their frequency."""
    # Only ``random`` and a search in sums: they stay the same from one NumPy to the next.
    generator = np.random.default_rng(seed)
    spellings = np.array(sorted(words, key=lambda word: (-words[word], word)), dtype=object)
    sums = _sums([words[word] for word in spellings])
    facets = [(facet, _sums(_weights(facet))) for facet in FACETS]
    for start in range(0, documents, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, documents))
        lengths = _lengths(generator, len(numbers), mean)
        drawn = spellings[_draw(generator, sums, int(lengths.sum()))]
        ends = lengths.cumsum()
        for number, length, end in zip(numbers, lengths, ends, strict=True):
            yield Record(
                id=f"document-{number:07}",
                facets=_facets(generator, facets),
                pages=paged(drawn[end - length : end].tolist()),
            )


def paged(words: Sequence[str]) -> tuple[str, ...]:
    """Words as pages; one empty page when there are none."""
    starts = range(0, max(1, len(words)), PAGE)
    return tuple(" ".join(words[start : start + PAGE]) for start in starts)


def _sums(weights: Iterable[float]) -> NDArray[np.float64]:
    sums: NDArray[np.float64] = np.fromiter(weights, dtype=np.float64).cumsum()
    sums /= sums[-1]
    return sums


def _weights(facet: Facet) -> list[float]:
    return [1 / (rank + 1) if facet.zipf else 1.0 for rank in range(facet.values)]


def _draw(generator: np.random.Generator, sums: NDArray[np.float64], size: int) -> NDArray[np.intp]:
    found: NDArray[np.intp] = np.searchsorted(sums, generator.random(size), side="right")
    found[found == len(sums)] -= 1
    return found


def _lengths(generator: np.random.Generator, size: int, mean: int) -> NDArray[np.int64]:
    # Twelve uniform numbers make one that is nearly normal, with a variance of one.
    normal = generator.random((size, 12)).sum(axis=1) - 6
    lengths: NDArray[np.int64] = (mean + mean // 4 * normal).astype(np.int64)
    return np.maximum(lengths, mean // 12)


def _facets(
    generator: np.random.Generator, facets: Iterable[tuple[Facet, NDArray[np.float64]]]
) -> dict[str, tuple[str, ...]]:
    found = {}
    for facet, sums in facets:
        many = facet.fewest + int(generator.random() * (facet.most - facet.fewest + 1))
        drawn = dict.fromkeys(_draw(generator, sums, many).tolist())
        if drawn:
            found[facet.name] = tuple(f"{facet.name}-{value:03}" for value in drawn)
    return found


# --- a real collection -------------------------------------------------------------------------


def wetten() -> Iterator[Record]:
    """Dutch acts; facets are their type, the first word of the short title, year and month."""
    path = PROJECT.parent / "shared" / "collections" / "wetten-nl" / "wetten-nl.jsonl.xz"
    if not path.exists():
        raise SystemExit(f"The collection is not there: {path}")
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            text = row["text"].partition("/>\n")[2] or row["text"]  # behind the line of HTML
            yield Record(
                id=row["id"],
                facets=_act_facets(row),
                pages=paged([token.key for token in tokenize(text)]),
            )


def _act_facets(row: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    facets: dict[str, tuple[str, ...]] = {"kind": (row["type"],)}
    if form := re.match(r"\w+", row["short_title"]):
        facets["form"] = (form[0].lower(),)
    if years := _YEAR.findall(row["title"]):
        facets["year"] = tuple(dict.fromkeys(years[:3]))
    if month := _MONTH.search(row["title"]):
        facets["month"] = (month[0].split()[-1].lower(),)
    return facets


COLLECTIONS = {"wetten-nl": wetten}


def main() -> None:
    """Write the documents that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--words", type=int, default=WORDS, help="of a document, about")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--collection", choices=COLLECTIONS)
    asked = parser.parse_args()
    if asked.collection:
        facts = write_records(asked.collection, COLLECTIONS[asked.collection](), asked.file)
    else:
        records = synthetic(dutch(), asked.documents, asked.seed, asked.words)
        facts = write_records(
            f"synthetic, {asked.words} words, seed {asked.seed}", records, asked.file
        )
    print(f"{facts.documents} documents, {facts.words} words", file=sys.stderr)


if __name__ == "__main__":
    main()
