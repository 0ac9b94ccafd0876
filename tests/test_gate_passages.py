"""How right passages are on judged sentences: floors that never sink silently.

Who changes a cue runs ``python -m benchmarks.passages --half tuned``, raises floors here when both
halves became better, and says in the changelog why when one is lowered.
"""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.passages import NONE, by_role, outcomes, read_judged
from corpus.passage import Outcome, PassageRole
from ingest.label_evaluation import total

JUDGED = read_judged()
# half -> least precision and recall of all roles together, least share of right outcomes
FLOORS = {"tuned": (0.99, 0.80, 0.95), "held": (0.86, 0.40, 0.83)}


@pytest.mark.parametrize("half", FLOORS)
def test_passages_are_no_worse_than_they_were(half: str) -> None:
    judged = [one for one in JUDGED if one.half == half]
    precision, recall, outcome = FLOORS[half]
    together = total(by_role(judged).values())
    right, count = outcomes(judged)
    assert together.precision >= precision
    assert together.recall >= recall
    assert right >= outcome * count


def test_every_role_and_outcome_is_judged_by_enough_sentences() -> None:
    roles = Counter(one.roles[0] for one in JUDGED)
    assert all(roles[role.value] >= 30 for role in PassageRole)
    assert roles[NONE] >= 60
    said = Counter(one.outcome for one in JUDGED)
    assert all(said[outcome.value] >= 10 for outcome in Outcome)
