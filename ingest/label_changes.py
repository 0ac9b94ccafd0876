"""What another taxonomy makes of the labels of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.decisions import Decision
from corpus.document import Tag, Verdict


class Becomes(StrEnum):
    """What becomes of a label.

    It is CHANGED when its verdict is another one, RESCORED when only its score is, and KEPT where a
    decision of a person stands above it.
    """

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RESCORED = "rescored"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one label.

    Attributes:
        before: verdict and score by the rules as they were; None where there was no label.
        after: the same by the new ones.
        decided: what a person decided, and who.
        cue: the words that say most for the label, and where they stand.
    """

    what: Becomes
    archetype: str
    before: str | None
    after: str | None
    decided: str | None = None
    cue: str | None = None

    @property
    def line(self) -> str:
        """The change as a person reads it."""
        rules = f"{self.before or '-'} → {self.after or '-'}"
        decided = f"{self.decided}; by the rules " if self.decided else ""
        cue = f"  {self.cue}" if self.cue else ""
        return f"{self._sign} {self.what:<8} {self.archetype}  {decided}{rules}{cue}"

    @property
    def _sign(self) -> str:
        if self.what in _SIGNS:
            return _SIGNS[self.what]
        return "+" if self.after and self.after.startswith(Verdict.ASSIGNED) else "?"


_SIGNS = {Becomes.REMOVED: "-", Becomes.RESCORED: "~", Becomes.KEPT: "="}


def changes(
    before: Sequence[Tag], after: Sequence[Tag], decided: Mapping[str, Decision]
) -> Iterator[Change]:
    """Which labels come, go, or change their verdict or score.

    Args:
        decided: archetype -> the decision on it that is in force.
    """
    old = {tag.archetype: tag for tag in before}
    new = {tag.archetype: tag for tag in after}
    for archetype in sorted(old.keys() | new.keys()):
        was, is_ = old.get(archetype), new.get(archetype)
        if _told(was) == _told(is_):
            continue
        stands = decided.get(archetype)
        yield Change(
            what=Becomes.KEPT if stands else _what(was, is_),
            archetype=archetype,
            before=_told(was),
            after=_told(is_),
            decided=f"{stands.value} by {stands.who}" if stands else None,
            cue=_cue(is_ or was),
        )


def _what(was: Tag | None, is_: Tag | None) -> Becomes:
    if was is None:
        return Becomes.ADDED
    if is_ is None:
        return Becomes.REMOVED
    return Becomes.RESCORED if was.verdict is is_.verdict else Becomes.CHANGED


def _told(tag: Tag | None) -> str | None:
    return f"{tag.verdict} {tag.score:.2f}" if tag else None


def _cue(tag: Tag | None) -> str | None:
    quote = next(iter(tag.evidence), None) if tag else None
    if quote is None:
        return None
    return f"“{quote.term}” {f'p. {quote.page}' if quote.page else 'title'}"
