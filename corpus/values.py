"""What a person writes for a field -> the value that is kept, or one sentence on what is wrong.

Used for options, for ``edit --set`` and for metadata beside a file, so that the same text means
the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from stdnum import isbn
from stdnum.exceptions import ValidationError

from corpus.archetypes import Taxonomy
from corpus.decisions import EDITABLE
from corpus.document import Access, Kind, Status, published
from corpus.errors import UsageError
from corpus.gazetteer import load_gazetteer
from corpus.vocabulary import load_vocabulary

# After the handbook of the DOI Foundation: a prefix that begins with 10, and anything behind it.
_DOI = re.compile(r"(?i:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<name>10\.\d{4,9}/\S+)")
SYNONYMS = {"year": "published", "theme": "themes", "target_group": "target_groups"}
"""What a field may also be called."""

_SEVERAL = ("authors", "municipality", "themes", "target_groups")
_NEVER_EMPTY = ("title", "kind", "access", "status")


class Values:
    """Checks values against the vocabularies of a collection."""

    def __init__(self, taxonomy: Taxonomy, who: str) -> None:
        self._taxonomy = taxonomy
        self._who = who
        self._vocabulary = load_vocabulary()
        self._gazetteer = load_gazetteer()
        self._checks: dict[str, Callable[[str], Any]] = {
            "kind": lambda text: _one_of("kind", text, [k.value for k in Kind]),
            "access": lambda text: _one_of("access", text, [a.value for a in Access]),
            "status": lambda text: _one_of("status", text, [s.value for s in _SETTABLE]),
            "language": lambda text: self._term("language", text),
            "themes": lambda text: self._term("theme", text),
            "target_groups": lambda text: self._term("target_group", text),
            "evidence": self._evidence,
            "municipality": self._municipality,
            "published": _published,
            "source_url": _address,
            "document_type": lambda text: self._term("document_type", text),
            "isbn": _isbn,
            "doi": _doi,
        }

    def field(self, name: str) -> str:
        """The name under which a field is kept (``year`` is ``published``).

        Raises:
            UsageError: when there is no such field, or it follows from the file itself.
        """
        field = SYNONYMS.get(name, name)
        if field not in EDITABLE:
            raise UsageError(f"There is no field ‘{name}’ to set; there are {', '.join(EDITABLE)}.")
        return field

    def value(self, field: str, texts: Sequence[str]) -> Any:
        """The JSON value of a field; an empty text empties it.

        Raises:
            UsageError: naming the field, what was written and what may be.
        """
        check = self._checks.get(field, str)
        lines = map(_line, texts)
        written = [text for text in lines if text]
        if field in _SEVERAL:
            return list(dict.fromkeys(check(text) for text in written))
        if not written:
            if field in _NEVER_EMPTY:
                raise UsageError(f"The field {field} cannot be empty.")
            return ""
        if len(written) > 1:
            raise UsageError(f"The field {field} has one value, and {len(written)} were given.")
        return check(written[0])

    def archetype(self, text: str) -> str:
        """The present id of an archetype; a former one may be written as well.

        Raises:
            UsageError: when the taxonomy does not have it.
        """
        present = self._taxonomy.present(text)
        return _one_of("archetype", present, list(self._taxonomy.archetypes))

    def _term(self, facet: str, text: str) -> str:
        return _one_of(facet.replace("_", " "), text, list(self._vocabulary.labels[facet]))

    def _evidence(self, text: str) -> dict[str, str]:
        return {"level": self._term("evidence", text), "assigned_by": self._who}

    def _municipality(self, text: str) -> str:
        found = self._gazetteer.find(text)
        if found is None:
            raise UsageError(f"‘{text}’ is no Dutch municipality; write its official name.")
        return found


def _line(text: str) -> str:
    """One line without characters that cannot be seen, as a page and a table can show it."""
    kinds = [unicodedata.category(char) for char in text]
    if "Cs" in kinds:
        raise UsageError(f"{text!a} holds half a character; leave it out.")
    plain = "".join(
        " " if kind == "Cc" else "" if kind == "Cf" else char
        for char, kind in zip(text, kinds, strict=True)
    )
    return unicodedata.normalize("NFC", " ".join(plain.split()))


_SETTABLE = (Status.NEW, Status.REVIEW, Status.PUBLISHED)  # withdrawing takes a reason


def _published(text: str) -> str:
    try:
        return published(text)
    except ValueError as error:
        raise UsageError(f"{error}.") from None


def _isbn(text: str) -> str:
    try:
        return str(isbn.validate(text, convert=True))
    except ValidationError:
        raise UsageError(f"‘{text}’ is no ISBN; check its digits.") from None


def _doi(text: str) -> str:
    found = _DOI.fullmatch(text)
    if not found:
        raise UsageError(f"‘{text}’ is no DOI; write it as 10.1234/abc.")
    return found["name"]


def _address(text: str) -> str:
    try:
        address = urlsplit(text)
    except ValueError:  # brackets that do not close
        address = urlsplit("")
    if address.scheme not in ("http", "https") or not address.netloc:
        raise UsageError(f"‘{text}’ is no web address; write it as https://…")
    return text


def _one_of(what: str, text: str, allowed: Sequence[str]) -> str:
    if text in allowed:
        return text
    raise UsageError(f"‘{text}’ is no {what}; there are {', '.join(allowed)}.")
