"""What a librarian sees of the commands: output, exit codes, decisions that stay."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ORDINARY_USER, PROJECT, SAMPLES, Watwerkt

pytestmark = pytest.mark.usefixtures("samples")

BINNENTUIN = "zelfbeheer-binnentuin-de-linde.pdf"


def id_of(watwerkt: Watwerkt, name: str) -> str:
    (found,) = (d for d in watwerkt("list", "--json").json if d["source"].endswith(name))
    return str(found["id"])


# Searching


def test_search_prints_title_id_page_and_passage(watwerkt: Watwerkt) -> None:
    ran = watwerkt("search", "zelfbeheer binnentuin")
    assert ran.code == 0
    assert id_of(watwerkt, BINNENTUIN) in ran.out
    assert "p. 1: " in ran.out


def test_search_narrows_by_facet_and_year(watwerkt: Watwerkt) -> None:
    (everything,) = watwerkt("search", "--json").json
    (policy,) = watwerkt("search", "--kind", "beleid", "--json").json
    assert 0 < policy["total"] < everything["total"]
    assert {hit["facets"]["kind"][0] for hit in policy["hits"]} == {"beleid"}
    (early,) = watwerkt("search", "--year-to", 2012, "--size", 100, "--json").json
    assert all(int(hit["facets"]["year"][0]) <= 2012 for hit in early["hits"])
    assert early["total"] == len(early["hits"]) > 0


def test_search_tells_how_a_malformed_query_was_read(watwerkt: Watwerkt) -> None:
    ran = watwerkt("search", 'foo:bar "zelfbeheer')
    assert ran.code == 0
    assert "unknown field: foo:" in ran.err
    assert 'literal: "' in ran.err


def test_search_tells_what_else_was_looked_for_and_can_do_without(watwerkt: Watwerkt) -> None:
    ran = watwerkt("search", "wat werkt bij bewoners bedrijf")
    assert "Left out: wat, werkt, bij\n" in ran.out
    assert "Also searched: bewoners bedrijf: bewonersbedrijf (compound)\n" in ran.out
    assert "(synonym)" in ran.out
    bare = watwerkt("search", "bewoners bedrijf", "--without", "compound", "--without", "synonym")
    assert "Also searched" not in bare.out
    assert watwerkt("search", "bewoners", "--without", "prefix").code == 2


def test_search_tells_of_another_spelling_and_of_some_of_the_words(watwerkt: Watwerkt) -> None:
    ran = watwerkt("search", "statushouwders")
    assert " documents for statushouders\nNothing has what was typed: statushouwders\n" in ran.out
    ran = watwerkt("search", "zelfbeheer kabelbaan")
    assert ran.out.startswith("0 documents for zelfbeheer kabelbaan\n")
    assert "\nWith some of the words:\n\n1. " in ran.out
    (answer,) = watwerkt("search", "statushouwders", "--json").json
    assert answer["corrected"]
    assert answer["suggestion"] == answer["reading"] == "statushouders"


def test_search_explains_each_place_on_demand(watwerkt: Watwerkt) -> None:
    ran = watwerkt("search", "binnentuin", "--explain")
    assert re.search(r"^ +\d+% \(\d+\.\d\d\): binnentuin in title, 1×$", ran.out, re.MULTILINE)
    (answer,) = watwerkt("search", "binnentuin", "--explain", "--json").json
    assert {"words", "field", "places", "share"} == answer["hits"][0]["reasons"][0].keys()
    assert answer["also"] is not None


@pytest.mark.parametrize(
    "query",
    ['"', "((", "AND OR", "x" * 10_000, "a\0b", "🏘️", "*", "'; DROP TABLE documents; --",
     "<script>alert(1)</script>", "\u202eabc", "--", "-", "(" * 200, "a* b~ \"c d\"~3"],
)  # fmt: skip
def test_any_query_gets_an_answer(query: str, watwerkt: Watwerkt) -> None:
    ran = watwerkt("search", "--json", "--", query)
    assert ran.code == 0
    assert "Traceback" not in ran.err
    assert ran.json[0]["reading"]


# Correcting


def test_an_edit_stays_through_ingest_and_retag_and_can_be_cleared(watwerkt: Watwerkt) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    (before,) = watwerkt("show", document, "--json").json
    settings = ("--set", "title=Wonderlijke titel", "--set", "year=2011-05", "--reason", "getest")
    assert watwerkt("edit", document, *settings).code == 0
    watwerkt("ingest", SAMPLES)
    watwerkt("retag")
    (after,) = watwerkt("show", document, "--json").json
    assert (after["title"], after["published"]) == ("Wonderlijke titel", "2011-05")
    assert watwerkt("search", "titel:wonderlijke", "--json").json[0]["total"] == 1
    assert "getest" in watwerkt("show", document).out
    watwerkt("edit", document, "--clear", "title", "--clear", "year")
    (cleared,) = watwerkt("show", document, "--json").json
    assert (cleared["title"], cleared["published"]) == (before["title"], before["published"])


def test_a_field_with_several_values_is_set_whole_and_emptied(watwerkt: Watwerkt) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    places = ("--set", "municipality=Den Bosch", "--set", "municipality=Haarlem")
    watwerkt("edit", document, *places)
    (shown,) = watwerkt("show", document, "--json").json
    assert shown["municipality"] == ["'s-Hertogenbosch", "Haarlem"]
    watwerkt("edit", document, "--set", "municipality=", "--set", "organisation=")
    (emptied,) = watwerkt("show", document, "--json").json
    assert (emptied["municipality"], emptied["organisation"]) == ([], None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--set", "colour=red"], "There is no field ‘colour’"),
        (["--set", "kind=roman"], "‘roman’ is no kind; there are praktijk"),
        (["--set", "year=soon"], "‘soon’ is no year or date"),
        (["--set", "municipality=Atlantis"], "‘Atlantis’ is no Dutch municipality"),
        (["--set", "title="], "The field title cannot be empty"),
        (["--set", "title"], "must be written as FIELD=VALUE"),
        (["--set", "status=withdrawn"], "‘withdrawn’ is no status"),
        (["--set", "source_url=javascript:alert(1)"], "is no web address"),
        ([], "Nothing to change"),
    ],
)
def test_a_wrong_edit_says_what_may_be_and_changes_nothing(
    arguments: list[str], message: str, watwerkt: Watwerkt
) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    before = watwerkt("show", document, "--json").out
    ran = watwerkt("edit", document, *arguments)
    assert ran.code == 2
    assert message in ran.err
    assert watwerkt("show", document, "--json").out == before


def test_a_label_decided_by_a_person_outlives_the_rules(watwerkt: Watwerkt) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    (by_rules,) = (d["archetypes"] for d in watwerkt("list", "--json").json if d["id"] == document)
    assert by_rules[0] == "zelfbeheer"
    assert watwerkt("tag", document, "--never", "zelfbeheer", "--add", "klushuizen").code == 0
    watwerkt("retag")
    watwerkt("ingest", SAMPLES)
    (shown,) = watwerkt("show", document, "--json").json
    verdicts = {tag["archetype"]: tag["verdict"] for tag in shown["tags"]}
    assert verdicts["zelfbeheer"] == "rejected"
    assert verdicts["klushuizen"] == "assigned"
    (found,) = watwerkt("search", "--archetype", "zelfbeheer", "--size", 100, "--json").json
    assert document not in [hit["id"] for hit in found["hits"]]
    watwerkt("tag", document, "--clear", "zelfbeheer", "--clear", "klushuizen")
    (cleared,) = (d["archetypes"] for d in watwerkt("list", "--json").json if d["id"] == document)
    assert cleared == by_rules


def test_retag_tells_what_a_changed_taxonomy_changes(tmp_path: Path, watwerkt: Watwerkt) -> None:
    shipped = (PROJECT / "corpus" / "archetypes.yaml").read_text("utf-8")
    taxonomy = tmp_path / "archetypes.yaml"
    taxonomy.write_text(
        shipped.replace("version: 2", "version: 3").replace(
            "{t: klushui*, w: 5}", "{t: riolering, w: 12}"
        ),
        "utf-8",
    )
    dry = watwerkt("--taxonomy", taxonomy, "retag", "--dry-run", "--json")
    assert dry.code == 0
    assert dry.json
    assert watwerkt("retag", "--dry-run", "--json").json == []


def test_a_withdrawn_document_is_gone_from_search_at_once_and_can_return(
    watwerkt: Watwerkt,
) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    (before,) = watwerkt("search", "zelfbeheer", "--json").json
    assert watwerkt("withdraw", document, "--reason", "vervangen").code == 0
    (after,) = watwerkt("search", "zelfbeheer", "--json").json
    assert after["total"] == before["total"] - 1
    assert watwerkt("verify").code == 0
    assert [d["id"] for d in watwerkt("list", "--status", "withdrawn", "--json").json] == [document]
    assert watwerkt("restore", document).code == 0
    assert watwerkt("search", "zelfbeheer", "--json").json[0]["total"] == before["total"]
    assert watwerkt("restore", document).code == 2


def test_a_published_document_is_published_again_after_restore(watwerkt: Watwerkt) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    watwerkt("edit", document, "--set", "status=published")
    watwerkt("withdraw", document, "--reason", "even")
    watwerkt("restore", document)
    assert watwerkt("show", document, "--json").json[0]["status"] == "published"


@pytest.mark.parametrize(("access", "lost"), [("partner", 0), ("hidden", 1)])
def test_the_librarian_finds_what_any_reader_may_find(
    access: str, lost: int, watwerkt: Watwerkt
) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    (before,) = watwerkt("search", "--json").json
    watwerkt("edit", document, "--set", f"access={access}")
    (after,) = watwerkt("search", "--json").json
    (public,) = watwerkt("search", "--audience", "public", "--json").json
    assert after["total"] == before["total"] - lost
    assert public["total"] == before["total"] - 1
    said = watwerkt("search", "binnentuin").out
    assert ("not public: for partners only" in said) is (access == "partner")


def test_a_document_for_partners_is_in_order_and_not_exported(watwerkt: Watwerkt) -> None:
    document = id_of(watwerkt, BINNENTUIN)
    watwerkt("edit", document, "--set", "access=partner")
    assert watwerkt("verify").code == 0
    (figures,) = watwerkt("status", "--json").json
    assert (figures["searchable"], figures["public"]) == (37, 36)
    exported = watwerkt("export", "--format", "ris")
    assert "1 left out that are withdrawn or not public" in exported.err


# Order in the house


def test_status_counts_documents_and_says_whether_the_index_is_up_to_date(
    watwerkt: Watwerkt,
) -> None:
    (figures,) = watwerkt("status", "--json").json
    assert figures["documents"] == 37
    assert figures["searchable"] == 37
    assert figures["pages"] > 37
    assert figures["index"] == "up to date"
    assert "37" in watwerkt("status").out


def test_verify_names_a_lost_and_a_changed_original(samples: Path, watwerkt: Watwerkt) -> None:
    originals = sorted(path for path in (samples / "originals").rglob("*") if path.is_file())
    originals[0].unlink()
    originals[1].write_bytes(b"something else")
    ran = watwerkt("verify", "--json")
    assert ran.code == 1
    assert len(ran.json) == 2
    assert {True} == {"its original" in problem["message"] for problem in ran.json}


def test_a_missing_index_is_told_with_exit_code_3_and_reindex_mends_it(
    samples: Path, watwerkt: Watwerkt
) -> None:
    before = watwerkt("search", "zelfbeheer", "--json").json[0]["total"]
    (samples / "index" / "current.json").unlink()
    missing = watwerkt("search", "zelfbeheer")
    assert missing.code == 3
    assert "watwerkt reindex" in missing.err
    assert watwerkt("verify").code == 3
    assert watwerkt("reindex").code == 0
    assert watwerkt("search", "zelfbeheer", "--json").json[0]["total"] == before


def test_an_outdated_index_is_told_with_exit_code_3(samples: Path, watwerkt: Watwerkt) -> None:
    state = samples / "index" / "current.json"
    state.write_text(json.dumps(json.loads(state.read_text()) | {"fingerprint": "old"}))
    assert watwerkt("search", "zelfbeheer").code == 3
    assert watwerkt("edit", id_of(watwerkt, BINNENTUIN), "--set", "year=2012").code == 0
    assert watwerkt("search", "zelfbeheer").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["show", "nosuchid"], 2, "There is no document with the id ‘nosuchid’"),
        (["ingest", "/no/such/path"], 2, "does not exist"),
        (["nosuchcommand"], 2, "No such command"),
        (["ingest"], 2, "Missing argument"),
        (["--index", "nonsense", "status"], 5, "is no index address"),
        (["--catalogue", "nonsense", "status"], 5, "‘nonsense’ cannot be used"),
        (["--taxonomy", "/no/such.yaml", "status"], 5, "cannot be read"),
        (["tag", "x", "--add", "nonsense"], 2, "‘nonsense’ is no archetype"),
    ],
)
def test_a_mistake_ends_in_one_message_and_its_exit_code(
    arguments: list[str], code: int, message: str, watwerkt: Watwerkt
) -> None:
    ran = watwerkt(*arguments)
    assert ran.code == code, ran.err
    assert message in ran.err
    assert "Traceback" not in ran.err


def test_the_installed_command_runs(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("watwerkt")
    done = subprocess.run(
        [command, "--data", tmp_path, "status", "--json"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["documents"] == 0


def test_the_command_line_never_loads_a_document_reader(tmp_path: Path) -> None:
    program = (
        "import sys; from ingest.cli import main\n"
        "try: main(['--data', sys.argv[1], 'status'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'pdfminer', 'bs4', 'lxml', 'docx', 'pptx', 'odfdo'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        capture_output=True, text=True, check=True, cwd=PROJECT,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[]"


def test_an_index_that_cannot_be_written_can_be_searched_and_says_so(samples: Path) -> None:
    index = samples / "index"
    folders = [path for path in [index, *index.rglob("*")] if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ingest.cli", "--data", str(samples)]
        return subprocess.run(
            [*ORDINARY_USER, *command, *arguments],
            cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip

    try:
        search, reindex = run("search", "zelfbeheer"), run("reindex")
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert search.returncode == 0, search.stderr
    assert reindex.returncode == 5, reindex.stderr
    assert "Traceback" not in reindex.stderr
    assert len(reindex.stderr.splitlines()) == 1
