"""``python -m ingest.cli``, for a machine on which the command itself is not on the path."""

from ingest.cli.main import main

main()
