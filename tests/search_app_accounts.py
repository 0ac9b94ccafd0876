"""Accounts beside the small invented collection, and browsers that are logged in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from search_app_collection import Collection
from sqlalchemy import select
from werkzeug.test import TestResponse

from corpus import account_schema as schema
from corpus import passwords
from corpus.accounts import Accounts, Role
from corpus.database import sqlite_url
from search_app import create_app

PASSWORD = "zeven groene tuinstoelen"  # noqa: S105 - of nobody
OUR_OWN = {"Origin": "http://localhost"}
"""What a browser says of a form that a page of ours sent."""

_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')


class Moment:
    """A clock that stands still until it is moved."""

    def __init__(self, seconds: float = 1_800_000_000) -> None:
        self.seconds = seconds

    def __call__(self) -> float:
        return self.seconds

    def move(self, seconds: float) -> None:
        self.seconds += seconds


@contextmanager
def quick_hashes() -> Iterator[None]:
    """Until the block ends, hashes take no time."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(passwords, "_hasher", hasher)
        passwords.nobodys.cache_clear()
        yield
    passwords.nobodys.cache_clear()


def with_accounts(collection: Collection, accounts: Accounts) -> Collection:
    """The same collection, with an application in which one can log in as ``pia`` and ``leo``.

    Pia is a partner and Leo a librarian.
    """
    if not accounts.exist:
        accounts.add("pia", Role.PARTNER, PASSWORD)
        accounts.add("leo", Role.LIBRARIAN, PASSWORD)
    app = create_app(
        collection.index,
        collection.catalogue,
        collection.taxonomy,
        collection.originals,
        accounts=accounts,
    )
    return replace(collection, app=app)


def accounts_in(folder: Path, now: Moment | None = None) -> Accounts:
    """Accounts in a file in ``folder``."""
    return Accounts(sqlite_url(folder / "accounts.db"), now or Moment())


def file_with(accounts: Accounts) -> Path:
    """The file that they are kept in."""
    assert accounts.path is not None
    return accounts.path


def all_kept(accounts: Accounts) -> bytes:
    """Everything that is kept of them, wherever."""
    if accounts.path is not None:
        accounts.close()
        return accounts.path.read_bytes()
    with accounts.database.reading() as connection:
        tables = (schema.accounts, schema.sessions, schema.attempts)
        return b"".join(repr(connection.execute(select(t)).all()).encode() for t in tables)


def logged_in(app: Flask, name: str, password: str = PASSWORD) -> FlaskClient:
    """A browser of somebody who has logged in."""
    client = app.test_client()
    response = log_in(client, name, password)
    assert response.status_code == 303, response.text
    return client


def log_in(client: FlaskClient, name: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Fill in the form to log in and send it."""
    return post(client, "/aanmelden", {"name": name, "password": password} | more)


def post(
    client: FlaskClient, address: str, fields: Mapping[str, str], page: str = "/aanmelden"
) -> TestResponse:
    """Send a form as a browser would, with the token that stands on ``page``."""
    found = _TOKEN.search(client.get(page, follow_redirects=True).text)
    assert found
    return client.post(address, data={**fields, "form_token": found[1]}, headers=OUR_OWN)
