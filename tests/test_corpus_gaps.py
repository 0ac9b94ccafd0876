"""What is kept of questions that found nothing, and what is not."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from corpus import gaps
from corpus.errors import SettingsWrong
from corpus.gaps import ENOUGH, Gap, Gaps, Question, is_private

MONTH = "2026-11"
ASKED = Question(unit="documents", words="zweefvliegen boven de vinex")


@pytest.fixture
def store(tmp_path: Path) -> Gaps:
    return Gaps(tmp_path / "gaps.db")


def ask(store: Gaps, times: int, question: Question = ASKED, typed: str = "") -> Gap:
    for _ in range(times):
        store.record(question, MONTH, typed=typed)
    (found,) = store.listed()
    return found


def on_disk(store: Gaps) -> bytes:
    return b"".join(path.read_bytes() for path in store.path.parent.iterdir())


@pytest.mark.parametrize("times", range(1, ENOUGH))
def test_the_words_are_nowhere_on_the_disk_before_the_third_time(store: Gaps, times: int) -> None:
    assert ask(store, times).question is None
    assert b"zweefvliegen" not in on_disk(store)
    assert b"vinex" not in on_disk(store)


def test_from_the_third_time_on_the_question_can_be_read(store: Gaps) -> None:
    assert ask(store, ENOUGH) == Gap(
        question=ASKED, count=3, first=MONTH, last=MONTH, private=False
    )
    assert b"zweefvliegen" in on_disk(store)


def test_months_of_the_first_and_the_last_time_are_kept(store: Gaps) -> None:
    for month in ("2026-09", "2026-11", "2026-10"):
        store.record(ASKED, month)
    (found,) = store.listed()
    assert (found.first, found.last) == ("2026-09", "2026-11")


def test_other_words_filters_or_unit_are_another_question(store: Gaps) -> None:
    for question in (
        ASKED,
        Question(unit="passages", words=ASKED.words),
        Question(unit="documents", words="vinex"),
        Question(unit="documents", words=ASKED.words, filters=(("kind", "praktijk"),)),
    ):
        store.record(question, MONTH)
    assert [gap.count for gap in store.listed()] == [1, 1, 1, 1]


def test_filters_are_read_back(store: Gaps) -> None:
    asked = Question(unit="passages", words="", filters=(("kind", "beleid"), ("kind", "praktijk")))
    assert ask(store, ENOUGH, asked).question == asked


@pytest.mark.parametrize(
    "text",
    [
        "jan.jansen@voorbeeld.nl",
        "bel 06 12345678",
        "NL91 ABNA 0417 1643 00",
        "111222333",
        "06 1234 5678 9",
        "woord " * 50,
    ],
)
def test_what_may_point_to_a_person_is_private(text: str) -> None:
    assert is_private(text)
    assert is_private("", [text])


@pytest.mark.parametrize("text", ["zelfbeheer 2012-2016", "10.000 woningen", "artikel 213"])
def test_what_points_to_nobody_is_not_private(text: str) -> None:
    assert not is_private(text)


def test_personal_data_is_never_kept_however_often_it_is_asked(store: Gaps) -> None:
    words = Question(unit="documents", words="jan jansen voorbeeld nl")
    found = ask(store, ENOUGH + 2, words, typed="jan.jansen@voorbeeld.nl")
    assert found == Gap(question=None, count=5, first=MONTH, last=MONTH, private=True)
    assert b"jansen" not in on_disk(store)


def test_words_that_once_held_personal_data_are_taken_away_again(store: Gaps) -> None:
    ask(store, ENOUGH)
    store.record(ASKED, MONTH, typed="bel 06 12345678")
    (found,) = store.listed()
    assert found.question is None
    assert b"zweefvliegen" not in on_disk(store)


def test_two_stores_know_the_same_question_by_other_digests(tmp_path: Path) -> None:
    digests = set()
    for name in ("a.db", "b.db"):
        Gaps(tmp_path / name).record(ASKED, MONTH)
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            digests |= {row[0] for row in connection.execute("SELECT digest FROM asked")}
    assert len(digests) == 2


def test_clearing_leaves_no_word_on_the_disk(store: Gaps) -> None:
    ask(store, ENOUGH)
    assert store.clear() == 1
    assert store.listed() == ()
    assert b"zweefvliegen" not in on_disk(store)
    assert ask(store, 1).count == 1


def test_without_a_file_there_is_nothing_and_none_is_made(store: Gaps) -> None:
    assert store.listed() == ()
    assert store.clear() == 0
    assert not store.path.exists()


def test_the_rarest_and_oldest_questions_give_way(
    store: Gaps, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gaps, "MOST", 3)
    for month in range(1, 6):
        for _ in range(3 if month == 1 else 1):
            store.record(Question(unit="documents", words=f"vraag{month}"), f"2026-{month:02}")
    assert [(gap.count, gap.last) for gap in store.listed()] == [
        (3, "2026-01"), (1, "2026-05"), (1, "2026-04"),
    ]  # fmt: skip


def test_a_file_that_is_no_store_is_told_in_words(store: Gaps) -> None:
    store.path.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    with pytest.raises(SettingsWrong, match=r"gaps\.db cannot be used: .*remove that file"):
        store.listed()


def test_two_processes_that_write_at_once_lose_no_count(store: Gaps) -> None:
    program = (
        "import sys; from pathlib import Path; from corpus.gaps import Gaps, Question\n"
        "store = Gaps(Path(sys.argv[1]))\n"
        "for _ in range(40): store.record(Question(unit='documents', words='samen'), '2026-11')\n"
    )
    command = [sys.executable, "-c", program, str(store.path)]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [one.wait(timeout=60) for one in running] == [0, 0]
    (found,) = store.listed()
    assert found.count == 80
