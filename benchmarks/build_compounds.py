"""Count which words begin and end Dutch compounds, and write them to ``compound_parts.tsv``.

    python benchmarks/build_compounds.py /usr/share/dict/dutch wetten-nl.jsonl.xz

The word list is OpenTaal's (Debian package ``wdutch``), the texts are lines of JSON with a field
``text``. Each word is cut in the way that is worth most by the counts of the round before, until
the counts stay the same (expectation maximisation with hard decisions).
"""

from __future__ import annotations

import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from math import sqrt
from pathlib import Path

from corpus.gazetteer import MUNICIPALITIES
from corpus.language.compounds import NAMES, PARTS, load_counts, load_rules
from corpus.language.cutting import KNOWN, LEAST, WRITTEN, Counts, Cutter, bases, halves
from corpus.language.fold import fold
from corpus.language.tokens import tokenize

ROUNDS = 10
LEAST_DOCUMENTS = 3  # in which a word stands that the list does not know
LONGEST_NAME = 15  # letters
# Names that are cut all the same: of places in a town, acts, boards and what belongs to them.
ORDINARY = re.compile(
    "(straat|laan|weg|plein|steeg|pad|singel|brug|park|kanaal|wet|wetten|besluit|raad|fonds|bank|dag"
    "|dagen|week|prijs|kerk|boek|boeken|lid|leden|groep|beweging|gebied|ministerie|verhaal|staf)$"
)
Way = tuple[str, str]  # first part as written, dictionary form of the last
Ways = list[Way]


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


def without_inflection(ways: dict[str, Ways]) -> dict[str, Ways]:
    """Only words of which there is no dictionary form beside them: each compound counts once."""
    return {
        word: cuts
        for word, cuts in ways.items()
        if not any(begin + end != word and begin + end in ways for begin, end in cuts)
    }


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
            if word[len(first) :] in known and is_known(first) and not rules.written(first, form)
        ]
        if found:
            ways[word] = found
    return ways


def count(ways: dict[str, Ways]) -> Counts:
    """How many words each part begins and ends, after some rounds."""
    votes = {word: {way: 1 / len(cuts) for way in cuts} for word, cuts in ways.items()}
    for round_ in range(ROUNDS):
        counts = summed(votes)
        before, votes = votes, {}
        for word, cuts in ways.items():
            worth, way = max((left_worth(way, counts, before.get(word, {})), way) for way in cuts)
            if worth >= max(LEAST, counts.own(word)):
                votes[word] = {way: 1}
        print(f"round {round_}: {len(votes)} compounds", file=sys.stderr)
        if votes == before:
            break
    return summed(votes)


def summed(votes: dict[str, dict[Way, float]]) -> Counts:
    """What all words together say of the parts."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for cuts in votes.values():
        for (begin, end), weight in cuts.items():
            first[begin] += weight
            last[end] += weight
    return Counts(first, last)


def left_worth(way: Way, counts: Counts, own: dict[Way, float]) -> float:
    """What a cut is worth by all words but the one that is cut: pan + toffel has no other."""
    begins = max(KNOWN, counts.first[way[0]] - own.get(way, 0))
    return sqrt(begins * max(0, counts.last[way[1]] - own.get(way, 0)))


def write(counts: Counts) -> None:
    """Write down what each part begins and ends."""
    parts = sorted({*counts.first, *counts.last})
    rows = [f"{part}\t{counts.first[part]}\t{counts.last[part]}\n" for part in parts]
    PARTS.write_text(HEADER + "".join(rows), encoding="utf-8")


def names_to_keep(path: Path, known: set[str]) -> list[str]:
    """Names of the list that would be cut: Katwijk, Eindhoven."""
    lines = [line.strip() for line in path.open(encoding="utf-8")]
    lines += MUNICIPALITIES.read_text(encoding="utf-8").split()
    written = {fold(line) for line in lines if line[:1].isupper() and line[1:].islower()}
    rules = load_rules().model_copy(update={"names": frozenset()})
    cutter = Cutter(load_counts(), rules)
    possible = (name for name in written - known if name.isalpha() and len(name) <= LONGEST_NAME)
    cuts = ((name, cutter.cut(name)) for name in possible if not ORDINARY.search(name))
    return sorted(name for name, cut in cuts if cut and cut.worth < WRITTEN)


def main(words: str, texts: str) -> None:
    """Write both files anew."""
    known = known_words(Path(words))
    seen = (word for word in words_of_texts(Path(texts)) if word.isalpha() and len(word) > 4)
    write(count(without_inflection(ways_to_cut(sorted(known.union(seen)), known))))
    names = names_to_keep(Path(words), known)
    NAMES.write_text(HEADER_OF_NAMES + "".join(f"{name}\n" for name in names), encoding="utf-8")


SOURCE = """\
# Made by benchmarks/build_compounds.py from the word list of OpenTaal (Debian package wdutch
# 2.20.19; (c) 2006-2020 OpenTaal, (c) 2001-2005 Simon Brouwer e.a., (c) 1996 Nederlandstalige Tex
# Gebruikersgroep; CC BY 3.0 or BSD)"""
HEADER = f"""\
# Parts of Dutch compounds: part, TAB, how many words begin with it, TAB, how many end in it.
{SOURCE} and from Dutch acts, which carry no copyright.
"""
HEADER_OF_NAMES = f"""\
# Names of people and places that look like compounds.
{SOURCE}.
"""

if __name__ == "__main__":
    main(*sys.argv[1:])
