"""All words and stems that were ever put into a build, one in each of the engine's documents.

It only grows: how many documents have a word now is asked of those. What it is for is to find
spellings (a fuzzy query goes through its list of terms, not through documents), and to know of
hundreds of words at once which of them may occur.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any

from rapidfuzz.distance import OSA

from index.opensearch.mapping import MOST_WORDS, WORD

MOST_ASKED = 50_000
"""Words that one question may ask for; the engine allows 65,536."""

_LONGEST = 64  # letters of a word that is spelled with (index.near)

Body = dict[str, Any]


def known_among(words: Collection[str]) -> Body:
    """The question which of these words there are."""
    return _search({"terms": {WORD: sorted(words)}}, len(words))


def spelled_like(key: str, most: int) -> Body:
    """The question for the words at a distance of at most ``most`` edits."""
    fuzzy = {
        "value": key,
        "fuzziness": most,
        "prefix_length": 0,
        "transpositions": True,
        "rewrite": "constant_score",  # all of them, not the best few
    }
    return _search({"fuzzy": {WORD: fuzzy}}, MOST_WORDS)


def found(answer: Body) -> list[str]:
    """The words of an answer."""
    return [hit["fields"][WORD][0] for hit in answer["hits"]["hits"]]


def near(key: str, most: int, answer: Body) -> list[tuple[str, int]]:
    """The words of an answer that are spelled with, each with its distance from ``key``.

    As :meth:`index.near.NearWords.within` tells them.
    """
    words = (word for word in found(answer) if len(word) <= _LONGEST)
    told = ((word, OSA.distance(key, word)) for word in words)
    return [(word, distance) for word, distance in told if distance <= most]


def can_be_near(key: str) -> bool:
    """Whether words are looked for that are spelled like this one."""
    return 0 < len(key) <= _LONGEST


def chunks(words: Iterable[str], size: int) -> Iterator[list[str]]:
    """The words, ``size`` at a time."""
    left = iter(words)
    while some := list(islice(left, size)):
        yield some


def _search(query: Body, size: int) -> Body:
    return {
        "size": size,
        "query": {"constant_score": {"filter": query}},
        "sort": ["_doc"],
        "stored_fields": "_none_",
        "docvalue_fields": [WORD],
        "track_total_hits": False,
    }
