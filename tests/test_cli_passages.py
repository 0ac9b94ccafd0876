"""A librarian looks at the passages of a document and decides about them, for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Watwerkt

WORDS = "De bewoners hadden een eigen budget en een vaste contactpersoon"
TEXT = f"Zelfbeheer in de Lindenhof\n\nDe tuin ligt er goed bij. {WORDS}. Het was een mooi jaar."


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "reports" / "a.txt"
    path.parent.mkdir()
    path.write_text(TEXT, "utf-8")
    return path


@pytest.fixture
def document(report: Path, watwerkt: Watwerkt) -> str:
    return str(watwerkt("ingest", report, "--json").json[0]["id"])


def keys(watwerkt: Watwerkt, document: str) -> dict[str, str]:
    return {one["text"]: one["key"] for one in watwerkt("passages", document, "--json").json}


def chosen(watwerkt: Watwerkt, document: str, role: str = "bestanddeel") -> str:
    ran = watwerkt("passages", document, "--quote", 1, WORDS.upper(), role)
    assert ran.code == 0
    return keys(watwerkt, document)[WORDS]


def test_words_that_no_rule_found_become_a_passage_that_is_found(
    watwerkt: Watwerkt, document: str
) -> None:
    chosen(watwerkt, document)
    ran = watwerkt("search", "--passages", "contactpersoon", "--role", "bestanddeel")
    assert ran.out.startswith("1 passages for contactpersoon")
    assert "contactpersoon" in ran.out.splitlines()[-1]


def test_a_role_is_corrected_and_the_passage_pinned(watwerkt: Watwerkt, document: str) -> None:
    key = chosen(watwerkt, document)
    watwerkt("passages", document, "--role", key, "resultaat:werkt-niet")
    watwerkt("passages", document, "--pin", key)
    (told,) = (one for one in watwerkt("passages", document, "--json").json if one["key"] == key)
    assert (told["role"], told["outcome"], told["standing"]) == (
        "resultaat",
        "werkt-niet",
        "pinned",
    )
    assert told["by"] == "test"


def test_a_hidden_passage_is_told_to_the_librarian_and_found_by_nobody(
    watwerkt: Watwerkt, document: str
) -> None:
    key = chosen(watwerkt, document)
    assert "hidden" in watwerkt("passages", document, "--hide", key).out
    assert watwerkt("search", "--passages", "contactpersoon").out.startswith("0 passages")


def test_what_was_decided_outlives_a_new_reading_of_the_file(
    watwerkt: Watwerkt, document: str, report: Path
) -> None:
    key = chosen(watwerkt, document)
    watwerkt("ingest", report, "--reread")
    watwerkt("retag")
    assert keys(watwerkt, document)[WORDS] == key


def test_a_cleared_passage_is_left_to_the_rules(watwerkt: Watwerkt, document: str) -> None:
    key = chosen(watwerkt, document)
    watwerkt("passages", document, "--clear", key)
    assert WORDS not in keys(watwerkt, document)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--pin", "nergens"), "has no passage ‘nergens’"),
        (("--clear", "nergens"), "Nothing was decided"),
        (("--quote", 1, "dit staat er niet", "tip"), "do not stand on page 1"),
        (("--quote", 9, "De tuin ligt er goed bij", "tip"), "do not stand on page 9"),
        (("--quote", 1, "De tuin ligt er goed bij", "resultaat"), "resultaat:werkt-niet"),
    ],
)
def test_a_mistake_gets_one_message_and_changes_nothing(
    watwerkt: Watwerkt, document: str, arguments: tuple[object, ...], told: str
) -> None:
    before = keys(watwerkt, document)
    ran = watwerkt("passages", document, *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert keys(watwerkt, document) == before


def test_two_decisions_on_one_passage_at_once_are_refused(
    watwerkt: Watwerkt, document: str
) -> None:
    key = chosen(watwerkt, document)
    assert watwerkt("passages", document, "--pin", key, "--hide", key).code == 2
