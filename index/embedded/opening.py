"""Open what a state speaks of; a segment stays open for as long as a state has it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import WatwerktError
from index.embedded.leaf import Leaf, SearchedSegment
from index.embedded.state import State, checksum, damaged
from index.embedded.writer import live_in, path_of, read_segments
from index.parts import PARTS, Part


class Opener:
    """Opens the states of one index."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments: dict[tuple[str, str], SearchedSegment] = {}  # by build and name of the file

    def open(self, state: State) -> Mapping[Part, list[Leaf]]:
        """The segments of a state, after a look at what their files say of themselves.

        Raises:
            IndexDamaged: when one is not what was written, or gone.
            IndexOutdated: when another version wrote it.
        """
        known, self._segments = self._segments, {}
        try:
            self._check_contents(state)
            return {part: self._opened(state, part, known) for part in PARTS}
        except WatwerktError:
            raise
        except Exception as error:  # Whoosh raises whatever its bytes lead to
            raise damaged(self._folder) from error

    def _check_contents(self, state: State) -> None:
        """Whoosh unpickles its tables of contents, so that they must be ours."""
        for name, expected in state.files.items():
            if name.endswith(".toc") and checksum(self._folder / state.build / name) != expected:
                raise damaged(self._folder)

    def _opened(
        self, state: State, part: Part, known: Mapping[tuple[str, str], SearchedSegment]
    ) -> list[Leaf]:
        if part.name not in state.generations and not part.needed:
            return []
        build = self._folder / state.build
        opened = []
        for one in read_segments(build, part.name, state.generations[part.name]):
            path = path_of(build, one)
            key = (state.build, path.name)
            segment = known.get(key) or SearchedSegment(path)
            if segment.checksum != state.files[path.name]:
                raise damaged(self._folder)
            self._segments[key] = segment
            opened.append(Leaf(segment, live_in(one)))
        return opened
