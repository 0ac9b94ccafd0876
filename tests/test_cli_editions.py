"""A document that was withdrawn or replaced leaves a trace, and every change is on record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from conftest import Watwerkt
from corpus.settings import load_settings
from search_app import wsgi


@pytest.fixture
def editions(tmp_path: Path, watwerkt: Watwerkt) -> tuple[str, str]:
    """Ids of an old and a new edition that are both in."""
    ids = []
    for number in (1, 2):
        (tmp_path / f"{number}.txt").write_text(f"De moestuin, uitgave {number}.", "utf-8")
        (tmp_path / f"{number}.txt.yaml").write_text(f"title: Moestuin {number}\n", "utf-8")
        ids.append(watwerkt("ingest", tmp_path / f"{number}.txt", "--json").json[0]["id"])
    return ids[0], ids[1]


@pytest.fixture
def client(data: Path, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    monkeypatch.setenv("WATWERKT_DATA", str(data))
    assert load_settings(os.environ, Path.cwd()).data == data
    return wsgi.make_app().test_client()


def test_a_newer_edition_takes_the_place_of_the_older(
    tmp_path: Path, watwerkt: Watwerkt, monkeypatch: pytest.MonkeyPatch, data: Path
) -> None:
    (tmp_path / "1.txt").write_text("De moestuin, uitgave 1.", "utf-8")
    (tmp_path / "1.txt.yaml").write_text("title: Moestuin <1>\n", "utf-8")
    (tmp_path / "2.txt").write_text("De moestuin, uitgave 2.", "utf-8")
    (tmp_path / "2.txt.yaml").write_text("title: Moestuin 2\n", "utf-8")
    (old,) = watwerkt("ingest", tmp_path / "1.txt", "--json").json
    (new,) = watwerkt("ingest", tmp_path / "2.txt", "--replaces", old["id"], "--json").json
    hits = watwerkt("search", "moestuin", "--json").json[0]["hits"]
    assert [hit["id"] for hit in hits] == [new["id"]]
    monkeypatch.setenv("WATWERKT_DATA", str(data))
    client = wsgi.make_app().test_client()
    gone = client.get(f"/document/{old['id']}")
    assert gone.status_code == 410
    page = BeautifulSoup(gone.data, "lxml")
    main = page.select_one("main")
    assert main is not None
    assert "Moestuin <1>" in main.get_text()
    assert "Ingetrokken op " in main.get_text()
    assert "replaced by" not in main.get_text()
    assert page.select_one(f'main a[href="/document/{new["id"]}"]') is not None
    told = client.get(f"/api/v1/documents/{old['id']}").get_json()
    assert (told["title"], told["replaced_by"]) == ("Moestuin <1>", new["id"])


def test_a_withdrawn_document_tells_day_and_reason(
    editions: tuple[str, str], watwerkt: Watwerkt, client: FlaskClient
) -> None:
    old, new = editions
    watwerkt("withdraw", old, "--reason", "staat vol fouten", "--replaced-by", new)
    main = BeautifulSoup(client.get(f"/document/{old}").data, "lxml").select_one("main")
    assert main is not None
    assert "Ingetrokken op " in main.get_text()
    assert "staat vol fouten." in main.get_text()
    english = client.get(f"/document/{old}?lang=en").get_data(as_text=True)
    assert "Withdrawn on " in english
    watwerkt("withdraw", new, "--reason", "ook")
    assert "Moestuin 2" not in client.get(f"/document/{old}").get_data(as_text=True)
    watwerkt("restore", old)
    assert client.get(f"/document/{old}").status_code == 200
    (shown,) = watwerkt("show", old, "--json").json
    assert shown["replaced_by"] is None


def test_editions_never_go_round_in_a_circle(editions: tuple[str, str], watwerkt: Watwerkt) -> None:
    old, new = editions
    assert watwerkt("edit", old, "--set", f"replaced_by={new}").code == 0
    assert watwerkt("edit", new, "--set", f"replaced_by={old}").code == 2
    assert watwerkt("edit", old, "--set", f"replaced_by={old}").code == 2
    assert watwerkt("edit", old, "--set", "replaced_by=bestaatniet").code == 2


def test_a_tombstone_leads_on_to_the_newest_edition_that_can_be_found(
    editions: tuple[str, str], tmp_path: Path, watwerkt: Watwerkt, client: FlaskClient
) -> None:
    old, new = editions
    watwerkt("edit", old, "--set", f"replaced_by={new}")
    (tmp_path / "3.txt").write_text("De moestuin, uitgave 3.", "utf-8")
    (newest,) = watwerkt("ingest", tmp_path / "3.txt", "--replaces", new, "--json").json
    told = client.get(f"/api/v1/documents/{old}").get_json()
    assert told["replaced_by"] == newest["id"]


@pytest.mark.parametrize(
    "gone", [("edit", "--set", "access=hidden"), ("withdraw", "--reason", "x")]
)
def test_no_edition_is_replaced_by_one_that_readers_cannot_find(
    gone: tuple[str, ...], editions: tuple[str, str], tmp_path: Path, watwerkt: Watwerkt
) -> None:
    old, new = editions
    watwerkt(gone[0], new, *gone[1:])
    for command in (
        ("withdraw", old, "--reason", "x", "--replaced-by", new),
        ("edit", old, "--set", f"replaced_by={new}"),
        ("ingest", tmp_path / "2.txt", "--replaces", old),
    ):
        refused = watwerkt(*command)
        assert refused.code == 2
        assert "readers would have neither" in refused.err
    hits = watwerkt("search", "moestuin", "--json").json[0]["hits"]
    assert [hit["id"] for hit in hits] == [old]


def test_a_file_that_is_there_and_was_withdrawn_is_told_so(
    editions: tuple[str, str], tmp_path: Path, watwerkt: Watwerkt
) -> None:
    watwerkt("withdraw", editions[0], "--reason", "fout")
    (outcome,) = watwerkt("ingest", tmp_path / "1.txt", "--json").json
    assert f"watwerkt restore {editions[0]}" in outcome["warnings"][-1]


def test_a_document_that_is_published_again_sends_nobody_on(
    editions: tuple[str, str], watwerkt: Watwerkt
) -> None:
    old, new = editions
    watwerkt("edit", old, "--set", f"replaced_by={new}")
    watwerkt("edit", old, "--set", "status=published")
    (shown,) = watwerkt("show", old, "--json").json
    assert (shown["status"], shown["replaced_by"]) == ("published", None)


def test_replacing_takes_one_file_and_a_document_that_is_there(
    editions: tuple[str, str], tmp_path: Path, watwerkt: Watwerkt
) -> None:
    assert watwerkt("ingest", tmp_path, "--replaces", editions[0]).code == 2
    assert watwerkt("ingest", tmp_path / "1.txt", "--replaces", "bestaatniet").code == 2
    assert len(watwerkt("list", "--json").json) == 2


def test_history_tells_who_changed_what_from_what_to_what(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    report = tmp_path / "a.txt"
    report.write_text("De moestuin van de buurt\n\nEen verslag.", "utf-8")
    (outcome,) = watwerkt("ingest", report, "--json").json
    watwerkt("edit", outcome["id"], "--set", "organisation=De Linde", "--reason", "stond er")
    watwerkt("edit", outcome["id"], "--set", "organisation=De Eik")
    (tmp_path / "a.txt.yaml").write_text("title: Anders\narchetypes: [klushuizen]\n", "utf-8")
    watwerkt("ingest", report)
    entries = watwerkt("history", outcome["id"], "--json").json
    assert [entry["action"] for entry in entries] == ["add", "decide", "decide", "describe"]
    assert {entry["who"] for entry in entries} == {"test"}
    assert all(entry["details"]["tool"].startswith("watwerkt ") for entry in entries)
    assert entries[1]["details"]["why"] == "stond er"
    assert entries[2]["details"]["organisation"] == {"before": "De Linde", "after": "De Eik"}
    described = entries[3]["details"]
    assert described["title"]["after"] == "Anders"
    assert described["tags"] == {"before": {}, "after": {"klushuizen": "assigned"}}
    assert "pages" not in described
    assert entries[1]["details"]["organisation"] == {"before": None, "after": "De Linde"}
    watwerkt("edit", outcome["id"], "--set", "title=Nog anders")
    report.write_text("De tuin\n\nAnders geschreven, mail jan@wijk.nl.", "utf-8")
    (newer,) = watwerkt("ingest", report, "--kind", "beleid", "--json").json
    entries = watwerkt("history", outcome["id"], "--json").json
    assert entries[4]["details"]["title"] == {"before": "Anders", "after": "Nog anders"}
    (added,) = watwerkt("history", newer["id"], "--json").json
    assert added["details"]["kind"] == {"before": "praktijk", "after": "beleid"}
    lines = watwerkt("history", outcome["id"]).out
    assert "organisation: De Linde → De Eik" in lines
    assert watwerkt("history", "bestaatniet").code == 2
