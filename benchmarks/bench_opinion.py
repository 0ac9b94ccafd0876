"""How good is the second opinion on labels, on how many decisions, and are its probabilities true?

    python -m benchmarks.bench_opinion [figures] [negatives] [curve] [--held]

figures      every judged text of the tuned half, by what is learned from the others; with --held
             those of the other half, by what is learned from the tuned one
negatives    decisions as librarians take them (labels that are missing are added, wrong ones and
             traps rejected): what is learned with and without the documents of other archetypes
curve        what is learned from so many texts of each archetype (all), and from so many texts of
             one archetype and so many others (alone)

Everything but --held looks at the tuned half only (a fifth left out at a time).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise, product
from pathlib import Path

from corpus.archetypes import load_taxonomy
from ingest.label_evaluation import JudgedText, read_judged
from ingest.opinions import SUGGESTS, Example, Opinion
from ingest.second_opinion import SecondOpinion, out_of_fold
from ingest.tag import Tagger

TEXTS = Path(__file__).parents[1] / "tests" / "eval" / "labels"
TAXONOMY = load_taxonomy()
ARCHETYPES = tuple(TAXONOMY.archetypes)
FOLDS = 5
_BANDS = (0.0, 0.02, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)

Learn = Callable[[Sequence[Example]], Sequence[Example]]  # what of the training texts is learned


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", nargs="*", choices=["figures", "negatives", "curve", []])
    parser.add_argument("--held", action="store_true")
    asked = parser.parse_args()
    # In an order in which each fifth has some texts of each archetype.
    judged = sorted(read_judged(TEXTS), key=lambda text: (text.labels, text.id[::-1]))
    tuned = [text for text in judged if not text.is_held]
    if "figures" in asked.what or not asked.what:
        held = [text for text in judged if text.is_held] if asked.held else []
        figures([*map(example, tuned)], [*map(example, held)])
    if "negatives" in asked.what:
        negatives(tuned)
    if "curve" in asked.what:
        curve([*map(example, tuned)])


def example(text: JudgedText) -> Example:
    """A text of which every label is known."""
    verdicts = {one: one in text.labels for one in ARCHETYPES}
    whole = f"{text.title}\n{text.text}"
    return Example(id=text.id, text=whole, verdicts=verdicts)


def figures(tuned: Sequence[Example], held: Sequence[Example]) -> None:
    """How right it is, and how often what it says happens."""
    started = time.perf_counter()
    if held:
        found = [*SecondOpinion(tuned, ARCHETYPES).on(held, reasons_from=1)]
    else:
        found = [*out_of_fold(tuned, ARCHETYPES)]
    truth = known(held or tuned)
    tell("held half" if held else "tuned half", found, truth)
    print(f"{time.perf_counter() - started:.1f} s\nprobability  pairs  mean  true")
    for low, high in pairwise(_BANDS):
        inside = [one for one in found if low <= one.probability < high]
        if inside:
            mean = sum(one.probability for one in inside) / len(inside)
            true = sum(truth[one.document_id][one.archetype] for one in inside) / len(inside)
            print(f"{low:.2f}-{min(high, 1):.2f}  {len(inside):9}  {mean:.3f}  {true:.3f}")


def negatives(tuned: Sequence[JudgedText]) -> None:
    """Are documents of other archetypes worth learning from?"""
    tagger = Tagger(TAXONOMY)
    truth = known([*map(example, tuned)])
    ruled = {text.id: frozenset(t.archetype for t in tagger.tag(text.document)) for text in tuned}
    said = {text.id: decisions(text, ruled[text.id]) for text in tuned}
    weak = {
        one: dict.fromkeys(set(ARCHETYPES) - ruled[one] - of.keys(), False) | of
        for one, of in said.items()
        if any(of.values())
    }
    examples = [*map(example, tuned)]
    for name, verdicts in (("decided only", said), ("and others", said | weak), ("all", truth)):
        pairs = sum(map(len, verdicts.values()))

        tell(f"{name}, {pairs} pairs", [*crossed(examples, partial(decided, verdicts))], truth)


def decided(verdicts: Mapping[str, Mapping[str, bool]], some: Sequence[Example]) -> list[Example]:
    """The texts on which something was decided, with that alone."""
    return [replace(one, verdicts=verdicts[one.id]) for one in some if verdicts[one.id]]


def decisions(text: JudgedText, ruled: frozenset[str]) -> dict[str, bool]:
    """What a librarian would decide who sees the labels of the rules and misses the first one."""
    said = {one: False for one in ruled if one not in text.labels}
    if text.kind == "trap":
        said |= {one: False for one in ARCHETYPES if text.id.startswith(one)}
    return said | dict.fromkeys(text.labels[:1], True)


def curve(tuned: Sequence[Example]) -> None:
    """How good it is on few decisions."""
    truth = known(tuned)
    for count in (2, 3, 4, 5, 6, 8, 10):
        tell(f"all {count}", [*crossed(tuned, partial(first, count))], truth)
    for yes, no in product((4, 6, 8, 10), (8, 16, 32, 64, 128)):
        alone = [
            opinion
            for one in ARCHETYPES
            for opinion in crossed(tuned, partial(few, one, yes, no), (one,))
        ]
        tell(f"alone {yes} and {no}", alone, truth)


def first(count: int, some: Sequence[Example]) -> list[Example]:
    """So many texts of each archetype."""
    chosen: dict[str, Example] = {}
    for archetype in ARCHETYPES:
        chosen |= {e.id: e for e in [e for e in some if e.verdicts[archetype]][:count]}
    return [*chosen.values()]


def few(archetype: str, yes: int, no: int, some: Sequence[Example]) -> list[Example]:
    """So many texts of one archetype, and so many of all sorts that are not about it."""
    about = [one for one in some if one.verdicts[archetype]]
    others = [one for one in some if not one.verdicts[archetype]]
    step = len(others) / no
    return [*about[:yes], *(others[int(n * step)] for n in range(no))]


def crossed(
    examples: Sequence[Example], learn: Learn, archetypes: Sequence[str] = ARCHETYPES
) -> Iterator[Opinion]:
    """The opinion on each text, learned from some of the others."""
    for fold in range(FOLDS):
        others = [one for n, one in enumerate(examples) if n % FOLDS != fold]
        opinion = SecondOpinion(learn(others), archetypes)
        yield from opinion.on(examples[fold::FOLDS], reasons_from=1)


def known(examples: Sequence[Example]) -> dict[str, Mapping[str, bool]]:
    """Text -> what it is about."""
    return {one.id: one.verdicts for one in examples}


def tell(name: str, found: Sequence[Opinion], truth: Mapping[str, Mapping[str, bool]]) -> None:
    """One line of figures; Brier score and log loss beside those of the base rate."""
    pairs = [(one.probability, truth[one.document_id][one.archetype]) for one in found]
    said = [true for p, true in pairs if p >= SUGGESTS]
    wanted = sum(true for _, true in pairs)
    brier = sum((p - true) ** 2 for p, true in pairs) / len(pairs)
    base = wanted / len(pairs)
    print(
        f"{name:<28} precision {sum(said) / max(1, len(said)):.3f}  "
        f"recall {sum(said) / wanted:.3f}  F1 {2 * sum(said) / (len(said) + wanted):.3f}  "
        f"Brier {brier:.4f} (base rate {base * (1 - base):.4f})",
        flush=True,
    )


if __name__ == "__main__":
    main()
