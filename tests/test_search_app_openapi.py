"""The description of the API is complete, valid and true: real answers are held against it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from search_app_accounts import accounts_in, logged_in, quick_hashes, with_accounts
from search_app_collection import Collection, document, invented, make_collection

from corpus.passage import Passage, PassageRole
from index.api import SWITCHABLE, Query, Sort, Unit
from index.fields import FACET_NAMES
from search_app.api import OPERATIONS
from search_app.api_parameters import QUESTION
from search_app.api_schemas import SCHEMAS
from search_app.params import to_params, to_query

Json = dict[str, Any]


def told() -> Any:
    """A document with passages."""
    words = "Het werkt omdat de buurt het zelf doet."
    base = document(50, "Passages over zelfbeheer", f"{words} En meer.", "zelfbeheer")
    passage = Passage(
        page=1, start=0, end=len(words), text=words, role=PassageRole.INGREDIENT, by="rules 1"
    )
    return type(base)(**{**{f: getattr(base, f) for f in base.__slots__}, "passages": (passage,)})


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("openapi"), [*invented(), told()])


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


@pytest.fixture(scope="module")
def described(collection: Collection) -> Json:
    found: Json = collection.app.test_client().get("/api/v1/openapi.json").json or {}
    return found


def strict(schema: Any) -> Any:
    """The same, in which an object has no fields but those that are named."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: strict(one) for name, one in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


def mistakes(described: Json, path: str, status: str, answer: Any) -> list[str]:
    """What is not so about an answer, by the description of its address."""
    content = described["paths"][path]["get"]["responses"][status]["content"]
    schema = {
        **content["application/json"]["schema"],
        "components": strict(described["components"]),
    }
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def test_the_description_is_valid_openapi(described: Json) -> None:
    assert described["openapi"].startswith("3.1.")
    assert [str(error) for error in OpenAPIV31SpecValidator(described).iter_errors()] == []


def test_every_route_is_described_and_nothing_else(described: Json, collection: Collection) -> None:
    rules = [
        rule for rule in collection.app.url_map.iter_rules() if rule.rule.startswith("/api/v1")
    ]
    assert {re.sub(r"<(\w+)>", r"{\1}", rule.rule) for rule in rules} == set(described["paths"])
    assert all((rule.methods or set()) <= {"GET", "HEAD", "OPTIONS"} for rule in rules)


def test_every_parameter_of_a_question_is_described() -> None:
    everything = Query(
        text="tuin",
        filters={name: frozenset({"a"}) for name in FACET_NAMES},
        year_from=2000,
        year_to=2010,
        sort=Sort.TITLE,
        page=2,
        size=20,
        without=frozenset(SWITCHABLE),
        explain=True,
    )
    assert {name for name, _ in to_params(everything)} == {one.name for one in QUESTION}


def asked_for(client: FlaskClient, address: str) -> Any:
    return client.get(address).json


def values(schema: Json) -> Iterable[str]:
    """Values that a schema of a parameter allows."""
    if "enum" in schema:
        yield from schema["enum"]
    elif schema["type"] == "integer":
        yield from ("2", "3")
    else:
        yield from ("tuin", "2012")


@pytest.mark.parametrize("parameter", QUESTION, ids=lambda one: one.name)
def test_every_described_parameter_changes_the_question(parameter: Any) -> None:
    if parameter.name.startswith("year_"):
        parameter_values: Iterable[str] = ("2012",)
    else:
        parameter_values = values(dict(parameter.schema))
    asked = [to_query([(parameter.name, value)]) for value in parameter_values]
    ranked = [to_query([("q", "a"), (parameter.name, v)]) for v in values(dict(parameter.schema))]
    assert any(query != Query(sort=Sort.NEWEST) for query in [*asked, *ranked])


def test_a_repeated_parameter_takes_several_values() -> None:
    for one in QUESTION:
        several = [(one.name, value) for value in list(values(dict(one.schema)))[:2]]
        kept = [value for name, value in to_params(to_query(several)) if name == one.name]
        assert (len(kept) == 2) is (one.is_repeated and len(several) == 2), one.name


ANSWERS = [
    ("/api/v1/search", ""),
    ("/api/v1/search", "?q=zelfbeheer"),
    ("/api/v1/search", "?q=zelfbeheer&explain=1&size=3&page=2"),
    ("/api/v1/search", "?q=statushouwders"),
    ("/api/v1/search", "?q=wijk*+kleur:rood&year_from=ooit&lang=en"),
    ("/api/v1/search", "?q=zelfbeheer+raadselwoord"),
    ("/api/v1/search", "?q=de"),
    ("/api/v1/passages", ""),
    ("/api/v1/passages", "?q=buurt&explain=1"),
    ("/api/v1/passages", "?archetype=zelfbeheer&role=bestanddeel"),
    ("/api/v1/archetypes", ""),
    ("/api/v1/archetypes", "?lang=en"),
    ("/api/v1/evidence-map", ""),
    ("/api/v1/evidence-map", "?kind=alle"),
    ("/api/v1/suggest", ""),
    ("/api/v1/suggest", "?q=zelf"),
    ("/api/v1/openapi.json", "?lang=en"),
]


@pytest.mark.parametrize(("path", "asked"), ANSWERS)
def test_an_answer_is_as_described(
    client: FlaskClient, described: Json, path: str, asked: str
) -> None:
    response = client.get(path + asked)
    assert response.status_code == 200
    assert mistakes(described, path, "200", response.json) == []


def test_every_document_is_as_described(
    client: FlaskClient, described: Json, collection: Collection
) -> None:
    path = "/api/v1/documents/{document_id}"
    for hit in collection.index.search(Query(size=100)).hits:
        answer = client.get(path.format(document_id=hit.document)).json
        assert mistakes(described, path, "200", answer) == []


@pytest.mark.parametrize(("document_id", "status"), [("onbekend", 404), ("doc44", 410)])
def test_a_failure_is_as_described(
    client: FlaskClient, described: Json, document_id: str, status: int
) -> None:
    path = "/api/v1/documents/{document_id}"
    response = client.get(path.format(document_id=document_id))
    assert response.status_code == status
    assert mistakes(described, path, str(status), response.json) == []


def test_answers_of_all_kinds_were_looked_at(client: FlaskClient) -> None:
    assert asked_for(client, "/api/v1/passages?q=buurt")["hits"]
    assert asked_for(client, "/api/v1/search?q=zelfbeheer&explain=1")["hits"][0]["reasons"]
    assert {path for path, _ in ANSWERS} | {"/api/v1/documents/{document_id}"} == {
        one.path for one in OPERATIONS
    }


def references(schema: Any) -> set[str]:
    if isinstance(schema, list):
        return set().union(*map(references, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["$ref"].rpartition("/")[2]} if isinstance(schema.get("$ref"), str) else set()
    return own.union(*map(references, schema.values()))


def test_no_schema_is_left_over(described: Json) -> None:
    assert references(described) == set(SCHEMAS)


def test_the_description_speaks_the_language_of_the_reader(client: FlaskClient) -> None:
    dutch = asked_for(client, "/api/v1/openapi.json?lang=nl")
    english = asked_for(client, "/api/v1/openapi.json?lang=en")
    assert dutch["paths"]["/api/v1/search"]["get"]["summary"] == "Documenten zoeken"
    assert english["paths"]["/api/v1/search"]["get"]["summary"] == "Search documents"
    assert strings(english["components"]).isdisjoint(strings(dutch["components"]))


def strings(schema: Any) -> set[str]:
    """All descriptions in a schema."""
    if isinstance(schema, list):
        return set().union(*map(strings, schema))
    if not isinstance(schema, dict):
        return set()
    own = {schema["description"]} if isinstance(schema.get("description"), str) else set()
    return own.union(*map(strings, schema.values()))


def test_units_have_an_address_each() -> None:
    assert {one.answer for one in OPERATIONS if one.parameters[:-1] == QUESTION} == {
        "Results", "PassageResults",
    }  # fmt: skip
    assert len(Unit) == 2


# --- pages of others ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/v1/search?q=tuin", 200), ("/api/v1/documents/onbekend", 404), ("/api/v1/nergens", 404)],
)
def test_pages_of_others_may_read_the_api_without_a_cookie(
    client: FlaskClient, address: str, status: int
) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"})
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers


def test_a_browser_may_ask_first(client: FlaskClient) -> None:
    response = client.options("/api/v1/search", headers={"Origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("address", ["/", "/api", "/document/doc01", "/healthz", "/oai"])
def test_pages_of_ours_are_for_our_own(client: FlaskClient, address: str) -> None:
    response = client.get(address, headers={"Origin": "https://example.org"})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_nothing_may_be_sent_from_elsewhere(client: FlaskClient) -> None:
    response = client.post("/api/v1/search", headers={"Origin": "https://example.org"})
    assert response.status_code == 405
    assert "Access-Control-Allow-Origin" not in response.headers


def test_who_is_logged_in_is_nobodys_business_elsewhere(collection: Collection) -> None:
    with quick_hashes():
        app = with_accounts(collection, accounts_in(collection.folder)).app
        partner = logged_in(app, "pia")
    response = partner.get("/api/v1/documents/doc43", headers={"Origin": "https://example.org"})
    assert response.status_code == 200
    # With a star a browser keeps this from every page that had the cookie sent along.
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_harvesters_get_what_is_public_whoever_asks(collection: Collection) -> None:
    with quick_hashes():
        app = with_accounts(collection, accounts_in(collection.folder)).app
        librarian = logged_in(app, "leo")
    asked = "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc"
    assert re.findall("<identifier>.*?:([^:]+)</identifier>", librarian.get(asked).text) == [
        "doc40"
    ]
