"""What a second opinion on labels is, and on which decisions it stands.

The rules are written by people who read reports; the second opinion learns from what the librarians
of one collection decided. It only ever suggests. Of an archetype it learns

    yes   from documents that were decided to be about it
    no    from those that were decided not to be, and from those that a librarian gave another
          label, where neither a person nor a rule says anything of this one: whoever read that
          report would have added it

and it is silent until there are :data:`LEAST` of each. This is what the command line sees of it:
the model itself is :mod:`ingest.second_opinion`, in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.decisions import Decision
from corpus.document import Document, Verdict
from corpus.personal import masked

# Below so many documents for an archetype, and so many against, nothing is said. On judged texts
# (benchmarks/bench_opinion.py curve) F1 rises steeply up to 8 for it: 0.52 with 3, 0.65 with 5,
# 0.78 with 8, 0.79 with 10. Of what 8 for and 8 against suggest three tenths are right, with 32
# against two thirds, with 64 three quarters.
LEAST = 8
LEAST_AGAINST = 32

SUGGESTS = 0.5  # from here on a label is more probable than not
DOUBTS = 0.05  # up to here a label that the rules give is asked about


# Characters that are read of a document, some eight pages: a report says in its beginning what it
# is about, and the time that learning takes grows with all that is read.
_MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A document as the second opinion reads it.

    Attributes:
        verdicts: archetype -> whether it is about it, where that is known.
    """

    id: str
    text: str
    verdicts: Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """How many documents are known to be about an archetype, and how many not to be."""

    yes: int
    no: int

    @property
    def is_enough(self) -> bool:
        """Whether a second opinion can stand on them."""
        return self.yes >= LEAST and self.no >= LEAST_AGAINST

    def __str__(self) -> str:
        """As it is told to a person."""
        return f"on {self.yes + self.no} decisions, {self.yes} of them for it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """How probable it is that a document is about an archetype.

    Attributes:
        probability: 0-1, calibrated.
        words: as they stand in the text, those that speak most for it first; at most five.
    """

    document_id: str
    archetype: str
    probability: float
    words: tuple[str, ...]


def bases(verdicts: Iterable[Mapping[str, bool]], archetypes: Iterable[str]) -> dict[str, Basis]:
    """Archetype -> on what a second opinion on it stands, given what is known of each document."""
    known = list(verdicts)
    return {
        one: Basis(
            yes=sum(of.get(one) is True for of in known),
            no=sum(of.get(one) is False for of in known),
        )
        for one in archetypes
    }


def verdicts(
    document: Document, decided: Mapping[str, Decision], archetypes: Iterable[str]
) -> dict[str, bool]:
    """Archetype -> whether the document is about it, by what a librarian decided on its labels.

    Args:
        document: with the labels it has after all decisions; its pages are not looked at.
        decided: archetype -> the decision in force.
    """
    said = {
        one: decision.value == Verdict.ASSIGNED
        for one, decision in decided.items()
        if decision.value in (Verdict.ASSIGNED, Verdict.REJECTED)
    }
    if any(said.values()):
        named = decided.keys() | {tag.archetype for tag in document.tags}
        said |= dict.fromkeys(set(archetypes) - named, False)
    return {one: said[one] for one in sorted(said)}


def example(document: Document, verdicts: Mapping[str, bool]) -> Example:
    """What is read of a document: title and the beginning of its running text.

    Personal data in it is masked.
    """
    read = [document.title]
    for page in document.pages:
        if sum(map(len, read)) >= _MOST_TEXT:
            break
        read.append(page.running_text[:_MOST_TEXT])
    text = "\n\n".join(map(masked, read))
    return Example(id=document.id, text=text[:_MOST_TEXT], verdicts=verdicts)
