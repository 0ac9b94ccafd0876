"""What is written beside files, value by value and with its place; what it means comes later.

For ``rapport.pdf`` that is ``rapport.pdf.yaml`` (``.yml``, ``.json``) and the row that names it in
``metadata.csv`` in the same folder.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from corpus.exchange.table import SEPARATOR, written

TABLE = "metadata.csv"
ENDINGS = (".json", ".yml", ".yaml")
"""Endings of a file of its own, the strongest last."""

ARCHETYPES = "archetypes"
SEVERAL = frozenset((
    "authors", "municipality", "theme", "themes", "target_group", "target_groups", ARCHETYPES,
))  # fmt: skip
"""Names under which several values may stand."""

# The table that is exported has these columns too; they tell, and set nothing.
_TOLD = ("id", "status", "replaced_by")


@dataclass(frozen=True, slots=True)
class Written:
    """One value as it was written, and where; without texts when it is nothing that can be."""

    key: str
    texts: tuple[str, ...]
    place: str


@dataclass(slots=True)
class Table:
    """One ``metadata.csv``: what it says by file name, and what is wrong with it as a whole."""

    rows: dict[str, list[Written]] = field(default_factory=dict)
    astray: list[list[Written]] = field(default_factory=list)  # rows for files that are not there
    warnings: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  # why it could not be read to its end


# --- a file of its own --------------------------------------------------------------------------


def from_own_file(path: Path, warnings: list[str], broken: list[str]) -> Iterator[Written]:
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
            yield Written(key, _split(key, texts), place)
        seen.add(key)


def _scalars(node: yaml.Node) -> list[str] | None:
    """The text of a value or of each in a list; None when it is anything deeper."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    if not all(isinstance(item, yaml.ScalarNode) for item in nodes):
        return None
    return ["" if item.tag.endswith(":null") else item.value.strip() for item in nodes]


# --- a table for the folder ---------------------------------------------------------------------


def read_table(path: Path) -> Table:
    """The table of a folder; empty when there is none."""
    table = Table()
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


def _read_rows(reader: Any, keys: list[str], path: Path, table: Table) -> None:
    present = _names_in(path.parent)
    told = _TOLD if {"id", "status"} <= set(keys) else ()
    line = reader.line_num + 1
    for cells in reader:
        place = f"{path.name}:{line}"
        line = reader.line_num + 1
        row = {key: written(cell.strip()) for key, cell in zip(keys, cells, strict=False)}
        row = {key: cell for key, cell in row.items() if key not in told}
        name = row.pop("file", "")
        if any(cells[len(keys) :]):
            table.warnings.append(f"{place}: there are more cells than columns; the rest is lost.")
        if not name:
            if any(row.values()):
                table.warnings.append(f"{place}: file: is empty, so this row is not used.")
            continue
        if same_name(name) in table.rows:
            table.warnings.append(f"{place}: file: ‘{name}’ stands here twice; the first counts.")
            continue
        values = [
            Written(key, _split(key, [cell]), place) for key, cell in row.items() if key and cell
        ]
        table.rows[same_name(name)] = values
        if present and same_name(name) not in present:
            table.warnings.append(f"{place}: file: there is no ‘{name}’ in this folder.")
            table.astray.append(values)


def _names_in(folder: Path) -> frozenset[str]:
    """Names of the files in a folder; none when it may be entered but not listed."""
    try:
        return frozenset(same_name(name) for name in os.listdir(folder))  # noqa: PTH208 (names)
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
    if key not in SEVERAL:
        return tuple(texts)
    return tuple(part.strip() for text in texts for part in text.split(SEPARATOR) if part.strip())


def same_name(name: str) -> str:
    """A file name as it is compared: an accent may be one character or two."""
    return unicodedata.normalize("NFC", name)
