"""SQLite's FTS5: a contentless full-text table beside a table of facets."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, NEAR, Asked, Facets, Facts, Record

# A token between two pages: FTS5 numbers tokens one by one, so this is what parts them.
_BETWEEN_PAGES = " \u00b6 "
_SCHEMA = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE VIRTUAL TABLE texts USING fts5(body, content='', tokenize='ascii', prefix='4');
CREATE TABLE labels (value INTEGER PRIMARY KEY, facet INTEGER, facet_name TEXT, label TEXT);
CREATE TABLE facets (
    document INTEGER, facet INTEGER, value INTEGER, PRIMARY KEY (document, facet, value)
) WITHOUT ROWID;
"""
_AFTER = """
INSERT INTO texts(texts) VALUES ('optimize');
CREATE INDEX documents_by_value ON facets (value, document);
CREATE INDEX values_by_facet ON facets (facet, value, document);
ANALYZE;
"""
_UNRANKED = frozenset({"prefix", "everything"})  # every hit scores the same


class Fts5:
    """Facets are counted by GROUP BY over a table of the hits in memory."""

    settings = (
        "contentless, ascii tokenizer, prefix index of 4, optimize and ANALYZE after indexing; hits"
        " kept in a temporary table that is counted; near asks for either order; its own idf"
    )
    unlike = frozenset({"near"})

    def __init__(self, folder: Path, facts: Facts) -> None:
        del facts
        self._base = base = sqlite3.connect(folder / "texts.db", isolation_level=None)
        base.executescript(
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-262144; PRAGMA mmap_size=8589934592;"
            "CREATE TEMP TABLE hits (document INTEGER PRIMARY KEY);"
            "CREATE TEMP TABLE sideways (document INTEGER PRIMARY KEY);"
        )
        self._values: dict[tuple[str, str], int] = {}
        self._labels: dict[int, tuple[str, str]] = {}
        self._facets: dict[str, int] = {}
        for value, facet, name, label in base.execute("SELECT * FROM labels"):
            self._values[name, label] = value
            self._labels[value] = name, label
            self._facets[name] = facet

    @staticmethod
    def version() -> str:
        """Of the library that Python was built with."""
        return f"SQLite {sqlite3.sqlite_version}"

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """One transaction, then merged into one segment."""
        base = sqlite3.connect(folder / "texts.db", isolation_level=None)
        base.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;"
            f"PRAGMA page_size=8192;{_SCHEMA}"
            "INSERT INTO texts(texts, rank) VALUES ('hashsize', 67108864);"
        )
        base.execute("BEGIN")
        facets = {name: number for number, name in enumerate(facts.most)}
        values: dict[tuple[str, str], int] = {}
        for number, record in enumerate(records, 1):
            base.execute("INSERT INTO documents VALUES (?, ?)", (number, record.id))
            base.execute(
                "INSERT INTO texts(rowid, body) VALUES (?, ?)",
                (number, _BETWEEN_PAGES.join(record.pages)),
            )
            base.executemany(
                "INSERT INTO facets VALUES (?, ?, ?)",
                (
                    (number, facets[facet], values.setdefault((facet, label), len(values)))
                    for facet, labels in record.facets.items()
                    for label in labels
                ),
            )
        base.executemany(
            "INSERT INTO labels VALUES (?, ?, ?, ?)",
            ((n, facets[facet], facet, label) for (facet, label), n in values.items()),
        )
        base.execute("COMMIT")
        base.executescript(_AFTER)
        base.close()

    def can(self, work: str, asked: Asked) -> bool:
        """FTS5 knows no words that are spelled nearly alike."""
        del work
        return asked.operator != "fuzzy"

    def top10(self, asked: Asked) -> Hits:
        """The best by ``rank``; in order of number where all score the same."""
        tables, where, values = self._matching(asked, asked.selected)
        if asked.operator in _UNRANKED:
            return self._unranked(f"SELECT {tables}.rowid FROM {tables} {where}", values)
        return self._base.execute(
            "SELECT id, -score FROM (SELECT texts.rowid AS number, rank AS score FROM texts"
            f" {where} ORDER BY rank LIMIT {BEST}) JOIN documents USING (number)",
            values,
        ).fetchall()

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """Hits are found once; a selected facet is counted over its own hits."""
        self._keep("hits", asked, asked.selected)
        total = self._base.execute("SELECT count(*) FROM hits").fetchone()[0]
        if asked.operator in _UNRANKED:
            hits = self._unranked("SELECT document FROM hits", ())
        else:
            hits = self.top10(asked)
        aside = [name for name in self._facets if name not in asked.selected]
        counts = self._counted("hits", aside)
        for facet in asked.selected:
            others = {name: chosen for name, chosen in asked.selected.items() if name != facet}
            self._keep("sideways", asked, others)
            counts += self._counted("sideways", [facet])
        return total, hits, counts

    def count(self, asked: Asked) -> int:
        """Without any scores."""
        tables, where, values = self._matching(asked, asked.selected)
        found = self._base.execute(f"SELECT count(*) FROM {tables} {where}", values).fetchone()
        return int(found[0])

    def counts(self, raw: Any) -> Counts:
        """Numbers of values become their names."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for value, count in raw:
            facet, label = self._labels[value]
            found[facet][label] = count
        return found

    def _unranked(self, statement: str, values: Sequence[Any]) -> Hits:
        return self._base.execute(
            f"SELECT id, 1.0 FROM documents WHERE number IN ({statement} LIMIT {BEST})", values
        ).fetchall()

    def _keep(self, table: str, asked: Asked, selected: Facets) -> None:
        tables, where, values = self._matching(asked, selected)
        self._base.execute(f"DELETE FROM {table}")
        self._base.execute(
            f"INSERT INTO {table} SELECT {tables}.rowid FROM {tables} {where}", values
        )

    def _counted(self, table: str, facets: Sequence[str]) -> list[tuple[int, int]]:
        numbers = [self._facets[facet] for facet in facets]
        narrowed = f"AND facet IN ({_marks(numbers)})" if len(numbers) < len(self._facets) else ""
        # Hits first: for each its few values, which lie together.
        return self._base.execute(
            f"SELECT value, count(*) FROM {table} CROSS JOIN facets"
            f" ON facets.document = {table}.document {narrowed} GROUP BY value",
            numbers if narrowed else (),
        ).fetchall()

    def _matching(self, asked: Asked, selected: Facets) -> tuple[str, str, list[Any]]:
        """Table, WHERE clause and its values."""
        everything = asked.operator == "everything"
        table = "documents" if everything else "texts"
        clauses = [] if everything else ["texts MATCH ?"]
        values: list[Any] = [] if everything else [_match(asked)]
        for facet, chosen in (*asked.condition.items(), *selected.items()):
            numbers = [self._values[facet, label] for label in chosen]
            # The plus keeps the text search outside: SQLite must not search per document.
            sign = "" if everything else "+"
            clauses.append(
                f"{sign}{table}.rowid IN (SELECT document FROM facets"
                f" WHERE value IN ({_marks(numbers)}))"
            )
            values += numbers
        return table, f"WHERE {' AND '.join(clauses)}" if clauses else "", values


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _match(asked: Asked) -> str:
    words = [f'"{word}"' for word in asked.words]
    match asked.operator:
        case "any":
            return " OR ".join(words)
        case "phrase":
            return f'"{" ".join(asked.words)}"'
        case "near":
            return f"NEAR({' '.join(words)}, {NEAR})"
        case "prefix":
            return f"{words[0]}*"
        case _:
            return " AND ".join(words)


if __name__ == "__main__":
    serve(Fts5)
