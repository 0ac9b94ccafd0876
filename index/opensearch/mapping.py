"""How OpenSearch keeps a document: derived from the tables of :mod:`index.fields`.

The words are finished when they come, so that all the engine does is to take them apart at spaces.
What weighs how much is worked out here as well (:mod:`index.opensearch.scoring`): the similarity is
no more than that part of BM25 which must know a document.
"""

from __future__ import annotations

from typing import Any

from index.embedded.scoring import K1, B
from index.fields import FACET_NAMES, FORMS, PAGE_GAP, TEXT_FIELDS
from index.opensearch import vocabulary
from index.opensearch.address import Address
from index.opensearch.large import WINDOW
from index.prepare import FIELD_FORMS

NO_PARTS = "\u0001"  # stands where a word has no parts
BETWEEN_PARTS = "\u0002"  # between the parts of one word, which stand in one place

DICTIONARY = "words"
"""What the dictionary (:mod:`index.opensearch.dictionary`) is called among the parts."""

WORD = "word"
MOST_WORDS = 200_000
"""Words that one question may find in it."""

_SATURATION = f"return doc.freq / (doc.freq + {K1 * (1 - B):.3f} + query.boost * doc.length);"
_LONGEST = 1 << 20  # characters between two spaces: all parts of one word
_MOST_NESTED = 1 << 20  # pages of a document
_MOST_RESULTS = (1 << 31) - 1

_KEYWORD = {"type": "keyword"}
_KEPT_ALONE = {"type": "keyword", "index": False, "doc_values": False}


def index_body(address: Address, part: str, meta: dict[str, Any]) -> dict[str, Any]:
    """Settings and mapping of the engine index for a part: documents, or the dictionary."""
    if part == DICTIONARY:
        return _dictionary_body(address, meta)
    return {"settings": {"index": _settings(address)}, "mappings": _mappings(meta)}


def _dictionary_body(address: Address, meta: dict[str, Any]) -> dict[str, Any]:
    settings = {**copies(address), "refresh_interval": "-1", "max_result_window": MOST_WORDS}
    mappings = {
        "dynamic": "strict",
        "_meta": meta,
        "_source": {"enabled": False},
        "properties": {WORD: _KEYWORD},
    }
    return {"settings": {"index": settings}, "mappings": mappings}


def copies(address: Address) -> dict[str, Any]:
    """Settings that say how often an engine index is kept."""
    if address.replicas is None:
        return {"auto_expand_replicas": "0-1"}
    return {"number_of_replicas": address.replicas}


def _settings(address: Address) -> dict[str, Any]:
    return {
        "number_of_shards": address.shards,
        **copies(address),
        "codec": "best_compression",
        "refresh_interval": "-1",  # seen when it is committed, and not before
        "max_result_window": _MOST_RESULTS,
        "max_rescore_window": WINDOW,
        "max_inner_result_window": _MOST_NESTED,
        "mapping": {"nested_objects": {"limit": _MOST_NESTED}},
        "similarity": {
            "saturation": {
                "type": "scripted",
                "discount_overlaps": False,
                "script": {"source": _SATURATION},
            }
        },
        "analysis": {
            "tokenizer": {"spaces": {"type": "whitespace", "max_token_length": _LONGEST}},
            "filter": {
                "without": {"type": "stop", "stopwords": [NO_PARTS]},
                "apart": {
                    "type": "pattern_capture",
                    "preserve_original": False,
                    "patterns": [f"([^{BETWEEN_PARTS}]+)"],
                },
            },
            "analyzer": {
                "words": {"type": "custom", "tokenizer": "spaces"},
                "parts": {
                    "type": "custom",
                    "tokenizer": "spaces",
                    "filter": ["without", "apart"],
                },
            },
        },
    }


def _mappings(meta: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {
        **dict.fromkeys(("id", "document", "title_key", "published"), _KEYWORD),
        "title": _KEPT_ALONE,
        "language": _KEYWORD,
        "strength": {"type": "double"},
        **vocabulary.PROPERTIES,
        "passage": {"type": "object", "enabled": False},
        "checksum": {"type": "long", "index": False, "doc_values": False},
        "page_count": {"type": "integer", "index": False, "doc_values": False},
        "first_pages": {"type": "integer", "index": False, "doc_values": False},
        "lengths": {"properties": {name: {"type": "integer"} for name in FIELD_FORMS}},
        "facets": {"properties": dict.fromkeys(FACET_NAMES, _KEYWORD)},
        "pages": {"type": "nested", "properties": _page()},
    }
    for field in TEXT_FIELDS:
        for form in FORMS:
            properties[f"{field.name}_{form}"] = {
                **_text(form),
                "similarity": "saturation",
                "position_increment_gap": PAGE_GAP,
            }
    return {"dynamic": "strict", "_meta": meta, "properties": properties}


def _page() -> dict[str, Any]:
    """The words of a page are those of the body too."""
    forms = {
        form: {**_text(form), "norms": False, "index_options": "docs", "copy_to": f"body_{form}"}
        for form in FORMS
    }
    return {"number": {"type": "integer", "index": False, "doc_values": False}, **forms}


def _text(form: str) -> dict[str, Any]:
    analyzer = "parts" if form == "part" else "words"
    return {"type": "text", "analyzer": analyzer, "search_analyzer": "words"}
