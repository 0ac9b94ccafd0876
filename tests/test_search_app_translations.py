"""Dutch is the source; every text of the page has its English."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader

import search_app
from corpus.document import Source
from index.api import NoteKind, Sort
from search_app import wording
from search_app.document_view import FIELDS

FOLDER = Path(str(search_app.__file__)).parent
ENGLISH = FOLDER / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "N_": None}

Texts = str | tuple[str, ...]


def as_texts(message: object) -> Texts:
    return tuple(map(str, message)) if isinstance(message, list | tuple) else str(message)


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po(io.BytesIO((ENGLISH / "messages.po").read_bytes()), locale="en")


@pytest.fixture(scope="module")
def dutch() -> set[Texts]:
    mapping = io.StringIO((FOLDER / "translations" / "babel.cfg").read_text(encoding="utf-8"))
    methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    found = extract_from_dir(
        str(FOLDER.parent), methods, options, keywords=KEYWORDS, directory_filter=_ours
    )
    return {as_texts(message) for _, _, message, _, _ in found}


def _ours(folder: str) -> bool:
    path = Path(folder)
    return path == FOLDER.parent or FOLDER in (path, *path.parents)


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def test_every_text_is_translated_and_nothing_else(dutch: set[Texts], english: Catalog) -> None:
    assert len(dutch) > 100
    assert {as_texts(message.id) for message in messages(english)} == dutch


def test_no_translation_is_empty_or_doubtful(english: Catalog) -> None:
    for message in messages(english):
        texts = as_texts(message.string)
        assert all(texts if isinstance(texts, tuple) else (texts,)), message.id
        assert not message.fuzzy


def test_translations_have_the_same_places_to_fill_in(english: Catalog) -> None:
    for message in messages(english):
        assert _places(as_texts(message.id)) == _places(as_texts(message.string)), message.id


def test_the_compiled_catalogue_is_the_written_one(english: Catalog) -> None:
    with (ENGLISH / "messages.mo").open("rb") as file:
        compiled = read_mo(file)
    assert {as_texts(m.id): as_texts(m.string) for m in messages(compiled)} == {
        as_texts(m.id): as_texts(m.string) for m in messages(english)
    }


def test_every_value_that_is_put_into_words_has_words() -> None:
    assert set(wording.NOTES) == set(NoteKind)
    assert set(wording.SORTS) == set(Sort)
    assert set(wording.SOURCES) == set(Source)
    assert {field for field, facet in FIELDS.items() if facet is None} <= set(wording.FIELDS)


def test_no_template_has_loose_text() -> None:
    """What a reader sees stands in ``_()``: a template without its tags has no letters left."""
    environment = Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True)
    for name in environment.list_templates():
        source = (FOLDER / "templates" / name).read_text(encoding="utf-8")
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
        bare = re.sub(r"<!?[^<>]*>|\w+=\"\"", "", bare)
        left = set(re.findall(r"[^\W\d_]{2,}", bare)) - {"wat", "werkt", "watwerkt", "PDF"}
        assert not left, (name, left)


def _places(texts: Texts) -> set[str]:
    joined = texts if isinstance(texts, str) else " ".join(texts)
    return set(re.findall(r"%\((\w+)\)s", joined))
