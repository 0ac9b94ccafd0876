"""A passage: words of a document that say what works, under which conditions, or what does not."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from corpus.language.tokens import tokenize

_KEY_LENGTH = 12
_MARKED = 400  # words of a quote that its mark stands for
_MARK = re.compile(rf"([a-z2-7]{{{_KEY_LENGTH}}})\.([1-9]\d{{0,2}})")


class PassageRole(StrEnum):
    """What a passage tells of an intervention."""

    INGREDIENT = "bestanddeel"
    CONDITION = "randvoorwaarde"
    TIP = "tip"
    PITFALL = "valkuil"
    RESULT = "resultaat"
    EXAMPLE = "voorbeeld"


class Outcome(StrEnum):
    """What a result says: whether it works."""

    WORKS = "werkt"
    FAILS = "werkt-niet"
    CONDITIONAL = "onder-voorwaarde"
    UNCLEAR = "onduidelijk"


class Stance(StrEnum):
    """Whether a passage speaks for the working ingredients it names, or against them."""

    FOR = "voor"
    AGAINST = "tegen"


class Standing(StrEnum):
    """What a librarian said of a passage; :attr:`FOUND` for nothing yet."""

    FOUND = "found"
    CONFIRMED = "confirmed"
    PINNED = "pinned"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Characters ``start`` to ``end`` of the text of a page.

    Attributes:
        page: number of the page.
        text: the exact words that stand there.
        outcome: of a result, else None.
        cue: the words that its role rests on, as they stand there; empty for a person's word.
        score: 0-1, how sure its role is.
        ingredients: ids in the taxonomy of the working ingredients it speaks of.
        by: ``rules <version>``, or the name of the librarian.
    """

    page: int
    start: int
    end: int
    text: str
    role: PassageRole
    outcome: Outcome | None = None
    cue: str = ""
    score: float = 1.0
    ingredients: tuple[str, ...] = ()
    by: str
    standing: Standing = Standing.FOUND

    @property
    def stance(self) -> Stance | None:
        """What it says of its ingredients; None without any.

        A pitfall says of neither that it works nor that it does not (that one fails without it, or
        because of it, are both told so), nor do an example and a result that is unclear.
        """
        if not self.ingredients:
            return None
        if self.role in _ADVISING or self.outcome in _WORKING:
            return Stance.FOR
        return Stance.AGAINST if self.outcome is Outcome.FAILS else None

    @property
    def key(self) -> str:
        """Its name within the document: :func:`passage_key` of its words."""
        return passage_key(self.text)


_ADVISING = frozenset({PassageRole.INGREDIENT, PassageRole.CONDITION, PassageRole.TIP})
_WORKING = frozenset({Outcome.WORKS, Outcome.CONDITIONAL})


def passage_key(text: str) -> str:
    """A name for these words that stays when lines, case or page change: 12 letters and digits."""
    return _key([token.key for token in tokenize(text)])


def quote_mark(words: str) -> str:
    """What stands for a quote where its words are not to be read: its key and how many they are.

    ``Een vaste contactpersoon`` -> ``gyqt2kx7mfla.3``; :func:`locate_marked` finds them again.
    """
    keys = [token.key for token in tokenize(words)][:_MARKED]
    return f"{_key(keys)}.{len(keys)}"


def is_mark(text: str) -> bool:
    """Whether this is a mark and no words."""
    return _MARK.fullmatch(text) is not None


def _key(words: Sequence[str]) -> str:
    digest = hashlib.sha256(" ".join(words).encode()).digest()
    return base64.b32encode(digest).decode()[:_KEY_LENGTH].lower()


class Place(NamedTuple):
    """Characters ``start`` to ``end`` of page ``page``."""

    page: int
    start: int
    end: int


class _Page(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def text(self) -> str: ...


def locate(pages: Iterable[_Page], words: str) -> Place | None:
    """Where the words of a quote stand first, whatever lines, case and signs are between them."""
    quoted = [token.key for token in tokenize(words)]
    if not quoted:
        return None
    for page in pages:
        tokens = list(tokenize(page.text))
        keys = [token.key for token in tokens]
        at = _index(keys, quoted)
        if at is not None:
            return Place(page.number, tokens[at].start, tokens[at + len(quoted) - 1].end)
    return None


def locate_marked(pages: Iterable[_Page], mark: str) -> Place | None:
    """Where the words that a mark stands for are first; None for what is no mark."""
    read = _MARK.fullmatch(mark)
    if read is None:
        return None
    key, count = read[1], min(int(read[2]), _MARKED)
    for page in pages:
        tokens = list(tokenize(page.text))
        keys = [token.key for token in tokens]
        for at in range(len(keys) - count + 1):
            if _key(keys[at : at + count]) == key:
                return Place(page.number, tokens[at].start, tokens[at + count - 1].end)
    return None


def _index(keys: list[str], quoted: list[str]) -> int | None:
    last = len(keys) - len(quoted)
    at = -1
    while True:
        try:
            at = keys.index(quoted[0], at + 1, last + 1)
        except ValueError:
            return None
        if keys[at : at + len(quoted)] == quoted:
            return at
