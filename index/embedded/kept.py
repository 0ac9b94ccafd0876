"""Remember what a method answered, for as long as its object is there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple

Of = TypeVar("Of")
About = TypeVarTuple("About")
Answer = TypeVar("Answer")


def kept(
    most: int | None = None,
) -> Callable[[Callable[[Of, *About], Answer]], Callable[[Of, *About], Answer]]:
    """Remember the answers of a method by its arguments, which are hashable.

    They lie in the object itself: ``lru_cache`` on a bound method would make a cycle, and the files
    of a segment would stay open until somebody looks for garbage.

    Args:
        most: when there are so many all are forgotten; None never does.
    """

    def decorated(method: Callable[[Of, *About], Answer]) -> Callable[[Of, *About], Answer]:
        name = f"_kept_{method.__name__}"

        @wraps(method)
        def answer(self: Of, *about: *About) -> Answer:
            answers: dict[Any, Answer] = self.__dict__.setdefault(name, {})
            try:
                return answers[about]
            except KeyError:
                pass
            found = method(self, *about)
            if most is not None and len(answers) >= most:
                answers.clear()
            answers[about] = found
            return found

        return answer

    return decorated
