"""The page with help and the form for uitgebreid zoeken, on a real index."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from search_app_collection import Collection, invented, make_collection

from index.grammar import load_grammar
from search_app.composing import FIELDS
from search_app.help_view import Piece, pieces

EXAMPLES = [example for s in load_grammar() for row in s.rows for example in row.examples]


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    return make_collection(tmp_path_factory.mktemp("asking"), invented())


@pytest.fixture
def client(collection: Collection) -> FlaskClient:
    return collection.app.test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, address
    return BeautifulSoup(response.text, "lxml")


def texts(tree: Tag, path: str) -> list[str]:
    return [" ".join(element.get_text().split()) for element in tree.select(path)]


def values(tree: Tag) -> dict[str, str]:
    """What stands in the text fields that are not empty."""
    found = {
        str(field["name"]): str(field.get("value", "")) for field in tree.select(".field input")
    }
    return {name: value for name, value in found.items() if value and name != "distance"}


def ticked(tree: Tag) -> list[tuple[str, str]]:
    return [(str(box["name"]), str(box["value"])) for box in tree.select("#advanced [checked]")]


# Help


@pytest.mark.parametrize("language", ["nl", "en"])
def test_help_shows_every_example_as_a_link_that_asks_it(
    client: FlaskClient, language: str
) -> None:
    tree = page(client, f"/zoekhulp?lang={language}")
    found = [(a.get_text(), str(a["href"])) for a in tree.select(".grammar a")]
    assert [text for text, _ in found] == EXAMPLES
    for text, address in found:
        assert parse_qsl(urlsplit(address).query) == [("q", text)]
        assert page(client, address).select("#count")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_help_explains_in_the_language_of_the_reader(client: FlaskClient, language: str) -> None:
    tree = page(client, f"/zoekhulp?lang={language}")
    assert texts(tree, ".grammar h2") == [s.title.text(language) for s in load_grammar()]
    said = [row.text(language) for section in load_grammar() for row in section.rows]
    shown = texts(tree, ".grammar td:nth-child(2)")
    assert shown == ["".join(piece.text for piece in pieces(text)) for text in said]


def test_what_is_typed_and_words_are_marked_in_an_explanation() -> None:
    assert list(pieces("zonder `a*` en *b*.")) == [
        Piece("zonder "),
        Piece("a*", "code"),
        Piece(" en "),
        Piece("b", "em"),
        Piece("."),
    ]


@pytest.mark.parametrize("address", ["/", "/?q=zelfbeheer", "/document/doc01", "/archetype"])
def test_the_search_box_leads_to_help_and_to_the_form(client: FlaskClient, address: str) -> None:
    links = [str(a["href"]) for a in page(client, address).select("#search .search-links a")]
    question = urlsplit(address).query
    assert links == [f"/uitgebreid?{question}" if question else "/uitgebreid", "/zoekhulp"]


def test_the_note_on_how_a_question_was_read_leads_to_help(client: FlaskClient) -> None:
    tree = page(client, "/?q=kleur:rood")
    assert [a["href"] for a in tree.select(".reading > p a")] == ["/zoekhulp"]


# The form


def send(client: FlaskClient, **fields: str) -> str:
    """Send the form as a browser does; where it leads."""
    filled = dict.fromkeys((*FIELDS, "year_from", "year_to", "sort"), "")
    sent = {"submitted": "1", "distance": "5"} | filled | fields
    response = client.get(f"/uitgebreid?{urlencode(sent)}")
    assert response.status_code == 303
    return response.headers["Location"]


def test_a_sent_form_leads_to_the_results(client: FlaskClient) -> None:
    address = send(client, all="zelfbeheer", none="pensioen", archetype="zelfbeheer", sort="title")
    assert address == "/?q=zelfbeheer+-pensioen&archetype=zelfbeheer&sort=title"
    assert texts(page(client, address), "#count") == ["3 documenten gevonden"]


@pytest.mark.parametrize(
    ("fields", "titles"),
    [
        ({"phrase": "overlast in het portiek"}, ["Statushouders in de wijk"]),
        ({"any": "riool wijkbudget"}, ["Een wijkbudget voor bewoners", "Riolering en wegwerk"]),
        (
            {"near": "bewoners binnentuin", "distance": "3"},
            ["Zelfbeheer van de binnentuin"],
        ),
        ({"title": "klushuizen"}, ["Klushuizen: wat bleef er over?"]),
        ({"q": 'riool OF "veertig huishoudens"', "none": "tuin"}, None),
    ],
)
def test_each_field_finds_its_documents(
    client: FlaskClient, fields: dict[str, str], titles: list[str] | None
) -> None:
    tree = page(client, send(client, **fields))
    assert sorted(texts(tree, ".card-title")) == (
        titles or ["Riolering en wegwerk", "Zelfbeheer van de binnentuin"]
    )


def test_the_form_keeps_what_was_asked(client: FlaskClient) -> None:
    tree = page(
        client,
        "/uitgebreid?q=Zelfbeheer+gemeente:haarlem+-zorg+jaar:2012..&kind=beleid&sort=title&size=20",
    )
    assert values(tree) == {"all": "Zelfbeheer", "none": "zorg", "year_from": "2012"}
    assert ticked(tree) == [("kind", "beleid"), ("municipality", "Haarlem")]
    assert texts(tree, "#sort [selected]") == ["Titel (A–Z)"]
    assert [i["value"] for i in tree.select("[name=size]")] == ["20"]


def test_a_question_that_does_not_fit_stays_as_it_was_typed(client: FlaskClient) -> None:
    tree = page(client, "/uitgebreid?q=(a+OF+b)+(c+OF+d)")
    assert values(tree) == {"q": "(a OF b) (c OF d)"}
    assert not page(client, "/uitgebreid").select("#q")


def test_numbers_are_those_of_the_whole_collection(client: FlaskClient) -> None:
    whole = page(client, "/")
    form = page(client, "/uitgebreid?q=riool&kind=beleid")
    for path in ("label:has([name=archetype])", "label:has([name=municipality])"):
        assert texts(form, f"#advanced {path}") == texts(whole, f"aside {path}")


def test_mistakes_are_told_beside_their_fields_and_nothing_is_lost(client: FlaskClient) -> None:
    sent = {"submitted": "1", "all": "tuin", "near": "alleen", "distance": "5", "year_from": "ooit"}
    tree = page(client, f"/uitgebreid?{urlencode(sent | {'kind': 'beleid'})}", 422)
    assert texts(tree, "title") == ["Fout: Uitgebreid zoeken – watwerkt"]
    assert [a["href"] for a in tree.select("[role=alert] a")] == ["#near", "#year_from"]
    assert values(tree) == {"all": "tuin", "near": "alleen", "year_from": "ooit"}
    assert ticked(tree) == [("kind", "beleid")]
    for field in tree.select("[aria-invalid=true]"):
        ids = str(field["aria-describedby"]).split()
        assert f"{field['id']}-trouble" in ids
        assert all(tree.select(f"#{one}") for one in ids)
    assert len(tree.select("[aria-invalid]")) == 2


def test_an_empty_form_is_told_so(client: FlaskClient) -> None:
    tree = page(client, "/uitgebreid?submitted=1&all=&distance=5", 422)
    assert "Vul ten minste één vak in" in texts(tree, "[role=alert]")[0]


@pytest.mark.parametrize("address", ["/uitgebreid", "/uitgebreid?q=a+OF+(b+c)&submitted=1&any=!"])
def test_every_field_has_a_label_and_every_group_a_name(client: FlaskClient, address: str) -> None:
    tree = page(client, address, 422 if "submitted" in address else 200)
    for field in tree.select("#advanced input:not([type=hidden]), #advanced select"):
        labelled = tree.select(f"label[for={field.get('id')}]") or field.find_parents("label")
        assert labelled, field
        assert "placeholder" not in field.attrs
    for group in tree.select("#advanced fieldset"):
        assert texts(group, "legend")[0]
    ids = [str(element["id"]) for element in tree.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("text", ['"', "((", "OR", "<b>", "{{ 7 * 7 }} %s", "\0", "woord " * 2000])
def test_whatever_is_typed_in_a_field_is_asked_or_told(client: FlaskClient, text: str) -> None:
    for name in ("q", *FIELDS):
        sent = urlencode({"submitted": "1", "distance": "5", name: text})
        response = client.get(f"/uitgebreid?{sent}")
        assert response.status_code in (303, 422)
        if response.status_code == 303:
            assert page(client, response.headers["Location"]).select("#count")
    assert page(client, f"/uitgebreid?{urlencode({'q': text})}").select("#advanced")


def test_the_form_speaks_english(client: FlaskClient) -> None:
    tree = page(client, "/uitgebreid?q=zelfbeheer&lang=en")
    assert texts(tree, "h1") == ["Advanced search"]
    assert "All of these words" in texts(tree, "label")
    assert values(tree) == {"all": "zelfbeheer"}
