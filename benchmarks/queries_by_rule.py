"""Does a question still find its document when it is written in another way?

    python -m benchmarks.queries_by_rule COLLECTION… [--count 300] [--seed 1] [--keep FOLDER]
        [--misses]

From the questions of the judged collections (short titles of acts, titles, questions of citizens)
others are made by rule, the same ones for the same seed:

inflected   one word in the singular or plural, with or without -e, as a verb in another form
split       one compound written as two words
joined      two words written as one
synonym     one word replaced by another of the same meaning, from a small table by hand
typo        one slip in a word of six letters or more
question    “wat is …?”, “hoe werkt …?”

What is changed is at most four words of a question, those that the fewest documents have. Only
those count that find their document among the first five of plain BM25 (``bm25s``) as they are, so
that what is measured is the change and not how vague a title is. Printed per kind: how many,
success at five as the product answers it, and the same for the words as they were.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import bm25s

from benchmarks.judged_collections import LOADERS, Judged, indexed, load
from benchmarks.word_variants import RULES, inflections, joined, mistyped, split, word_list
from index.api import Widening
from index.evaluation import Question, Ranking, ask
from index.protocols import Searcher

KINDS = ("inflected", "split", "joined", "synonym", "typo", "question")
DEPTH = 5  # success is to be among so many
_MOST_WORDS = 4
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(RULES["function_words"].split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A question made by rule, and the words it was made of."""

    kind: str
    question: Question
    base: Question


Words = tuple[str, ...]
Change = Callable[[Words, random.Random], str | None]


def variants(judged: Judged, count: int = 300, seed: int = 1) -> dict[str, list[Variant]]:
    """Kind -> at most ``count`` questions in Dutch, each made of another one of the collection."""
    bases = _bases(judged)
    made: dict[str, list[Variant]] = {}
    for kind, change in _changes().items():
        rng = random.Random(f"{seed} {kind}")  # noqa: S311 - no secret
        found: list[Variant] = []
        for base in rng.sample(bases, len(bases)):
            text = change(tuple(base.text.split()), rng)
            if text and len(found) < count:
                question = Question(base.id, text, base.language)
                found.append(Variant(kind=kind, question=question, base=base))
        made[kind] = found
    return made


def success(
    searcher: Searcher,
    judged: Judged,
    questions: Sequence[Question],
    without: frozenset[Widening] = frozenset(),
) -> list[bool]:
    """Whether each question finds a document that answers it among the first five."""
    answers = (ask(searcher, question, DEPTH, without) for question in questions)
    return [bool(answer.rank(judged.judgements[answer.question])) for answer in answers]


# --- what is changed ---------------------------------------------------------------------------


def _bases(judged: Judged) -> list[Question]:
    """The rarest words of each Dutch question, where plain BM25 finds the document by them."""
    texts = [set(_words(f"{d.title} {d.pages[0].text}")) for d in judged.documents]
    known = Counter(word for text in texts for word in text)
    bases = []
    for question in judged.questions:
        words = [w for w in dict.fromkeys(_words(question.text)) if w not in _FUNCTION_WORDS]
        rarest = sorted((known[w], w) for w in words if len(w) > 1 and known[w])[:_MOST_WORDS]
        kept = [word for word in words if word in {w for _, w in rarest}]
        if question.language == "nl" and kept:
            bases.append(Question(question.id, " ".join(kept), "nl"))
    return [base for base, answer in zip(bases, _plain_answers(judged, bases), strict=True)
            if answer.rank(judged.judgements[base.id])]  # fmt: skip


def _plain_answers(judged: Judged, questions: Sequence[Question]) -> Iterator[Ranking]:
    model = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    pages = (" ".join(page.text for page in d.pages) for d in judged.documents)
    texts = [
        _words(f"{document.title} {text}")
        for document, text in zip(judged.documents, pages, strict=True)
    ]
    model.index(texts, show_progress=False)
    for question in questions:
        scores = model.get_scores([w for w in _words(question.text) if w in model.vocab_dict])
        best = (-scores).argsort(kind="stable")[:DEPTH]
        documents = tuple(judged.documents[n].id for n in best if scores[n] > 0)
        yield Ranking(question=question.id, documents=documents)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _changes() -> Mapping[str, Change]:
    """How the words of a question become another question; None where that cannot be."""
    return {
        "inflected": _inflected,
        "split": _split,
        "joined": _joined,
        "synonym": _synonym,
        "typo": _typo,
        "question": lambda words, rng: rng.choice(RULES["questions"]).format(" ".join(words)),
    }


def _one_of(words: Words, other: Mapping[str, str], rng: random.Random) -> str | None:
    """The words with one of those that have an ``other`` form in that form."""
    able = [word for word in words if word in other]
    if not able:
        return None
    chosen = rng.choice(able)
    return " ".join(other[word] if word == chosen else word for word in words)


def _inflected(words: Words, rng: random.Random) -> str | None:
    forms = {word: inflections(word, word_list()) for word in words if len(word) > 3}
    return _one_of(words, {word: found[0] for word, found in forms.items() if found}, rng)


def _split(words: Words, rng: random.Random) -> str | None:
    parts = {word: split(word, word_list()) for word in words}
    return _one_of(words, {word: " ".join(found) for word, found in parts.items() if found}, rng)


def _joined(words: Words, _: random.Random) -> str | None:
    for first, second in pairwise(words):
        if one := joined(first, second, word_list()):
            return " ".join(words).replace(f"{first} {second}", one)
    return None


def _synonym(words: Words, rng: random.Random) -> str | None:
    pairs = [(a, b) for pair in RULES["synonyms"] for a, b in (pair, pair[::-1])]
    return _one_of(words, dict(rng.sample(pairs, len(pairs))), rng)


def _typo(words: Words, rng: random.Random) -> str | None:
    long = [w for w in words if len(w) >= 6 and w.isascii() and w.isalpha()]
    slips = {word: mistyped(word, rng, word_list()) for word in long}
    return _one_of(words, {word: slip for word, slip in slips.items() if slip}, rng)


# --- the table ---------------------------------------------------------------------------------


def report(judged: Judged, searcher: Searcher, made: Mapping[str, Sequence[Variant]]) -> str:
    """A line per kind."""
    lines = [f"{judged.name:24}{'questions':>10}{'success@5':>10}{'as it was':>10}"]
    for kind, found in made.items():
        if found:
            changed = success(searcher, judged, [variant.question for variant in found])
            before = success(searcher, judged, [variant.base for variant in found])
            share, was = sum(changed) / len(found), sum(before) / len(found)
            lines.append(f"{kind:24}{len(found):10}{share:10.3f}{was:10.3f}")
    return "\n".join(lines)


def misses(
    judged: Judged, searcher: Searcher, made: Mapping[str, Sequence[Variant]]
) -> Iterator[str]:
    """The questions that do not find their document."""
    for kind, found in made.items():
        answered = success(searcher, judged, [variant.question for variant in found])
        for variant, right in zip(found, answered, strict=True):
            if not right:
                yield f"{kind:10}{variant.question.text}  [{variant.base.text}]"


def main() -> None:
    """Read the arguments and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("collection", nargs="+", choices=LOADERS)
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the index")
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for name in asked.collection:
            judged = load(name, asked.keep)
            searcher = indexed(judged, asked.keep or Path(scratch))
            made = variants(judged, asked.count, asked.seed)
            print(report(judged, searcher, made))
            if asked.misses:
                print(*misses(judged, searcher, made), sep="\n")


if __name__ == "__main__":
    main()
