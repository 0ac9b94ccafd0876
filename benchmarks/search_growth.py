"""How do indexing and searching grow with the collection?

    python -m benchmarks.search_growth [--documents 20000,100000,300000,1000000] [--words 48]

Short synthetic documents (``search_documents.py``), one number after another. Time grows as a power
of the number of documents, of which the exponent is fitted to the logarithms by least squares: 1 is
linear. For pages it is the power of the number of hits that a class of queries has.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.search_figures import Measured
from benchmarks.search_peers import CACHE, Documents, chosen, measure, setting

_KINDS = ("word_frequent", "word_mid", "and2", "or3", "phrase2", "prefix", "filter", "everything")
_WORK = "faceted_page"


def exponent(sizes: Sequence[float], times: Sequence[float]) -> tuple[float, float]:
    """The power with which times grow, and how much of them it explains (R squared)."""
    x, y = np.log(sizes), np.log(times)
    slope, constant = np.polyfit(x, y, 1)
    left = float(((y - slope * x - constant) ** 2).sum())
    whole = float(((y - y.mean()) ** 2).sum())
    return float(slope), 1 - left / whole if whole else 1.0


def hits(measured: Measured, kind: str) -> float:
    """How many documents the queries of a class have, on average."""
    return mean(answer["total"] for answer in measured.cells[_WORK, kind].answers.values())


def _lines(found: Mapping[int, Measured]) -> list[str]:
    heads = f"{'documents':>12}{'seconds':>10}{'docs/s':>10}{'MB disk':>10}{'MB peak':>10}"
    lines = [heads + "".join(f"{kind:>15}" for kind in _KINDS)]
    for number, one in found.items():
        built = one.built
        figures = (built.seconds, number / built.seconds, built.size_mb, built.peak_mb)
        cells = (one.cells[_WORK, kind] for kind in _KINDS)
        lines.append(
            f"{number:>12}"
            + f"{figures[0]:>10.1f}"
            + "".join(f"{figure:>10.0f}" for figure in figures[1:])
            + "".join(f"{cell.median:>12.2f} ms" for cell in cells)
        )
    slope, explained = exponent(list(found), [one.built.seconds for one in found.values()])
    lines.append(f"Indexing grows with power {slope:.3f} of the documents (R2 {explained:.4f}).")
    for kind in _KINDS:
        many = [hits(one, kind) for one in found.values()]
        slope, _ = exponent(many, [one.cells[_WORK, kind].median for one in found.values()])
        lines.append(f"A page of {kind} grows with power {slope:.2f} of its hits.")
    return lines


def main() -> None:
    """Measure each number of documents and print how time grows."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--documents", default="20000,100000,300000,1000000")
    parser.add_argument("--words", type=int, default=48, help="of a document, about")
    parser.add_argument("--engines", default="watwerkt", help="as in search_peers")
    parser.add_argument("--repetitions", type=int, default=50, help="of each class of queries")
    parser.add_argument("--cache", type=Path, default=CACHE)
    asked = parser.parse_args()
    numbers = [int(number) for number in asked.documents.split(",")]
    engines = chosen(asked.engines)
    found: dict[str, dict[int, Measured]] = {engine.name: {} for engine in engines}
    for number in numbers:
        with setting(asked.cache, Documents(number, asked.words, 1), asked.repetitions) as given:
            for one in measure(engines, given):
                found[one.name][number] = one
    for name, by_number in found.items():
        print(name)
        for line in _lines(by_number):
            print(line)
    told = {
        name: {number: round(one.built.seconds, 2) for number, one in by_number.items()}
        for name, by_number in found.items()
    }
    print(json.dumps({"words": asked.words, "indexing_s": told}))


if __name__ == "__main__":
    main()
