"""Read a YAML file into a checked model; a mistake is named with its line and field."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from corpus.errors import SettingsWrong

Model = TypeVar("Model", bound=BaseModel)

# libyaml crashes on some 100,000 lists in each other.
_MOST_OPENED = 20_000


def load_yaml(path: Path, model: type[Model]) -> Model:
    """Load ``path`` as ``model``.

    Raises:
        SettingsWrong: with ``file:line: field: what is wrong`` for every mistake, a line each.
    """
    try:
        root = _composed(path.read_text(encoding="utf-8"))
        if root is None:
            raise SettingsWrong(f"{path} is empty.")
        repeated = _repeated_keys(root, set())
        values = _plain(root)
    except OSError as error:
        raise SettingsWrong(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsWrong(f"{path} is not UTF-8; save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise SettingsWrong(_syntax_message(path, error)) from error
    except ValueError as error:  # a date or number that cannot be
        raise SettingsWrong(f"{path}: a value cannot be read: {error}.") from error
    except RecursionError as error:
        raise SettingsWrong(f"{path} is nested too deeply.") from error
    if repeated:
        raise SettingsWrong("\n".join(f"{path}:{mark}" for mark in repeated))
    try:
        return model.model_validate(values)
    except ValidationError as error:
        lines = (
            f"{path}:{_line(root, problem['loc'])}: {_field(problem['loc'])}: {_message(problem)}"
            for problem in error.errors(include_url=False)
        )
        raise SettingsWrong("\n".join(lines)) from error


def _composed(text: str) -> yaml.Node | None:
    """The node of a text by libyaml, ten times as fast; its mistakes as PyYAML words them."""
    if text.count("[") + text.count("{") < _MOST_OPENED:
        with suppress(yaml.YAMLError):
            return yaml.compose(text, Loader=yaml.CSafeLoader)
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _plain(root: yaml.Node) -> object:
    """The values of a composed node; no tag beyond plain YAML is ever constructed."""
    loader = yaml.SafeLoader("")
    try:
        return loader.construct_document(root)
    finally:
        loader.dispose()


def _syntax_message(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "this is no YAML"
    return f"{path}:{mark.line + 1 if mark else 1}: {problem}."


def _repeated_keys(node: yaml.Node, passed: set[int]) -> list[str]:
    """Keys written twice in one mapping, of which YAML would silently drop the first."""
    if id(node) in passed:  # an alias of what was looked at already, or of itself
        return []
    passed.add(id(node))
    found: list[str] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name and name in seen:
                found.append(f"{key.start_mark.line + 1}: {name}: stands here twice")
            seen.add(name)
            found += _repeated_keys(value, passed)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            found += _repeated_keys(item, passed)
    return found


def _line(node: yaml.Node, location: Sequence[int | str]) -> int:
    """Line (1-based) of the deepest node that ``location`` reaches."""
    for step in location:
        below: yaml.Node | None = None
        if isinstance(node, yaml.MappingNode):
            below = next((value for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            below = node.value[step]
        if below is None:
            break
        node = below
    return int(node.start_mark.line) + 1


def _message(problem: ErrorDetails) -> str:
    return problem["msg"].removeprefix("Value error, ")


def _field(location: Sequence[int | str]) -> str:
    """``archetypes[3].terms.strong[0].w`` from the steps of a location."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "file"
