"""A librarian goes through what needs a person and settles it."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from conftest import Watwerkt

_TEXT = "Verslag van de moestuin\n\nMail jan@wijk.nl of bel 06-12345678."


@pytest.fixture
def document(tmp_path: Path, watwerkt: Watwerkt) -> str:
    (tmp_path / "a.txt").write_text(_TEXT, "utf-8")
    return str(watwerkt("ingest", tmp_path / "a.txt", "--json").json[0]["id"])


def test_review_says_what_why_and_how_to_settle_it(document: str, watwerkt: Watwerkt) -> None:
    ran = watwerkt("review")
    assert ran.code == 0
    assert ran.out.startswith(f"{document}  Verslag van de moestuin\n")
    assert "privacy  it holds 1 e-mail address (p. 1)" in ran.out
    assert "3 things in 1 documents" in ran.err
    items = watwerkt("review", "--json").json
    assert [(i["matter"], i["key"]) for i in items] == [
        ("year", ""),
        ("privacy", "email"),
        ("privacy", "phone"),
    ]
    assert [i["key"] for i in watwerkt("review", "--concern", "year", "--json").json] == [""]


def test_each_command_that_is_named_can_be_given(document: str, watwerkt: Watwerkt) -> None:
    for item in watwerkt("review", "--json").json:
        for command in item["commands"]:
            name, *words = shlex.split(command.replace("YEAR", "2014"))
            ran = watwerkt(*words)
            assert name == "watwerkt"
            assert ran.code == 0 or "Nothing about privacy is open" in ran.err
    assert watwerkt("review", "--json").json == []
    assert watwerkt("show", document, "--json").json[0]["access"] == "hidden"


def test_what_is_settled_does_not_return(document: str, tmp_path: Path, watwerkt: Watwerkt) -> None:
    assert watwerkt("review", "--done", document, "privacy", "--reason", "gevraagd").code == 0
    watwerkt("ingest", "--reread", tmp_path / "a.txt")
    assert [i["matter"] for i in watwerkt("review", "--json").json] == ["year"]
    assert "gevraagd" in watwerkt("history", document).out
    assert watwerkt("review", "--done", document, "privacy").code == 2
    assert watwerkt("review", "--reopen", document, "privacy").code == 0
    assert len(watwerkt("review", "--json").json) == 3
    watwerkt("edit", document, "--set", "year=2014")
    assert [i["matter"] for i in watwerkt("review", "--json").json] == ["privacy", "privacy"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--done", "{id}", "double"), "Nothing about double is open"),
        (("--reopen", "{id}", "year"), "Nothing about year is settled"),
        (("--done", "bestaatniet", "year"), "There is no document"),
        (("--reopen", "bestaatniet", "year"), "There is no document"),
        (("--done", "{id}", "onzin"), "onzin"),
        (("--done", "{id}", "year", "--reopen", "{id}", "year"), "either --done or --reopen"),
    ],
)
def test_a_slip_changes_nothing(
    arguments: tuple[str, ...], message: str, document: str, watwerkt: Watwerkt
) -> None:
    ran = watwerkt("review", *(word.format(id=document) for word in arguments))
    assert ran.code == 2
    assert message in ran.err
    assert len(watwerkt("review", "--json").json) == 3


def test_a_double_is_settled_by_naming_the_newer_edition(
    tmp_path: Path, watwerkt: Watwerkt
) -> None:
    words = " ".join(f"woord{n}" for n in range(300))
    ids = []
    for year in (2014, 2015):
        (tmp_path / f"{year}.txt").write_text(f"Verslag {year}\n\n{words}", "utf-8")
        ids.append(watwerkt("ingest", tmp_path / f"{year}.txt", "--json").json[0]["id"])
    (item,) = watwerkt("review", "--concern", "double", "--json").json
    assert (item["document_id"], item["key"]) == (ids[1], ids[0])
    watwerkt(*shlex.split(item["commands"][0])[1:])
    assert watwerkt("review", "--concern", "double", "--json").json == []
    (old,) = watwerkt("list", "--status", "withdrawn", "--json").json
    assert old["id"] == ids[0]
    (shown,) = watwerkt("show", ids[0], "--json").json
    assert shown["replaced_by"] == ids[1]
