"""What somebody may be typing, as the oracle finds it: by a look at every document."""

from __future__ import annotations

from collections import Counter

from memory_matching import Kept, exact_words

from corpus.archetypes import Taxonomy
from corpus.language.stopwords import meaningless
from index.api import Completion, CompletionKind
from index.completion import Typed, name_key
from index.pairs import says_something


def completes(typed: Typed, name: str) -> bool:
    return f" {typed.pattern}" in f" {name_key(name)} "


def begins_with(typed: Typed, name: str) -> bool:
    return f"{name_key(name)} ".startswith(typed.pattern)


def titles(typed: Typed, kept: list[Kept]) -> list[Completion]:
    documents = sorted((one.document for one in kept), key=lambda document: document.id)
    documents.sort(key=lambda document: document.published or "", reverse=True)
    return [
        Completion(document.title, CompletionKind.TITLE, document.id)
        for begins in (True, False)
        for document in documents
        if completes(typed, document.title) and begins_with(typed, document.title) is begins
    ]


def words(typed: Typed, kept: list[Kept]) -> list[Completion]:
    weights: dict[str, float] = {}
    if typed.head is not None:
        weights = {
            f"{typed.head} {word}".lstrip(): weight
            for word in {word for one in kept for word in exact_words(one)}
            if word.startswith(typed.last) and word != typed.last and says_something(word)
            if (weight := _together(typed.head, word, kept))
        }
    pairs = Counter(pair for one in kept for pair in one.prepared.pairs)
    weighed = [(weight, text) for text, weight in weights.items()] + [
        (3.0 * count, pair) for pair, count in pairs.items() if count > 1 if completes(typed, pair)
    ]
    found = sorted(weighed, key=lambda one: (-one[0], one[1]))
    return [Completion(text, CompletionKind.WORDS) for _, text in found]


def _together(head: str, word: str, kept: list[Kept]) -> int:
    """Documents with the word and those before it, four times those with it in the title."""
    keys = [*name_key(head).split(), word]
    stop = meaningless(keys)
    if len(keys) - 1 in stop:
        return 0
    needed = {key for at, key in enumerate(keys) if at not in stop}
    weight = 0
    for one in kept:
        if needed <= exact_words(one) and one.document.language in ("nl", "en", None):
            weight += 4 * (one.has("title_exact", word) > 0) + (one.has("body_exact", word) > 0)
    return weight


def archetypes(typed: Typed, kept: list[Kept], taxonomy: Taxonomy) -> list[Completion]:
    """Archetypes that some document is about, by their names and then their other names."""
    found = Counter(name for one in kept for name in one.prepared.facets["archetype"])
    known = [taxonomy.archetypes[n] for n in found if n in taxonomy.archetypes]
    known.sort(key=lambda archetype: (-found[archetype.id], archetype.id))
    names = [(label, a.id, label) for a in known for label in (a.label_nl, a.label_en)]
    others = [(name, a.id, a.label_nl) for a in known for name in a.variants]
    return [
        Completion(shown, CompletionKind.ARCHETYPE, archetype)
        for several in (names, others)
        for begins in (True, False)
        for name, archetype, shown in several
        if completes(typed, name) and begins_with(typed, name) is begins
    ]
