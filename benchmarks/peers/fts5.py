"""SQLite's FTS5: a contentless full-text table beside a table of facets.

What SQLite cannot know is decided here: whether few documents have the words (each is then looked
up among the facets) or many (the facets are then gone along value by value).
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar

from benchmarks.peers.protocol import Counts, Hits, serve
from benchmarks.peers.records import BEST, NEAR, Asked, Facets, Facts, Record

# A token between two pages: FTS5 numbers tokens one by one, so this is what parts them.
_BETWEEN_PAGES = " \u00b6 "
_PER_FACET = 1 << 20  # the numbers of a facet's values lie side by side
_FEW = 4  # a quarter of all documents
_SCHEMA = """
CREATE TABLE documents (document INTEGER PRIMARY KEY, id TEXT NOT NULL);
CREATE VIRTUAL TABLE texts USING fts5(body, content='', tokenize='ascii', prefix='4');
CREATE TABLE labels (value INTEGER PRIMARY KEY, facet TEXT, label TEXT);
CREATE TABLE facets (document INTEGER, value INTEGER, PRIMARY KEY (document, value)) WITHOUT ROWID;
"""
_AFTER = """
INSERT INTO texts(texts) VALUES ('optimize');
CREATE INDEX by_value ON facets (value, document);
ANALYZE;
"""
_UNRANKED = frozenset({"prefix", "everything"})  # every hit scores the same


class Fts5:
    """Facets are counted by GROUP BY over a table of the hits in memory."""

    settings: ClassVar[str] = (
        "contentless, ascii tokenizer, prefix index of 4, optimize and ANALYZE after indexing; hits"
        " kept in a temporary table that is counted by GROUP BY; near asks for either order; its"
        " idf is its own"
    )
    unlike: ClassVar[frozenset[str]] = frozenset({"near"})

    def __init__(self, folder: Path, facts: Facts) -> None:
        self._base = base = sqlite3.connect(folder / "texts.db", isolation_level=None)
        base.executescript(
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-262144; PRAGMA mmap_size=8589934592;"
            "CREATE TEMP TABLE matching (document INTEGER PRIMARY KEY);"
            "CREATE TEMP TABLE narrowed (document INTEGER PRIMARY KEY);"
        )
        self._size = base.execute("SELECT count(*) FROM documents").fetchone()[0]
        self._first = {facet: at * _PER_FACET for at, facet in enumerate(facts.most)}
        rows = base.execute("SELECT value, facet, label FROM labels")
        self._labels = {value: (facet, label) for value, facet, label in rows}
        self._values = {name: value for value, name in self._labels.items()}

    @staticmethod
    def version() -> str:
        """Of the library that Python was built with."""
        return f"SQLite {sqlite3.sqlite_version}"

    @staticmethod
    def build(records: Iterable[Record], facts: Facts, folder: Path) -> None:
        """One transaction, then merged into one segment."""
        base = sqlite3.connect(folder / "texts.db", isolation_level=None)
        base.executescript(
            "PRAGMA page_size=8192; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            f"PRAGMA cache_size=-262144; {_SCHEMA}"
            "INSERT INTO texts(texts, rank) VALUES ('hashsize', 67108864); BEGIN;"
        )
        values: dict[str, dict[str, int]] = {facet: {} for facet in facts.most}
        first = {facet: at * _PER_FACET for at, facet in enumerate(facts.most)}
        for number, record in enumerate(records, 1):
            base.execute("INSERT INTO documents VALUES (?, ?)", (number, record.id))
            text = _BETWEEN_PAGES.join(record.pages)
            base.execute("INSERT INTO texts(rowid, body) VALUES (?, ?)", (number, text))
            for facet, labels in record.facets.items():
                known = values[facet]
                base.executemany(
                    "INSERT INTO facets VALUES (?, ?)",
                    [(number, known.setdefault(x, first[facet] + len(known))) for x in labels],
                )
        base.executemany(
            "INSERT INTO labels VALUES (?, ?, ?)",
            ((n, facet, label) for facet, known in values.items() for label, n in known.items()),
        )
        base.execute("COMMIT")
        base.executescript(_AFTER)
        base.close()

    def can(self, work: str, asked: Asked) -> bool:
        """FTS5 knows no words that are spelled nearly alike."""
        del work
        return asked.operator != "fuzzy"

    def top10(self, asked: Asked) -> Hits:
        """The best by bm25(); in order of number where all score the same."""
        facets = {**asked.condition, **asked.selected}
        few = bool(facets) and self._few(asked)
        if asked.operator == "everything":
            return self._unranked("documents", *self._chosen("documents.document", facets, few))
        where, values = self._chosen("texts.rowid", facets, few)
        return self._ranked(asked, where, values)

    def faceted_page(self, asked: Asked) -> tuple[int, Hits, Any]:
        """Documents with the words are found once; selections narrow them."""
        matching, size = self._matching(asked)
        few = size * _FEW < self._size
        hits, total = matching, size
        if asked.selected:
            hits, total = self._narrowed(matching, asked.selected, few)
        best = self._best(asked, hits)
        aside = [facet for facet in self._first if facet not in asked.selected]
        counts = self._counted(hits, total, aside)
        for facet in asked.selected:
            others = {name: chosen for name, chosen in asked.selected.items() if name != facet}
            sideways = self._narrowed(matching, others, few) if others else (matching, size)
            counts += self._counted(*sideways, [facet])
        return total, best, counts

    def count(self, asked: Asked) -> int:
        """Without any scores."""
        facets = {**asked.condition, **asked.selected}
        few = bool(facets) and self._few(asked)
        if asked.operator == "everything":
            where, values = self._chosen("documents.document", facets, few)
            statement = f"SELECT count(*) FROM documents {_where(where)}"
            return int(self._base.execute(statement, values).fetchone()[0])
        where, values = self._chosen("texts.rowid", facets, few)
        statement = f"SELECT count(*) FROM texts {_where(['texts MATCH ?', *where])}"
        return int(self._base.execute(statement, [_match(asked), *values]).fetchone()[0])

    def counts(self, raw: Any) -> Counts:
        """Numbers of values become their names."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for value, count in raw:
            facet, label = self._labels[value]
            found[facet][label] = count
        return found

    # Documents

    def _few(self, asked: Asked) -> bool:
        """Whether few documents have the words; looks at no more than few."""
        if asked.operator == "everything":
            return False
        most = self._size // _FEW
        statement = "SELECT count(*) FROM (SELECT rowid FROM texts WHERE texts MATCH ? LIMIT ?)"
        return bool(self._base.execute(statement, (_match(asked), most + 1)).fetchone()[0] <= most)

    def _matching(self, asked: Asked) -> tuple[str, int]:
        """Table of the documents with the words and the condition, and their number."""
        if asked.operator == "everything":
            if not asked.condition:
                return "documents", self._size
            where, values = self._chosen("documents.document", asked.condition, False)
            return self._kept("matching", f"SELECT document FROM documents {_where(where)}", values)
        where, values = self._chosen("texts.rowid", asked.condition, False)
        statement = f"SELECT rowid FROM texts {_where(['texts MATCH ?', *where])}"
        return self._kept("matching", statement, [_match(asked), *values])

    def _narrowed(self, table: str, selected: Facets, few: bool) -> tuple[str, int]:
        where, values = self._chosen(f"{table}.document", selected, few)
        return self._kept("narrowed", f"SELECT document FROM {table} {_where(where)}", values)

    def _kept(self, table: str, statement: str, values: Sequence[Any]) -> tuple[str, int]:
        self._base.execute(f"DELETE FROM {table}")
        return table, self._base.execute(f"INSERT INTO {table} {statement}", values).rowcount

    def _chosen(self, document: str, facets: Facets, few: bool) -> tuple[list[str], list[int]]:
        """Conditions on a column with the number of a document, and their values."""
        clauses, values = [], []
        for facet, labels in facets.items():
            numbers = [self._values[facet, label] for label in labels]
            among = f"value IN ({', '.join('?' * len(numbers))})"
            if few:
                clauses.append(
                    f"EXISTS (SELECT 1 FROM facets WHERE facets.document = {document} AND {among})"
                )
            else:
                # The plus keeps the text search outside: SQLite must not search per document.
                sign = "+" if document == "texts.rowid" else ""
                clauses.append(f"{sign}{document} IN (SELECT document FROM facets WHERE {among})")
            values += numbers
        return clauses, values

    # Hits and counts

    def _best(self, asked: Asked, hits: str) -> Hits:
        if asked.operator in _UNRANKED:
            return self._unranked(hits, [], [])
        narrowed = asked.condition or asked.selected
        among = [f"+texts.rowid IN (SELECT document FROM {hits})"] if narrowed else []
        return self._ranked(asked, among, [])

    def _ranked(self, asked: Asked, where: Sequence[str], values: Sequence[int]) -> Hits:
        score = "1.0" if asked.operator in _UNRANKED else "bm25(texts)"
        order = "" if asked.operator in _UNRANKED else "ORDER BY score"
        return self._base.execute(
            f"SELECT id, -score FROM (SELECT texts.rowid AS document, {score} AS score FROM texts"
            f" {_where(['texts MATCH ?', *where])} {order} LIMIT {BEST})"
            " JOIN documents USING (document)",
            [_match(asked), *values],
        ).fetchall()

    def _unranked(self, table: str, where: Sequence[str], values: Sequence[int]) -> Hits:
        return self._base.execute(
            "SELECT id, 1.0 FROM documents WHERE document IN"
            f" (SELECT document FROM {table} {_where(where)} LIMIT {BEST})",
            values,
        ).fetchall()

    def _counted(self, table: str, size: int, facets: Sequence[str]) -> list[tuple[int, int]]:
        """Value and number of the documents of a table that have it, for some facets."""
        ranges = [
            f"value BETWEEN {n} AND {n + _PER_FACET - 1}" for n in (self._first[f] for f in facets)
        ]
        if size * _FEW < self._size:
            return self._base.execute(
                "SELECT value, count(*) FROM facets"
                f" WHERE document IN (SELECT document FROM {table})"
                f" AND ({' OR '.join(ranges)}) GROUP BY value"
            ).fetchall()
        among = f"AND +document IN (SELECT document FROM {table})" if size < self._size else ""
        return [
            row
            for values in ranges
            for row in self._base.execute(
                "SELECT value, count(*) FROM facets INDEXED BY by_value"
                f" WHERE {values} {among} GROUP BY value"
            )
        ]


def _where(clauses: Sequence[str]) -> str:
    return f"WHERE {' AND '.join(clauses)}" if clauses else ""


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
