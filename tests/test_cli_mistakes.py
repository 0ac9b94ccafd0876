"""What went wrong around the commands is told, and mended by what is told."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from conftest import PROJECT, SAMPLES, Watwerkt
from corpus.archetypes import DEFAULT_TAXONOMY

pytestmark = pytest.mark.usefixtures("samples")

# What belongs together


def test_an_index_ahead_of_its_catalogue_is_outdated_and_the_next_change_mends_it(
    samples: Path, watwerkt: Watwerkt
) -> None:
    ids = [row["id"] for row in watwerkt("list", "--json").json]
    with (
        closing(sqlite3.connect(samples / "catalogue.db")) as catalogue,
        closing(sqlite3.connect(samples / "backup.db")) as backup,
    ):
        catalogue.backup(backup)
    watwerkt("edit", ids[0], "--set", "title=Kwibus")
    for part in samples.glob("catalogue.db*"):
        part.unlink()
    (samples / "backup.db").rename(samples / "catalogue.db")
    assert watwerkt("search", "kwibus").code == 3
    assert "another catalogue, or from a later state" in watwerkt("status").out
    assert watwerkt("edit", ids[1], "--set", "title=Xylofoon").code == 0
    assert watwerkt("search", "titel:kwibus", "--json").json[0]["total"] == 0
    assert watwerkt("search", "titel:xylofoon", "--json").json[0]["total"] == 1
    assert watwerkt("verify").code == 0


def test_an_index_of_another_catalogue_is_outdated_and_an_ingest_mends_it(
    samples: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    for part in samples.glob("catalogue.db*"):
        part.unlink()
    assert watwerkt("search", "zelfbeheer").code == 3
    for number in range(60):  # more changes than the lost catalogue ever had
        (tmp_path / f"{number}.txt").write_text(f"Verslag {number} over de moestuin.", "utf-8")
    added = watwerkt("ingest", *tmp_path.glob("*.txt"), "--json").json
    assert {outcome["status"] for outcome in added} == {"added"}
    assert watwerkt("search", "moestuin", "--json").json[0]["total"] == 60
    strays = watwerkt("verify").out.splitlines()  # the originals of the lost catalogue
    assert len(strays) == 37
    assert all("belongs to no document" in stray for stray in strays)
    assert watwerkt("verify", "--repair").code == 0


def test_a_lost_original_comes_back_with_another_ingest(samples: Path, watwerkt: Watwerkt) -> None:
    next((samples / "originals").glob("??/*")).unlink()
    assert "is gone; ingest" in watwerkt("verify").out
    assert watwerkt("ingest", SAMPLES).code == 0
    assert watwerkt("verify").code == 0


def test_a_decision_on_an_archetype_that_left_the_taxonomy_can_be_taken_back(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    document_id = watwerkt("list", "--json").json[0]["id"]
    watwerkt("tag", document_id, "--add", "zelfbeheer")
    smaller = tmp_path / "archetypes.yaml"
    whole = yaml.safe_load(DEFAULT_TAXONOMY.read_text("utf-8"))
    whole.pop("distinctions")
    for archetype in whole["archetypes"]:
        for reference in ("confusable", "related"):
            archetype.pop(reference, None)
    whole["archetypes"] = [a for a in whole["archetypes"] if a["id"] != "zelfbeheer"]
    smaller.write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8")
    option = ("--taxonomy", smaller, "tag", document_id)
    assert watwerkt(*option, "--never", "zelfbeheer").code == 2
    assert watwerkt(*option, "--clear", "zelfbeheer").code == 0
    (shown,) = watwerkt("show", document_id, "--json").json
    assert "test" not in {tag["by"] for tag in shown["tags"]}


# Contradictions and slips


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("edit", "--set", "title=Een", "--clear", "title"), "set and cleared at once"),
        (("withdraw", "--reason", " "), "Say why"),
    ],
)
def test_a_slip_is_told_and_changes_nothing(
    arguments: tuple[str, ...], words: str, watwerkt: Watwerkt
) -> None:
    before = watwerkt("list", "--json").out
    command, *options = arguments
    document_id = watwerkt("list", "--json").json[0]["id"]
    ran = watwerkt(command, document_id, *options)
    assert (ran.code, words in ran.err) == (2, True)
    assert watwerkt("list", "--json").out == before


def test_a_value_with_control_characters_becomes_one_line(watwerkt: Watwerkt) -> None:
    document_id = watwerkt("list", "--json").json[0]["id"]
    watwerkt("edit", document_id, "--set", "title=De\ntuin\x1b[31m van  ide\u0308ee\x07n")
    (shown,) = watwerkt("show", document_id, "--json").json
    assert shown["title"] == "De tuin [31m van id\u00ebee n"


# Whoever and wherever one is


def _run(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line as a user without a name and a home."""
    return subprocess.run(
        [*arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can become somebody else")
def test_a_user_without_a_name_or_a_home_is_told_which_option_helps() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)  # a folder of pytest is closed to others
        _as_nobody(Path(folder))


def _as_nobody(folder: Path) -> None:
    nobody = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"]
    command = [*nobody, sys.executable, "-m", "ingest.cli"]
    homeless = _run(folder, *command, "status")
    assert (homeless.returncode, "--data" in homeless.stderr) == (5, True), homeless.stderr
    (folder / "a.txt").write_text("Een verslag.", "utf-8")
    data = ("--data", str(folder / "data"))
    nameless = _run(folder, *command, *data, "ingest", "a.txt")
    assert (nameless.returncode, "--by NAME" in nameless.stderr) == (2, True), nameless.stderr
    assert _run(folder, *command, *data, "--by", "ik", "ingest", "a.txt").stdout


def test_a_full_disk_is_one_sentence(samples: Path, tmp_path: Path) -> None:
    limited = 'ulimit -f 0; exec "$@"'  # no file may grow: the nearest to a full disk
    command = [sys.executable, "-m", "ingest.cli", "--data", str(samples), "--by", "a", "reindex"]
    ran = _run(tmp_path, "bash", "-c", limited, "bash", *command)
    assert ran.returncode in (1, 5)
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_module_in_the_working_folder_does_not_reach_the_page(
    samples: Path, tmp_path: Path
) -> None:
    (tmp_path / "flask.py").write_text("raise SystemExit('not the flask that was meant')", "utf-8")
    command = [sys.executable, "-P", "-m", "ingest.cli", "--data", str(samples), "serve"]
    ran = _run(tmp_path, *command, "--port", "1", "--host", "192.0.2.1")
    assert "192.0.2.1 cannot be used" in ran.stderr
