"""Words made from one another are told, and those that only look so are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.families import relatives
from corpus.language.stems import stem

MEET = """
huisvesten huisvesting
toewijzen toewijzing
signaleren signalering
integreren integratie
evalueren evaluatie
participeren participatie
communiceren communicatie
ontruimen ontruiming
begeleiden begeleiding
bemiddelen bemiddeling
ondersteunen ondersteuning
verhuizen verhuizing
verbeteren verbetering
samenwerken samenwerking
doorstromen doorstroming
renoveren renovatie
isoleren isolatie
registreren registratie
subsidiëren subsidiëring
saneren sanering
beoordelen beoordeling
verlenen verlening
uitbreiden uitbreiding
waarderen waardering
handhaven handhaving
inspireren inspiratie
stimuleren stimulering
vergunnen vergunning
besparen besparing
bestrijden bestrijding
financieren financiering
verwijzen verwijzing
ontmoeten ontmoeting
"""
APART = """
rekenen rekening
wonen woning
menen mening
regeren regering
verenigen vereniging
stichten stichting
leiden leiding
uitkeren uitkering
voorzien voorziening
verzekeren verzekering
omgeven omgeving
samenleven samenleving
oefenen oefening
tekenen tekening
opleiden opleiding
stemmen stemming
houden houding
informeren informatie
organiseren organisatie
motiveren motivatie
opereren operatie
formeren formatie
installeren installatie
huren huurder
bewonen bewoner
buurt buren
koper kopen
zorg zorgen
wijk wijken
recht rechter
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in (line.split() for line in table.split("\n") if line)]


def _folded(word: str) -> str:
    return word.replace("ë", "e")


@pytest.mark.parametrize(("one", "other"), _pairs(MEET))
def test_words_of_one_family_find_each_other(one: str, other: str) -> None:
    one, other = _folded(one), _folded(other)
    assert stem(other, "nl") in relatives(one)
    assert stem(one, "nl") in relatives(other)


@pytest.mark.parametrize(("one", "other"), _pairs(APART))
def test_words_that_mean_something_else_do_not(one: str, other: str) -> None:
    assert stem(other, "nl") not in relatives(one)
    assert stem(one, "nl") not in relatives(other)


@given(st.text("abcdeghiknorstuvwz", max_size=20))
def test_no_word_is_a_relative_of_itself(word: str) -> None:
    assert stem(word, "nl") not in relatives(word)
