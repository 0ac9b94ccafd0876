"""Random documents, queries and changes over a small vocabulary, in which much coincides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st
from index_collection import document, labels

from corpus.document import Document, Evidence, Kind, Page
from corpus.passage import Outcome, Passage, PassageRole, Standing
from index import Query, Sort

# Inflections, a compound in both spellings, hyphens, accents, stop words, words that differ by a
# letter, digits, English.
VOCABULARY = (
    *("zelfbeheer", "zelf-beheer", "beheer", "wijk", "wijken", "wijkbeheer", "tuin", "tuinen"),
    *("bewoner", "bewoners", "bedrijf", "bewonersbedrijf", "bewonersbedrijven", "overlast"),
    *("portiek", "portieken", "porties", "niet", "de", "het", "wat", "werkt", "café", "cafe"),
    *("COVID-19", "covid", "19", "10.000", "community", "enterprise", "enterprises", "e-mail"),
    "'s-Hertogenbosch",
)
MUNICIPALITIES = ("Haarlem", "Haarlemmermeer", "'s-Hertogenbosch", "Emmen")
ORGANISATIONS = ("Stichting De Linde", "stichting de linde", "Woonbedrijf")
ARCHETYPES = ("zelfbeheer", "bewonersbedrijven", "sociaal-beheer")
PUBLISHED = ("2012", "2014", "2014-05", "2014-05-12", "2016-01")
IDS = tuple("abcdef")
INGREDIENTS = ("vertrouwen", "lange-adem", "onbekend")

FILTER_VALUES = {
    "archetype": (*ARCHETYPES, "onbekend"),
    "kind": ("praktijk", "beleid", "Praktijk"),
    "municipality": (*MUNICIPALITIES, "haarlem"),
    "organisation": ORGANISATIONS,
    "year": ("2012", "2014", "1999"),
    "language": ("nl", "en"),
    "evidence": ("beschreven",),
    "role": ("tip", "resultaat", "mening"),
    "outcome": ("werkt", "werkt-niet"),
    "ingredient": ("vertrouwen", "onbekend"),
    "stance": ("voor", "tegen"),
}

words = st.sampled_from(VOCABULARY)


def _joined(separators: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    pair = st.tuples(words, st.sampled_from(separators)).map("".join)
    return st.lists(pair, max_size=most).map("".join)


# Between paragraphs, so that there are headings, and summaries under some of them.
_BREAKS = ("\n\n", ".\n\n", "\n\nSamenvatting\n\n", ".\n\n2 Conclusion\n\n")
texts = _joined((" ", " ", " ", ". ", ", ", "/", *_BREAKS), 12)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document with one of six ids, perhaps with pages in another language."""
    plain = document(
        draw(st.sampled_from(IDS)),
        *draw(st.lists(texts, min_size=1, max_size=3)),
        title=draw(_joined((" ",), 4)),
        kind=draw(st.sampled_from(Kind)),
        language=draw(st.sampled_from(("nl", "nl", "en", None))),
        published=draw(st.none() | st.sampled_from(PUBLISHED)),
        municipality=tuple(draw(st.lists(st.sampled_from(MUNICIPALITIES), max_size=2))),
        organisation=draw(st.none() | st.sampled_from(ORGANISATIONS)),
        evidence=draw(st.none() | st.just(Evidence(level="beschreven", assigned_by="a"))),
        tags=labels(*draw(st.lists(st.sampled_from(ARCHETYPES), max_size=2, unique=True))),
    )
    own = st.sampled_from((None, None, "nl", "en"))
    pages = tuple(replace(p, language=draw(own)) for p in plain.pages)
    found = draw(st.lists(_passages(pages), max_size=3, unique_by=lambda one: one.key))
    return replace(plain, pages=pages, passages=tuple(found))


@st.composite
def _passages(draw: st.DrawFn, pages: Sequence[Page]) -> Passage:
    """Some words of a paragraph of one of the pages; perhaps none."""
    page = draw(st.sampled_from(pages))
    start = draw(st.integers(0, len(page.text)))
    ends = page.text.find("\n\n", start) % (len(page.text) + 1)
    end = draw(st.integers(start, ends))
    role = draw(st.sampled_from(PassageRole))
    return Passage(
        page=page.number,
        start=start,
        end=end,
        text=page.text[start:end],
        role=role,
        outcome=draw(st.sampled_from(Outcome)) if role is PassageRole.RESULT else None,
        score=draw(st.sampled_from((0.5, 0.75))),
        ingredients=tuple(draw(st.lists(st.sampled_from(INGREDIENTS), max_size=2, unique=True))),
        by="rules 1",
        standing=draw(st.sampled_from(Standing)),
    )


changes = st.lists(
    documents() | st.sampled_from(IDS),  # put a document, or delete the one with this id
    min_size=1,
    max_size=5,
)

_phrases = st.tuples(
    st.lists(words, min_size=1, max_size=3).map(" ".join), st.sampled_from(("", "~1", "~4"))
).map(lambda phrase: f'"{phrase[0]}"{phrase[1]}')
_typed_filters = st.sampled_from(
    (
        "gemeente:haarlem",
        'gemeente:"den bosch"',
        "soort:praktijk",
        "archetype:zelfbeheer",
        'organisatie:"stichting de linde"',
        "taal:engels",
        "jaar:2014",
        "rol:tip",
        'uitkomst:"werkt niet"',
        'bestanddeel:"lange adem"',
        "jaar:2012..2014",
        "jaar:2013..",
        "jaar:ooit",
        "kleur:rood",
        "*",
    )
)
_leaves = (
    words
    | words.map(lambda word: f"titel:{word}")
    | words.map(lambda word: f"{word[:3]}*")
    | words.map(lambda word: f"{word[:-1]}~")
    | words.map(lambda word: f"{word[:2]}{word[3:]}")  # a letter forgotten
    | _phrases
    | _typed_filters
    | st.sampled_from(("OR", "(", ")", "-", '"', "NIET", "\x00", "…"))
)


def _combined(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.tuples(parts, parts).map(" ".join)
        | st.tuples(parts, parts).map(" OF ".join)
        | parts.map(lambda part: f"-{part}")
        | parts.map(lambda part: f"({part})")
        | parts.map(lambda part: f"NOT ({part})")
        | parts.map(lambda part: f"titel:({part})")
    )


query_texts = st.recursive(_leaves, _combined, max_leaves=5)

filters = st.dictionaries(st.sampled_from(tuple(FILTER_VALUES)), st.just(None), max_size=2).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.frozensets(st.sampled_from(FILTER_VALUES[name]), max_size=2) for name in names}
    )
)

queries = st.builds(
    Query,
    text=query_texts,
    filters=filters,
    year_from=st.none() | st.sampled_from((2012, 2013, 2015)),
    year_to=st.none() | st.sampled_from((2012, 2014)),
    sort=st.sampled_from(Sort),
    size=st.just(100),
)


@st.composite
def _typed_texts(draw: st.DrawFn) -> str:
    """What stands in the search box while one or two words are typed."""
    before = draw(st.lists(words | st.sampled_from(("OF", '"', "-", "in")), max_size=2))
    word = draw(words)
    return " ".join([*before, word[: draw(st.integers(1, len(word)))]]) + draw(
        st.sampled_from(("", "", " "))
    )


typed_texts = _typed_texts()
