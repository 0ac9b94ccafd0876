"""What the oracle says of one document: where the asked words stand in it, and what is like it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from memory_matching import Kept, matches, places

from corpus.document import Document
from index.api import FoundPage, Query, Similar
from index.lexicon import Lexicon
from index.likeness import likeness
from index.passages import best_passages
from index.protocols import DocumentStore
from index.tree import Node, Terms


def inside(
    kept: Kept, tree: Node, query: Query, best: int | None, store: DocumentStore
) -> tuple[FoundPage, ...]:
    """Every page is looked at."""
    found = places(tree, kept.document)
    if best is None:
        told = sorted(found)[(query.page - 1) * query.size : query.page * query.size]
    else:
        told = sorted(found, key=lambda one: (-one[1], -one[2], one[0]))[:best]
    language = kept.document.language
    lines = {
        page.number: best_passages(tree, [page], language)
        for page in store.pages(kept.document.id, [number for number, _, _ in told])
    }
    return tuple(
        FoundPage(page=n, words=words, places=many, lines=next(iter(lines.get(n, ())), None))
        for n, words, many in sorted(found)
    )


def similar(
    document: Document,
    by: str,
    query: Query,
    others: Iterable[Kept],
    lexicon: Lexicon,
    *,
    score: Callable[[Node, Kept], float],
) -> dict[str, tuple[Similar, ...]]:
    """Every document is scored; of equals the first id comes first."""
    like = likeness(document, lexicon)
    found: dict[str, list[Similar]] = {}
    for kept in others:
        facets = kept.prepared.facets
        about = tuple(name for name in facets["archetype"] if name in like.archetypes)
        words = tuple(one.word for one in like.words if matches(Terms((one.stem,), "stem"), kept))
        if kept.document.id == document.id or not like.enough(words, about) or not (words or about):
            continue
        foreign = kept.document.language not in (None, query.language)
        one = Similar(
            id=kept.document.id,
            title=kept.document.title,
            score=(score(like.tree, kept) + like.bonus * bool(about)) * (0.8 if foreign else 1),
            words=words,
            archetypes=about,
            facets=facets,
        )
        for value in facets[by]:
            found.setdefault(value, []).append(one)
    return {
        value: tuple(sorted(some, key=lambda one: (-one.score, one.id))[: query.size])
        for value, some in found.items()
    }
