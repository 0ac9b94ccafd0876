"""What a harvester asks in OAI-PMH 2.0: the arguments of a request, checked. Pure."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from corpus.exchange.harvest import Header

FORMAT = "oai_dc"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SECOND = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_SET = re.compile(r"[\w.!~*'()-]+(?::[\w.!~*'()-]+)*", re.ASCII)
_LONGEST = 1000  # of one argument


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """The arguments of a verb; ``resumptionToken`` excludes all others."""

    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    resumes: bool = False


_LIST = Verb(needs=("metadataPrefix",), may=("from", "until", "set"), resumes=True)
VERBS = {
    "Identify": Verb(),
    "ListMetadataFormats": Verb(may=("identifier",)),
    "ListSets": Verb(resumes=True),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
    "GetRecord": Verb(needs=("identifier", "metadataPrefix")),
}


class Refused(Exception):
    """A request that cannot be answered.

    Attributes:
        code: one of the error codes of OAI-PMH.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which records a list holds, and how far the harvester has come with it.

    Attributes:
        verb: the verb that began the list.
        begin: first second, UTC; None for no limit.
        end: last second, UTC; None for no limit.
        within: name of a set; empty for all records.
        after: revision of the last record that was given.
        given: how many records were given.
    """

    verb: str
    begin: datetime | None = None
    end: datetime | None = None
    within: str = ""
    after: int = 0
    given: int = 0

    def holds(self, header: Header) -> bool:
        """Whether a record is in the list and still to be given."""
        return (
            header.revision > self.after
            and (self.begin is None or self.begin <= header.at)
            and (self.end is None or header.at <= self.end)
            and (not self.within or header.within(self.within))
        )

    def behind(self, headers: Sequence[Header]) -> Selection:
        """The same list after these records have been given."""
        return replace(self, after=headers[-1].revision, given=self.given + len(headers))


_SELECTION = TypeAdapter(Selection)


def arguments(given: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The arguments of a request by name, each of them one that its verb has.

    Raises:
        Refused: when the verb or an argument is missing, unknown, repeated or empty.
    """
    values: dict[str, list[str]] = {}
    for name, value in given:
        values.setdefault(name, []).append(value)
    verbs = values.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", f"Give one verb, of {', '.join(VERBS)}.")
    verb = VERBS[verbs[0]]
    known = {"verb", *verb.needs, *verb.may, *(["resumptionToken"] if verb.resumes else [])}
    for name, several in values.items():
        if name not in known:
            raise Refused("badArgument", f"{verbs[0]} has no argument ‘{_shown(name)}’.")
        if len(several) > 1:
            raise Refused("badArgument", f"The argument {name} is given more than once.")
        if not several[0] or len(several[0]) > _LONGEST:
            raise Refused("badArgument", f"The argument {name} is empty or too long.")
    found = {name: several[0] for name, several in values.items()}
    if "resumptionToken" in found:
        if len(found) > 2:
            raise Refused("badArgument", "resumptionToken excludes all other arguments.")
        return found
    for name in verb.needs:
        if name not in found:
            raise Refused("badArgument", f"{verbs[0]} needs the argument {name}.")
    return found


def selection(asked: Mapping[str, str], collection: str, revision: int) -> Selection:
    """The list that ``ListRecords`` or ``ListIdentifiers`` asks for.

    Args:
        asked: what :func:`arguments` gave.
        collection: the name by which this collection's tokens are told from those of others.
        revision: the last change to the collection.

    Raises:
        Refused: for an unknown format, a date or set that cannot be, and a token that is not ours.
    """
    if "resumptionToken" in asked:
        kept = _read_token(asked["resumptionToken"], collection)
        if kept.verb != asked["verb"] or kept.after > revision:
            raise Refused("badResumptionToken", "This token is of another list; begin again.")
        return kept
    check_format(asked["metadataPrefix"])
    begin, end = asked.get("from"), asked.get("until")
    if begin and end and len(begin) != len(end):
        raise Refused("badArgument", "from and until must be written alike: both days or seconds.")
    within = asked.get("set", "")
    if within and not _SET.fullmatch(within):
        raise Refused("badArgument", f"‘{_shown(within)}’ cannot be the name of a set.")
    chosen = Selection(
        verb=asked["verb"],
        begin=_moment("from", begin, last=False) if begin else None,
        end=_moment("until", end, last=True) if end else None,
        within=within,
    )
    if chosen.begin and chosen.end and chosen.begin > chosen.end:
        raise Refused("badArgument", "from is later than until.")
    return chosen


def check_format(prefix: str) -> None:
    """Refuse every format but the one that there is.

    Raises:
        Refused: naming the format.
    """
    if prefix != FORMAT:
        message = f"There is no format ‘{_shown(prefix)}’; ask for {FORMAT}."
        raise Refused("cannotDisseminateFormat", message)


def token(going_on: Selection, collection: str) -> str:
    """What a harvester sends to go on with a list: letters that need no escaping anywhere."""
    kept = asdict(going_on) | {
        "begin": _written(going_on.begin),
        "end": _written(going_on.end),
    }
    text = json.dumps([collection, kept], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def datestamp(at: datetime) -> str:
    """A moment as OAI-PMH writes it: UTC in seconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_token(text: str, collection: str) -> Selection:
    try:
        padded = text + "=" * (-len(text) % 4)
        kept: Any = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        name, selected = kept
        found = _SELECTION.validate_python(selected)
    except (binascii.Error, ValueError, TypeError, RecursionError, ValidationError):
        name, found = "", None
    if found is None or name != collection or not _is_aware(found):
        raise Refused("badResumptionToken", "This is no resumptionToken of this collection.")
    return found


def _is_aware(found: Selection) -> bool:
    return all(moment is None or moment.tzinfo for moment in (found.begin, found.end))


def _moment(name: str, value: str, *, last: bool) -> datetime:
    """The first or last second that an argument means."""
    try:
        if _SECOND.fullmatch(value):
            return datetime.fromisoformat(value)
        if _DAY.fullmatch(value):
            day = datetime.fromisoformat(value).replace(tzinfo=UTC)
            return day + (timedelta(days=1) - timedelta(seconds=1)) if last else day
    except (ValueError, OverflowError):
        pass  # the thirtieth of February
    message = f"{name} must be a date like 2026-11-27 or 2026-11-27T19:30:00Z."
    raise Refused("badArgument", message)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else datestamp(moment)


def _shown(text: str) -> str:
    return text[:60]
