"""Read e-mail messages (``.eml``): the subject and what the writer wrote.

Files that came with a message are named at its end and not read: save and ingest them by
themselves. A message often holds its text twice; the plain one is read unless that leaves out most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path

from corpus.errors import ReadFailed
from ingest.blocks import Block, headings, one_line, page_of, prominent
from ingest.dates import iso_date
from ingest.encoding import decode_page, decode_text
from ingest.html import main_blocks, parse
from ingest.reading import Reading

# What the parser lets through when a field is not what its standard prescribes.
_DAMAGED = (
    MessageError, ValueError, TypeError, LookupError, AttributeError, AssertionError,
    RecursionError, OverflowError,
)  # fmt: skip
_PLAIN, _HTML = "text/plain", "text/html"
# The plain version may say no more than that there is another one.
_LEAST = 0.4
# A longer field is not for people, and taking it apart could take for ever.
_LONGEST_FIELD = 20_000
_PARTS = 2000
_TOO_MANY = (
    f"This message holds more than {_PARTS} parts, which no mail program writes;"
    " open it, save what matters as PDF and ingest that."
)
_REPLIED = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|antw|betr|doorst)\s*(?:\[\d+\])?:)+", re.IGNORECASE)
_ATTACHED = "Bijlage: "


@dataclass(frozen=True, slots=True)
class _Attached:
    """A file that came with the message."""

    name: str


def read(path: Path) -> Reading:
    """Read an e-mail message; it has one page.

    Raises:
        ReadFailed: when it cannot be opened or holds no message.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadFailed(f"{path.name} cannot be read: {error.strerror}.") from error
    try:
        return _reading(BytesParser(EmailMessage, policy=policy.default).parsebytes(data))
    except _DAMAGED as error:
        raise ReadFailed(
            f"{path.name} is damaged and cannot be read as a message;"
            " open it in a mail program and save it again."
        ) from error


def _reading(message: EmailMessage) -> Reading:
    subject = one_line(_REPLIED.sub("", _field(message, "subject")))
    written = list(_written(message))
    parts = [block for block in written if isinstance(block, Block)]
    names = [f"{_ATTACHED}{part.name}" for part in written if isinstance(part, _Attached)]
    attached = [Block("\n".join(names))] if names else []
    blocks = [*([Block(subject, 0)] if subject else []), *parts, *attached]
    return Reading(
        pages=(page_of(1, blocks),),
        title=subject or None,
        heading=prominent(blocks),
        headings=headings(blocks),
        authors=_writers(message),
        dated=_dated(message),
        wrapped=True,
    )


# --- fields ------------------------------------------------------------------------------------


def _field(message: EmailMessage, name: str) -> str:
    """A field as text; ``""`` when it is absent or cannot be understood."""
    if any(
        key.lower() == name and len(str(raw)) > _LONGEST_FIELD for key, raw in message.raw_items()
    ):
        return ""
    try:
        return str(message[name] or "")
    except _DAMAGED:
        return ""


def _writers(message: EmailMessage) -> tuple[str, ...]:
    """Names of the writers; an address is no name."""
    if not _field(message, "from"):
        return ()
    names = (one_line(address.display_name) for address in message["from"].addresses)
    return tuple(name for name in names if name and "@" not in name)


def _dated(message: EmailMessage) -> str | None:
    written = _field(message, "date")
    moment = message["date"].datetime if written else None
    return moment.date().isoformat() if moment else iso_date(written)


# --- body --------------------------------------------------------------------------------------


def _written(message: EmailMessage) -> Iterator[Block | _Attached]:
    """The text of a message, and what came with it."""
    stack: list[MIMEPart] = [message]
    count = 0
    while stack:
        part = stack.pop()
        count += 1
        if count > _PARTS:
            raise ReadFailed(_TOO_MANY)
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            stack.extend(reversed(_to_read(part)))
        elif _is_attached(part, message):
            yield _Attached(_called(part))
        elif part.get_content_type() == _HTML:
            yield from main_blocks(parse(_text(part)))
        else:
            yield Block(_text(part).strip())


def _is_attached(part: MIMEPart, message: EmailMessage) -> bool:
    """Whether a part is a file that came with the message, and no text of it."""
    if part is not message and (part.is_attachment() or _name(part)):
        return True
    # A part of several that has none is text that somebody cut off or wrote by hand.
    main = part.get_content_maintype()
    return main != "multipart" and part.get_content_type() not in {_PLAIN, _HTML}


def _to_read(part: MIMEPart) -> list[MIMEPart]:
    """Those parts of a part that are to be read or named, in order."""
    parts = [each for each in part.iter_parts() if isinstance(each, MIMEPart)]
    match part.get_content_subtype():
        case "alternative":
            read = _chosen(parts)
        case "related":  # the others are its pictures
            read = parts[:1]
        case _:
            return parts
    others = (each for each in parts if each not in read)
    return [*read, *(file for each in others for file in _files(each))]


def _files(part: MIMEPart) -> Iterator[MIMEPart]:
    """The files in a part that is not read; some programs put them into one version of a text."""
    for each in part.walk():
        picture = each.get_content_maintype() == "image"
        if isinstance(each, MIMEPart) and (each.is_attachment() or (_name(each) and not picture)):
            yield each


def _chosen(parts: list[MIMEPart]) -> list[MIMEPart]:
    """The version of a text to read: the plain one, unless another says far more."""
    plain = next((part for part in parts if part.get_content_type() == _PLAIN), None)
    others = [part for part in parts if part.get_content_type() == _HTML or part.is_multipart()]
    if plain is None or not others:
        return [plain] if plain else others[-1:] or parts[-1:]
    size = len(one_line(_text(plain)))
    other = _size(others[-1])
    return [plain] if size >= _LEAST * other else others[-1:]


def _size(part: MIMEPart) -> int:
    """How much a version of a text says, in characters."""
    if part.is_multipart():
        parts = [each for each in part.walk() if each.get_content_type() == _HTML]
        return max((_size(each) for each in parts if isinstance(each, MIMEPart)), default=0)
    return sum(len(block.text) for block in main_blocks(parse(_text(part))))


def _text(part: MIMEPart) -> str:
    """The text of a part, whatever encoding it says it has."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    try:
        return data.decode(part.get_content_charset() or "undefined")
    except (LookupError, ValueError):
        return decode_page(data) if part.get_content_type() == _HTML else decode_text(data)


def _name(part: MIMEPart) -> str:
    return one_line(part.get_filename() or "")


def _called(part: MIMEPart) -> str:
    """What a file that came with a message is called; a message in it by its subject."""
    inside = part.get_payload()
    first = inside[0] if isinstance(inside, list) and inside else None
    subject = _field(first, "subject") if isinstance(first, EmailMessage) else ""
    return _name(part) or one_line(subject) or part.get_content_type()
