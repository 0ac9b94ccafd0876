"""Metadata that a person wrote beside a file; it wins over every guess.

For ``rapport.pdf`` that is ``rapport.pdf.yaml`` (``.yml``, ``.json``) and the row that names it in
``metadata.csv`` in the same folder. The file of its own wins over the row. A wrong value is
refused by itself, with file, line and field in the warning; everything else stays in effect. What
stands there under a name that is no field is kept as it was written, with a warning.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.decisions import EDITABLE
from corpus.document import BESIDE, Access, Document, Origin, Source, Tag, Verdict
from corpus.errors import UsageError
from corpus.exchange.table import SEPARATOR
from corpus.values import SYNONYMS, Values
from ingest.beside import (
    ARCHETYPES,
    ENDINGS,
    SEVERAL,
    TABLE,
    Table,
    Written,
    from_own_file,
    read_table,
    same_name,
)

# Only a person at the search page or the command line publishes or withdraws.
_NOT_HERE = frozenset(("status", "replaced_by"))
_NAMES = (*EDITABLE, *SYNONYMS, ARCHETYPES)
_LOOKS_LIKE = 0.7  # similarity of two names, one of which may be a slip of the pen
_ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(hint) for name, hint in get_type_hints(Document).items() if name in EDITABLE
}

# Who may see a document is never less strict because a line went missing or cannot be read.
_UNCLEAR = Origin(
    field="access", source=Source.SIDECAR, confidence=0.0, cue="it is not clear who may see it"
)
_GONE = Origin(
    field="access", source=Source.SIDECAR, confidence=0.0, cue="the line that said so is gone"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What stands in the metadata beside one file.

    Attributes:
        values: field of :class:`~corpus.document.Document` -> value, of the field's own type.
        archetypes: ids of archetypes the document is about.
        refused: fields, or ``archetypes``, of which something could not be taken over.
        whole: whether all of it could be read; where not, anything may have stood there.
        warnings: one sentence for each thing that was not taken over.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    archetypes: tuple[str, ...] = ()
    refused: frozenset[str] = frozenset()
    whole: bool = True
    warnings: tuple[str, ...] = ()

    @property
    def labels_sure(self) -> bool:
        """Whether no other label can have been meant than those in ``archetypes``."""
        return self.whole and ARCHETYPES not in self.refused

    def __bool__(self) -> bool:
        """Whether anything stands there that can be used."""
        return bool(self.values or self.archetypes)


class Sidecars:
    """Looks metadata up for one run; each table is read once."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._tables: dict[Path, Table] = {}

    def of(self, path: Path) -> Sidecar:
        """What stands beside ``path``; empty when nothing does."""
        table, warnings = self._table(path.parent)
        broken = list(table.broken)
        row = table.rows.get(same_name(path.name))
        written = list(row or ())
        for ending in ENDINGS:
            own = path.with_name(path.name + ending)
            if os.path.lexists(own):
                written += from_own_file(own, warnings, broken)
        values: dict[str, Any] = {}
        extra: list[tuple[str, str]] = []
        archetypes: dict[str, None] = {}
        refused: set[str] = set()
        if row is None and any(map(_restricts, table.astray)):
            refused.add("access")
            warnings.append(f"{TABLE}: a row that names no file here may be meant for this one.")
        for value in written:
            name = value.key
            try:
                if name == ARCHETYPES:
                    archetypes |= dict.fromkeys(self._each(value, refused, warnings))
                elif not _is_ours(name):
                    extra.append((name, SEPARATOR.join(value.texts)))
                    refused |= _meant(name)
                    warnings.append(f"{value.place}: {name}: {_told(name)}")
                else:
                    name = self._field(value.key)
                    values |= self._checked(name, value, refused, warnings)
            except (UsageError, ValueError) as error:
                refused.add(name)
                warnings.append(f"{value.place}: {value.key}: {error}")
        return Sidecar(
            values=values | ({"extra": tuple(extra)} if extra else {}),
            archetypes=tuple(archetypes),
            refused=frozenset(refused),
            whole=not broken,
            warnings=(*broken, *warnings),
        )

    def _checked(
        self, name: str, value: Written, refused: set[str], warnings: list[str]
    ) -> dict[str, Any]:
        """The field with its value; of several values each is refused by itself."""
        texts = value.texts
        if name in SEVERAL:
            texts = tuple(self._each(value, refused, warnings, name))
            if value.texts and not texts:
                return {}
        return {name: _ADAPTERS[name].validate_python(self._values.value(name, texts))}

    def _each(
        self, value: Written, refused: set[str], warnings: list[str], name: str = ARCHETYPES
    ) -> Iterator[str]:
        for text in value.texts:
            try:
                if name == ARCHETYPES:
                    yield self._values.archetype(text)
                else:
                    self._values.value(name, [text])
                    yield text
            except UsageError as error:
                refused.add(name)
                warnings.append(f"{value.place}: {value.key}: {error}")

    def _table(self, folder: Path) -> tuple[Table, list[str]]:
        """The table of a folder; what is wrong with its rows is told once."""
        if folder in self._tables:
            return self._tables[folder], []
        self._tables[folder] = read_table(folder / TABLE)
        return self._tables[folder], list(self._tables[folder].warnings)

    def _field(self, key: str) -> str:
        name = self._values.field(key)
        if name in _NOT_HERE:
            raise UsageError(f"The field {key} cannot be set here; use the command line.")
        return name


def _is_ours(name: str) -> bool:
    """Whether a name is one of ours, also if it is for nobody to write."""
    return name in _NAMES or name in Document.__dataclass_fields__


def _meant(name: str) -> frozenset[str]:
    """The field that a name is a slip of the pen for, if it looks like one."""
    near = process.extractOne(
        name, _NAMES, scorer=OSA.normalized_similarity, score_cutoff=_LOOKS_LIKE
    )
    return frozenset({SYNONYMS.get(near[0], near[0])} if near else ())


def _told(name: str) -> str:
    meant = "".join(f" (did you mean {field}?)" for field in _meant(name))
    return f"there is no such field{meant}; it is kept as it is written."


def _restricts(row: Sequence[Written]) -> bool:
    """Whether a row of the table may mean that not everybody may see its document."""
    return any(
        (value.key == "access" or "access" in _meant(value.key))
        and value.texts != (Access.PUBLIC.value,)
        for value in row
        if value.key == "access" or not _is_ours(value.key)
    )


def with_sidecar(document: Document, sidecar: Sidecar) -> Document:
    """The document with what stands in the metadata beside its file."""
    origins = {origin.field: origin for origin in document.origins} | {
        field: Origin(field=field, source=Source.SIDECAR) for field in sidecar.values
    }
    document = replace(document, **sidecar.values, tags=_labels(document.tags, sidecar))
    return replace(document, origins=_origins(document, origins, sidecar))


def _origins(
    document: Document, origins: dict[str, Origin], sidecar: Sidecar
) -> tuple[Origin, ...]:
    """The origins in order; a strict access of which the line is gone asks for a person."""
    access = origins.get("access")
    if (
        document.access is not Access.PUBLIC
        and access == Origin(field="access", source=Source.SIDECAR)
        and "access" not in sidecar.values.keys() | sidecar.refused
        and sidecar.whole
    ):
        origins = origins | {"access": _GONE}
    return tuple(origins[name] for name in sorted(origins))


def taken_back(document: Document, sidecar: Sidecar) -> frozenset[str]:
    """Fields whose value came from the metadata beside the file and stands there no more.

    None where that is not sure: a slip of the pen takes nothing back, and no line that went missing
    makes a document public.
    """
    if not sidecar.whole:
        return frozenset()
    beside = {o.field for o in document.origins if o.source is Source.SIDECAR}
    if _UNCLEAR not in document.origins:
        beside.discard("access")
    return frozenset(beside - sidecar.values.keys() - sidecar.refused)


def with_earlier(anew: Document, before: Document, sidecar: Sidecar) -> Document:
    """A document that was described anew, with what a slip of the pen must not take back."""
    gone = sidecar.values.keys() | taken_back(before, sidecar)
    kept = {
        origin.field: origin
        for origin in before.origins
        if origin.source is Source.SIDECAR and origin.field not in gone
    }
    labels = [tag for tag in before.tags if tag.by == BESIDE]
    values = {name: getattr(before, name) for name in kept}
    anew = replace(anew, **values, tags=_labels((*anew.tags, *labels), sidecar))
    origins = {origin.field: origin for origin in anew.origins} | kept
    return replace(anew, origins=_origins(anew, origins, sidecar))


def hidden_until_clear(document: Document, sidecar: Sidecar) -> Document:
    """A new document, hidden when it cannot be known whether everybody may see it."""
    if "access" in sidecar.values or (sidecar.whole and "access" not in sidecar.refused):
        return document
    if any(origin.field == "access" for origin in document.origins):  # it holds a BSN
        return document
    return replace(document, access=Access.HIDDEN, origins=(_UNCLEAR, *document.origins))


def told_of_access(document: Document) -> Iterator[str]:
    """What the librarian should know when nobody says any more who may see a document."""
    if _UNCLEAR in document.origins:
        yield "it is hidden until that is mended and it is ingested again"
    elif _GONE in document.origins:
        yield (
            f"it stays {document.access}, though nothing beside it says so any more; decide with "
            f"‘watwerkt edit {document.id} --set access=public’, or write that beside it"
        )


def _labels(tags: Sequence[Tag], sidecar: Sidecar) -> tuple[Tag, ...]:
    """The labels of the rules, and exactly those from the metadata beside the file."""
    before = {tag.archetype: tag for tag in tags if tag.by == BESIDE}
    labels = {tag.archetype: tag for tag in tags if tag.by != BESIDE or not sidecar.labels_sure}
    for archetype in sidecar.archetypes:
        labels[archetype] = before.get(archetype) or Tag(
            archetype=archetype, score=1.0, by=BESIDE, verdict=Verdict.ASSIGNED
        )
    return tuple(sorted(labels.values(), key=lambda tag: (-tag.score, tag.archetype)))
