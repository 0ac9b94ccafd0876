"""Inflected forms that the dictionary lacks, of words it has: dagje, gemelde, inschreef."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.language.lemmas import lemma

# What verbs come apart from: inschrijven, ingeschreven.
_PARTICLES = (
    *("aan", "achter", "af", "bij", "binnen", "boven", "buiten", "deel", "dicht", "door", "goed"),
    *("in", "klaar", "los", "mee", "na", "neer", "om", "onder", "op", "over", "plaats", "rond"),
    *("samen", "tegemoet", "tegen", "terug", "thuis", "toe", "uit", "vast", "voor", "vooruit"),
    *("voort", "vrij", "weg", "weer"),
)
_SHORTEST_VERB = 4  # letters of the form behind a particle
_SHORTEST_NOUN = 3  # letters of what a diminutive is made of
_LONG_VOWELS = ("aa", "ee", "oo", "uu")


def inflected(key: str) -> str | None:
    """The lemma of a form of a known word; None for any other word the dictionary lacks."""
    return next(_lemmas(key), None)


def _lemmas(key: str) -> Iterator[str]:
    for ending in ("e", "en"):  # gemelde, updatete
        base = key.removesuffix(ending)
        if base != key and base.endswith(("d", "t")) and (found := lemma(base)) is not None:
            yield found
    yield from _separable(key)
    for noun in _undiminished(key):
        if len(noun) >= _SHORTEST_NOUN and lemma(noun) == noun:
            yield noun
    base = key.removesuffix("s")
    if base != key and len(base) > _SHORTEST_NOUN and lemma(base) == base:
        yield base


def _separable(key: str) -> Iterator[str]:
    """inschreef, ingeschreven: the particle before the infinitive of schreef, geschreven."""
    for particle in _PARTICLES:
        form = key.removeprefix(particle)
        if form == key or len(form) < _SHORTEST_VERB:
            continue
        verb = lemma(form)
        if verb is not None and verb != form and verb.endswith("en"):
            yield lemma(particle + verb) or particle + verb


def _undiminished(key: str) -> Iterator[str]:
    """What a diminutive can be made of: straatje, tafeltje, boompje, balletje, koninkje."""
    base = key.removesuffix("s")
    if not base.endswith("je"):
        return
    base = base.removesuffix("je")
    yield base
    if base.endswith("p"):
        yield base[:-1]
    if base.endswith("nk"):
        yield base[:-1] + "g"
    if base.endswith("t"):
        base = base[:-1]
        yield base
        if base.endswith(_LONG_VOWELS):
            yield base[:-1]
        elif base.endswith("e"):
            yield from (base[:-1], base[:-2])
