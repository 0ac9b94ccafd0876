"""What one address of the API takes and gives, as the description and the page of it tell.

Texts are Dutch and marked with :func:`~search_app.wording.N_`; they are translated where they are
shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask.typing import ResponseReturnValue

Json = dict[str, Any]

_IN_PATH = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A parameter of an address.

    Attributes:
        name: as it stands in the address.
        label: how it is called on the page; the name of a facet has its own.
        says: what it does.
        schema: of one value.
        is_repeated: whether several values may be given, each under the same name.
        is_in_path: whether it is a part of the path, and so has to be given.
        example: a value to try; empty for none.
    """

    name: str
    label: str
    says: str
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    is_repeated: bool = False
    is_in_path: bool = False
    example: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values there are; empty where any may be given."""
        return tuple(self.schema.get("enum", ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An address of the API.

    Attributes:
        rule: its path as Flask writes it.
        view: what answers it; its name is that of the operation.
        title: in a few words.
        says: what it gives.
        answer: name of the schema of the answer.
        failures: status -> name of the schema; what may be answered instead.
    """

    rule: str
    view: Callable[..., ResponseReturnValue]
    title: str
    says: str
    answer: str
    parameters: tuple[Parameter, ...] = ()
    failures: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its name, of letters and underscores."""
        return self.view.__name__

    @property
    def path(self) -> str:
        """The path as OpenAPI writes it."""
        return _IN_PATH.sub(r"{\1}", self.rule)
