"""Which engine indices are in use, and up to where they have come.

All of a build have one alias, so that they are switched at once. What a build is made by stands in
``_meta`` of their mappings; how far it has come, in that of the public documents.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from corpus.archetypes import Taxonomy
from corpus.document import AUDIENCES, Access
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.api import Unit
from index.fingerprint import fingerprint
from index.opensearch.client import Cluster, Vanished
from index.parts import Part
from index.protocols import DocumentStore

MAIN = Part(Access.PUBLIC, Unit.DOCUMENTS).name
"""The part of which the mapping tells the revision."""

_HERE = Path(__file__).parent
_DECIDING = ("documents.py", "mapping.py", "vocabulary.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A build as it was committed last.

    Attributes:
        build: what sets it apart from all others of this name.
        fingerprint: the rules it was made by.
        catalogue: what it was made from.
        revision: of the catalogue, which it has reached.
        indices: part -> the engine index that it is; those that no document was ever in are absent.
    """

    build: str
    fingerprint: str
    catalogue: str
    revision: int
    indices: Mapping[str, str] = field(hash=False)

    @property
    def key(self) -> tuple[str, int]:
        """What sets this state apart from all others."""
        return self.build, self.revision

    def of(self, audience: Access, unit: Unit) -> tuple[str, ...]:
        """The engine indices with what an audience may see."""
        parts = (Part(one, unit).name for one in AUDIENCES if one in audience.includes)
        return tuple(self.indices[name] for name in parts if name in self.indices)

    def meta(self, part: str) -> dict[str, Any]:
        """What the mapping of an engine index says of it."""
        own = {
            "part": part,
            "build": self.build,
            "fingerprint": self.fingerprint,
            "catalogue": self.catalogue,
        }
        if part != MAIN:
            return own
        return own | {"revision": self.revision, "parts": sorted(self.indices)}


@cache
def rules(taxonomy: Taxonomy) -> str:
    """The rules that an index on OpenSearch is made by now."""
    digest = hashlib.sha256(fingerprint(taxonomy).encode())
    for name in _DECIDING:
        digest.update((_HERE / name).read_bytes())
    return digest.hexdigest()[:16]


def read_state(cluster: Cluster, name: str) -> State:
    """What was committed last.

    Raises:
        IndexMissing: when there is none of this name.
        IndexDamaged: when what has that name is no index of ours.
    """
    try:
        found = cluster.ask("GET", f"/{name}/_mapping", params={"filter_path": "*.mappings._meta"})
    except Vanished:
        found = None
    if not found:
        raise missing(name)
    metas = {index: one.get("mappings", {}).get("_meta", {}) for index, one in found.items()}
    try:
        indices = {str(meta["part"]): index for index, meta in metas.items()}
        main = metas[indices[MAIN]]
        return State(
            build=main["build"],
            fingerprint=main["fingerprint"],
            catalogue=main["catalogue"],
            revision=main["revision"],
            indices={part: indices[part] for part in main["parts"]},
        )
    except KeyError:
        raise IndexDamaged(
            f"What is called ‘{name}’ on the search engine is no index of watwerkt, or a part of "
            "it is gone; run ‘watwerkt reindex’, or set another WATWERKT_INDEX."
        ) from None


def missing(name: str) -> IndexMissing:
    """There is no index of this name yet."""
    return IndexMissing(
        f"There is no index ‘{name}’ on the search engine yet; run ‘watwerkt reindex’."
    )


def usable(state: State, expected: str, store: DocumentStore) -> State:
    """The same state, when it belongs to these rules and this catalogue.

    Raises:
        IndexOutdated: when it does not.
    """
    if state.fingerprint != expected:
        raise IndexOutdated(
            "The index was made with other fields, language rules or archetypes; "
            "run ‘watwerkt reindex’."
        )
    if state.catalogue != store.identity or state.revision > store.revision:
        raise IndexOutdated(
            "The index was made from another catalogue, or from a later state of this one; "
            "run ‘watwerkt reindex’."
        )
    return state


def index_name(name: str, part: str, build: str) -> str:
    """What an engine index is called."""
    return f"{name}-{part}-{build}"


def of_name(name: str) -> re.Pattern[str]:
    """What all engine indices of one name are called, and none of another."""
    return re.compile(rf"{re.escape(name)}-[a-z]+(-[a-z]+)?-[0-9a-f]{{16}}-\d{{16,}}")
