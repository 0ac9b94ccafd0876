"""The taxonomy that comes with the package, and what is said of mistakes in another one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from corpus.archetypes import load_taxonomy
from corpus.checked_yaml import load_yaml
from corpus.errors import SettingsWrong

ARCHETYPES = (
    "zelfbeheer", "bewonersbedrijven", "bewonersbudgetten", "doorstroming-senioren",
    "woningtoewijzing-op-inzet", "statushouders", "gemengd-wonen", "skaeve-huse",
    "achter-de-voordeur", "schuldhulp-vroegsignalering", "sociaal-beheer", "buurtbemiddeling",
    "klushuizen", "tijdelijk-beheer",
)  # fmt: skip
TAXONOMY = load_taxonomy()

SMALL = """\
version: 1
language: nl
families:
  - {id: aan-zet, nl: Aan zet, en: In the lead}
archetypes:
  - id: zelfbeheer
    label_nl: Zelfbeheer
    label_en: Self-management
    family: aan-zet
    definition_nl: Bewoners beheren.
    definition_en: Residents manage.
    provenance: {status: named, verified: true, address: "https://example.org"}
    terms:
      strong:
        - {t: zelfbeheer*, w: 5}
      excluding:
        - {t: zelfmanagement, w: -3}
    related: [klushuizen]
    confusable:
      - {with: klushuizen, tell: a dwelling}
  - id: klushuizen
    label_nl: Klushuizen
    label_en: Doing up
    family: aan-zet
    definition_nl: Kopers klussen.
    definition_en: Buyers do up.
    provenance: {status: suggested, verified: false, address: "https://example.org"}
    terms:
      strong:
        - {t: klushui*, w: 5}
"""

# What is put in the place of what, and the line, the field and the words that name the mistake.
MISTAKES = [
    ("    label_nl: Klushuizen\n", "", 21, "archetypes[1].label_nl", "required"),
    ("zelfbeheer*, w: 5", "zelfbeheer*, w: -5", 15, "archetypes[0].terms.strong[0].w", "above 0"),
    ("zelfbeheer*, w: 5", "zelfbeheer*, w: 0", 15, "archetypes[0].terms.strong[0].w", "above 0"),
    ("w: -3", "w: 3", 17, "archetypes[0].terms.excluding[0].w", "must be below 0"),
    ("w: -3", "w: veel", 17, "archetypes[0].terms.excluding[0].w", "number"),
    ("label_en: Doing up\n    family: aan-zet", "label_en: Doing up\n    family: weg", 24,
     "archetypes[1].family", "there is no family ‘weg’"),
    ("related: [klushuizen]", "related: [klushuisjes]", 18, "archetypes[0].related[0]",
     "there is no archetype ‘klushuisjes’"),
    ("with: klushuizen", "with: huizen", 20, "archetypes[0].confusable[0].with",
     "there is no archetype ‘huizen’"),
    ("    related:", "    relatd:", 18, "archetypes[0].relatd", "not permitted"),
    ("    family: aan-zet\n", "    family: aan-zet\n    family: aan-zet\n", 10, "family", "twice"),
    ("- id: klushuizen", "- id: zelfbeheer", 21, "archetypes[1].id", "described twice"),
    ("- id: klushuizen", "- id: Klus Huizen", 21, "archetypes[1].id", "match pattern"),
    ("strong:\n        - {t: klushui*, w: 5}", "strong: []", 29, "archetypes[1].terms.strong",
     "at least 1 item"),
    ("language: nl", "language: fr", 2, "language", "'nl'"),
    ("status: suggested", "status: dreamt", 27, "archetypes[1].provenance.status", "'announced'"),
    ("verified: false", "verified: misschien", 27, "archetypes[1].provenance.verified", "boolean"),
]  # fmt: skip


def _write(folder: Path, text: str) -> Path:
    path = folder / "taxonomy.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _refused(path: Path) -> str:
    with pytest.raises(SettingsWrong) as refused:
        load_taxonomy(path)
    return str(refused.value)


def test_the_shipped_taxonomy_has_fourteen_archetypes_in_six_families() -> None:
    assert tuple(TAXONOMY.archetypes) == ARCHETYPES
    assert len(TAXONOMY.families) == 6
    assert TAXONOMY.version == "2"


@pytest.mark.parametrize("archetype", ARCHETYPES)
def test_every_shipped_archetype_can_be_shown_and_recognised(archetype: str) -> None:
    found = TAXONOMY.archetypes[archetype]
    for text in (found.label, found.definition, TAXONOMY.families[found.family].label):
        assert text.text("nl")
        assert text.text("en")
        assert text.text("fr") == text.text("nl")
    assert all(term.w > 0 for term in found.terms.strong)
    assert found.provenance.address.startswith("http")
    assert archetype not in found.related


def test_the_small_taxonomy_of_these_tests_is_right(tmp_path: Path) -> None:
    taxonomy = load_taxonomy(_write(tmp_path, SMALL))
    assert list(taxonomy.archetypes) == ["zelfbeheer", "klushuizen"]
    assert taxonomy.archetypes["zelfbeheer"].confusable[0].other == "klushuizen"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: f"{mistake[3]}: {mistake[4]}")
def test_a_mistake_is_named_with_its_line_and_field(
    tmp_path: Path, mistake: tuple[str, str, int, str, str]
) -> None:
    right, wrong, line, field, words = mistake
    assert right in SMALL
    path = _write(tmp_path, SMALL.replace(right, wrong, 1))
    message = _refused(path)
    assert message.startswith(f"{path}:{line}: {field}: ")
    assert words in message.splitlines()[0]


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("label_nl: Klushuizen", "label: x").replace("w: 5}", "w: -5}")
    lines = _refused(_write(tmp_path, text)).splitlines()
    fields = [re.sub(r"^.*?:\d+: ([^:]+):.*", r"\1", line) for line in lines]
    assert fields == [
        "archetypes[0].terms.strong[0].w",
        "archetypes[1].label_nl",
        "archetypes[1].terms.strong[0].w",
        "archetypes[1].label",
    ]


def test_a_number_may_be_written_as_version(tmp_path: Path) -> None:
    path = _write(tmp_path, SMALL.replace("version: 1", "version: 2024-05-06"))
    assert load_taxonomy(path).version == "2024-05-06"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is empty"),
        ("# alleen een opmerking\n", "is empty"),
        ("a: [1, 2\nb: 3", ":2: "),
        ("\tversion: 1", ":1: "),
        ("a: 1\n---\nb: 2", ":2: "),
        ("just words", ":1: file: "),
        ("[1, 2]", ":1: file: "),
        ("version: 2024-13-01", "month must be in 1..12"),
        ("version: !!python/object:os.system x", "could not determine a constructor"),
        ("? [a, b]\n: 1\n? [a, b]\n: 2", "unhashable"),
        ("a: &a [*a]", "families: "),
        ("a: \x07", "no YAML"),
        ("[" * 500, "nested too deeply"),
    ],
)
def test_what_is_no_taxonomy_at_all_gets_one_sentence(
    tmp_path: Path, text: str, words: str
) -> None:
    path = _write(tmp_path, text)
    message = _refused(path)
    assert message.startswith(str(path))
    assert words in message
    assert "Traceback" not in message


def test_a_file_in_another_encoding_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "taxonomy.yaml"
    path.write_bytes(SMALL.replace("Aan zet", "Eén").encode("cp1252"))
    assert _refused(path) == f"{path} is not UTF-8; save it as UTF-8."


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "weg.yaml"
    assert _refused(path) == f"{path} cannot be read: No such file or directory."


class _Anything(BaseModel):
    first: dict[str, int]
    second: dict[str, int]


def test_a_piece_that_is_used_twice_is_read_twice(tmp_path: Path) -> None:
    path = _write(tmp_path, "first: &piece {a: 1}\nsecond: *piece\n")
    found = load_yaml(path, _Anything)
    assert found.first == found.second == {"a": 1}


def test_aliases_upon_aliases_cost_no_time(tmp_path: Path) -> None:
    doubled = (f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    path = _write(tmp_path, "a0: &a0 [x]\n" + "".join(doubled))
    with pytest.raises(SettingsWrong, match="first: Field required"):
        load_yaml(path, _Anything)
