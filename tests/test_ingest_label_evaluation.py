"""Precision, recall and F1 of labels, and what is taken for what."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SettingsWrong, UsageError
from ingest.label_evaluation import NONE, confusions, figures, macro_f1, read_judged, total

WANTED = {"a": frozenset({"x"}), "b": frozenset({"x", "y"}), "c": frozenset(), "d": frozenset("y")}
GIVEN = {"a": frozenset({"x"}), "b": frozenset({"x"}), "c": frozenset("y"), "d": frozenset("x")}
TEXT = "- id: a\n  kind: clear\n  labels: [x]\n  text: Hallo.\n"


def test_each_archetype_has_its_figures() -> None:
    found = figures(WANTED, GIVEN, ["x", "y", "z"])
    assert (found["x"].right, found["x"].wrong, found["x"].missed) == (2, 1, 0)
    assert (found["y"].right, found["y"].wrong, found["y"].missed) == (0, 1, 2)
    assert found["x"].precision == pytest.approx(2 / 3)
    assert found["x"].recall == 1
    assert found["x"].f1 == pytest.approx(0.8)
    assert macro_f1(found) == pytest.approx(0.4)  # z was neither given nor wanted
    assert total(found.values()).precision == 0.5


def test_what_is_taken_for_what_is_told() -> None:
    assert {(m, w): list(d) for m, w, d in confusions(WANTED, GIVEN)} == {
        ("y", NONE): ["b"],
        (NONE, "y"): ["c"],
        ("y", "x"): ["d"],
    }


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("", UsageError, "There are no judged texts"),
        (TEXT + TEXT, UsageError, "called a"),
        (TEXT.replace("clear", "klaar"), SettingsWrong, r"texts.yaml:2: "),
    ],
)
def test_a_fault_in_judged_texts_is_told(
    tmp_path: Path, text: str, error: type[Exception], words: str
) -> None:
    if text:
        (tmp_path / "texts.yaml").write_text(text, "utf-8")
    with pytest.raises(error, match=words):
        read_judged(tmp_path)


def test_the_half_of_a_text_depends_on_its_id_alone(tmp_path: Path) -> None:
    (tmp_path / "texts.yaml").write_text(TEXT, "utf-8")
    (one,) = read_judged(tmp_path)
    assert one.is_held == one.model_copy(update={"text": "Anders."}).is_held
    assert one.document.pages[0].text == "Hallo."
