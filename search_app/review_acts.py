"""What a librarian sent with a form → the decisions it stands for, as the command line has them.

act            command
label-yes      tag ID --add KEY               label-no     tag ID --never KEY
label-clear    tag ID --clear KEY
done           review --done ID MATTER
double-drop    withdraw DROP --replaced-by KEEP
double-newer   edit OLDER --set replaced_by=NEWER
year           edit ID --set year=YEAR        fields       edit ID --set … --clear …
access-*       edit ID --set access=*
withdraw       withdraw ID                    restore      restore ID
passage-*      passages ID --confirm, --pin, --hide, --clear, --role KEY or --quote
undo           what was in force before a change
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from werkzeug.datastructures import MultiDict

from corpus.deciding import Decider, NoEdition, Overtaken, in_force_on
from corpus.decisions import PASSAGE, Decision, OnPassage
from corpus.document import Access, Document, Verdict
from corpus.errors import NotFound, UsageError
from corpus.passage import Standing, passage_key
from corpus.passage_decisions import in_role, in_standing, quoted
from corpus.review import Matter, open_items
from search_app.review_fields import changed

Form = MultiDict[str, str]


class Trouble(StrEnum):
    """What can be wrong in a form, beside a field that is not what it should be."""

    REASON = "why"
    EDITION = "newer"
    QUOTE = "words"
    NOTHING = "nothing"
    GONE = "gone"


class NotDecided(UsageError):
    """A form that says nothing that can be decided.

    Attributes:
        fields: name of a field on what is known -> what was written in it, which it cannot hold.
        trouble: what else is wrong; None when only fields are.
    """

    def __init__(self, trouble: Trouble | None, fields: Mapping[str, str] | None = None) -> None:
        super().__init__("This cannot be decided.")
        self.trouble = trouble
        self.fields = dict(fields or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A form that was sent about a document."""

    decider: Decider
    document_id: str
    form: Form

    @property
    def key(self) -> str:
        """Which label, passage or other document it is about."""
        return self.form.get("key", "")

    @property
    def why(self) -> str:
        """The reason, in the librarian's words."""
        return " ".join(self.form.get("why", "").split())


def decisions(sent: Sent) -> list[Decision]:
    """What the form decides.

    Raises:
        NotDecided: when it cannot be.
        Overtaken: when what it undoes was decided again since.
    """
    act = _ACTS.get(sent.form.get("act", ""))
    if act is None:
        raise NotDecided(Trouble.NOTHING)
    try:
        decided = act(sent)
    except (NotDecided, Overtaken):
        raise
    except (NoEdition, NotFound):
        raise NotDecided(Trouble.EDITION) from None
    except UsageError:  # the form offers only what could be decided when it was made
        raise NotDecided(Trouble.GONE) from None
    if not decided:
        raise NotDecided(Trouble.NOTHING)
    return decided


def _label(verdict: Verdict | None) -> Act:
    return lambda sent: sent.decider.labels(sent.document_id, [(sent.key, verdict)], sent.why)


def _done(sent: Sent) -> list[Decision]:
    """That it has been looked at: of doubles the one pair, of the rest all about the matter."""
    about = sent.form.get("about", "")
    if about not in set(Matter):
        raise NotDecided(Trouble.GONE)
    matter = Matter(about)
    items = open_items(sent.decider.catalogue, [sent.document_id])
    looked_at = [item for item in items if matter is not Matter.DOUBLE or item.key == sent.key]
    return sent.decider.settlement(sent.document_id, matter, looked_at, sent.why)


def _double_drop(sent: Sent) -> list[Decision]:
    """Of two that are the same one is withdrawn; readers are led to the other."""
    drop, keep = _pair(sent)
    return sent.decider.withdrawal(drop, _reason(sent), keep)


def _double_newer(sent: Sent) -> list[Decision]:
    newer, older = _pair(sent)
    return sent.decider.fields(older, {"replaced_by": [newer]}, why=sent.why)


def _pair(sent: Sent) -> tuple[str, str]:
    """The document that the form chooses, and the other one of the two."""
    pair = [sent.document_id, sent.key]
    chosen = sent.form.get("chosen", "")
    if chosen not in pair or not sent.key:
        raise NotDecided(Trouble.GONE)
    pair.remove(chosen)
    return chosen, pair[0]


def _year(sent: Sent) -> list[Decision]:
    return _written(sent, {"published": [sent.form.get("published", "")]})


def _no_year(sent: Sent) -> list[Decision]:
    return _written(sent, {"published": [""]})


def _access(access: Access) -> Act:
    return lambda sent: _written(sent, {"access": [access.value]})


def _fields(sent: Sent) -> list[Decision]:
    written, cleared = changed(sent.form)
    return _written(sent, written, cleared)


def _written(
    sent: Sent, written: Mapping[str, list[str]], cleared: Iterable[str] = ()
) -> list[Decision]:
    """Fields as they were written; all that cannot be is told at once."""
    wrong = {}
    for name, texts in written.items():
        try:
            sent.decider.values.value(name, texts)
        except UsageError:
            wrong[name] = "; ".join(texts)
    if wrong:
        raise NotDecided(None, wrong)
    return sent.decider.fields(sent.document_id, written, cleared, sent.why)


def _withdraw(sent: Sent) -> list[Decision]:
    newer = sent.form.get("newer", "").strip() or None
    return sent.decider.withdrawal(sent.document_id, _reason(sent), newer)


def _reason(sent: Sent) -> str:
    """Why a document goes, which readers are told."""
    if not sent.why:
        raise NotDecided(Trouble.REASON)
    return sent.why


def _restore(sent: Sent) -> list[Decision]:
    return sent.decider.restoration(sent.document_id)


def _passage(standing: Standing) -> Act:
    return lambda sent: _on_passage(sent, in_standing(_document(sent), sent.key, standing))


def _passage_role(sent: Sent) -> list[Decision]:
    return _on_passage(sent, in_role(_document(sent), sent.key, sent.form.get("role", "")))


def _passage_quote(sent: Sent) -> list[Decision]:
    number = sent.form.get("page", "")
    words, role = sent.form.get("words", ""), sent.form.get("role", "")
    page = int(number) if number.isdecimal() and len(number) < _LONG_NUMBER else 0
    try:
        return _on_passage(sent, quoted(_document(sent), page, words, role))
    except UsageError:
        raise NotDecided(Trouble.QUOTE) from None


def _passage_clear(sent: Sent) -> list[Decision]:
    if sent.key not in in_force_on(sent.decider.catalogue, sent.document_id, PASSAGE):
        raise NotDecided(Trouble.GONE)
    return [sent.decider.decision(sent.document_id, PASSAGE + sent.key, None, sent.why)]


def _on_passage(sent: Sent, said: OnPassage) -> list[Decision]:
    field = PASSAGE + passage_key(said.text)
    return [sent.decider.decision(sent.document_id, field, said.value, sent.why)]


def _document(sent: Sent) -> Document:
    return sent.decider.catalogue.get(sent.document_id)


def _undo(sent: Sent) -> list[Decision]:
    revision = sent.form.get("revision", "")
    known = revision.isdecimal() and len(revision) < _LONG_NUMBER
    return sent.decider.undoing(sent.document_id, int(revision) if known else 0)


Act = Callable[[Sent], list[Decision]]

_LONG_NUMBER = 16  # digits of a number that nothing here has

_ACTS: Mapping[str, Act] = {
    "label-yes": _label(Verdict.ASSIGNED),
    "label-no": _label(Verdict.REJECTED),
    "label-clear": _label(None),
    "done": _done,
    "double-drop": _double_drop,
    "double-newer": _double_newer,
    "year": _year,
    "year-unknown": _no_year,
    "access-public": _access(Access.PUBLIC),
    "access-partner": _access(Access.PARTNER),
    "access-hidden": _access(Access.HIDDEN),
    "fields": _fields,
    "withdraw": _withdraw,
    "restore": _restore,
    "passage-confirm": _passage(Standing.CONFIRMED),
    "passage-pin": _passage(Standing.PINNED),
    "passage-hide": _passage(Standing.HIDDEN),
    "passage-clear": _passage_clear,
    "passage-role": _passage_role,
    "passage-quote": _passage_quote,
    "undo": _undo,
}
