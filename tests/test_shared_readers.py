"""One text in three formats gives the same words, on real documents that lie beside the project."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from conftest import PROJECT
from ingest.clean import clean
from ingest.office import read_docx
from ingest.pdf import read as read_pdf
from ingest.reading import Reading
from ingest.text import read_markdown

_TEXTS = PROJECT.parent / "shared" / "collections" / "zoekhulpen"
_STEMS = sorted(f"{path.parent.name}/{path.stem}" for path in _TEXTS.glob("pdf/*/*.pdf"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not _STEMS, reason=f"the collection zoekhulpen is not at {_TEXTS}"),
]

_WORD = re.compile(r"\w+")


def _words(reading: Reading) -> Counter[str]:
    text = "\n".join(page.text for page in clean(reading.pages, wrapped=reading.wrapped))
    return Counter(_WORD.findall(text.casefold()))


def _f1(one: Counter[str], other: Counter[str]) -> float:
    return 2 * (one & other).total() / (one.total() + other.total())


@pytest.mark.parametrize("stem", _STEMS or ["none"])
def test_pdf_docx_and_markdown_of_a_text_have_the_same_words(stem: str) -> None:
    pdf = _words(read_pdf(_TEXTS / "pdf" / f"{stem}.pdf"))
    docx = _words(read_docx(_TEXTS / "docx" / f"{stem}.docx"))
    markdown = _words(read_markdown(_TEXTS / "md" / f"{stem}.md"))
    assert min(_f1(pdf, docx), _f1(pdf, markdown), _f1(docx, markdown)) >= 0.99


def test_there_are_thirty_two_of_them() -> None:
    assert len(_STEMS) == 32
