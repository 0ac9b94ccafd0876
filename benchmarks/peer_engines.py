"""Other search engines, each set up as its documentation says: see ``relevance_peers.py``.

A peer is given documents and gives one or more ways to search them. It is no dependency of the
project, so what it needs is imported when it is asked.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pwd
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import whoosh.analysis
import whoosh.fields
import whoosh.index
import whoosh.qparser

from corpus.document import Document

DEPTH = 10
_TITLE_WEIGHTS = (1.0, 4.0)
_LANGUAGES = {"nl": "dutch", "en": "english"}
_WORD = re.compile(r"\w+")
_MOST_CHARACTERS = 500_000  # of a text; PostgreSQL takes vectors of up to 1 MB

Search = Callable[[Sequence[str]], Sequence[str]]
"""Words of a question -> ids of documents, best first."""
Peer = Callable[[Sequence[Document], str, Path], AbstractContextManager[Mapping[str, Search]]]
"""Documents, their language and an empty folder -> ways to search them, by a name for each."""


def body(document: Document) -> str:
    """All text of a document."""
    return "\n\n".join(page.text for page in document.pages)


def words(text: str) -> list[str]:
    """The words of a question, each once."""
    return list(dict.fromkeys(_WORD.findall(text.lower())))


@contextmanager
def plain_bm25(
    documents: Sequence[Document], language: str, folder: Path
) -> Iterator[Mapping[str, Search]]:
    """BM25 without any analysis."""
    del language, folder
    module: Any = importlib.import_module("bm25s")
    model = module.BM25(method="lucene", k1=1.2, b=0.75)
    texts = [_WORD.findall(f"{d.title} {body(d)}".lower()) for d in documents]
    model.index(texts, show_progress=False)

    def search(asked: Sequence[str]) -> list[str]:
        known = [word for word in asked if word in model.vocab_dict]
        if not known:
            return []
        scores = model.get_scores(known)
        best = (-scores).argsort(kind="stable")[:DEPTH]
        return [documents[n].id for n in best if scores[n] > 0]

    yield {"": search}


@contextmanager
def stock_whoosh(
    documents: Sequence[Document], language: str, folder: Path
) -> Iterator[Mapping[str, Search]]:
    """Whoosh as it comes, with its analyzer for the language."""
    analyzer = whoosh.analysis.LanguageAnalyzer(language)
    schema = whoosh.fields.Schema(
        id=whoosh.fields.ID(stored=True),
        title=whoosh.fields.TEXT(analyzer=analyzer),
        body=whoosh.fields.TEXT(analyzer=analyzer),
    )
    writer = whoosh.index.create_in(str(folder), schema).writer(limitmb=256)
    for document in documents:
        writer.add_document(id=document.id, title=document.title, body=body(document))
    writer.commit()
    with whoosh.index.open_dir(str(folder)).searcher() as searcher:

        def weighing(title: float) -> Search:
            parser = whoosh.qparser.MultifieldParser(
                ["title", "body"],
                schema,
                fieldboosts={"title": title, "body": 1.0},
                group=whoosh.qparser.OrGroup.factory(0.9),
            )
            return lambda asked: [
                hit["id"] for hit in searcher.search(parser.parse(" ".join(asked)), limit=DEPTH)
            ]

        yield {f"title {weight:g}": weighing(weight) for weight in _TITLE_WEIGHTS}


@contextmanager
def tantivy(
    documents: Sequence[Document], language: str, folder: Path
) -> Iterator[Mapping[str, Search]]:
    """Tantivy with its stemmer and stop words."""
    module: Any = importlib.import_module("tantivy")
    filters = module.Filter
    analyzer = module.TextAnalyzerBuilder(module.Tokenizer.simple())
    for step in (
        filters.remove_long(40),
        filters.lowercase(),
        filters.stopword(_LANGUAGES[language]),
        filters.stemmer(_LANGUAGES[language]),
    ):
        analyzer = analyzer.filter(step)
    schema = module.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    for name in ("title", "body"):
        schema.add_text_field(name, tokenizer_name="stemmed")
    index = module.Index(schema.build(), path=str(folder))
    index.register_tokenizer("stemmed", analyzer.build())
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for document in documents:
        writer.add_document(
            module.Document(id=document.id, title=document.title, body=body(document))
        )
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def weighing(title: float) -> Search:
        def search(asked: Sequence[str]) -> list[str]:
            query = index.parse_query(
                " ".join(asked), ["title", "body"], field_boosts={"title": title, "body": 1.0}
            )
            hits = searcher.search(query, DEPTH).hits
            return [searcher.doc(address)["id"][0] for _, address in hits]

        return search

    yield {f"title {weight:g}": weighing(weight) for weight in _TITLE_WEIGHTS}


@contextmanager
def sqlite(
    documents: Sequence[Document], language: str, folder: Path
) -> Iterator[Mapping[str, Search]]:
    """SQLite's FTS5."""
    del language
    base = sqlite3.connect(folder / "texts.db")
    base.execute(
        "CREATE VIRTUAL TABLE texts USING fts5"
        "(id UNINDEXED, title, body, tokenize = 'unicode61 remove_diacritics 2')"
    )
    base.executemany(
        "INSERT INTO texts VALUES (?, ?, ?)", ((d.id, d.title, body(d)) for d in documents)
    )
    base.execute("INSERT INTO texts(texts) VALUES ('optimize')")
    base.commit()

    def weighing(title: float) -> Search:
        statement = (
            "SELECT id FROM texts WHERE texts MATCH ? "
            f"ORDER BY bm25(texts, 0.0, {title}, 1.0) LIMIT {DEPTH}"
        )
        return lambda asked: [
            row[0] for row in base.execute(statement, [" OR ".join(f'"{w}"' for w in asked)])
        ]

    yield {f"title {weight:g}": weighing(weight) for weight in _TITLE_WEIGHTS}
    base.close()


@contextmanager
def postgres(
    documents: Sequence[Document], language: str, folder: Path
) -> Iterator[Mapping[str, Search]]:
    """PostgreSQL with a GIN index over title (weight A) and body (weight D)."""
    module: Any = importlib.import_module("psycopg")
    with _cluster(folder) as address, module.connect(address, autocommit=True) as base:
        base.execute("CREATE TABLE texts (id text, vector tsvector)")
        statement = (
            "INSERT INTO texts SELECT %s, setweight(to_tsvector(%s::regconfig, %s), 'A') "
            "|| setweight(to_tsvector(%s::regconfig, %s), 'D')"
        )
        name = _LANGUAGES[language]
        for document in documents:
            text = body(document)[:_MOST_CHARACTERS].replace("\0", " ")
            base.execute(statement, [document.id, name, document.title, name, text])
        base.execute("CREATE INDEX ON texts USING gin (vector)")
        base.execute("ANALYZE texts")

        def ranking(function: str) -> Search:
            statement = (
                f"SELECT id FROM texts, to_tsquery(%s::regconfig, %s) AS asked "
                f"WHERE vector @@ asked ORDER BY {function} DESC, id LIMIT {DEPTH}"
            )
            return lambda asked: [
                row[0]
                for row in base.execute(statement, [name, " | ".join(f"'{w}'" for w in asked)])
            ]

        yield {
            f"{function}, {norm}": ranking(f"{function}(vector, asked, {norm})")
            for function in ("ts_rank", "ts_rank_cd")
            for norm in (0, 1)
        }


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """A PostgreSQL cluster that listens on a socket in ``folder`` alone; its address."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    data, user = folder / "data", "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.getuid())[0]
    as_user = ["setpriv", f"--reuid={user}", "--regid=postgres", "--clear-groups"]
    run = as_user if os.geteuid() == 0 else []  # it refuses to be run by the superuser
    if run:
        shutil.chown(folder, user)
        for above in (folder, *folder.parents[:-2]):
            above.chmod(above.stat().st_mode | 0o011)

    def call(*command: str | Path) -> None:
        subprocess.run([*run, *command], check=True, capture_output=True, cwd=folder)

    call(programs / "initdb", "-D", data, "-U", user, "-A", "trust", "--locale=C.UTF-8")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    call(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    try:
        yield f"host={folder} user={user} dbname=postgres"
    finally:
        call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


PEERS: Mapping[str, Peer] = {
    "bm25s": plain_bm25,
    "whoosh": stock_whoosh,
    "tantivy": tantivy,
    "sqlite": sqlite,
    "postgres": postgres,
}
_NEEDED = {"bm25s": "bm25s", "tantivy": "tantivy", "postgres": "psycopg"}


def installed() -> list[str]:
    """Names of the peers that can be measured here."""
    missing = {peer for peer, module in _NEEDED.items() if not importlib.util.find_spec(module)}
    if not Path("/usr/lib/postgresql").is_dir():
        missing.add("postgres")
    return [peer for peer in PEERS if peer not in missing]
