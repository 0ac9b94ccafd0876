"""Which passwords may be chosen, and how they are compared."""

from __future__ import annotations

from typing import Literal

import pytest
from argon2 import PasswordHasher

from corpus import passwords
from corpus.errors import UsageError
from corpus.passwords import check_choice, hashed, is_dated, is_right

pytestmark = pytest.mark.usefixtures("quick_passwords")

LONG_AGO = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1)


@pytest.mark.parametrize(
    "password",
    [
        "zeven groene tuinstoelen",
        "correct horse battery staple",
        "839201758392",
        "日本語のとても長い言葉です",
        "x7 !Q" * 200,
        "geheim van de bakker om de hoek",
    ],
)
def test_any_characters_make_a_password(password: str) -> None:
    check_choice(password, "anna")


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("elf tekens!", "at least 12 characters, and this one has 11"),
        ("", "this one has 0"),
        ("a" * 1025, "at most 1024"),
        ("aaaaaaaaaaaa", "easily guessed"),
        ("123456789012", "easily guessed"),
        ("welkom2026!!", "easily guessed"),
        ("Wachtwoord123", "easily guessed"),
        ("watwerkt watwerkt", "easily guessed"),
        ("anna.de.vries", "easily guessed"),
        ("Anna de Vries 1", "easily guessed"),
    ],
)
def test_what_is_short_or_easily_guessed_is_refused(password: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        check_choice(password, "Anna de Vries")


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
