"""A folder that is watched: files go in once they are whole, and stay where they are."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue
from typing import Any

from conftest import PROJECT, Watwerkt
from ingest.cli.watch_command import Waiting


@contextmanager
def _watching(data: Path, folder: Path) -> Iterator[Queue[dict[str, Any]]]:
    """The outcomes that come while a process watches ``folder``."""
    command = [sys.executable, "-m", "ingest.cli", "--data", str(data), "--by", "test", "watch"]
    with subprocess.Popen(
        [*command, str(folder), "--settle", "1", "--json"],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        outcomes: Queue[dict[str, Any]] = Queue()
        assert process.stdout is not None
        assert process.stderr is not None

        def collect(lines: Any) -> None:
            for line in lines:
                outcomes.put(json.loads(line))

        reader = threading.Thread(target=collect, args=(process.stdout,))
        reader.start()
        assert "watching" in process.stderr.readline()
        yield outcomes
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        assert process.wait(20) == 0
        reader.join(20)


def test_a_file_goes_in_when_it_is_whole_and_again_when_its_metadata_comes(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "eerder.txt").write_text("Dit lag er al, over de tuin.", "utf-8")
    with _watching(data, inbox) as outcomes:
        assert Path(outcomes.get(timeout=30)["source"]).name == "eerder.txt"
        with (inbox / "later.txt").open("w", encoding="utf-8") as file:
            for piece in ("Een verslag ", "over de ", "moestuin."):
                file.write(piece)
                file.flush()
                time.sleep(0.6)
        (inbox / ".half.txt").write_text("Nog niet.", "utf-8")
        later = outcomes.get(timeout=30)
        assert (Path(later["source"]).name, later["status"]) == ("later.txt", "added")
        (inbox / "later.txt.yaml").write_text("title: De moestuin\n", "utf-8")
        assert outcomes.get(timeout=30)["status"] == "updated"
    assert outcomes.empty()
    (shown,) = watwerkt("show", later["id"], "--json").json
    assert (shown["title"], shown["pages"][0]["text"]) == (
        "De moestuin", "Een verslag over de moestuin.",
    )  # fmt: skip
    assert sorted(path.name for path in inbox.iterdir()) == [
        ".half.txt", "eerder.txt", "later.txt", "later.txt.yaml",
    ]  # fmt: skip


def test_a_file_that_still_grows_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("een")
    waiting = Waiting(0.1)
    waiting.add([path])
    time.sleep(0.15)
    path.write_text("een twee")
    assert waiting.whole() == set()
    time.sleep(0.15)
    assert waiting.whole() == {path}
    waiting.done([path])
    assert waiting.whole() == set()


def test_metadata_makes_its_documents_wait(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "metadata.csv", "b.txt.yaml"):
        (tmp_path / name).write_text("x")
    waiting = Waiting(0.0001)
    waiting.add([tmp_path / "b.txt.yaml"])
    time.sleep(0.01)
    assert tmp_path / "b.txt" in waiting.whole()
    assert tmp_path / "a.txt" not in waiting.whole()
    waiting.add([tmp_path / "metadata.csv"])
    time.sleep(0.01)
    assert {tmp_path / "a.txt", tmp_path / "b.txt"} <= waiting.whole()
