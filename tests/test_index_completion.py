"""How what is typed is read, found among names and shared over a short list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.api import Completion, CompletionKind
from index.completion import NameList, name_key, read_typed, shared

TITLE, WORDS = CompletionKind.TITLE, CompletionKind.WORDS

# typed -> pattern, head, last
TYPED: dict[str, tuple[str, str | None, str] | None] = {
    "zelf": ("zelf", "", "zelf"),
    " Zélf": ("zelf", "", "zelf"),
    "zelf ": ("zelf ", None, ""),
    "overlast  in por": ("overlast in por", "overlast in", "por"),
    "Zelf-beheer por": ("zelfbeheer por", "Zelf-beheer", "por"),
    "foto's por": ("fotos por", "foto's", "por"),
    "w": ("w", None, ""),
    "zelf-be": ("zelfbe", None, ""),
    "-por": ("por", None, ""),
    "tuin -por": ("tuin por", None, ""),
    '"de por': ("de por", None, ""),
    "titel:por": ("titel por", None, ""),
    "tuin OF por": ("tuin of por", None, ""),
    "tuin of por": ("tuin of por", "tuin of", "por"),
    "10.000 por": ("10000 por", None, ""),
    "wmo 2015": ("wmo 2015", None, ""),
    "": None,
    "…": None,
    "x" * 201: None,
}


@pytest.mark.parametrize(("text", "expected"), TYPED.items())
def test_what_is_typed_has_a_pattern_and_a_last_word(
    text: str, expected: tuple[str, str | None, str] | None
) -> None:
    typed = read_typed(text)
    assert (typed and (typed.pattern, typed.head, typed.last)) == expected


names = st.lists(st.sampled_from(("ab", "abc", "b", "ba", "cab")), max_size=3).map(" ".join)


@given(st.lists(names, max_size=8), names.filter(bool), st.sampled_from(("", " ")))
def test_names_are_found_that_a_loop_finds(found: list[str], typed: str, space: str) -> None:
    pattern = typed + space
    completions = [Completion(str(n), TITLE, str(n)) for n in range(len(found))]
    every = list(zip(found, completions, strict=True))
    begin = [one for key, one in every if f"{key} ".startswith(pattern)]
    later = [one for key, one in every if f" {pattern}" in f" {key} " and one not in begin]
    answer = list(dict.fromkeys(NameList(every).completing(pattern)))
    assert answer == begin + later


def of(kind: CompletionKind, *texts: str) -> list[Completion]:
    return [Completion(text, kind, text if kind is TITLE else None) for text in texts]


def test_the_room_is_shared_in_turn_and_shown_group_by_group() -> None:
    groups = (of(TITLE, "a", "b", "c"), of(WORDS, "d", "e", "f"))
    assert [one.text for one in shared(groups, 3)] == ["a", "b", "d"]
    assert [one.text for one in shared(groups, 9)] == ["a", "b", "c", "d", "e", "f"]
    assert shared(groups, 0) == shared(groups, -1) == ()


def test_what_reads_alike_or_leads_to_the_same_place_is_offered_once() -> None:
    same = [Completion("Tuin", TITLE, "1"), Completion("Garden", TITLE, "1"), *of(TITLE, "TUIN!")]
    assert shared((same, of(WORDS, "tuin", "tuinen")), 9) == (same[0], *of(WORDS, "tuinen"))


@given(st.text(max_size=30))
def test_anything_can_be_typed(text: str) -> None:
    typed = read_typed(text)
    if typed is not None and typed.head is not None:
        assert name_key(f"{typed.head} {typed.last}") == typed.pattern
