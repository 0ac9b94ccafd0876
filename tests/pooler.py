"""PgBouncer before a PostgreSQL server: many connections, each transaction on whichever is free.

From 1.21 on it can keep what is prepared at hand on each connection, and does so from 1.24 on; to
see what a program prepares, use an older one.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from free_ports import free_port, wait_for
from postgresql import OWNER, Server, as_user, give_away

CONNECTIONS = 3  # to the server, for however many ask
_PATIENCE = 30  # seconds
_SETTINGS = """
[databases]
* = host=127.0.0.1 port={server} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
server_round_robin = 1
"""


def pgbouncer() -> str | None:
    """Where PgBouncer is; None where it is not."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@contextmanager
def pooled(server: Server) -> Iterator[int]:
    """A pooler before a server, until the block ends; the port that it listens on.

    Raises:
        RuntimeError: with what it logged, when it does not come up.
    """
    with TemporaryDirectory(prefix="watwerkt-pgbouncer-") as made:
        folder, port = Path(made), free_port()
        settings = folder / "pgbouncer.ini"
        settings.write_text(
            _SETTINGS.format(
                server=server.port, user=OWNER, port=port, connections=CONNECTIONS, folder=folder
            )
        )
        give_away(folder)
        command = [*as_user(), "--pdeathsig", "KILL", pgbouncer() or "pgbouncer", str(settings)]
        log = folder / "told.txt"
        with log.open("wb") as told, subprocess.Popen(command, stdout=told, stderr=told) as process:
            try:
                wait_for(port, _PATIENCE)
                yield port
            except TimeoutError as error:
                raise RuntimeError(log.read_text()[-2000:]) from error
            finally:
                process.kill()  # newer ones would wait for their clients
