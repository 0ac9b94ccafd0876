"""Other spellings of what was typed, from the words of the collection."""

from __future__ import annotations

from collections.abc import Mapping

from index.lexicon import Lexicon, SpellingLexicon, occurs
from index.tree import And, Node, Or, Word, wanted

MAX_RESPELLED = 8


def respell(tree: Node, lexicon: SpellingLexicon) -> Node | None:
    """``tree`` with each word that does not occur replaced by the one that was meant.

    What is right stays, though it does not occur. None when nothing is misspelled, when nothing is
    like one of the words, or when so many do not occur that it is no typing error.
    """
    unknown = {
        leaf.key
        for leaf in wanted(tree)
        if isinstance(leaf, Word) and not leaf.parts and not occurs(leaf.key, lexicon)
    }
    if len(unknown) > MAX_RESPELLED:
        return None
    meant = {key: lexicon.speller.correct(key) for key in unknown}
    mended = {key: word for key, word in meant.items() if word and word != key}
    if not mended or None in meant.values():
        return None
    return _replaced(tree, mended)


def similar(key: str, lexicon: Lexicon) -> list[str]:
    """Words within 1 edit (up to 5 letters) or 2, nearest first, then the most frequent.

    Distance: optimal string alignment, in which swapping two neighbours is one edit. The first
    letter must agree, unless the word is long: people rarely mistype it.
    """
    if len(key) < 3:
        return [key] if lexicon.frequency(key) else []
    most = 1 if len(key) <= 5 else 2
    near = [
        (distance, -frequency, word)
        for word, distance in lexicon.near(key, most)
        if word[0] == key[0] or (len(key) > 6 and distance < 2)
        if (frequency := lexicon.frequency(word))
    ]
    return [word for _, _, word in sorted(near)]


def _replaced(node: Node, nearest: Mapping[str, str]) -> Node:
    match node:
        case And(parts):
            return And(tuple(_replaced(part, nearest) for part in parts))
        case Or(parts):
            return Or(tuple(_replaced(part, nearest) for part in parts))
        case Word(key, _, in_title) if key in nearest:
            return Word(nearest[key], (), in_title)
        case _:
            return node
