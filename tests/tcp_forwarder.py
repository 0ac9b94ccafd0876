"""A network between two programs of this machine that can be cut, or fall silent."""

from __future__ import annotations

import asyncio
import ssl
import threading
from types import TracebackType
from typing import Self

_CHUNK = 1 << 16  # bytes that are passed on at once
_HOST = "127.0.0.1"


class Forwarder:
    """Passes connections on to a server, up from ``with`` until its end.

    Args:
        port: of the server, on this machine.
        encrypted: with what it speaks TLS to who connects; it speaks none to the server.

    Attributes:
        port: where it listens itself.
    """

    def __init__(self, port: int, encrypted: ssl.SSLContext | None = None) -> None:
        self.port = 0
        self._encrypted = encrypted
        self._target = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        self.restore()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def cut(self) -> None:
        """End all connections, and refuse new ones."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result()

    def stall(self) -> None:
        """Take connections and what is sent, and pass nothing on."""
        self._loop.call_soon_threadsafe(self._flowing.clear)

    def restore(self) -> None:
        """Be a network without faults, and pass on what has waited."""
        asyncio.run_coroutine_threadsafe(self._restore(), self._loop).result()

    async def _cut(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in self._open:
            writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _restore(self) -> None:
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_server(
                self._connected, _HOST, self.port, ssl=self._encrypted
            )
            self.port = self._server.sockets[0].getsockname()[1]

    async def _connected(
        self, asking: asyncio.StreamReader, answered: asyncio.StreamWriter
    ) -> None:
        answering, asked = await asyncio.open_connection(_HOST, self._target)
        self._open |= {answered, asked}
        try:
            await asyncio.gather(self._passed(asking, asked), self._passed(answering, answered))
        finally:
            self._open -= {answered, asked}
            for writer in (answered, asked):
                writer.transport.abort()

    async def _passed(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        """Pass on what comes until its end; either end of a connection ends both."""
        while some := await source.read(_CHUNK):
            await self._flowing.wait()
            to.write(some)
            await to.drain()
        to.close()
