"""PgBouncer before a PostgreSQL server: many connections, each transaction on whichever is free."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
logfile = {folder}/pgbouncer.log
"""


def pgbouncer() -> str | None:
    """Where PgBouncer is; None where it is not."""
    return shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@contextmanager
def pooled(server: Server) -> Iterator[int]:
    """A pooler before a server, until the block ends; the port that it listens on."""
    folder = Path(tempfile.mkdtemp(prefix="watwerkt-pgbouncer-"))
    port = free_port()
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        _SETTINGS.format(
            server=server.port, user=OWNER, port=port, connections=CONNECTIONS, folder=folder
        )
    )
    give_away(folder)
    command = [*as_user(), pgbouncer() or "pgbouncer", str(settings)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, _PATIENCE)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)
            shutil.rmtree(folder)
