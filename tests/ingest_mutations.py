"""Damage to files, of many kinds, that can be made again from a seed file and a number.

A file that is an archive is damaged inside its members, a PDF inside its streams, each packed again
so that the damage arrives at the reader and does not end at the unpacking.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[Random, bytes, bytes], bytes]
"""From a source of chance, a file and another of its kind to a damaged file."""

_MOST_BYTES = 200_000  # a damaged file is cut there: small ones find as much, and sooner
_BLOCK = 2_000  # bytes of the largest block that is moved
_NUMBER = re.compile(rb"\d+")
_BOUNDARIES = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 2**31 - 1, 2**31, 2**32 - 1, 2**63)
_NUMBERS = (b"-1", b"0", b"65536", b"2147483648", b"99999999999999999999", b"1e308", b"-0.0001")
_PIECES = (
    b"<", b">", b"/>", b"</", b"<!--", b"<![CDATA[", b"&x;", b"&#0;", b"&#x110000;", b"\"", b"'",
    b"{", b"}", b"\\", b"\\'zz", b"(", b")", b"[", b"]", b"<<", b">>", b" 0 R", b"endstream",
    b"\n\n", b"---\n", b"\f", b"\r", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"|",
    b"\xf4\x90\x80\x80", b"%s%n", b"../", b"\t" * 50, b"9" * 400, b"`" * 99, b"*_" * 99, b"> " * 99,
)  # fmt: skip
_NAMES = ("../../tmp/buiten", "/etc/passwd", "a\\..\\b", "", "é\u0301", "x" * 300, "CON")


def mutated(data: bytes, others: Sequence[bytes], key: str) -> bytes:
    """A damaged copy of a file.

    Args:
        data: the file.
        others: files of its kind, to splice with.
        key: the same key gives the same damage.
    """
    chance = Random(key)  # noqa: S311 (the same every time is what is wanted)
    other = chance.choice(others) if others else data
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = _mutation(chance, data)(chance, data, other)[:_MOST_BYTES]
    return data


def _mutation(chance: Random, data: bytes) -> Mutation:
    deep = chance.random()
    if data.startswith(b"PK\x03\x04") and deep < 0.85:
        return in_archive
    if data.startswith(b"%PDF") and deep < 0.5:
        return in_stream
    return _plain_mutation(chance, data)


def _plain_mutation(chance: Random, data: bytes) -> Mutation:
    if b"</" in data and chance.random() < 0.6:
        return element
    return chance.choice(_ON_BYTES)


# --- on bytes ------------------------------------------------------------------------------------


def flip_bits(chance: Random, data: bytes, _: bytes) -> bytes:
    """Turn some bits over."""
    changed = bytearray(data)
    for _number in range(chance.choice((1, 4, 32))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def truncate(chance: Random, data: bytes, _: bytes) -> bytes:
    """Lose the end."""
    return data[: chance.randrange(len(data) + 1)]


def duplicate(chance: Random, data: bytes, _: bytes) -> bytes:
    """Write a block many times over."""
    start, end = _block(chance, data)
    times = chance.choice((2, 2, 10, 100))
    return data[:start] + data[start:end] * times + data[end:]


def delete(chance: Random, data: bytes, _: bytes) -> bytes:
    """Lose a block."""
    start, end = _block(chance, data)
    return data[:start] + data[end:]


def swap(chance: Random, data: bytes, _: bytes) -> bytes:
    """Exchange two neighbouring blocks."""
    start, middle = _block(chance, data)
    end = min(len(data), middle + chance.randrange(_BLOCK))
    return data[:start] + data[middle:end] + data[start:middle] + data[end:]


def boundary(chance: Random, data: bytes, _: bytes) -> bytes:
    """Write a number at the edge of its range over some bytes."""
    width = chance.choice((1, 2, 4, 8))
    value = chance.choice(_BOUNDARIES) & (1 << 8 * width) - 1
    number = value.to_bytes(width, "big")[:: chance.choice((1, -1))]
    at = chance.randrange(len(data) + 1)
    return data[:at] + number + data[at + width :]


def number(chance: Random, data: bytes, _: bytes) -> bytes:
    """Put another number in the place of one that is written in figures."""
    found = list(_NUMBER.finditer(data))
    if not found:
        return data
    start, end = chance.choice(found).span()
    return data[:start] + chance.choice(_NUMBERS) + data[end:]


def insert(chance: Random, data: bytes, _: bytes) -> bytes:
    """Put in what means something in one format or another."""
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_PIECES) + data[at:]


def splice(chance: Random, data: bytes, other: bytes) -> bytes:
    """Go on with another file from some place."""
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


_ON_BYTES: tuple[Mutation, ...] = (
    flip_bits, truncate, duplicate, delete, swap, boundary, number, insert, splice,
)  # fmt: skip


# What a tree of markup is made of: the value of an attribute, a whole small element, text.
_MARKUP = (
    re.compile(rb'(?<==")[^"<>]{0,200}(?=")'),
    re.compile(rb"<([\w:-]+)\b[^<>]*(?:/>|>[^<>]*</\1>)"),
    re.compile(rb"(?<=>)[^<>]{1,200}(?=<)"),
)
_VALUES = (*_NUMBERS, b"", b"x" * 300, b"../../a.xml", b"https://example.org/a", b"&#9;", b"\xff")


def element(chance: Random, data: bytes, _: bytes) -> bytes:
    """Change markup so that it mostly stays well-formed, and says something else."""
    values, elements, texts = ([m.span() for m in pattern.finditer(data)] for pattern in _MARKUP)
    what = chance.randrange(5)
    spans = (values, elements, elements, elements, texts)[what]
    if not spans:
        return delete(chance, data, _)
    start, end = chance.choice(spans)
    old = data[start:end]
    other = data[slice(*chance.choice(spans))]
    times = chance.choice((2, 50, 1000))
    new = (
        chance.choice((*_VALUES, other)),
        b"",
        chance.choice((old * times, b"<a>" * times + old + b"</a>" * times)),
        other,
        chance.choice((*_VALUES, other)),
    )[what]
    return data[:start] + new + data[end:]


def _block(chance: Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(1, _BLOCK))


# --- inside --------------------------------------------------------------------------------------


# Members that hold the text, or that everything hangs on.
_MAIN = re.compile(
    r"(document|content|styles|slide\d+|container|\[Content_Types\])\.xml$|html$|opf$"
)


def in_archive(chance: Random, data: bytes, other: bytes) -> bytes:
    """Damage, lose, rename or exchange one member of a ZIP file."""
    parts = members(data)
    if not parts:
        return _plain_mutation(chance, data)(chance, data, other)
    names = sorted(parts)
    main = [name for name in names if _MAIN.search(name)]
    name = chance.choice(main if main and chance.random() < 0.5 else names)
    what = chance.random()
    if what < 0.8:
        theirs = members(other).get(name, b"")
        parts[name] = _plain_mutation(chance, parts[name])(chance, parts[name], theirs)
    elif what < 0.88:
        del parts[name]
    elif what < 0.94:
        parts[chance.choice(_NAMES)] = parts[name]
    else:
        parts[name] = parts[chance.choice(names)]
    return packed(parts)


def members(data: bytes) -> dict[str, bytes]:
    """Name -> content of the members; none when it is no sound archive any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # zipfile raises many things on a damaged archive
        return {}


def packed(parts: dict[str, bytes]) -> bytes:
    """An archive with these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, (2014, 5, 12, 0, 0, 0))
            archive.writestr(info, content, zipfile.ZIP_DEFLATED, compresslevel=1)
    return file.getvalue()


_STREAM = re.compile(rb"/Length (\d+)(?: 0 R)?(.{0,200}?)stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_ENTRY = re.compile(rb"(?<=\n)(\d{10})(?= \d{5} n)")
_XREF = re.compile(rb"(?<=startxref\n)(\d+)")


def in_stream(chance: Random, data: bytes, other: bytes) -> bytes:
    """Damage the content of one stream of a PDF; what points behind it is set right."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return _plain_mutation(chance, data)(chance, data, other)
    stream = chance.choice(streams)
    content, deflated = _inflated(stream[3])
    content = chance.choice(_ON_BYTES)(chance, content, content)
    content = zlib.compress(content, 1) if deflated else content
    new = b"/Length %d%sstream\n%s\nendstream" % (len(content), stream[2], content)
    start, end = stream.span()
    grown = len(new) - (end - start)

    def moved(place: re.Match[bytes]) -> bytes:
        at = int(place[1])
        return b"%0*d" % (len(place[1]), at + grown if at > start else at)

    rest = _XREF.sub(moved, _ENTRY.sub(moved, data[end:]))
    return data[:start] + new + rest


def _inflated(content: bytes) -> tuple[bytes, bool]:
    try:
        return zlib.decompress(content), True
    except zlib.error:
        return content, False
