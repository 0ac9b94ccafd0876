"""Guessing gets slow, by name and by address, whoever guesses and wherever the process runs."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from search_app_accounts import PASSWORD, Moment, all_kept
from sqlalchemy import select

from corpus.account_schema import attempts
from corpus.accounts import Accounts, Role
from corpus.sessions import LoggedIn, Refused, Sessions

pytestmark = pytest.mark.usefixtures("quick_passwords")

HERE = "203.0.113.7"
DAY = 24 * 3600


@pytest.fixture
def now() -> Moment:
    return Moment()


@pytest.fixture
def accounts(catalogue_url: str, now: Moment) -> Iterator[Accounts]:
    made = Accounts(catalogue_url, now)
    made.add("pia", Role.PARTNER, PASSWORD)
    yield made
    made.close()


@pytest.fixture
def sessions(accounts: Accounts) -> Sessions:
    return Sessions(accounts)


def elsewhere(number: int) -> str:
    return f"198.51.{number // 200}.{number % 200 + 1}"


def waits(
    sessions: Sessions, now: Moment, name: str, times: int, *, move: bool = True
) -> list[int]:
    """How long it takes until each of so many wrong attempts may be made from one address."""
    waited = []
    for _ in range(times):
        came = sessions.log_in(name, "fout", HERE)
        assert isinstance(came, Refused)
        waited.append(came.wait)
        if came.wait and move:
            now.move(came.wait)
            assert sessions.log_in(name, "fout", HERE) == Refused()
    return waited


@pytest.mark.parametrize("name", ["pia", "niemand"])
def test_waits_grow_to_an_hour_for_names_that_exist_and_names_that_do_not(
    sessions: Sessions, now: Moment, name: str
) -> None:
    expected = [0] * 5 + [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    assert waits(sessions, now, name, len(expected)) == expected


def test_the_right_password_waits_as_well_and_then_forgets_what_went_wrong(
    sessions: Sessions, now: Moment
) -> None:
    waits(sessions, now, "pia", 5)
    assert sessions.log_in("pia", PASSWORD, HERE) == Refused(wait=10)
    now.move(10)
    assert isinstance(sessions.log_in("pia", PASSWORD, HERE), LoggedIn)
    assert waits(sessions, now, "pia", 5) == [0] * 5


def test_who_gets_another_password_does_not_have_to_wait(
    sessions: Sessions, accounts: Accounts, now: Moment
) -> None:
    waits(sessions, now, "pia", 5)
    accounts.set_password("pia", "acht blauwe tuinstoelen")
    assert isinstance(sessions.log_in("pia", "acht blauwe tuinstoelen", HERE), LoggedIn)


def test_an_attempt_that_came_too_early_does_not_make_the_wait_longer(
    sessions: Sessions, now: Moment
) -> None:
    waits(sessions, now, "pia", 5)
    assert waits(sessions, now, "pia", 50, move=False) == [10] * 50


def test_one_name_does_not_slow_another(
    sessions: Sessions, now: Moment, accounts: Accounts
) -> None:
    accounts.add("leo", Role.LIBRARIAN, PASSWORD)
    waits(sessions, now, "pia", 6)
    assert isinstance(sessions.log_in("leo", PASSWORD, HERE), LoggedIn)


def test_who_guesses_a_name_keeps_its_owner_waiting_nowhere_else(
    sessions: Sessions, now: Moment
) -> None:
    for _ in range(100):  # more than a day of them
        came = sessions.log_in("pia", "fout", HERE)
        assert isinstance(came, Refused)
        now.move(came.wait)
    sessions.log_in("pia", "fout", HERE)
    now.move(60)  # at most, and only right behind a guess
    assert isinstance(sessions.log_in("pia", PASSWORD, elsewhere(1)), LoggedIn)


def test_a_name_that_is_guessed_from_many_networks_is_slowed_a_little(
    sessions: Sessions, now: Moment
) -> None:
    for number in range(50):
        assert sessions.log_in("pia", "fout", elsewhere(number)) == Refused()
    waited = []
    for number in range(50, 56):
        came = sessions.log_in("pia", "fout", elsewhere(number))
        assert isinstance(came, Refused)
        waited.append(came.wait)
        now.move(came.wait)
        assert sessions.log_in("pia", "fout", elsewhere(number)) == Refused()
    assert waited == [10, 20, 40, 60, 60, 60]


def test_who_logs_in_gives_no_other_guesses_elsewhere(sessions: Sessions, now: Moment) -> None:
    waits(sessions, now, "pia", 5)
    assert isinstance(sessions.log_in("pia", PASSWORD, elsewhere(1)), LoggedIn)
    assert sessions.log_in("pia", "fout", HERE) == Refused(wait=10)


def test_capitals_give_no_other_guesses(sessions: Sessions, now: Moment) -> None:
    waits(sessions, now, "pia", 3)
    waits(sessions, now, "PIA", 2)
    assert sessions.log_in(" Pia", "fout", HERE) == Refused(wait=10)


def test_one_address_is_slowed_whatever_names_it_tries(sessions: Sessions) -> None:
    for number in range(20):
        assert sessions.log_in(f"naam{number}", "fout", HERE) == Refused()
    assert sessions.log_in("nog een", "fout", HERE) == Refused(wait=10)
    assert sessions.log_in("pia", PASSWORD, HERE) == Refused(wait=10)
    assert isinstance(sessions.log_in("pia", PASSWORD, "198.51.100.9"), LoggedIn)


def test_an_own_account_gives_an_address_no_other_guesses(sessions: Sessions) -> None:
    for number in range(20):
        sessions.log_in(f"naam{number}", "fout", HERE)
        if number < 19:
            assert isinstance(sessions.log_in("pia", PASSWORD, HERE), LoggedIn)
    assert sessions.log_in("pia", PASSWORD, HERE) == Refused(wait=10)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),  # one customer has them all
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1%eth1"),
        ("", ""),
    ],
)
def test_addresses_of_one_customer_are_one_address(
    sessions: Sessions, first: str, second: str
) -> None:
    for number in range(20):
        sessions.log_in(f"naam{number}", "fout", first)
    assert sessions.log_in("nog een", "fout", second) == Refused(wait=10)
    assert sessions.log_in("nog een", "fout", "2001:db8:1:3::1") == Refused()


def test_waiting_survives_a_restart_and_holds_in_other_processes(
    sessions: Sessions, now: Moment, accounts: Accounts
) -> None:
    waits(sessions, now, "pia", 5)
    with closing(Accounts(accounts.url, now)) as others:
        assert Sessions(others).log_in("pia", PASSWORD, HERE) == Refused(wait=10)


def test_many_at_once_are_no_more_than_one_after_the_other(accounts: Accounts) -> None:
    def guess(_number: int) -> object:
        with closing(Accounts(accounts.url, accounts.now)) as others:
            return Sessions(others).log_in("pia", "fout", HERE)

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(guess, range(24)))
    assert came.count(Refused()) == 5


def test_all_is_forgotten_a_day_after_the_last_attempt(
    sessions: Sessions, now: Moment, accounts: Accounts
) -> None:
    waits(sessions, now, "pia", 9)
    now.move(DAY + 1)
    assert sessions.log_in("leo", "fout", HERE) == Refused()
    with accounts.database.reading() as connection:
        assert len(connection.execute(select(attempts)).all()) == 3


def test_neither_names_nor_addresses_are_kept(sessions: Sessions, accounts: Accounts) -> None:
    sessions.log_in("mijn wachtwoord is", "fout", HERE)
    kept = all_kept(accounts)
    assert b"mijn wachtwoord" not in kept
    assert HERE.encode() not in kept
