"""ZIP files on the command line."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from ingest_zip_samples import Member, locked, zipped

from conftest import PROJECT, Watwerkt
from ingest.unpack import Unpacked


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary files are."""
    folder = tmp_path / "tijdelijk"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


def _reports(path: Path, title: str = "Verslag van de tuin") -> Path:
    return zipped(
        path,
        ("map/a.txt", "Een verslag over de binnentuin en de bewoners die haar beheren."),
        ("map/a.txt.yaml", f"title: {title}\n"),
        ("map/b.txt", "Een verslag over de straat en de buren die er samen voor zorgen."),
        ("map/metadata.csv", "file,title\nb.txt,Titel uit de tabel\n"),
    )


def test_the_files_in_a_zip_are_ingested_each_by_itself(
    tmp_path: Path, watwerkt: Watwerkt, temporary: Path
) -> None:
    path = _reports(tmp_path / "reports.zip")
    first = watwerkt("ingest", path, "--json")
    assert first.code == 0
    assert [(o["source"], o["status"]) for o in first.json] == [
        (f"{path}/map/a.txt", "added"), (f"{path}/map/b.txt", "added"),
    ]  # fmt: skip
    shown = [watwerkt("show", outcome["id"], "--json").json[0] for outcome in first.json]
    assert [document["title"] for document in shown] == [
        "Verslag van de tuin",
        "Titel uit de tabel",
    ]
    assert [document["source"] for document in shown] == [o["source"] for o in first.json]
    again = watwerkt("ingest", path, "--json")
    assert [o["status"] for o in again.json] == ["unchanged", "unchanged"]
    _reports(path, "Andere titel")
    changed = watwerkt("ingest", path, "--json")
    assert [o["status"] for o in changed.json] == ["updated", "unchanged"]
    assert watwerkt("verify").code == 0
    assert not list(temporary.iterdir())


def test_metadata_beside_a_copy_counts_only_when_the_zip_has_gone(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    path = _reports(tmp_path / "reports.zip")
    watwerkt("ingest", path)
    with zipfile.ZipFile(path) as archive:
        (tmp_path / "kopie.txt").write_bytes(archive.read("map/a.txt"))
    (tmp_path / "kopie.txt.yaml").write_text("title: Van de kopie\n")
    (beside,) = watwerkt("ingest", tmp_path / "kopie.txt", "--json").json
    assert beside["status"] == "unchanged"
    assert f"write it beside {path}/map/a.txt" in beside["warnings"][0]
    path.unlink()
    (moved,) = watwerkt("ingest", tmp_path / "kopie.txt", "--json").json
    assert moved["status"] == "updated"


def test_a_zip_is_no_newer_edition(tmp_path: Path, watwerkt: Watwerkt) -> None:
    ran = watwerkt("ingest", _reports(tmp_path / "reports.zip"), "--replaces", "abc")
    assert ran.code == 2
    assert "no ZIP file" in ran.err


TEXTS: list[Member] = [
    ("map/a.txt", "Een verslag over de binnentuin en de bewoners die haar beheren."),
    ("map/b.txt", "Een verslag over de straat en de buren die er samen voor zorgen."),
]


def test_what_is_in_already_is_not_unpacked_again(
    tmp_path: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    fetch = Unpacked.fetch

    def watched(self: Unpacked, file: Path) -> Path:
        fetched.append(file.name)
        return fetch(self, file)

    monkeypatch.setattr(Unpacked, "fetch", watched)
    path = zipped(tmp_path / "reports.zip", *TEXTS, ("map/a.txt.yaml", "title: Tuin"))
    watwerkt("ingest", path)
    assert {"a.txt", "b.txt"} <= set(fetched)
    fetched.clear()
    assert watwerkt("ingest", path).code == 0
    assert fetched == ["a.txt.yaml"]
    zipped(path, *TEXTS, ("map/c.txt", "Nieuw"))
    watwerkt("ingest", path)  # the title that has gone gives way to a guess, made from the file
    assert "b.txt" not in fetched


def test_an_original_that_was_lost_is_taken_from_the_zip_again(
    tmp_path: Path, watwerkt: Watwerkt, data: Path
) -> None:
    path = zipped(tmp_path / "reports.zip", *TEXTS)
    watwerkt("ingest", path)
    for original in (data / "originals").glob("??/*"):
        original.unlink()
    told = watwerkt("verify")
    assert (told.code, told.out.count(f"ingest {path} again")) == (1, 2)
    assert [o["status"] for o in watwerkt("ingest", path, "--json").json] == ["unchanged"] * 2
    assert watwerkt("verify").code == 0


def test_documents_are_read_anew_from_a_zip(tmp_path: Path, watwerkt: Watwerkt) -> None:
    path = zipped(tmp_path / "reports.zip", *TEXTS)
    watwerkt("ingest", path)
    again = watwerkt("ingest", path, "--reread", "--json")
    assert [(o["status"], o["error"]) for o in again.json] == [("unchanged", None)] * 2


def test_what_is_left_out_fails_on_every_run_like_a_broken_file_in_a_folder(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("diep.txt", "diep")
    path = zipped(tmp_path / "in" / "a.zip", *TEXTS, ("nest.zip", inner.getvalue()))
    folder = tmp_path / "in" / "map"
    folder.mkdir()
    (folder / "nest.zip").write_bytes(b"PK\x03\x04")
    for status in ("added", "unchanged"):
        ran = watwerkt("ingest", tmp_path / "in", "--json")
        assert ran.code == 1
        assert [o["status"] for o in ran.json] == [status, status, "failed", "failed"]
    assert ran.json[2]["source"] == f"{path}/nest.zip"
    assert ran.json[2]["error"] == "This is a ZIP file; unpack it and ingest what is in it."


@pytest.mark.parametrize(("name", "content", "words"), [
    ("reports.zip.yaml", "access: hidden\n", "Metadata beside a ZIP file"),
    ("reports.zip.json", "{\"access\": \"geheim\"}", "Metadata beside a ZIP file"),
    ("metadata.csv", "file,title\nreports.zip,Verslagen\n", "Metadata beside a ZIP file"),
    ("metadata.csv", "naam,title\nreports.zip,Verslagen\n", "metadata.csv:1: there is no column"),
])  # fmt: skip
def test_metadata_beside_a_zip_keeps_it_out_until_it_is_put_elsewhere(
    tmp_path: Path, watwerkt: Watwerkt, name: str, content: str, words: str
) -> None:
    path = zipped(tmp_path / "in" / "reports.zip", *TEXTS)
    (path.parent / name).write_text(content)
    ran = watwerkt("ingest", path.parent, "--json")
    (told,) = ran.json
    assert (ran.code, told["source"], told["status"]) == (1, str(path), "failed")
    assert words in told["error"]
    assert "put it into the ZIP file" in told["error"]
    (path.parent / name).write_text("file,title\nandere.zip,x\n")
    if name != "metadata.csv":
        (path.parent / name).unlink()
    assert [o["status"] for o in watwerkt("ingest", path.parent, "--json").json] == ["added"] * 2


@pytest.mark.parametrize("metadata", ["map/a.txt.yaml", "map/metadata.csv"])
def test_documents_whose_metadata_was_left_out_go_in_hidden(
    tmp_path: Path, watwerkt: Watwerkt, metadata: str
) -> None:
    path = locked(zipped(tmp_path / "reports.zip", (metadata, "access: hidden"), TEXTS[0]))
    left_out, document = watwerkt("ingest", path, "--json").json
    assert left_out["source"] == f"{path}/{metadata}"
    assert "protected by a password" in left_out["error"]
    assert document["status"] == "added"
    assert watwerkt("show", document["id"], "--json").json[0]["access"] == "hidden"


def test_ctrl_c_leaves_nothing_of_a_zip_behind(tmp_path: Path, data: Path, temporary: Path) -> None:
    many: list[Member] = [(f"{n:03}.txt", f"Verslag {n} over de tuin. " * 400) for n in range(60)]
    path = zipped(tmp_path / "reports.zip", *many)
    command = [sys.executable, "-m", "ingest.cli", "--data", str(data), "--by", "test"]
    process = subprocess.Popen(
        [*command, "ingest", str(path), "--jobs", "2"],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline().startswith("added")
    assert list(temporary.iterdir())
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    assert not list(temporary.iterdir())
