"""Take the network away from this process and from whatever it starts, for good.

Nothing that a document says (an external picture, a template, an action of a PDF) may make the
program that reads it call somebody. Two layers:

- On Linux a seccomp filter: the system refuses every socket that is not one between programs of
  this computer (``AF_UNIX``, which LibreOffice needs), to all code, C included, and to every
  program started from here. It needs no privilege and is a few instructions, written out below; a
  namespace (``unshare``) is refused to ordinary users by Docker and by Ubuntu from 24.04 on, and
  Landlock leaves UDP open.
- Everywhere an audit hook: Python itself refuses to look up a name, to connect and to send. Where
  there is no filter (another system, another processor) this layer stands alone: C code and other
  programs are then not held back.

The filter keeps honest code from being led astray. It is no jail for machine code that took over
the process: that still has the files of its user.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import socket
import struct
import sys
from collections.abc import Mapping
from typing import Any

# Machine -> its number in linux/audit.h and the number of socket(2) there. All little-endian.
_MACHINES: Mapping[str, tuple[int, int]] = {
    "x86_64": (0xC000003E, 41),
    "aarch64": (0xC00000B7, 198),
    "riscv64": (0xC00000F3, 198),
}
_IO_URING_SETUP = 425  # opens sockets of any family, past the filter; the same number everywhere
_X32 = 0x40000000  # on x86_64 from here on: another numbering of the same calls

# linux/bpf_common.h and linux/seccomp.h
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_INSTRUCTION = struct.Struct("=HBBI")  # code, jump if true, jump if false, value

# linux/prctl.h
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2

_LOOKING_UP = frozenset(
    f"socket.{name}"
    for name in ("getaddrinfo", "gethostbyaddr", "gethostbyname", "getnameinfo", "sethostname")
)
_REACHING = frozenset(f"socket.{name}" for name in ("bind", "connect", "sendmsg", "sendto"))


def go_offline() -> bool:
    """Take the network away from this process and its children; it cannot be given back.

    Only the calling thread and what it starts are held back, so call it before there are others.

    Returns:
        Whether the system sees to it, so that C code and other programs are held back too.
    """
    sys.addaudithook(_refuse)
    return _filter()


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _LOOKING_UP or (
        event in _REACHING and arguments[0].family != getattr(socket, "AF_UNIX", None)
    ):
        raise PermissionError(errno.EACCES, "A reader has no network")


def _filter() -> bool:
    """Let the system refuse; False where it cannot."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.maxsize < 2**32:
        return False
    code = _program(*machine)
    instructions = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(
        struct.pack("@HP", len(code) // _INSTRUCTION.size, ctypes.addressof(instructions))
    )
    system = ctypes.CDLL(None, use_errno=True)
    at = ctypes.c_void_p(ctypes.addressof(program))
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)  # the price of a filter without privilege
    return bool(system.prctl(_SECCOMP, _FILTER, at, 0, 0) == 0)


def _program(machine: int, socket_call: int) -> bytes:
    """The filter; a jump counts the instructions that are passed over."""
    return b"".join(
        _INSTRUCTION.pack(*step)
        for step in (
            (_LOAD, 0, 0, _MACHINE),
            (_EQUAL, 0, 7, machine),  # a program of another machine: refuse all it asks
            (_LOAD, 0, 0, _NUMBER),
            (_AT_LEAST, 5, 0, _X32),
            (_EQUAL, 4, 0, _IO_URING_SETUP),
            (_EQUAL, 0, 2, socket_call),
            (_LOAD, 0, 0, _FIRST_ARGUMENT),
            (_EQUAL, 0, 1, socket.AF_UNIX),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, _REFUSE),
        )
    )
