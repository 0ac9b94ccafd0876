"""The parts of Dutch compounds: bewonersbudgetten -> bewoner, budget.

How often words are parts stands in ``compound_parts.tsv``, which ``benchmarks/build_compounds.py``
made from OpenTaal's word list and Dutch acts; what cannot be counted stands in ``compounds.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from corpus.checked_yaml import load_yaml
from corpus.language.cutting import Counts, Cutter, Rules, bases
from corpus.language.lemmas import is_word, lemma

PARTS = Path(__file__).with_name("compound_parts.tsv")
NAMES = Path(__file__).with_name("compound_names.txt")
RULES = Path(__file__).with_name("compounds.yaml")

_INFLECTED = ("s", "n", "e", "r", "t", "d")


class Part(NamedTuple):
    """A part of a compound.

    Attributes:
        key: its dictionary form, without the letters that link it to the next.
        start: offset of its first letter in the key of the compound.
        end: offset behind its last letter, linking letters included.
    """

    key: str
    start: int
    end: int


@lru_cache(maxsize=1 << 16)
def split(key: str) -> tuple[Part, ...]:
    """The parts of a compound that are none themselves; empty for any other word.

    Args:
        key: a folded word.
    """
    found = tuple(_leaves(key, 0))
    return found if len(found) > 1 else ()


def all_parts(key: str) -> tuple[Part, ...]:
    """The parts of a compound, and the words in it that are made of some of them.

    huurderszelfbeheer: huurder, zelf, beheer, and zelfbeheer. What a compound ends in is a word;
    other parts together only if they are known as one.
    """
    leaves = split(key)
    many = len(leaves)
    inner = [
        (_joined(key, leaves[first : last + 1]), last == many - 1)
        for first in range(many)
        for last in range(first + 1, many)
        if last - first + 1 < many
    ]
    return (*leaves, *(part for part, is_end in inner if is_end or is_word(part.key, "nl")))


def _joined(key: str, leaves: Sequence[Part]) -> Part:
    first, last = leaves[0], leaves[-1]
    return Part(key[first.start : last.start] + last.key, first.start, last.end)


@cache
def load_rules() -> Rules:
    """What stands in ``compounds.yaml``; the names of ``compound_names.txt`` stay whole as well."""
    rules = load_yaml(RULES, Rules)
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    names = frozenset(line for line in lines if not line.startswith("#"))
    return rules.model_copy(update={"names": names})


def load_counts() -> Counts:
    """What stands in ``compound_parts.tsv``."""
    lines = PARTS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return Counts(
        {part: int(first) for part, first, _ in rows if first != "0"},
        {part: int(last) for part, _, last in rows if last != "0"},
    )


@cache
def _cutter() -> Cutter:
    return Cutter(load_counts(), load_rules())


def _leaves(key: str, start: int) -> Iterator[Part]:
    """The parts of ``key``, which begins at ``start`` and is not linked to anything."""
    at = _cut_at(key)
    if at is None:
        yield Part(load_rules().noun(key), start, start + len(key))
    else:
        yield from _linked_leaves(key[:at], start)
        yield from _leaves(key[at:], start + at)


def _linked_leaves(part: str, start: int) -> Iterator[Part]:
    """The same where linking letters may follow; they belong to the last of the parts."""
    cut = next((base for base in bases(part) if _cut_at(base) is not None), None)
    if cut is None:
        yield Part(_unlinked(part), start, start + len(part))
    else:
        *leaves, last = _leaves(cut, start)
        yield from leaves
        yield last._replace(end=start + len(part))


def _cut_at(key: str) -> int | None:
    cut = _cutter().cut(key)
    return cut.at if cut else None


def _base_form(part: str) -> str:
    """The dictionary form; of a verb the stem as it stands there: koop in koopwoning."""
    known = lemma(part)
    return known if known and len(known) <= len(part) and part.endswith(_INFLECTED) else part


def _unlinked(part: str) -> str:
    """The dictionary form of a first part, which may end in linking letters."""
    known = lemma(part)
    if known is not None and known != part:
        return _base_form(part)
    if known is None and not part.endswith("s") and _cutter().counts.ends(part):
        return part
    # A known word can only be the genitive of another: water is no wat + er, but rechts is recht.
    possible = (part, part.removesuffix("s")) if known else bases(part)
    words = [base for base in possible if lemma(base) == base]
    return max(words, key=_cutter().counts.ends, default=part.removesuffix("s"))
