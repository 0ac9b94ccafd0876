"""Hand over to the web process, which never loads a document reader."""

from __future__ import annotations

import os
import subprocess
import sys

import click

from corpus.settings import SETTINGS, Settings
from ingest.extract import import_path


def serve_page(settings: Settings, host: str, port: int) -> None:
    """Serve the page until it is interrupted; ends with its exit code."""
    read_already = {setting.file_variable for setting in SETTINGS}
    environment = {name: value for name, value in os.environ.items() if name not in read_already}
    environment |= {setting.variable: str(getattr(settings, setting.name)) for setting in SETTINGS}
    environment["PYTHONPATH"] = os.pathsep.join(import_path())
    # -P: modules come from where ours do, never from the folder the librarian stands in.
    command = [sys.executable, "-P", "-m", "search_app.wsgi", "--host", host, "--port", str(port)]
    sys.stdout.flush()
    if os.name == "posix":
        os.execve(sys.executable, command, environment)  # noqa: S606 - our own program
    raise click.exceptions.Exit(subprocess.call(command, env=environment))  # noqa: S603 - the same
