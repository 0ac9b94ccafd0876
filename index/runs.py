"""Work on many documents, a run of them at a time, in bounded memory and in several processes."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

from corpus.document import Document

Told = TypeVar("Told")
Made = TypeVar("Made")


def runs_of(documents: Iterable[Document], most: int) -> Iterator[list[Document]]:
    """Documents, as many at a time as have about ``most`` characters."""
    run: list[Document] = []
    characters = 0
    for document in documents:
        run.append(document)
        characters += sum(len(page.text) for page in document.pages)
        if characters >= most:
            yield run
            run, characters = [], 0
    if run:
        yield run


def worked(
    runs: Iterator[list[Document]],
    work: Callable[[Told, list[Document]], Made],
    told: Told,
    jobs: int,
) -> Iterator[tuple[int, Made]]:
    """How many documents each run has, and what it became, in their order.

    Args:
        work: what is done with a run; a function of a module, so that other processes find it.
        told: what it needs to know beside; each process is told once.
        jobs: how many processes work at the same time.
    """
    first = list(islice(runs, 2))
    runs = chain(first, runs)
    if jobs == 1 or len(first) < 2:  # to start processes takes longer than one run
        yield from ((len(run), work(told, run)) for run in runs)
        return
    # A fork of a process with threads may hang; a new one must be told what it needs.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _Worker.start, (work, told)) as pool:
        waiting: deque[tuple[int, Future[Made]]] = deque()
        for run in runs:
            waiting.append((len(run), pool.submit(_Worker.work, run)))
            if len(waiting) > jobs:  # no more documents in memory than are worked on
                size, future = waiting.popleft()
                yield size, future.result()
        yield from ((size, future.result()) for size, future in waiting)


class _Worker:
    """What a process keeps from one run to the next."""

    _work: Callable[[Any, list[Document]], Any]
    _told: Any

    @classmethod
    def start(cls, work: Callable[[Any, list[Document]], Any], told: Any) -> None:
        cls._work = staticmethod(work)
        cls._told = told

    @classmethod
    def work(cls, run: list[Document]) -> Any:
        return cls._work(cls._told, run)
