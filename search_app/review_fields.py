"""The form on what is known of a document: what it shows, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from corpus.document import Access, Document, Kind, Origin, Source
from search_app.naming import Names

WAS = "was-"
"""Before the name of a field: what it held when the form was made."""


class Shape(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    LINES = "lines"
    ONE_OF = "one"
    SOME_OF = "some"


# Field -> how it is filled in, and the vocabulary it is filled in from; in the order of the form.
FIELDS: Mapping[str, tuple[Shape, str]] = {
    "title": (Shape.LINE, ""),
    "subtitle": (Shape.LINE, ""),
    "kind": (Shape.ONE_OF, "kind"),
    "published": (Shape.LINE, ""),
    "authors": (Shape.LINES, ""),
    "organisation": (Shape.LINE, ""),
    "publisher": (Shape.LINE, ""),
    "municipality": (Shape.LINES, ""),
    "themes": (Shape.SOME_OF, "theme"),
    "target_groups": (Shape.SOME_OF, "target_group"),
    "document_type": (Shape.ONE_OF, "document_type"),
    "evidence": (Shape.ONE_OF, "evidence"),
    "language": (Shape.ONE_OF, "language"),
    "access": (Shape.ONE_OF, "access"),
    "isbn": (Shape.LINE, ""),
    "doi": (Shape.LINE, ""),
    "licence": (Shape.LINE, ""),
    "source_url": (Shape.LINE, ""),
    "note": (Shape.LINE, ""),
}
_NEVER_EMPTY = ("kind", "access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the form.

    Attributes:
        was: what the document has, a value on each line.
        values: what stands in the form: the same, or what was sent and could not be kept.
        options: value and name of what can be chosen, where it is chosen.
        origin: where the value comes from; None where nobody guessed.
        guessed: whether a program guessed it and no person has said that it is right.
        decided: whether a person decided it.
        right, clear: whether these were ticked in what was sent.
        wrong: what was written in it and cannot be; None for nothing.
    """

    name: str
    shape: Shape
    was: str
    values: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    origin: Origin | None
    guessed: bool
    decided: bool
    right: bool
    clear: bool
    wrong: str | None

    @property
    def certainty(self) -> int:
        """How sure a guess is, 0-100."""
        return round(100 * self.origin.confidence) if self.origin else 0


Sent = MultiDict[str, str]


def fields(
    document: Document, names: Names, sent: Sent | None, wrong: Mapping[str, str]
) -> tuple[Field, ...]:
    """The form, filled with what is known or with what was sent.

    Args:
        document: what is known.
        names: what values are called.
        sent: a form that could not be kept; None when there is none.
        wrong: field -> what cannot be in it.
    """
    return tuple(_field(document, name, names, sent, wrong.get(name)) for name in FIELDS)


def changed(form: Sent) -> tuple[dict[str, list[str]], list[str]]:
    """What was changed or ticked as right, and which fields go back to what was found."""
    cleared = [name for name in form.getlist("clear") if name in FIELDS]
    right = form.getlist("right")
    written = {}
    for name, texts in _written(form):
        was = _as_kept(name, form.getlist(WAS + name))
        if name not in cleared and (name in right or texts != was):
            written[name] = texts
    return written, cleared


def known(document: Document, name: str) -> tuple[str, ...]:
    """The values that a document has in a field."""
    value = getattr(document, name)
    if name == "evidence":
        value = document.evidence.level if document.evidence else None
    if not value:
        return ()
    return tuple(value) if isinstance(value, tuple) else (str(value),)


def _field(
    document: Document, name: str, names: Names, sent: Sent | None, wrong: str | None
) -> Field:
    shape, facet = FIELDS[name]
    origin = next((one for one in document.origins if one.field == name), None)
    was = "\n".join(known(document, name))
    decided = origin is not None and origin.source is Source.LIBRARIAN
    there = sent is not None and WAS + name in sent
    return Field(
        name=name,
        shape=shape,
        was=sent.get(WAS + name, "") if sent is not None and there else was,
        values=tuple(_texts(sent, name)) if sent is not None and there else known(document, name),
        options=tuple(_options(facet, name, names)) if facet else (),
        origin=origin,
        guessed=bool(was) and origin is not None and not origin.confirmed and not decided,
        decided=decided,
        right=sent is not None and name in sent.getlist("right"),
        clear=sent is not None and name in sent.getlist("clear"),
        wrong=wrong,
    )


def _options(facet: str, name: str, names: Names) -> Iterator[tuple[str, str]]:
    if name not in _NEVER_EMPTY and FIELDS[name][0] is Shape.ONE_OF:
        yield "", ""
    for value in _values(facet, names):
        yield value, names.value(facet, value)


def _values(facet: str, names: Names) -> Sequence[str]:
    if facet == "kind":
        return [kind.value for kind in Kind]
    if facet == "access":
        return [access.value for access in Access]
    return names.listed(facet)


def _written(form: Sent) -> Iterator[tuple[str, list[str]]]:
    """Fields that are in the form, with their values."""
    return ((name, _texts(form, name)) for name in FIELDS if WAS + name in form)


def _texts(form: Sent, name: str) -> list[str]:
    return _as_kept(name, form.getlist(name))


def _as_kept(name: str, texts: list[str]) -> list[str]:
    """Values without empty lines; of a field of one line the lines are one."""
    if FIELDS[name][0] is Shape.LINE:
        return _split(" ".join(" ".join(texts).splitlines()))
    return [line for text in texts for line in _split(text)]


def _split(text: str) -> list[str]:
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line]
