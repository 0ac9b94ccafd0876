"""The documentation names what there is, and its examples are true."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from conftest import PROJECT
from corpus import errors
from corpus.settings import SETTINGS
from ingest.cli.main import watwerkt

README = (PROJECT / "README.md").read_text("utf-8")
COMMANDS = sorted(watwerkt.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_in_the_readme_and_has_help_with_an_example(name: str) -> None:
    assert f"`{name}`" in README or f"`watwerkt {name}`" in README
    command = watwerkt.commands[name]
    help_ = command.get_help(click.Context(command, info_name=name))
    assert f"watwerkt {name}" in help_.split("Example:")[1]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_is_in_the_readme(setting: object) -> None:
    assert f"`{getattr(setting, 'variable')}`" in README  # noqa: B009 - the id function takes it


def test_each_exit_code_is_in_the_readme() -> None:
    codes = {
        error.exit_code
        for error in vars(errors).values()
        if isinstance(error, type) and issubclass(error, errors.WatwerktError)
    }
    for code in codes:
        assert re.search(rf"\b{code} [a-z]", README), code


def test_the_links_of_the_documentation_lead_somewhere() -> None:
    for page in [PROJECT / "README.md", PROJECT / "ARCHITECTURE.md", *PROJECT.glob("docs/*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_version_is_in_the_changelog_or_unreleased() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    assert f"[{version}]" in changelog or "[Unreleased]" in changelog


@pytest.mark.parametrize("package", ["corpus", "index", "ingest", "search_app"])
def test_our_packages_are_the_ones_beside_the_project_file(package: str) -> None:
    program = f"import {package}; print({package}.__file__)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd="/"
    )
    assert Path(done.stdout.strip()).parent == PROJECT / package
