"""The second opinion learns from decisions, gives its reasons, and depends on nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from corpus_documents import PLAIN, decision
from opinion_examples import examples, text

from corpus.decisions import apply
from corpus.document import BESIDE, Document, Page, Tag, Verdict
from corpus.errors import WatwerktError
from ingest import opinion_process
from ingest.opinion_process import Question, ask
from ingest.opinion_review import asked, ranked, with_opinions
from ingest.opinions import (
    LEAST,
    LEAST_AGAINST,
    Basis,
    Example,
    Opinion,
    bases,
    example,
    verdicts,
)
from ingest.second_opinion import SecondOpinion, out_of_fold

ARCHETYPES = ("tuin", "loket", "feest")
NEW = [
    Example(id="garden", text=text(900, garden=True), verdicts={}),
    Example(id="counter", text=text(901, garden=False), verdicts={}),
]
ENOUGH = {"tuin": Basis(yes=LEAST, no=LEAST_AGAINST)}


def label(verdict: Verdict, by: str = "rules 1") -> Tag:
    return Tag(archetype="tuin", score=0.7, by=by, verdict=verdict)


def opinion(probability: float, document_id: str = PLAIN.id) -> Opinion:
    return Opinion(
        document_id=document_id, archetype="tuin", probability=probability, words=("gieter",)
    )


def test_what_is_like_the_positives_is_probable_and_the_words_that_say_so_are_named() -> None:
    garden, counter = SecondOpinion(examples(10, 20), ["tuin"]).on(NEW)
    assert garden.probability > 0.9
    assert counter.probability < 0.1
    assert garden.words
    assert set(garden.words) <= set(NEW[0].text.split()) - {"stempel", "formulier"}
    assert {"gieter", "harken", "kruiwagen", "compost", "spitten"} & set(garden.words)


def test_the_same_decisions_give_the_same_answer_in_any_order() -> None:
    known = examples(12, 30)
    mixed = sorted(known, key=lambda one: one.text)
    assert [*SecondOpinion(known, ["tuin"]).on(NEW)] == [*SecondOpinion(mixed, ["tuin"]).on(NEW)]
    assert [*out_of_fold(known, ["tuin"])] == [*out_of_fold(mixed, ["tuin"])]


def test_out_of_fold_no_document_is_judged_by_what_was_decided_on_it() -> None:
    known = examples(12, 30)
    turned = replace(known[0], verdicts={"tuin": False})
    before = {one.document_id: one.probability for one in out_of_fold(known, ["tuin"])}
    after = {o.document_id: o.probability for o in out_of_fold([turned, *known[1:]], ["tuin"])}
    assert before.keys() == after.keys() == {one.id for one in known}
    assert before[turned.id] > 0.5
    assert after[turned.id] > 0.5


@pytest.mark.parametrize("known", [[], examples(5, 0), examples(1, 9), [*NEW]])
def test_what_cannot_be_told_apart_gives_no_opinion(known: list[Example]) -> None:
    assert [*SecondOpinion(known, ["tuin"]).on(NEW)] == []


def test_a_text_without_a_known_word_has_an_opinion_and_no_reasons() -> None:
    empty = Example(id="x", text="", verdicts={})
    (found,) = SecondOpinion(examples(10, 20), ["tuin"]).on([empty])
    assert 0 <= found.probability <= 1
    assert found.words == ()


@pytest.mark.parametrize(
    ("decided", "tags", "learned"),
    [
        ({"tuin": "assigned"}, (), {"tuin": True, "loket": False, "feest": False}),
        ({"tuin": "rejected"}, (), {"tuin": False}),
        ({"loket": "assigned"}, (label(Verdict.SUGGESTED),), {"loket": True, "feest": False}),
        ({"tuin": None}, (), {}),
    ],
)
def test_another_label_speaks_against_those_that_neither_rule_nor_person_names(
    decided: Mapping[str, str | None], tags: tuple[Tag, ...], learned: Mapping[str, bool]
) -> None:
    taken = [decision(f"archetype:{one}", value) for one, value in decided.items()]
    document = apply(replace(PLAIN, tags=tags), taken)
    standing = {d.field.removeprefix("archetype:"): d for d in taken if d.value is not None}
    assert verdicts(document, standing, ARCHETYPES) == learned


@pytest.mark.parametrize(
    ("yes", "no", "speaks"),
    [
        (LEAST, LEAST_AGAINST, True),
        (LEAST - 1, 10 * LEAST_AGAINST, False),
        (10 * LEAST, LEAST_AGAINST - 1, False),
    ],
)
def test_it_is_silent_on_too_few_decisions(yes: int, no: int, *, speaks: bool) -> None:
    basis = bases([{"tuin": True}] * yes + [{"tuin": False}] * no, ["tuin"])["tuin"]
    assert basis.is_enough is speaks
    assert str(basis) == f"on {yes + no} decisions, {yes} of them for it"


def test_personal_data_is_not_read() -> None:
    page = Page(number=1, text="Mail jan.jansen@voorbeeld.nl over de tuin.")
    read = example(replace(PLAIN, pages=(page,)), {}).text
    assert "jansen" not in read
    assert PLAIN.title in read


@pytest.mark.parametrize(
    ("tags", "probability", "what"),
    [
        ((), 0.81, ["it may be about tuin"]),
        ((), 0.49, []),
        ((label(Verdict.SUGGESTED),), 0.81, []),  # the rules ask already
        ((label(Verdict.ASSIGNED),), 0.81, []),
        ((label(Verdict.ASSIGNED),), 0.01, ["the rules say it is about tuin, and it may not be"]),
        ((label(Verdict.ASSIGNED, BESIDE),), 0.01, []),  # a person wrote it
    ],
)
def test_it_asks_where_it_contradicts_the_rules(
    tags: tuple[Tag, ...], probability: float, what: list[str]
) -> None:
    document = replace(PLAIN, tags=tags)
    found = [*asked(document, [opinion(probability)], ENOUGH, ())]
    assert [item.what for item in found] == what
    assert all(
        item.why == f"second opinion, {ENOUGH['tuin']}, p={probability:.2f}: ‘gieter’"
        for item in found
    )
    assert [*asked(document, [opinion(probability)], ENOUGH, {"settled:label:tuin"})] == []


def test_the_queue_begins_with_the_labels_that_are_most_probably_missing_or_wrong() -> None:
    def item(name: str, probability: float, *tags: Tag) -> Document:
        documents[name] = [opinion(probability, name)]
        return replace(PLAIN, id=name, tags=tags)

    documents: dict[str, list[Opinion]] = {}
    found = [
        one
        for document in (
            item("a", 0.6),
            item("b", 0.9),
            item("c", 0.01, label(Verdict.ASSIGNED)),
        )
        for one in asked(document, documents[document.id], ENOUGH, ())
    ]
    unknown = replace(found[0], document_id="0", probability=None)
    assert [one.document_id for one in ranked([unknown, *found])] == ["c", "b", "a", "0"]


def test_what_the_rules_ask_gets_the_opinion_beside_it() -> None:
    (plain,) = asked(PLAIN, [opinion(0.6)], ENOUGH, ())
    ruled = replace(plain, why="‘de tuin’", probability=None)
    (found,) = with_opinions([ruled], [opinion(0.25)], ENOUGH)
    assert found.why.startswith("‘de tuin’; second opinion, on ")
    assert found.probability == 0.25


def test_a_process_of_its_own_gives_the_same_answers() -> None:
    known = examples(10, 20)
    answers = ask(Question(archetypes=["tuin"], known=len(known)), known, NEW)
    assert answers == [*SecondOpinion(known, ["tuin"]).on(NEW)]
    crossed = ask(Question(archetypes=["tuin"], known=len(known), crossed=True), known)
    assert crossed == [*out_of_fold(known, ["tuin"])]


def test_a_process_that_fails_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opinion_process, "WORKER", "ingest.nothing")
    with pytest.raises(WatwerktError, match=r"could not be formed: .*No module named"):
        ask(Question(archetypes=["tuin"], known=0), [], NEW * 500)
