"""What heads of pages tell programs: schema.org, Google Scholar and Zotero, Dublin Core."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from search_app_collection import Collection, document, invented, make_collection

from corpus.document import Document, Kind


def forms() -> list[Document]:
    """A document of each sort that has a type of its own."""
    plain = document(1, "Stuk", "Tekst over zelfbeheer.")
    return [
        replace(plain, id=name, kind=Kind(kind), document_type=of or None, isbn=isbn)
        for name, kind, of, isbn in (
            ("artikel", "wetenschap", "artikel", None),
            ("bericht", "praktijk", "artikel", None),
            ("onderzoek", "wetenschap", "", None),
            ("rapport", "wetenschap", "onderzoeksrapport", None),
            ("verslag", "praktijk", "", None),
            ("scriptie", "wetenschap", "proefschrift", None),
            ("boek", "praktijk", "", "9789000000001"),
            ("beschrijving", "archetype", "", None),
        )
    ]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    full = replace(
        invented()[0],
        id="full",
        title="Wat </script><script>alert(1)</script> werkt",
        authors=("Jan van der Berg", "Stichting De Linde", "<!--"),
        publisher="Uitgeverij Wijk",
        published="2014-05-12",
        doi="10.1234/abc.(5)",
        isbn="9789000000002",
        document_type="evaluatie",
        licence="https://creativecommons.org/licenses/by/4.0/",
        source_url="https://example.org/wat?a=1&b=2",
        media_type="application/pdf",
    )
    return make_collection(tmp_path_factory.mktemp("heads"), [*invented(), full, *forms()])


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def head(client: FlaskClient, address: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(address).text, "html.parser")


def data(client: FlaskClient, address: str) -> dict[str, Any]:
    (block,) = head(client, address).select('head script[type="application/ld+json"]')
    told: dict[str, Any] = json.loads(block.get_text())
    assert told["@context"] == "https://schema.org"
    return told


def tags(client: FlaskClient, address: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in head(client, address).select("meta[name][content]"):
        found.setdefault(str(tag["name"]), []).append(str(tag["content"]))
    return found


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("artikel", "ScholarlyArticle"),
        ("bericht", "Article"),
        ("onderzoek", "ScholarlyArticle"),
        ("rapport", "Report"),
        ("verslag", "Report"),
        ("scriptie", "Thesis"),
        ("boek", "Book"),
        ("beschrijving", "DigitalDocument"),
    ],
)
def test_a_document_is_what_it_is(client: FlaskClient, name: str, kind: str) -> None:
    assert data(client, f"/document/{name}")["@type"] == kind


def test_a_document_tells_what_its_page_shows(client: FlaskClient) -> None:
    told = data(client, "/document/full?q=zelfbeheer")
    assert told["@id"] == told["url"] == "http://localhost/document/full"
    assert told["name"] == "Wat </script><script>alert(1)</script> werkt"
    assert told["author"][0] == {
        "@type": "Person",
        "name": "Jan van der Berg",
        "givenName": "Jan",
        "familyName": "van der Berg",
    }
    assert told["author"][1] == {"@type": "Organization", "name": "Stichting De Linde"}
    assert told["publisher"]["name"] == "Uitgeverij Wijk"
    assert (told["datePublished"], told["inLanguage"]) == ("2014-05-12", "nl")
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["sameAs"] == "https://example.org/wat?a=1&b=2"
    assert [one["value"] for one in told["identifier"]] == ["10.1234/abc.(5)", "9789000000002"]
    assert told["about"][0]["@id"] == "http://localhost/archetype/zelfbeheer"
    assert told["isAccessibleForFree"] is True


def test_what_is_not_known_is_not_told(client: FlaskClient) -> None:
    told = data(client, "/document/doc09")
    assert not {"license", "identifier", "sameAs", "about"} & set(told)
    assert all(value not in (None, "", []) for value in told.values())


@pytest.mark.parametrize("name", ["full", "doc40", "doc41"])
def test_no_title_breaks_out_of_the_head(client: FlaskClient, name: str) -> None:
    tree = head(client, f"/document/{name}")
    inline = [one for one in tree.select("script") if not one.get("src")]
    assert [one["type"] for one in inline] == ["application/ld+json"]
    assert "<" not in inline[0].get_text()
    assert tree.select("body main h1")


def test_no_address_is_told_that_nobody_may_be_sent_to(client: FlaskClient) -> None:
    assert "javascript:" not in client.get("/document/doc41").text
    assert "sameAs" not in data(client, "/document/doc41")


def test_scholars_programs_read_the_citation(client: FlaskClient) -> None:
    found = tags(client, "/document/full")
    assert found["citation_title"] == ["Wat </script><script>alert(1)</script> werkt"]
    assert found["citation_author"][:2] == ["van der Berg, Jan", "Stichting De Linde"]
    assert found["citation_publication_date"] == ["2014/05/12"]
    assert found["citation_technical_report_institution"] == ["Uitgeverij Wijk"]
    assert found["citation_doi"] == ["10.1234/abc.(5)"]
    (pdf,) = found["citation_pdf_url"]
    response = client.get(pdf.removeprefix("http://localhost"), buffered=True)
    assert response.mimetype == "application/pdf"


def test_only_a_pdf_is_told_as_one(client: FlaskClient) -> None:
    assert "citation_pdf_url" not in tags(client, "/document/doc01")


def test_a_thesis_names_where_it_was_defended(client: FlaskClient) -> None:
    assert "citation_dissertation_institution" in tags(client, "/document/scriptie")


def test_libraries_read_dublin_core(client: FlaskClient) -> None:
    found = tags(client, "/document/full")
    assert found["DC.identifier"][0] == "http://localhost/document/full"
    assert found["DC.creator"][0] == "van der Berg, Jan"
    assert found["DC.date"] == ["2014-05-12"]
    assert found["DC.type"] == ["Evaluatie"]
    (schema,) = head(client, "/document/full").select('link[rel="schema.DC"]')
    assert schema["href"] == "http://purl.org/dc/elements/1.1/"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/document/doc01?q=tuin&dossier=doc02", "/document/doc01"),
        ("/document/doc01/page/2?q=tuin", "/document/doc01/page/2"),
        ("/archetype/zelfbeheer?dossier=doc02", "/archetype/zelfbeheer"),
        ("/?lang=nl", "/"),
    ],
)
def test_a_page_has_one_address_whatever_it_was_found_by(
    client: FlaskClient, address: str, canonical: str
) -> None:
    (link,) = head(client, address).select('link[rel="canonical"]')
    assert link["href"] == f"http://localhost{canonical}"


def test_a_page_of_results_is_no_other_page(client: FlaskClient) -> None:
    tree = head(client, "/?q=tuin")
    assert not tree.select('link[rel="canonical"], script[type="application/ld+json"]')


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_archetype_is_a_term_with_its_definition(
    client: FlaskClient, collection: Collection, language: str
) -> None:
    archetype = collection.taxonomy.archetypes["doorstroming-senioren"]
    told = data(client, f"/archetype/doorstroming-senioren?lang={language}")
    assert told["@type"] == "DefinedTerm"
    assert told["name"] == archetype.label.text(language)
    assert told["description"] == archetype.definition.text(language)
    assert told["inDefinedTermSet"]["url"] == "http://localhost/archetype"
    assert told["termCode"] == "doorstroming-senioren"
    assert tags(client, f"/archetype/doorstroming-senioren?lang={language}")["description"] == [
        archetype.definition.text(language)
    ]


def test_the_start_page_says_how_the_site_is_asked(client: FlaskClient) -> None:
    told = data(client, "/")
    assert told["@type"] == "WebSite"
    template = told["potentialAction"]["target"]["urlTemplate"]
    asked = template.replace("{search_term_string}", "zelfbeheer")
    assert "zelfbeheer" in client.get(asked.removeprefix("http://localhost")).text
