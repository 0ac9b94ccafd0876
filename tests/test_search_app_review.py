"""What a librarian decides on the page is what the command line would have decided."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from review_desk import KEY, QUOTED, Desk, Fields, collection_in, make_data, open_desk

from index import open_index
from ingest.cli import main

Command = tuple[str, ...]

_UNDO: Fields = {"act": "undo"}
_PASSAGE: Fields = {"key": KEY, "place": f"passage-{KEY}"}
_DOUBLE: Fields = {"about": "double", "key": "a1", "place": "double-a1", "why": "dubbel"}
_EDITED: Fields = {
    "act": "fields",
    "place": "fields",
    "was-title": "Zelfbeheer in De Linde",
    "title": "De Linde",
    "was-authors": "",
    "authors": "An\r\nBep\r\n",
    "was-themes": "",
    "themes": ["wonen", "leefbaarheid"],
    "was-organisation": "De Linde",
    "organisation": "De Linde",
    "was-evidence": "",
    "evidence": "onderbouwd",
    "was-note": "",
    "note": "",
}

# A document, forms sent about it one after the other, and the commands that say the same.
SAME: list[tuple[str, list[Fields], list[Command]]] = [
    ("a1", [{"act": "label-yes", "key": "klushuizen"}], [("tag", "a1", "--add", "klushuizen")]),
    (
        "a1",
        [{"act": "label-no", "key": "klushuizen", "why": "gaat over iets anders"}],
        [("tag", "a1", "--never", "klushuizen", "--reason", "gaat over iets anders")],
    ),
    ("f6", [{"act": "label-yes", "key": "klushuizen"}], [("tag", "f6", "--add", "klushuizen")]),
    ("a1", [{"act": "year", "published": " 2014-05 "}], [("edit", "a1", "--set", "year=2014-05")]),
    ("a1", [{"act": "year-unknown", "published": "x"}], [("edit", "a1", "--set", "year=")]),
    ("a1", [{"act": "done", "about": "pages"}], [("review", "--done", "a1", "pages")]),
    ("a1", [{"act": "done", "about": "privacy"}], [("review", "--done", "a1", "privacy")]),
    ("a1", [{"act": "access-hidden"}], [("edit", "a1", "--set", "access=hidden")]),
    (
        "c3",
        [{"act": "access-public", "why": "toestemming"}],
        [("edit", "c3", "--set", "access=public", "--reason", "toestemming")],
    ),
    ("c3", [{"act": "access-hidden"}], [("edit", "c3", "--set", "access=hidden")]),
    ("d4", [{"act": "done", "about": "scan"}], [("review", "--done", "d4", "scan")]),
    ("e5", [{"act": "access-partner"}], [("edit", "e5", "--set", "access=partner")]),
    (
        "b2",
        [_DOUBLE | {"act": "double-drop", "chosen": "b2"}],
        [("withdraw", "b2", "--reason", "dubbel", "--replaced-by", "a1")],
    ),
    (
        "b2",
        [_DOUBLE | {"act": "double-drop", "chosen": "a1"}],
        [("withdraw", "a1", "--reason", "dubbel", "--replaced-by", "b2")],
    ),
    (
        "b2",
        [_DOUBLE | {"act": "double-newer", "chosen": "b2"}],
        [("edit", "a1", "--set", "replaced_by=b2", "--reason", "dubbel")],
    ),
    (
        "b2",
        [_DOUBLE | {"act": "double-newer", "chosen": "a1", "why": ""}],
        [("edit", "b2", "--set", "replaced_by=a1")],
    ),
    ("b2", [_DOUBLE | {"act": "done", "why": ""}], [("review", "--done", "b2", "double")]),
    (
        "a1",
        [_EDITED],
        [
            (
                "edit", "a1", "--set", "title=De Linde", "--set", "authors=An", "--set",
                "authors=Bep", "--set", "themes=wonen", "--set", "themes=leefbaarheid",
                "--set", "evidence=onderbouwd",
            )
        ],
    ),
    (
        "a1",
        [_EDITED | {"title": "Zelfbeheer in De Linde", "authors": "", "themes": [], "evidence": "",
                    "right": ["organisation"]}],
        [("edit", "a1", "--set", "organisation=De Linde")],
    ),
    (
        "a1",
        [_EDITED, {"act": "fields", "was-title": "x", "title": "x", "clear": "title"}],
        [
            (
                "edit", "a1", "--set", "title=De Linde", "--set", "authors=An", "--set",
                "authors=Bep", "--set", "themes=wonen", "--set", "themes=leefbaarheid",
                "--set", "evidence=onderbouwd",
            ),
            ("edit", "a1", "--clear", "title"),
        ],
    ),
    ("f6", [{"act": "withdraw", "why": "fout"}], [("withdraw", "f6", "--reason", "fout")]),
    (
        "f6",
        [{"act": "withdraw", "why": "oud", "newer": "b2"}, {"act": "restore"}],
        [("withdraw", "f6", "--reason", "oud", "--replaced-by", "b2"), ("restore", "f6")],
    ),
    ("a1", [_PASSAGE | {"act": "passage-confirm"}], [("passages", "a1", "--confirm", KEY)]),
    ("a1", [_PASSAGE | {"act": "passage-pin"}], [("passages", "a1", "--pin", KEY)]),
    ("a1", [_PASSAGE | {"act": "passage-hide"}], [("passages", "a1", "--hide", KEY)]),
    (
        "a1",
        [_PASSAGE | {"act": "passage-role", "role": "resultaat:werkt-niet"}],
        [("passages", "a1", "--role", KEY, "resultaat:werkt-niet")],
    ),
    (
        "a1",
        [{"act": "passage-quote", "page": "1", "words": QUOTED, "role": "randvoorwaarde"}],
        [("passages", "a1", "--quote", "1", QUOTED, "randvoorwaarde")],
    ),
    (
        "a1",
        [_PASSAGE | {"act": "passage-pin"}, _PASSAGE | {"act": "passage-clear"}],
        [("passages", "a1", "--pin", KEY), ("passages", "a1", "--clear", KEY)],
    ),
    (
        "a1",
        [{"act": "label-no", "key": "zelfbeheer"}, {"act": "label-clear", "key": "zelfbeheer"}],
        [("tag", "a1", "--never", "zelfbeheer"), ("tag", "a1", "--clear", "zelfbeheer")],
    ),
    (
        "a1",
        [{"act": "label-yes", "key": "zelfbeheer"}, _UNDO],
        [("tag", "a1", "--add", "zelfbeheer"), ("tag", "a1", "--clear", "zelfbeheer")],
    ),
    (
        "a1",
        [{"act": "done", "about": "privacy"}, _UNDO],
        [("review", "--done", "a1", "privacy"), ("review", "--reopen", "a1", "privacy")],
    ),
    (
        "a1",
        [{"act": "year", "published": "2014"}, _UNDO],
        [("edit", "a1", "--set", "year=2014"), ("edit", "a1", "--clear", "year")],
    ),
    (
        "a1",
        [_PASSAGE | {"act": "passage-hide"}, _UNDO],
        [("passages", "a1", "--hide", KEY), ("passages", "a1", "--clear", KEY)],
    ),
    (
        "a1",
        [
            {"act": "label-no", "key": "zelfbeheer"},
            {"act": "label-yes", "key": "zelfbeheer"},
            _UNDO,
        ],
        [
            ("tag", "a1", "--never", "zelfbeheer"),
            ("tag", "a1", "--add", "zelfbeheer"),
            ("tag", "a1", "--never", "zelfbeheer"),
        ],
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("waiting"))


@pytest.fixture
def desk(data: Path, tmp_path: Path, quick_passwords: None) -> Iterator[Desk]:  # noqa: ARG001
    opened = open_desk(shutil.copytree(data, tmp_path / "data"))
    yield opened
    opened.collection.catalogue.close()


@pytest.mark.parametrize(("document_id", "forms", "commands"), SAME)
def test_a_form_does_what_the_command_does(
    document_id: str, forms: list[Fields], commands: list[Command], desk: Desk
) -> None:
    told = shutil.copytree(desk.data, desk.data.parent / "told")
    for form in forms:
        last = str(desk.collection.catalogue.revision)
        answer = desk.send(document_id, {"revision": last, **form})
        assert answer.status_code == 303, answer.text
    for command in commands:
        with pytest.raises(SystemExit) as ended:
            main(["--data", str(told), "--by", "leo", *command])
        assert not ended.value.code
    assert _state(desk.data) == _state(told)


def _state(folder: Path) -> dict[str, Any]:
    """Everything that is known, decided, told and found in a data folder, without the times."""
    collection = collection_in(folder)
    catalogue = collection.catalogue
    index = open_index(collection.settings.index, catalogue, collection.taxonomy)
    state = {
        "documents": list(catalogue.documents()),
        "decisions": [
            (one.field, one.value, one.who, one.why)
            for document_id in catalogue.ids()
            for one in catalogue.decisions(document_id)
        ],
        "ledger": [(e.who, e.action, e.document_id, e.details) for e in catalogue.ledger()],
        "index": (index.ids(), index.revision),
    }
    catalogue.close()
    return state
