"""A web process that ends without cutting off its readers.

Asked to end (``SIGTERM``), it takes no new connections, so that the proxy goes to another process,
finishes the answers it is at, and ends.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from time import monotonic
from typing import Any

from waitress import wasyncore

PATIENCE = 20.0  # seconds for answers that are on their way
_LOOK = 0.5  # seconds between two looks whether to end


class Ending:
    """Whether the process was asked to end.

    Args:
        told: called once when it is.
    """

    def __init__(self, told: Callable[[], None]) -> None:
        self.is_asked = False
        self._told = told
        signal.signal(signal.SIGTERM, self._ask)

    def _ask(self, _number: int, _frame: object) -> None:
        self.is_asked = True
        self._told()


def run(server: Any, connections: dict[int, Any], ending: Ending) -> None:
    """Serve until the process is asked to end, or interrupted at the keyboard.

    Args:
        server: as waitress makes it.
        connections: what it was given as ``map``: everything it listens and talks to.
    """
    try:
        while not ending.is_asked:
            wasyncore.loop(timeout=_LOOK, map=connections, count=1)
        _finish(connections)
    except KeyboardInterrupt:
        pass
    finally:
        server.task_dispatcher.shutdown()
        wasyncore.close_all(connections)


def _finish(connections: dict[int, Any]) -> None:
    for listener in [one for one in connections.values() if one.accepting]:
        listener.close()
    until = monotonic() + PATIENCE
    while monotonic() < until and any(_is_busy(one) for one in connections.values()):
        wasyncore.loop(timeout=_LOOK, map=connections, count=1)


def _is_busy(connection: Any) -> bool:
    """Whether something was asked there that is not wholly answered."""
    return bool(getattr(connection, "requests", ()) or getattr(connection, "total_outbufs_len", 0))
