"""What does a text look like: a web page, Markdown, an e-mail message, or plain text?

Only the first part of a text is looked at, and no parser is asked: they take anything.
"""

from __future__ import annotations

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""First bytes by which a text tells its encoding; UTF-32 begins as UTF-16 does."""

# Control characters that do not occur in text, as a share of the text that is still forgiven.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FORGIVEN = 0.01

_PROLOG = re.compile(r"(?:\s|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
_PAGE_START = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_HTML_START = re.compile(
    r"</?(?:title|meta|link|script|style|base|div|span|p|h[1-6]|a"
    r"|table|tr|td|ul|ol|li|dl|article|section|main|header|footer|nav|aside|form|fieldset|center"
    r"|font|br|hr|img|b|i|em|strong|small|blockquote|pre|figure|iframe)[\s/>]",
    re.IGNORECASE,
)
_HTML_INSIDE = re.compile(r"<(?:html|body)[\s>]|</(?:p|div|li|td|h[1-6]|body|html)>", re.IGNORECASE)
_XML_START = re.compile(r"<(?:\?xml|!DOCTYPE|[A-Za-z_][\w.-]*:?[\w.-]*[\s/>])")
_FRONT_MATTER_FIELD = re.compile(r"[\w-]+:(?:\s|$)")
_MARKDOWN_MARKS = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"!?\[[^\]\n]+\]\([^)\s]+\)"),
    re.compile(r"^\|?[ :]*-{3,}[ :]*\|", re.MULTILINE),
    re.compile(r"\*\*\S[^*\n]*\*\*"),
)

# A field of a message (RFC 5322), or a further line of one.
_FIELD = re.compile(r"(?P<name>[!-9;-~]{1,76})[ \t]*:|[ \t]")
_MAIL_FIELDS = frozenset((
    "from", "to", "cc", "subject", "date", "reply-to", "sender", "return-path", "received",
    "message-id", "mime-version", "content-type", "delivered-to", "dkim-signature", "x-sender",
))  # fmt: skip
# Fields that programs write and people never do.
_MACHINE_FIELDS = frozenset(("message-id", "mime-version", "received", "return-path"))


def text_of(head: bytes) -> str | None:
    """The text in the first bytes of a file, or None when they are no text.

    Which of the one-byte encodings it is does not matter here: their marks are all ASCII.
    """
    text = _decoded(head)
    if text is None or len(_CONTROL.findall(text)) > max(2, _FORGIVEN * len(text)):
        return None
    return text


def _decoded(head: bytes) -> str | None:
    for bom, encoding in MARKS:
        if head.startswith(bom):
            return head[len(bom) :].decode(encoding, errors="replace")
    if b"\0" in head:
        return None
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return head.decode("windows-1252", errors="replace")


def like_page(text: str) -> bool:
    """Whether text starts as a whole web page."""
    return bool(_PAGE_START.match(text, _after_prolog(text)))


def like_html(text: str) -> bool:
    """Whether text starts as a piece cut out of a web page."""
    start = _after_prolog(text)
    if _HTML_START.match(text, start):
        return True
    return bool(_XML_START.match(text, start)) and len(_HTML_INSIDE.findall(text)) >= 2


def _after_prolog(text: str) -> int:
    prolog = _PROLOG.match(text)
    return prolog.end() if prolog else 0


def like_markdown(text: str) -> bool:
    """Whether text has front matter, or at least three marks of two kinds."""
    lines = text.splitlines()
    if lines[0].rstrip() == "---" and "---" in (line.rstrip() for line in lines[1:]):
        end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
        if any(_FRONT_MATTER_FIELD.match(line) for line in lines[1:end]):
            return True
    counts = [len(mark.findall(text)) for mark in _MARKDOWN_MARKS]
    return sum(counts) >= 3 and sum(count > 0 for count in counts) >= 2


def like_mail(text: str, *, named: bool) -> bool:
    """Whether text starts as an e-mail message: nothing but fields down to an empty line.

    People paste ‘From: … Subject: …’ into notes, so a field that only programs write must be among
    them, unless the file is ``named`` as a message.
    """
    names: set[str] = set()
    for line in text.splitlines():
        field = _FIELD.match(line)
        if not field:
            if line.strip():
                return False
            break
        if field["name"]:
            names.add(field["name"].lower())
        elif not names:
            return False
    known = names & _MAIL_FIELDS
    return bool(known & {"from", "subject"}) and (named or bool(known & _MACHINE_FIELDS))
