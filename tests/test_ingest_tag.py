"""Labels: what a cue adds, what makes a subject of a mention, and in which language a page is read.

The taxonomy here is a small one, so that no new cue changes what is expected.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from index_collection import document

from corpus.archetypes import Taxonomy, load_taxonomy
from corpus.document import Document, Verdict
from corpus.errors import SettingsWrong
from ingest.tag import Judgement, Tagger

TEXT = "De wijk telt duizend woningen en een park."
PLAIN = """version: 7
language: nl
families: [{id: wonen, nl: Wonen, en: Housing}]
groups: {bewoners: [bewoners, huurders]}
archetypes:
  - id: budget
    label_nl: Budget
    label_en: Budget
    family: wonen
    definition_nl: Geld.
    definition_en: Money.
    provenance: {status: suggested, verified: false, address: "https://example.org"}
    terms:
      strong:
        - {t: wijkbudget, w: 5}
        - {t: "@bewoners + verdelen / kiezen + euro", w: 4}
        - {t: neighbour mediation, w: 9}
      supporting: [{t: regiegroep, w: 3}, {t: indienen, w: 3}]
      excluding: [{t: budgetbeheer, w: -4}]
  - id: tuin
    label_nl: Tuin
    label_en: Garden
    family: wonen
    definition_nl: Groen.
    definition_en: Green.
    provenance: {status: suggested, verified: false, address: "https://example.org"}
    terms:
      strong: [{t: wijktuin, w: 5}, {t: moestuin, w: 5}, {t: tuingroep, w: 5}, {t: oogst, w: 5}]
"""


@pytest.fixture(scope="module")
def taxonomy(tmp_path_factory: pytest.TempPathFactory) -> Taxonomy:
    path = tmp_path_factory.mktemp("taxonomy") / "archetypes.yaml"
    path.write_text(PLAIN, "utf-8")
    return load_taxonomy(path)


@pytest.fixture(scope="module")
def tagger(taxonomy: Taxonomy) -> Tagger:
    return Tagger(taxonomy)


def budget(tagger: Tagger, found: Document) -> Judgement:
    return tagger.judge(found)["budget"]


def test_a_cue_adds_more_the_more_sentences_have_it(tagger: Tagger) -> None:
    once = budget(tagger, document("a", f"{TEXT} Een wijkbudget."))
    twice = budget(tagger, document("a", f"{TEXT} Een wijkbudget. Nog een wijkbudget."))
    assert [quote.weight for quote in once.evidence] == [4.0]  # 5 · 1 / (1 + 1/4)
    assert [quote.weight for quote in twice.evidence] == [4.44]  # 5 · 2 / (2 + 1/4)


def test_a_heading_is_as_much_as_three_sentences_and_its_cue_weighs_three_quarters_more(
    tagger: Tagger,
) -> None:
    found = budget(tagger, document("a", f"{TEXT}\n\nHet wijkbudget\n\n{TEXT}"))
    assert [quote.weight for quote in found.evidence] == [8.08]  # 8.75 · 3 / (3 + 1/4)
    assert found.sentences == 3


@pytest.mark.parametrize(
    "row", ["Afschaffen wijkbudget 12 12 14", "Figuur 3 Het wijkbudget", "www.wijkbudget.nl"]
)
def test_a_row_of_numbers_a_caption_or_an_address_is_no_heading(tagger: Tagger, row: str) -> None:
    found = budget(tagger, document("a", f"{TEXT}\n\n{row}\n\n{TEXT}"))
    assert [quote.weight for quote in found.evidence] == [4.0]


def test_a_name_alone_is_suggested_and_assigned_in_company(tagger: Tagger) -> None:
    alone = budget(tagger, document("a", f"{TEXT} Een wijkbudget."))
    company = "Een wijkbudget. De regiegroep kiest. Plannen indienen kan."
    assert alone.verdict is Verdict.SUGGESTED
    assert budget(tagger, document("a", f"{TEXT} {company}")).verdict is Verdict.ASSIGNED


def test_supporting_cues_alone_are_no_label(tagger: Tagger) -> None:
    text = "De regiegroep kiest. De regiegroep komt. Plannen indienen kan. Indienen moet."
    found = budget(tagger, document("a", text, title="Regiegroep, indienen"))
    assert found.score > 3.5
    assert found.verdict is None


def test_an_excluding_cue_takes_away(tagger: Tagger) -> None:
    text = "Een wijkbudget. Een regiegroep. Indienen. Het budgetbeheer."
    assert budget(tagger, document("a", text)).verdict is not Verdict.ASSIGNED


def test_the_sides_of_a_cue_are_quoted_as_they_stand(tagger: Tagger) -> None:
    found = budget(tagger, document("a", f"{TEXT} De huurders verdelen duizend euro."))
    assert [quote.term for quote in found.evidence] == ["huurders + verdelen + euro"]


def test_a_mention_in_a_long_text_is_no_subject(tagger: Tagger) -> None:
    company = "Een wijkbudget voor de regiegroep bij het indienen. Huurders verdelen een euro."
    short, long = f"{TEXT} {company}", f"{TEXT} " * 400 + company
    assert budget(tagger, document("a", short)).verdict is Verdict.ASSIGNED
    assert budget(tagger, document("a", long)).verdict is not Verdict.ASSIGNED
    often = f"{TEXT} " * 400 + f"{company} " * 12
    assert budget(tagger, document("a", often)).verdict is Verdict.ASSIGNED


def test_what_is_far_below_the_first_subject_is_only_suggested(tagger: Tagger) -> None:
    aside = "Een wijkbudget. De regiegroep. Indienen."
    garden = "De wijktuin. De moestuin. De tuingroep. De oogst. " * 9
    assert budget(tagger, document("a", aside)).verdict is Verdict.ASSIGNED
    found = tagger.judge(document("a", f"{aside} {garden}", title="Tuingroep, oogst"))
    assert found["tuin"].verdict is Verdict.ASSIGNED
    assert found["budget"].verdict is Verdict.SUGGESTED


def test_a_page_is_read_in_its_own_language(tagger: Tagger) -> None:
    english = "Neighbour mediations work. In neighbour mediations volunteers listen."
    found = document("a", TEXT, english)
    assert budget(tagger, found).verdict is None
    pages = (found.pages[0], replace(found.pages[1], language="en"))
    judged = budget(tagger, replace(found, pages=pages))
    assert judged.verdict is Verdict.ASSIGNED
    assert {quote.page for quote in judged.evidence} == {2}


def test_labels_say_by_which_rules_they_came(tagger: Tagger) -> None:
    (tag,) = tagger.tag(document("a", f"{TEXT} Een wijkbudget."))
    assert (tag.by, tag.archetype) == ("rules 7", "budget")
    assert 0 < tag.score < 1


def test_a_group_that_is_not_there_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "archetypes.yaml"
    path.write_text(PLAIN.replace("@bewoners", "@mensen"), "utf-8")
    with pytest.raises(SettingsWrong, match=r"archetypes.yaml:\d+: .*there is no group ‘@mensen’"):
        load_taxonomy(path)
