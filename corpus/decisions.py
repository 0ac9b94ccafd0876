"""What a librarian decided, and how it outranks everything a program found out.

A decision is about one field of one document, about one label (``archetype:<id>``) or about one
passage (``passage:<key>``). The latest decision on a field counts; a cleared one leaves the field
to the program again. A decision on ``settled:<matter>:<key>`` changes nothing of the document: a
person has looked, and need not again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_type_hints

from pydantic import TypeAdapter

from corpus.document import Document, Origin, Source, Tag, Verdict, published
from corpus.errors import UsageError
from corpus.passage import Outcome, Passage, PassageRole, Standing, locate, passage_key

AT_INGEST = "given at ingest"
"""Why a decision was taken that holds for all documents of a run, and for none in particular."""

LABEL = "archetype:"
PASSAGE = "passage:"
SETTLED = "settled:"

# Fields a librarian may set; the others follow from the file itself.
EDITABLE = (
    "title", "subtitle", "kind", "authors", "organisation", "publisher", "municipality", "themes",
    "target_groups", "evidence", "published", "language", "licence", "source_url", "access",
    "note", "document_type", "isbn", "doi", "replaced_by", "status",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a person.

    Attributes:
        field: one of :data:`EDITABLE`, ``archetype:<id>``, ``passage:<key>`` or
            ``settled:<matter>:<key>``.
        value: the value as JSON; a verdict for a label; an :class:`OnPassage` for a passage; true
            for what is settled; None clears earlier decisions.
        who: name of the person.
        why: the reason in the person's words, may be empty.
    """

    document_id: str
    field: str
    value: Any
    who: str
    at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPassage:
    """What a person says of a passage; the words, so that no new reading of a file can lose it."""

    text: str
    page: int
    role: PassageRole
    outcome: Outcome | None = None
    standing: Standing = Standing.CONFIRMED

    @property
    def value(self) -> dict[str, Any]:
        """As a decision keeps it."""
        kept: dict[str, Any] = _ON_PASSAGE.dump_python(self, mode="json")
        return kept


_ON_PASSAGE = TypeAdapter(OnPassage)
_YES: TypeAdapter[Literal[True]] = TypeAdapter(Literal[True])
_TYPES: dict[str, TypeAdapter[Any]] = {
    name: TypeAdapter(hint) for name, hint in get_type_hints(Document).items() if name in EDITABLE
}


def check(decision: Decision) -> None:
    """Refuse a decision that could not be carried out later.

    Raises:
        UsageError: naming the field and the value.
    """
    if decision.field not in _TYPES and not decision.field.startswith((LABEL, PASSAGE, SETTLED)):
        raise UsageError(f"The field ‘{decision.field}’ is not for a person to decide.")
    if decision.value is None:
        return
    try:
        if decision.field.startswith(LABEL):
            Verdict(decision.value)
        elif decision.field.startswith(PASSAGE):
            _check_passage(decision)
        elif decision.field.startswith(SETTLED):
            _YES.validate_python(decision.value)
        elif _typed(decision) and decision.field == "published":
            published(decision.value)
    except ValueError as error:
        value = json.dumps(decision.value, ensure_ascii=False)
        raise UsageError(
            f"The field {decision.field} cannot be {value}; nothing was kept."
        ) from error


def check_all(document_id: str, decisions: Iterable[Decision]) -> None:
    """Refuse decisions that could not be carried out later, all of them on one document.

    Raises:
        UsageError: naming the field and the value.
    """
    for decision in decisions:
        if decision.document_id != document_id:
            raise ValueError(f"a decision on {decision.document_id} came with {document_id}")
        check(decision)


def _check_passage(decision: Decision) -> None:
    said = _ON_PASSAGE.validate_python(decision.value)
    if decision.field != PASSAGE + passage_key(said.text):
        raise ValueError("these are the words of another passage")
    if (said.outcome is not None) is not (said.role is PassageRole.RESULT):
        raise ValueError("a result has an outcome, and nothing else has one")


def in_force(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Field -> the decision that counts, from decisions in the order they were taken."""
    latest = {decision.field: decision for decision in decisions}
    return {field: decision for field, decision in latest.items() if decision.value is not None}


def on_labels(standing: Mapping[str, Decision]) -> dict[str, Decision]:
    """Archetype -> the decision on it, of those in force."""
    return {
        field.removeprefix(LABEL): decision
        for field, decision in standing.items()
        if field.startswith(LABEL)
    }


def apply(document: Document, decisions: Sequence[Decision]) -> Document:
    """The document as it is after everything its librarians decided."""
    if not decisions:
        return document
    standing = in_force(decisions)
    values = {name: _typed(d) for name, d in standing.items() if name in _TYPES}
    labels = on_labels(standing)
    origins = {origin.field: origin for origin in document.origins} | {
        name: Origin(field=name, source=Source.LIBRARIAN, confirmed=True) for name in values
    }
    return replace(
        document,
        **values,
        tags=_tags(document.tags, labels),
        passages=_passages(document, standing),
        origins=tuple(origins[name] for name in sorted(origins)),
    )


def _typed(decision: Decision) -> Any:
    value = None if decision.value == "" else decision.value
    return _TYPES[decision.field].validate_python(value)


def _tags(found: Sequence[Tag], labels: dict[str, Decision]) -> tuple[Tag, ...]:
    """Labels of the rules with the verdicts of persons over them, strongest first."""
    tags = {tag.archetype: tag for tag in found}
    for archetype, decision in labels.items():
        rule = tags.get(archetype)
        assigned = decision.value == Verdict.ASSIGNED
        tags[archetype] = Tag(
            archetype=archetype,
            score=1.0 if assigned else 0.0,
            evidence=rule.evidence if rule else (),
            by=decision.who,
            verdict=Verdict(decision.value),
        )
    return tuple(sorted(tags.values(), key=lambda tag: (-tag.score, tag.archetype)))


def _passages(document: Document, standing: Mapping[str, Decision]) -> tuple[Passage, ...]:
    """Passages of the rules as persons corrected them, and those persons chose, in reading order.

    One whose words stand on no page any more is left out; the decision stays.
    """
    passages = {PASSAGE + one.key: one for one in document.passages}
    for field, decision in standing.items():
        if not field.startswith(PASSAGE) or not document.pages:
            continue
        said = _ON_PASSAGE.validate_python(decision.value)
        found = passages.get(field) or _chosen(document, said, decision.who)
        if found is not None:
            passages[field] = replace(
                found,
                role=said.role,
                outcome=said.outcome,
                score=1.0,
                by=decision.who,
                standing=said.standing,
            )
    return tuple(sorted(passages.values(), key=lambda one: (one.page, one.start, one.end)))


def _chosen(document: Document, said: OnPassage, who: str) -> Passage | None:
    """A passage that no rule found, on the page where its words stand now."""
    by_distance = sorted(document.pages, key=lambda page: abs(page.number - said.page))
    place = locate(by_distance, said.text)
    if place is None:
        return None
    page = next(page for page in document.pages if page.number == place.page)
    text = page.text[place.start : place.end]
    return Passage(
        page=place.page, start=place.start, end=place.end, text=text, role=said.role, by=who
    )
