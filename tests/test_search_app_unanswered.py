"""Which questions of the page are counted as unanswered."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from search_app_collection import document, make_collection

from corpus.gaps import ENOUGH, Gaps, Question
from search_app import create_app

NOTHING = "/?q=zweefvliegen"


@pytest.fixture(scope="module")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Gaps:
    return Gaps(tmp_path_factory.mktemp("gaps") / "gaps.db")


@pytest.fixture(scope="module")
def app_client(gaps: Gaps, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    made = make_collection(
        tmp_path_factory.mktemp("collection"),
        [document(1, "Binnentuin", "Bewoners beheren de binnentuin.", "zelfbeheer")],
    )
    app = create_app(made.index, made.catalogue, made.taxonomy, made.originals, gaps)
    return app.test_client()


@pytest.fixture
def client(app_client: FlaskClient, gaps: Gaps) -> FlaskClient:
    gaps.path.unlink(missing_ok=True)
    return app_client


def asked(
    client: FlaskClient, address: str, times: int = 1, headers: dict[str, str] | None = None
) -> None:
    for _ in range(times):
        with client.get(address, headers=headers, buffered=True) as response:
            assert response.status_code == 200


def counts(gaps: Gaps) -> list[int]:
    return [gap.count for gap in gaps.listed()]


@pytest.mark.parametrize(
    "address",
    [NOTHING, "/passages?q=zweefvliegen", "/api/v1/search?q=zweefvliegen", "/?kind=onbestaand"],
)
def test_a_question_without_results_is_counted(
    client: FlaskClient, gaps: Gaps, address: str
) -> None:
    asked(client, address, 2)
    assert counts(gaps) == [2]


@pytest.mark.parametrize(
    "address", ["/", "/?q=binnentuin", f"{NOTHING}&page=2", "/passages", "/document/doc01?q=xyzzy"]
)
def test_what_was_answered_or_not_asked_is_not_counted(
    client: FlaskClient, gaps: Gaps, address: str
) -> None:
    asked(client, address)
    assert counts(gaps) == []


def test_programs_are_not_counted(client: FlaskClient, gaps: Gaps) -> None:
    asked(client, NOTHING, headers={"User-Agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"})
    asked(client, NOTHING, headers={"Sec-Purpose": "prefetch"})
    client.head(NOTHING, buffered=True)
    assert counts(gaps) == []


def test_the_question_is_kept_as_it_was_understood(client: FlaskClient, gaps: Gaps) -> None:
    for words in ("Zweefvliegen  NIET tuin", "zweefvliegen -tuin", "ZWEEFVLIEGEN -Tuin"):
        asked(client, f"/?q={words}&kind=praktijk&year_from=2012")
    (found,) = gaps.listed()
    assert found.count == ENOUGH
    assert found.question == Question(
        unit="documents",
        words="zweefvliegen -tuin",
        filters=(("kind", "praktijk"), ("year_from", "2012")),
    )


def test_a_store_that_cannot_be_written_breaks_no_page(
    client: FlaskClient, gaps: Gaps, caplog: pytest.LogCaptureFixture
) -> None:
    gaps.path.write_bytes(b"no database" * 200)
    asked(client, NOTHING)
    assert "was not counted" in caplog.text
    assert "zweefvliegen" not in caplog.text


def test_without_a_store_nothing_is_counted(tmp_path: Path) -> None:
    made = make_collection(tmp_path, [document(1, "Binnentuin", "tuin")])
    asked(made.app.test_client(), NOTHING)
    assert not list(tmp_path.glob("gaps*"))
