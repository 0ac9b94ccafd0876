"""Files that are made while they are sent: only so many at once, so that pages stay quick.

A thread makes a file for as long as its reader takes it, and a slow reader may take hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from threading import Semaphore

from flask import Response, stream_with_context
from werkzeug.exceptions import ServiceUnavailable

AT_ONCE = 3
_AGAIN = 30  # seconds


class TooManyFiles(ServiceUnavailable):
    """As many files are being made as may be."""


class Making:
    """Counts the files that one process makes."""

    def __init__(self) -> None:
        self._free = Semaphore(AT_ONCE)

    def sent(self, pieces: Iterator[str], content_type: str) -> Response:
        """A file that is made while it is sent.

        Raises:
            TooManyFiles: when no other may be made now.
        """
        if not self._free.acquire(blocking=False):
            raise TooManyFiles(retry_after=_AGAIN)
        made = ExitStack()
        made.callback(self._free.release)
        response = Response(
            stream_with_context(_until_end(pieces, made)), content_type=content_type
        )
        response.call_on_close(made.close)  # also where nobody asks for the first piece
        return response


def _until_end(pieces: Iterator[str], made: ExitStack) -> Iterator[str]:
    with made:
        yield from pieces
