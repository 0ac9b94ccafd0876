"""The kind of a document, at the borders of what is enough for one."""

import pytest
from ingest_texts import DUTCH, LONG, about

from corpus.document import Kind
from ingest.kinds import kind_of

# Each of these is just enough beside one other cue of two (or of one and a half, below).
WITH_TWO = [
    "journal", "significant", "halfgestructureerde", "steekproef", "odds ratio", "n = 40",
    "working paper", "beperkingen van dit onderzoek", "this article", "controlegroep", "regressie",
]  # fmt: skip
WITH_ONE_AND_A_HALF = ["doi 10.1234/a", "\nAbstract\n"]


@pytest.mark.parametrize("cue", WITH_TWO)
def test_one_cue_more_makes_it_research(cue: str) -> None:
    assert kind_of(f"een proefschrift {DUTCH}").value is Kind.PRAKTIJK
    assert kind_of(f"een proefschrift {cue} {DUTCH}").value is Kind.WETENSCHAP


def test_two_cues_of_one_and_a_half_make_it_research() -> None:
    assert all(kind_of(f"{cue} {DUTCH}").value is Kind.PRAKTIJK for cue in WITH_ONE_AND_A_HALF)
    assert kind_of(f"{' '.join(WITH_ONE_AND_A_HALF)} {DUTCH}").value is Kind.WETENSCHAP


@pytest.mark.parametrize("cue", ["respondenten", "onderzoeksvraag"])
def test_a_word_that_practice_uses_too_is_half_a_cue(cue: str) -> None:
    assert kind_of(f"een proefschrift {cue} {DUTCH}").value is Kind.PRAKTIJK
    assert kind_of(f"een proefschrift significant {cue} {DUTCH}").value is Kind.WETENSCHAP


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("de beleidsnota en de gemeenteraad", Kind.BELEID),
        ("de beleidsnota van nu", Kind.PRAKTIJK),
        ("de gemeentewet en de nota van toelichting", Kind.BELEID),
        ("de gemeentewet en de gemeenteraad", Kind.PRAKTIJK),
    ],
)
def test_policy_needs_as_much(text: str, kind: Kind) -> None:
    assert kind_of(f"{text} {DUTCH * 3}").value is kind


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("een proefschrift, significant", 0.85),
        ("een proefschrift, significant, steekproef", 0.85),
        ("een proefschrift, significant, steekproef, regressie", 0.95),
        ("een proefschrift", 0.65),
        ("steekproef", 0.65),
        ("respondenten", 0.8),
        ("", 0.8),
    ],
)
def test_the_more_cues_the_surer(text: str, sure: float) -> None:
    assert kind_of(f"{text} {DUTCH * 3}").confidence == sure


@pytest.mark.parametrize(("length", "sure"), [(0, 0.4), (299, 0.4), (300, 0.8)])
def test_what_has_no_text_is_hardly_known_to_be_practice(length: int, sure: float) -> None:
    assert kind_of((DUTCH * 3)[:length]).confidence == sure


def test_a_scan_without_text_is_practice_for_want_of_better() -> None:
    kinds = [one for text in ("", LONG) for one in about(text).origins if one.field == "kind"]
    assert [one.confidence for one in kinds] == [0.4, 0.8]
