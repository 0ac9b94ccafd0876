"""Errors a person can act on.

    WatwerktError                 exit code 1
    ├── UsageError                2   an option or value that cannot be
    ├── IndexMissing              3   no index yet
    ├── IndexOutdated             3   made by other rules; must be rebuilt
    ├── IndexDamaged              3   cannot be read; must be rebuilt
    ├── Locked                    4   another command is writing
    ├── SettingsWrong             5   settings or taxonomy cannot be used
    ├── NotFound                  2   no such document
    ├── IdTaken                   2   another document has this id
    ├── BytesTaken                2   another document has these bytes
    ├── Unreachable               6   a server that keeps something does not answer
    ├── Overloaded                6   it has too much to do
    ├── ReadOnly                  1   it takes nothing in
    ├── DiskFull                  1   nothing more can be kept until there is room
    └── ReadFailed                1   a file could not be read as a document

Each message is one or two plain sentences: what happened, to what, and what to do next. It may be
shown to anyone: no path of a stack, no library name.
"""

from __future__ import annotations

from typing import ClassVar


class WatwerktError(Exception):
    """Anything that went wrong and that the person at the keyboard should read."""

    exit_code: ClassVar[int] = 1


class UsageError(WatwerktError):
    """An option, a value or a query parameter that cannot be."""

    exit_code = 2


class NotFound(UsageError):
    """No document with this id."""


class IdTaken(UsageError):
    """There is another document with this id."""


class BytesTaken(UsageError):
    """There is a document with these bytes, and may be no other."""


class IndexMissing(WatwerktError):
    """There is no index at this address yet."""

    exit_code = 3


class IndexOutdated(WatwerktError):
    """The index was made with other fields or other language rules."""

    exit_code = 3


class IndexDamaged(WatwerktError):
    """The files of the index cannot be read."""

    exit_code = 3


class Locked(WatwerktError):
    """Another command is writing to this collection."""

    exit_code = 4


class SettingsWrong(WatwerktError):
    """Settings, the taxonomy or the catalogue's version cannot be used."""

    exit_code = 5


class Unreachable(WatwerktError):
    """A server that keeps a part of the collection, or all of it, does not answer."""

    exit_code = 6


class Overloaded(WatwerktError):
    """A server has more to do than it can; later it may be possible."""

    exit_code = 6


class ReadOnly(WatwerktError):
    """A server takes nothing in until somebody who runs it has changed that."""


class DiskFull(WatwerktError):
    """There is no room to keep anything more; what was kept before is whole."""


class ReadFailed(WatwerktError):
    """A file could not be read as a document."""
