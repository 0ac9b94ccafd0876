"""Read a YAML file into a checked model; a mistake is named with its line and field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError

from corpus.errors import SettingsWrong

Model = TypeVar("Model", bound=BaseModel)
Checked = TypeVar("Checked", bound="Record")

# libyaml crashes on some 100,000 lists in each other.
_MOST_OPENED = 20_000


class Record(BaseModel):
    """A part of a file that people write: no other fields, no white space at the ends of words."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


def mistake(place: tuple[str | int, ...], message: str) -> InitErrorDetails:
    """One thing that is wrong, and where it stands below the model that says so."""
    plain = PydanticCustomError("mistake", "{message}", {"message": message})
    return InitErrorDetails(type=plain, loc=place, input=None)


def refuse(record: Checked, wrong: list[InitErrorDetails]) -> Checked:
    """The record, if nothing is wrong with it.

    Raises:
        ValidationError: with every mistake.
    """
    if wrong:
        raise ValidationError.from_exception_data(type(record).__name__, wrong)
    return record


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong in a file.

    Attributes:
        line: 1-based; None when it is about the file as a whole.
        field: such as ``archetypes[3].terms.strong[0].w``; empty where there is none.
    """

    message: str
    line: int | None = None
    field: str = ""

    def told(self, path: Path) -> str:
        """``file:line: field: what is wrong``."""
        if self.line is None:
            return f"{path} {self.message}"
        return f"{path}:{self.line}: {self.field}{': ' if self.field else ''}{self.message}"


class FileWrong(SettingsWrong):
    """A file cannot be used; every mistake is a line of the message."""

    def __init__(self, path: Path, mistakes: Sequence[Mistake]) -> None:
        super().__init__("\n".join(mistake.told(path) for mistake in mistakes))
        self.mistakes = tuple(mistakes)


class Places:
    """Where the fields of a file stand."""

    def __init__(self, root: yaml.Node) -> None:
        self._root = root

    def line(self, *location: str | int) -> int:
        """Line (1-based) of a field, or of the deepest one above it that is there."""
        return _line(self._root, location)


def load_yaml(path: Path, model: type[Model]) -> Model:
    """Load ``path`` as ``model``.

    Raises:
        FileWrong: with ``file:line: field: what is wrong`` for every mistake, a line each.
    """
    return read_yaml(path, model)[0]


def read_yaml(path: Path, model: type[Model]) -> tuple[Model, Places]:
    """Load ``path`` as ``model``, and where its fields stand.

    Raises:
        FileWrong: with ``file:line: field: what is wrong`` for every mistake, a line each.
    """
    root, values = _read(path)
    try:
        return model.model_validate(values), Places(root)
    except ValidationError as error:
        mistakes = [
            Mistake(
                line=_line(root, problem["loc"]),
                field=field_name(problem["loc"]),
                message=_message(problem),
            )
            for problem in error.errors(include_url=False)
        ]
        raise FileWrong(path, mistakes) from error


def _read(path: Path) -> tuple[yaml.Node, object]:
    """The node of a file, and its values."""
    try:
        root = _composed(path.read_text(encoding="utf-8"))
        if root is None:
            raise FileWrong(path, [Mistake(message="is empty.")])
        repeated = list(_repeated_keys(root, set()))
        values = _plain(root)
    except OSError as error:
        message = f"cannot be read: {error.strerror}."
        raise FileWrong(path, [Mistake(message=message)]) from error
    except UnicodeDecodeError as error:
        raise FileWrong(path, [Mistake(message="is not UTF-8; save it as UTF-8.")]) from error
    except yaml.YAMLError as error:
        raise FileWrong(path, [_syntax_mistake(error)]) from error
    except ValueError as error:  # a date or number that cannot be
        message = f"has a value that cannot be read: {error}."
        raise FileWrong(path, [Mistake(message=message)]) from error
    except RecursionError as error:
        raise FileWrong(path, [Mistake(message="is nested too deeply.")]) from error
    if repeated:
        raise FileWrong(path, repeated)
    return root, values


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


def _syntax_mistake(error: yaml.YAMLError) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "this is no YAML"
    return Mistake(line=mark.line + 1 if mark else 1, message=f"{problem}.")


def _repeated_keys(node: yaml.Node, passed: set[int]) -> Iterator[Mistake]:
    """Keys written twice in one mapping, of which YAML would silently drop the first."""
    if id(node) in passed:  # an alias of what was looked at already, or of itself
        return
    passed.add(id(node))
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name and name in seen:
                line = key.start_mark.line + 1
                yield Mistake(line=line, field=name, message="stands here twice")
            seen.add(name)
            yield from _repeated_keys(value, passed)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(item, passed)


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


def field_name(location: Sequence[int | str]) -> str:
    """``archetypes[3].terms.strong[0].w`` from the steps of a location."""
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}"
    return text.removeprefix(".") or "file"
