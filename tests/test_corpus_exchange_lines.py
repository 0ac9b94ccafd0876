"""A collection that leaves as lines comes back as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from corpus_documents import FULL, PLAIN, decision
from corpus_strategies import DOCUMENTS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.archetypes import load_taxonomy
from corpus.catalogue import open_catalogue
from corpus.collection import Collection
from corpus.decisions import Decision
from corpus.document import Document
from corpus.errors import UsageError
from corpus.exchange.arrivals import Arrival, Arrivals, OriginalsFolder, Result
from corpus.exchange.lines import Holding, as_line, holding, holdings, read_line
from corpus.originals import FolderOriginals
from corpus.record import as_record
from corpus.screening import screened
from corpus.settings import load_settings

TAXONOMY = load_taxonomy()
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SAID = st.one_of(
    st.tuples(st.sampled_from(["title", "organisation", "note", "doi"]), TEXT.filter(bool)),
    st.tuples(st.sampled_from(["organisation", "note", "evidence", "published"]), st.just("")),
    st.tuples(st.sampled_from(["authors", "themes"]), st.lists(TEXT, max_size=2)),
    st.tuples(st.just("published"), st.sampled_from(["1999", "2014-05-12"])),
    st.tuples(st.just("status"), st.sampled_from(["review", "withdrawn", "published"])),
    st.tuples(st.just("kind"), st.sampled_from(["beleid", "praktijk"])),
    st.tuples(st.just("evidence"), st.fixed_dictionaries({"level": TEXT, "assigned_by": TEXT})),
    st.tuples(
        st.sampled_from(["archetype:a", "archetype:bc"]),
        st.sampled_from(["assigned", "rejected", "suggested"]),
    ),
    st.tuples(st.sampled_from(["title", "archetype:a", "status"]), st.none()),
)


@st.composite
def _holdings(draw: st.DrawFn) -> Holding:
    found = draw(DOCUMENTS)
    decisions = tuple(
        Decision(
            document_id=found.id,
            field=field,
            value=value,
            who=draw(TEXT),
            at=draw(st.datetimes(timezones=st.just(UTC))),
            why=draw(TEXT),
        )
        for field, value in draw(st.lists(SAID, max_size=4))
    )
    return Holding(found=found, decisions=decisions)


HOLDINGS = st.lists(_holdings(), max_size=3, unique_by=lambda one: one.found.id)


@contextmanager
def _collection(data: Path) -> Iterator[Collection]:
    settings_ = load_settings({}, data, {"data": str(data)})
    data.mkdir(parents=True, exist_ok=True)
    with closing(open_catalogue(settings_.catalogue)) as catalogue:
        yield Collection(
            settings=settings_,
            taxonomy=TAXONOMY,
            catalogue=catalogue,
            originals=FolderOriginals(Path(settings_.originals)),
        )


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    with _collection(tmp_path / "data") as opened:
        yield opened


def _take_in(collection: Collection, *lines: str, **options: Any) -> list[Arrival]:
    arrivals = Arrivals(collection, options.pop("folder", None), "Noor", **options)
    return list(arrivals.take_in(line.encode() for line in lines))


# Out and in again


@given(_holdings())
def test_a_line_holds_all_that_is_known_of_a_document(one: Holding) -> None:
    line = as_line(one)
    assert read_line(line.encode()) == one
    assert len(line.splitlines()) == 1
    record = json.loads(line)
    assert {name: record[name] for name in as_record(one.document)} == as_record(one.document)


@given(HOLDINGS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_what_was_imported_into_an_empty_collection_is_exported_as_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, some: list[Holding]
) -> None:
    folder = tmp_path_factory.mktemp("two")
    with _collection(folder / "one") as one, _collection(folder / "other") as other:
        some = [replace(held, found=screened(held.found)) for held in some]
        for held in some:
            one.catalogue.add(held.found, "Anna", held.decisions)
        lines = list(map(as_line, holdings(one.catalogue)))
        assert {a.result for a in _take_in(other, *lines)} <= {Result.ADDED}
        assert list(map(as_line, holdings(other.catalogue))) == lines
        for held in some:
            document_id = held.found.id
            assert other.catalogue.undecided(document_id) == held.found
            assert other.catalogue.get(document_id) == one.catalogue.get(document_id)
            assert other.catalogue.decisions(document_id) == list(held.decisions)
        assert {a.result for a in _take_in(other, *lines)} <= {Result.UNCHANGED}


# What is there stays


_SCREENED = screened(FULL)


def _line(document: Document = _SCREENED, *decisions: Decision) -> str:
    return as_line(Holding(found=document, decisions=decisions))


@pytest.mark.parametrize(
    "other",
    [
        _line(replace(PLAIN, title="Anders")),
        _line(PLAIN, decision("title", "Anders")),
        _line(PLAIN, decision("title", PLAIN.title, why="want")),
    ],
)
@pytest.mark.parametrize("dry_run", [False, True])
def test_another_document_with_a_known_id_is_refused_by_name(
    collection: Collection, other: str, dry_run: bool
) -> None:
    first, second = _take_in(collection, _line(PLAIN), other, dry_run=dry_run)
    assert (first.result, second.result) == (Result.ADDED, Result.REFUSED)
    assert "‘a1’ with other content" in second.error
    assert list(map(as_line, holdings(collection.catalogue))) == ([] if dry_run else [_line(PLAIN)])


def test_the_same_line_twice_is_unchanged_the_second_time_in_a_dry_run_too(
    collection: Collection,
) -> None:
    for dry_run in (True, False):
        results = [a.result for a in _take_in(collection, _line(), _line(), dry_run=dry_run)]
        assert results == [Result.ADDED, Result.UNCHANGED]


def test_a_line_that_an_editor_saved_anew_is_the_same_line(collection: Collection) -> None:
    _take_in(collection, _line())
    indented = json.dumps(dict(sorted(json.loads(_line()).items())), separators=(" , ", ": "))
    assert [a.result for a in _take_in(collection, f"\ufeff{indented}\r\n", "\n")] == [
        Result.UNCHANGED
    ]


# Lines that cannot be


def _changed(**values: Any) -> str:
    return json.dumps(
        json.loads(_line(FULL, decision("title", "Nieuw", document_id="vol"))) | values
    )


def _without(name: str) -> str:
    record = json.loads(_line())
    del record[name]
    return json.dumps(record)


PAGE = {"number": 1, "text": "", "quality": 1.0, "ocr": None, "apart": []}
TAG = {"archetype": "a", "score": 1.0, "evidence": [], "by": "", "verdict": "assigned"}
SAYS = {"field": "title", "value": "X", "who": "A", "at": "2024-01-01T00:00:00Z", "why": ""}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PK\x03\x04", "no JSON object"),
        ("[1]", "no JSON object"),
        ("{", "no JSON object"),
        ("[" * 100_000, "no JSON object"),
        ('{"a": ' + "9" * 5000 + "}", "no JSON object"),
        (_without("decisions"), "there is no ‘decisions’"),
        (_without("found"), "there is no ‘found’"),
        (_without("title"), "‘title’ is missing"),
        (_changed(found=[]), "‘found’ must hold fields"),
        (_changed(colour="red"), "‘colour’ is unknown"),
        (_changed(pages=[PAGE | {"colour": "red"}]), "‘pages.0.colour’ is unknown"),
        (_changed(kind="roman"), "‘kind’ has a value that cannot be"),
        (_changed(pages=[PAGE | {"quality": 1e999}]), "no JSON object"),
        (_changed(pages=[PAGE | {"quality": float("nan")}]), "no JSON object"),
        (_changed(pages=[PAGE, PAGE]), "its pages are not numbered"),
        (_changed(pages=[PAGE | {"number": 0}]), "its pages are not numbered"),
        (_changed(pages=[PAGE | {"number": 2**63}]), "its pages are not numbered"),
        (_changed(found={"tags": [TAG, TAG]}), "the same label twice"),
        (_changed(sha256="../../etc/passwd"), "no SHA-256"),
        (_changed(id="../x"), "no id"),
        (_changed(published="in mei"), "no year or date"),
        (_changed(title="Nog nieuwer"), "the value of title is not what its ‘found’ and"),
        (_changed(decisions=["x"]), "a decision must hold fields"),
        (_changed(decisions=[SAYS | {"at": "ooit"}]), "a decision: the field ‘0.at’"),
        (_changed(decisions=[SAYS | {"field": "sha256"}]), "not for a person to decide"),
        (_changed(decisions=[SAYS | {"document_id": "a", "x": 1}]), "a decision: the field ‘0.x’"),
        (_changed(note="half \ud83d"), "it holds half a character"),
    ],
    ids=range(27),
)
def test_a_wrong_line_is_refused_by_number_and_the_rest_goes_on(
    collection: Collection, line: str, words: str
) -> None:
    wrong, right = _take_in(collection, line, _line(PLAIN))
    assert (wrong.line, wrong.result) == (1, Result.REFUSED)
    assert words in wrong.error
    assert wrong.error.endswith(".")
    assert not wrong.error.endswith("..")
    assert "\n" not in wrong.error
    assert (right.line, right.result) == (2, Result.ADDED)


def test_a_line_in_another_encoding_is_refused() -> None:
    with pytest.raises(UsageError, match="not UTF-8"):
        read_line('{"title": "één"}'.encode("utf-16"))


@given(st.binary(max_size=60))
def test_any_bytes_at_all_are_a_holding_or_one_sentence(line: bytes) -> None:
    with pytest.raises(UsageError):
        read_line(line)


# Originals

CONTENT = b"de bytes van het rapport"


@pytest.fixture
def with_original() -> Document:
    return replace(PLAIN, sha256=hashlib.sha256(CONTENT).hexdigest())


def _store(folder: Path, digest: str) -> Path:
    return FolderOriginals(folder).path(digest)


def _anywhere(folder: Path, _digest: str) -> Path:
    return folder / "diep" / "rapport.pdf"


@pytest.mark.parametrize("place", [_store, _anywhere])
def test_originals_are_found_by_their_bytes_wherever_they_are(
    collection: Collection,
    tmp_path: Path,
    with_original: Document,
    place: Callable[[Path, str], Path],
) -> None:
    folder = tmp_path / "old"
    path = place(folder, with_original.sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    kept = Path(collection.originals.place(with_original.sha256))
    options = {"folder": OriginalsFolder(folder)}
    (arrival,) = _take_in(collection, _line(with_original), dry_run=True, **options)
    assert (arrival.original, kept.exists()) == (True, False)
    (arrival,) = _take_in(collection, _line(with_original), **options)
    assert arrival.original
    assert kept.read_bytes() == CONTENT


def test_an_original_with_other_bytes_is_no_original(
    collection: Collection, tmp_path: Path, with_original: Document
) -> None:
    path = _store(tmp_path, with_original.sha256)
    path.parent.mkdir()
    path.write_bytes(b"iets anders")
    folder = OriginalsFolder(tmp_path)
    (arrival,) = _take_in(collection, _line(with_original), folder=folder)
    assert (arrival.result, arrival.original) == (Result.ADDED, False)
    assert not collection.originals.digests()


def test_an_original_can_come_later(
    collection: Collection, tmp_path: Path, with_original: Document
) -> None:
    (arrival,) = _take_in(collection, _line(with_original))
    assert not arrival.original
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "r.pdf").write_bytes(CONTENT)
    folder = OriginalsFolder(tmp_path / "x")
    (arrival,) = _take_in(collection, _line(with_original), folder=folder)
    assert (arrival.result, arrival.original) == (Result.UNCHANGED, True)


def test_one_holding_is_read_as_it_was_added(collection: Collection) -> None:
    decided = decision("title", "Nieuw")
    collection.catalogue.add(PLAIN, "Anna", [decided])
    assert holding(collection.catalogue, PLAIN.id) == Holding(found=PLAIN, decisions=(decided,))
