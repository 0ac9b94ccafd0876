"""What the librarian asks of one run, and what that decides of its documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from corpus.decisions import AT_INGEST, LABEL, Decision, in_force
from corpus.document import Document
from corpus.screening import holds_bsn
from ingest.extract import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the librarian asks of one run.

    Attributes:
        said: field or ``archetype:<id>`` -> value: decisions on every document of the run.
        jobs: files read at the same time.
        reread: read files anew that are there already; decisions stay.
        allow_duplicate: take bytes that are in already as a document of their own.
        dry_run: read and report, change nothing.
    """

    who: str
    said: tuple[tuple[str, object], ...] = ()
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    reread: bool = False
    allow_duplicate: bool = False
    dry_run: bool = False

    def decisions(self, document: Document) -> list[Decision]:
        """What was said of all documents of the run, for this one.

        Who may read one with a BSN is not decided for a whole run.
        """
        now = datetime.now(UTC)
        barred = ("access",) if holds_bsn(document) else ()
        return [
            Decision(
                document_id=document.id, field=key, value=value, who=self.who, at=now, why=AT_INGEST
            )
            for key, value in self.said
            if key not in barred
        ]


def allowed(
    asked: Iterable[Decision], taken: Iterable[Decision]
) -> tuple[list[Decision], tuple[str, ...]]:
    """What is new of the decisions on a whole run, and a sentence on each that does not count.

    They never overturn what a person decided on this document by itself.
    """
    standing = in_force(taken)
    news: list[Decision] = []
    told: list[str] = []
    for one in asked:
        before = standing.get(one.field)
        if before is None:
            news.append(one)
        elif before.value == one.value:
            continue
        elif before.why == AT_INGEST:
            news.append(one)
        else:
            name = one.field.removeprefix(LABEL)
            told.append(f"{name} stays ‘{before.value}’, as {before.who} decided for this one")
    return news, tuple(told)
