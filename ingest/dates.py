"""Dates as people and programs write them, in Dutch and in English."""

from __future__ import annotations

import re

from corpus.document import published

_MONTHS = (
    "januari january jan", "februari february feb", "maart march mrt mar", "april apr",
    "mei may", "juni june jun", "juli july jul", "augustus august aug",
    "september sept sep", "oktober october okt oct", "november nov", "december dec",
)  # fmt: skip
MONTH: dict[str, int] = {
    name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()
}
MONTHS = "|".join(sorted(MONTH, key=len, reverse=True))

_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_FORMS = (
    re.compile(rf"^\s*(?:D:)?{_YEAR}-?(?P<month>[01]\d)-?(?P<day>[0-3]\d)(?!\d\d\b)"),
    re.compile(rf"^\s*{_YEAR}[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)\b"),
    re.compile(rf"^\s*{_YEAR}-(?P<month>[01]\d)\s*$"),
    re.compile(rf"\b(?P<day>[0-3]?\d)[-/.](?P<month>[01]?\d)[-/.]{_YEAR}\b"),
    re.compile(rf"\b(?P<day>[0-3]?\d)\.?\s+(?P<name>{MONTHS})\.?,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<name>{MONTHS})\.?\s+(?P<day>[0-3]?\d),?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b(?P<name>{MONTHS})\.?,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_YEAR}\b"),
)


def iso_date(value: str) -> str | None:
    """``2014``, ``2014-05`` or ``2014-05-12`` from a date as written in a file; None if none.

    | written                    | read         |
    |----------------------------|--------------|
    | ``2014-05-12T09:32:18Z``   | 2014-05-12   |
    | ``12 mei 2014``            | 2014-05-12   |
    | ``12-05-2014``             | 2014-05-12   |
    | ``Mei 2014``               | 2014-05      |
    """
    for form in _FORMS:
        match = form.search(value)
        if match:
            return _checked(match.groupdict())
    return None


def _checked(parts: dict[str, str | None]) -> str | None:
    name = parts.get("name")
    month = MONTH[name.lower()] if name else int(parts.get("month") or 0)
    text = str(parts["year"])
    for number in (month, int(parts.get("day") or 0)):
        if not number:
            break
        text += f"-{number:02}"
    try:
        return published(text)
    except ValueError:
        return str(parts["year"])
