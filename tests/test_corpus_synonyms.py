"""The file of synonyms: what it holds, and how a mistake in it is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from corpus.archetypes import load_taxonomy
from corpus.errors import SettingsWrong
from corpus.synonyms import Entry, Link, Relation, archetype_links, load_synonyms

WEIGHTS = "weights: {spelling: 1, abbreviation: 1, former: 1, synonym: 1, narrower: 1, \
translation: 1, variant: 1}\n"


def _words(links: list[Link]) -> set[tuple[str, str, Relation]]:
    return {(link.said.text, link.meant.text, link.relation) for link in links}


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "synonyms.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_file_has_many_groups_of_every_relation() -> None:
    file = load_synonyms()
    sizes = {name: len(getattr(file, name)) for name in type(file).model_fields}
    assert sum(sizes.values()) - sizes["weights"] >= 320
    assert sizes["synonym"] >= 200
    least = ("spelling", "typo", "abbreviation", "former", "narrower", "translation")
    assert min(sizes[name] for name in least) >= 15


def test_no_pair_stands_in_the_file_twice() -> None:
    pairs = Counter((link.said, link.meant) for link in load_synonyms().links())
    assert [pair for pair, times in pairs.items() if times > 1] == []


def test_what_is_narrower_is_not_also_said_to_be_wider_or_the_same() -> None:
    links = list(load_synonyms().links())
    narrower = {(link.said, link.meant) for link in links if link.relation == Relation.NARROWER}
    others = {(link.said, link.meant) for link in links if link.relation != Relation.NARROWER}
    assert {pair for pair in narrower if pair[::-1] in narrower | others} == set()


def test_a_group_leads_from_each_word_to_each_other(tmp_path: Path) -> None:
    path = _file(tmp_path, f"{WEIGHTS}synonym: [[wijkteam, buurtteam, gebiedsteam]]\n")
    words = ["wijkteam", "buurtteam", "gebiedsteam"]
    assert _words(list(load_synonyms(path).links())) == {
        (one, other, Relation.SYNONYM) for one in words for other in words if one != other
    }


def test_former_words_lead_to_todays_and_back_and_to_each_other(tmp_path: Path) -> None:
    path = _file(tmp_path, f"{WEIGHTS}former: [{{today: [a, b], former: [x, y]}}]\n")
    across = {(a, x) for a in "ab" for x in "xy"}
    assert _words(list(load_synonyms(path).links())) == {
        (one, other, Relation.FORMER)
        for one, other in across | {(x, a) for a, x in across} | {("x", "y"), ("y", "x")}
    }


def test_typo_and_narrower_lead_one_way(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        f"{WEIGHTS}typo: [{{right: buurthuis, wrong: [buurt huis]}}]\n"
        "narrower: [{general: [overlast], special: [burenoverlast, stank]}]\n",
    )
    assert _words(list(load_synonyms(path).links())) == {
        ("buurt huis", "buurthuis", Relation.SPELLING),
        ("overlast", "burenoverlast", Relation.NARROWER),
        ("overlast", "stank", Relation.NARROWER),
    }


def test_a_translation_leads_both_ways_and_its_english_words_to_each_other(tmp_path: Path) -> None:
    path = _file(tmp_path, f"{WEIGHTS}translation: [{{nl: [wijk, buurt], en: [area, ward]}}]\n")
    english, dutch = ["area", "ward"], ["wijk", "buurt"]
    across = {(d, e, Relation.TRANSLATION) for d in dutch for e in english}
    assert _words(list(load_synonyms(path).links())) == across | {
        (english, dutch, relation) for dutch, english, relation in across
    } | {("area", "ward", Relation.SYNONYM), ("ward", "area", Relation.SYNONYM)}  # fmt: skip


def test_an_archetype_leads_from_its_names_to_its_variants_and_back_but_not_among_these() -> None:
    archetype = load_taxonomy().archetypes["gemengd-wonen"]
    links = _words(list(archetype_links(archetype)))
    for name in ("gemengd wonen", "Magic Mix", "Mixed living"):
        for variant in archetype.variants:
            assert {(name, variant, Relation.VARIANT), (variant, name, Relation.VARIANT)} <= links
    assert ("Gemengd wonen", "Mixed living", Relation.TRANSLATION) in links
    assert ("Mixed living", "Magic Mix", Relation.TRANSLATION) in links
    said = {(one, other) for one, other, _ in links}
    assert not any((a, b) in said for a in archetype.variants for b in archetype.variants)


def test_an_entry_knows_its_folded_words(tmp_path: Path) -> None:
    path = _file(tmp_path, f"{WEIGHTS}synonym: [[Eén gezin, één-plan]]\n")
    assert next(load_synonyms(path).links()).said == Entry("Eén gezin", ("een", "gezin"), "nl")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("synonym:\n  - [portiek, Portiek]\n", r":3: synonym\[0\]: ‘Portiek’ stands here twice"),
        ("synonym:\n  - [portiek]\n", r":3: synonym\[0\]: .*at least 2"),
        ("synonym:\n  - [a, b]\n  - [c,\n     '!']\n", r":5: synonym\[1\]\[1\]: ‘!’ must have 1"),
        ("spelling:\n  - [x, a b c d e f g h i]\n", r":3: spelling\[0\]\[1\]: .* 1 to 8 words"),
        ("former:\n  - {today: [x], former: [y, X]}\n", r":3: former\[0\]: ‘X’ stands here"),
        ("typo:\n  - {right: wijk, wrong: [WIJK]}\n", r":3: typo\[0\]: ‘WIJK’ stands here twice"),
        ("narrower:\n  - {general: [a], special: []}\n", r":3: narrower\[0\]\.special: "),
        ("narrower:\n  - {general: [a], special: [a]}\n", r":3: narrower\[0\]: ‘a’ stands"),
        ("translation:\n  - {nl: [wijk]}\n", r":3: translation\[0\]\.en: Field required"),
        ("antonym:\n  - [warm, koud]\n", r":3: antonym: "),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingsWrong, match=message):
        load_synonyms(_file(tmp_path, WEIGHTS + text))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({"synonym": 0.5}, "weights has nothing for spelling, abbreviation"),
        ({**yaml.safe_load(WEIGHTS)["weights"], "synonym": 0}, r":1: weights\.synonym: "),
        ({**yaml.safe_load(WEIGHTS)["weights"], "former": 1.5}, r":1: weights\.former: "),
        ({**yaml.safe_load(WEIGHTS)["weights"], "opposite": 1}, r":1: weights\.opposite"),
    ],
)
def test_every_relation_has_a_weight_between_nothing_and_one(
    tmp_path: Path, weights: dict[str, float], message: str
) -> None:
    text = yaml.safe_dump({"weights": weights}, default_flow_style=True)
    with pytest.raises(SettingsWrong, match=message):
        load_synonyms(_file(tmp_path, text))
