"""What a document says of itself in short: the text under *Samenvatting*, *Abstract* and the like.

Only where a heading says so; nothing is guessed for a document without one. The names of such
headings stand in ``summaries.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from corpus.document import Page
from corpus.paragraphs import Paragraph, paragraphs

NAMES = Path(__file__).with_name("summaries.tsv")
MOST_WORDS = 800
"""Of one summary; what goes on longer under such a heading is the report itself."""

_AND_MORE = " …"
_LONGEST_ACRONYM = 5  # as a heading, it says nothing of how others are set
_NUMBER = re.compile(
    r"\(?(?P<number>\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,5})[.:)]*\s+(?=\S)", re.IGNORECASE
)
_LETTER_SPACED = re.compile(r"\w(?: \w)+")


class _Rank(NamedTuple):
    """How a heading is set: the depth of its number (0 for none), and whether in capitals."""

    depth: int
    capitals: bool


def summaries(pages: Sequence[Page], headings: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs of all summaries in reading order, the headings in them too.

    Args:
        headings: those of the document, in reading order.
    """
    named = [one for one in headings if is_summary(one.text)]
    if not named:
        return []
    every = list(paragraphs(pages))
    ranks = {one: _rank(one.text) for one in headings}
    found: dict[Paragraph, None] = {}  # a summary may stand within another
    for place, one in enumerate(every):
        if one in named:
            found |= dict.fromkeys(_under(every, place, ranks))
    return list(found)


def is_summary(heading: str) -> bool:
    """Whether a summary stands under a heading of this name."""
    name = " ".join(heading.casefold().split()).rstrip(" .:")
    if _LETTER_SPACED.fullmatch(name):  # A B S T R A C T
        name = name.replace(" ", "")
    whole, beginnings = _names()
    return any(
        one in whole or one.startswith(beginnings) for one in (name, _NUMBER.sub("", name, count=1))
    )


def _under(
    every: Sequence[Paragraph], place: int, ranks: Mapping[Paragraph, _Rank]
) -> Iterator[Paragraph]:
    """What stands under a heading, up to the next of its kind."""
    own = ranks[every[place]]
    behind = every[place + 1 :]
    chapters_in_capitals = any(one in ranks and ranks[one].capitals for one in behind)
    words, parts = 0, False
    for one in behind:
        rank = ranks.get(one)
        if rank is not None and not _is_below(rank, own, chapters_in_capitals):
            parts |= not words and one.page is every[place].page  # it begins with one of its own
            if not (parts and rank == own):
                return
        words += len(one.text.split())
        if words > MOST_WORDS:
            return
        yield one


def _is_below(rank: _Rank, own: _Rank, chapters_in_capitals: bool) -> bool:
    """Whether a heading is inside what stands under ``own``."""
    if own.depth:
        return rank.depth > own.depth
    return own.capitals and chapters_in_capitals and not rank.capitals


def _rank(heading: str) -> _Rank:
    number = _NUMBER.match(heading)
    name = heading[number.end() :] if number else heading
    depth = number["number"].count(".") + 1 if number and number["number"][0].isdigit() else 0
    return _Rank(depth, name.isupper() and len(name) > _LONGEST_ACRONYM)


@cache
def _names() -> tuple[frozenset[str], tuple[str, ...]]:
    """Names of headings, and beginnings of names."""
    lines = NAMES.read_text(encoding="utf-8").splitlines()
    names = [line.split("\t")[0] for line in lines if line and not line.startswith("#")]
    open_ = [name.removesuffix(_AND_MORE) for name in names if name.endswith(_AND_MORE)]
    return (
        frozenset([*open_, *(name for name in names if not name.endswith(_AND_MORE))]),
        tuple(name + end for name in open_ for end in (" ", ":")),
    )
