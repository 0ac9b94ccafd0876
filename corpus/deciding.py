"""What a person says of a document -> the decisions that say it, or one sentence on what is wrong.

The command line and the page decide through here, so that the same words are checked alike and
leave the same trace. Nothing is kept here: see :mod:`index.deciding`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from corpus.catalogue import Catalogue
from corpus.decisions import LABEL, Decision, in_force
from corpus.document import AUDIENCES, Status, Verdict
from corpus.errors import UsageError
from corpus.ledger import Entry
from corpus.review import Item, Matter, settled
from corpus.values import Values


class NoEdition(UsageError):
    """A document that cannot be the newer edition of another."""


class Overtaken(UsageError):
    """Somebody else decided the same since the document was looked at."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            f"{entry.who} changed {entry.document_id} meanwhile; look at it again, and decide then."
        )
        self.entry = entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """One person who decides, now.

    Attributes:
        values: checks what is written for a field.
        who: name of the person.
    """

    catalogue: Catalogue
    values: Values
    who: str

    def decision(self, document_id: str, field: str, value: object, why: str = "") -> Decision:
        """A decision on one field."""
        return Decision(
            document_id=document_id,
            field=field,
            value=value,
            who=self.who,
            at=datetime.now(UTC),
            why=why,
        )

    def labels(
        self, document_id: str, said: Iterable[tuple[str, Verdict | None]], why: str = ""
    ) -> list[Decision]:
        """Which archetypes a document is about; None leaves one to the rules again.

        Raises:
            UsageError: for an archetype that there is not, or that is named twice.
        """
        standing = {decision.field for decision in self.catalogue.decisions(document_id)}
        decided: dict[str, Verdict | None] = {}
        for archetype, verdict in said:
            # A decision can be taken back also when its archetype left the taxonomy.
            left = verdict is None and LABEL + archetype in standing
            name = archetype if left else self.values.archetype(archetype)
            if name in decided:
                raise UsageError(f"‘{archetype}’ is decided twice; say one thing about it.")
            decided[name] = verdict
        return [
            self.decision(document_id, LABEL + name, verdict and verdict.value, why)
            for name, verdict in decided.items()
        ]

    def fields(
        self,
        document_id: str,
        written: Mapping[str, Sequence[str]],
        cleared: Iterable[str] = (),
        why: str = "",
    ) -> list[Decision]:
        """What is known of a document, as it was written; a cleared field goes back to the guess.

        With a newer edition (``replaced_by``) the document is withdrawn.

        Raises:
            UsageError: naming the field and what may be written.
            NotFound: when there is no such newer edition.
        """
        decided: dict[str, object] = {
            field: self.values.value(field, texts) for field, texts in self._named(written).items()
        }
        for field in map(self.values.field, cleared):
            if decided.get(field) is not None:
                raise UsageError(f"The field {field} is set and cleared at once; say one thing.")
            decided[field] = None
        if newer := decided.get("replaced_by"):
            self.check_edition(document_id, str(newer))
            decided.setdefault("status", Status.WITHDRAWN.value)
        elif decided.get("status", Status.WITHDRAWN) != Status.WITHDRAWN and (
            self.catalogue.get(document_id).replaced_by
        ):
            decided.setdefault("replaced_by", None)  # it is there again, and sends nobody on
        return [self.decision(document_id, name, value, why) for name, value in decided.items()]

    def withdrawal(self, document_id: str, why: str, newer: str | None = None) -> list[Decision]:
        """What takes a document out of search, for its newer edition if any.

        Raises:
            NotFound, UsageError: when ``newer`` cannot be its newer edition.
        """
        decisions = [self.decision(document_id, "status", Status.WITHDRAWN.value, why)]
        if newer is not None:
            self.check_edition(document_id, newer)
            decisions.append(self.decision(document_id, "replaced_by", newer, why))
        return decisions

    def restoration(self, document_id: str) -> list[Decision]:
        """What brings a withdrawn document back.

        Raises:
            UsageError: when it is not withdrawn.
        """
        document = self.catalogue.get(document_id)
        if document.status is not Status.WITHDRAWN:
            raise UsageError(f"{document_id} is not withdrawn; its status is {document.status}.")
        before = [
            decision.value
            for decision in self.catalogue.decisions(document_id)
            if decision.field == "status" and decision.value != Status.WITHDRAWN.value
        ]
        earlier = before[-1] if before else None
        decisions = [self.decision(document_id, "status", earlier, "restored")]
        if document.replaced_by:
            decisions.append(self.decision(document_id, "replaced_by", None, "restored"))
        return decisions

    def settlement(
        self, document_id: str, matter: Matter, items: Iterable[Item], why: str = ""
    ) -> list[Decision]:
        """That a person has looked at these things and need not again.

        Args:
            items: what is open; only what is about ``matter`` is settled.

        Raises:
            UsageError: when nothing about it is open.
        """
        about = [item for item in items if item.matter is matter]
        if not about:
            raise UsageError(f"Nothing about {matter} is open for {document_id}.")
        return [self.decision(document_id, item.field, value=True, why=why) for item in about]

    def reopening(self, document_id: str, matter: Matter, why: str = "") -> list[Decision]:
        """What takes that back.

        Raises:
            UsageError: when nothing about it was settled.
        """
        fields = settled(self.catalogue, document_id, matter)
        if not fields:
            raise UsageError(f"Nothing about {matter} is settled for {document_id}.")
        return [self.decision(document_id, field, None, why) for field in fields]

    def undoing(self, document_id: str, revision: int) -> list[Decision]:
        """What brings back what was in force before the decisions of one change.

        Raises:
            UsageError: when that change decided nothing of this document.
            Overtaken: when somebody has decided the same since.
        """
        entries = [
            one
            for one in self.catalogue.ledger(document_id)
            if one.revision == revision and one.action == "decide"
        ]
        taken = self.catalogue.decisions(document_id)
        fields = {decision.field for decision in taken}.intersection(*(e.details for e in entries))
        if not entries or not fields:
            raise UsageError(f"Change {revision} decided nothing of {document_id}.")
        undone = [
            self.decision(document_id, field, _before(decision for decision in taken
                                                      if decision.field == field))
            for field in sorted(fields)
        ]  # fmt: skip
        self.check_not_overtaken(undone, revision)
        return undone

    def check_not_overtaken(self, decisions: Iterable[Decision], seen: int) -> None:
        """Refuse decisions on what somebody changed after ``seen``, a revision.

        Raises:
            Overtaken: with the last of such changes.
        """
        fields: dict[str, set[str]] = {}
        for decision in decisions:
            fields.setdefault(decision.document_id, set()).add(decision.field)
        for document_id, decided in fields.items():
            for entry in reversed(self.catalogue.ledger(document_id)):
                if entry.revision > seen and not decided.isdisjoint(entry.details):
                    raise Overtaken(entry)

    def check_edition(self, document_id: str, newer: str) -> None:
        """Refuse a newer edition of a document that cannot be it.

        Raises:
            NotFound: when there is no such edition.
            NoEdition: when it is the document itself, the older one of the two already, or one
                that readers of the older one would not find.
        """
        passed = {document_id}
        following: str | None = newer
        while following is not None:
            if following in passed:
                raise NoEdition(f"{newer} is not newer than {document_id}: it is replaced by it.")
            passed.add(following)
            last = self.catalogue.get(following)
            following = last.replaced_by
        older = next(self.catalogue.summaries([document_id]))
        if any(older.visible_to(one) and not last.visible_to(one) for one in AUDIENCES):
            why = "withdrawn" if last.status is Status.WITHDRAWN else last.access.value
            raise NoEdition(
                f"{last.id} is {why}, so readers would have neither; decide on that, and then with "
                f"‘watwerkt edit {document_id} --set replaced_by={newer}’."
            )

    def _named(self, written: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """Texts under the name by which their field is kept."""
        named: dict[str, list[str]] = {}
        for name, texts in written.items():
            named.setdefault(self.values.field(name), []).extend(texts)
        return named


def _before(taken: Iterator[Decision]) -> object:
    """What was decided on a field before the last decision on it; None for nothing."""
    values = [decision.value for decision in taken]
    return values[-2] if len(values) > 1 else None


def in_force_on(catalogue: Catalogue, document_id: str, beginning: str) -> dict[str, Decision]:
    """The decisions in force on fields with this beginning, by what follows it."""
    return {
        field.removeprefix(beginning): decision
        for field, decision in in_force(catalogue.decisions(document_id)).items()
        if field.startswith(beginning)
    }
