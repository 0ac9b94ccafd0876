"""What people type -> a tree. Never fails: what is malformed is read as words, with a note.

    woorden achter elkaar      all of them
    "exacte woorden"           these words in this order; "a b"~5: at most 5 words between
    -woord  NOT woord  NIET    without
    a OR b  a OF b             one of both; binds weaker than words behind each other
    ( )                        groups
    begin*  woord~             words that begin so; words spelled nearly so
    titel:woord                in the title (also title:)
    archetype: soort: gemeente: organisatie: jaar: taal: thema: doelgroep: bewijs:
    jaar:2014  jaar:2012..2016  jaar:2012..  jaar:..2016
    *                          everything

Operators are written in capitals; AND and EN may be written too and change nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from corpus.language.tokens import HYPHENS, Token, tokenize
from index.api import Note, NoteKind
from index.fields import FACET_ALIASES, MAX_SLOP, TITLE_ALIASES
from index.tree import (
    And,
    Everything,
    Filter,
    Fuzzy,
    Node,
    Phrase,
    Prefix,
    Word,
    Years,
    conjunction,
    disjunction,
    negation,
)

MAX_CHARACTERS = 4000
MAX_LEAVES = 64
MAX_DEPTH = 20

_LEXEME = re.compile(
    r"""
      (?P<field> [^\W\d_]+(?:_[^\W\d_]+)* ) : (?=[^\s:/)]) # gemeente:  but not https://
    | (?P<phrase> " [^"]* " ) (?: ~ (?P<slop> \d{1,9} ) )?
    | (?P<open> \( )
    | (?P<close> \) )
    | (?P<quote> " )
    | (?P<minus> - (?=[^\s-]) )
    | (?P<chunk> [^\s()"]+ )
    """,
    re.VERBOSE,
)
_YEARS = re.compile(r"(\d{4})?(\.{2,3}|…|-|–)?(\d{4})?")
_WIDENED = re.compile(r"(.*\w)(\*|~)\d{0,2}", re.DOTALL)  # begin*  woord~  woord~2
_WITHOUT_EFFECT = re.compile(r"[*~]")
_HYPHEN = re.compile(f"[{HYPHENS}]")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))  # as telephones and Word type them
_OR = ("OR", "OF")
_AND = ("AND", "EN")
_NOT = ("NOT", "NIET")
OPERATORS = frozenset((*_OR, *_AND, *_NOT))


@dataclass(frozen=True, slots=True)
class Parsed:
    """The tree that was read, and what the reader should know about it."""

    tree: Node
    notes: tuple[Note, ...]


def parse(text: str) -> Parsed:
    """Read a query."""
    notes = []
    if len(text) > MAX_CHARACTERS:  # first of all: what follows takes its time on a long text
        text = text[:MAX_CHARACTERS]
        notes.append(Note(NoteKind.TOO_LONG, str(MAX_CHARACTERS)))
    text = text.encode(errors="replace").decode().translate(_QUOTES)
    text = unicodedata.normalize("NFC", text)
    parser = _Parser(list(_LEXEME.finditer(text)))
    tree = parser.query()
    return Parsed(tree, tuple(dict.fromkeys(notes + parser.notes)))


class _Parser:
    """Recursive descent over lexemes; every method takes at least what it can and never raises."""

    def __init__(self, lexemes: list[re.Match[str]]) -> None:
        self.notes: list[Note] = []
        self._lexemes = lexemes
        self._at = 0
        self._leaves = 0
        self._depth = 0

    def query(self) -> Node:
        parts = []
        while self._more():
            if self._kind() == "close":
                self._literal(")")
                self._at += 1
                continue
            parts.append(self._either(in_title=False))
        return conjunction([part for part in parts if part is not None])

    def _more(self) -> bool:
        return self._at < len(self._lexemes)

    def _kind(self) -> str:
        return self._lexemes[self._at].lastgroup or ""

    def _text(self) -> str:
        return self._lexemes[self._at][0]

    def _literal(self, piece: str) -> None:
        self.notes.append(Note(NoteKind.LITERAL, piece))

    def _is(self, operators: tuple[str, ...]) -> bool:
        """Whether here stands an operator that has something to work on."""
        return self._more() and self._text() in operators and self._operand_follows()

    def _operand_follows(self) -> bool:
        if self._at + 1 >= len(self._lexemes):
            return False
        following = self._lexemes[self._at + 1]
        return following.lastgroup != "close" and following[0] not in (*_OR, *_AND)

    def _either(self, *, in_title: bool) -> Node | None:
        choices = [self._all(in_title=in_title)]
        while self._is(_OR):
            self._at += 1
            choices.append(self._all(in_title=in_title))
        found = [choice for choice in choices if choice is not None]
        return disjunction(found) if found else None

    def _all(self, *, in_title: bool) -> Node | None:
        parts: list[Node] = []
        while self._more() and self._kind() != "close":
            if parts and self._is(_OR):
                break
            if parts and self._is(_AND):
                self._at += 1
                continue
            part = self._unary(in_title=in_title)
            if part is not None:
                parts.append(part)
        return conjunction(parts) if parts else None

    def _unary(self, *, in_title: bool) -> Node | None:
        negations = 0
        while self._more() and (self._kind() == "minus" or self._is(_NOT)):
            negations += 1
            self._at += 1
        if not self._more():
            return None
        part = self._primary(in_title=in_title)
        if part is None:
            return None
        return negation(part) if negations % 2 else part

    def _primary(self, *, in_title: bool) -> Node | None:
        lexeme, kind = self._lexemes[self._at], self._kind()
        if kind == "close":
            return None
        self._at += 1
        if kind == "open":
            return self._group(in_title=in_title)
        if kind == "quote":
            self._literal('"')
            return None
        if kind == "field":
            return self._field(lexeme["field"], in_title=in_title)
        if kind in ("phrase", "slop"):
            return self._phrase(lexeme, in_title=in_title)
        if lexeme[0] in OPERATORS or _is_field(lexeme[0]):
            self._literal(lexeme[0])  # with nothing to work on
        return self._counted(self._words(lexeme[0], in_title=in_title))

    def _group(self, *, in_title: bool) -> Node | None:
        if self._depth >= MAX_DEPTH:
            self._literal("(")
            return None
        self._depth += 1
        inner = self._either(in_title=in_title)
        self._depth -= 1
        if self._more() and self._kind() == "close":
            self._at += 1
        else:
            self._literal("(")
        return inner

    def _field(self, name: str, *, in_title: bool) -> Node | None:
        known = name.lower()
        if known in TITLE_ALIASES:
            return self._titled()
        if known not in FACET_ALIASES:
            self.notes.append(Note(NoteKind.UNKNOWN_FIELD, f"{name}:"))
            return self._counted(self._words(name, in_title=in_title))
        if self._kind() not in ("phrase", "slop", "chunk", "minus", "field"):
            self._literal(f"{name}:")
            return self._primary(in_title=in_title)
        value = self._value()
        if not value:
            self._literal(f"{name}:")
            return None
        if FACET_ALIASES[known] == "year":
            return self._counted(self._years(value, in_title=in_title))
        return self._counted(Filter(FACET_ALIASES[known], value))

    def _titled(self) -> Node | None:
        """What stands behind ``titel:``; saying it twice changes nothing."""
        while self._kind() == "field" and self._lexemes[self._at]["field"].lower() in TITLE_ALIASES:
            self._at += 1
        return (
            self._unary(in_title=True) if self._kind() == "minus" else self._primary(in_title=True)
        )

    def _value(self) -> str:
        """The value behind ``field:``; everything up to the next space or bracket, or quoted."""
        lexeme = self._lexemes[self._at]
        self._at += 1
        if lexeme["phrase"]:
            return lexeme["phrase"].strip('"').strip()
        value, end = lexeme[0], lexeme.end()
        while self._more() and self._lexemes[self._at].start() == end:
            following = self._lexemes[self._at]
            if following.lastgroup not in ("chunk", "minus", "field"):
                break
            value, end = value + following[0], following.end()
            self._at += 1
        return value

    def _years(self, value: str, *, in_title: bool) -> Node | None:
        match = _YEARS.fullmatch(value)
        if not match or not (match[1] or match[3]) or (match[1] and match[3] and not match[2]):
            self.notes.append(Note(NoteKind.BAD_YEAR, value))
            return self._words(value, in_title=in_title)
        first = int(match[1]) if match[1] else None
        last = int(match[3]) if match[3] else None
        if not match[2]:
            return Years(first, first)
        if first is not None and last is not None:
            first, last = sorted((first, last))
        return Years(first, last)

    def _words(self, chunk: str, *, in_title: bool) -> Node | None:
        """The words of a piece of text without spaces; ``en/of`` are two."""
        if set(chunk) == {"*"}:
            return Everything()
        widened = _WIDENED.fullmatch(chunk)
        text = widened[1] if widened else chunk
        self._without_effect(text)
        tokens = list(tokenize(text))
        nodes: list[Node] = [Word(token.key, _parts(token, chunk), in_title) for token in tokens]
        if widened and tokens:
            wide = Prefix if widened[2] == "*" else Fuzzy
            nodes[-1] = wide(tokens[-1].key, in_title)
        return conjunction(nodes) if nodes else None

    def _phrase(self, lexeme: re.Match[str], *, in_title: bool) -> Node | None:
        self._without_effect(lexeme["phrase"])
        keys = tuple(token.key for token in tokenize(lexeme["phrase"]))
        room = self._room(len(keys))
        slop = min(int(lexeme["slop"] or 0), MAX_SLOP)
        return Phrase(keys[:room], slop, in_title) if room else None

    def _without_effect(self, text: str) -> None:
        """Tell of a ``*`` or ``~`` that stands where it widens nothing."""
        for sign in _WITHOUT_EFFECT.findall(text):
            self._literal(sign)

    def _counted(self, node: Node | None) -> Node | None:
        """The node, less what goes beyond the number of words that one query may have."""
        if node is None:
            return None
        parts = node.parts if isinstance(node, And) else (node,)
        room = self._room(len(parts))
        return conjunction(list(parts[:room])) if room else None

    def _room(self, asked: int) -> int:
        """How many of the ``asked`` words may still come into the query."""
        room = min(asked, MAX_LEAVES - self._leaves)
        self._leaves += room
        if room < asked:
            self.notes.append(Note(NoteKind.TOO_MANY, str(MAX_LEAVES)))
        return room


def _is_field(chunk: str) -> bool:
    """Whether this is the name of a field of ours with nothing behind it: ``gemeente: Haarlem``."""
    name = chunk.lower().removesuffix(":")
    return chunk.endswith(":") and (name in FACET_ALIASES or name in TITLE_ALIASES)


def _parts(token: Token, text: str) -> tuple[str, ...]:
    """The pieces of a hyphenated word, single letters too, if written so it is again one word."""
    pieces = _HYPHEN.split(text[token.start : token.end])
    keys = tuple(part.key for piece in pieces for part in tokenize(piece))
    if len(keys) < 2 or [again.key for again in tokenize("-".join(keys))] != [token.key]:
        return ()
    return keys
