"""The query language explained to people, with examples (``grammar.yaml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from corpus.archetypes import Label
from corpus.checked_yaml import load_yaml

_GRAMMAR = Path(__file__).with_name("grammar.yaml")


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Label):
    """Queries that show one construct, and what they find in either language."""

    examples: tuple[str, ...] = Field(min_length=1)


class Section(_Record):
    """Constructs of one sort.

    Attributes:
        malformed: whether these are no queries, and are read as words with a note.
        notes: what else there is to know about them.
    """

    id: str
    title: Label
    malformed: bool = False
    rows: tuple[Row, ...] = Field(min_length=1)
    notes: tuple[Label, ...] = ()


class _GrammarFile(_Record):
    sections: tuple[Section, ...]


@cache
def load_grammar(path: Path = _GRAMMAR) -> tuple[Section, ...]:
    """The whole language, in the order in which it is explained.

    Raises:
        SettingsWrong: names file, line and field of a mistake.
    """
    return load_yaml(path, _GrammarFile).sections
