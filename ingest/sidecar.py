"""Metadata that a person wrote beside a file; it wins over every guess.

For ``rapport.pdf`` that is ``rapport.pdf.yaml`` (``.yml``, ``.json``) and the row that names it in
``metadata.csv`` in the same folder. The file of its own wins over the row. A wrong value is
refused by itself, with file, line and field in the warning; everything else stays in effect. What
stands there under a name that is no field is kept as it was written, with a warning.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, get_type_hints

import yaml
from pydantic import TypeAdapter
from rapidfuzz import process
from rapidfuzz.distance import OSA

from corpus.decisions import EDITABLE
from corpus.document import BESIDE, Access, Document, Origin, Source, Tag, Verdict
from corpus.errors import UsageError
from corpus.exchange.table import written
from corpus.values import SYNONYMS, Values

TABLE = "metadata.csv"
ENDINGS = (".json", ".yml", ".yaml")
"""Endings of a file of its own, the strongest last."""

_ARCHETYPES = "archetypes"
_SEVERAL = frozenset((
    "authors", "municipality", "theme", "themes", "target_group", "target_groups", _ARCHETYPES,
))  # fmt: skip
_SEPARATOR = "|"
# Only a person at the search page or the command line publishes or withdraws.
_NOT_HERE = frozenset(("status",))
_NAMES = (*EDITABLE, *SYNONYMS, _ARCHETYPES)
_LOOKS_LIKE = 0.7  # similarity of two names, one of which may be a slip of the pen
_ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(hint) for name, hint in get_type_hints(Document).items() if name in EDITABLE
}


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
        return self.whole and _ARCHETYPES not in self.refused

    def __bool__(self) -> bool:
        """Whether anything stands there that can be used."""
        return bool(self.values or self.archetypes)


@dataclass(frozen=True, slots=True)
class _Written:
    """One value as it was written, and where; without texts when it is nothing that can be."""

    key: str
    texts: tuple[str, ...]
    place: str


@dataclass(slots=True)
class _Table:
    """One ``metadata.csv``: what it says by file name, and what is wrong with it as a whole."""

    rows: dict[str, list[_Written]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # why it could not be read to its end


class Sidecars:
    """Looks metadata up for one run; each table is read once."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._tables: dict[Path, _Table] = {}

    def of(self, path: Path) -> Sidecar:
        """What stands beside ``path``; empty when nothing does."""
        table, warnings = self._table(path.parent)
        broken = list(table.broken)
        written = list(table.rows.get(_same(path.name), ()))
        for ending in ENDINGS:
            own = path.with_name(path.name + ending)
            if os.path.lexists(own):
                written += _from_own_file(own, warnings, broken)
        values: dict[str, Any] = {}
        extra: list[tuple[str, str]] = []
        archetypes: dict[str, None] = {}
        refused: set[str] = set()
        for value in written:
            name = value.key
            try:
                if name == _ARCHETYPES:
                    archetypes |= dict.fromkeys(self._each(value, refused, warnings))
                elif not _is_ours(name):
                    extra.append((name, _SEPARATOR.join(value.texts)))
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
        self, name: str, value: _Written, refused: set[str], warnings: list[str]
    ) -> dict[str, Any]:
        """The field with its value; of several values each is refused by itself."""
        texts = value.texts
        if name in _SEVERAL:
            texts = tuple(self._each(value, refused, warnings, name))
            if value.texts and not texts:
                return {}
        return {name: _ADAPTERS[name].validate_python(self._values.value(name, texts))}

    def _each(
        self, value: _Written, refused: set[str], warnings: list[str], name: str = _ARCHETYPES
    ) -> Iterator[str]:
        for text in value.texts:
            try:
                if name == _ARCHETYPES:
                    yield self._values.archetype(text)
                else:
                    self._values.value(name, [text])
                    yield text
            except UsageError as error:
                refused.add(name)
                warnings.append(f"{value.place}: {value.key}: {error}")

    def _table(self, folder: Path) -> tuple[_Table, list[str]]:
        """The table of a folder; what is wrong with its rows is told once."""
        if folder in self._tables:
            return self._tables[folder], []
        self._tables[folder] = _read_table(folder / TABLE)
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


def with_sidecar(document: Document, sidecar: Sidecar) -> Document:
    """The document with what stands in the metadata beside its file."""
    origins = {origin.field: origin for origin in document.origins} | {
        field: Origin(field=field, source=Source.SIDECAR) for field in sidecar.values
    }
    return replace(
        document,
        **sidecar.values,
        tags=_labels(document.tags, sidecar),
        origins=tuple(origins[name] for name in sorted(origins)),
    )


def taken_back(document: Document, sidecar: Sidecar) -> frozenset[str]:
    """Fields whose value came from the metadata beside the file and stands there no more.

    None where that is not sure: a slip of the pen takes nothing back.
    """
    if not sidecar.whole:
        return frozenset()
    beside = {o.field for o in document.origins if o.source is Source.SIDECAR}
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
    origins = {origin.field: origin for origin in anew.origins} | kept
    return replace(
        anew,
        **{name: getattr(before, name) for name in kept},
        tags=_labels((*anew.tags, *labels), sidecar),
        origins=tuple(origins[name] for name in sorted(origins)),
    )


def hidden_until_clear(document: Document, sidecar: Sidecar) -> Document:
    """A new document, hidden when it cannot be known whether everybody may see it."""
    if "access" in sidecar.values or (sidecar.whole and "access" not in sidecar.refused):
        return document
    origin = Origin(field="access", source=Source.SIDECAR)
    return replace(document, access=Access.HIDDEN, origins=(*document.origins, origin))


def _labels(tags: Sequence[Tag], sidecar: Sidecar) -> tuple[Tag, ...]:
    """The labels of the rules, and exactly those from the metadata beside the file."""
    before = {tag.archetype: tag for tag in tags if tag.by == BESIDE}
    labels = {tag.archetype: tag for tag in tags if tag.by != BESIDE or not sidecar.labels_sure}
    for archetype in sidecar.archetypes:
        labels[archetype] = before.get(archetype) or Tag(
            archetype=archetype, score=1.0, by=BESIDE, verdict=Verdict.ASSIGNED
        )
    return tuple(sorted(labels.values(), key=lambda tag: (-tag.score, tag.archetype)))


# --- a file of its own --------------------------------------------------------------------------


def _from_own_file(path: Path, warnings: list[str], broken: list[str]) -> Iterator[_Written]:
    """The values in a YAML or JSON file; JSON is read as the YAML that it is."""
    text = _text(path, broken)
    if text is None:
        return
    try:
        root = yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        broken.append(f"{path.name}:{line}: this cannot be read; check the punctuation.")
        return
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        broken.append(f"{path.name}:1: write it as lines of ‘field: value’.")
        return
    seen: set[str] = set()
    for key_node, node in root.value:
        key, place = _key(str(key_node.value)), f"{path.name}:{key_node.start_mark.line + 1}"
        texts = _scalars(node)
        if texts is None:
            broken.append(f"{place}: {key}: write one value, or a list of values.")
        elif key in seen:
            warnings.append(f"{place}: {key}: stands here twice; the first one counts.")
        elif any(texts):
            yield _Written(key, _split(key, texts), place)
        seen.add(key)


def _scalars(node: yaml.Node) -> list[str] | None:
    """The text of a value or of each in a list; None when it is anything deeper."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not all(isinstance(item, yaml.ScalarNode) for item in nodes):
        return None
    return ["" if item.tag.endswith(":null") else item.value.strip() for item in nodes]


# --- a table for the folder ---------------------------------------------------------------------


def _read_table(path: Path) -> _Table:
    table = _Table()
    text = _text(path, table.broken) if os.path.lexists(path) else None
    if not text or not text.strip():
        return table
    head = text.lstrip().splitlines()[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True, strict=True
    )
    try:
        keys = [_key(cell) for cell in next((row for row in reader if any(row)), [])]
        if "file" not in keys:
            table.broken.append(f"{path.name}:1: there is no column ‘file’; nothing is used.")
            return table
        _read_rows(reader, keys, path, table)
    except csv.Error as error:
        place = f"{path.name}:{reader.line_num}"
        table.broken.append(f"{place}: this and what follows cannot be read ({error}).")
    return table


def _read_rows(reader: Any, keys: list[str], path: Path, table: _Table) -> None:
    present = _names_in(path.parent)
    line = reader.line_num + 1
    for cells in reader:
        place = f"{path.name}:{line}"
        line = reader.line_num + 1
        row = {key: written(cell.strip()) for key, cell in zip(keys, cells, strict=False)}
        name = row.pop("file", "")
        if any(cells[len(keys) :]):
            table.warnings.append(f"{place}: there are more cells than columns; the rest is lost.")
        if not name:
            if any(row.values()):
                table.warnings.append(f"{place}: file: is empty, so this row is not used.")
            continue
        if _same(name) in table.rows:
            table.warnings.append(f"{place}: file: ‘{name}’ stands here twice; the first counts.")
            continue
        if present and _same(name) not in present:
            table.warnings.append(f"{place}: file: there is no ‘{name}’ in this folder.")
        table.rows[_same(name)] = [
            _Written(key, _split(key, [cell]), place) for key, cell in row.items() if key and cell
        ]


def _names_in(folder: Path) -> frozenset[str]:
    """Names of the files in a folder; none when it may be entered but not listed."""
    try:
        return frozenset(_same(name) for name in os.listdir(folder))  # noqa: PTH208 (names)
    except OSError:
        return frozenset()


# --- both ---------------------------------------------------------------------------------------


def _text(path: Path, broken: list[str]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        broken.append(f"{path.name}: cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        broken.append(f"{path.name}: is not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8).")
    return None


def _key(text: str) -> str:
    return text.strip().casefold().replace(" ", "_")


def _split(key: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Several values in one cell, where the field can have several."""
    if key not in _SEVERAL:
        return tuple(texts)
    return tuple(part.strip() for text in texts for part in text.split(_SEPARATOR) if part.strip())


def _same(name: str) -> str:
    """A file name as it is compared: an accent may be one character or two."""
    return unicodedata.normalize("NFC", name)
