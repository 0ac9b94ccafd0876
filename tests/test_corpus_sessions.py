"""Who is logged in, and when that ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from argon2 import PasswordHasher
from search_app_accounts import PASSWORD, Moment, all_kept
from sqlalchemy import select, update

from corpus import account_schema as schema
from corpus import sessions as module
from corpus.accounts import Accounts, Role, key_of
from corpus.sessions import IDLE, LONGEST, LoggedIn, Refused, Sessions

pytestmark = pytest.mark.usefixtures("quick_passwords")

HERE = "203.0.113.7"
OTHER = "acht blauwe tuinstoelen"


@pytest.fixture
def now() -> Moment:
    return Moment()


@pytest.fixture
def accounts(catalogue_url: str, now: Moment) -> Iterator[Accounts]:
    made = Accounts(catalogue_url, now)
    made.add("Pia", Role.PARTNER, PASSWORD)
    made.add("Leo", Role.LIBRARIAN, PASSWORD)
    yield made
    made.close()


@pytest.fixture
def sessions(accounts: Accounts) -> Sessions:
    return Sessions(accounts)


def begin(sessions: Sessions, name: str = "pia") -> str:
    came = sessions.log_in(name, PASSWORD, HERE)
    assert isinstance(came, LoggedIn)
    return came.token


def whose(sessions: Sessions, token: str) -> str | None:
    account = sessions.account_of(token)
    return account.name if account else None


def test_a_session_tells_whose_it_is(sessions: Sessions, accounts: Accounts, now: Moment) -> None:
    token = begin(sessions)
    assert whose(sessions, token) == "Pia"
    with closing(Accounts(accounts.url, now)) as others:
        assert whose(Sessions(others), token) == "Pia"


@pytest.mark.parametrize("token", ["", "x", "é", "\ud800", "0" * 10_000])
def test_another_token_is_nobodys(sessions: Sessions, token: str) -> None:
    begin(sessions)
    assert whose(sessions, token) is None


def test_only_a_digest_of_the_token_is_kept(sessions: Sessions, accounts: Accounts) -> None:
    token = begin(sessions)
    assert token.encode() not in all_kept(accounts)


def test_each_session_has_another_long_token(sessions: Sessions) -> None:
    first, second = begin(sessions), begin(sessions)
    assert first != second
    assert len(first) == 43  # 32 bytes


@pytest.mark.parametrize(
    ("name", "password"), [("pia", OTHER), ("niemand", PASSWORD), ("", ""), ("leo ", "")]
)
def test_wrong_is_refused_alike(sessions: Sessions, name: str, password: str) -> None:
    assert sessions.log_in(name, password, HERE) == Refused()


def test_a_disabled_account_is_refused_like_a_wrong_password(
    sessions: Sessions, accounts: Accounts
) -> None:
    accounts.disable("pia")
    assert sessions.log_in("pia", PASSWORD, HERE) == Refused()
    accounts.enable("pia")
    assert whose(sessions, begin(sessions)) == "Pia"


def test_a_session_ends_when_it_is_not_used(sessions: Sessions, now: Moment) -> None:
    token = begin(sessions)
    now.move(IDLE - 1)
    assert whose(sessions, token) == "Pia"
    now.move(IDLE - 1)
    assert whose(sessions, token) == "Pia"
    now.move(IDLE)
    assert whose(sessions, token) is None


def test_a_session_ends_however_much_it_is_used(sessions: Sessions, now: Moment) -> None:
    token = begin(sessions)
    for _ in range(LONGEST // 3600 - 1):
        now.move(3600)
        assert whose(sessions, token) == "Pia"
    now.move(3600)
    assert whose(sessions, token) is None


ENDS: list[Callable[[Accounts], object]] = [
    lambda accounts: accounts.set_password("pia", OTHER),
    lambda accounts: accounts.disable("pia"),
    lambda accounts: accounts.remove("pia"),
]


@pytest.mark.parametrize("change", ENDS, ids=["password", "disable", "remove"])
def test_all_sessions_of_an_account_end_with_a_change_of_it(
    sessions: Sessions, accounts: Accounts, change: Callable[[Accounts], object]
) -> None:
    mine, also_mine, other = begin(sessions), begin(sessions), begin(sessions, "leo")
    change(accounts)
    assert [whose(sessions, token) for token in (mine, also_mine, other)] == [None, None, "Leo"]


def test_a_disabled_account_has_no_session_back_when_it_is_enabled(
    sessions: Sessions, accounts: Accounts
) -> None:
    token = begin(sessions)
    accounts.disable("pia")
    accounts.enable("pia")
    assert whose(sessions, token) is None


def test_logging_out_ends_one_session(sessions: Sessions) -> None:
    first, second = begin(sessions), begin(sessions)
    sessions.log_out(first)
    sessions.log_out("x")
    assert [whose(sessions, first), whose(sessions, second)] == [None, "Pia"]


def test_sessions_that_ended_go_with_the_next_that_begins(
    sessions: Sessions, accounts: Accounts, now: Moment
) -> None:
    begin(sessions)
    now.move(IDLE)
    begin(sessions, "leo")
    with accounts.database.reading() as connection:
        assert len(connection.execute(select(schema.sessions)).all()) == 1


def test_a_new_password_counts_and_the_old_does_not(sessions: Sessions, accounts: Accounts) -> None:
    accounts.set_password("pia", OTHER)
    assert sessions.log_in("pia", PASSWORD, HERE) == Refused()
    assert isinstance(sessions.log_in("pia", OTHER, HERE), LoggedIn)


def test_a_dated_hash_is_made_anew_by_logging_in(sessions: Sessions, accounts: Accounts) -> None:
    dated = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    column = schema.accounts.c.password
    pia = schema.accounts.c.key == "pia"
    with accounts.database.writing() as connection:
        connection.execute(update(schema.accounts).where(pia).values(password=dated))
    token = begin(sessions)
    with accounts.database.reading() as connection:
        kept = connection.execute(select(column).where(pia)).scalar_one()
    assert kept != dated
    assert whose(sessions, token) == "Pia"
    assert whose(sessions, begin(sessions)) == "Pia"


def test_a_password_that_is_changed_while_the_old_one_is_checked_begins_no_session(
    sessions: Sessions, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(_kept: str | None, _password: str) -> bool:
        accounts.set_password("pia", OTHER)
        return True

    monkeypatch.setattr(module, "is_right", slowly)
    assert sessions.log_in("pia", PASSWORD, HERE) == Refused()


@pytest.mark.parametrize("catalogue_url", ["sqlite"], indirect=True)
def test_who_is_logged_in_reads_on_when_nothing_can_be_written(
    sessions: Sessions, accounts: Accounts, now: Moment, caplog: pytest.LogCaptureFixture
) -> None:
    token = begin(sessions)
    now.move(600)
    with accounts.database.reading() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")  # stays on the one connection
    assert whose(sessions, token) == "Pia"
    assert "was not kept" in caplog.text


def test_a_name_is_cut_before_it_is_compared(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    lengths: list[int] = []

    def noted(name: str) -> str:
        lengths.append(len(name))
        return key_of(name)

    monkeypatch.setattr(module, "key_of", noted)
    assert sessions.log_in("a" + "\u0300\u0323" * 200_000, PASSWORD, HERE) == Refused()
    assert max(lengths) <= 200
