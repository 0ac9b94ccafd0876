"""Files become documents in the catalogue, once each, and a bad one harms nobody."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from conftest import ORDINARY_USER, PROJECT, SAMPLES, Watwerkt
from corpus.catalogue import open_catalogue
from corpus.document import Source, Status
from ingest import source

EXPECTED = SAMPLES.parent / "expected.tsv"


def write_pdf(path: Path, *pages: str) -> Path:
    pdf = FPDF()
    pdf.set_font("helvetica", size=11)
    for text in pages:
        pdf.add_page()
        pdf.multi_cell(0, 6, text)
    pdf.output(str(path))
    return path


def test_every_sample_gets_the_archetypes_a_person_would_give(ingested_samples: Path) -> None:
    catalogue = open_catalogue(f"sqlite:///{ingested_samples / 'catalogue.db'}")
    with EXPECTED.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    expected = {name: {label for label in labels.split("|") if label} for name, labels in rows}
    found = {Path(d.source).name: set(d.archetypes) for d in catalogue.summaries()}
    assert found == expected


def test_samples_cover_formats_kinds_and_years(ingested_samples: Path) -> None:
    catalogue = open_catalogue(f"sqlite:///{ingested_samples / 'catalogue.db'}")
    documents = list(catalogue.summaries())
    assert 30 <= len(documents) <= 40
    assert {d.kind.value for d in documents} == {"praktijk", "wetenschap", "beleid", "archetype"}
    assert {d.media_type for d in documents} == {
        source.PDF, source.HTML, source.DOCX, source.MARKDOWN, source.TEXT,
    }  # fmt: skip
    assert len({name for d in documents for name in d.municipality}) >= 8
    assert len({label for d in documents for label in d.archetypes}) >= 8
    assert all(catalogue.page_count(d.id) > 1 for d in documents if d.media_type == source.PDF)


def test_every_sample_says_that_it_is_invented(ingested_samples: Path) -> None:
    catalogue = open_catalogue(f"sqlite:///{ingested_samples / 'catalogue.db'}")
    for document in catalogue.documents():
        text = " ".join(page.text for page in document.pages).lower()
        assert "verzonnen" in text or "invented" in text, document.source
        assert document.note is not None, document.source


def test_a_second_run_changes_nothing_and_says_so(samples: Path, watwerkt: Watwerkt) -> None:
    before = (samples / "catalogue.db").read_bytes()
    ran = watwerkt("ingest", SAMPLES, "--json")
    assert ran.code == 0
    assert {outcome["status"] for outcome in ran.json} == {"unchanged"}
    assert (samples / "catalogue.db").read_bytes() == before


def test_the_same_bytes_under_two_names_are_one_document(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    folder = tmp_path / "reports"
    (folder / "copies").mkdir(parents=True)
    (folder / "a.txt").write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (folder / "copies" / "b.txt").write_bytes((folder / "a.txt").read_bytes())
    ran = watwerkt("ingest", folder, "--json")
    assert [outcome["status"] for outcome in ran.json] == ["added", "unchanged"]
    assert len({outcome["id"] for outcome in ran.json}) == 1
    again = watwerkt("ingest", folder / "a.txt", "--allow-duplicate", "--json")
    assert again.json[0]["status"] == "added"
    assert again.json[0]["id"] != ran.json[0]["id"]


def test_ids_depend_on_the_bytes_alone(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (first,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert re.fullmatch(r"[a-z2-7]{10}", first["id"])
    (tmp_path / "b.txt").write_bytes((tmp_path / "a.txt").read_bytes())
    elsewhere = watwerkt("--data", tmp_path / "other", "ingest", tmp_path / "b.txt", "--json")
    assert elsewhere.json[0]["id"] == first["id"]


def test_a_dry_run_reports_and_changes_nothing(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over zelfbeheer van de tuin.", "utf-8")
    ran = watwerkt("ingest", tmp_path / "a.txt", "--dry-run", "--json")
    assert ran.json[0]["status"] == "added"
    assert watwerkt("list", "--json").json == []
    assert not list((data / "originals").rglob("*"))


def test_a_changed_sidecar_updates_the_document(tmp_path: Path, watwerkt: Watwerkt) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (added,) = watwerkt("ingest", report, "--json").json
    sidecar = tmp_path / "a.txt.yaml"
    sidecar.write_text("title: De tuin\nyear: 2014\nmunicipality: Den Bosch\n", "utf-8")
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "updated"
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "unchanged"
    (shown,) = watwerkt("show", added["id"], "--json").json
    assert (shown["title"], shown["published"]) == ("De tuin", "2014")
    assert shown["municipality"] == ["'s-Hertogenbosch"]
    origins = {origin["field"]: origin["source"] for origin in shown["origins"]}
    assert origins["title"] == Source.SIDECAR.value


def test_a_wrong_sidecar_value_is_refused_alone(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("title: De tuin\nyear: ooit\n", "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert outcome["status"] == "added"
    assert "a.txt.yaml:2: year: " in outcome["warnings"][0]
    assert watwerkt("show", outcome["id"], "--json").json[0]["title"] == "De tuin"


def test_what_a_sidecar_labels_survives_retag(tmp_path: Path, watwerkt: Watwerkt) -> None:
    (tmp_path / "a.txt").write_text("Een verslag over de tuin van de buurt.", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("archetypes: [zelfbeheer]\n", "utf-8")
    (outcome,) = watwerkt("ingest", tmp_path / "a.txt", "--json").json
    assert outcome["archetypes"] == ["zelfbeheer"]
    watwerkt("retag")
    assert watwerkt("list", "--json").json[0]["archetypes"] == ["zelfbeheer"]


def test_options_are_decisions_that_outlive_a_later_run(tmp_path: Path, watwerkt: Watwerkt) -> None:
    report = tmp_path / "a.txt"
    report.write_text("Een verslag over de tuin van de buurt.", "utf-8")
    options = ("--kind", "beleid", "--archetype", "zelfbeheer", "--year", "2014")
    (outcome,) = watwerkt("ingest", report, *options, "--json").json
    assert watwerkt("ingest", report, "--json").json[0]["status"] == "unchanged"
    (shown,) = watwerkt("show", outcome["id"], "--json").json
    assert (shown["kind"], shown["published"]) == ("beleid", "2014")
    assert [tag["by"] for tag in shown["tags"]] == ["test"]


def test_a_scan_goes_in_for_review_with_a_warning(tmp_path: Path, watwerkt: Watwerkt) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 100, 100, style="F")
    pdf.output(str(tmp_path / "scan.pdf"))
    (outcome,) = watwerkt("ingest", tmp_path / "scan.pdf", "--json").json
    assert outcome["status"] == "added"
    assert "no readable text" in outcome["warnings"][-1]
    (listed,) = watwerkt("list", "--json").json
    assert listed["status"] == Status.REVIEW.value


# Bad input: one clear line each, the rest goes in


def _zero(path: Path) -> None:
    path.write_bytes(b"")


def _truncated(path: Path) -> None:
    whole = write_pdf(path, "Tekst " * 2000, "Meer tekst " * 2000).read_bytes()
    path.write_bytes(whole[: len(whole) // 3])


def _encrypted(path: Path) -> None:
    write_pdf(path, "Geheim verslag over de tuin.")
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("geheim", algorithm="AES-256")
    writer.write(path)


def _bomb(path: Path) -> None:
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        with archive.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(1024):
                member.write(b"\0" * (1 << 20))


def _image(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))


BAD = {
    "empty.pdf": (_zero, "empty"),
    "truncated.pdf": (_truncated, None),  # what is readable may go in
    "encrypted.pdf": (_encrypted, "password"),
    "bomb.docx": (_bomb, ""),
    "picture.pdf": (_image, "image"),
}


def test_bad_files_are_named_with_a_reason_and_the_rest_goes_in(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, (make, _) in BAD.items():
        make(folder / name)
    (folder / "page.pdf").write_text(
        "<html><title>Pagina</title><body><p>Een pagina over de buurt en de tuin.</body>", "utf-8"
    )
    (folder / "line.txt").write_text("woord " * (10 * 2**20 // 6), "utf-8")
    (folder / "old.txt").write_bytes("Financiële coöperatie in één buurt: € 5.".encode("cp1252"))
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "zz.txt").write_text("Het laatste verslag over de buurt.", "utf-8")
    ran = watwerkt("ingest", folder, "--json", "--jobs", 2)
    outcomes = {Path(outcome["source"]).name: outcome for outcome in ran.json}
    assert ran.code == 1
    for name, (_, reason) in BAD.items():
        if reason is not None:
            assert outcomes[name]["status"] == "failed", outcomes[name]
            assert reason in outcomes[name]["error"]
            assert "Traceback" not in outcomes[name]["error"]
            assert "\n" not in outcomes[name]["error"]
    for name in ("page.pdf", "line.txt", "old.txt", "zz.txt"):
        assert outcomes[name]["status"] == "added", outcomes[name]
    assert len(ran.json) == len(BAD) + 4
    (old,) = watwerkt("show", outcomes["old.txt"]["id"], "--json").json
    assert old["pages"][0]["text"] == "Financiële coöperatie in één buurt: € 5."
    assert watwerkt("verify").code == 0


def test_a_file_without_read_permission_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").write_text("Dit mag niemand lezen.", "utf-8")
    (folder / "a.txt").chmod(0)
    (folder / "b.txt").write_text("Dit mag iedereen lezen.", "utf-8")
    command = [sys.executable, "-m", "ingest.cli", "--data", str(tmp_path / "data"), "--by", "test"]
    done = subprocess.run(
        [*ORDINARY_USER, *command, "ingest", str(folder), "--json"],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    assert [outcome["status"] for outcome in outcomes] == ["failed", "added"], done.stderr
    assert "permission" in outcomes[0]["error"]
    assert done.returncode == 1


def test_a_file_name_that_is_no_utf_8_is_no_obstacle(tmp_path: Path, watwerkt: Watwerkt) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    name = os.path.join(os.fsencode(folder), b"caf\xe9.txt")  # noqa: PTH118 - bytes
    with open(name, "wb") as file:  # noqa: PTH123 - the same
        file.write("Een verslag over het café van de buurt.".encode())
    (outcome,) = watwerkt("ingest", folder, "--json").json
    assert outcome["status"] == "added"
    assert outcome["source"].endswith("caf\ufffd.txt")


# Interruption


def _start(data: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ingest.cli", "--data", str(data), "--by", "test"]
    return subprocess.Popen(
        [*command, "ingest", str(folder), "--jobs", "2"],
        cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


def _make_reports(folder: Path, count: int) -> None:
    folder.mkdir()
    for number in range(count):
        text = f"Verslag {number} over zelfbeheer van de binnentuin. " * 40
        write_pdf(folder / f"{number:03}.pdf", text, text)


@pytest.mark.parametrize("after", [1, 7, 20])
def test_kill_in_the_middle_leaves_nothing_half_and_the_same_ingest_completes_it(
    after: int, tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    _make_reports(tmp_path / "reports", 30)
    process = _start(data, tmp_path / "reports")
    assert process.stdout is not None
    for _ in range(after):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    listed = watwerkt("list", "--json")
    assert listed.code == 0
    assert after <= len(listed.json) < 30
    assert watwerkt("search", "zelfbeheer").code == 0
    whole = [watwerkt("show", row["id"], "--json").json[0] for row in listed.json]
    assert all(len(document["pages"]) == 2 for document in whole)
    completed = watwerkt("ingest", tmp_path / "reports", "--json")
    statuses = [outcome["status"] for outcome in completed.json]
    assert completed.code == 0
    assert statuses.count("unchanged") == len(listed.json)
    assert statuses.count("added") == 30 - len(listed.json)
    assert watwerkt("search", "zelfbeheer", "--json").json[0]["total"] == 30
    assert watwerkt("verify").code == 0


def test_ctrl_c_ends_at_once_and_the_same_ingest_completes_it(
    tmp_path: Path, data: Path, watwerkt: Watwerkt
) -> None:
    _make_reports(tmp_path / "reports", 30)
    process = _start(data, tmp_path / "reports")
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 130
    completed = watwerkt("ingest", tmp_path / "reports", "--json")
    assert len(completed.json) == 30
    assert watwerkt("search", "zelfbeheer", "--json").json[0]["total"] == 30


def test_a_second_writer_is_told_who_is_busy(
    tmp_path: Path, data: Path, watwerkt: Watwerkt, wait_for: Callable[[Callable[[], bool]], None]
) -> None:
    _make_reports(tmp_path / "reports", 30)
    process = _start(data, tmp_path / "reports")
    assert process.stdout is not None
    process.stdout.readline()
    busy = watwerkt("reindex")
    process.kill()
    process.communicate()
    assert busy.code == 4
    assert f"process {process.pid}" in busy.err
    wait_for(lambda: watwerkt("reindex").code == 0)


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool]], None]:
    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 120
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.1)

    return wait
