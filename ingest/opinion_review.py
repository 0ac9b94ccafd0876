"""What the second opinion adds to the list of what needs a person, and in which order that is.

    the rules are not sure                      its probability stands beside what they found
    the rules say nothing, it thinks so         asked
    the rules assign it, it hardly thinks so    asked

The list begins with what it is most sure of: the labels that are probably missing or wrong.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from corpus.document import BESIDE, Document, Verdict
from corpus.review import Item, Matter, about_label
from ingest.opinions import DOUBTS, LEAST, LEAST_AGAINST, SUGGESTS, Basis, Opinion

NEEDS = f"it needs {LEAST} for an archetype and {LEAST_AGAINST} against"


def with_opinions(
    items: Iterable[Item], opinions: Sequence[Opinion], on: Mapping[str, Basis]
) -> list[Item]:
    """The labels that the rules are not sure of, with what the second opinion says of them."""
    said = {(one.document_id, one.archetype): one for one in opinions}
    found = []
    for item in items:
        opinion = said.get((item.document_id, item.key))
        if item.matter is Matter.LABEL and opinion is not None:
            why = "; ".join(filter(None, (item.why, told(opinion, on[item.key]))))
            found.append(replace(item, why=why, probability=_rounded(opinion)))
        else:
            found.append(item)
    return found


def asked(
    document: Document,
    opinions: Iterable[Opinion],
    on: Mapping[str, Basis],
    settled: Container[str],
) -> Iterator[Item]:
    """What it asks about one document where the rules do not.

    Args:
        document: with its labels after all decisions; its pages are not looked at.
        opinions: on this document.
        settled: fields on which a person has looked already.
    """
    tags = {tag.archetype: tag for tag in document.tags}
    for opinion in opinions:
        tag = tags.get(opinion.archetype)
        if tag is None and opinion.probability >= SUGGESTS:
            what = f"it may be about {opinion.archetype}"
        elif (
            tag is not None
            and tag.verdict is Verdict.ASSIGNED
            and tag.by != BESIDE
            and opinion.probability <= DOUBTS
        ):
            what = f"the rules say it is about {opinion.archetype}, and it may not be"
        else:
            continue
        why = told(opinion, on[opinion.archetype])
        item = about_label(document, opinion.archetype, what, why)
        if item.field not in settled:
            yield replace(item, probability=_rounded(opinion))


def ranked(items: Iterable[Item]) -> list[Item]:
    """By document, those first of which the second opinion says most, then by id."""
    documents = [[*some] for _, some in groupby(_by_document(items), lambda i: i.document_id)]
    documents.sort(key=lambda some: (-max(map(_surprise, some)), some[0].document_id))
    return [item for some in documents for item in sorted(some, key=lambda i: -_surprise(i))]


def told(opinion: Opinion, basis: Basis) -> str:
    """An opinion as a person reads it, with what it stands on."""
    words = ", ".join(f"‘{word}’" for word in opinion.words)
    said = f"second opinion, {basis}, p={opinion.probability:.2f}"
    return f"{said}: {words}" if words else said


def silence(basis: Basis) -> str:
    """Why there is no second opinion, as a person reads it."""
    return f"second opinion: none {basis}; {NEEDS}"


def _by_document(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.document_id)


def _surprise(item: Item) -> float:
    """How probable it is that the label changes; 0 where the second opinion says nothing."""
    if item.probability is None:
        return 0.0
    return 1 - item.probability if item.probability <= DOUBTS else item.probability


def _rounded(opinion: Opinion) -> float:
    return round(opinion.probability, 3)
