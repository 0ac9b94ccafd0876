"""Bytes to text, for files that say which encoding they have and for files that do not."""

from __future__ import annotations

import codecs
import re

from bs4.dammit import EncodingDetector
from charset_normalizer import from_bytes

from ingest.looks import MARKS

# What browsers read when a page names one of these (WHATWG Encoding Standard, section 4.2).
_AS_BROWSERS_DO = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf-16": "utf-8",
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_ON_THE_WEB = re.compile(
    r"utf-8|cp(1\d{3}|866|874|932|949)|iso8859-\d+|koi8-[ru]|mac-(roman|cyrillic)|gb18030|big5.*"
    r"|euc_jp|iso2022_jp"
)
_ALL_ASCII = "iso2022_jp"  # writes another script in bytes that are valid UTF-8 as well
_DECLARED_WITHIN = 4096

# windows-1252 leaves five bytes open; browsers read them as the control characters they are.
_WINDOWS_1252 = "".join(codecs.decode(bytes([n]), "cp1252", "ignore") or chr(n) for n in range(256))

# Encodings that a Dutch text without any mark can have, the likeliest first.
_DUTCH = ("cp1252", "cp850", "mac_roman")
_LOWER, _UPPER = "éèëêïîíöóòôüúûáàâäç", "ÉÈËÊÏÖÓÜÁÇ"
_PLAUSIBLE = re.compile(
    rf"(?<=[A-Za-z{_LOWER}])[{_LOWER}](?![A-Z])|[{_LOWER}](?=[a-z{_LOWER}])|(?<=\s)[àé](?=\s)"
    rf"|(?<=[A-Z{_UPPER}])[{_UPPER}]|[{_UPPER}](?=[A-Z{_UPPER}])|(?<!\w)[{_UPPER}](?=[a-z])"
    r"|[‘“„«](?=\w)|(?<=[\w.,;:!?)€%])[’”»]|[’‘](?=\w)|(?<=[\s\d])[–—](?=[\s\d])|…|[•·§©®™°±½¼¾²³€£]"
    r"|\xa0|\xad"
)
_SAMPLE = 200_000
_ACCEPTED = 0.5
# Damage of UTF-8 that may stay, and damage that is a piece in another encoding.
_HARDLY = 0.05
_PARTLY = 1 / 3


def decode_page(data: bytes) -> str:
    """Text of a web page: mark > what is UTF-8 > declaration > windows-1252, as browsers read it.

    A declaration that the bytes contradict is passed over: a text that is not UTF-8 hardly ever
    looks like it, so what looks like it is. In UTF-8 with a few bytes of another page amid it,
    those bytes are read as windows-1252.
    """
    marked = _by_mark(data)
    if marked is not None:
        return marked
    declared = _declared(data[:_DECLARED_WITHIN])
    if _ALL_ASCII not in declared:
        text = _mostly_utf_8(data)
        if text is not None:
            return text
    for encoding in declared:
        text = _strictly(data, encoding)
        if text is not None:
            return text
    return windows_1252(data)


def decode_text(data: bytes) -> str:
    """Text of a file that says nothing: mark > UTF-8 > what gives plausible Dutch > a guess.

    UTF-8 with a few damaged bytes is still UTF-8; the damage becomes U+FFFD.
    """
    marked = _by_mark(data)
    if marked is not None:
        return marked
    text = data.decode("utf-8", errors="replace")
    if _damage(text) < _HARDLY:
        return text
    sample = _telling(data)
    if b"\0" not in sample:
        score, encoding = max((_plausibility(sample, name), -n) for n, name in enumerate(_DUTCH))
        if score >= _ACCEPTED:
            return _decoded(data, _DUTCH[-encoding])
    best = from_bytes(sample).best()
    return _decoded(data, best.encoding) if best else windows_1252(data)


def windows_1252(data: bytes) -> str:
    """Decode as windows-1252; never fails."""
    return codecs.charmap_decode(data, "strict", _WINDOWS_1252)[0]


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    return None


def _declared(start: bytes) -> tuple[str, ...]:
    try:
        name = codecs.lookup(
            EncodingDetector.find_declared_encoding(start, is_html=True) or ""
        ).name
    except LookupError:
        return ()
    name = _AS_BROWSERS_DO.get(name, name)
    return (name,) if _ON_THE_WEB.fullmatch(name) else ()


def _strictly(data: bytes, encoding: str) -> str | None:
    if encoding == "cp1252":
        return windows_1252(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _decoded(data: bytes, encoding: str) -> str:
    return windows_1252(data) if encoding == "cp1252" else data.decode(encoding, errors="replace")


def _mostly_utf_8(data: bytes) -> str | None:
    if _damage(data.decode("utf-8", errors="replace")) > _PARTLY:
        return None
    return data.decode("utf-8", errors=_AS_WINDOWS_1252)


def _damage(text: str) -> float:
    """Share of the characters beyond ASCII that were no UTF-8 and became U+FFFD, 0-1."""
    damaged = text.count("\ufffd")
    return damaged / sum(1 for char in text if char > "\x7f") if damaged else 0.0


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return windows_1252(error.object[error.start : error.end]), error.end


def _telling(data: bytes) -> bytes:
    """A sample that starts a little before the first byte that is not ASCII."""
    first = next((m.start() for m in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(first - 200, 0)
    # An even start keeps the halves of UTF-16 together.
    return data[start - start % 4 :][:_SAMPLE]


def _plausibility(sample: bytes, encoding: str) -> float:
    """Share of the characters beyond ASCII that stand where a Dutch text would have them, 0-1."""
    text = _decoded(sample, encoding)
    beyond = sum(1 for char in text if char > "\x7f")
    return len(_PLAUSIBLE.findall(text)) / beyond if beyond else 1.0


_AS_WINDOWS_1252 = "watwerkt.windows-1252"
codecs.register_error(_AS_WINDOWS_1252, _as_windows_1252)
