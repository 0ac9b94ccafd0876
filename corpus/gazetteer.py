"""The municipalities of the Netherlands: the many names of one place, and its one official name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.language.fold import fold

MUNICIPALITIES = Path(__file__).with_name("municipalities.tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One municipality.

    Attributes:
        code: CBS code, ``GM0014``.
        former: names of municipalities that merged into it.
        ambiguity: 0 = a name only, 2 = also an ordinary Dutch word.
    """

    code: str
    name: str
    province: str
    aliases: tuple[str, ...]
    former: tuple[str, ...]
    ambiguity: int


class Gazetteer:
    """Looks municipalities up by any of their names."""

    def __init__(self, municipalities: tuple[Municipality, ...]) -> None:
        self.municipalities: Mapping[str, Municipality] = {m.name: m for m in municipalities}
        self._names: dict[str, str] = {}
        # Former names first: where one is also somebody's present name, the present one wins.
        for m in municipalities:
            self._names |= {_key(name): m.name for name in (*m.former, *m.aliases)}
        self._names |= {_key(m.name): m.name for m in municipalities}

    def names(self, name: str) -> tuple[str, ...]:
        """The official ``name`` of a municipality and its aliases; itself when unknown."""
        known = self.municipalities.get(name)
        return (name, *known.aliases) if known else (name,)

    def find(self, name: str) -> str | None:
        """The official name for ``name``: an alias or former name, any case and punctuation.

        None for an unknown name, and for one that two municipalities share (Bergen).
        """
        return self._names.get(_key(name))


@cache
def load_gazetteer() -> Gazetteer:
    """Load the municipalities that come with the package."""
    lines = MUNICIPALITIES.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader((ln for ln in lines if not ln.startswith("#")), delimiter="\t")
    return Gazetteer(
        tuple(
            Municipality(
                code=row["gm_code"],
                name=row["name"],
                province=row["province"],
                aliases=_several(row["aliases"]),
                former=_several(row["former"]),
                ambiguity=int(row["ambiguous"]),
            )
            for row in rows
        )
    )


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
