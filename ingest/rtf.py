"""Read Rich Text (``.rtf``).

striprtf turns the marks into text. It passes over the groups that are not running text, among them
some we want: what the file says of itself, notes, and text in boxes. These are taken out before; a
note or box comes back behind its paragraph. Headings are known by the name of their style.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from striprtf.striprtf import charset_map, rtf_to_text

from corpus.errors import ReadFailed
from ingest.blocks import ITEM, Block, headings, one_line, page_of, prominent, table_text
from ingest.encoding import windows_1252
from ingest.reading import Reading

# An escaped sign, the end of a paragraph, or the start or end of a group.
_MARK = re.compile(
    r"\\[^a-z]|\\(?P<ends>par|row|sect|page)(?![a-z])-?\d*[ ]?"
    r"|(?P<open>\{)\s*(?:\\\*\s*)?(?:\\(?P<name>[a-z]+)-?\d*[ ]?)?|(?P<close>\})",
    re.IGNORECASE,
)
_MOVED = frozenset(("footnote", "shptxt"))
_KEPT_APART = frozenset(("info", "stylesheet", "fonttbl"))
_ITEM_MARKS = frozenset(("listtext", "pntext"))
_LEFT_OUT = frozenset((
    "fldinst", "pict", "objdata", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "themedata", "datastore", "latentstyles", "colorschememapping",
))  # fmt: skip

_STYLE = re.compile(r"\{\s*\\s(?P<number>\d{1,5})(?P<rest>[^{};]*);\s*\}")
_FIRST_MARK = re.compile(r"^[a-z]+-?\d*[ ]?")
_HEADING = re.compile(r"\s*(?:[a-z]+\d* )?(?:heading|kop) ?([1-9])\s*", re.IGNORECASE)
_TITLE = re.compile(r"\s*(?:[a-z]+\d* )?(?:title|titel)\s*", re.IGNORECASE)
_ENTRY_END = re.compile(r"[;{}]")
_FONT, _FONT_CHARSET = re.compile(r"\\f(\d{1,5})(?!\d)"), re.compile(r"\\fcharset(\d{1,3})")
_STYLED = re.compile(r"\\(?P<what>s|outlinelevel)(?P<number>\d{1,5})[ ]?")
_OUTLINE_LEVEL = re.compile(r"\\outlinelevel(\d{1,2})")
_OUTLINE = {number: number + 1 for number in range(9)}
# Stands for a level in the text that striprtf gives; a person cannot have typed it.
_LEVELS = "".join(chr(0xE0F0 + level) for level in range(10))
_LEVEL = re.compile(f"[{_LEVELS}]")
_BULLET = re.compile(r"^[\u00b7\u2022\u25cf\u25aa\uf0b7o§-]\t\s*")

_CHARSET = re.compile(r"\{\\rtf\d*\s*\\(mac|pca|pc)\b")
_CHARSETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CODE_PAGE = re.compile(r"\\ansicpg\d{1,5}")
_MACINTOSH = "\\ansicpg10000"
_LANGUAGE = re.compile(r"\\deflang(\d{1,5})")
_LANGUAGES = {0x13: "nl", 0x09: "en"}  # the low ten bits of a Windows language number
_DATE = r"\{{\\{}\s*\\yr(\d{{4}})\s*\\mo(\d{{1,2}})\s*\\dy(\d{{1,2}})"
_DATES = tuple(re.compile(_DATE.format(name)) for name in ("revtim", "creatim"))
_VALUE = r"\{{\s*(?:\\\*\s*)?\\{}\b[ ]?((?:[^{{}}\\]|\\.)*)\}}"
_VALUES = {name: re.compile(_VALUE.format(name), re.DOTALL) for name in ("title", "author")}


@dataclass(slots=True)
class _Parts:
    """A file taken apart: running text with its notes behind their paragraphs, and the rest."""

    body: str = ""
    apart: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Reading:
    """Read a Rich Text file; it has one page.

    Raises:
        ReadFailed: when it cannot be opened or is damaged.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadFailed(f"{path.name} cannot be read: {error.strerror}.") from error
    try:
        return _reading(_decoded(data))
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise ReadFailed(
            f"{path.name} is damaged or not of the format its name says;"
            " open it in an office program and save it again."
        ) from error


def _decoded(data: bytes) -> str:
    """The marks are ASCII; letters beyond it should not be there, but some programs write them."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return windows_1252(data)


def _reading(text: str) -> Reading:
    charset = _CHARSET.search(text[:200])
    encoding = _CHARSETS[charset[1]] if charset else "cp1252"
    if _MACINTOSH in text:
        text, encoding = text.replace(_MACINTOSH, ""), "mac_roman"
    code_page = _CODE_PAGE.search(text)
    begin = "{\\rtf1" + (code_page[0] if code_page else "")
    parts = _taken_apart(text)
    body = _with_levels(parts.body, _levels(parts.apart.get("stylesheet", "")))
    body = body.replace("{", "{" + _fonts(parts.apart.get("fonttbl", "")), 1)
    info = parts.apart.get("info", "")
    said = {
        name: one_line(_plain(f"{begin} {match[1]}}}", encoding))
        for name, pattern in _VALUES.items()
        if (match := pattern.search(info))
    }
    blocks = list(_blocks(_plain(body, encoding)))
    language = _LANGUAGE.search(text)
    return Reading(
        pages=(page_of(1, blocks),),
        title=said.get("title") or None,
        heading=prominent(blocks),
        headings=headings(blocks),
        authors=tuple(filter(None, map(one_line, said.get("author", "").split(";")))),
        dated=_dated(info),
        language=_LANGUAGES.get(int(language[1]) & 0x3FF) if language else None,
    )


def _plain(text: str, encoding: str) -> str:
    """Text without marks; signs beyond 16 bits are written as two halves."""
    plain: str = rtf_to_text(text, encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _dated(info: str) -> str | None:
    """The last time a file was saved says more than its creation."""
    for pattern in _DATES:
        if match := pattern.search(info):
            year, month, day = map(int, match.groups())
            if 1980 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year}-{month:02}-{day:02}"
    return None


# --- groups ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Held:
    """A group that is being kept out of the running text, and the depth at which it ends."""

    name: str
    depth: int
    pieces: list[str] = field(default_factory=list)


def _taken_apart(text: str) -> _Parts:
    """Keep out what is no running text; put notes and boxes behind their paragraph."""
    parts = _Parts()
    body = _Held("", 0)
    held = [body]
    notes: list[str] = []
    depth = place = 0
    for mark in _MARK.finditer(text):
        if mark["open"]:
            depth += 1
            name = (mark["name"] or "").lower()
            if _is_apart(name) and not _is_closed(held[-1]):
                held[-1].pieces.append(text[place : mark.start()])
                place = mark.end() if name in _MOVED else mark.start()
                held.append(_Held(name, depth))
        elif mark["close"]:
            if len(held) > 1 and held[-1].depth == depth:
                group = held.pop()
                group.pieces.append(text[place : mark.start()])
                place = mark.end()
                if group.name in _ITEM_MARKS:
                    held[-1].pieces.append("{\\bullet\\tab }")
                _put_away(group, parts, notes)
            depth -= 1
        elif mark["ends"] and notes and len(held) == 1:
            body.pieces += [text[place : mark.end()], *notes]
            place = mark.end()
            notes.clear()
    held[-1].pieces.append(text[place:])
    for group in held[:0:-1]:  # the file breaks off inside these
        _put_away(group, parts, notes)
    whole = "".join(body.pieces)
    end = whole.rfind("}") if notes else -1
    parts.body = whole if end < 0 else f"{whole[:end]}\\par {''.join(notes)}{whole[end:]}"
    return parts


def _is_apart(name: str) -> bool:
    return any(name in names for names in (_MOVED, _KEPT_APART, _ITEM_MARKS, _LEFT_OUT))


def _is_closed(group: _Held) -> bool:
    """Whether nothing is taken out of a group by itself."""
    return bool(group.name) and group.name not in _MOVED


def _put_away(group: _Held, parts: _Parts, notes: list[str]) -> None:
    if group.name in _MOVED:
        notes.append(f"{{{''.join(group.pieces)}\\par }}")
    elif group.name in _KEPT_APART:
        parts.apart.setdefault(group.name, "".join(group.pieces))


# --- blocks ------------------------------------------------------------------------------------


def _fonts(table: str) -> str:
    """The table of fonts with nothing but their encodings, which is all that striprtf looks for.

    It takes a square of the length of the table, which may be made to be long.
    """
    found: dict[str, str] = {}
    for entry in _ENTRY_END.split(table):
        font, charset = _FONT.search(entry), _FONT_CHARSET.search(entry)
        if font and charset and _is_known(charset_map.get(int(charset[1]))):
            found[font[1]] = charset[1]
    entries = (f"{{\\f{font}\\fcharset{charset} x;}}" for font, charset in found.items())
    return f"{{\\fonttbl{''.join(entries)}}}" if found else ""


def _is_known(encoding: str | None) -> bool:
    try:
        return encoding is not None and bool(codecs.lookup(encoding))
    except LookupError:  # some of the Macintosh
        return False


def _levels(stylesheet: str) -> dict[int, int]:
    """Number of a style -> level of the heading that it makes."""
    found: dict[int, int] = {}
    for style in _STYLE.finditer(stylesheet):
        number, (marks, mark, rest) = int(style["number"]), style["rest"].rpartition("\\")
        name = _FIRST_MARK.sub("", rest) if mark else rest
        outline = _OUTLINE_LEVEL.search(f"{marks}{mark}{rest}")
        if _TITLE.fullmatch(name):
            found[number] = 0
        elif heading := _HEADING.fullmatch(name):
            found[number] = int(heading[1])
        elif outline and int(outline[1]) in _OUTLINE:
            found[number] = _OUTLINE[int(outline[1])]
    return found


def _with_levels(body: str, levels: dict[int, int]) -> str:
    """The text with a sign for its level in each paragraph that is a heading."""
    known = {"s": levels, "outlinelevel": _OUTLINE}

    def mark(match: re.Match[str]) -> str:
        level = known[match["what"]].get(int(match["number"]))
        return match[0] if level is None else f"{match[0].rstrip()} {_LEVELS[level]}"

    return _STYLED.sub(mark, _LEVEL.sub("", body))


def _blocks(text: str) -> Iterator[Block]:
    """A block per line; rows of a table, whose cells end in a bar, together."""
    rows: list[list[str]] = []
    for line in text.split("\n"):
        level = _LEVEL.search(line)
        plain = _LEVEL.sub("", line)
        if plain.rstrip().endswith("|"):
            rows.append(plain.split("|"))
            continue
        if rows:
            yield Block(table_text(rows))
            rows = []
        shown = one_line(_BULLET.sub("" if level else ITEM, plain))
        if shown:
            yield Block(shown, _LEVELS.index(level[0]) if level else None)
    if rows:
        yield Block(table_text(rows))
