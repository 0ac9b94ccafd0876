"""Types of columns, and ways to ask for them, that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Dialect, String, Text, TypeDecorator, and_

_MARK = "\U0010fffe"  # no character, and so in no text
_LAST = "\U0010ffff"


class _Exact(TypeDecorator[str]):
    """Text that PostgreSQL keeps and orders as SQLite does.

    It is as long as it is, in the order of its code points, and may hold NUL, which PostgreSQL
    refuses: that is written as two others.
    """

    impl = Text
    cache_ok = True

    def __init__(self) -> None:
        super().__init__(collation="C")

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - as SQLAlchemy calls it
        if isinstance(value, str) and ("\0" in value or _MARK in value):
            return value.replace(_MARK, f"{_MARK}1").replace("\0", f"{_MARK}0")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - as SQLAlchemy calls it
        if value is not None and _MARK in value:
            return value.replace(f"{_MARK}0", "\0").replace(f"{_MARK}1", _MARK)
        return value


def line(length: int) -> String:
    """A short text; the length is what one usually has at most, and no limit."""
    return String(length).with_variant(_Exact(), "postgresql")


def text() -> Text:
    """A text of any length."""
    return Text().with_variant(_Exact(), "postgresql")


def begins_with(column: ColumnElement[str], letters: str) -> ColumnElement[bool]:
    """Whether a text begins with these letters, capitals as they are; an index helps to find it."""
    return and_(column >= letters, column < letters + _LAST)
