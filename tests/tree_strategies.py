"""Trees of terms, of a few words in all the ways in which they can be asked."""

from __future__ import annotations

from hypothesis import strategies as st

from index.tree import And, Choice, Near, Node, Not, Or, Phrase, Terms

TERMS = ("a", "b", "c", "d")

groups = st.lists(st.sampled_from(TERMS), min_size=1, max_size=2, unique=True).map(tuple)
leaves: st.SearchStrategy[Choice] = (
    st.builds(
        Terms,
        terms=groups,
        form=st.sampled_from(("stem", "whole", "exact")),
        in_title=st.booleans(),
        constant=st.sampled_from((False, False, True)),
        weight=st.sampled_from((1.0, 0.4)),
    )
    | st.builds(
        Phrase,
        keys=st.lists(st.sampled_from(TERMS), min_size=2, max_size=3).map(tuple),
        slop=st.integers(0, 2),
        in_title=st.booleans(),
    )
    | st.builds(
        Near,
        groups=st.lists(groups, min_size=2, max_size=2).map(tuple),
        within=st.integers(0, 3),
        weight=st.sampled_from((1.0, 0.4)),
    )
)
trees: st.SearchStrategy[Node] = st.recursive(
    leaves,
    lambda parts: (
        st.lists(parts, min_size=2, max_size=3).map(lambda some: And(tuple(some)))
        | st.lists(parts, min_size=2, max_size=3).map(lambda some: Or(tuple(some)))
        | parts.map(Not)
    ),
    max_leaves=4,
)
