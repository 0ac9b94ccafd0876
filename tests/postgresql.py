"""A PostgreSQL server for tests alone, with a database for each of them."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from free_ports import free_port

OWNER = "watwerkt"
EMPTY = "catalogue"  # a database with the tables of a catalogue, to be copied
LOCKED_OUT = "anna"  # has to say a password
PASSWORD = "geheim: & 'ü'"  # noqa: S105 - of a server that lives for some seconds

_PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
# Nothing of it has to outlive a loss of power.
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB",
          "max_connections=60", "log_min_messages=fatal", "lc_messages=C")  # fmt: skip
_USERS = f"""
local all all trust
host all {LOCKED_OUT} 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""


def programs() -> Path | None:
    """The folder with the newest server that is installed; None without one."""
    on_path = shutil.which("initdb")
    places = [*_PLACES, *([Path(on_path).resolve().parent] if on_path else [])]
    return places[-1] if places and shutil.which("setpriv") else None


@dataclass
class Server:
    """A server in a folder of its own, on a port of its own."""

    folder: Path
    port: int
    _programs: Path
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def address(self, database: str, user: str = OWNER) -> str:
        """URL of a database, as the setting has it."""
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """A connection past watwerkt, without transactions."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=OWNER, dbname=database, autocommit=True
        )

    def make(self, name: str, template: str = "template1") -> str:
        """A database that is a copy of another; its URL."""
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """A database that goes when the block ends; its URL."""
        name = f"test{next(self._numbers)}"
        self.make(name, template)
        try:
            yield self.address(name)
        finally:
            with self.connect() as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [f"-c{one}" for one in _QUICK]
        self._process = subprocess.Popen(
            [*as_user(), "--pdeathsig", "INT", self._programs / "postgres", "-D", self.folder,
             f"-p{self.port}", "-h127.0.0.1", f"-k{self.folder}", *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip
        until = time.monotonic() + 30
        while True:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """End it at once, with all connections."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            with self._process as process, suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
            self._process = None


@contextmanager
def running(places: Path) -> Iterator[Server]:
    """A server that ends with the block.

    Args:
        places: the folder of its programs.
    """
    parent = Path(tempfile.mkdtemp(prefix="watwerkt-postgresql-"))
    server = Server(folder=parent / "data", port=free_port(), _programs=places)
    try:
        give_away(parent)
        # Texts in the order of Dutch: what we order has to be so by ourselves.
        subprocess.run(
            [*as_user(), places / "initdb", "-D", server.folder, "-U", OWNER, "-E", "UTF8",
             "--no-locale", "--locale-provider=icu", "--icu-locale=nl", "--auth=trust",
             "--no-sync", "--no-instructions"],
            check=True, capture_output=True, cwd=parent,
        )  # fmt: skip
        (server.folder / "pg_hba.conf").write_text(_USERS)
        server.start()
        with server.connect() as connection:
            literal = PASSWORD.replace("'", "''")
            connection.execute(f"CREATE ROLE {LOCKED_OUT} LOGIN PASSWORD '{literal}'")
        yield server
    finally:
        server.stop()
        shutil.rmtree(parent, ignore_errors=True)


def as_user() -> list[str]:
    """In front of a program that refuses to be run by the superuser."""
    if os.geteuid() != 0:
        return ["setpriv"]
    user = _user()
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def give_away(folder: Path) -> None:
    """Let such a program write into a folder."""
    if os.geteuid() == 0:
        os.chown(folder, _user().pw_uid, _user().pw_gid)


def _user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
