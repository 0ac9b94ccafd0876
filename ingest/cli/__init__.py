"""The command line: the one place that knows both how documents come in and how they are found."""

from ingest.cli.main import main

__all__ = ["main"]
