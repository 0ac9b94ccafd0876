"""Collections of real documents of which is known which document answers which question.

They lie beside the project, in ``../shared/collections``, and are never copied into it. What each
becomes here:

cranfield               English; title, and abstract as the body (which repeats the title)
rijksoverheid-vac       Dutch; an answer of the government without its question, so without a title
zoekhulpen              each text in Dutch and in English, read by our reader of Markdown; the
                        title is the first heading, and so it is also the question
zoekhulpen-untitled     the same without that heading and so without a title
wetten-nl               Dutch acts, read by our reader of Markdown; the title is the official one,
                        while the question is the short one
wetten-nl-sample        400 of the shorter ones (at most 8,000 characters), fast enough for a test
"""

from __future__ import annotations

import hashlib
import json
import lzma
import pickle
import random
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from corpus.archetypes import load_taxonomy
from corpus.document import Access, Document, Kind, Page
from corpus.errors import IndexDamaged, IndexMissing, IndexOutdated
from index.engines import open_index
from index.evaluation import Judgements, Question, read_judgements, read_questions
from index.protocols import Searcher
from ingest.text import read_markdown
from ingest.worker import cleaned

PROJECT = Path(__file__).resolve().parents[1]
COLLECTIONS = PROJECT.parent / "shared" / "collections"
_LOADERS_VERSION = "1"  # another one whenever a loader here makes other documents
_SAMPLED, _SHORT = 400, 8_000  # documents, and characters of one

_META = re.compile(r"\A\s*<meta [^>]*>\s*")
_FIRST_HEADING = re.compile(r"\A\s*# (.+)\n")
_CRANFIELD_PART = re.compile(r"^\.([ITABW])(?: (\d+))?\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Documents, questions, and which document answers which question."""

    name: str
    documents: tuple[Document, ...]
    questions: tuple[Question, ...]
    judgements: Judgements

    def sample(self, questions: int | None, seed: int = 1) -> Judged:
        """With ``questions`` of the questions, drawn at random; all of them for None."""
        if questions is None or questions >= len(self.questions):
            return self
        drawn = random.Random(seed).sample(self.questions, questions)  # noqa: S311 - no secret
        return replace(self, questions=tuple(drawn))


class MemoryStore:
    """What an index needs of a catalogue, for documents that never change."""

    revision = 1

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = {document.id: document for document in documents}
        digest = hashlib.sha256(repr(sorted(self.documents)).encode())
        for document in self.documents.values():
            digest.update(document.sha256.encode() + document.title.encode())
        self.identity = digest.hexdigest()[:16]

    def taken_away_since(self, revision: int, audience: Access) -> frozenset[str]:  # noqa: ARG002 - nothing ever is
        """Ids of the documents that are not to be found now."""
        return frozenset()

    def pages(self, document_id: str, numbers: Iterable[int]) -> tuple[Page, ...]:
        """The asked pages of a document, ascending."""
        asked = set(numbers)
        return tuple(p for p in self.documents[document_id].pages if p.number in asked)

    def pages_of(self, asked: Mapping[str, Iterable[int]]) -> dict[str, tuple[Page, ...]]:
        """Those of several documents."""
        return {document: self.pages(document, numbers) for document, numbers in asked.items()}


def available(name: str) -> bool:
    """Whether the files of a collection are there."""
    return (COLLECTIONS / _folder(name)).is_dir()


def load(name: str, keep: Path | None = None) -> Judged:
    """A judged collection by its name.

    Args:
        keep: folder in which the read documents are kept, and from which they come the next time,
            until a reader changes.
    """
    kept = keep / f"{name}-{_reading_fingerprint()}.documents" if keep else None
    with suppress(FileNotFoundError):
        if kept:
            judged: Judged = pickle.loads(kept.read_bytes())  # noqa: S301 - we wrote it
            return judged
    judged = LOADERS[name]()
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(judged))
    return judged


def indexed(judged: Judged, folder: Path) -> Searcher:
    """The index of the product over the documents, in ``folder``; one that fits is used again."""
    store = MemoryStore(judged.documents)
    index = open_index(f"whoosh://{folder.resolve() / judged.name}", store, load_taxonomy())
    with suppress(IndexMissing, IndexOutdated, IndexDamaged):
        if index.revision == store.revision:
            return index
    index.rebuild(judged.documents, store.revision)
    return index


def _reading_fingerprint() -> str:
    """Changes whenever the same files could give other documents."""
    sources = [*PROJECT.glob("ingest/*.py"), PROJECT / "corpus" / "document.py"]
    digest = hashlib.sha256(_LOADERS_VERSION.encode())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


# --- the collections ---------------------------------------------------------------------------


def _folder(name: str) -> str:
    return name.removesuffix("-untitled").removesuffix("-sample")


def _document(document_id: str, title: str, pages: tuple[Page, ...], language: str) -> Document:
    text = "\f".join(page.text for page in pages)
    return Document(
        id=document_id,
        title=title,
        kind=Kind.BELEID,
        pages=pages,
        language=language,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type="text/plain",
        source=document_id,
        ingested=datetime(2024, 5, 1, tzinfo=UTC),
    )


def _plain(text: str) -> tuple[Page, ...]:
    return (Page(number=1, text=text),)


def _markdown(texts: Iterable[str]) -> Iterator[tuple[Page, ...]]:
    """Pages of each text, as the product reads a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.md"
        for text in texts:
            path.write_text(text, encoding="utf-8")
            yield cleaned(read_markdown(path)).pages


def _asked(
    name: str, language: Callable[[str], str]
) -> tuple[tuple[Question, ...], dict[str, dict[str, int]]]:
    folder = COLLECTIONS / _folder(name)
    questions = read_questions(folder / "queries.tsv")
    return (
        tuple(replace(question, language=language(question.id)) for question in questions),
        read_judgements(folder / "qrels.txt"),
    )


def _rijksoverheid() -> Judged:
    name = "rijksoverheid-vac"
    lines = (COLLECTIONS / name / "docs.jsonl").read_text("utf-8").splitlines()
    documents = [
        _document(row["id"], "", _plain(row["text"]), "nl") for row in map(json.loads, lines)
    ]
    questions, judgements = _asked(name, lambda _: "nl")
    return Judged(name=name, documents=tuple(documents), questions=questions, judgements=judgements)


def _zoekhulpen(*, titled: bool) -> Judged:
    name = "zoekhulpen" if titled else "zoekhulpen-untitled"
    folder = COLLECTIONS / _folder(name)
    paths = sorted(folder.glob("md/*/*.md"))
    texts = [path.read_text("utf-8") for path in paths]
    titles = [match[1].strip() if (match := _FIRST_HEADING.match(text)) else "" for text in texts]
    if not titled:
        texts = [_FIRST_HEADING.sub("", text) for text in texts]
        titles = [""] * len(titles)
    documents = tuple(
        _document(path.relative_to(folder).as_posix(), title, pages, path.parent.name)
        for path, title, pages in zip(paths, titles, _markdown(texts), strict=True)
    )
    questions, judgements = _asked(name, lambda question: question[:2])
    return Judged(name=name, documents=documents, questions=questions, judgements=judgements)


def _wetten(*, sample: bool) -> Judged:
    name = "wetten-nl-sample" if sample else "wetten-nl"
    path = COLLECTIONS / _folder(name) / "wetten-nl.jsonl.xz"
    questions, judgements = _asked(name, lambda _: "nl")
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    if sample:
        short = [r for r in rows if r["id"] in judgements and len(r["text"]) <= _SHORT]
        rows = random.Random(1).sample(short, _SAMPLED)  # noqa: S311 - no secret
        questions = tuple(q for q in questions if q.id in {row["id"] for row in rows})
    texts = (_META.sub("", row["text"]) for row in rows)
    documents = tuple(
        _document(row["id"], row["title"], pages, "nl")
        for row, pages in zip(rows, _markdown(texts), strict=True)
    )
    return Judged(name=name, documents=documents, questions=questions, judgements=judgements)


def _cranfield() -> Judged:
    folder = COLLECTIONS / "cranfield"
    documents = tuple(
        _document(number, parts["T"], _plain(parts["W"]), "en")
        for number, parts in _entries(folder / "cran.all.1400")
    )
    # A question is known by its place in the file, not by the number it carries there.
    questions = tuple(
        Question(str(place), parts["W"], "en")
        for place, (_, parts) in enumerate(_entries(folder / "cran.qry"), 1)
    )
    judgements: dict[str, dict[str, int]] = {}
    for line in (folder / "cranqrel").read_text("ascii").splitlines():
        question, document, code = line.split()
        relevant = int(code) > 0  # 1 (best) to 4; the one -1 of each question does not count
        judgements.setdefault(question, {})[document] = 5 - int(code) if relevant else 0
    return Judged(name="cranfield", documents=documents, questions=questions, judgements=judgements)


def _entries(path: Path) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Number and parts of each entry of a file of Cranfield, each part on one line."""
    for entry in re.split(r"^(?=\.I )", path.read_text("ascii"), flags=re.MULTILINE)[1:]:
        pieces = _CRANFIELD_PART.split(entry)[1:]
        marks, numbers, texts = pieces[::3], pieces[1::3], pieces[2::3]
        parts = {mark: " ".join(text.split()) for mark, text in zip(marks, texts, strict=True)}
        yield str(numbers[0]), parts


LOADERS: Mapping[str, Callable[[], Judged]] = {
    "cranfield": _cranfield,
    "rijksoverheid-vac": _rijksoverheid,
    "zoekhulpen": lambda: _zoekhulpen(titled=True),
    "zoekhulpen-untitled": lambda: _zoekhulpen(titled=False),
    "wetten-nl": lambda: _wetten(sample=False),
    "wetten-nl-sample": lambda: _wetten(sample=True),
}
