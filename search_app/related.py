"""The words of a question that found nothing → the archetypes that it may be about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from corpus.archetypes import Archetype, Taxonomy
from corpus.language.stems import stem
from corpus.language.stopwords import meaningless
from corpus.language.tokens import tokenize
from corpus.thesaurus import Thesaurus
from index.api import Completion, CompletionKind

MOST = 3
_READ = 24  # words of the question; behind them nobody says anything else
_ASKED = 12  # words of which is asked what they may be the beginning of
_FEWEST_LETTERS = 4  # of a word that is compared: shorter ones stand in too many names
_NAME = 10.0  # what a name of an archetype weighs; its strong cues weigh what the taxonomy says
_ENOUGH = 0.25  # of all that speaks of archetypes with a word; less is as much about any other

Suggest = Callable[[str], Iterable[Completion]]


def related_archetypes(
    text: str, taxonomy: Taxonomy, thesaurus: Thesaurus, suggest: Suggest
) -> tuple[Archetype, ...]:
    """At most three archetypes, those first that the words speak of most.

    A word speaks of an archetype by a strong cue, a name or a variant of it, itself or in other
    words. Where none speaks of any, it is asked what they may be the beginning of. Of a long
    question only the first words are read.

    Args:
        text: what was asked.
        suggest: what a word may become.
    """
    keys = [token.key for token in islice(tokenize(text), _READ)]
    others = [word for one in thesaurus.expansions(keys) for word in one.words]
    scores: dict[str, float] = defaultdict(float)
    for word in _telling(keys) | _telling(others):
        for archetype, share in _shares(word, taxonomy).items():
            scores[archetype] += share
    highest = max(scores.values(), default=0.0)
    ranked = sorted(scores, key=lambda name: (-scores[name], name))
    best = [name for name in ranked if scores[name] >= highest / 2]
    names = best or _begun(keys, suggest)
    known = (name for name in names if name in taxonomy.archetypes)
    return tuple(taxonomy.archetypes[name] for name in _first(known, MOST))


def _shares(word: str, taxonomy: Taxonomy) -> Mapping[str, float]:
    """Id of an archetype -> how much of all that has the word speaks of that archetype."""
    stemmed = stem(word, "nl")
    weights: dict[str, float] = defaultdict(float)
    for (key, archetype), weight in _weights(taxonomy).get(word[:_FEWEST_LETTERS], {}).items():
        if stem(key, "nl") == stemmed:
            weights[archetype] += weight
    whole = sum(weights.values())
    shares = {archetype: weight / whole for archetype, weight in weights.items()}
    return {archetype: share for archetype, share in shares.items() if share >= _ENOUGH}


@cache
def _weights(taxonomy: Taxonomy) -> Mapping[str, Mapping[tuple[str, str], float]]:
    """First letters -> word and id of an archetype -> what has the word and speaks of it.

    Words are put by their first letters and not by their stem, as stems of thousands of words that
    nobody asks would keep the first reader waiting.
    """
    weights: dict[str, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for archetype in taxonomy.archetypes.values():
        for phrase, weight in _phrases(archetype):
            for word in _telling([token.key for token in tokenize(phrase)]):
                weights[word[:_FEWEST_LETTERS]][word, archetype.id] += weight
    return weights


def _phrases(archetype: Archetype) -> Iterator[tuple[str, float]]:
    """Each strong cue and each name, with what it weighs."""
    for cue in archetype.terms.strong:
        yield from ((phrase, cue.w) for side in cue.sides for phrase in side)
    for name in (archetype.label_nl, archetype.label_en, *archetype.variants):
        yield name, _NAME


def _telling(keys: Sequence[str]) -> set[str]:
    """The words that say something by themselves."""
    little = meaningless(keys)
    return {
        key for place, key in enumerate(keys) if place not in little and len(key) >= _FEWEST_LETTERS
    }


def _begun(keys: Sequence[str], suggest: Suggest) -> Iterator[str]:
    long_enough = (key for key in dict.fromkeys(keys) if len(key) >= _FEWEST_LETTERS)
    for key in islice(long_enough, _ASKED):
        for found in suggest(key):
            if found.kind is CompletionKind.ARCHETYPE and found.id is not None:
                yield found.id


def _first(names: Iterable[str], most: int) -> Sequence[str]:
    """The first different ones; no more is asked for than it takes."""
    found: dict[str, None] = {}
    for name in names:
        found[name] = None
        if len(found) == most:
            break
    return list(found)
