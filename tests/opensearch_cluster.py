"""A real OpenSearch cluster for tests: every node a process, which can be killed.

    with Cluster(folder, nodes=3) as cluster:
        cluster.urls                      # ("http://127.0.0.1:9200", …)
        cluster.kill(0)                   # as when its machine loses power
        cluster.start(0)                  # until all is green again

What it runs is installed by ``make opensearch``; :func:`missing` says what is not.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import yaml
from free_ports import reserved_ports

PROGRAM = Path(__file__).resolve().parent / "opensearch"
_INSTALLED = PROGRAM / "lib" / "installed"
_PATIENCE = 240  # seconds until a cluster must be green, on a machine that has other work
_TAIL = 4000  # characters of a log that are shown
_MEMORY = Path("/dev/shm")  # noqa: S108 - folders of a name of their own are made in it
_ROOM = 2 << 30  # bytes
_SMALL = (
    "-Xms256m",
    "-Xmx512m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # comes up sooner; no test runs long enough to win by more
)
_PROGRAM = (
    f"-Dlog4j2.configurationFile={PROGRAM / 'log4j2.properties'}",
    "-cp",
    f"{PROGRAM / 'lib'}:{PROGRAM / 'lib'}/*",
    "SingleNode",
)


Layout = tuple[int, int]
"""In how many pieces (shards) an index is, and how many copies (replicas) of each there are."""


class NotGreen(Exception):
    """The cluster did not come up, or not come back, in time."""


def missing() -> str:
    """What a person must install before a cluster can run; empty when all is there."""
    programs = [name for name in ("java", "mvn") if not shutil.which(name)]
    if programs:
        lacking = " and ".join(programs)
        return f"no {lacking}: install openjdk-17-jdk-headless and maven, then `make opensearch`"
    return "" if _INSTALLED.exists() else "OpenSearch is not installed; run `make opensearch`"


def in_memory() -> str | None:
    """A folder of memory with room for what tests have nodes keep; None where there is none.

    They flush each change to their disk, which on some machines takes half the time of the tests.
    """
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ROOM
    return str(_MEMORY) if has_room else None


class Cluster:
    """OpenSearch nodes on this machine, up from ``with`` until its end.

    Args:
        folder: where settings, data and logs of the nodes are kept; the data until the end only.
        nodes: how many.
        settings: of each node, besides those that make them a cluster.
        base_port: the first port to use; without it, ports that nobody uses.
        layout: of indices of which nothing else is said.
        java: options of the machine that each node runs on.
    """

    def __init__(
        self,
        folder: Path,
        nodes: int = 1,
        *,
        settings: Mapping[str, object] | None = None,
        base_port: int | None = None,
        layout: Layout = (1, 0),
        java: Sequence[str] = _SMALL,
    ) -> None:
        self._folder = folder
        self._count = nodes
        self._settings = dict(settings or {})
        self._base_port = base_port
        self._layout = layout
        self._java = tuple(java)
        self._ports = range(0)
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._held = ExitStack()

    def __enter__(self) -> Self:
        ports = range(self._base_port, self._base_port + 10) if self._base_port else None
        self._ports = ports or self._held.enter_context(reserved_ports())
        try:
            for node in range(self._count):
                self._configure(node)
                self._launch(node)
            self.wait()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def urls(self) -> tuple[str, ...]:
        """Address of each node, killed or not, without a slash at the end."""
        return tuple(f"http://127.0.0.1:{self._ports[node]}" for node in range(self._count))

    def address(self, name: str, layout: Layout | None = None) -> str:
        """What WATWERKT_INDEX is for an index of this name."""
        hosts = ",".join(url.removeprefix("http://") for url in self.urls)
        shards, replicas = layout or self._layout
        return f"opensearch://{hosts}/{name}?shards={shards}&replicas={replicas}"

    def kill(self, node: int) -> None:
        """End a node without a chance to say so or to write anything."""
        process = self._running.pop(node)
        process.kill()
        process.communicate()

    def start(self, node: int) -> None:
        """Start a node that was killed, with the data it had, and wait until all is green."""
        self._launch(node)
        self.wait()

    def pause(self, node: int) -> None:
        """Have a node fall silent, as when its machine is busy with something else."""
        self._running[node].send_signal(signal.SIGSTOP)

    def resume(self, node: int) -> None:
        """Have a silent node go on, and wait until all is green again."""
        self._running[node].send_signal(signal.SIGCONT)
        self.wait()

    def clear(self) -> None:
        """Be as new: every node runs and there is no index."""
        for node in sorted(set(range(self._count)) - set(self._running)):
            self._launch(node)
        self.wait("red")
        self.ask("DELETE", "/_all?expand_wildcards=all")
        self.wait()

    def stop(self) -> None:
        """End all nodes, throw their data away and give the ports back."""
        for node in tuple(self._running):
            self.kill(node)
        for node in range(self._count):
            shutil.rmtree(self._home(node) / "node_1", ignore_errors=True)
        self._held.close()

    def wait(self, status: str = "green") -> None:
        """Wait until every running node is in the cluster and it has (at least) this ``status``.

        Raises:
            NotGreen: with the ends of the logs, when that takes four minutes.
        """
        end = time.monotonic() + _PATIENCE
        asked = f"/_cluster/health?wait_for_status={status}&timeout=1s"
        while time.monotonic() < end:
            with suppress(OSError):  # no node listens yet, or none has joined the others
                health = self.ask("GET", asked)
                if not health["timed_out"] and health["number_of_nodes"] == len(self._running):
                    return
            if any(process.poll() is not None for process in self._running.values()):
                break
            time.sleep(0.2)
        raise NotGreen(self._tails())

    def ask(self, method: str, path: str, body: object = None, *, timeout: float = 30) -> Any:
        """What a running node answers to a request, read from JSON.

        Args:
            body: a value; or a list of them, each on a line of its own.

        Raises:
            OSError: when it does not answer, or says that something is wrong.
        """
        lines = body if isinstance(body, list) else [] if body is None else [body]
        request = urllib.request.Request(  # noqa: S310 (an address of ours)
            self.urls[min(self._running)] + path,
            method=method,
            data="".join(json.dumps(line) + "\n" for line in lines).encode() or None,
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            return json.load(answer)

    def _home(self, node: int) -> Path:
        return self._folder / f"node-{node}"

    def _log(self, node: int) -> Path:
        return self._home(node) / "log.txt"

    def _configure(self, node: int) -> None:
        transport = [self._ports[-1 - other] for other in range(self._count)]
        names = [f"node-{other}" for other in range(self._count)]
        settings: dict[str, object] = {
            "cluster.name": f"watwerkt-{self._ports[0]}",
            "node.name": names[node],
            "network.host": "127.0.0.1",
            "http.port": self._ports[node],
            "transport.port": transport[node],
            "discovery.seed_hosts": [f"127.0.0.1:{port}" for port in transport],
            "cluster.initial_cluster_manager_nodes": names,
            # a disk of a developer is often nine tenths full
            "cluster.routing.allocation.disk.threshold_enabled": False,
        }
        self._home(node).mkdir(parents=True, exist_ok=True)
        (self._home(node) / "node.yml").write_text(yaml.safe_dump(settings | self._settings))

    def _launch(self, node: int) -> None:
        with self._log(node).open("ab") as log:
            self._running[node] = subprocess.Popen(
                ["java", *self._java, *_PROGRAM, str(self._home(node))],
                stdin=subprocess.PIPE,  # the node ends when this does, so with us at the latest
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _tails(self) -> str:
        logs = [self._log(node) for node in range(self._count)]
        return "\n".join(f"== {log}\n{log.read_text(errors='replace')[-_TAIL:]}" for log in logs)
