"""The collection goes out to other programs, into one file, and comes back."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import rispy
from lxml import etree

from conftest import PROJECT, Ran, Watwerkt
from corpus.archetypes import DEFAULT_TAXONOMY

QUERIES = (
    "zelfbeheer",
    "bewoners -tuin",
    "gemeente:Haarlem",
    "doorstromen",
    "archetype:klushuizen",
)


@pytest.fixture
def other(tmp_path: Path, watwerkt: Watwerkt) -> Watwerkt:
    """The command line on another data folder."""

    def run(*arguments: object) -> Ran:
        return watwerkt("--data", tmp_path / "other", *arguments)

    return run


def _ids(ran: Ran) -> list[str]:
    return [row["id"] for row in ran.json]


def _answers(run: Watwerkt) -> list[object]:
    """What a person would find, apart from how long it took."""
    found = [run("search", query, "--size", 100, "--json").json[0] for query in QUERIES]
    return [(one["total"], one["hits"], one["facets"]) for one in found]


def _decide(watwerkt: Watwerkt) -> tuple[str, str, str]:
    """Make one document withdrawn, one for partners and one with another title and labels."""
    withdrawn, partner, decided, *_ = _ids(watwerkt("list", "--json"))
    watwerkt("withdraw", withdrawn, "--reason", "verouderd")
    watwerkt("edit", partner, "--set", "access=partner")
    watwerkt("edit", decided, "--set", "title==SOM(A1)", "--reason", "proef")
    watwerkt("tag", decided, "--never", "zelfbeheer", "--add", "klushuizen")
    watwerkt("reindex")  # scores count what was deleted until then
    return withdrawn, partner, decided


# Export


@pytest.mark.usefixtures("samples")
def test_only_what_anybody_may_find_leaves_unless_all_is_asked(watwerkt: Watwerkt) -> None:
    withdrawn, partner, decided = _decide(watwerkt)
    whole = set(_ids(watwerkt("list", "--json")))
    public = whole - {withdrawn, partner}

    def exported(form: str, *options: str) -> set[str]:
        ran = watwerkt("export", "--format", form, *options)
        assert ran.code == 0
        if form == "jsonl":
            return {json.loads(line)["id"] for line in ran.out.split("\n") if line}
        if form == "csv":
            rows = csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"), newline=""))
            titles = {row["id"]: row["title"] for row in rows}
            assert titles[decided] == "'=SOM(A1)"
            return set(titles)
        if form == "ris":
            return {record["id"] for record in rispy.loads(ran.out)}
        if form == "bibtex":
            heads = [line for line in ran.out.split("\n") if line.startswith("@")]
            return {head.partition("{")[2].rstrip(",") for head in heads}
        return {str(record[0].text) for record in etree.fromstring(ran.out.encode())}

    assert exported("jsonl") == whole
    for form in ("csv", "ris", "bibtex", "dc"):
        assert exported(form) == public, form
        assert exported(form, "--all") == whole, form
    assert "2 left out" in watwerkt("export", "--format", "ris").err


@pytest.mark.usefixtures("samples")
def test_an_export_can_be_of_one_archetype_or_one_status(watwerkt: Watwerkt) -> None:
    withdrawn, _, _ = _decide(watwerkt)
    labelled = _ids(watwerkt("list", "--archetype", "klushuizen", "--json"))
    ran = watwerkt("export", "--format", "jsonl", "--archetype", "klushuizen")
    assert [json.loads(line)["id"] for line in ran.out.split("\n") if line] == labelled
    ran = watwerkt("export", "--format", "ris", "--all", "--status", "withdrawn")
    assert [record["id"] for record in rispy.loads(ran.out)] == [withdrawn]
    ran = watwerkt("export", "--format", "ris", "--status", "withdrawn")
    assert (ran.out, "0 documents exported, 1 left out" in ran.err) == ("", True)
    assert watwerkt("export", "--format", "ris", "--archetype", "kasteel").code == 2


@pytest.mark.usefixtures("samples")
def test_an_export_goes_into_a_file_as_it_goes_to_the_screen(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    file = tmp_path / "uit.ris"
    shown = watwerkt("export", "--format", "dc")
    assert watwerkt("export", "--format", "dc", "--output", file).out == ""
    assert file.read_text("utf-8") == shown.out
    assert watwerkt("export", "--format", "dc", "--output", tmp_path / "no" / "x").code == 2
    assert watwerkt("export", "--format", "dc", "--output", tmp_path).code == 2


# Import


def test_a_collection_goes_to_another_and_answers_alike(
    samples: Path, tmp_path: Path, watwerkt: Watwerkt, other: Watwerkt
) -> None:
    _decide(watwerkt)
    file = tmp_path / "all.jsonl"
    watwerkt("export", "--format", "jsonl", "--output", file)

    dry = other("import", file, "--originals", samples / "originals", "--dry-run")
    assert "dry run, nothing changed: 37 added, 0 unchanged, 0 refused" in dry.err
    assert other("list", "--json").out == ""

    ran = other("import", file, "--originals", samples / "originals")
    assert (ran.code, "37 added, 0 unchanged, 0 refused" in ran.err) == (0, True)
    other("export", "--format", "jsonl", "--output", tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == file.read_bytes()
    assert _answers(other) == _answers(watwerkt)
    assert other("verify").code == 0

    ran = other("import", file, "--json")
    assert (ran.code, {row["status"] for row in ran.json}) == (0, {"unchanged"})


@pytest.mark.usefixtures("samples")
def test_what_differs_or_cannot_be_read_is_refused_and_the_rest_comes_in(
    tmp_path: Path, watwerkt: Watwerkt, other: Watwerkt
) -> None:
    lines = watwerkt("export", "--format", "jsonl").out.encode().split(b"\n")[:3]
    file = tmp_path / "some.jsonl"
    file.write_bytes(lines[0])
    assert other("import", file).code == 0
    first = json.loads(lines[0])["id"]
    title = json.loads(lines[0])["title"]
    changed = json.dumps(json.loads(lines[0]) | {"title": "Anders", "decisions": []}).encode()
    file.write_bytes(b"\n".join([changed, b"{", lines[1], lines[2]]))
    ran = other("import", file)
    assert (ran.code, "2 added, 0 unchanged, 2 refused" in ran.err) == (1, True)
    told = ran.out.splitlines()
    assert told[0].startswith(f"refused    line 1: the collection has ‘{first}’ with other content")
    assert told[1] == "refused    line 2: it is no JSON object."
    assert "2 documents are without their original" in ran.err
    assert other("show", first, "--json").json[0]["title"] == title
    assert other("search", "", "--json").json[0]["total"] == 3


def test_an_export_can_be_piped_into_an_import(samples: Path, tmp_path: Path) -> None:
    def command(data: Path) -> list[str]:
        return [sys.executable, "-m", "ingest.cli", "--data", str(data), "--by", "test"]

    out = subprocess.run(
        [*command(samples), "export", "--format", "jsonl"],
        cwd=PROJECT, capture_output=True, check=True,
    )  # fmt: skip
    piped = subprocess.run(
        [*command(tmp_path / "other"), "import", "-", "--dry-run"],
        cwd=PROJECT, input=out.stdout, capture_output=True, check=True,
    )  # fmt: skip
    assert b"37 added" in piped.stderr


# Backup


def test_a_restored_backup_is_clean_and_answers_alike(
    samples: Path, tmp_path: Path, watwerkt: Watwerkt, other: Watwerkt
) -> None:
    _decide(watwerkt)
    file = tmp_path / "backup.zip"
    made = watwerkt("backup", file)
    assert (made.code, made.err) == (0, "")
    assert "37 documents, 56 pages, 37 originals" in made.out
    lines, answers = watwerkt("export", "--format", "jsonl").out, _answers(watwerkt)
    shutil.rmtree(samples)
    restored = other("restore-backup", file)
    assert (restored.code, restored.err) == (0, "")
    assert "restored 37 documents, 56 pages and 37 originals" in restored.out
    assert other("verify").code == 0
    assert other("export", "--format", "jsonl").out == lines
    assert _answers(other) == answers
    assert other("edit", _ids(other("list", "--json"))[0], "--set", "title=Verder").code == 0
    again = other("restore-backup", file)
    assert (again.code, "give an empty folder" in again.err) == (2, True)


def test_a_backup_waits_for_whoever_is_writing(
    samples: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    holding = (
        "import filelock, sys; lock = filelock.FileLock(sys.argv[1]); lock.acquire(); "
        "print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(samples / "writing.lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as busy:  # fmt: skip
        assert busy.stdout is not None
        busy.stdout.readline()
        ran = watwerkt("backup", tmp_path / "b.zip")
    assert (ran.code, "is being changed by" in ran.err) == (4, True)
    assert not (tmp_path / "b.zip").exists()
    assert watwerkt("backup", tmp_path / "b.zip").code == 0


def test_a_backup_tells_of_originals_that_are_gone(
    samples: Path, tmp_path: Path, watwerkt: Watwerkt
) -> None:
    lost, changed, *_ = sorted((samples / "originals").glob("??/*"))
    lost.unlink()
    changed.write_bytes(b"?")
    ran = watwerkt("backup", tmp_path / "b.zip")
    assert ran.code == 1
    assert "without its original, which is gone" in ran.err
    assert f"the original {changed.name} was backed up as it is" in ran.err


@pytest.mark.usefixtures("samples")
def test_a_damaged_backup_gives_one_sentence_and_leaves_nothing(
    tmp_path: Path, watwerkt: Watwerkt, other: Watwerkt
) -> None:
    file = tmp_path / "b.zip"
    watwerkt("backup", file)
    file.write_bytes(file.read_bytes()[:-1000])
    ran = other("restore-backup", file)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        f"watwerkt: {file} is no whole backup: it is damaged or was cut off; "
        "nothing was restored, use another backup.\n"
    )
    assert not (tmp_path / "other").exists()


@pytest.mark.usefixtures("samples")
def test_a_backup_labelled_by_another_taxonomy_says_where_that_is(
    tmp_path: Path, watwerkt: Watwerkt, other: Watwerkt
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(DEFAULT_TAXONOMY.read_text("utf-8") + "# ours\n", "utf-8")
    watwerkt("--taxonomy", own, "backup", tmp_path / "b.zip")
    ran = other("restore-backup", tmp_path / "b.zip")
    laid = tmp_path / "other" / "taxonomy-of-backup.yaml"
    assert (ran.code, str(laid) in ran.err) == (0, True)
    assert laid.read_text("utf-8") == own.read_text("utf-8")
