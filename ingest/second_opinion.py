"""The second opinion itself: what librarians decided -> how probable a label is, with reasons.

    text ──opinion_features──> TF-IDF ──one linear classifier per archetype──> distance ──sigmoid──>
    probability

The classifiers are linear support vector machines, one archetype against the rest. The sigmoid is
fitted on the distances that cross-validation gives documents that were not in training; without it
no probability would come near a half when few of many documents are about an archetype. A linear
model is a sum over what stands in a text, so each word has a share in the answer: those with the
largest are its reasons.

The same examples give the same answers in whatever order they come, as they are put in one first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from ingest.opinion_features import FeatureSpace
from ingest.opinions import Example, Opinion

_FOLDS = 5
_MOST_WORDS = 5
_LEAST_OF_EACH = 2  # fewer cannot be divided into folds


class SecondOpinion:
    """Gives its opinion on the archetypes about which enough is known."""

    def __init__(self, examples: Iterable[Example], archetypes: Iterable[str]) -> None:
        """Learn from the examples; archetypes that they do not tell apart are left out."""
        ordered = sorted(examples, key=_digest)
        self._space = FeatureSpace(ordered)
        self._models: dict[str, Any] = {}
        if self._space.is_empty:
            return
        values = self._space.values(ordered)
        for archetype in archetypes:
            known = [n for n, one in enumerate(ordered) if archetype in one.verdicts]
            said = np.array([ordered[n].verdicts[archetype] for n in known], dtype=bool)
            least = min(said.sum(), (~said).sum())
            if least >= _LEAST_OF_EACH:
                self._models[archetype] = _calibrated(min(_FOLDS, int(least))).fit(
                    values[known], said
                )

    def on(self, examples: Sequence[Example], reasons_from: float = 0) -> Iterator[Opinion]:
        """An opinion on each document and archetype; words from such a probability on."""
        if not examples or not self._models:
            return
        values = self._space.values(examples)
        found = {one: model.predict_proba(values)[:, 1] for one, model in self._models.items()}
        for number, example in enumerate(examples):
            told = {one: float(p[number]) for one, p in found.items()}
            asked = [one for one, probability in told.items() if probability >= reasons_from]
            words = self._reasons(example, values[[number]], asked)
            for archetype, probability in told.items():
                yield Opinion(
                    document_id=example.id,
                    archetype=archetype,
                    probability=probability,
                    words=words.get(archetype, ()),
                )

    def _reasons(
        self, example: Example, values: Any, archetypes: Sequence[str]
    ) -> dict[str, tuple[str, ...]]:
        """The words with the largest share in the answer, of those that speak for it.

        What a feature adds is divided over its occurrences in the text.
        """
        if not archetypes:
            return {}
        by_word = self._space.by_word(example)
        times = np.asarray(by_word.features.sum(axis=0)).ravel()
        per_time = values.toarray().ravel() / np.maximum(times, 1)
        weights = np.stack([_weights(self._models[one]) for one in archetypes], axis=1)
        shares = by_word.features @ (weights * per_time[:, None])
        found: dict[str, tuple[str, ...]] = {}
        for column, archetype in enumerate(archetypes):
            share = shares[:, column]
            first = sorted(range(len(share)), key=lambda n: (-share[n], by_word.words[n]))
            found[archetype] = tuple(by_word.words[n] for n in first[:_MOST_WORDS] if share[n] > 0)
        return found


def out_of_fold(examples: Iterable[Example], archetypes: Collection[str]) -> Iterator[Opinion]:
    """What the opinion on each example is, learned from the others only, a fifth left out a time.

    Documents with the same verdicts are spread over the folds.
    """
    ordered = sorted(examples, key=lambda one: (_said(one), _digest(one)))
    for fold in range(_FOLDS):
        left_out = ordered[fold::_FOLDS]
        others = [one for n, one in enumerate(ordered) if n % _FOLDS != fold]
        unknown = [replace(one, verdicts={}) for one in left_out]
        yield from SecondOpinion(others, archetypes).on(unknown, reasons_from=1)


def _calibrated(folds: int) -> CalibratedClassifierCV:
    return CalibratedClassifierCV(
        LinearSVC(random_state=0), cv=StratifiedKFold(folds), ensemble=False
    )


def _weights(model: Any) -> Any:
    """What each feature adds to the distance."""
    return model.calibrated_classifiers_[0].estimator.coef_.ravel()


def _digest(example: Example) -> str:
    return hashlib.sha256(example.id.encode()).hexdigest()


def _said(example: Example) -> tuple[list[str], list[str]]:
    """What it is about, and what it is not."""
    verdicts = sorted(example.verdicts.items())
    return [one for one, yes in verdicts if yes], [one for one, yes in verdicts if not yes]
