"""Any document at all, for properties that every document must have."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

from hypothesis import strategies as st

from corpus.document import (
    Access,
    Concern,
    Document,
    Evidence,
    Finding,
    Kind,
    Origin,
    Page,
    Quote,
    Role,
    Source,
    Status,
    Stretch,
    Tag,
    Verdict,
)
from corpus.passage import Outcome, Passage, PassageRole, Standing

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_some = st.none() | _text
_several = st.lists(_text, max_size=3).map(tuple)
_share = st.floats(0, 1)
_name = st.text("abcdefghij-", min_size=1, max_size=12)
_moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))]))
_quotes = st.builds(
    Quote,
    page=st.integers(0, 999),
    text=_text,
    term=_text,
    weight=st.floats(-9, 9),
)
_tags = st.lists(
    st.builds(
        Tag,
        archetype=_name,
        score=_share,
        evidence=st.lists(_quotes, max_size=2).map(tuple),
        by=_text,
        verdict=st.sampled_from(Verdict),
    ),
    unique_by=lambda tag: tag.archetype,
    max_size=3,
).map(lambda tags: tuple(sorted(tags, key=lambda tag: (-tag.score, tag.archetype))))
_stretches = st.builds(
    Stretch, start=st.integers(0, 9), end=st.integers(10, 30), role=st.sampled_from(Role)
)
_findings = st.builds(
    Finding,
    concern=st.sampled_from(Concern),
    what=_name,
    page=st.none() | st.integers(1, 99),
    detail=_text,
    other=st.none() | _name,
)
_passages = st.lists(
    st.builds(
        Passage,
        page=st.integers(1, 99),
        start=st.integers(0, 9),
        end=st.integers(10, 30),
        text=_text,
        role=st.sampled_from(PassageRole),
        outcome=st.none() | st.sampled_from(Outcome),
        cue=_text,
        score=_share,
        ingredients=st.lists(_name, max_size=2).map(tuple),
        by=_text,
        standing=st.sampled_from(Standing),
    ),
    unique_by=(lambda one: one.key, lambda one: (one.page, one.start)),
    max_size=3,
).map(lambda found: tuple(sorted(found, key=lambda one: (one.page, one.start))))
_pages = st.lists(
    st.builds(
        Page,
        number=st.integers(1, 2**31 - 1),
        text=_text,
        quality=_share,
        ocr=st.none() | _share,
        apart=st.lists(_stretches, max_size=2).map(tuple),
        language=st.none() | st.sampled_from(["nl", "en"]),
    ),
    unique_by=lambda page: page.number,
    max_size=4,
).map(lambda pages: tuple(sorted(pages, key=lambda page: page.number)))

DOCUMENTS = st.builds(
    Document,
    id=_name,
    title=_text,
    kind=st.sampled_from(Kind),
    pages=_pages,
    passages=_passages,
    tags=_tags,
    authors=_several,
    organisation=_some,
    publisher=_some,
    municipality=_several,
    themes=_several,
    target_groups=_several,
    evidence=st.none() | st.builds(Evidence, level=_text, assigned_by=_text),
    published=st.none() | st.sampled_from(["1999", "2014-05", "2014-05-12"]),
    language=st.none() | st.sampled_from(["nl", "en"]),
    licence=_some,
    source_url=_some,
    access=st.sampled_from(Access),
    note=_some,
    subtitle=_some,
    document_type=_some,
    isbn=_some,
    doi=_some,
    replaced_by=_some,
    findings=st.lists(_findings, max_size=2).map(tuple),
    extra=st.lists(st.tuples(_name, _text), max_size=2).map(tuple),
    sha256=st.text("0123456789abcdef", min_size=64, max_size=64),
    media_type=_text,
    source=_text,
    status=st.sampled_from(Status),
    ingested=_moments,
    origins=st.lists(
        st.builds(
            Origin,
            field=_name,
            source=st.sampled_from(Source),
            confirmed=st.booleans(),
            confidence=_share,
            cue=_text,
        ),
        max_size=2,
    ).map(tuple),
)
"""Any document at all."""
