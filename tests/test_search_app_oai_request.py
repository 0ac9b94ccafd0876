"""The arguments of OAI-PMH, and which of them are refused how."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.exchange.harvest import Header
from search_app.oai_request import Refused, Selection, arguments, datestamp, selection, token

NAME = "abc"
LIST = "verb=ListRecords&metadataPrefix=oai_dc"


def read(query: str) -> Selection:
    return selection(arguments(parse_qsl(query, keep_blank_values=True)), NAME, revision=100)


REFUSED = [
    ("", "badVerb"),
    ("verb=", "badVerb"),
    ("verb=listRecords", "badVerb"),
    ("verb=ListRecords&verb=ListRecords&metadataPrefix=oai_dc", "badVerb"),
    ("metadataPrefix=oai_dc", "badVerb"),
    ("verb=ListRecords", "badArgument"),
    ("verb=GetRecord&identifier=a", "badArgument"),
    ("verb=GetRecord&metadataPrefix=oai_dc", "badArgument"),
    ("verb=Identify&identifier=a", "badArgument"),
    ("verb=ListSets&set=kind", "badArgument"),
    (f"{LIST}&metadataPrefix=oai_dc", "badArgument"),
    (f"{LIST}&lang=en", "badArgument"),
    (f"{LIST}&set=", "badArgument"),
    (f"{LIST}&set=a:", "badArgument"),
    (f"{LIST}&set=a%20b", "badArgument"),
    (f"{LIST}&set={'a' * 1001}", "badArgument"),
    (f"{LIST}&from=2026", "badArgument"),
    (f"{LIST}&from=2026-02-30", "badArgument"),
    (f"{LIST}&from=2026-11-27T10:00:00", "badArgument"),
    (f"{LIST}&from=2026-11-27T25:00:00Z", "badArgument"),
    (f"{LIST}&from=27-11-2026", "badArgument"),
    (f"{LIST}&from=2026-11-27&until=2026-11-28T00:00:00Z", "badArgument"),
    (f"{LIST}&from=2026-11-28&until=2026-11-27", "badArgument"),
    (f"{LIST}&resumptionToken=a", "badArgument"),
    ("verb=ListRecords&resumptionToken=a&set=kind", "badArgument"),
    ("verb=ListRecords&resumptionToken=a", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=W10", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=%C3%A9", "badResumptionToken"),
    ("verb=ListRecords&metadataPrefix=marcxml", "cannotDisseminateFormat"),
]


@pytest.mark.parametrize(("query", "code"), REFUSED)
def test_what_the_protocol_does_not_allow_is_refused(query: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read(query)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_days_begin_with_their_first_second_and_end_with_their_last() -> None:
    found = read(f"{LIST}&from=2026-11-27&until=2026-11-27")
    assert found.begin == moment("2026-11-27T00:00:00")
    assert found.end == moment("2026-11-27T23:59:59")


def test_seconds_are_read_as_they_are() -> None:
    found = read(f"{LIST}&from=2026-11-27T10:11:12Z&until=2026-11-27T10:11:12Z")
    assert found.begin == found.end == moment("2026-11-27T10:11:12")


def test_the_last_day_there_is_can_be_asked_for() -> None:
    assert read(f"{LIST}&until=9999-12-31").end == moment("9999-12-31T23:59:59")


SELECTIONS = st.builds(
    Selection,
    verb=st.just("ListRecords"),
    begin=st.none() | st.just(moment("2026-11-27T10:11:12")),
    end=st.none() | st.just(moment("2027-01-01T00:00:00")),
    within=st.sampled_from(["", "kind", "archetype:zelfbeheer"]),
    after=st.integers(0, 100),
    given=st.integers(0, 10**9),
)


@given(SELECTIONS)
def test_a_token_says_how_a_list_goes_on(going_on: Selection) -> None:
    text = token(going_on, NAME)
    assert text.replace("-", "").replace("_", "").isalnum()
    assert read(f"verb=ListRecords&resumptionToken={text}") == going_on


@pytest.mark.parametrize(
    ("verb", "name", "after"),
    [("ListIdentifiers", NAME, 5), ("ListRecords", "another", 5), ("ListRecords", NAME, 101)],
    ids=["of another verb", "of another collection", "of a later state"],
)
def test_a_token_of_another_list_is_refused(verb: str, name: str, after: int) -> None:
    text = token(Selection(verb=verb, after=after), name)
    with pytest.raises(Refused) as refused:
        read(f"verb=ListRecords&resumptionToken={text}")
    assert refused.value.code == "badResumptionToken"


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("", True),
        ("&from=2026-11-27T10:00:00Z", True),
        ("&from=2026-11-27T10:00:01Z", False),
        ("&until=2026-11-27T10:00:00Z", True),
        ("&until=2026-11-27T09:59:59Z", False),
        ("&from=2026-11-27&until=2026-11-27", True),
        ("&set=kind", True),
        ("&set=kind:praktijk", True),
        ("&set=kind:beleid", False),
    ],
)
def test_a_list_holds_what_was_asked(query: str, held: bool) -> None:
    header = Header(
        id="a", revision=5, at=moment("2026-11-27T10:00:00"), sets=("kind:praktijk",), deleted=False
    )
    assert read(LIST + query).holds(header) is held


def test_a_moment_is_written_in_utc_and_seconds() -> None:
    assert (
        datestamp(datetime.fromisoformat("2026-11-27T10:00:00.9+01:00")) == "2026-11-27T09:00:00Z"
    )
