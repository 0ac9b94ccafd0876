"""Dutch or English? Of a text as a whole, and of the pages that are in another language.

A report may end with a summary in English, an article begin with one in Dutch. Such a page says so
itself; on a page that quotes the other language, or lists books in it, most stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from corpus.document import Page
from corpus.language.stems import LANGUAGES
from corpus.paragraphs import paragraphs

LEAST_LETTERS = 60
"""Below this many letters nothing is said of a text."""
SURE = 0.8
"""Below this probability nothing is said of a text."""

# Known beside ours so that a German page is not taken for Dutch.
_NEIGHBOURS = ("de", "fr")
_SAMPLE, _SAMPLES = 1500, 5
# Of a paragraph that counts, and of a page in another language than the document. Chosen on 1,360
# pages of real documents: with these the three English pages of a Dutch one are found and no other
# changes; from a share of 0.7 down, pages with long quotes and lists of books do.
_FEWEST_WORDS, _SURE_OF_PARAGRAPH = 8, 0.9
_FEWEST_ON_PAGE, _SHARE_OF_PAGE = 40, 0.8


def language_of(text: str) -> str | None:
    """``nl`` or ``en``; None for another language and for too little text to tell."""
    language, sure = classified(text)
    return language if sure >= SURE else None


def classified(text: str) -> tuple[str | None, float]:
    """The language of ``text`` if it is one of ours, and how sure that is (0-1)."""
    step = max(len(text) // _SAMPLES, _SAMPLE)
    sample = " ".join(text[start : start + _SAMPLE] for start in range(0, len(text), step))
    if sum(map(str.isalpha, sample)) < LEAST_LETTERS:
        return None, 0.0
    return _told(sample)


def in_their_languages(pages: Iterable[Page], language: str | None) -> tuple[Page, ...]:
    """The pages of a document in ``language``, those in another language with their own."""
    found = ((page, page_language(page)) for page in pages)
    return tuple(replace(page, language=own if own != language else None) for page, own in found)


def page_language(page: Page) -> str | None:
    """The language that nearly everything on a page is in; None where that cannot be said."""
    words: Counter[str | None] = Counter()
    for paragraph in paragraphs([page]):
        text = paragraph.text
        count = len(text.split())
        if count >= _FEWEST_WORDS:
            language, sure = _told(text)
            words[language if sure >= _SURE_OF_PARAGRAPH else None] += count
    if words.total() < _FEWEST_ON_PAGE:
        return None
    language, most = words.most_common(1)[0]
    return language if most >= _SHARE_OF_PAGE * words.total() else None


def _told(text: str) -> tuple[str | None, float]:
    language, sure = _identifier().classify(text)
    return (str(language), float(sure)) if language in LANGUAGES else (None, 0.0)


@cache
def _identifier() -> LanguageIdentifier:
    """The model, loaded once per process; it is never changed after that."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([*LANGUAGES, *_NEIGHBOURS])
    return identifier
