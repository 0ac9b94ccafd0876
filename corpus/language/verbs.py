"""Dutch verbs that come apart: toewijzen stands in a text as ``toe te wijzen``, ``wijst toe``."""

from __future__ import annotations

from functools import lru_cache

from corpus.language.lemmas import is_word
from corpus.language.stems import stem

# Longest first where one begins with the other.
_PARTICLES = (
    *("achter", "binnen", "buiten", "rechts", "samen", "tegen", "terug", "tussen", "verder"),
    *("boven", "dicht", "klaar", "neer", "onder", "rond", "thuis", "voort", "vooruit", "vrij"),
    *("door", "goed", "heen", "hoog", "klem", "lang", "leeg", "mede", "over", "vast", "voor"),
    *("weer", "aan", "bij", "kwijt", "los", "mee", "mis", "toe", "uit", "weg", "af", "in", "na"),
    *("om", "op"),
)
_SHORTEST_VERB = 4


@lru_cache(maxsize=1 << 14)
def separable(key: str) -> tuple[str, str] | None:
    """Particle and stem of the verb of a verb that comes apart; None for other words.

    Some that never do (*ondersteunen*) are taken for one as well: no text has ``steunt onder``.
    """
    for whole in dict.fromkeys((stem(key, "nl"), key)):
        for particle in _PARTICLES:
            verb = whole.removeprefix(particle)
            if (
                verb != whole
                and len(verb) >= _SHORTEST_VERB
                and is_word(whole, "nl")
                and _is_verb(verb)
            ):
                return particle, stem(verb, "nl")
    return None


def _is_verb(word: str) -> bool:
    """Whether a word is an infinitive: its lemma is one too, or it has a participle with ge-."""
    if not word.endswith("en") or not is_word(word, "nl"):
        return False
    return stem(word, "nl") == word or any(
        is_word(f"ge{base}{ending}", "nl") for base in _bases(word) for ending in ("t", "d", "")
    )


def _bases(infinitive: str) -> tuple[str, ...]:
    """What the participle is made of: pakken -> pak, ruimen -> ruim, maken -> mak, maak."""
    base = infinitive.removesuffix("en")
    if base[-1:] == base[-2:-1]:
        return (base[:-1],)
    vowel = base[-2:-1]
    return (base, base[:-1] + vowel + base[-1:]) if vowel in ("a", "e", "o", "u") else (base,)
