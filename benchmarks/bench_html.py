"""How much of the main text of saved web pages is read, and how much of what surrounds it?

    python benchmarks/bench_html.py FOLDER… [--truth tests/eval/html.tsv] [--misses]

The pages that the table of what is true names are looked for in the folders, one after another;
pages that are in none of them are left out. Prints, for the pages the rules were tuned on and for
the others, per reader: precision, recall and F1 of words, F1 of pairs of neighbouring words, how
many titles, dates and authors are right, and milliseconds per page. With ``--misses`` the F1 of
each page as well.

The readers beside ours are measured where they are installed:
``pip install trafilatura readability-lxml justext``. They are no dependency of the project.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import importlib
import importlib.util
import re
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning

from ingest.encoding import decode_page
from ingest.html import read as read_html
from ingest.metadata import guess
from ingest.worker import cleaned

TRUTH = Path(__file__).parents[1] / "tests" / "eval" / "html.tsv"
TODAY = date(2026, 9, 1)  # after the last of the pages; fixed, so that figures can be compared
NONE = "-"
FACTS = ("title", "date", "author")
_WORD = re.compile(r"\w+")
# Elements inside a word; any other element ends the word before it.
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_REPEAT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader makes of a page; a fact it does not look for is absent."""

    text: str
    facts: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well one page was read.

    Attributes:
        pairs: F1 of the pairs of neighbouring words.
        right: fact -> whether what was found is among the right answers.
        ms: milliseconds of the fastest of a few times.
    """

    precision: float
    recall: float
    f1: float
    pairs: float
    right: Mapping[str, bool]
    ms: float


Reader = Callable[[Path], Found]


def truths(path: Path = TRUTH) -> dict[str, dict[str, str]]:
    """File -> column -> what is true."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {row.pop("file"): row for row in rows}


def for_tuning(file: str) -> bool:
    """Whether the rules may be fitted to a page: half of them, by the hash of the name."""
    return hashlib.sha256(file.encode()).digest()[-1] % 2 == 0


# --- the readers -------------------------------------------------------------------------------


def ours(path: Path) -> Found:
    """The reader of the project."""
    reading = read_html(path)
    return Found(
        text="\n".join(page.text for page in reading.pages),
        facts={
            "title": reading.title,
            "date": reading.dated,
            "author": "; ".join(reading.authors),
        },
    )


def _guessing(path: Path) -> Found:
    """Ours, with the facts that enter the catalogue: those of the page, weighed with its text."""
    reading = read_html(path)
    guessed = guess(cleaned(reading), path.name, TODAY)
    return Found(
        text="\n".join(page.text for page in reading.pages),
        facts={
            "title": guessed.title,
            "date": guessed.published,
            "author": "; ".join(guessed.authors),
        },
    )


def _trafilatura(path: Path, **settings: bool) -> Found:
    module: Any = importlib.import_module("trafilatura")
    found = module.bare_extraction(path.read_bytes(), with_metadata=True, **settings)
    return Found(
        text=(found and found.text) or "",
        facts={fact: found and getattr(found, fact) for fact in FACTS},
    )


def _readability(path: Path) -> Found:
    module: Any = importlib.import_module("readability")
    page = module.Document(decode_page(path.read_bytes()))
    return Found(text=_plain(_parsed(page.summary())), facts={"title": page.short_title()})


def _justext(path: Path) -> Found:
    module: Any = importlib.import_module("justext")
    found = module.justext(path.read_bytes(), module.get_stoplist("Dutch"))
    return Found(text="\n".join(part.text for part in found if not part.is_boilerplate))


def readers() -> dict[str, Reader]:
    """The readers that are installed, ours first."""
    others: dict[str, tuple[str, Reader]] = {
        "trafilatura": ("trafilatura", _trafilatura),
        "  favor_precision": ("trafilatura", partial(_trafilatura, favor_precision=True)),
        "  favor_recall": ("trafilatura", partial(_trafilatura, favor_recall=True)),
        "readability-lxml": ("readability", _readability),
        "justext": ("justext", _justext),
    }
    installed = {
        name: reader
        for name, (module, reader) in others.items()
        if importlib.util.find_spec(module)
    }
    return {"watwerkt": ours, "  with metadata": _guessing} | installed


# --- judging -----------------------------------------------------------------------------------


def score(path: Path, reader: Reader, truth: Mapping[str, str]) -> Score:
    """Read a page and compare it with what is true of it."""
    found, ms = _timed(path, reader)
    soup = _parsed(decode_page(path.read_bytes()))
    wanted, either = _wanted(soup, truth)
    read, main, optional = _words(found.text), _words(wanted), _words(either)
    precision, recall, f1 = _compared(Counter(read), Counter(main), Counter(optional))
    pairs = (Counter(pairwise(words)) for words in (read, main, optional))
    return Score(
        precision=precision,
        recall=recall,
        f1=f1,
        pairs=_compared(*pairs)[2],
        right={
            fact: _is_right(fact, value or NONE, truth[fact].split("|"))
            for fact, value in found.facts.items()
        },
        ms=ms,
    )


def _timed(path: Path, reader: Reader) -> tuple[Found, float]:
    fastest = float("inf")
    for _ in range(_REPEAT):
        started = time.perf_counter()
        found = reader(path)
        fastest = min(fastest, time.perf_counter() - started)
    return found, 1000 * fastest


def _parsed(markup: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return BeautifulSoup(markup, "lxml")


def _wanted(soup: BeautifulSoup, truth: Mapping[str, str]) -> tuple[str, str]:
    """The main text, and the text of which one may think either way."""
    for tag in soup.select("script, style, noscript, textarea, option"):
        tag.decompose()
    for tag in soup.select(truth["leave"]) if truth["leave"] != NONE else ():
        tag.decompose()
    either = ""
    for tag in soup.select(truth["either"]) if truth["either"] != NONE else ():
        if not tag.decomposed:
            either += f"\n{_plain(tag)}"
            tag.decompose()
    return "\n".join(map(_plain, soup.select(truth["take"]))), either


def _plain(root: Tag) -> str:
    """The text below an element, with a space wherever an element ends a word; changes it."""
    for tag in root.find_all(True):
        if tag.name not in _INLINE:
            tag.insert_before(" ")
            tag.insert_after(" ")
    return root.get_text()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _compared(
    read: Counter[Any], main: Counter[Any], optional: Counter[Any]
) -> tuple[float, float, float]:
    """Precision, recall and F1; what is optional counts neither way."""
    right = (read & main).total()
    too_much = (read - main - optional).total()
    precision = right / (right + too_much) if right + too_much else 0.0
    recall = right / main.total() if main else 1.0
    return precision, recall, 2 * right / (right + too_much + main.total() or 1)


def _is_right(fact: str, value: str, answers: Sequence[str]) -> bool:
    """Whether it is one of the right answers; of a date, the year will do."""
    if fact == "date" and value != NONE:
        return any(answer.startswith(value) for answer in answers)
    return _same(value) in map(_same, answers)


def _same(text: str) -> str:
    """An answer as it is compared: letters and digits alone; no answer stays what it is."""
    return text if text == NONE else "".join(filter(str.isalnum, text.casefold()))


# --- the table ---------------------------------------------------------------------------------


def located(folders: Iterable[Path], files: Iterable[str]) -> Iterator[tuple[str, Path]]:
    """The judged pages that stand in one of the folders, and where."""
    for file in files:
        path = next((folder / file for folder in folders if (folder / file).is_file()), None)
        if path:
            yield file, path


def _line(name: str, scores: Sequence[Score]) -> str:
    means = [fmean(getattr(s, figure) for s in scores) for figure in ("precision", "recall")]
    means += [fmean(s.f1 for s in scores), fmean(s.pairs for s in scores)]
    facts = [_counted(fact, scores) for fact in FACTS]
    ms = fmean(s.ms for s in scores)
    return f"{name:19}" + "".join(f"{m:8.3f}" for m in means) + f"{'  '.join(facts):>25}{ms:8.1f}"


def _counted(fact: str, scores: Iterable[Score]) -> str:
    said = [score.right[fact] for score in scores if fact in score.right]
    return f"{sum(said):2}/{len(said):2}" if said else "    -"


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="+")
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    truth = truths(asked.truth)
    pages = dict(located(asked.folder, truth))
    scores = {
        name: {file: score(path, reader, truth[file]) for file, path in pages.items()}
        for name, reader in readers().items()
    }
    for title, chosen in (
        ("tuning", [file for file in pages if for_tuning(file)]),
        ("held back", [file for file in pages if not for_tuning(file)]),
        ("all", list(pages)),
    ):
        print(f"\n{f'{title}: {len(chosen)} pages':19}  precis. recall   words   pairs", end="")
        print("    title   date author      ms")
        for name, of_page in scores.items() if chosen else ():
            print(_line(name, [of_page[file] for file in chosen]))
    for file in pages if asked.misses else ():
        figures = "".join(f"{of_page[file].f1:8.3f}" for of_page in scores.values())
        wrong = [fact for fact, right in scores["watwerkt"][file].right.items() if not right]
        print(f"{file:45}{figures}  {' '.join(wrong)}")


if __name__ == "__main__":
    main()
