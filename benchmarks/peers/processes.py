"""The process of one engine: commands in, answers out."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.peers.registry import PROJECT

# One thread for everybody, and the same order of sets every time.
_ENVIRONMENT = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1"),
    "PYTHONHASHSEED": "0",
    "PYTHONPATH": str(PROJECT),
}
_PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


class EngineDied(Exception):
    """The process of an engine ended before it answered."""


class EngineProcess:
    """Asks one engine."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self._name = name
        self._process = process

    def ask(self, command: str, *arguments: object) -> dict[str, Any]:
        """The answer to a command.

        Raises:
            EngineDied: what went wrong stands in its error output.
        """
        sending, receiving = self._process.stdin, self._process.stdout
        if sending is None or receiving is None:
            raise EngineDied(f"{self._name} has no pipes.")
        try:
            sending.write("\t".join([command, *map(str, arguments)]) + "\n")
            sending.flush()
        except BrokenPipeError:
            raise EngineDied(f"{self._name} ended before '{command}'.") from None
        line = receiving.readline()
        if not line:
            raise EngineDied(f"{self._name} ended in '{command}'; see its message above.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def peak_mb(self) -> float:
        """The most memory that it had (resident, with mapped files), in MB; Linux alone."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        match = _PEAK.search(status)
        return int(match[1]) * 1024 / 1e6 if match else 0.0


@contextmanager
def started(name: str, command: Sequence[str]) -> Iterator[EngineProcess]:
    """The process of an engine, until the end of the block."""
    process = subprocess.Popen(
        command,
        cwd=PROJECT,
        env={**os.environ, **_ENVIRONMENT},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        yield EngineProcess(name, process)
    finally:
        try:
            process.communicate(timeout=10)  # closes its pipes, so that it ends
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
