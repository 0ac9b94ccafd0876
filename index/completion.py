"""What somebody may be typing: archetypes, titles, pairs of words and words of the collection.

The beginning of any word of a name will do: ``sen`` completes to *Doorstroming senioren*.
"""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from operator import itemgetter

from corpus.archetypes import Archetype
from corpus.language.stopwords import meaningless
from corpus.language.tokens import tokenize
from index.api import Completion, CompletionKind
from index.pairs import says_something
from index.syntax import OPERATORS

MAX_TYPED = 200  # characters; a longer text is not completed
PAIR_WEIGHT = 3.0  # how much more a document counts for a pair of words than for one word
TITLE_WEIGHT = 4  # and for a word in its title than for one in its text
_FEWEST_LETTERS = 2  # of a word that is completed by itself; for a name one will do
CANDIDATES = 24  # words that are looked at, the most frequent
_PLAIN = re.compile(r"(?P<head>(?:(?:[^\W_]|['’]|(?<=\w)-(?=\w))+\s+)*)(?P<last>[^\W\d_]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What stands in the search box.

    Attributes:
        pattern: its words, folded, with a space behind the last when that is complete.
        head: the words before the last; None when there are more than plain words.
        last: the beginning of the word that is being typed, folded; empty when there is none.
    """

    pattern: str
    head: str | None
    last: str


def read_typed(text: str) -> Typed | None:
    """What was typed; None when there is nothing to complete."""
    keys = name_key(text).split() if len(text) <= MAX_TYPED else []
    if not keys:
        return None
    pattern = " ".join(keys) + (" " if text[-1].isspace() else "")
    plain = _PLAIN.fullmatch(text.lstrip())
    if plain is None or OPERATORS & set(text.split()) or len(keys[-1]) < _FEWEST_LETTERS:
        return Typed(pattern=pattern, head=None, last="")
    return Typed(pattern=pattern, head=" ".join(plain["head"].split()), last=keys[-1])


def name_key(text: str) -> str:
    """A name as it is compared: its words, folded."""
    return " ".join(token.key for token in tokenize(text))


class NameList:
    """Completions by the key of their name, in one text with a line for each of them."""

    def __init__(self, names: Iterable[tuple[str, Completion]]) -> None:
        """Complete to ``names``, with the key of each, in the order of preference."""
        self._completions: list[Completion] = []
        self._starts = [0]
        lines = []
        for key, completion in names:
            lines.append(f"\n {key} ")
            self._completions.append(completion)
            self._starts.append(self._starts[-1] + len(lines[-1]))
        self._text = "".join(lines)

    def completing(self, pattern: str) -> Iterator[Completion]:
        """The names that begin so, then those with a later word that does, found one by one."""
        for wanted in (f"\n {pattern}", f" {pattern}"):
            at = self._text.find(wanted)
            while at >= 0:
                number = bisect_right(self._starts, at) - 1
                yield self._completions[number]
                at = self._text.find(wanted, self._starts[number + 1])


class ArchetypeList:
    """Completions to archetypes, in the order of preference."""

    def __init__(self, archetypes: Sequence[Archetype]) -> None:
        """Complete to ``archetypes``, each of which some document is about."""
        self._labels = NameList(
            (name_key(label), Completion(label, CompletionKind.ARCHETYPE, archetype.id))
            for archetype in archetypes
            for label in (archetype.label_nl, archetype.label_en)
        )
        self._variants = NameList(
            (name_key(name), Completion(archetype.label_nl, CompletionKind.ARCHETYPE, archetype.id))
            for archetype in archetypes
            for name in archetype.variants
        )

    def completing(self, pattern: str) -> Iterator[Completion]:
        """Those with such a label, then those with such another name."""
        return chain(self._labels.completing(pattern), self._variants.completing(pattern))


class PairList:
    """Completions to pairs of words."""

    def __init__(self, counts: Iterable[tuple[str, int]]) -> None:
        """Complete to pairs of words with their number of documents, if that is more than one."""
        self._counts = {pair: count for pair, count in counts if count > 1}
        self._names = NameList(
            (name_key(pair), Completion(pair, CompletionKind.WORDS)) for pair in self._counts
        )

    def completing(self, pattern: str) -> Iterator[tuple[float, str]]:
        """Pairs of which a word begins so, with their weight."""
        for pair in {found.text for found in self._names.completing(pattern)}:
            yield PAIR_WEIGHT * self._counts[pair], pair


def completing_words(typed: Typed, words: Sequence[str], weight: Callable[[str], int]) -> list[str]:
    """The weightiest words that complete the last one.

    Args:
        words: ascending by code point.
        weight: of a word by the titles and texts that have it.
    """
    if typed.head is None:
        return []
    start = bisect_left(words, typed.last)
    end = bisect_left(words, typed.last + "\U0010ffff", start)
    weighed = ((-weight(word), word) for word in islice(words, start, end))
    head = name_key(typed.head).split()
    best = heapq.nsmallest(2 * CANDIDATES, weighed)
    said = [word for _, word in best if word != typed.last and _says_something(head, word)]
    return said[:CANDIDATES]


def _says_something(head: Sequence[str], word: str) -> bool:
    return says_something(word) and not (head and len(head) in meaningless([*head, word]))


def heaviest_first(weighed: Iterable[tuple[float, str]]) -> Iterator[Completion]:
    """Words and pairs of words by their weight, then by code point."""
    for _, text in sorted((-weight, text) for weight, text in weighed):
        yield Completion(text, CompletionKind.WORDS)


def shared(groups: Sequence[Iterable[Completion]], size: int) -> tuple[Completion, ...]:
    """At most ``size`` from several groups in their order, the room shared as evenly as can be.

    Of those that read alike or lead to the same place the first one stays.
    """
    taken = islice(_in_turn(groups), max(0, size))
    return tuple(completion for _, completion in sorted(taken, key=itemgetter(0)))


def _in_turn(groups: Sequence[Iterable[Completion]]) -> Iterator[tuple[int, Completion]]:
    """One of each group with the number of the group, again and again, as long as there are."""
    seen: set[object] = set()
    left = {number: _unseen(group, seen) for number, group in enumerate(groups)}
    while left:
        for number in list(left):
            following = next(left[number], None)
            if following is None:
                del left[number]
            else:
                yield number, following


def _unseen(group: Iterable[Completion], seen: set[object]) -> Iterator[Completion]:
    for completion in group:
        marks: set[object] = {name_key(completion.text)}
        if completion.id is not None:
            marks.add((completion.kind, completion.id))
        if not marks & seen:
            seen |= marks
            yield completion
