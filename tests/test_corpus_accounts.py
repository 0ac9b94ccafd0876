"""Who may log in."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from search_app_accounts import PASSWORD, Moment, accounts_in, file_with
from sqlalchemy import update

from corpus.account_schema import meta
from corpus.accounts import Account, Accounts, Role
from corpus.document import Access
from corpus.errors import NotFound, SettingsWrong, Unreachable, UsageError

pytestmark = pytest.mark.usefixtures("quick_passwords")

THEN = datetime(2027, 1, 15, 8, 0, tzinfo=UTC)


@pytest.fixture
def now() -> Moment:
    return Moment(THEN.timestamp())


@pytest.fixture
def accounts(tmp_path: Path, now: Moment) -> Accounts:
    return accounts_in(tmp_path, now)


@pytest.fixture
def either(catalogue_url: str, now: Moment) -> Iterator[Accounts]:
    """Accounts on each kind of database."""
    with closing(Accounts(catalogue_url, now)) as made:
        yield made


def test_an_account_is_kept_and_listed_by_name(either: Accounts) -> None:
    either.add("pia", Role.PARTNER, PASSWORD)
    either.add("Anna de Vries", Role.LIBRARIAN, PASSWORD)
    assert either.listed() == (
        Account(name="Anna de Vries", role=Role.LIBRARIAN, created=THEN),
        Account(name="pia", role=Role.PARTNER, created=THEN),
    )


def test_there_is_no_file_until_there_is_an_account(accounts: Accounts) -> None:
    assert accounts.listed() == ()
    with pytest.raises(UsageError):
        accounts.add("pia", Role.PARTNER, "kort")
    assert not accounts.exist
    accounts.add("pia", Role.PARTNER, PASSWORD)
    assert accounts.exist


@pytest.mark.skipif(os.name != "posix", reason="has no such rights")
def test_the_file_is_for_its_owner_alone(accounts: Accounts) -> None:
    accounts.add("pia", Role.PARTNER, PASSWORD)
    for path in file_with(accounts).parent.glob("accounts.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_password_is_nowhere_in_the_file(accounts: Accounts) -> None:
    accounts.add("pia", Role.PARTNER, PASSWORD)
    accounts.close()
    assert PASSWORD.encode() not in file_with(accounts).read_bytes()


def test_capitals_of_a_name_do_not_matter(either: Accounts) -> None:
    either.add("Pia", Role.PARTNER, PASSWORD)
    assert either.get(" PIA").name == "Pia"
    with pytest.raises(UsageError, match="already"):
        either.add("pia", Role.PARTNER, PASSWORD)


@pytest.mark.parametrize(
    "name", ["", " ", "a/b", "a  b", "-pia", "a\nb", "<b>", "x" * 65, "a\u202eb"]
)
def test_a_name_that_cannot_be_is_told(accounts: Accounts, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        accounts.add(name, Role.PARTNER, PASSWORD)


@pytest.mark.parametrize("name", ["pia", "Anna de Vries", "a.b@example.org", "O'Brien", "Çelik 2"])
def test_usual_names_can_be(either: Accounts, name: str) -> None:
    assert either.add(name, Role.PARTNER, PASSWORD).name == name


def test_a_disabled_account_says_since_when_until_it_is_enabled(
    either: Accounts, now: Moment
) -> None:
    either.add("pia", Role.PARTNER, PASSWORD)
    now.move(3600)
    assert either.disable("pia").disabled == THEN.replace(hour=9)
    assert either.get("pia").disabled is not None
    assert either.enable("pia").disabled is None


def test_a_removed_account_is_gone(either: Accounts) -> None:
    either.add("pia", Role.PARTNER, PASSWORD)
    either.remove("PIA")
    assert either.listed() == ()


def test_nothing_of_a_removed_account_stays_in_the_file(accounts: Accounts) -> None:
    accounts.add("Jantje Verwijderd", Role.PARTNER, PASSWORD)
    accounts.add("pia", Role.PARTNER, PASSWORD)
    accounts.remove("jantje verwijderd")
    accounts.close()
    assert b"antje" not in file_with(accounts).read_bytes()
    assert [account.name for account in accounts.listed()] == ["pia"]


@pytest.mark.parametrize("change", ["get", "disable", "enable", "remove"])
def test_an_unknown_name_is_told(either: Accounts, change: str) -> None:
    with pytest.raises(NotFound, match="‘pia’; see ‘watwerkt account list’"):
        getattr(either, change)("pia")
    with pytest.raises(NotFound):
        either.set_password("pia", PASSWORD)
    assert not list(either.listed())


def test_a_librarian_sees_what_a_partner_sees() -> None:
    for role in Role:
        account = Account(name="x", role=role, created=THEN)
        assert account.access is Access.PARTNER
        assert account.is_librarian is (role is Role.LIBRARIAN)


def test_a_file_that_holds_no_accounts_is_one_sentence(accounts: Accounts) -> None:
    file_with(accounts).write_text("geen accounts, maar wel lang genoeg om iets te zijn " * 20)
    with pytest.raises(SettingsWrong, match="is no list of accounts"):
        accounts.listed()


def test_a_file_of_a_newer_watwerkt_is_one_sentence(accounts: Accounts) -> None:
    accounts.add("pia", Role.PARTNER, PASSWORD)
    with accounts.database.writing() as connection:
        connection.execute(update(meta).values(schema_version=9))
    accounts.close()
    with pytest.raises(SettingsWrong, match="install a newer watwerkt"):
        Accounts(accounts.url).listed()


def test_there_are_accounts_on_a_server_once_there_was_one(either: Accounts) -> None:
    assert not either.offered
    either.add("pia", Role.PARTNER, PASSWORD)
    either.remove("pia")
    with closing(Accounts(either.url)) as others:
        others.add("leo", Role.LIBRARIAN, PASSWORD)
    assert either.exist
    assert either.offered


def test_moments_beyond_the_year_2038_are_kept(either: Accounts, now: Moment) -> None:
    now.move(40 * 366 * 24 * 3600)
    assert either.add("pia", Role.PARTNER, PASSWORD).created.year > 2060


def test_no_login_is_offered_while_its_server_does_not_answer() -> None:
    accounts = Accounts("postgresql+psycopg://anna@127.0.0.1:1/ww")
    assert not accounts.offered
    with pytest.raises(Unreachable):
        accounts.listed()
