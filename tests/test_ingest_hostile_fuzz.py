"""Some hundreds of damaged files of each format end in a reading or in a sentence.

The same every time; ``benchmarks/fuzz_readers.py`` tries as many thousands as one likes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from ingest_mutations import mutated
from ingest_outcomes import EXPECTED, ODD, READ, REFUSED, Outcome, kind_of_refusal, outcome_of
from ingest_seeds import Seed, made

from ingest import extract, source
from ingest.extract import READERS, Extractor, Limits

_SEEDS = made()
FORMATS = sorted({seed.media_type for seed in _SEEDS})
# LibreOffice reads these, a process and some seconds for each.
_CONVERTED = frozenset(("application/msword", "application/vnd.ms-powerpoint"))
_COUNTS = {source.DOCX: 50, source.PPTX: 50, source.PDF: 100}
_COUNT = 120  # of the formats that are read in milliseconds


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(Limits(seconds=20, memory_mb=1024)) as extractor:
        yield extractor


def test_each_format_is_damaged_here() -> None:
    assert set(FORMATS) >= READERS.keys() - _CONVERTED


@pytest.mark.parametrize("seed", _SEEDS, ids=lambda seed: seed.name)
def test_a_sound_seed_is_read(extractor: Extractor, tmp_path: Path, seed: Seed) -> None:
    path = tmp_path / seed.name
    path.write_bytes(seed.data)
    assert source.recognise(path) == seed.media_type
    assert outcome_of(extractor, path, seed.media_type).text


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_damaged_file_ends_in_a_reading_or_a_sentence(
    extractor: Extractor, tmp_path: Path, media_type: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, "can_recognise", lambda: False)  # a second for each such page
    seeds = [seed for seed in _SEEDS if seed.media_type == media_type]

    def one(number: int) -> tuple[str, Outcome]:
        seed = seeds[number % len(seeds)]
        path = tmp_path / f"{number}-{seed.name}"
        path.write_bytes(mutated(seed.data, [s.data for s in seeds], f"{seed.name}:{number}"))
        return path.name, outcome_of(extractor, path, media_type)

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(one, range(_COUNTS.get(media_type, _COUNT))))
    assert [(name, end.result, end.said) for name, end in done if end.result not in EXPECTED] == []
    assert READ in {end.result for _, end in done}


def test_the_same_key_gives_the_same_damage() -> None:
    seed = next(seed for seed in _SEEDS if seed.name == "kort.pdf")
    digests = [
        hashlib.sha256(mutated(seed.data, [], f"kort.pdf:{number}")).hexdigest()[:8]
        for number in (0, 1, 0)
    ]
    assert digests[0] == digests[2] != digests[1]


@pytest.mark.parametrize(("said", "kind"), [
    ("a.docx is damaged and cannot be unpacked; ask for a new copy of it.", REFUSED),
    ("'NoneType' object has no attribute 'text'.", ODD),
    ("ValueError: no such thing as this.", ODD),
    ("damaged", ODD),
    ("This file is damaged.\nTraceback follows here.", ODD),
])  # fmt: skip
def test_what_a_programmer_would_say_is_no_sentence(said: str, kind: str) -> None:
    assert kind_of_refusal(said) == kind
