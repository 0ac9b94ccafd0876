"""What documents have, against lists and counters of Python."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.segment.columns import Column, ColumnBuilder, Table, narrow
from index.segment.container import Container, ContainerWriter

Values = list[tuple[str, ...]]

values = st.sampled_from(("", "a", "b", "é", "z", "Ω", "𝄞", "aa")) | st.text(
    st.characters(codec="utf-8"), max_size=3
)
one_each = st.lists(st.tuples(values), max_size=12)
any_number = st.lists(st.lists(values, max_size=3, unique=True).map(tuple), max_size=12)
sparse = st.lists(st.just(()) | st.just(()) | st.tuples(values), max_size=12)
columns = one_each | any_number | sparse


@contextmanager
def kept(told: Sequence[Sequence[str]]) -> Iterator[Column]:
    builder = ColumnBuilder()
    for at, one in enumerate(told):
        if one:
            builder.skip(at - len(builder))
            builder.add(one)
    builder.skip(len(told) - len(builder))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        with ContainerWriter(path) as writer:
            builder.write(writer, "c")
            writer.finish({})
        yield Column(Container(path), "c", len(told))


@settings(max_examples=75)
@given(columns)
@example([])
@example([()])
def test_each_document_has_what_it_was_given_in_that_order(told: Values) -> None:
    with kept(told) as column:
        assert [column.of(at) for at in range(len(told))] == [tuple(one) for one in told]
        assert [v.decode() for v in column.values] == sorted({v for one in told for v in one})


@settings(max_examples=75)
@given(columns, st.data())
def test_values_are_counted_in_any_choice_of_documents(told: Values, data: st.DataObject) -> None:
    # Of few documents what they have is counted, of many what the others have is taken away.
    choice = data.draw(st.lists(st.booleans(), min_size=len(told), max_size=len(told)))
    chosen = np.flatnonzero(np.array(choice, bool))
    for documents in (chosen, np.arange(len(told)), np.arange(0)):
        expected = Counter(v for at in documents.tolist() for v in told[at])
        with kept(told) as column:
            counts = column.count(documents)
            names = [v.decode() for v in column.values]
            assert counts.tolist() == [expected[name] for name in names]
            codes = column.codes(documents).tolist()
            assert [names[code] for code in codes] == [v for at in documents for v in told[at]]


numbered = [tuple(f"v{n:03}" for n in range(many)) for many in (9, 254, 255, 256)]


@settings(max_examples=75)
@given(st.lists(columns, max_size=3), st.data())
@example([[*[("a",)] * 30, numbered[0]]], None)  # more values than fit in a row
@example([[*[("a",)] * 30, numbered[1]], [("b",)] * 31], None)
@example([[*[("a",)] * 30, numbered[2]], [("b",)] * 31], None)
@example([[*[()] * 30, numbered[3]], [*[("b", "c")] * 31]], None)
@example([[("a",)] * 70_000], None)
def test_several_columns_are_counted_at_once(
    several: list[Values], data: st.DataObject | None
) -> None:
    size = max(map(len, several), default=0)
    several = [[*told, *[()] * (size - len(told))] for told in several]
    choices = [list(range(0, size, 3)), list(range(size)), list(range(size - 1))]
    if data is not None and size:
        choices.append(sorted(data.draw(st.sets(st.integers(0, size - 1)))))
    with ExitStack() as stack:
        table_of = [stack.enter_context(kept(told)) for told in several]
        table = Table(table_of, size)
        for documents in choices:
            found = table.count(np.array(documents, np.int64))
            for told, column, counts in zip(several, table_of, found, strict=True):
                expected = Counter(v for at in documents for v in told[at])
                assert counts.tolist() == [expected[v.decode()] for v in column.values]


@settings(max_examples=75)
@given(columns, st.sets(values, max_size=4))
def test_the_documents_that_have_any_of_some_values(told: Values, asked: set[str]) -> None:
    with kept(told) as column:
        codes = [column.values.find(value.encode()) for value in asked]
        found = column.having(code for code in codes if code is not None)
        assert found.tolist() == [not asked.isdisjoint(one) for one in told]


@settings(max_examples=75)
@given(columns)
def test_the_first_value_of_each_document_by_its_place_in_their_order(told: Values) -> None:
    order = sorted({v for one in told for v in one})
    with kept(told) as column:
        assert column.first().tolist() == [order.index(one[0]) if one else -1 for one in told]


@settings(max_examples=25)
@given(columns)
def test_its_parts_are_the_numbers_of_all_values_behind_each_other(told: Values) -> None:
    with kept(told) as column:
        codes, counts = column.parts()
        assert counts.tolist() == [len(one) for one in told]
        assert [column.values[c].decode() for c in codes.tolist()] == [v for d in told for v in d]


@pytest.mark.parametrize("different", [255, 256, 257, 65537])
def test_there_may_be_many_different_values(different: int) -> None:
    told = [(f"{n:06}",) for n in range(different)]
    with kept(told) as column:
        assert column.of(different - 1) == told[-1]
        assert column.first().tolist() == list(range(different))


@pytest.mark.parametrize(
    ("most", "kind"), [(0, "u1"), (255, "u1"), (256, "u2"), (65535, "u2"), (65536, "u4")]
)
def test_numbers_are_kept_in_the_narrowest_type_that_holds_them(most: int, kind: str) -> None:
    found = narrow(np.array([0, most], np.int64))
    assert found.dtype == np.dtype(kind)
    assert found.tolist() == [0, most]
