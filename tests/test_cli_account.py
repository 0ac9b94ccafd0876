"""``watwerkt account``."""

from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import PROJECT, Ran, Watwerkt
from corpus.accounts import Accounts
from corpus.database import sqlite_url
from corpus.sessions import LoggedIn, Refused, Sessions

pytestmark = pytest.mark.usefixtures("quick_passwords")

WORDS = "zeven groene tuinstoelen"
OTHER = "acht blauwe tuinstoelen"


@pytest.fixture
def typed(watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch) -> Watwerkt:
    """Run a command with the first argument on standard input."""

    def run(sent: object, *arguments: object) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.StringIO(str(sent)))
        return watwerkt("account", *arguments)

    return run


def logs_in(data: Path, name: str, password: str) -> bool:
    accounts = Accounts(sqlite_url(data / "accounts.db"))
    came = Sessions(accounts).log_in(name, password, "203.0.113.7")
    assert isinstance(came, LoggedIn | Refused)
    return isinstance(came, LoggedIn)


def test_who_was_added_may_log_in(typed: Watwerkt, data: Path) -> None:
    ran = typed(f"{WORDS}\n", "add", "Anna de Vries", "--role", "librarian", "--password-stdin")
    assert (ran.code, ran.out, ran.err) == (0, "", "Anna de Vries may log in as librarian\n")
    assert logs_in(data, "anna de vries", WORDS)
    assert not logs_in(data, "anna de vries", f"{WORDS}\n")


def test_accounts_are_listed(typed: Watwerkt) -> None:
    typed(WORDS, "add", "pia", "--role", "partner", "--password-stdin")
    typed(WORDS, "add", "Anna", "--role", "librarian", "--password-stdin")
    typed("", "disable", "pia")
    listed = typed("", "list")
    assert [line.split()[:2] for line in listed.out.splitlines()] == [
        ["Anna", "librarian"],
        ["pia", "partner"],
    ]
    assert listed.out.splitlines()[1].count("disabled since") == 1
    records = typed("", "list", "--json").json
    assert [(one["name"], one["role"], bool(one["disabled"])) for one in records] == [
        ("Anna", "librarian", False),
        ("pia", "partner", True),
    ]
    assert set(records[0]) == {"name", "role", "created", "disabled"}


def test_without_accounts_none_are_listed_and_no_file_is_made(typed: Watwerkt, data: Path) -> None:
    assert typed("", "list").out == ""
    assert not (data / "accounts.db").exists()


def test_a_password_is_changed(typed: Watwerkt, data: Path) -> None:
    typed(WORDS, "add", "pia", "--role", "partner", "--password-stdin")
    assert typed(OTHER, "password", "PIA", "--password-stdin").err == "pia has another password\n"
    assert logs_in(data, "pia", OTHER)
    assert not logs_in(data, "pia", WORDS)


def test_an_account_is_disabled_enabled_and_removed(typed: Watwerkt, data: Path) -> None:
    typed(WORDS, "add", "pia", "--role", "partner", "--password-stdin")
    typed("", "disable", "pia")
    assert not logs_in(data, "pia", WORDS)
    typed("", "enable", "pia")
    assert logs_in(data, "pia", WORDS)
    typed("", "remove", "pia")
    assert not logs_in(data, "pia", WORDS)


def test_no_backup_holds_accounts(typed: Watwerkt, watwerkt: Watwerkt, tmp_path: Path) -> None:
    typed(WORDS, "add", "pia", "--role", "partner", "--password-stdin")
    assert watwerkt("backup", tmp_path / "all.zip").code == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as backup:
        assert sorted(backup.namelist()) == ["catalogue.db", "manifest.json", "taxonomy.yaml"]


MISTAKES = [
    (("add", "pia", "--role", "partner", "--password-stdin"), "kort", "at least 15 characters"),
    (("add", "pia", "--role", "partner"), WORDS, "--password-stdin"),
    (("add", "a/b", "--role", "partner", "--password-stdin"), WORDS, "cannot be the name"),
    (("add", "pia", "--role", "baas", "--password-stdin"), WORDS, "baas"),
    (("add", "pia", "--password-stdin"), WORDS, "--role"),
    (("password", "pia", "--password-stdin"), WORDS, "no account ‘pia’"),
    (("remove", "pia"), "", "no account ‘pia’"),
]


@pytest.mark.parametrize(("arguments", "sent", "told"), MISTAKES)
def test_a_mistake_is_told_and_makes_no_account(
    typed: Watwerkt, data: Path, arguments: tuple[str, ...], sent: str, told: str
) -> None:
    ran = typed(sent, *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert sent == "" or sent not in ran.err
    assert not (data / "accounts.db").exists()


def test_the_name_of_the_organisation_makes_no_password(
    typed: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATWERKT_CONTACT", "wijken@woonbron.example")
    ran = typed("woonbron-2026-woonbron", "add", "pia", "--role", "partner", "--password-stdin")
    assert ran.code == 2
    assert "easily guessed" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="has no such terminals")
def test_a_password_is_asked_twice_on_a_terminal_and_not_shown(data: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "ingest.cli", "--data", str(data), "account", "add", "pia",
         "--role", "partner"],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=PROJECT, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = b""
        for question in (b"characters)", b"again"):
            while question not in shown:
                shown += os.read(ours, 1000)
            os.write(ours, f"{WORDS}\n".encode())
        try:
            while more := os.read(ours, 1000):
                shown += more
        except OSError:  # the other end is closed
            pass
        assert process.wait(60) == 0
    os.close(ours)
    assert WORDS.encode() not in shown
    assert logs_in(data, "pia", WORDS)
