"""Start the page: ``python -m search_app.wsgi --host 127.0.0.1 --port 8000``.

The only module here that reads settings. A mistake of the person who starts it becomes one
sentence on standard error and the exit code of :mod:`corpus.errors`.
"""

from __future__ import annotations

import argparse
import errno
import gc
import os
import sys
from pathlib import Path
from typing import Any

import waitress
from flask import Flask

from corpus.accounts import Accounts
from corpus.collection import open_collection
from corpus.errors import UsageError, WatwerktError
from corpus.gaps import Gaps
from corpus.settings import Settings, load_settings
from index import Query, open_index
from index.deciding import Writing
from search_app.app import MOST_SENT, create_app
from search_app.ending import Ending, run
from search_app.health import ENDING, METRICS_READERS
from search_app.logs import log_as_json
from search_app.metrics import Metrics
from search_app.statement import CONTACT

THREADS = 8
# Bytes of an answer that wait for a slow reader, beyond 1 MiB in a temporary file; with more, the
# thread waits with them, for as long as the reader likes.
MOST_WAITING = 64 * 2**20
PATIENCE = 3  # seconds that a decision of a librarian waits for another
# A page makes some thousand small values that are gone with it. To look through them for cycles
# each time there are 700 takes a tenth of the time of a page with many facets.
SMALL_VALUES = 20_000


def make_app(settings: Settings | None = None, metrics: Metrics | None = None) -> Flask:
    """The application on the collection that the settings name.

    Args:
        settings: those in force unless given.
        metrics: where it is measured what it does; its own unless given.

    Raises:
        WatwerktError: when the settings, the catalogue or the index cannot be used.
    """
    settings = settings or load_settings(os.environ, Path.cwd())
    collection = open_collection(settings)
    index = open_index(settings.index, collection.catalogue, collection.taxonomy)
    # A bad index is told now; word lists are read and frequent words analysed, and below that the
    # templates are compiled, before the first reader comes.
    index.search(Query(text="bewoners van de wijk"))
    gc.set_threshold(SMALL_VALUES)
    gaps = Gaps(settings.gaps_store) if settings.gaps == "on" else None
    app = create_app(
        index,
        collection.catalogue,
        collection.taxonomy,
        collection.originals,
        gaps,
        accounts=Accounts(settings.accounts),
        writing=Writing(collection=collection, index=index, patience=PATIENCE),
        metrics=metrics,
    )
    app.config[CONTACT] = settings.contact
    app.config[METRICS_READERS] = settings.metrics
    app.test_client().get("/")
    # What is there now stays, word lists above all. To look through it for cycles takes 0.15 s,
    # for which some reader would wait.
    gc.collect()
    gc.freeze()
    return app


def main(host: str, port: int) -> None:
    """Serve the page until it is interrupted or asked to end.

    Raises:
        UsageError: when the address is taken or cannot be used.
        WatwerktError: see :func:`make_app`.
    """
    settings = load_settings(os.environ, Path.cwd())
    if settings.log == "json":
        log_as_json()
    metrics = Metrics()
    app = make_app(settings, metrics)
    connections: dict[int, Any] = {}
    try:
        server = waitress.create_server(
            app,
            map=connections,
            host=host,
            port=port,
            threads=THREADS,
            ident="watwerkt",
            outbuf_high_watermark=MOST_WAITING,
            max_request_body_size=MOST_SENT,
            **_believing(settings.proxy),
        )
    except OSError as error:
        raise UsageError(_unusable(error, host, port)) from error
    except ValueError as error:
        raise UsageError(f"The address {host} cannot be used; try --host 127.0.0.1.") from error
    listening = getattr(server, "effective_listen", None) or [
        (server.effective_host, server.effective_port)
    ]
    for name, number in listening:
        shown = f"[{name}]" if ":" in name else name
        sys.stdout.write(f"watwerkt: http://{shown}:{number}/  (stop with Ctrl+C)\n")
    sys.stdout.flush()
    waiting = server.task_dispatcher.queue
    metrics.watch(
        "watwerkt_waiting_requests", "Requests that wait for a thread.", lambda: len(waiting)
    )
    run(server, connections, Ending(lambda: app.config.update({ENDING: True})))


def _believing(proxy: str) -> dict[str, Any]:
    """What waitress is told: nobody says from where and how a request came but the proxy.

    Without one these headers stay: nothing believes them, but they show that a request came through
    a proxy that nobody named, to which the measurements are not told.
    """
    if not proxy:
        return {"clear_untrusted_proxy_headers": False}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
        "clear_untrusted_proxy_headers": True,
    }


def _unusable(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use; stop the other program or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights you do not have; choose one above 1023 with --port."
    return f"The address {host} cannot be used; try --host 127.0.0.1."


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m search_app.wsgi", description="Serve the search page."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", default=8000, type=int, help="port to listen on; 0 takes any")
    return parser.parse_args()


if __name__ == "__main__":
    arguments = _arguments()
    try:
        main(arguments.host, arguments.port)
    except WatwerktError as mistake:
        sys.stderr.write(f"{mistake}\n")
        sys.exit(mistake.exit_code)
