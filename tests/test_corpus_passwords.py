"""Which passwords may be chosen, and how they are compared."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from argon2 import PasswordHasher

from corpus import guessing, passwords
from corpus.errors import UsageError
from corpus.passwords import check_choice, hashed, is_dated, is_right

pytestmark = pytest.mark.usefixtures("quick_passwords")

LONG_AGO = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)


@pytest.mark.parametrize(
    "password",
    [
        "zeven groene tuinstoelen",
        "correct horse battery staple",
        "839201758362714",
        "日本語のとても長い美しい言葉です",
        "x7 !Q" * 20 + "zeven tuinstoelen" * 50,
        "geheim van de bakker om de hoek",
        "zomer in de wijk bij opa",
    ],
)
def test_any_characters_make_a_password(password: str) -> None:
    check_choice(password, ["anna"])


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("veertien teken", "at least 15 characters, and this one has 14"),
        ("", "this one has 0"),
        ("a" * 1025, "at most 1024"),
        ("aaaaaaaaaaaaaaaa", "easily guessed"),
        ("1234567890123456", "easily guessed"),
        ("qwertyuiopasdfghjkl", "easily guessed"),
        ("zyxwvutsrqponmlkji", "easily guessed"),
        ("tuintuintuintuintuin", "easily guessed"),
        ("1985-1986-1987-1988", "easily guessed"),
        ("welkom welkom 2026!!", "easily guessed"),
        ("Wachtwoord123456", "easily guessed"),
        ("W@chtw00rd!W@chtw00rd", "easily guessed"),
        ("watwerkt watwerkt", "easily guessed"),
        ("Zomer 2026 Amsterdam", "easily guessed"),
        ("anna.de.vries.anna", "easily guessed"),
        ("Anna de Vries 1234", "easily guessed"),
        ("vries vries anna 1!", "easily guessed"),
        ("woonbron-noord-2026", "easily guessed"),
    ],
)
def test_what_is_short_or_easily_guessed_is_refused(password: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        check_choice(password, ["Anna de Vries", "info@woonbron-noord.example"])


def test_a_password_from_before_keeps_working() -> None:
    assert is_right(hashed("kort"), "kort")


def test_a_long_password_is_judged_at_once() -> None:
    check_choice("zeven groene stoelen " + "ab" * 500, ["anna"])


def test_each_word_that_is_guessed_stands_once_with_its_reason() -> None:
    lines = (Path(guessing.__file__).parent / "guessable.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert all(len(row) == 2 and row[0] == row[0].casefold() and row[0].isalnum() for row in rows)
    assert len({word for word, _ in rows}) == len(rows)


def test_only_the_password_itself_is_right() -> None:
    kept = hashed("zeven groene tuinstoelen")
    assert is_right(kept, "zeven groene tuinstoelen")
    assert not is_right(kept, "Zeven groene tuinstoelen")
    assert not is_right(kept, "zeven groene tuinstoelen ")
    assert not is_right(kept, "")


def test_what_is_kept_holds_no_password_and_is_never_the_same() -> None:
    first, second = hashed("zeven groene tuinstoelen"), hashed("zeven groene tuinstoelen")
    assert first.startswith("$argon2id$")
    assert "tuin" not in first
    assert first != second


def test_the_same_characters_are_the_same_password_however_they_are_composed() -> None:
    assert is_right(hashed("caf\u00e9 op de hoek"), "cafe\u0301 op de hoek")


def test_half_a_character_is_just_wrong() -> None:
    assert not is_right(hashed("zeven groene tuinstoelen"), "\ud800")


def test_what_is_too_long_is_never_right() -> None:
    assert not is_right(hashed(""), "x" * 1025)


def test_nobody_has_a_password() -> None:
    assert not is_right(None, "the password of nobody")
    assert not is_right("no hash at all", "x")


def test_without_anything_kept_as_much_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    class Hasher(PasswordHasher):
        def verify(self, kept: str | bytes, password: str | bytes) -> Literal[True]:
            asked.append(kept)
            return super().verify(kept, password)

    monkeypatch.setattr(passwords, "_hasher", Hasher(time_cost=1, memory_cost=8, parallelism=1))
    is_right(None, "zeven groene tuinstoelen")
    is_right(hashed("zeven groene tuinstoelen"), "zeven")
    costs = [str(kept).rsplit("$", 2)[0] for kept in asked]
    assert len(costs) == 2
    assert costs[0] == costs[1]


def test_what_was_made_with_other_costs_is_dated() -> None:
    assert is_dated(LONG_AGO.hash("zeven groene tuinstoelen"))
    assert not is_dated(hashed("zeven groene tuinstoelen"))
