"""The command that shows what language analysis makes of words: ``analyze``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from corpus.language.compounds import split
from corpus.language.stems import LANGUAGES, stem
from corpus.language.tokens import Token, tokenize
from ingest.cli.workspace import say, table


@click.command("analyze")
@click.argument("words", metavar="WORD...", nargs=-1, required=True)
@click.option("--language", type=click.Choice(LANGUAGES), default="nl", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per word.")
def analyze_words(words: tuple[str, ...], language: str, *, as_json: bool) -> None:
    """Show how words are searched for: the stem of each, and its parts.

    \b
    Example:
      watwerkt analyze bewonersbudgetten zelf-beheer
    """
    rows = [
        {
            "surface": text[token.start : token.end],
            "stem": stem(token.key, language),
            "parts": list(_parts(token, language)),
            "language": language,
        }
        for text in words
        for token in tokenize(text)
    ]
    if as_json:
        for row in rows:
            say(row)
    else:
        table(map(_cells, rows))


def _parts(token: Token, language: str) -> Iterator[str]:
    """What hyphens and the splitter of compounds cut a word into; nothing for any other word."""
    for piece in token.parts or (token.key,):
        leaves = split(piece) if language == "nl" else ()
        if leaves:
            yield from (leaf.key for leaf in leaves)
        elif token.parts:
            yield piece


def _cells(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["surface"], row["stem"], " + ".join(row["parts"]) or "-"


COMMANDS = (analyze_words,)
