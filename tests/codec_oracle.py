"""The same documents in an index by our codec and in one by Whoosh's own, which is the oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from whoosh import fields, formats
from whoosh.analysis import DelimitedAttributeFilter, RegexTokenizer, StemmingAnalyzer
from whoosh.filedb.filestore import RamStorage
from whoosh.writing import CLEAR, NO_MERGE

from index.whoosh_codec import SegmentCodec

BOOSTED = RegexTokenizer(r"\S+") | DelimitedAttributeFilter(delimiter="^", attribute="boost")
SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    kind=fields.ID(stored=True),
    body=fields.TEXT(stored=True, field_boost=1.5),
    chars=fields.TEXT(chars=True, vector=True, analyzer=RegexTokenizer()),
    stems=fields.TEXT(spelling=True, analyzer=StemmingAnalyzer(), vector=formats.Frequency()),
    title=fields.TEXT(sortable=True, phrase=False),
    tags=fields.KEYWORD(sortable=True, scorable=True, commas=True, vector=True),
    number=fields.NUMERIC(sortable=True, stored=True),
    ratio=fields.NUMERIC(float, sortable=True, decimal_places=0),
    day=fields.DATETIME(sortable=True, stored=True),
    flag=fields.BOOLEAN(stored=True),
    grams=fields.NGRAM(minsize=2, maxsize=3),
    places=fields.FieldType(formats.PositionBoosts(), BOOSTED, scorable=True, vector=True),
    spots=fields.FieldType(formats.CharacterBoosts(), BOOSTED, scorable=True),
    note=fields.STORED(),
)
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Commit:
    """What is written at once."""

    documents: Sequence[Document] = ()
    deleted: Sequence[str] = ()
    how: str = "merge"
    group: bool = False


HOW: Mapping[str, Mapping[str, Any]] = {
    "merge": {},
    "apart": {"merge": False},
    "none": {"mergetype": NO_MERGE},
    "optimise": {"optimize": True},
    "clear": {"mergetype": CLEAR},
}


@dataclass
class Pair:
    """Ours and the oracle."""

    ours: Any = field(default_factory=lambda: RamStorage().create_index(SCHEMA))
    oracle: Any = field(default_factory=lambda: RamStorage().create_index(SCHEMA))

    def commit(self, commit: Commit) -> None:
        """Write the same to both."""
        for index, codec in ((self.ours, SegmentCodec()), (self.oracle, None)):
            writer = index.writer(codec=codec)
            for name in commit.deleted:
                writer.delete_by_term("id", name)
            if commit.group:
                writer.start_group()
            for document in commit.documents:
                writer.update_document(**document)
            if commit.group:
                writer.end_group()
            writer.commit(**HOW[commit.how])


def pair_of(*commits: Commit) -> Pair:
    """Both, with all these commits."""
    pair = Pair()
    for commit in commits:
        pair.commit(commit)
    return pair
