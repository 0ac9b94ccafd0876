"""Each error ends a command in its own way."""

from __future__ import annotations

import inspect

import pytest

from corpus import errors
from corpus.errors import WatwerktError

EXIT_CODES = {
    "WatwerktError": 1,
    "ReadFailed": 1,
    "DiskFull": 1,
    "Unreachable": 6,
    "Overloaded": 6,
    "ReadOnly": 1,
    "UsageError": 2,
    "NotFound": 2,
    "IdTaken": 2,
    "BytesTaken": 2,
    "IndexMissing": 3,
    "IndexOutdated": 3,
    "IndexDamaged": 3,
    "Locked": 4,
    "SettingsWrong": 5,
}
ALL: dict[str, type[Exception]] = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, Exception)
}


def test_the_table_names_every_error() -> None:
    assert ALL.keys() == EXIT_CODES.keys()


@pytest.mark.parametrize(("name", "code"), EXIT_CODES.items())
def test_every_error_has_its_exit_code_and_says_its_sentence(name: str, code: int) -> None:
    error = ALL[name]("Er is iets mis; doe dit.")
    assert isinstance(error, WatwerktError)
    assert error.exit_code == code
    assert str(error) == "Er is iets mis; doe dit."


@pytest.mark.parametrize("name", EXIT_CODES)
def test_the_tree_in_the_documentation_shows_every_error_with_its_code(name: str) -> None:
    line = next(ln for ln in inspect.getdoc(errors).splitlines() if name in ln)  # type: ignore[union-attr]
    assert str(EXIT_CODES[name]) in line
