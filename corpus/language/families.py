"""Words made from one another: huisvesten and huisvesting, integreren and integratie.

Weaker than inflection: a question may find the other word, an index keeps the two apart. Of the
kinds of derivation only those by which a noun names what the verb does; the nouns that mean
something else (rekenen, rekening) stand in ``families_nl.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from corpus.language.compounds import split
from corpus.language.lemmas import is_word
from corpus.language.stems import stem

_APART = Path(__file__).with_name("families_nl.txt")
# Ending of the verb, ending of the noun.
_ENDINGS = (("en", "ing"), ("eren", "atie"), ("eren", "itie"), ("iceren", "icatie"))
_SHORTEST_BASE = 3  # letters before the ending


@lru_cache(maxsize=1 << 14)
def relatives(word: str) -> tuple[str, ...]:
    """Stems of the words of one family with ``word`` (a folded Dutch word), itself left out.

    huisvesten: huisvesting; vroegsignaleren: vroegsignalering.
    """
    own = stem(word, "nl")
    found = [*_derived(word), *(one for one in _derived(own) if own != word)]
    parts = split(word)
    if parts:
        head = parts[-1]
        found += [word[: head.start] + other for other in _derived(word[head.start :])]
    return tuple(dict.fromkeys(s for s in (stem(one, "nl") for one in found) if s != own))


def _derived(word: str) -> Iterator[str]:
    """What may be made of a word; the dictionary has at least one of the two."""
    for verb, noun in _ENDINGS:
        for ending, other in ((verb, noun), (noun, verb)):
            made = word.removesuffix(ending) + other
            fits = word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_BASE
            if fits and not {word, made} & _apart() and any(is_word(w, "nl") for w in (word, made)):
                yield made


@cache
def _apart() -> frozenset[str]:
    """Nouns that mean something else than what the verb does."""
    lines = _APART.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
