"""What was kept under the former id of an archetype is about the archetype of today."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from small_taxonomy import RENAMED, SMALL, written

from corpus.archetypes import load_taxonomy
from corpus.catalogue import open_catalogue
from corpus.decisions import Decision
from corpus.document import Document, Kind, Page, Tag, Verdict
from corpus.errors import SettingsWrong, UsageError
from corpus.renames import Renames
from corpus.values import Values

RENAMES = Renames({"oud": "nieuw", "ouder": "nieuw"})


def _tag(archetype: str, score: float = 0.5) -> Tag:
    return Tag(archetype=archetype, score=score, by="rules 1", verdict=Verdict.SUGGESTED)


def _document(*tags: Tag) -> Document:
    return Document(
        id="doc1",
        title="Een titel",
        kind=Kind.PRAKTIJK,
        pages=(Page(number=1, text="Een tekst."),),
        tags=tags,
        sha256="a" * 64,
        media_type="text/plain",
        source="/a.txt",
        ingested=datetime(2026, 1, 1, tzinfo=UTC),
    )


def _decision(field: str, value: object) -> Decision:
    return Decision(
        document_id="doc1",
        field=field,
        value=value,
        who="anna",
        at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def test_a_label_goes_by_its_present_name() -> None:
    renamed = RENAMES.document(_document(_tag("oud", 0.9), _tag("ander")))
    assert [tag.archetype for tag in renamed.tags] == ["nieuw", "ander"]


def test_of_two_labels_that_became_one_the_stronger_stays() -> None:
    renamed = RENAMES.document(_document(_tag("ouder", 0.9), _tag("oud", 0.7), _tag("nieuw", 0.6)))
    assert renamed.tags == (_tag("nieuw", 0.9),)


def test_a_document_without_former_names_stays_the_same_value() -> None:
    document = _document(_tag("ander"))
    assert RENAMES.document(document) is document


@pytest.mark.parametrize(
    ("field", "present"),
    [
        ("archetype:oud", "archetype:nieuw"),
        ("archetype:ander", "archetype:ander"),
        ("settled:label:oud", "settled:label:nieuw"),
        ("settled:double:oud", "settled:double:oud"),
        ("title", "title"),
    ],
)
def test_only_decisions_on_labels_are_renamed(field: str, present: str) -> None:
    assert RENAMES.decision(_decision(field, value=True)).field == present


def test_a_decision_under_the_former_id_holds_for_the_present_one(catalogue_url: str) -> None:
    with closing(open_catalogue(catalogue_url)) as before:
        before.add(_document(_tag("oud")), "anna", [_decision("archetype:oud", "rejected")])
    with closing(open_catalogue(catalogue_url, renames=RENAMES)) as catalogue:
        (tag,) = catalogue.get("doc1").tags
        assert (tag.archetype, tag.verdict, tag.by) == ("nieuw", Verdict.REJECTED, "anna")
        assert [d.field for d in catalogue.decisions("doc1")] == ["archetype:nieuw"]
        assert list(catalogue.standing("archetype:")["doc1"]) == ["archetype:nieuw"]
        assert [t.archetype for t in catalogue.undecided("doc1").tags] == ["nieuw"]
        assert [t.archetype for t in next(catalogue.summaries()).tags] == ["nieuw"]


def test_a_later_decision_under_the_present_id_outranks_one_under_the_former(
    catalogue_url: str,
) -> None:
    with closing(open_catalogue(catalogue_url)) as before:
        before.add(_document(), "anna", [_decision("archetype:oud", "rejected")])
    with closing(open_catalogue(catalogue_url, renames=RENAMES)) as catalogue:
        catalogue.decide([_decision("archetype:nieuw", "assigned")])
        assert catalogue.get("doc1").archetypes == ("nieuw",)
        details = catalogue.ledger("doc1")[-1].details["archetype:nieuw"]
        assert details == {"before": "rejected", "after": "assigned"}
        catalogue.decide([_decision("archetype:nieuw", None)])
        assert catalogue.get("doc1").tags == ()


def test_renaming_back_loses_nothing(catalogue_url: str) -> None:
    with closing(open_catalogue(catalogue_url)) as before:
        before.add(_document(), "anna", [_decision("archetype:oud", "assigned")])
    with closing(open_catalogue(catalogue_url, renames=RENAMES)) as catalogue:
        assert catalogue.get("doc1").archetypes == ("nieuw",)
    with closing(open_catalogue(catalogue_url)) as again:
        assert again.get("doc1").archetypes == ("oud",)


def test_a_taxonomy_tells_under_which_id_an_archetype_goes(tmp_path: Path) -> None:
    taxonomy = load_taxonomy(written(tmp_path, RENAMED))
    assert taxonomy.former == {"zelfbeheer": "bewonersbeheer"}
    assert taxonomy.present("zelfbeheer") == "bewonersbeheer"
    assert taxonomy.present("klushuizen") == "klushuizen"
    assert taxonomy.present("nergens") == "nergens"
    assert taxonomy.archetypes["bewonersbeheer"].former[0].until == "2"


def test_an_id_of_today_is_no_former_one(tmp_path: Path) -> None:
    line = "  - id: klushuizen\n    former: [{id: zelfbeheer, until: 2}]"
    taxonomy = load_taxonomy(written(tmp_path, SMALL.replace("  - id: klushuizen", line)))
    assert taxonomy.present("zelfbeheer") == "zelfbeheer"


def test_two_archetypes_cannot_have_had_the_same_id(tmp_path: Path) -> None:
    line = "  - id: klushuizen\n    former: [{id: zelfbeheer, until: 2}]"
    path = written(tmp_path, RENAMED.replace("  - id: klushuizen", line))
    with pytest.raises(SettingsWrong) as refused:
        load_taxonomy(path)
    assert str(refused.value) == (
        f"{path}:25: archetypes[1].former[0].id: ‘zelfbeheer’ is a former id of ‘bewonersbeheer’ "
        "already"
    )


def test_what_a_person_writes_may_be_a_former_id(tmp_path: Path) -> None:
    values = Values(load_taxonomy(written(tmp_path, RENAMED)), "anna")
    assert values.archetype("zelfbeheer") == "bewonersbeheer"
    with pytest.raises(UsageError):
        values.archetype("nergens")


def test_a_label_of_an_archetype_that_is_gone_stays_as_it_is() -> None:
    document = _document(replace(_tag("weg"), verdict=Verdict.ASSIGNED))
    assert RENAMES.document(document).archetypes == ("weg",)
