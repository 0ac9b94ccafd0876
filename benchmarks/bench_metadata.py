r"""How right are the guesses about documents that come without metadata?

    python benchmarks/bench_metadata.py FOLDER [--truth tests/eval/metadata.tsv] [--misses]
        [--half tuned|held]

FOLDER holds the documents that the table of what is true names. Prints, per field, how many
guesses are right, wrong and absent where there is something, how many say something where there is
nothing, and the share of right ones among those made; then how often a guess of some confidence is
right, and how long guessing takes. With ``--misses`` every guess that is not right. The table has
two halves: rules may be tuned on one, and the other is only to see whether they hold elsewhere.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from corpus.document import Kind, Page
from corpus.language.fold import fold
from ingest.extract import READERS
from ingest.metadata import Guessed, guess
from ingest.reading import Reading
from ingest.source import recognise
from ingest.worker import cleaned

TRUTH = Path(__file__).parents[1] / "tests" / "eval" / "metadata.tsv"
TODAY = date(2026, 9, 1)  # after the last of the documents; fixed, so that figures can be compared
NONE = "-"
RIGHT, WRONG, UNKNOWN, INVENTED, SILENT = "right", "wrong", "unknown", "invented", "silent"
TUNED, HELD = "tuned", "held"
_SALT = "metadata 1"  # another one would make other halves
_JUDGED = {"year": "published"}  # columns that are called otherwise in a document


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How one field of one document was guessed.

    Attributes:
        result: ``right``, ``wrong``, ``unknown`` (there is something, nothing was guessed),
            ``invented`` (there is nothing, something was guessed) or ``silent`` (there is nothing
            and nothing was guessed).
        wanted: what is true, as the table writes it.
    """

    file: str
    field: str
    result: str
    guessed: str
    wanted: str
    confidence: float


def truths(path: Path = TRUTH) -> Mapping[str, dict[str, str]]:
    """File -> field -> what is true; a field that was not judged is absent."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    return {
        row.pop("file"): {field: cell for field, cell in row.items() if cell}
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    }


def half_of(file: str) -> str:
    """``tuned`` or ``held``: the same half for ever, by the name of the file without its ending.

    Two formats of one document fall into the same half. The table was once tuned on as a whole, so
    ``held`` is untouched only by what came after that.
    """
    name = f"{_SALT} {PurePath(file).stem}"
    return (TUNED, HELD)[hashlib.sha256(name.encode()).digest()[0] % 2]


def read(path: Path) -> Reading:
    """The reading of a file, without the recognition of scans and without limits."""
    module, _, function = READERS[recognise(path)].partition(":")
    return cleaned(getattr(importlib.import_module(module), function)(path))


def judged(file: str, guessed: Guessed, truth: Mapping[str, str]) -> Iterator[Judgement]:
    """One judgement for each field that the table judges."""
    confidence = {origin.field: origin.confidence for origin in guessed.origins}
    for field, cell in truth.items():
        name = _JUDGED.get(field, field)
        value = _written(field, getattr(guessed, name))
        yield Judgement(
            file=file,
            field=field,
            result=_result(field, value, cell, truth),
            guessed=value,
            wanted=cell,
            confidence=confidence.get(name, 0.0),
        )


def _written(field: str, value: object) -> str:
    """A value as the table would write it."""
    if isinstance(value, Kind):
        return value.value
    if isinstance(value, tuple):
        return "; ".join(value)
    text = str(value or "")
    return text[:4] if field == "year" else text


def _result(field: str, value: str, cell: str, truth: Mapping[str, str]) -> str:
    allowed = cell.split("|")
    if not value:
        return SILENT if NONE in allowed else UNKNOWN
    if cell == NONE:
        return INVENTED
    if field == "themes":
        return RIGHT if set(value.split("; ")) <= set(re.split(r"; |\|", cell)) else WRONG
    wanted = {_same(text) for text in allowed if text != NONE}
    if field == "title":
        wanted |= {_same(f"{text} {truth.get('subtitle', '')}") for text in allowed}
    return RIGHT if _same(value) in wanted else WRONG


def _same(text: str) -> str:
    """A value as it is compared: without case, accents, punctuation and order of names."""
    parts = sorted("".join(filter(str.isalnum, fold(part))) for part in text.split(";"))
    return ";".join(part for part in parts if part)


def precision(judgements: Iterable[Judgement]) -> float:
    """Share of right ones among the guesses that were made; 1 when none was."""
    results = Counter(judgement.result for judgement in judgements)
    made = results[RIGHT] + results[WRONG] + results[INVENTED]
    return results[RIGHT] / made if made else 1.0


def recall(judgements: Iterable[Judgement]) -> float:
    """Share of what there is that was guessed right; 1 when there is nothing."""
    results = Counter(judgement.result for judgement in judgements)
    there = results[RIGHT] + results[WRONG] + results[UNKNOWN]
    return results[RIGHT] / there if there else 1.0


def by_field(judgements: Iterable[Judgement]) -> dict[str, list[Judgement]]:
    """The judgements of each field, in the order of the table."""
    fields: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        fields[judgement.field].append(judgement)
    return fields


def _print_fields(judgements: Iterable[Judgement]) -> None:
    print("field           right  wrong  unknown  invented  silent  precision  recall")
    for field, found in by_field(judgements).items():
        n = Counter(judgement.result for judgement in found)
        print(
            f"{field:14} {n[RIGHT]:6} {n[WRONG]:6} {n[UNKNOWN]:8} {n[INVENTED]:9} {n[SILENT]:7}"
            f" {precision(found):10.2f} {recall(found):7.2f}"
        )


def _print_confidence(judgements: Iterable[Judgement]) -> None:
    bands: dict[int, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.guessed:
            bands[min(int(judgement.confidence * 10), 9)].append(judgement)
    print("\nconfidence  guesses  right")
    for band, found in sorted(bands.items()):
        print(f"{band / 10:.1f} - {(band + 1) / 10:.1f} {len(found):8} {precision(found):7.2f}")


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--half", choices=(TUNED, HELD))
    asked = parser.parse_args()
    judgements: list[Judgement] = []
    guess(Reading(pages=(Page(number=1, text="Het begin. " * 20),)), "a.txt", TODAY)  # loads all
    slowest = (0.0, "", 0)
    for file, truth in truths(asked.truth).items():
        if asked.half and half_of(file) != asked.half:
            continue
        reading = read(asked.folder / file)
        started = time.process_time()
        guessed = guess(reading, Path(file).name, TODAY)
        slowest = max(slowest, (time.process_time() - started, file, len(reading.pages)))
        judgements += judged(file, guessed, truth)
    _print_fields(judgements)
    _print_confidence(judgements)
    seconds, file, pages = slowest
    print(f"\nslowest: {1000 * seconds:.0f} ms for the {pages} pages of {file}")
    for judgement in judgements if asked.misses else ():
        if judgement.result not in (RIGHT, SILENT):
            print(
                f"\n{judgement.field}: {judgement.result}, {judgement.file}\n"
                f"  guessed {judgement.guessed} ({judgement.confidence:.2f})\n"
                f"  is      {judgement.wanted}"
            )


if __name__ == "__main__":
    main()
