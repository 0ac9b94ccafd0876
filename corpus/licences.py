"""What may be done with a document, by what its field ``licence`` says.

That field is free text. It is read as a whole: a licence is recognised only where all other words
are harmless (``licences.yaml``), because *CC BY, except for the photographs* does not allow to hand
on the document. What is not certain is :attr:`Licences.unknown`, which allows nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from corpus.archetypes import Label
from corpus.checked_yaml import Record, load_yaml, mistake, refuse

_LICENCES = Path(__file__).with_name("licences.yaml")
_VERSION_WITH_PORTS = "3.0"  # the last one that was made anew for each country

_CC_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?creativecommons\.org/licenses/(?P<parts>by(?:-(?:nc|nd|sa))*)(?![\w-])"
    r"(?:/(?P<version>\d\.\d))?(?:/(?P<port>nl)(?![a-z]))?"
    r"(?:/(?:deed|legalcode)(?:\.[a-z-]+)?)?/?"
)
_CC_SHORT = re.compile(
    r"\b(?:cc|creative commons)[ _-]*(?P<parts>by(?:[ _/-]*(?:nc|nd|sa)\b)*)"
    r"(?:[ _,-]*v?(?P<version>\d(?:\.\d)?))?(?:[ -](?P<port>nl)\b)?(?![\w.]*\w)"
)
_CC_LONG = re.compile(
    r"\b(?:creative commons[ :,-]*(?:licen(?:[cs]e|tie)[ :,-]*)?)?"
    r"(?:attribution|naamsvermelding)"
    r"(?P<parts>(?:[ /-]{0,3}(?:non-?commercial|niet-?commercieel|no-?deriv(?:ative)?s"
    r"|geen ?afgeleide ?werken|share-?alike|gelijk ?delen))*)"
    r"(?:[ ,-]*v?(?P<version>\d(?:\.\d)?))?(?![\w.]*\w)"
)
_PARTS = (
    ("nc", re.compile(r"\bnc\b|commerci")),
    ("sa", re.compile(r"\bsa\b|alike|gelijk")),
    ("nd", re.compile(r"\bnd\b|deriv|afgeleide")),
)
_SAYS_CC = re.compile(r"\bcc\b|\bcreative ?commons\b")
_HELD = re.compile(r"©|\(c\)|\bcopyright\b(?= ?\d)", re.IGNORECASE)
_HOLDER = re.compile(r"[ ,]*(?P<word>[^\s,.;:|/()]+\.?)")
_WORD = re.compile(r"[^\W_]+")
_GAP = " ; "
_KEPT = 1000  # texts of which the licence is remembered; a collection has few different ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """What may be done with a document.

    Attributes:
        id: as SPDX writes it where :attr:`spdx` is true, else a name of our own.
        name: how it is called on the page.
        url: where it can be read; None where it stands nowhere.
        terms: what may be done, in one plain sentence.
        distributable: whether everybody may hand on the whole document.
    """

    id: str
    spdx: bool
    name: Label
    url: str | None
    terms: Label
    distributable: bool


class _Terms(Label):
    distributable: bool


class _Known(Record):
    id: str
    spdx: bool = False
    name: Label
    url: str | None
    terms: str
    written: Annotated[tuple[re.Pattern[str], ...], Field(min_length=1)]


class _LicencesFile(Record):
    terms: dict[str, _Terms]
    unknown: Label
    versions: tuple[str, ...]
    variants: dict[str, Label]
    licences: tuple[_Known, ...]
    harmless: str
    holders: str
    parts: str

    @model_validator(mode="after")
    def _terms_exist(self) -> Self:
        wrong = [
            mistake(("licences", number, "terms"), f"‘{known.terms}’ are no terms of this file")
            for number, known in enumerate(self.licences)
            if known.terms not in self.terms
        ]
        needed = ("unknown", *self.variants)
        wrong += [
            mistake(("terms",), f"‘{name}’ is missing") for name in needed if name not in self.terms
        ]
        return refuse(self, wrong)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A licence that a text names, and ``text[start:end]`` that does."""

    licence: Licence
    start: int
    end: int


class Licences:
    """The licences that are known, and how to recognise them in what people wrote."""

    def __init__(self, file: _LicencesFile) -> None:
        self._file = file
        self._known = [(self._made(known), known.written) for known in file.licences]
        self._harmless = frozenset(file.harmless.split())
        self._holders = frozenset(file.holders.split())
        self._parts = tuple(file.parts.split())
        unknown = file.terms["unknown"]
        self.unknown = Licence(
            id="unknown", spdx=False, name=file.unknown, url=None, terms=unknown,
            distributable=unknown.distributable,
        )  # fmt: skip
        self.reserved = next(one for one, _ in self._known if one.id == "all-rights-reserved")
        self._read_before = lru_cache(_KEPT)(self._read)

    def of(self, text: str | None) -> Licence:
        """The licence that a field says; :attr:`unknown` where that is not certain."""
        return self._read_before(text or "")

    def _read(self, text: str) -> Licence:
        plain = " ".join(unicodedata.normalize("NFKC", text).split())
        plain = re.sub("[‐-―]", "-", plain).replace("_", " ")
        folded = plain.lower()
        if len(folded) != len(plain):  # a letter that is written longer when it is small
            plain = folded
        mentions = list(self._mentions(folded))
        named = _distinct(one.licence for one in mentions)
        if len(named) > 1:
            return self.unknown
        rest = _cut(plain, [(one.start, one.end) for one in mentions])
        if not named:
            return self.reserved if self._is_only_held(rest) else self.unknown
        licence = named[0]
        return licence if not licence.distributable or self._is_plain(rest) else self.unknown

    def _mentions(self, folded: str) -> Iterator[_Mention]:
        for licence, patterns in self._known:
            for pattern in patterns:
                for match in pattern.finditer(folded):
                    yield _Mention(licence, match.start(), match.end())
        patterns_of_cc = [_CC_ADDRESS, _CC_SHORT]
        if _SAYS_CC.search(folded):  # the words alone may stand in any sentence
            patterns_of_cc.append(_CC_LONG)
        for pattern in patterns_of_cc:
            for match in pattern.finditer(folded):
                variant = self._creative_commons(match.groupdict())
                if variant is not None:
                    yield _Mention(variant, match.start(), match.end())

    def _creative_commons(self, said: dict[str, str | None]) -> Licence | None:
        parts = [name for name, pattern in _PARTS if pattern.search(said["parts"] or "")]
        variant = "-".join(("by", *parts))
        version, port = said["version"], said.get("port")
        if version is not None and "." not in version:
            version += ".0"
        label = self._file.variants.get(variant)
        if label is None or version not in (None, *self._file.versions):
            return None
        if version is None or version > _VERSION_WITH_PORTS:
            port = None
        terms = self._file.terms[variant]
        ends = [end for end in (version, port.upper() if port else None) if end]
        address = f"https://creativecommons.org/licenses/{variant}/{version}/"
        return Licence(
            id="-".join(("CC", variant.upper(), *ends)),
            spdx=version is not None and (port is None or variant == "by"),
            name=Label(
                nl=" ".join(("Creative Commons", label.nl, *ends)),
                en=" ".join(("Creative Commons", label.en, *ends)),
            ),
            url=(f"{address}{port}/" if port else address) if version else None,
            terms=terms,
            distributable=terms.distributable,
        )

    def _made(self, known: _Known) -> Licence:
        terms = self._file.terms[known.terms]
        return Licence(
            id=known.id, spdx=known.spdx, name=known.name, url=known.url, terms=terms,
            distributable=terms.distributable,
        )  # fmt: skip

    def _is_plain(self, rest: str) -> bool:
        """Whether nothing but harmless words, years and names of holders is left."""
        folded = rest.lower()
        if "?" in folded or any(part in folded for part in self._parts):
            return False
        return all(
            word in self._harmless or (word.isdigit() and len(word) == 4)
            for word in _WORD.findall(self._without_holders(rest).lower())
        )

    def _is_only_held(self, rest: str) -> bool:
        """Whether the text says who holds the rights, and nothing else."""
        return bool(_HELD.search(rest)) and self._is_plain(rest)

    def _without_holders(self, rest: str) -> str:
        """The text without ©, the year and the name behind it."""
        kept, end = [], 0
        for match in _HELD.finditer(rest):
            if match.start() < end:
                continue
            kept.append(rest[end : match.start()])
            end = match.end()
            while word := _HOLDER.match(rest, end):
                name = word["word"]
                if not (name[0].isupper() or name[0].isdigit() or name in (*self._holders, "&")):
                    break
                end = word.end()
        return _GAP.join((*kept, rest[end:]))


def load_licences(path: Path = _LICENCES) -> Licences:
    """Load the licences that come with the package.

    Raises:
        FileWrong: with every mistake of the file.
    """
    return Licences(load_yaml(path, _LicencesFile))


def _distinct(found: Iterable[Licence]) -> list[Licence]:
    """The licences that are named: not those that are only a shorter name of another.

    The public domain may be said in several ways at once.
    """
    named = {one.id: one for one in found}
    if named.keys() == {"CC0-1.0", "CC-PDM-1.0"}:
        return [named["CC0-1.0"]]
    return [one for one in named.values() if not any(_is_fuller(other, one.id) for other in named)]


def _is_fuller(other: str, name: str) -> bool:
    """Whether ``other`` is the same licence with its version or country: CC-BY, CC-BY-3.0-NL."""
    return re.fullmatch(rf"{re.escape(name)}-(?:\d\.\d(?:-NL)?|NL)", other) is not None


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these stretches, which may overlap."""
    rest, end = [], 0
    for start, stop in sorted(spans):
        rest.append(text[end : max(start, end)])
        end = max(end, stop)
    return _GAP.join((*rest, text[end:]))
