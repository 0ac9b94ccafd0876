"""What another taxonomy would change in a collection, before it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.archetypes import Taxonomy
from corpus.decisions import Decision, apply, in_force, on_labels
from corpus.document import Document
from corpus.renames import Renames
from ingest.label_changes import Change, changes
from ingest.tag import Tagger


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What becomes of one document.

    Attributes:
        changes: of its labels by the rules, with what a person decided above them.
        before: the archetypes that count for it today, under the names of the other taxonomy.
        after: those that would count.
    """

    changes: tuple[Change, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


class Trial:
    """Labels documents by the taxonomy in force and by another one."""

    def __init__(self, present: Taxonomy, tried: Taxonomy) -> None:
        self._present = Tagger(present)
        self._tried = Tagger(tried)
        self._renames = Renames(tried.former)

    def effect(self, undecided: Document, decisions: Sequence[Decision]) -> Effect:
        """Compare the labels of one document.

        Args:
            undecided: as programs found it.
            decisions: all that persons decided on it.
        """
        renamed = self._renames.document(undecided)
        present = replace(undecided, tags=self._present.tag(undecided))
        before = self._renames.document(present)
        after = replace(renamed, tags=self._tried.tag(renamed))
        taken = [self._renames.decision(decision) for decision in decisions]
        return Effect(
            changes=tuple(changes(before.tags, after.tags, on_labels(in_force(taken)))),
            before=apply(before, taken).archetypes,
            after=apply(after, taken).archetypes,
        )
