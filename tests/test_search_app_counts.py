"""The number beside a value is what the reader gets after ticking it, on the page and in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from search_app_collection import TEXT, make_collection

from corpus.document import Document, Evidence, Kind, Page, Tag, Verdict
from index.api import Query
from index.fields import FACET_NAMES
from search_app.params import query_string

WORDS = ("zelfbeheer", "binnentuin", "portiek", "overlast", "wijkbudget")
VALUES = {
    "archetype": ("zelfbeheer", "klushuizen", "sociaal-beheer"),
    "kind": tuple(Kind),
    "evidence": ("beschreven", "werkzaam"),
    "theme": ("wonen", "veiligheid"),
    "municipality": ("Haarlem", "’s-Gravenhage", *(f"Plaats & {n}" for n in range(10))),
    "organisation": ("De Linde", '<b>"Vecht"</b>'),
    "target_group": ("ouderen", "huurders"),
    "year": ("2012", "2014", "2016"),
    "role": ("tip", "resultaat"),
    "outcome": ("werkt", "werkt-niet"),
    "ingredient": ("vertrouwen", "onbekend"),
    "stance": ("voor", "tegen"),
    "language": ("nl", "en"),
}


def some(facet: str, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(VALUES[facet]), max_size=most, unique=True).map(tuple)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    one = {f: draw(some(f, 1)) for f in ("evidence", "organisation", "year", "language")}
    words = " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)))
    return Document(
        id="",
        title=draw(st.sampled_from(WORDS)),
        kind=Kind(draw(st.sampled_from(VALUES["kind"]))),
        pages=(Page(number=1, text=words),),
        tags=tuple(
            Tag(archetype=a, score=0.9, by="test", verdict=Verdict.ASSIGNED)
            for a in draw(some("archetype", 2))
        ),
        organisation=next(iter(one["organisation"]), None),
        municipality=draw(some("municipality", 3)),
        themes=draw(some("theme", 2)),
        target_groups=draw(some("target_group", 2)),
        evidence=next((Evidence(level=e, assigned_by="test") for e in one["evidence"]), None),
        published=next(iter(one["year"]), None),
        language=next(iter(one["language"]), None),
        sha256="",
        media_type=TEXT,
        source="test",
        ingested=datetime(2026, 1, 1, tzinfo=UTC),
    )


@st.composite
def questions(draw: st.DrawFn) -> Query:
    filters = draw(
        st.dictionaries(st.sampled_from(FACET_NAMES), st.just(None), max_size=3).flatmap(
            lambda chosen: st.fixed_dictionaries(
                {
                    f: st.frozensets(st.sampled_from(VALUES[f]), min_size=1, max_size=2)
                    for f in chosen
                }
            )
        )
    )
    years = st.none() | st.sampled_from((2012, 2013, 2016))
    first, last = draw(years), draw(years)
    if first is not None and last is not None and first > last:
        first, last = last, first
    text = draw(st.sampled_from(("", *WORDS, "portiek OF zelfbeheer", "-overlast", "binnen*")))
    return Query(
        text=text,
        filters={f: frozenset(map(str, values)) for f, values in filters.items()},
        year_from=first,
        year_to=last,
        size=draw(st.sampled_from((1, 10))),
    )


def on_the_page(client: FlaskClient, query: Query) -> Iterator[tuple[str, str, int, bool]]:
    page = BeautifulSoup(client.get(f"/?{query_string(query)}").text, "lxml")
    for label in page.select("aside label:has(input[type=checkbox])"):
        (box,), (number,) = label.select("input"), label.select(".number")
        count = int(number.get_text().replace(".", ""))
        yield str(box["name"]), str(box["value"]), count, box.has_attr("checked")


def answer(client: FlaskClient, query: Query) -> Any:
    return client.get(f"/api/v1/search?{query_string(query)}").json


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(documents(), min_size=1, max_size=12), st.lists(questions(), min_size=1, max_size=3)
)
def test_each_number_is_the_total_after_ticking(found: list[Document], asked: list[Query]) -> None:
    numbered = [replace(d, id=f"doc{n}", source=str(n)) for n, d in enumerate(found)]
    with TemporaryDirectory() as folder:
        client = make_collection(Path(folder), numbered).app.test_client()
        for query in asked:
            check(client, query)


def check(client: FlaskClient, query: Query) -> None:
    told = answer(client, query)
    shown = sorted(on_the_page(client, query))
    assert shown == sorted(
        (facet, value["value"], value["count"], value["selected"])
        for facet, values in told["facets"].items()
        if facet != "year"  # has a chart of its own
        for value in values
    )
    for facet, value, count, selected in shown:
        assert selected == (value in query.filters.get(facet, ()))
        # Values of one facet widen each other, so the number stands for this value by itself.
        ticked = replace(query, filters={**query.filters, facet: frozenset({value})})
        assert answer(client, ticked)["total"] == count, (facet, value)
        event("selected" if selected else "not selected")
    for facet, values in query.filters.items():
        kept = {value for name, value, _, _ in shown if name == facet}
        assert facet == "year" or values <= kept


def test_the_form_of_a_page_asks_for_what_its_numbers_promise(tmp_path: Path) -> None:
    """Tick each box of a page as a browser does, by sending the form."""
    made = make_collection(tmp_path, _three())
    client = made.app.test_client()
    query = Query(text="zelfbeheer", size=1)
    for facet, value, count, _ in on_the_page(client, query):
        sent = urlencode([("q", "zelfbeheer"), ("sort", ""), ("year_from", ""), (facet, value)])
        page = BeautifulSoup(client.get(f"/?{sent}").text, "lxml")
        assert page.select("#count")[0].get_text().split()[0] == str(count)


def _three() -> list[Document]:
    plain = Document(
        id="a",
        title="zelfbeheer",
        kind=Kind.PRAKTIJK,
        pages=(Page(number=1, text="zelfbeheer"),),
        municipality=("Haarlem", "Plaats & 1"),
        sha256="",
        media_type=TEXT,
        source="test",
        ingested=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return [
        plain,
        replace(plain, id="b", kind=Kind.BELEID, municipality=("Haarlem",), published="2014"),
        replace(plain, id="c", organisation='<b>"Vecht"</b>', published="2014-05", language="en"),
    ]
