"""Commands on who may log in: account add, list, password, disable, enable, remove."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from corpus.accounts import Account, Role
from corpus.errors import UsageError
from corpus.passwords import SHORTEST
from ingest.cli.workspace import Workspace, note, say, table

_FROM_STDIN = click.option(
    "--password-stdin",
    "from_stdin",
    is_flag=True,
    help="Read the password from the first line of standard input.",
)


@click.group()
def account() -> None:
    """Say who may log in on the page.

    A partner finds and reads what is for partners too, and a librarian also what is hidden. What is
    kept of a person: name, role, the day, and an Argon2id hash of the password. No backup holds it.

    \b
    Example:
      watwerkt account add "Anna de Vries" --role librarian
      watwerkt account list
    """


def _one(command: Callable[..., None]) -> Callable[..., Any]:
    """A command on one account."""
    return click.argument("name")(click.pass_obj(command))


@account.command()
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="What the account is for.",
)
@_FROM_STDIN
@_one
def add(workspace: Workspace, name: str, *, role: str, from_stdin: bool) -> None:
    """Let somebody log in under NAME.

    The password is asked without showing it. It has at least 15 characters; which ones is free, and
    it does not expire (as NIST SP 800-63B has it). What is easily guessed is refused: common words,
    the name, that of the organisation (WATWERKT_CONTACT), years, rows of keys, the same again. A
    sentence of a few words is best. A shorter password from before keeps working.

    \b
    Example:
      watwerkt account add "Anna de Vries" --role librarian
      pass show watwerkt/pia | watwerkt account add pia --role partner --password-stdin
    """
    accounts = workspace.accounts
    accounts.check_new(name)
    made = accounts.add(name, Role(role), _password(from_stdin=from_stdin))
    note(f"{made.name} may log in as {made.role.value}")


@account.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per account.")
@click.pass_obj
def list_(workspace: Workspace, *, as_json: bool) -> None:
    """List who may log in.

    \b
    Example:
      watwerkt account list --json
    """
    accounts = workspace.accounts.listed()
    if as_json:
        for one in accounts:
            say(_record(one))
        return
    table(
        (one.name, one.role.value, f"since {one.created:%Y-%m-%d}", _state(one)) for one in accounts
    )
    note(f"{len(accounts)} accounts")


@account.command()
@_FROM_STDIN
@_one
def password(workspace: Workspace, name: str, *, from_stdin: bool) -> None:
    """Give NAME another password; whoever is logged in under it must log in again.

    \b
    Example:
      watwerkt account password "Anna de Vries"
    """
    accounts = workspace.accounts
    present = accounts.get(name)
    accounts.set_password(name, _password(from_stdin=from_stdin))
    note(f"{present.name} has another password")


@account.command()
@_one
def disable(workspace: Workspace, name: str) -> None:
    """Let nobody log in under NAME; whoever is logged in under it no longer is.

    \b
    Example:
      watwerkt account disable pia
    """
    note(f"{workspace.accounts.disable(name).name} may no longer log in")


@account.command()
@_one
def enable(workspace: Workspace, name: str) -> None:
    """Let NAME log in again, with the password of before.

    \b
    Example:
      watwerkt account enable pia
    """
    note(f"{workspace.accounts.enable(name).name} may log in again")


@account.command()
@_one
def remove(workspace: Workspace, name: str) -> None:
    """Forget NAME: the account, its password and who is logged in under it.

    What was decided under the name stays decided by it.

    \b
    Example:
      watwerkt account remove pia
    """
    note(f"{workspace.accounts.remove(name).name} is no account any more")


COMMANDS = (account,)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError(
            "There is no terminal to ask for a password; send it as the first line of standard "
            "input, with --password-stdin."
        )
    asked: str = click.prompt(
        f"Password (at least {SHORTEST} characters)",
        hide_input=True,
        confirmation_prompt="The same again",
        err=True,
    )
    return asked


def _record(one: Account) -> dict[str, str | None]:
    return {
        "name": one.name,
        "role": one.role.value,
        "created": one.created.isoformat(),
        "disabled": one.disabled.isoformat() if one.disabled else None,
    }


def _state(one: Account) -> str:
    return f"disabled since {one.disabled:%Y-%m-%d}" if one.disabled else "may log in"
