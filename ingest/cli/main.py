"""The command ``watwerkt`` and how its errors end."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from itertools import chain
from pathlib import Path

import click

from corpus.errors import WatwerktError
from corpus.files import is_full
from corpus.settings import load_settings
from ingest.cli.account_commands import COMMANDS as ACCOUNTS
from ingest.cli.collection_commands import COMMANDS as COLLECTION
from ingest.cli.evaluate_commands import COMMANDS as EVALUATE
from ingest.cli.exchange_commands import COMMANDS as EXCHANGE
from ingest.cli.finding_commands import COMMANDS as FINDING
from ingest.cli.gaps_command import COMMANDS as GAPS
from ingest.cli.ingest_commands import COMMANDS as INGEST
from ingest.cli.label_commands import COMMANDS as LABELS
from ingest.cli.language_command import COMMANDS as LANGUAGE
from ingest.cli.move_command import COMMANDS as MOVE
from ingest.cli.passage_command import COMMANDS as PASSAGES
from ingest.cli.privacy_command import COMMANDS as PRIVACY
from ingest.cli.review_commands import COMMANDS as REVIEW
from ingest.cli.taxonomy_commands import COMMANDS as TAXONOMY
from ingest.cli.watch_command import COMMANDS as WATCH
from ingest.cli.workspace import Workspace

_FAILED = 1
_INTERRUPTED = 130


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("watwerkt"), prog_name="watwerkt")
@click.option("--data", metavar="FOLDER", help="Folder with catalogue, originals and index.")
@click.option("--catalogue", metavar="URL", help="Database URL of the catalogue.")
@click.option("--index", metavar="URL", help="Address of the index: whoosh:///folder.")
@click.option("--originals", metavar="ADDRESS", help="Folder or s3://bucket of the ingested files.")
@click.option("--taxonomy", metavar="FILE", help="YAML file with the archetypes.")
@click.option("--by", metavar="NAME", help="Who decides; your login name if not given.")
@click.pass_context
def watwerkt(context: click.Context, /, by: str | None, **options: str | None) -> None:
    """Find what works in neighbourhoods.

    \b
    Exit codes: 0 done, 1 some documents failed (the rest is in), 2 wrong usage,
    3 index missing or outdated, 4 locked, 5 settings wrong,
    6 a server does not answer or has too much to do.

    \b
    Example:
      watwerkt ingest reports/ && watwerkt serve
    """
    context.obj = Workspace(load_settings(os.environ, Path.cwd(), options), by)
    context.call_on_close(context.obj.close)


_GROUPS = (INGEST, WATCH, PRIVACY, REVIEW, COLLECTION, LABELS, PASSAGES, TAXONOMY)
for command in chain(*_GROUPS, FINDING, LANGUAGE, EVALUATE, GAPS, EXCHANGE, MOVE, ACCOUNTS):
    watwerkt.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; every mistake of a person ends in one message and an exit code."""
    try:
        code = watwerkt.main(
            args=None if arguments is None else list(arguments), standalone_mode=False
        )
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; what is in stays in. Run the same command to go on.", err=True)
        sys.exit(_INTERRUPTED)
    except WatwerktError as error:
        click.echo(f"watwerkt: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_FAILED)
    except OSError as error:
        click.echo(f"watwerkt: {_told(error)}", err=True)
        sys.exit(_FAILED)
    sys.exit(code if isinstance(code, int) else 0)


def _told(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if is_full(error):
        return f"The disk is full{where}; make room and run the same command again."
    why = error.strerror or type(error).__name__
    return f"{why}{where}; check the disk and run the same command again."
