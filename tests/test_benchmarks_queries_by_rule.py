"""The rules by which questions are made that judge the language analysis."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from benchmarks.judged_collections import Judged
from benchmarks.queries_by_rule import KINDS, variants
from benchmarks.word_variants import WORD_LIST, inflections, joined, mistyped, split
from corpus.document import Document, Kind, Page
from index.evaluation import Question

WORDS = frozenset(
    """
    wet wetten weten brief brieven huis huizen paal palen advocaat advocaten regeling regelingen
    kamer kamers teken tekens recht rechts rechten bevoegdheid bevoegdheden tijdelijk tijdelijke
    sociaal sociale administratief administratieve financieren financiert leraar leraren bos
    bossen ontheffing ontheffingen huur achterstand huurachterstand overheid aansprakelijkheid
    waren warenwet besluit dier proeven dierproeven staat schulden ondersteuning onder steuning
    verst rekking wijziging wijzigingsbesluit
    """.split()  # noqa: SIM905 - easier to read
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wet", "wetten"),
        ("brief", "brieven"),
        ("huis", "huizen"),
        ("paal", "palen"),
        ("advocaat", "advocaten"),
        ("bos", "bossen"),
        ("regeling", "regelingen"),
        ("kamer", "kamers"),
        ("teken", "tekens"),
        ("recht", "rechten"),
        ("bevoegdheid", "bevoegdheden"),
        ("tijdelijk", "tijdelijke"),
        ("sociaal", "sociale"),
        ("administratief", "administratieve"),
        ("financieren", "financiert"),
        ("leraar", "leraren"),
    ],
)
def test_a_word_is_inflected_both_ways(one: str, other: str) -> None:
    assert other in inflections(one, WORDS)
    if not one.endswith("eren"):
        assert one in inflections(other, WORDS)


@pytest.mark.parametrize(
    ("word", "other"), [("wet", "weten"), ("recht", "rechts"), ("huur", "huren"), ("wet", "wet")]
)
def test_what_only_looks_like_a_form_or_is_no_word_is_none(word: str, other: str) -> None:
    assert other not in inflections(word, WORDS)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("huurachterstand", ("huur", "achterstand")),
        ("overheidsaansprakelijkheid", ("overheid", "aansprakelijkheid")),
        ("warenwetbesluit", ("warenwet", "besluit")),
        ("dierproevenbesluit", ("dierproeven", "besluit")),
        ("ondersteuning", None),
        ("verstrekking", None),
        ("besluit", None),
    ],
)
def test_a_compound_is_cut_into_words_of_the_list(word: str, parts: tuple[str, str] | None) -> None:
    assert split(word, WORDS) == parts


def test_two_words_are_joined_where_the_list_knows_them_as_one() -> None:
    assert joined("huur", "achterstand", WORDS) == "huurachterstand"
    assert joined("wijziging", "besluit", WORDS) == "wijzigingsbesluit"
    assert joined("sociaal", "besluit", WORDS) is None


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=6, max_size=20), st.integers())
def test_a_slip_is_one_edit_behind_the_first_letter_and_no_other_word(word: str, seed: int) -> None:
    slip = mistyped(word, random.Random(seed), WORDS)  # noqa: S311 - no secret
    if slip is None:
        assert len(set(word)) == 1
    else:
        assert OSA.distance(word, slip) == 1
        assert slip[0] == word[0]
        assert slip not in WORDS


@pytest.mark.skipif(not WORD_LIST.is_file(), reason=f"the word list is not there: {WORD_LIST}")
def test_the_same_seed_makes_the_same_questions_of_every_kind() -> None:
    titles = {
        "a": "wet huurachterstand gemeente",
        "b": "besluit salaris leraren",
        "c": "wijziging besluit vrijstelling regeling",
    }
    documents = tuple(
        Document(
            id=key,
            title=title,
            kind=Kind.BELEID,
            pages=(Page(number=1, text=title),),
            language="nl",
            sha256=key,
            media_type="text/plain",
            source=key,
            ingested=datetime(2024, 5, 1, tzinfo=UTC),
        )
        for key, title in titles.items()
    )
    judged = Judged(
        name="three",
        documents=documents,
        questions=tuple(Question(key, title, "nl") for key, title in titles.items()),
        judgements={key: {key: 1} for key in titles},
    )
    made = variants(judged)
    assert made == variants(judged)
    assert made.keys() == set(KINDS)
    assert all(found for found in made.values())
    for kind, found in made.items():
        for variant in found:
            assert variant.kind == kind
            assert variant.question.text != variant.base.text
    assert [v.question.text for v in made["split"]] == ["wet huur achterstand gemeente"]
    assert variants(judged, count=1)["question"] != made["question"]
