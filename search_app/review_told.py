"""A change in the ledger → what a librarian reads of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from corpus.catalogue import Catalogue
from corpus.decisions import LABEL, PASSAGE, SETTLED
from corpus.ledger import Entry
from search_app.naming import Names
from search_app.review_fields import FIELDS

_SHOWN = 120  # characters of a value


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that was decided, as it is now.

    Attributes:
        about: ``label``, ``passage``, ``settled``, ``access``, ``status`` or ``field``.
        name: of the label, the matter or the field; the words of a passage.
        value: what it is now; empty for nothing.
    """

    about: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Decisions that were taken together."""

    revision: int
    document_id: str
    who: str
    at: datetime
    why: str
    said: tuple[Said, ...]


def change(entry: Entry, names: Names) -> Change:
    """A line of the ledger, put apart."""
    return Change(
        revision=entry.revision,
        document_id=entry.document_id,
        who=entry.who,
        at=entry.at,
        why=str(entry.details.get("why", "")),
        said=tuple(
            _said(field, told, names)
            for field, told in entry.details.items()
            if isinstance(told, dict) and told.keys() == {"before", "after"}
        ),
    )


def decided_changes(catalogue: Catalogue, document_id: str, names: Names) -> tuple[Change, ...]:
    """What persons decided on a document, the latest first."""
    entries = (one for one in catalogue.ledger(document_id) if one.action == "decide")
    return tuple(change(entry, names) for entry in entries)[::-1]


def made_change(
    catalogue: Catalogue, document_id: str, revision: int, names: Names
) -> Change | None:
    """One change to a document; None when there is no such change."""
    entries = (one for one in catalogue.ledger(document_id) if one.revision == revision)
    return next((change(entry, names) for entry in entries), None)


def _said(field: str, told: Mapping[str, Any], names: Names) -> Said:
    before, after = told["before"], told["after"]
    if field.startswith(LABEL):
        name = names.value("archetype", field.removeprefix(LABEL))
        return Said(about="label", name=name, value=str(after or ""))
    if field.startswith(PASSAGE):
        words = str((after or before or {}).get("text", ""))
        standing = str(after["standing"]) if after else ""
        return Said(about="passage", name=_short(words), value=standing)
    if field.startswith(SETTLED):
        matter = field.removeprefix(SETTLED).partition(":")[0]
        return Said(about="settled", name=matter, value="yes" if after else "")
    if field in ("access", "status"):
        return Said(about=field, name=field, value=str(after or ""))
    return Said(about="field", name=field, value=_short(_value(field, after, names)))


def _value(field: str, value: Any, names: Names) -> str:
    if isinstance(value, dict):
        value = value.get("level")
    values = value if isinstance(value, list) else [value] if value else []
    facet = FIELDS[field][1] if field in FIELDS else ""
    return ", ".join(names.value(facet, str(one)) if facet else str(one) for one in values)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
