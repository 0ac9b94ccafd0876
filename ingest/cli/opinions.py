"""The second opinion on labels in the collection at hand: what several commands ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.decisions import LABEL, SETTLED, on_labels
from corpus.document import Status
from corpus.review import Item, Matter, open_items
from ingest.cli.workspace import Workspace, note
from ingest.opinion_process import OpinionFailed, Question, ask
from ingest.opinion_review import asked, ranked, with_opinions
from ingest.opinions import SUGGESTS, Basis, Example, Opinion, bases, example, verdicts


@dataclass(frozen=True, slots=True)
class Known:
    """What people decided on labels, as the second opinion learns from it.

    Attributes:
        verdicts: document -> archetype -> whether it is about it.
        on: archetype -> how many documents that are.
    """

    verdicts: Mapping[str, Mapping[str, bool]]
    on: Mapping[str, Basis]

    @property
    def archetypes(self) -> tuple[str, ...]:
        """Those on which there is a second opinion."""
        return tuple(one for one, basis in self.on.items() if basis.is_enough)


def what_is_known(workspace: Workspace, without: str | None = None) -> Known:
    """What was decided in this collection, on all documents or all but one."""
    catalogue = workspace.collection.catalogue
    archetypes = workspace.collection.taxonomy.archetypes
    standing = catalogue.standing(LABEL)
    decided = [one for one, fields in standing.items() if fields and one != without]
    said = {
        document.id: verdicts(document, on_labels(standing[document.id]), archetypes)
        for document in catalogue.summaries(decided)
    }
    return Known(said, bases(said.values(), archetypes))


def examples(workspace: Workspace, known: Known) -> Iterator[Example]:
    """The documents that were decided upon, to learn from."""
    for document in workspace.collection.catalogue.documents([*known.verdicts]):
        yield example(document, known.verdicts[document.id])


def opinion_on(
    workspace: Workspace, document_id: str, archetype: str, known: Known
) -> Opinion | None:
    """The opinion on one label; None where it is silent."""
    if archetype not in known.archetypes:
        return None
    document = workspace.collection.catalogue.get(document_id)
    question = Question(archetypes=[archetype], known=len(known.verdicts))
    try:
        (opinion,) = ask(question, examples(workspace, known), [example(document, {})])
    except OpinionFailed as error:
        note(f"{error} The rules speak alone.")
        return None
    return opinion


def open_labels_first(workspace: Workspace, ids: Sequence[str] | None = None) -> list[Item]:
    """Everything that is open, with what the second opinion says and asks; by that in order."""
    catalogue = workspace.collection.catalogue
    items = [*open_items(catalogue, ids)]
    known = what_is_known(workspace)
    if not known.archetypes:
        return items
    try:
        opinions = _on_what_nobody_decided(workspace, known, ids)
    except OpinionFailed as error:
        note(f"{error} The rules speak alone.")
        return items
    items = with_opinions(items, opinions, known.on)
    done = catalogue.standing(f"{SETTLED}{Matter.LABEL}:")
    by_document = {
        document_id: [*some] for document_id, some in groupby(opinions, lambda o: o.document_id)
    }
    for document in catalogue.summaries([*by_document]):
        settled = done.get(document.id, {})
        items += asked(document, by_document[document.id], known.on, settled)
    return ranked(items)


def _on_what_nobody_decided(
    workspace: Workspace, known: Known, ids: Sequence[str] | None
) -> list[Opinion]:
    """Opinions on the labels that it did not learn itself, of documents that are not withdrawn."""

    def documents() -> Iterator[Example]:
        for document in workspace.collection.catalogue.documents(ids):
            if document.status is not Status.WITHDRAWN:
                yield example(document, {})

    question = Question(
        archetypes=known.archetypes, known=len(known.verdicts), reasons_from=SUGGESTS
    )
    return [
        opinion
        for opinion in ask(question, examples(workspace, known), documents())
        if opinion.archetype not in known.verdicts.get(opinion.document_id, {})
    ]
