"""Tell what kind of source a text is by words that only that kind has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.document import Kind
from ingest.guesses import Guess, cue_of

# Per kind: weight and pattern; each counts once. Patterns are looked for in lower case.
# ``_LINE`` is the start of a line, after a number or a mark.
_LINE = r"^[^\w\n]{0,10}(?:\d{1,3}[^\w\n]{1,3}){0,4}"
_CUES: Mapping[Kind, tuple[tuple[float, str], ...]] = {
    Kind.ARCHETYPE: (
        (4.0, r"archetypebeschrijving|archetype description"),
        (3.0, r"\A\W*archetype\b"),
    ),
    Kind.WETENSCHAP: (
        (1.5, _LINE + r"abstract\b"),
        (1.0, _LINE + r"(?:key ?words|trefwoorden|sleutelwoorden)\b"),
        (1.5, r"\bdoi\b|\b10\.\d{4,}/\S"),
        (1.0, r"\b(?:journal|proceedings|tijdschrift|peer.review)"),
        (
            1.0,
            _LINE
            + r"(?:(?:data (?:en|and) )?method(?:s|ology|en?)|onderzoeks(?:methode|opzet))[\W\d]*$",
        ),
        (1.0, r"\bp\s?[<=]\s?0?[.,]\d|\bsignificant"),
        (2.0, r"\b(?:proefschrift|dissertatie|scriptie|effectonderzoek|literatuurstudie)"),
        (1.0, r"\b(?:semi-?structured|halfgestructureerde|diepte-?interviews|steekproef|survey)"),
        (1.0, r"\b(?:betrouwbaarheidsinterval|confidence interval|odds ratio)|\bn\s?=\s?\d"),
        (1.0, r"\b(?:working paper|discussion paper|beperkingen van (?:dit|het) onderzoek)"),
        (1.0, r"\b(?:limitations of (?:this|the) study|this (?:paper|article|study))"),
        (2.0, r"\b(?:scoping review|systematic review|quasi-experiment)"),
        (1.0, r"\b(?:controlegroep|vergelijkingsgroep|control group|regressie|regression)\b"),
        (0.5, r"\b(?:respondenten|respondents|onderzoeksvra(?:ag|gen)|research questions?)\b"),
    ),
    Kind.BELEID: (
        (3.0, _LINE + r"(?:wet van \d|\w*verordening\b|\w*beleids(?:nota|plan|regels?)\b)"),
        (3.0, _LINE + r"(?:\w*raads(?:voorstel|besluit)|\w*besluitenlijst)"),
        (2.0, r"\b(?:beleidsnota|beleidskader|beleidsplan|beleidsregels?)\b"),
        (3.0, _LINE + r"\w*(?:beleidsnotitie|startnotitie|raadsinformatiebrief)"),
        (2.0, _LINE + r"(?:plan van aanpak|projectnotitie|notitie)\b"),
        (1.0, r"\braads(?:informatie|stuk|commissie|fractie)\w*|\b(?:het|ons) college\b"),
        (2.0, r"\b(?:nota|memorie) van toelichting\b"),
        (2.0, r"\b(?:raadsbesluit|raadsvoorstel|collegebesluit|collegevoorstel)\b"),
        (
            3.0,
            r"\b(?:verkiezingsprogram(?:ma)?|coalitieakkoord|partijprogramma|program van actie)\b",
        ),
        (3.0, r"\bprogramma gemeenteraadsverkiezingen\b"),
        (2.0, _LINE + r"(?:kadernota|woonvisie|omgevingsvisie|uitvoeringsprogramma)"),
        (1.5, r"\bgelet op (?:de )?artikel|\bhoudende\b|\bbesluiten? vast te stellen"),
        (1.5, r"\bgemeentewet\b"),
        (1.0, r"\bgemeenteraad\b|\bburgemeester en wethouders\b"),
        (0.5, r"\bbeleid\b"),
    ),
}
# The same for what stands at the very beginning, where a document says what it is.
_CUES_AT_START: Mapping[Kind, tuple[tuple[float, str], ...]] = {
    Kind.WETENSCHAP: (
        (1.0, r"\b(?:university|universiteit|hogeschool|lectoraat|vakgroep|department of)\b"),
        (1.5, r"\bonderzoeks(?:rapport|verslag|artikel)|\bonderzoek naar|conference paper"),
    ),
    Kind.BELEID: (
        (1.0, _LINE + r"\w*(?:plan van aanpak|notitie)\b"),
        (1.0, r"\bvastgesteld (?:door|op|in)\b"),
    ),
}
# Some types of document are of one kind nearly always, a guide is never research.
_OF_TYPE: Mapping[str, tuple[Kind, float]] = {
    "artikel": (Kind.WETENSCHAP, 1.5),
    "handreiking": (Kind.WETENSCHAP, -1.5),
    "onderzoeksrapport": (Kind.WETENSCHAP, 1.0),
    "plan": (Kind.BELEID, 1.5),
    "proefschrift": (Kind.WETENSCHAP, 1.5),
    "raadsstuk": (Kind.BELEID, 1.5),
    "wet": (Kind.BELEID, 1.5),
}
_START = 700


def _compiled(
    cues: Mapping[Kind, tuple[tuple[float, str], ...]],
) -> Mapping[Kind, tuple[tuple[float, re.Pattern[str]], ...]]:
    return {
        kind: tuple((weight, re.compile(pattern, re.MULTILINE)) for weight, pattern in patterns)
        for kind, patterns in cues.items()
    }


_AT_END = (
    (1.5, re.compile(_LINE + r"(?:references|referenties|literatuur(?:lijst)?)\W*$", re.MULTILINE)),
    (1.0, re.compile(r"\bet al\b")),
)
_PATTERNS, _PATTERNS_AT_START = _compiled(_CUES), _compiled(_CUES_AT_START)
_ENOUGH = 3.0
_PLAIN = 5.0
_LITTLE = 300  # characters in which a document could say what it is
_CUES_SHOWN = 2


def kind_of(text: str, last: str = "", document_type: str | None = None) -> Guess[Kind]:
    """The kind for which ``text`` has most cues; practice when no kind has enough.

    Args:
        text: title and beginning of a document.
        last: its end, where only a list of references says something about the document itself.
        document_type: an id of the vocabulary, where it is known.
    """
    text = text.lower()
    start = text[:_START]
    end = f"{text}\n{last.lower()}"
    references = [(weight, m[0]) for weight, cue in _AT_END if (m := cue.search(end))]
    found = {
        kind: [(weight, match[0]) for weight, cue in cues if (match := cue.search(text))]
        for kind, cues in _PATTERNS.items()
    }
    found[Kind.WETENSCHAP] += references
    for kind, cues in _PATTERNS_AT_START.items():
        found[kind] += [(weight, m[0]) for weight, cue in cues if (m := cue.search(start))]
    if document_type and document_type in _OF_TYPE:
        of_type, plus = _OF_TYPE[document_type]
        found[of_type].append((plus, document_type))
    weights = {kind: sum(weight for weight, _ in cues) for kind, cues in found.items()}
    best = max(weights, key=lambda kind: weights[kind])
    if weights[best] < _ENOUGH:
        # Nothing speaks for practice but that nothing else speaks; without text nothing can.
        silent = 0.8 if len(text) >= _LITTLE else 0.4
        return Guess(value=Kind.PRAKTIJK, confidence=silent if weights[best] < 1 else silent - 0.15)
    strongest = sorted(found[best], key=lambda cue: -cue[0])[:_CUES_SHOWN]
    return Guess(
        value=best,
        confidence=0.95 if weights[best] >= _PLAIN else 0.85,
        cue=cue_of("; ".join(cue_of(words).strip(" .:|#*-") for _, words in strongest)),
    )
