"""The cluster that other tests stand on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from free_ports import NoPortsFree, is_free, reserved_ports
from opensearch_cluster import Cluster, NotGreen, missing

from conftest import skip_aloud


@pytest.fixture
def installed() -> None:
    if lacking := missing():
        skip_aloud(lacking)


def test_two_runs_at_once_choose_other_ports() -> None:
    with reserved_ports() as one, reserved_ports() as other:
        assert not set(one) & set(other)


def test_ports_on_which_somebody_listens_are_not_chosen() -> None:
    with reserved_ports() as ports:
        block = range(ports[0], ports[-1] + 1, len(ports))
        with pytest.raises(NoPortsFree), reserved_ports(block):
            pass
    with reserved_ports(block) as again:
        assert again == ports


@pytest.mark.usefixtures("installed")
def test_a_cluster_that_does_not_come_up_shows_its_log(tmp_path: Path) -> None:
    with (
        pytest.raises(NotGreen, match=r"unknown setting .no\.such\.setting"),
        Cluster(tmp_path, settings={"no.such.setting": True}),
    ):
        pass


@pytest.mark.usefixtures("installed")
def test_a_node_ends_with_the_run_that_started_it(tmp_path: Path) -> None:
    program = (
        "import pathlib, opensearch_cluster as o\n"
        f"c = o.Cluster(pathlib.Path({str(tmp_path)!r}))\n"
        "with c: print(c.urls[0], flush=True); input()"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    port = int(run.stdout.readline().rpartition(":")[2])
    assert not is_free(port)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    end = time.monotonic() + 30
    while not is_free(port) and time.monotonic() < end:
        time.sleep(0.1)
    assert is_free(port)
