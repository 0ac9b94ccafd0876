"""An answer of the index as lines for a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import click

from index.api import Expansion, Hit, PagePlaces, Query, Reason, Results
from ingest.cli.workspace import note

_MOST_WORDS = 12  # of one widened word
_MOST_PAGES = 12
_MOST_REASONS = 8


def print_results(results: Results, query: Query, restricted: Collection[str] = ()) -> None:
    """Print how the query was read, what was found, and what has some of the words.

    Args:
        restricted: ids of the documents among them that the public does not find.
    """
    click.echo(f"{results.total} {query.unit} for {results.reading}")
    if results.corrected:
        click.echo(f"Nothing has what was typed: {query.text}")
    elif results.suggestion:
        click.echo(f"Did you mean: {results.suggestion}")
    for remark in results.notes:
        note(f"note: {remark.kind.value.replace('_', ' ')}: {remark.detail}")
    if results.ignored:
        click.echo(f"Left out: {', '.join(results.ignored)}")
    for line in widened(results.expansions):
        click.echo(f"Also searched: {line}")
    _print_hits(results.hits, (query.page - 1) * query.size + 1, restricted)
    if results.also:
        click.echo("\nWith some of the words:")
        _print_hits(results.also, 1, restricted)


def widened(expansions: Iterable[Expansion]) -> Iterator[str]:
    """A line for each word and way of widening, in the order of the query."""
    lines: dict[tuple[str, str], list[str]] = {}
    for one in expansions:
        apart = one.kind.value == "compound" and " " not in one.word
        words = [" … ".join(one.words)] if apart else one.words
        lines.setdefault((one.word, one.kind.value), []).extend(words)
    for (word, kind), words in lines.items():
        yield f"{word}: {_some(words, _MOST_WORDS)} ({kind})"


def pages(found: Sequence[PagePlaces]) -> str:
    """``p. 4 (3 places), 12, 31``."""
    said = [f"{p.page} ({p.places} places)" if p.places > 1 else str(p.page) for p in found]
    return f"p. {_some(said, _MOST_PAGES)}"


def why(reasons: Sequence[Reason]) -> Iterator[str]:
    """A line for each of the largest shares of a score, and one for the rest."""
    whole = sum(reason.share for reason in reasons) or 1.0
    for one in reasons[:_MOST_REASONS]:
        words = f"{', '.join(one.words)} in {one.field}, {one.places}×"
        yield f"{one.share / whole:4.0%} ({one.share:.2f}): {words}"
    rest = sum(reason.share for reason in reasons[_MOST_REASONS:])
    if rest:
        yield f"{rest / whole:4.0%} ({rest:.2f}): {len(reasons) - _MOST_REASONS} smaller ones"


def _print_hits(hits: Iterable[Hit], first: int, restricted: Collection[str]) -> None:
    for place, hit in enumerate(hits, first):
        labels = ", ".join(_labels(hit))
        click.echo(f"\n{place}. {click.style(hit.title, bold=True)}  [{hit.id}]  {labels}")
        if hit.document in restricted:
            click.echo("   not public: for partners only")
        for passage in hit.passages:
            words = (click.style(s.text, bold=True) if s.hit else s.text for s in passage.spans)
            click.echo(f"   p. {passage.page}: {''.join(words)}")
        if hit.passage is None and hit.pages_matched:
            click.echo(f"   found on {pages(hit.pages_matched)}")
        for line in why(hit.reasons):
            click.echo(f"   {line}")


def _labels(hit: Hit) -> Iterator[str]:
    if hit.passage:
        yield hit.passage.role
        if hit.passage.outcome:
            yield hit.passage.outcome
    for facet in ("kind", "year", "archetype"):
        yield from hit.facets[facet]


def _some(words: Sequence[str], most: int) -> str:
    left = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + left
