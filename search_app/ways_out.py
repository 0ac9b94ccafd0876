"""What a reader who found nothing can ask instead."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from index.api import Query
from index.reading import reading
from index.syntax import parse
from index.tree import And, Fuzzy, Node, Or, Phrase, Prefix, Word, conjunction, disjunction
from search_app.addresses import search_address
from search_app.params import is_filtered, unfiltered

MOST_OF_A_KIND = 4  # questions without one word, or without one filter, that are offered
_MOST_TRIED = 12  # words that are left out in turn

_WORDS = (Word, Phrase, Prefix, Fuzzy, Or)

Count = Callable[[Query], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """Another question for a reader who found nothing, and how much it gives.

    Attributes:
        text: what is asked.
        respelled: whether it is the question in another spelling.
        left_out: the piece of the question that is left out; empty for none.
        any_word: whether one of the words is enough.
        facet: the filter that is left out; empty for none.
        without_filters: whether all filters are left out.
    """

    text: str = ""
    respelled: bool = False
    left_out: str = ""
    any_word: bool = False
    facet: str = ""
    without_filters: bool = False
    count: int = 0
    address: str = ""


def ways_out(
    query: Query, count: Count, suggestion: str | None = None, ignored: Collection[str] = ()
) -> Iterator[WayOut]:
    """Other questions that do give results, the nearest first.

    Another spelling, a word less, any of the words, a filter less; where no single step helps,
    any of the words without filters.

    Args:
        count: how many documents answer a question.
        suggestion: the question in another spelling.
        ignored: words of the question that were not searched for.
    """
    any_of = any_word(query.text, ignored)
    found = [
        *_respelled(query, count, suggestion),
        *_most(_fewer_words(query, count, ignored)),
        *_any_word(query, count, any_of),
        *_fewer_filters(query, count),
    ]
    if not found and any_of and is_filtered(query):
        wider = replace(unfiltered(query), text=any_of)
        found = list(_way(wider, count, WayOut(any_word=True, without_filters=True)))
    yield from found


def any_word(text: str, ignored: Collection[str] = ()) -> str | None:
    """The query that asks for one of the words instead of all; None for fewer than two words.

    What is excluded stays so, and properties stay required.
    """
    parts = [part for part in _parts(text) if not _is_ignored(part, ignored)]
    words: list[Node] = [part for part in parts if isinstance(part, _WORDS)]
    if len(words) < 2:
        return None
    others = [part for part in parts if part not in words]
    return reading(conjunction([*others, disjunction(words)]))


def _respelled(query: Query, count: Count, suggestion: str | None) -> Iterator[WayOut]:
    if suggestion:
        yield from _way(replace(query, text=suggestion), count, WayOut(respelled=True))


def _fewer_words(query: Query, count: Count, ignored: Collection[str]) -> Iterator[WayOut]:
    parts = _parts(query.text)
    asked = [part for part in parts if not _is_ignored(part, ignored)]
    if len(asked) < 2:
        return
    for part in asked[:_MOST_TRIED]:
        rest = reading(conjunction([other for other in parts if other != part]))
        yield from _way(replace(query, text=rest), count, WayOut(left_out=reading(part)))


def _any_word(query: Query, count: Count, any_of: str | None) -> Iterator[WayOut]:
    if any_of:
        yield from _way(replace(query, text=any_of), count, WayOut(any_word=True))


def _fewer_filters(query: Query, count: Count) -> Iterator[WayOut]:
    dated = query.year_from is not None or query.year_to is not None
    if len(query.filters) + dated > 1:
        yield from _most(_one_filter_less(query, count))
    if is_filtered(query):
        yield from _way(unfiltered(query), count, WayOut(without_filters=True))


def _one_filter_less(query: Query, count: Count) -> Iterator[WayOut]:
    for facet in query.filters:
        filters = {name: values for name, values in query.filters.items() if name != facet}
        yield from _way(replace(query, filters=filters), count, WayOut(facet=facet))
    if query.year_from is not None or query.year_to is not None:
        yield from _way(replace(query, year_from=None, year_to=None), count, WayOut(facet="year"))


def _most(ways: Iterable[WayOut]) -> list[WayOut]:
    return sorted(ways, key=lambda way: -way.count)[:MOST_OF_A_KIND]


def _way(wider: Query, count: Count, how: WayOut) -> Iterator[WayOut]:
    """The way out when it gives anything."""
    asked = replace(wider, page=1)
    total = count(asked)
    if total:
        yield replace(how, text=asked.text, count=total, address=search_address(asked))


def _parts(text: str) -> tuple[Node, ...]:
    """The pieces of a question that all have to be there, each once."""
    tree = parse(text).tree
    return tuple(dict.fromkeys(tree.parts)) if isinstance(tree, And) else (tree,)


def _is_ignored(part: Node, ignored: Collection[str]) -> bool:
    return isinstance(part, Word) and part.key in ignored
