"""Commands that ask and keep the index in order: search, reindex, verify, status, serve."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict
from itertools import chain
from typing import Any

import click

from corpus.database import without_secrets
from corpus.document import AUDIENCES, LIBRARIANS, Access, Status
from corpus.errors import (
    IndexDamaged,
    IndexMissing,
    IndexOutdated,
    Locked,
    Overloaded,
    SettingsWrong,
    Unreachable,
)
from corpus.settings import SETTINGS
from index import Query, Results, Sort, rebuild
from index.api import SWITCHABLE, Unit, Widening
from index.fields import FACETS
from index.protocols import DEFAULT_EFFORT, Effort
from ingest.cli.answers import print_results
from ingest.cli.elsewhere import differences, elsewhere, is_named, place_options
from ingest.cli.serving import serve_page
from ingest.cli.verify import Problem, problems, repaired, strays
from ingest.cli.workspace import Workspace, note, say, table

_FACETS = tuple(facet.name for facet in FACETS)


def _facet_options(command: Any) -> Any:
    """One repeatable option per facet."""
    for facet in reversed(FACETS):
        option = click.option(
            f"--{facet.name.replace('_', '-')}",
            facet.name,
            multiple=True,
            metavar="VALUE",
            help=f"Only this {facet.label.en.lower()}; repeat for more.",
        )
        command = option(command)
    return command


@click.command()
@click.argument("text", metavar="QUERY", default="")
@_facet_options
@click.option("--passages", is_flag=True, help="Find passages that say what works, by themselves.")
@click.option("--year-from", type=int, help="First year of publication.")
@click.option("--year-to", type=int, help="Last year of publication.")
@click.option("--sort", type=click.Choice([sort.value for sort in Sort]), default="relevance")
@click.option(
    "--audience",
    type=click.Choice([one.value for one in AUDIENCES]),
    default=LIBRARIANS.value,
    show_default=True,
    help="Who asks: only documents that these may see are found and counted.",
)
@click.option("--page", type=click.IntRange(1), default=1, help="Page of results.")
@click.option("--size", type=click.IntRange(1, 100), default=10, help="Results per page.")
@click.option(
    "--without",
    multiple=True,
    type=click.Choice([kind.value for kind in SWITCHABLE]),
    help="Do not widen words in this way; repeat for more.",
)
@click.option("--explain", is_flag=True, help="Say of each result why it is in its place.")
@click.option("--json", "as_json", is_flag=True, help="The whole answer as one JSON object.")
@click.pass_obj
def search(workspace: Workspace, /, text: str, *, as_json: bool, **options: Any) -> None:
    """Search as the page does, in documents for partners too.

    With --audience public the answer is the one that everybody gets on the page.

    \b
    Example:
      watwerkt search 'zelfbeheer "binnentuin" jaar:2012..2016' --kind praktijk
      watwerkt search 'overlast in portieken' --without synonym --explain
      watwerkt search --passages onderhoud --role randvoorwaarde
    """
    filters = {facet: frozenset(options[facet]) for facet in _FACETS if options[facet]}
    if "archetype" in filters:
        present = workspace.collection.taxonomy.present
        filters["archetype"] = frozenset(map(present, filters["archetype"]))
    query = Query(
        text=text,
        unit=Unit.PASSAGES if options["passages"] else Unit.DOCUMENTS,
        filters=filters,
        year_from=options["year_from"],
        year_to=options["year_to"],
        sort=Sort(options["sort"]),
        page=options["page"],
        size=options["size"],
        without=frozenset(map(Widening, options["without"])),
        explain=options["explain"],
    )
    results = workspace.index.seen_by(Access(options["audience"])).search(query)
    _tell_if_behind(workspace)
    if as_json:
        counts = {name: [one._asdict() for one in told] for name, told in results.facets.items()}
        say({"query": text} | asdict(results) | {"facets": counts})
    else:
        print_results(results, query, _restricted(workspace, results))


@click.command()
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count(), help="Processes.")
@click.option(
    "--memory",
    type=click.IntRange(64, 1 << 20),
    default=DEFAULT_EFFORT.memory >> 20,
    show_default=True,
    help="Megabytes that all of them may use, beside the dictionaries.",
)
@click.pass_obj
def reindex(workspace: Workspace, *, jobs: int, memory: int) -> None:
    """Make the index anew from the catalogue.

    The old index answers until the new one takes its place at once.

    \b
    Example:
      watwerkt reindex --memory 256
    """
    effort = Effort(jobs=jobs, memory=memory << 20)
    with workspace.collection.writing("reindex"):
        count = rebuild(workspace.index, workspace.collection.catalogue, effort)
    click.echo(f"{count} documents in the index")


@click.command()
@click.option("--repair", is_flag=True, help="Mend what can be mended first, and tell the rest.")
@place_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object per problem.")
@click.pass_obj
def verify(workspace: Workspace, /, *, repair: bool, as_json: bool, **options: Any) -> int:
    """Check originals against catalogue against index.

    With --repair an original is fetched again from where it was ingested, if it is still there
    and still the same; a file among the originals that belongs to no document is moved to
    without-document in the data folder; and the index catches up, or is made anew. With the
    options of ‘watwerkt move’ the collection that was moved there is checked as well, and both
    catalogues are compared, table by table.

    \b
    Example:
      watwerkt verify --repair
      watwerkt verify --to-data /srv/watwerkt
    """
    if repair:
        with workspace.collection.writing("verify"):
            for mended in repaired(workspace.collection, workspace.index):
                note(mended)
    found = 0
    there = elsewhere(workspace.settings, options) if is_named(options) else None
    for problem in chain(
        _strays(workspace),
        problems(workspace.collection, workspace.index),
        differences(workspace, there, as_json=as_json) if there else (),
    ):
        found += 1
        if as_json:
            say(asdict(problem))
        else:
            click.echo(str(problem))
    if not as_json:
        count = len(workspace.collection.catalogue.ids())
        note(f"{count} documents checked, {found} problems")
    return 1 if found else 0


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_obj
def status(workspace: Workspace, *, as_json: bool) -> None:
    """Figures of the collection and where it lives.

    \b
    Example:
      watwerkt status --json
    """
    summaries = list(workspace.collection.catalogue.summaries())
    told = {s.name: _told(str(getattr(workspace.settings, s.name))) for s in SETTINGS}
    figures: dict[str, Any] = {
        "documents": len(summaries),
        "searchable": sum(document.searchable for document in summaries),
        "public": sum(document.visible_to(Access.PUBLIC) for document in summaries),
        "pages": workspace.collection.catalogue.count_pages(),
        "by_status": _counted(summaries, "status", [s.value for s in Status]),
        "by_kind": dict(Counter(document.kind.value for document in summaries)),
        "without_archetype": sum(not document.archetypes for document in summaries),
        "index": _index_state(workspace),
        **{s.name: told[s.name] for s in SETTINGS if s.name != "index"},
        "index_address": told["index"],
    }
    if as_json:
        say(figures)
    else:
        table((name.replace("_", " "), _shown(value)) for name, value in figures.items())


def _told(setting: str) -> str:
    """A setting as anybody may read it: without the password in an address."""
    return without_secrets(setting) if "://" in setting and "@" in setting else setting


@click.command()
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Port to listen on.")
@click.pass_obj
def serve(workspace: Workspace, host: str, port: int) -> None:
    """Serve the page on a production web server.

    \b
    Example:
      watwerkt serve --host 0.0.0.0 --port 8080
    """
    serve_page(workspace.settings, host, port)


COMMANDS = (search, reindex, verify, status, serve)


def _restricted(workspace: Workspace, results: Results) -> set[str]:
    """Ids of the documents among the hits that the public does not find."""
    shown = sorted({hit.document for hit in (*results.hits, *results.also)})
    summaries = workspace.collection.catalogue.summaries(shown)
    return {document.id for document in summaries if not document.visible_to(Access.PUBLIC)}


def _strays(workspace: Workspace) -> list[Problem]:
    """Originals of no document; unknown while another command may just be making the document."""
    try:
        with workspace.collection.writing("verify"):
            return list(strays(workspace.collection))
    except (Locked, SettingsWrong) as error:
        note(f"Originals that belong to no document are not told: {error}")
        return []


def _counted(summaries: list[Any], field: str, values: list[str]) -> dict[str, int]:
    counts = Counter(getattr(document, field).value for document in summaries)
    return {value: counts[value] for value in values if counts[value]}


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {count}" for name, count in value.items()) or "-"
    return str(value)


def _index_state(workspace: Workspace) -> str:
    try:
        behind = len(workspace.collection.catalogue.changed_since(workspace.index.revision))
    except (IndexMissing, IndexOutdated, IndexDamaged, Unreachable, Overloaded) as error:
        return str(error)
    return f"{behind} documents behind; run ‘watwerkt reindex’" if behind else "up to date"


def _tell_if_behind(workspace: Workspace) -> None:
    behind = workspace.collection.catalogue.changed_since(workspace.index.revision)
    if behind:
        note(f"The index is {len(behind)} documents behind; run ‘watwerkt reindex’.")
