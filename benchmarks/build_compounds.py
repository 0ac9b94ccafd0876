"""Count which words begin and end Dutch compounds, and write them to ``compound_parts.tsv``.

    python benchmarks/build_compounds.py /usr/share/dict/dutch wetten-nl.jsonl.xz

The word list is OpenTaal's (Debian package ``wdutch``), the texts are lines of JSON with a field
``text``. Each word is cut in the way that is worth most by the counts of the round before, until
the counts stay the same (expectation maximisation with hard decisions).
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from math import sqrt
from pathlib import Path

from corpus.language.compounds import PARTS, load_rules
from corpus.language.cutting import Counts, bases, halves
from corpus.language.fold import fold
from corpus.language.lemmas import lemma
from corpus.language.tokens import tokenize

ROUNDS = 10
LEAST_DOCUMENTS = 3  # in which a word stands that the list does not know
LEAST_WORDS = 1  # which a part begins or ends to be written down
Ways = list[tuple[str, str]]


def known_words(path: Path) -> set[str]:
    """The plain words of the list: no names, no abbreviations."""
    lines = (line.strip().replace("'", "") for line in path.open(encoding="utf-8"))
    folded = (fold(line) for line in lines if line.islower() and "-" not in line)
    return {word for word in folded if word.isalpha() and len(word) > 1}


def words_of_texts(path: Path) -> Iterator[str]:
    """Words that stand in several texts."""
    documents: Counter[str] = Counter()
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            documents.update({token.key for token in tokenize(json.loads(line)["text"])})
    return (word for word, count in documents.items() if count >= LEAST_DOCUMENTS)


def ways_to_cut(words: Iterable[str], known: set[str]) -> dict[str, Ways]:
    """Per word the ways to cut it into known words."""
    rules = load_rules()

    @cache
    def is_known(part: str) -> bool:
        return any(b in known and (len(b) > 3 or b in rules.short_first) for b in bases(part))

    ways = {}
    for word in words:
        found = [
            (first, form)
            for first, form in halves(word, rules)
            if word[len(first) :] in known and is_known(first)
        ]
        if found and word not in rules.whole and (lemma(word) or word) not in rules.whole:
            ways[word] = found
    return ways


def count(ways: dict[str, Ways]) -> Counts:
    """How many words each part begins and ends, after some rounds."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for cuts in ways.values():
        for a, b in cuts:
            first[a] += 1 / len(cuts)
            last[b] += 1 / len(cuts)
    for round_ in range(ROUNDS):
        before = Counts(first, last)
        first, last = Counter(), Counter()
        for word, cuts in ways.items():
            a, b = max(cuts, key=lambda cut: (before.first[cut[0]] * before.last[cut[1]], cut))
            if sqrt(before.first[a] * before.last[b]) >= max(4, before.own(word)):
                first[a] += 1
                last[b] += 1
        print(f"round {round_}: {first.total()} compounds", file=sys.stderr)
        if (first, last) == (before.first, before.last):
            break
    return Counts(first, last)


def write(counts: Counts) -> None:
    """The parts that several words have, with how many they begin and end."""
    parts = sorted({*counts.first, *counts.last})
    rows = [(part, counts.first.get(part, 0), counts.last.get(part, 0)) for part in parts]
    with PARTS.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(f"{p}\t{a}\t{b}\n" for p, a, b in rows if max(a, b) >= LEAST_WORDS)


HEADER = """\
# Parts of Dutch compounds: part, TAB, how many words begin with it, TAB, how many end in it.
# Counted by benchmarks/build_compounds.py on the word list of OpenTaal (Debian package wdutch
# 2.20.19; (c) 2006-2020 OpenTaal, (c) 2001-2005 Simon Brouwer e.a., (c) 1996 Nederlandstalige Tex
# Gebruikersgroep; CC BY 3.0 or BSD) and on Dutch acts, which carry no copyright.
"""


if __name__ == "__main__":
    KNOWN = known_words(Path(sys.argv[1]))
    WORDS = KNOWN.union(w for w in words_of_texts(Path(sys.argv[2])) if w.isalpha() and len(w) > 4)
    write(count(ways_to_cut(sorted(WORDS), KNOWN)))
