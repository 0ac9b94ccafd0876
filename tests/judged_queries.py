"""The judged queries of ``tests/eval/queries``, and collections to ask them of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import lxml.html

from conftest import PROJECT
from corpus.collection import Collection, open_collection
from corpus.settings import load_settings
from index import Query, SearchIndex, open_index
from index.api import Hit, Results
from index.evaluation import Judgements, Question, read_judgements, read_questions
from search_app import create_app

TABLES = PROJECT / "tests" / "eval" / "queries"
SHARED = PROJECT.parent / "shared"
REAL = SHARED / "documents"


def questions() -> dict[str, Question]:
    """The queries by id."""
    return {question.id: question for question in read_questions(TABLES / "queries.tsv")}


def shared_queries() -> list[str]:
    """What is typed in the shared queries, which nobody judged."""
    rows = (SHARED / "domain" / "queries.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [row.split("\t")[1] for row in rows]


def places() -> dict[str, str]:
    """Document id -> the file that was judged, below ``corpus`` or ``../shared``."""
    lines = (TABLES / "documents.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


def judged_files() -> list[Path]:
    """The real documents of use for some query, and a folder of others to tell them from."""
    judgements = read_judgements(TABLES / "judgements.txt").values()
    wanted = {document for graded in judgements for document, grade in graded.items() if grade}
    found = {SHARED / place for document, place in places().items() if document in wanted}
    real = sorted(path for path in found if REAL in path.parents and path.parent != REAL / "md")
    return [REAL / "md", *real]


@dataclass(frozen=True)
class Answer:
    """What a reader gets, with documents named by their file."""

    results: Results
    hits: tuple[str, ...]
    also: tuple[str, ...]

    @property
    def seen(self) -> tuple[str, ...]:
        """All on the page, from top to bottom."""
        return (*self.hits, *self.also)

    def hit(self, name: str) -> Hit:
        """The document of this name."""
        found = zip(self.seen, (*self.results.hits, *self.results.also), strict=True)
        return next(hit for other, hit in found if other == name)

    def marked(self, name: str) -> str:
        """The words marked in the passages of a document, in lower case."""
        spans = (span for passage in self.hit(name).passages for span in passage.spans)
        return " ".join(span.text for span in spans if span.hit).lower()

    def passages(self, name: str) -> str:
        """The passages of a document, in lower case."""
        passages = self.hit(name).passages
        return " … ".join("".join(s.text for s in passage.spans) for passage in passages).lower()

    def expanded(self, word: str) -> set[str]:
        """What a word of the query was also read as."""
        expansions = self.results.expansions
        return {words for e in expansions if e.word == word for words in e.words}


@dataclass(frozen=True)
class Library:
    """A data folder, opened to ask."""

    data: Path

    @cached_property
    def collection(self) -> Collection:
        return open_collection(load_settings({}, self.data, {"data": str(self.data)}))

    @cached_property
    def index(self) -> SearchIndex:
        collection = self.collection
        return open_index(collection.settings.index, collection.catalogue, collection.taxonomy)

    @cached_property
    def names(self) -> dict[str, str]:
        """Document id -> name of its file, without what it ends in."""
        return {document: Path(place).stem for document, place in places().items()}

    @cached_property
    def judgements(self) -> Judgements:
        """Of the documents that are here."""
        here = set(self.collection.catalogue.ids())
        judged = read_judgements(TABLES / "judgements.txt")
        return {
            question: {document: grade for document, grade in graded.items() if document in here}
            for question, graded in judged.items()
        }

    def ask(self, text: str, size: int = 20) -> Answer:
        """The first ``size`` documents, and those with some of the words."""
        results = self.index.search(Query(text=text, size=size))
        return Answer(results, self._named(results.hits), self._named(results.also))

    def _named(self, hits: Iterable[Hit]) -> tuple[str, ...]:
        return tuple(self.names[hit.id] for hit in hits)

    def page(self, text: str) -> str:
        """What the page with the answer says."""
        made = self.collection
        app = create_app(self.index, made.catalogue, made.taxonomy, made.originals)
        with app.test_client() as client:
            answer = client.get("/", query_string={"q": text})
        (main,) = lxml.html.fromstring(answer.data).iter("main")
        return " ".join("".join(str(text) for text in main.itertext()).split())
