"""Which editions of a document came before it."""

from __future__ import annotations

from corpus.catalogue import Catalogue

_MOST = 20  # editions; more is a mistake


def earlier(catalogue: Catalogue, document_id: str) -> list[str]:
    """Ids of the documents that this one is the newer edition of, the latest first.

    Editions of editions follow; nothing is told of whether anybody may see them.
    """
    by_successor: dict[str, list[str]] = {}
    for former, decisions in catalogue.standing("replaced_by").items():
        for decision in decisions.values():
            if decision.value:
                by_successor.setdefault(decision.value, []).append(former)
    found: dict[str, None] = {}
    following = [document_id]
    while following and len(found) < _MOST:
        before = [one for newer in following for one in sorted(by_successor.get(newer, ()))]
        following = [one for one in before if one not in found and one != document_id]
        found |= dict.fromkeys(following)
    return list(found)
