"""What ``evaluate labels`` says: rules and second opinion beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from ingest.cli.workspace import aligned
from ingest.label_evaluation import (
    NONE,
    Disagreement,
    Figures,
    Labels,
    Pair,
    brier,
    confusions,
    disagreements,
    figures,
    log_loss,
    macro_f1,
    total,
)
from ingest.opinion_review import NEEDS
from ingest.opinions import SUGGESTS, Basis

_MOST_NAMED = 5  # documents beside a confusion


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What people said, and what rules and second opinion did.

    Attributes:
        given: what the rules assign.
        on: archetype -> what the second opinion stands on.
        probabilities: by the second opinion; only of what people judged and it speaks on.
        traps: texts that look like an archetype and are about another thing.
    """

    wanted: Labels
    given: Labels
    on: Mapping[str, Basis]
    probabilities: Mapping[Pair, float] = field(default_factory=dict)
    traps: Sequence[str] = ()

    @property
    def second(self) -> Labels:
        """What the second opinion holds for more probable than not."""
        yes: dict[str, set[str]] = {document: set() for document in self.wanted}
        for (document, archetype), probability in self.probabilities.items():
            if probability >= SUGGESTS:
                yes[document].add(archetype)
        return {document: frozenset(found) for document, found in yes.items()}

    @property
    def spoken(self) -> tuple[str, ...]:
        """The archetypes on which there is a second opinion."""
        return tuple(one for one, basis in self.on.items() if basis.is_enough)

    @property
    def disagreements(self) -> list[Disagreement]:
        """Where it and the rules do not say the same."""
        return disagreements(self.wanted, self.given, self.probabilities, SUGGESTS)


def lines(compared: Compared) -> Iterator[str]:
    """The report for a person."""
    rules = figures(compared.wanted, compared.given, compared.on)
    yield from aligned(_rows(compared, rules))
    yield f"{len(compared.wanted)} documents, mean F1 of the rules {macro_f1(rules):.3f}"
    if compared.traps:
        wrong = _wrong_traps(compared, compared.given)
        yield f"{len(wrong)} of {len(compared.traps)} traps were labelled wrongly by the rules"
    yield from _second(compared)
    yield from _confusions(compared)
    yield from _disagreements(compared.disagreements)


def record(compared: Compared) -> dict[str, object]:
    """The report for a program."""
    each = figures(compared.wanted, compared.given, compared.on)
    together = total(each.values())
    return {
        "documents": len(compared.wanted),
        "macro_f1": round(macro_f1(each), 4),
        "precision": round(together.precision, 4),
        "recall": round(together.recall, 4),
        "traps": {
            "count": len(compared.traps),
            "wrong": _wrong_traps(compared, compared.given),
        },
        "archetypes": {name: _rounded(found) for name, found in each.items()},
        "confusions": [
            {
                "wanted": None if missed == NONE else missed,
                "given": None if wrongly == NONE else wrongly,
                "documents": documents,
            }
            for missed, wrongly, documents in confusions(compared.wanted, compared.given)
        ],
        "second_opinion": _second_record(compared),
        "disagreements": [
            asdict(one) | {"probability": round(one.probability, 4)}
            for one in compared.disagreements
        ],
    }


def _rows(compared: Compared, rules: Mapping[str, Figures]) -> Iterator[tuple[str, ...]]:
    """A table with an archetype per row: the rules, and the second opinion where it speaks."""
    head = ("precision", "recall", "F1", "given")
    second = figures(compared.wanted, compared.second, compared.spoken)
    silent = ("-",) * len(head)
    if not second:
        yield ("archetype", *head, "wanted")
        for name, found in (*rules.items(), ("together", total(rules.values()))):
            yield (name, *_cells(found), _wanted(found))
        return
    yield ("", "rules", "", "", "", "second opinion", "", "", "", "")
    yield ("archetype", *head, *head, "wanted")
    for name, found in rules.items():
        beside = _cells(second[name]) if name in second else silent
        yield (name, *_cells(found), *beside, _wanted(found))
    everything = total(rules.values())
    if len(second) < len(rules):
        yield ("together", *_cells(everything), *silent, _wanted(everything))
        everything = total(rules[name] for name in second)
    name = "together" if len(second) == len(rules) else "where both speak"
    yield (name, *_cells(everything), *_cells(total(second.values())), _wanted(everything))


def _cells(found: Figures) -> tuple[str, ...]:
    given, wanted = found.right + found.wrong, found.right + found.missed
    precision = f"{found.precision:.3f}" if given else "-"
    recall = f"{found.recall:.3f}" if wanted else "-"
    return precision, recall, f"{found.f1:.3f}", str(given)


def _wanted(found: Figures) -> str:
    return str(found.right + found.missed)


def _second(compared: Compared) -> Iterator[str]:
    """What the second opinion stands on, and how true its probabilities are."""
    if compared.probabilities:
        found = compared.probabilities
        each = figures(compared.wanted, compared.second, compared.spoken)
        yield (
            f"second opinion: each document by what the others taught; "
            f"mean F1 {macro_f1(each):.3f}, Brier score {brier(compared.wanted, found):.4f}, "
            f"log loss {log_loss(compared.wanted, found):.4f}"
        )
        if compared.traps:
            wrong = _wrong_traps(compared, compared.second)
            yield f"{len(wrong)} of {len(compared.traps)} traps were labelled wrongly by it"
    silent = [
        f"{n} ({b.yes} for, {b.no} against)" for n, b in compared.on.items() if not b.is_enough
    ]
    if silent:
        yield f"second opinion: none, as {NEEDS}, on {', '.join(silent)}"


def _confusions(compared: Compared) -> Iterator[str]:
    for missed, wrongly, documents in confusions(compared.wanted, compared.given):
        named = ", ".join(documents[:_MOST_NAMED])
        more = ", …" if len(documents) > _MOST_NAMED else ""
        yield f"{len(documents):>3}  {missed} → {wrongly}  {named}{more}"


def _disagreements(found: Sequence[Disagreement]) -> Iterator[str]:
    if not found:
        return
    right = sum(one.rules == one.wanted for one in found)
    yield (
        f"rules and second opinion disagree on {len(found)} labels: "
        f"the rules are right on {right}, the second opinion on {len(found) - right}"
    )
    yield from aligned(
        (
            one.document,
            one.archetype,
            f"rules {'yes' if one.rules else 'no'}",
            f"second opinion {one.probability:.2f}",
            f"people {'yes' if one.wanted else 'no'}",
        )
        for one in found
    )


def _second_record(compared: Compared) -> dict[str, Any]:
    each = figures(compared.wanted, compared.second, compared.spoken)
    found = compared.probabilities
    return {
        "archetypes": {
            name: asdict(basis) | (_rounded(each[name]) if name in each else {})
            for name, basis in compared.on.items()
        },
        "brier": round(brier(compared.wanted, found), 4) if found else None,
        "log_loss": round(log_loss(compared.wanted, found), 4) if found else None,
        "wrong_traps": _wrong_traps(compared, compared.second),
    }


def _rounded(found: Figures) -> dict[str, float]:
    return {
        "precision": round(found.precision, 4),
        "recall": round(found.recall, 4),
        "f1": round(found.f1, 4),
    }


def _wrong_traps(compared: Compared, given: Labels) -> list[str]:
    return [trap for trap in compared.traps if given[trap] - compared.wanted[trap]]
