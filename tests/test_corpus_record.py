"""Documents as plain JSON values."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest
from corpus_documents import FULL, PLAIN
from corpus_strategies import DOCUMENTS
from hypothesis import given
from pydantic import ValidationError

from corpus.document import Document
from corpus.record import as_record, from_record, tag_records


@given(DOCUMENTS)
def test_any_document_comes_back_from_json_as_it_was(document: Document) -> None:
    line = json.dumps(as_record(document))
    assert from_record(json.loads(line)) == document


def test_every_field_is_in_the_record_as_json() -> None:
    record = as_record(FULL)
    assert set(record) == {field.name for field in fields(Document)}
    assert record["kind"] == "praktijk"
    assert record["ingested"] == "2024-05-06T07:08:09+02:00"
    assert record["evidence"] == {"level": "werkzaam", "assigned_by": "Anna"}
    assert record["pages"][1] == {
        "number": 7, "text": "", "quality": 1.0, "ocr": None, "apart": [], "language": "en",
    }  # fmt: skip


def test_labels_alone_are_written_as_in_the_whole() -> None:
    assert tag_records(FULL.tags) == as_record(FULL)["tags"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "krant"), ("pages", [{"number": 1}]), ("ingested", "gisteren"), ("title", None)],
)
def test_a_value_that_does_not_fit_is_named(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        from_record(as_record(PLAIN) | {field: value})
