"""Read plain text and Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.document import Page
from corpus.errors import ReadFailed
from ingest.blocks import ITEM, Block, headings, one_line, page_of, prominent, table_text
from ingest.dates import iso_date
from ingest.encoding import decode_text
from ingest.html import main_blocks, parse
from ingest.reading import Reading

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\x0b]")

_FRONT_MATTER = re.compile(
    r"\s*^---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TITLE_KEYS = ("title", "titel", "title_tag", "pagetitle", "hero-heading")
_AUTHOR_KEYS = ("author", "authors", "auteur", "auteurs")
_DATE_KEYS = ("date", "datum", "published", "publicatiedatum", "year", "jaar", "lastmod", "updated")
_LANGUAGE_KEYS = ("lang", "language", "taal")

# "title: De wijk: een verkenning" is no YAML, and what people write.
_UNQUOTED = re.compile(r"^(\w+:[ \t]+)([^\s\"'\[{|>&*!%@`].*: .*)$", re.MULTILINE)
# Instructions to a site generator on a line of their own: {% hint %}, {{< figure >}}, {: .note}
_TEMPLATE_LINE = re.compile(r"^[ \t]*(?:\{%.*%\}|\{\{.*\}\}|\{:.*\})[ \t]*$", re.MULTILINE)
# Headings as older Markdown wrote them, without a space: ##Wet van 9 juli
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^\s#])", re.MULTILINE)
_FENCE = re.compile(
    r"(^[ \t]*(?:```|~~~).*?(?:^[ \t]*(?:```|~~~)[ \t]*$|\Z))", re.DOTALL | re.MULTILINE
)
# A line drawn inside a table, as other dialects of Markdown have it: |----+----|
_RULE = re.compile(r"[-+=:|\s]+")
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)


def read_text(path: Path) -> Reading:
    """Read plain text of any encoding; a form feed starts a new page.

    Lines stay as they are: only :mod:`ingest.clean` can tell which of them are paragraphs.

    Raises:
        ReadFailed: when the file cannot be opened.
    """
    texts = _text_of(path).split("\f")
    while len(texts) > 1 and not texts[-1].strip():
        del texts[-1]
    stripped = [text.strip("\n").rstrip() for text in texts]
    return Reading(
        pages=tuple(
            Page(number=number, text=text, quality=1.0 if text.strip() else 0.0)
            for number, text in enumerate(stripped, start=1)
        ),
        wrapped=True,
    )


def read_markdown(path: Path) -> Reading:
    """Read Markdown (CommonMark with tables) as text; it has one page.

    Front matter tells about the document and is no text of it; front matter that is no YAML is.

    Raises:
        ReadFailed: when the file cannot be opened.
    """
    text = _text_of(path).replace("\f", "\n\n")
    about, body = _front_matter(text)
    blocks = list(_blocks(_grammar().parse(_prepared(body))))
    return Reading(
        pages=(page_of(1, blocks),),
        title=next(_words(about, _TITLE_KEYS), None),
        heading=prominent(blocks),
        headings=headings(blocks),
        authors=tuple(_words(about, _AUTHOR_KEYS)),
        dated=next(filter(None, map(iso_date, _words(about, _DATE_KEYS))), None),
        language=next((code[:2].lower() for code in _words(about, _LANGUAGE_KEYS)), None),
    )


def _text_of(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadFailed(f"{path.name} cannot be read: {error.strerror}.") from error
    return _CONTROL.sub(" ", _LINE_ENDS.sub("\n", decode_text(data)))


# --- front matter ------------------------------------------------------------------------------


def _front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """What stands between two lines of dashes at the start, by lower-case key, and the rest."""
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    matter = match[1] or ""
    try:
        try:
            found = yaml.safe_load(matter)
        except yaml.YAMLError:
            found = yaml.safe_load(_UNQUOTED.sub(_quoted, matter))
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}, text
    if found is None:
        return {}, text[match.end() :]
    if not isinstance(found, dict):
        return {}, text
    return {str(key).lower(): value for key, value in found.items()}, text[match.end() :]


def _quoted(line: re.Match[str]) -> str:
    return f"{line[1]}{json.dumps(line[2].strip(), ensure_ascii=False)}"


def _words(about: Mapping[str, object], keys: Sequence[str]) -> Iterator[str]:
    """Values under the first of ``keys`` that has any; a list or a ``name`` inside is opened."""
    for key in keys:
        found = list(_plain(about.get(key)))
        if found:
            yield from found
            return


def _plain(value: object) -> Iterator[str]:
    if isinstance(value, str | int | date) and not isinstance(value, bool):
        text = one_line(str(value))
        if text:
            yield text
    elif isinstance(value, list):
        for item in value[:100]:
            if isinstance(item, dict):
                item = item.get("name")  # noqa: PLW2901
            if isinstance(item, str):
                yield from _plain(item)


# --- Markdown ----------------------------------------------------------------------------------


def _grammar() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _prepared(text: str) -> str:
    """Text outside code without instructions to a site generator, and with plain headings."""
    parts = _FENCE.split(text)
    for number in range(0, len(parts), 2):
        parts[number] = _TIGHT_HEADING.sub(r"\1 ", _TEMPLATE_LINE.sub("", parts[number]))
    return "".join(parts)


@dataclass(slots=True)
class _Lists:
    """Open lists and what stands in front of the next paragraph: a mark on an item's first."""

    depth: int = 0
    mark: str = ""
    items: list[str] | None = None


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    """Blocks of a parsed document; the items of a list are the lines of one block."""
    lists = _Lists()
    level: int | None = None
    rows: list[list[str]] = []
    for token in tokens:
        kind = token.type
        if kind == "heading_open":
            level = int(token.tag[1:])
        elif kind == "tr_open":
            rows.append([])
        elif kind == "table_close":
            shown = (row for row in rows if not _RULE.fullmatch("".join(row)))
            yield from _place(Block(table_text(shown)), lists)
            rows = []
        elif kind in _LIST_MARKS:
            yield from _list_mark(kind, lists)
        elif kind == "inline":
            text = _inline(token.children or ())
            if rows:
                rows[-1].append(text)
            elif not _RULE.fullmatch(text):
                yield from _place(Block(text, level), lists)
            level = None
        elif kind in {"fence", "code_block"}:
            yield from _place(Block(token.content.rstrip()), lists)
        elif kind == "html_block":
            for block in main_blocks(parse(token.content)):
                yield from _place(block, lists)


_LIST_MARKS = frozenset((
    "bullet_list_open", "ordered_list_open", "bullet_list_close", "ordered_list_close",
    "list_item_open",
))  # fmt: skip


def _list_mark(kind: str, lists: _Lists) -> Iterator[Block]:
    if kind == "list_item_open":
        lists.mark = ITEM
    elif kind.endswith("list_open"):
        lists.depth += 1
        lists.items = lists.items or []
    elif kind.endswith("list_close"):
        lists.depth -= 1
        if not lists.depth:
            yield Block("\n".join(lists.items or ()))
            lists.items = None


def _place(block: Block, lists: _Lists) -> Iterator[Block]:
    """Hand a block on, or add it to the open list."""
    if lists.items is None:
        yield block
    elif block.text:
        lists.items.append(f"{lists.mark}{block.text}")
        lists.mark = ""


def _inline(tokens: Sequence[Token]) -> str:
    """Text of a paragraph: links as their words, pictures as their description."""
    parts: list[str] = []
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or _BREAK_TAG.match(token.content):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_inline(token.children or ()))
    return "\n".join(one_line(line) for line in "".join(parts).split("\n")).strip()
