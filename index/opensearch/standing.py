"""Where the engine cannot tell whether words stand as they should, look for ourselves.

An interval of the engine ends as soon as it can. Of three words or more, some of them repeated, one
that ends later may be the right one; so what it finds is right, and what it does not find is looked
at word by word, where the words are there and near each other pair by pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.fields import FORMS
from index.opensearch.clauses import Certain, perhaps, surely
from index.opensearch.shown import PageWords, Wanted, terms_of
from index.opensearch.snapshot import Snapshot
from index.places import fields_of, names_of, standing, where
from index.tree import And, Forms, Near, Node, Not, Or, Phrase

_AT_ONCE = 20  # documents of which all words are read at once


def doubtful(snapshot: Snapshot, tree: Node) -> Certain:
    """Leaf and field -> ids of the documents where it stands, though no clause tells."""
    asked: dict[tuple[Phrase | Near, str], dict[str, Any]] = {}
    for leaf in dict.fromkeys(_leaves(tree)):
        for field in fields_of(leaf):
            clause = perhaps(leaf, field)
            if clause is not None:
                query = snapshot.view.within([clause], [surely(leaf, field)])
                asked[leaf, field] = _body(query, leaf, field)
    first = snapshot.searches(list(asked.values()))
    return {
        one: tuple(_standing(snapshot, body, answer["hits"]["hits"], *one))
        for (one, body), answer in zip(asked.items(), first, strict=True)
    }


def _leaves(node: Node) -> Iterator[Phrase | Near]:
    match node:
        case And(parts) | Or(parts) | Forms(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case Phrase() | Near():
            yield node


def _body(query: Mapping[str, Any], leaf: Phrase | Near, field: str) -> dict[str, Any]:
    names = ["pages"] if field == "body" else names_of(leaf, (field,))
    return {
        "size": _AT_ONCE,
        "query": query,
        "sort": [{"id": "asc"}],
        "_source": ["id", *names],
    }


def _standing(
    snapshot: Snapshot,
    body: Mapping[str, Any],
    hits: Sequence[Mapping[str, Any]],
    leaf: Phrase | Near,
    field: str,
) -> Iterator[str]:
    """Ids of all that a search finds, of which ``hits`` are the first, and that are right."""
    while True:
        yield from (h["_source"]["id"] for h in hits if _stands(h["_source"], leaf, field))
        if len(hits) < _AT_ONCE:
            return
        hits = snapshot.search({**body, "search_after": hits[-1]["sort"]})["hits"]["hits"]


def _stands(source: Mapping[str, Any], leaf: Phrase | Near, field: str) -> bool:
    """Whether the words stand as they should in one piece of a field."""
    found = pieces(source, field, terms_of([leaf]))
    return any(standing(leaf, where(leaf, field, piece.positions)) for piece in found)


def pieces(source: Mapping[str, Any], field: str, wanted: Wanted) -> Iterator[PageWords]:
    """The pieces of a field, into which no words run that stand in an order: pages, of a body."""
    if field == "body":
        yield from (PageWords(page, wanted) for page in source["pages"])
        return
    names = (f"{field}_{form}" for form in FORMS)
    forms = {name: source[name] for name in names if name in source}
    for number, _ in enumerate(next(iter(forms.values()), ())):
        one = {name.rpartition("_")[2]: texts[number] for name, texts in forms.items()}
        yield PageWords({"number": number, **one}, wanted)
