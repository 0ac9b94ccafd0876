"""OAI-PMH as the protocol describes it; every answer is held against its rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from oai_answers import ask, code, decide, free, ids, post, resumption, texts
from search_app_collection import Collection, invented, make_collection

from corpus.document import Access, Kind
from search_app import oai

LIST = {"metadataPrefix": "oai_dc"}


def collection_of(folder: Path, *numbers: int) -> Collection:
    return make_collection(folder, [free(number) for number in numbers])


@pytest.fixture(scope="module")
def invented_ones(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("oai"), invented())


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oai, "PAGE", 2)


def name_of(collection: Collection, document_id: str) -> str:
    return f"oai:watwerkt.c{collection.catalogue.identity[:12]}:{document_id}"


def test_a_repository_says_who_it_is(invented_ones: Collection) -> None:
    found = ask(invented_ones.app, verb="Identify")
    assert texts(found, "o:baseURL") == texts(found, "o:request") == ["http://localhost/oai"]
    assert texts(found, "o:deletedRecord") == ["transient"]
    (earliest,) = texts(found, "o:earliestDatestamp")
    assert earliest == min(
        texts(ask(invented_ones.app, verb="ListIdentifiers", **LIST), "o:datestamp")
    )


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("bibliotheek@example.org", "bibliotheek@example.org"),
        ("https://example.org/contact", "niemand@watwerkt.invalid"),
        ("", "niemand@watwerkt.invalid"),
    ],
)
def test_a_repository_says_whom_to_write_to(
    invented_ones: Collection, monkeypatch: pytest.MonkeyPatch, contact: str, told: str
) -> None:
    monkeypatch.setitem(invented_ones.app.config, "CONTACT", contact)
    assert texts(ask(invented_ones.app, verb="Identify"), "o:adminEmail") == [told]


def test_only_documents_that_may_be_handed_on_are_listed(invented_ones: Collection) -> None:
    assert ids(ask(invented_ones.app, verb="ListIdentifiers", **LIST)) == ["doc40"]


def test_a_record_holds_dublin_core(invented_ones: Collection) -> None:
    found = ask(invented_ones.app, verb="ListRecords", **LIST)
    assert texts(found, "dc:title") == ["Community enterprises <b>in</b> “practice”"]
    assert texts(found, "dc:identifier") == [
        "http://localhost/document/doc40", "https://example.org/report",
    ]  # fmt: skip
    assert texts(found, "dc:rights") == [
        "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/",
    ]  # fmt: skip
    assert texts(found, "dc:date") == ["2014-05-12"]
    assert texts(found, "dc:language") == ["en"]


def test_one_record_is_the_same_as_in_the_list(invented_ones: Collection) -> None:
    (listed,) = ask(invented_ones.app, verb="ListRecords", **LIST).iter("{*}record")
    asked = {"identifier": name_of(invented_ones, "doc40"), **LIST}
    (single,) = ask(invented_ones.app, verb="GetRecord", **asked).iter("{*}record")
    assert etree.tostring(listed).strip() == etree.tostring(single).strip()


def test_the_arguments_are_repeated_in_the_answer(invented_ones: Collection) -> None:
    found = ask(invented_ones.app, verb="ListIdentifiers", from_="2020-01-01", set="kind", **LIST)
    request = found.find("{*}request")
    assert request is not None
    assert {str(name): str(value) for name, value in request.attrib.items()} == {
        "verb": "ListIdentifiers", "from": "2020-01-01", "set": "kind", "metadataPrefix": "oai_dc",
    }  # fmt: skip


def test_arguments_may_be_posted(invented_ones: Collection) -> None:
    posted = post(invented_ones.app, verb="ListIdentifiers", **LIST)
    assert ids(posted) == ["doc40"]


def test_the_only_format_is_dublin_core(invented_ones: Collection) -> None:
    for asked in ({}, {"identifier": name_of(invented_ones, "doc40")}):
        found = ask(invented_ones.app, verb="ListMetadataFormats", **asked)
        assert texts(found, "o:metadataPrefix") == ["oai_dc"]


def test_sets_are_kinds_and_archetypes(invented_ones: Collection) -> None:
    found = ask(invented_ones.app, verb="ListSets")
    names = dict(zip(texts(found, "o:setSpec"), texts(found, "o:setName"), strict=True))
    assert names["kind:praktijk"] == "Praktijk"
    assert names["archetype:zelfbeheer"] == invented_ones.taxonomy.archetypes["zelfbeheer"].label.nl
    assert len(names) == 2 + len(Kind) + len(invented_ones.taxonomy.archetypes)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("kind", ["doc40"]),
        ("kind:wetenschap", ["doc40"]),
        ("archetype", ["doc40"]),
        ("archetype:bewonersbedrijven", ["doc40"]),
    ],
)
def test_a_set_can_be_listed(invented_ones: Collection, name: str, found: list[str]) -> None:
    assert ids(ask(invented_ones.app, verb="ListIdentifiers", set=name, **LIST)) == found


REFUSED = [
    ({}, "badVerb"),
    ({"verb": "Harvest"}, "badVerb"),
    ({"verb": "Identify", "page": "2"}, "badArgument"),
    ({"verb": "ListRecords"}, "badArgument"),
    ({"verb": "ListRecords", "metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
    ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
    ({"verb": "ListRecords", "set": "kind:praktijk", **LIST}, "noRecordsMatch"),
    ({"verb": "ListRecords", "set": "colour:red", **LIST}, "noRecordsMatch"),
    ({"verb": "ListRecords", "from_": "2999-01-01", **LIST}, "noRecordsMatch"),
    ({"verb": "ListRecords", "until": "2001-01-01", **LIST}, "noRecordsMatch"),
    ({"verb": "GetRecord", "identifier": "doc40", **LIST}, "idDoesNotExist"),
    ({"verb": "ListMetadataFormats", "identifier": "doc40"}, "idDoesNotExist"),
]


@pytest.mark.parametrize(("asked", "error"), REFUSED)
def test_an_error_has_its_code(
    invented_ones: Collection, asked: dict[str, str], error: str
) -> None:
    assert code(ask(invented_ones.app, **asked)) == error


@pytest.mark.parametrize("document_id", ["doc01", "doc42", "doc43", "doc44", "doc99"])
def test_a_document_that_is_not_given_out_is_as_one_that_does_not_exist(
    invented_ones: Collection, document_id: str
) -> None:
    asked = {"identifier": name_of(invented_ones, document_id), **LIST}
    assert code(ask(invented_ones.app, verb="GetRecord", **asked)) == "idDoesNotExist"


def test_a_document_that_was_given_out_is_deleted(tmp_path: Path) -> None:
    made = collection_of(tmp_path, 1)
    decide(made.catalogue, "doc01", "access", "hidden")
    identifier = name_of(made, "doc01")
    assert ids(ask(made.app, verb="ListRecords", **LIST)) == ["-doc01"]
    assert ids(ask(made.app, verb="ListRecords", set="kind", **LIST)) == ["-doc01"]
    assert ids(ask(made.app, verb="GetRecord", identifier=identifier, **LIST)) == ["-doc01"]
    asked = ask(made.app, verb="ListMetadataFormats", identifier=identifier)
    assert code(asked) == "noMetadataFormats"


def test_signs_that_xml_cannot_hold_do_not_break_an_answer(tmp_path: Path) -> None:
    odd = replace(free(1, "Tuin \x0b & <park>\ufffe"), authors=("A\x00B",), note="\x1f")
    made = make_collection(tmp_path, [odd])
    found = ask(made.app, verb="ListRecords", **LIST)
    assert texts(found, "dc:title") == ["Tuin & <park>"]
    assert (
        code(ask(made.app, verb="GetRecord", identifier="\x0b\ud7ff", **LIST)) == "idDoesNotExist"
    )


def test_an_empty_collection_answers_too(tmp_path: Path) -> None:
    made = collection_of(tmp_path)
    ask(made.app, verb="Identify")
    assert code(ask(made.app, verb="ListRecords", **LIST)) == "noRecordsMatch"


@pytest.mark.usefixtures("small_pages")
def test_a_long_list_comes_in_parts(tmp_path: Path) -> None:
    made = collection_of(tmp_path, 1, 2, 3, 4, 5)
    found = ask(made.app, verb="ListIdentifiers", **LIST)
    parts = []
    while True:
        parts.append(ids(found))
        token = resumption(found)
        assert token is not None
        assert token.get("completeListSize") == "5"
        assert token.get("cursor") == str(sum(map(len, parts[:-1])))
        if not token.text:
            break
        found = ask(made.app, verb="ListIdentifiers", resumptionToken=token.text)
    assert parts == [["doc01", "doc02"], ["doc03", "doc04"], ["doc05"]]


@pytest.mark.usefixtures("small_pages")
def test_a_list_that_fits_has_no_token(tmp_path: Path) -> None:
    made = collection_of(tmp_path, 1, 2)
    assert resumption(ask(made.app, verb="ListRecords", **LIST)) is None


@pytest.mark.usefixtures("small_pages")
def test_a_list_misses_nothing_while_the_collection_changes(tmp_path: Path) -> None:
    made = collection_of(tmp_path, 1, 2, 3, 4, 5)
    found = ask(made.app, verb="ListRecords", **LIST)
    listed = ids(found)
    decide(made.catalogue, "doc01", "title", "Anders")  # was given: comes again
    decide(made.catalogue, "doc03", "status", "withdrawn")  # not yet given: comes as deleted
    made.catalogue.add(replace(free(6), sha256="6" * 64), "test")
    while (token := resumption(found)) is not None and token.text:
        found = ask(made.app, verb="ListRecords", resumptionToken=token.text)
        listed += ids(found)
    assert listed == ["doc01", "doc02", "doc04", "doc05", "doc01", "-doc03", "doc06"]


@pytest.mark.usefixtures("small_pages")
def test_the_same_token_gives_the_same_part_again(tmp_path: Path) -> None:
    made = collection_of(tmp_path, 1, 2, 3, 4)
    token = resumption(ask(made.app, verb="ListRecords", **LIST))
    assert token is not None
    again = [
        ids(ask(made.app, verb="ListRecords", resumptionToken=str(token.text))) for _ in range(2)
    ]
    assert again == [["doc03", "doc04"]] * 2


@pytest.mark.usefixtures("small_pages")
def test_a_token_keeps_to_its_set(tmp_path: Path) -> None:
    made = collection_of(tmp_path, *range(1, 10))
    found = ask(made.app, verb="ListIdentifiers", set="kind:wetenschap", **LIST)
    listed = ids(found)
    token = resumption(found)
    assert token is not None
    listed += ids(ask(made.app, verb="ListIdentifiers", resumptionToken=str(token.text)))
    assert listed == ["doc01", "doc04", "doc07"]


def test_partner_documents_are_never_given_out(tmp_path: Path) -> None:
    made = make_collection(tmp_path, [replace(free(1), access=Access.PARTNER)])
    assert code(ask(made.app, verb="ListRecords", **LIST)) == "noRecordsMatch"
