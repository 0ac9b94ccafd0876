"""The pages for librarians: who gets them, what they show, and what happens when it goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from review_desk import KEY, Desk, Fields, hidden, main_of, make_data, open_desk
from search_app_accounts import OUR_OWN, logged_in

from corpus.errors import IndexOutdated
from index import deciding

_YES = {"act": "label-yes", "key": "klushuizen", "place": "label-klushuizen"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("waiting"))


@pytest.fixture
def desk(data: Path, tmp_path: Path, quick_passwords: None) -> Iterator[Desk]:  # noqa: ARG001
    opened = open_desk(shutil.copytree(data, tmp_path / "data"))
    yield opened
    opened.collection.catalogue.close()


def test_only_a_librarian_gets_the_pages(desk: Desk) -> None:
    anybody, pia = desk.app.test_client(), logged_in(desk.app, "pia")
    kept = hidden(desk.leo, "a1")
    for path in ("/nazien", "/nazien/a1", "/nazien/c3", "/nazien/bestaatniet"):
        asked = anybody.get(path)
        assert asked.status_code == 303
        assert urlsplit(asked.location).path == "/aanmelden"
        assert pia.get(path).status_code == 403
        assert "Geheim" not in pia.get(path).text
    assert "/nazien" not in pia.get("/").text
    assert "/nazien" in desk.leo.get("/").text
    for client in (anybody, pia):
        assert client.post("/nazien/a1", data=kept | _YES, headers=OUR_OWN).status_code == 400
        own = kept | {"form_token": _token(client)}
        assert client.post("/nazien/a1", data=own | _YES, headers=OUR_OWN).status_code == 403
    assert desk.leo.get("/nazien/bestaatniet").status_code == 404
    assert not desk.collection.catalogue.decisions("a1")


def _token(client: FlaskClient) -> str:
    page = BeautifulSoup(client.get("/aanmelden", follow_redirects=True).data, "lxml")
    found = page.select_one("input[name=form_token]")
    assert found is not None
    return str(found["value"])


def test_a_form_of_another_site_decides_nothing(desk: Desk) -> None:
    kept = hidden(desk.leo, "a1") | _YES
    forged = [
        (kept | {"form_token": "raden"}, OUR_OWN),
        ({name: value for name, value in kept.items() if name != "form_token"}, OUR_OWN),
        (kept, {"Origin": "https://elders.example"}),
    ]
    for fields, headers in forged:
        assert desk.leo.post("/nazien/a1", data=fields, headers=headers).status_code == 400
    assert not desk.collection.catalogue.decisions("a1")


def test_the_list_tells_what_is_open_and_counts_it_by_matter(desk: Desk) -> None:
    page = desk.page("/nazien")
    matters = {a.get_text(" ", strip=True) for a in page.select(".matters a")}
    assert {"Alles 9", "Labels 2", "Dubbele documenten 1", "Persoonsgegevens 2"} <= matters
    assert [a["href"] for a in page.select(".waiting h3 a")] == [
        f"/nazien/{name}" for name in ("a1", "b2", "c3", "d4", "e5")
    ]
    assert "9 open vragen in 5 documenten" in page.get_text()
    title = page.select_one(".waiting h3 a[href='/nazien/b2']")
    assert title is not None
    assert (title["lang"], title.get_text()) == ("en", "The other <one>")
    labels = desk.page("/nazien?matter=label")
    assert [a["href"] for a in labels.select(".waiting h3 a")] == ["/nazien/a1?matter=label"]
    assert "2 open questions in 1 document" in desk.page("/nazien?matter=label&lang=en").get_text()


def test_the_page_of_a_document_has_what_is_needed_to_decide(desk: Desk) -> None:
    first = desk.page("/nazien/a1?lang=nl")
    label = first.select_one("#label-klushuizen")
    assert label is not None
    for told in ("Gaat het over", "Sterkte 60 van 100", "hun klushuis op", "herkend aan"):
        assert told in label.get_text(" ")
    assert label.select("button")[0].get_text().startswith("Ja")
    assert "j••@••••.nl" in first.select_one("#privacy").get_text()  # type: ignore[union-attr]
    origin = first.select_one("#from-organisation")
    assert origin is not None
    assert "60% zeker" in origin.get_text()
    double = desk.page("/nazien/b2").select_one("#double-a1")
    assert double is not None
    assert "Zelfbeheer in De Linde" in double.get_text()
    assert "verschilt" in double.get_text()
    hidden_one = desk.page("/nazien/c3").get_text()
    assert "Er staat een burgerservicenummer in" in hidden_one
    assert desk.leo.get("/document/c3/page/1").status_code == 200
    assert "watwerkt edit" not in hidden_one


def test_what_is_decided_leads_to_what_is_open_next_and_can_be_undone(desk: Desk) -> None:
    answer = desk.send("a1", _YES)
    there = urlsplit(answer.location)
    assert (there.path, there.fragment) == ("/nazien/a1", "label-zelfbeheer")
    page = desk.page(f"{there.path}?{there.query}")
    told = page.select_one("#told")
    assert told is not None
    assert "Klushuizen" in told.get_text()
    assert told.select_one("button[value=undo]") is not None
    revision = parse_qs(there.query)["done"][0]
    undone = desk.send("a1", {"act": "undo", "revision": revision})
    assert urlsplit(undone.location).fragment == "label-klushuizen"


def test_after_the_last_question_comes_the_next_document_and_then_the_list(desk: Desk) -> None:
    scan = desk.send("d4", {"act": "done", "about": "scan", "place": "scan"})
    there = urlsplit(scan.location)
    assert (there.path, there.fragment) == ("/nazien/e5", "access")
    assert "Naar dat document" in desk.page(f"{there.path}?{there.query}").get_text()
    page = "/nazien/e5?matter=access"
    fields = hidden(desk.leo, "e5") | {"act": "access-public", "place": "access"}
    answer = desk.leo.post(page, data=fields, headers=OUR_OWN)
    there = urlsplit(answer.location)
    assert there.path == "/nazien"
    assert "Hierover is niets open" in desk.page(f"{there.path}?{there.query}").get_text()


def test_while_another_command_is_busy_nothing_is_kept_and_nothing_is_lost(desk: Desk) -> None:
    typed: Fields = {
        "act": "fields",
        "place": "fields",
        "was-title": "Zelfbeheer in De Linde",
        "title": "Mijn titel",
        "why": "stond er",
        "was-themes": "",
        "themes": ["wonen"],
    }
    with desk.collection.writing("ingest"):
        answer = desk.send("a1", typed)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    page = main_of(answer)
    assert "Er wordt nu ingelezen" in page.get_text()
    assert page.select_one("#field-title")["value"] == "Mijn titel"  # type: ignore[index]
    assert page.select_one("#why-fields").get_text() == "stond er"  # type: ignore[union-attr]
    assert page.select_one("input[name=themes][value=wonen]").has_attr("checked")  # type: ignore[union-attr]
    assert not desk.collection.catalogue.decisions("a1")
    again = {
        name: str(page.select_one(f"#fields input[name={name}]")["value"])  # type: ignore[index]
        for name in ("form_token", "seen")
    }
    sent = desk.leo.post("/nazien/a1", data=again | typed, headers=OUR_OWN)
    assert sent.status_code == 303
    assert desk.collection.catalogue.get("a1").title == "Mijn titel"


def test_an_index_that_cannot_follow_keeps_a_decision_from_being_made(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise IndexOutdated("The index was made by other rules.")

    monkeypatch.setattr(deciding, "synchronise", refuse)
    answer = desk.send("a1", _YES)
    assert answer.status_code == 503
    assert "De zoekindex kan nu niet worden bijgewerkt" in main_of(answer).get_text()
    assert not desk.collection.catalogue.decisions("a1")


def test_the_second_of_two_librarians_sees_what_the_first_decided(desk: Desk) -> None:
    ans = logged_in(desk.app, "ans")
    looked_at = hidden(ans, "a1")
    desk.send("a1", _YES)
    answer = ans.post("/nazien/a1", data=looked_at | _YES | {"act": "label-no"}, headers=OUR_OWN)
    assert answer.status_code == 409
    assert "leo heeft dit intussen al besloten: ‘Klushuizen’: ja" in main_of(answer).get_text()
    (decision,) = desk.collection.catalogue.decisions("a1")
    assert (decision.who, decision.value) == ("leo", "assigned")
    other = ans.post(
        "/nazien/a1", data=looked_at | {"act": "year", "published": "2014"}, headers=OUR_OWN
    )
    assert other.status_code == 303  # of this nobody decided anything


@pytest.mark.parametrize(
    ("document_id", "fields", "status", "told"),
    [
        ("a1", {"act": "year", "published": "lang geleden", "place": "year"}, 422,
         "‘lang geleden’ is geen jaar of datum"),
        ("a1", {"act": "fields", "place": "fields", "was-title": "x", "title": " "}, 422,
         "Dit vak kan niet leeg zijn"),
        ("a1", {"act": "fields", "place": "fields", "was-municipality": "", "municipality": "Oz"},
         422, "‘Oz’ is geen Nederlandse gemeente"),
        ("a1", {"act": "fields", "place": "fields"}, 422, "Er is niets veranderd"),
        ("a1", {"act": "withdraw", "place": "withdraw", "why": " "}, 422, "Schrijf waarom"),
        ("a1", {"act": "withdraw", "place": "withdraw", "why": "x", "newer": "nergens"}, 422,
         "kan de nieuwere uitgave niet zijn"),
        ("a1", {"act": "passage-quote", "place": "quote", "page": "1", "words": "Staat er niet",
                "role": "tip"}, 422, "Deze woorden staan niet op die bladzijde"),
        ("a1", {"act": "passage-quote", "place": "quote", "page": "²", "words": "x", "role": "y"},
         422, "Deze woorden staan niet op die bladzijde"),
        ("a1", {"act": "label-yes", "key": "verzonnen"}, 409, "Dit kan niet meer"),
        ("a1", {"act": "done", "about": "double"}, 409, "Dit kan niet meer"),
        ("a1", {"act": "passage-clear", "key": KEY}, 409, "Dit kan niet meer"),
        ("a1", {"act": "passage-pin", "key": "verzonnen"}, 409, "Dit kan niet meer"),
        ("a1", {"act": "undo", "revision": "1"}, 409, "Dit kan niet meer"),
        ("b2", {"act": "double-drop", "key": "a1", "chosen": "f6", "why": "x"}, 409,
         "Dit kan niet meer"),
        ("a1", {"act": "verzonnen"}, 422, "Er is niets veranderd"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_changes_nothing(
    document_id: str, fields: Fields, status: int, told: str, desk: Desk
) -> None:
    before = desk.collection.catalogue.revision
    answer = desk.send(document_id, fields)
    assert answer.status_code == status
    assert told in main_of(answer).get_text()
    assert desk.collection.catalogue.revision == before


def test_a_withdrawn_document_can_be_taken_up_again(desk: Desk) -> None:
    desk.send("f6", {"act": "withdraw", "why": "fout", "place": "withdraw"})
    page = desk.page("/nazien/f6")
    assert "Dit document is ingetrokken" in page.get_text()
    assert "fout" in page.select_one("#history").get_text()  # type: ignore[union-attr]
    assert desk.send("f6", {"act": "restore"}).status_code == 303
    assert "f6" in desk.index.ids()


def test_an_undone_decision_that_was_followed_by_another_stays(desk: Desk) -> None:
    desk.send("a1", _YES)
    first = str(desk.collection.catalogue.revision)
    desk.send("a1", _YES | {"act": "label-no"})
    answer = desk.send("a1", {"act": "undo", "revision": first})
    assert answer.status_code == 409
    assert "leo heeft dit intussen al besloten" in main_of(answer).get_text()


def test_what_a_document_says_is_never_markup(desk: Desk) -> None:
    for path in ("/nazien", "/nazien/b2", "/nazien/a1"):
        assert "<one>" not in desk.leo.get(path).text


def test_passages_are_decided_where_they_stand(desk: Desk) -> None:
    answer = desk.send("a1", {"act": "passage-pin", "key": KEY, "place": f"passage-{KEY}"})
    there = urlsplit(answer.location)
    assert there.fragment == f"passage-{KEY}"
    card = desk.page(f"/nazien/a1?{there.query}").select_one(f"#passage-{KEY}")
    assert card is not None
    assert "uitgelicht" in card.get_text()
