"""The other place of a collection: where it is moved to, or was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from corpus.database import open_database, without_secrets
from corpus.errors import UsageError
from corpus.exchange.moving import Compared, compare
from corpus.settings import Settings, in_folder, load_settings
from ingest.cli.verify import Problem, problems
from ingest.cli.workspace import Workspace, say

_PASSWORD = re.compile(r"(?<=://)([^:/@]*):[^/@]*@")
_SHOWN = 16  # digits of a checksum that a person reads
_PARTS = ("catalogue", "index", "originals")
_OPTIONS = (
    ("data", "FOLDER", "Data folder there; what no other option names is in it."),
    ("catalogue", "URL", "Database of the catalogue there."),
    ("index", "URL", "Address of the index there."),
    ("originals", "ADDRESS", "Folder or s3://bucket of the ingested files there."),
)


def place_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--to-data``, ``--to-catalogue``, ``--to-index`` and ``--to-originals``."""
    for name, metavar, told in reversed(_OPTIONS):
        command = click.option(f"--to-{name}", metavar=metavar, help=told)(command)
    return command


def is_named(options: Mapping[str, Any]) -> bool:
    """Whether another place is named at all."""
    return any(options[f"to_{name}"] for name, *_ in _OPTIONS)


def elsewhere(here: Settings, options: Mapping[str, Any]) -> Settings:
    """The settings of the other place.

    What is not named is in its data folder, when that is named, or else where it is here.

    Raises:
        UsageError: when nothing is named, or nothing that is elsewhere.
        SettingsWrong: when an address cannot be.
    """
    named = {name: options[f"to_{name}"] for name, *_ in _OPTIONS if options[f"to_{name}"]}
    named = {"data": str(here.data)} | named
    data = load_settings({}, Path.cwd(), named).data
    rest = in_folder(data) if data != here.data else {name: getattr(here, name) for name in _PARTS}
    there = load_settings({}, Path.cwd(), rest | named)
    there = replace(here, data=there.data, **{name: getattr(there, name) for name in _PARTS})
    if there == here:
        raise UsageError(
            "Name the other place: --to-catalogue URL and --to-index URL, --to-originals ADDRESS, "
            "or --to-data FOLDER for all of them."
        )
    return there


def setting_lines(here: Settings, there: Settings) -> list[str]:
    """What has to be set for the other place, as anybody may read it."""
    shown = {"catalogue": without_secrets(there.catalogue), "index": mask_password(there.index)}
    known = {"data": str(here.data)} | in_folder(there.data)
    return [
        f"WATWERKT_{name.upper()}={shown.get(name, getattr(there, name))}"
        for name in ("data", *_PARTS)
        if str(getattr(there, name)) != known[name]
    ]


def mask_password(address: str) -> str:
    """An address of the web, without what nobody may read."""
    return _PASSWORD.sub(r"\1:***@", address)


def differences(here: Workspace, there: Settings, *, as_json: bool) -> Iterator[Problem]:
    """What is not the same in a collection that was moved; each table is told as it is compared."""
    source, target = here.settings.catalogue, there.catalogue
    with closing(open_database(source)) as one, closing(open_database(target)) as other:
        for compared in compare(one, other):
            tell_compared(compared, as_json=as_json)
            if not compared.same:
                yield Problem(document_id="", message=f"there {compared.table} is not the same")
    with closing(Workspace(there)) as moved:
        for problem in problems(moved.collection, moved.index):
            yield Problem(document_id=problem.document_id, message=f"there {problem.message}")


def tell_compared(one: Compared, *, as_json: bool) -> None:
    """Tell what two tables hold."""
    if as_json:
        say({
            "part": one.table, "rows": one.here.rows, "checksum": one.here.checksum,
            "rows_there": one.there.rows, "checksum_there": one.there.checksum, "same": one.same,
        })  # fmt: skip
        return
    told = "the same" if one.same else f"NOT THE SAME: {one.there.rows} rows there"
    click.echo(f"{one.table:<12} {one.here.rows} rows  {one.here.checksum[:_SHOWN]}  {told}")
