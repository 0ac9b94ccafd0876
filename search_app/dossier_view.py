"""What was collected → the dossier: by what it says, by archetype, with its sources. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.document import Document
from corpus.passage import Outcome, Passage, PassageRole, Standing
from corpus.personal import masked
from index.prepare import passage_id
from search_app.addresses import archetype_address, carrying, document_address, quote_address
from search_app.dossier import document_of, is_passage
from search_app.naming import Names


class Says(StrEnum):
    """What a passage means for somebody who wants to know what works."""

    WORKS = "works"
    CONDITIONS = "conditions"
    AGAINST = "against"
    UNCLEAR = "unclear"
    EXAMPLES = "examples"


class Why(StrEnum):
    """Why something that was collected cannot be shown."""

    UNKNOWN = "unknown"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something collected that cannot be shown.

    Attributes:
        title: of a document that was withdrawn; empty for what nobody is to know of.
    """

    item: str
    why: Why
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that is quoted or was collected itself.

    Attributes:
        number: 1-based, by which quotes name it.
        pages: the pages that are quoted, ascending.
        address: its page here; ``plain`` the same with nothing carried along.
        collected: its own item in the dossier; empty where only passages of it were collected.
    """

    number: int
    document: Document
    title: str
    kind: str
    kind_label: str
    evidence: str
    pages: tuple[int, ...]
    address: str
    plain: str
    collected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A passage in the dossier; ``text`` are its words, personal data masked."""

    item: str
    role: str
    role_label: str
    outcome: str
    outcome_label: str
    text: str
    language: str | None
    page: int
    address: str
    plain: str
    source: Source
    archetypes: tuple[str, ...]
    cue: str
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Quotes about one archetype; ``archetype`` is None where the document has none."""

    archetype: str | None
    label: str
    address: str
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Quotes that say the same sort of thing."""

    says: Says
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many quotes it has."""
        return sum(len(group.quotes) for group in self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierView:
    """Everything the dossier shows of what was collected.

    Attributes:
        sections: those with a quote, and the counter-evidence always.
        archetypes: ids of all archetypes that it is about.
    """

    sections: tuple[Section, ...]
    sources: tuple[Source, ...]
    missing: tuple[Missing, ...]
    archetypes: tuple[str, ...]

    @property
    def quotes(self) -> tuple[Quoted, ...]:
        """All quotes, in the order of the dossier."""
        return tuple(q for one in self.sections for group in one.groups for q in group.quotes)


def dossier_view(
    items: Sequence[str],
    documents: Mapping[str, Document],
    gone: Mapping[str, Missing],
    names: Names,
) -> DossierView:
    """Lay out what was collected.

    Args:
        items: ids in the order in which they were collected.
        documents: by id, those that may be shown; with the passages that were collected, and the
            pages these stand on.
        gone: by id, the documents that may not.
    """
    passages: dict[str, tuple[Document, Passage]] = {}
    missing: list[Missing] = []
    for item in items:
        found = _found(item, documents, gone)
        if isinstance(found, Missing):
            missing.append(found)
        elif found is not None:
            passages[item] = found
    lost = {one.item for one in missing}
    sources = _sources([item for item in items if item not in lost], passages, documents, names)
    quotes = [_quoted(item, *found, sources, names) for item, found in passages.items()]
    return DossierView(
        sections=tuple(_sections(quotes, names)),
        sources=tuple(sources.values()),
        missing=tuple(missing),
        archetypes=tuple(
            dict.fromkeys(name for one in sources.values() for name in one.document.archetypes)
        ),
    )


def says(role: PassageRole, outcome: Outcome | None) -> Says:
    """What a passage means; what speaks against counts before everything else."""
    if role is PassageRole.PITFALL or outcome is Outcome.FAILS:
        return Says.AGAINST
    if role is PassageRole.CONDITION or outcome is Outcome.CONDITIONAL:
        return Says.CONDITIONS
    if outcome is Outcome.UNCLEAR or (role is PassageRole.RESULT and outcome is None):
        return Says.UNCLEAR
    return Says.EXAMPLES if role is PassageRole.EXAMPLE else Says.WORKS


def _found(
    item: str, documents: Mapping[str, Document], gone: Mapping[str, Missing]
) -> tuple[Document, Passage] | Missing | None:
    """The passage of an item, None for a document, or why there is neither."""
    name = document_of(item)
    if name in gone:
        return Missing(item=item, why=gone[name].why, title=gone[name].title)
    if not is_passage(item):
        return None
    document = documents[name]
    for passage in document.passages:
        if item == passage_id(name, passage):
            hidden = passage.standing is Standing.HIDDEN
            return Missing(item=item, why=Why.HIDDEN) if hidden else (document, passage)
    return Missing(item=item, why=Why.UNKNOWN)


def _sources(
    items: Iterable[str],
    passages: Mapping[str, tuple[Document, Passage]],
    documents: Mapping[str, Document],
    names: Names,
) -> dict[str, Source]:
    """The documents of the items, by id, numbered as they come."""
    pages: dict[str, set[int]] = {}
    alone: set[str] = set()
    for item in items:
        quoted = pages.setdefault(document_of(item), set())
        if item in passages:
            quoted.add(passages[item][1].page)
        else:
            alone.add(item)
    return {
        name: _source(number, documents[name], sorted(quoted), names, collected=name in alone)
        for number, (name, quoted) in enumerate(pages.items(), start=1)
    }


def _source(
    number: int, document: Document, pages: Sequence[int], names: Names, *, collected: bool
) -> Source:
    with carrying(()):
        plain = document_address(document.id)
    return Source(
        number=number,
        document=document,
        title=document.title,
        kind=document.kind.value,
        kind_label=names.value("kind", document.kind),
        evidence=names.value("evidence", document.evidence.level) if document.evidence else "",
        pages=tuple(pages),
        address=document_address(document.id),
        plain=plain,
        collected=document.id if collected else "",
    )


def _quoted(
    item: str, document: Document, passage: Passage, sources: Mapping[str, Source], names: Names
) -> Quoted:
    page = next((page for page in document.pages if page.number == passage.page), None)
    outcome = passage.outcome.value if passage.outcome else ""
    with carrying(()):
        plain = quote_address(document.id, passage.page, passage.text)
    return Quoted(
        item=item,
        role=passage.role.value,
        role_label=names.value("role", passage.role.value),
        outcome=outcome,
        outcome_label=names.value("outcome", outcome) if outcome else "",
        # What makes a number one of a person may stand before the passage, so the page is masked.
        text=" ".join(
            (
                masked(page.text)[passage.start : passage.end] if page else masked(passage.text)
            ).split()
        ),
        language=(page.language if page else None) or document.language,
        page=passage.page,
        address=quote_address(document.id, passage.page, passage.text),
        plain=plain,
        source=sources[document.id],
        archetypes=document.archetypes,
        cue=passage.cue,
        by=None if passage.standing is Standing.FOUND else passage.by,
    )


def _sections(quotes: Sequence[Quoted], names: Names) -> Iterator[Section]:
    for kind in Says:
        mine = [one for one in quotes if _says(one) is kind]
        if mine or kind is Says.AGAINST:
            yield Section(says=kind, groups=tuple(_groups(mine, names)))


def _says(quote: Quoted) -> Says:
    return says(PassageRole(quote.role), Outcome(quote.outcome) if quote.outcome else None)


def _groups(quotes: Sequence[Quoted], names: Names) -> Iterator[Group]:
    """By the strongest archetype of the document, in the order of the taxonomy; there by role."""
    by_archetype: dict[str | None, list[Quoted]] = {}
    for quote in quotes:
        strongest = next(iter(quote.archetypes), None)
        by_archetype.setdefault(strongest, []).append(quote)
    order = {name: place for place, name in enumerate(names.taxonomy.archetypes)}
    roles = {role.value: place for place, role in enumerate(PassageRole)}
    for name in sorted(by_archetype, key=lambda name: order.get(name or "", len(order))):
        yield Group(
            archetype=name,
            label=names.value("archetype", name) if name else "",
            address=archetype_address(name) if name in order and name else "",
            quotes=tuple(sorted(by_archetype[name], key=lambda one: roles[one.role])),
        )
