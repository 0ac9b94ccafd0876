"""Metadata that a person wrote beside a file; it wins over every guess.

For ``rapport.pdf`` that is ``rapport.pdf.yaml`` (``.yml``, ``.json``) and the row that names it in
``metadata.csv`` in the same folder. The file of its own wins over the row. A wrong value is
refused by itself, with file, line and field in the warning; everything else stays in effect.
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

from corpus.decisions import EDITABLE
from corpus.document import BESIDE, Document, Origin, Source, Tag, Verdict
from corpus.errors import UsageError
from corpus.values import Values

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
_ADAPTERS: Mapping[str, TypeAdapter[Any]] = {
    name: TypeAdapter(hint) for name, hint in get_type_hints(Document).items() if name in EDITABLE
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sidecar:
    """What stands in the metadata beside one file.

    Attributes:
        values: field of :class:`~corpus.document.Document` -> value, of the field's own type.
        archetypes: ids of archetypes the document is about.
        warnings: one sentence for each thing that was not taken over.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    archetypes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything stands there that can be used."""
        return bool(self.values or self.archetypes)


@dataclass(frozen=True, slots=True)
class _Written:
    """One value as it was written, and where."""

    key: str
    texts: tuple[str, ...]
    place: str


@dataclass(slots=True)
class _Table:
    """One ``metadata.csv``: what it says by file name, and what is wrong with it as a whole."""

    rows: dict[str, list[_Written]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class Sidecars:
    """Looks metadata up for one run; each table is read once."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._tables: dict[Path, _Table] = {}

    def of(self, path: Path) -> Sidecar:
        """What stands beside ``path``; empty when nothing does."""
        warnings: list[str] = []
        written = list(self._from_table(path, warnings))
        for ending in ENDINGS:
            own = path.with_name(path.name + ending)
            if os.path.isfile(own):  # noqa: PTH113 (a name that is too long is no error)
                written += _from_own_file(own, warnings)
        values: dict[str, Any] = {}
        archetypes: dict[str, None] = {}
        for value in written:
            try:
                if value.key == _ARCHETYPES:
                    archetypes |= dict.fromkeys(map(self._values.archetype, value.texts))
                else:
                    name = self._field(value.key)
                    checked = self._values.value(name, value.texts)
                    values[name] = _ADAPTERS[name].validate_python(checked)
            except (UsageError, ValueError) as error:
                warnings.append(f"{value.place}: {value.key}: {error}")
        return Sidecar(values=values, archetypes=tuple(archetypes), warnings=tuple(warnings))

    def _from_table(self, path: Path, warnings: list[str]) -> Sequence[_Written]:
        """The row for ``path``; what is wrong with the whole table is told once."""
        folder = path.parent
        if folder not in self._tables:
            self._tables[folder] = _read_table(folder / TABLE)
            warnings += self._tables[folder].warnings
        return self._tables[folder].rows.get(_same(path.name), ())

    def _field(self, key: str) -> str:
        name = self._values.field(key)
        if name in _NOT_HERE:
            raise UsageError(f"The field {key} cannot be set here; use the command line.")
        return name


def with_sidecar(document: Document, sidecar: Sidecar) -> Document:
    """The document with what stands in the metadata beside its file."""
    origins = {origin.field: origin for origin in document.origins} | {
        field: Origin(field=field, source=Source.SIDECAR) for field in sidecar.values
    }
    return replace(
        document,
        **sidecar.values,
        tags=_labels(document.tags, sidecar.archetypes),
        origins=tuple(origins[name] for name in sorted(origins)),
    )


def taken_back(document: Document, sidecar: Sidecar) -> frozenset[str]:
    """Fields whose value came from the metadata beside the file and stands there no more."""
    beside = {o.field for o in document.origins if o.source is Source.SIDECAR}
    return frozenset(beside - sidecar.values.keys())


def _labels(tags: Sequence[Tag], archetypes: Sequence[str]) -> tuple[Tag, ...]:
    """The labels of the rules, and exactly these from the metadata beside the file."""
    labels = {tag.archetype: tag for tag in tags if tag.by != BESIDE}
    before = {tag.archetype: tag for tag in tags if tag.by == BESIDE}
    for archetype in archetypes:
        labels[archetype] = before.get(archetype) or Tag(
            archetype=archetype, score=1.0, by=BESIDE, verdict=Verdict.ASSIGNED
        )
    return tuple(sorted(labels.values(), key=lambda tag: (-tag.score, tag.archetype)))


# --- a file of its own --------------------------------------------------------------------------


def _from_own_file(path: Path, warnings: list[str]) -> Iterator[_Written]:
    """The values in a YAML or JSON file; JSON is read as the YAML that it is."""
    text = _text(path, warnings)
    if text is None:
        return
    try:
        root = yaml.compose(text.replace("\t", " "), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        warnings.append(f"{path.name}:{line}: this cannot be read; check the punctuation.")
        return
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        warnings.append(f"{path.name}:1: write it as lines of ‘field: value’.")
        return
    seen: set[str] = set()
    for key_node, node in root.value:
        key, place = _key(str(key_node.value)), f"{path.name}:{key_node.start_mark.line + 1}"
        texts = _scalars(node)
        if texts is None:
            warnings.append(f"{place}: {key}: write one value, or a list of values.")
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
    text = _text(path, table.warnings) if path.is_file() else None
    if not text or not text.strip():
        return table
    head = text.lstrip().splitlines()[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        keys = [_key(cell) for cell in next((row for row in reader if any(row)), [])]
        if "file" not in keys:
            table.warnings.append(f"{path.name}:1: there is no column ‘file’; nothing is used.")
            return table
        _read_rows(reader, keys, path, table)
    except csv.Error as error:
        place = f"{path.name}:{reader.line_num}"
        table.warnings.append(f"{place}: this and what follows cannot be read ({error}).")
    return table


def _read_rows(reader: Any, keys: list[str], path: Path, table: _Table) -> None:
    present = _names_in(path.parent)
    line = reader.line_num + 1
    for cells in reader:
        place = f"{path.name}:{line}"
        line = reader.line_num + 1
        row = {key: cell.strip() for key, cell in zip(keys, cells, strict=False)}
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


def _text(path: Path, warnings: list[str]) -> str | None:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        warnings.append(f"{path.name}: cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        warnings.append(f"{path.name}: is not UTF-8; save it as UTF-8 (in Excel: CSV UTF-8).")
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
