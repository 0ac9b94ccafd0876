"""Forms that the dictionary lacks, of words that it has."""

from __future__ import annotations

import pytest

from corpus.language.endings import inflected
from corpus.language.lemmas import lemma

TABLE = {
    "gemelde": "melden",  # a participle with -e
    "updatete": "updaten",
    "ingeschreven": "inschrijven",  # a verb that comes apart
    "inschreef": "inschrijven",
    "clipjes": "clip",  # a diminutive
    "badkranen": None,  # a compound is cut elsewhere
    "flexibiliteitseis": None,
    "azaleaatjes": "azalea",
    "xqzw": None,
    "": None,
}


@pytest.mark.parametrize(("form", "expected"), TABLE.items())
def test_a_form_belongs_to_this_word(form: str, expected: str | None) -> None:
    assert lemma(form) is None
    assert inflected(form) == expected
