"""Tell what kind of source a text is by words that only that kind has."""

from __future__ import annotations

import re
from collections.abc import Mapping

from corpus.document import Kind

# Per kind: weight and pattern; each counts once. A pattern is looked for without regard to case.
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
        (1.5, _LINE + r"(?:references|referenties|literatuur(?:lijst)?|bibliography)\W*$"),
        (1.0, r"\bet al\b"),
        (1.0, r"\b(?:journal|proceedings|tijdschrift|peer.review)"),
        (1.0, _LINE + r"(?:(?:data (?:en|and) )?method(?:s|ology|en?)|onderzoeksmethode)\W*$"),
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
        (3.0, r"\b(?:verkiezingsprogramma|coalitieakkoord|partijprogramma|program van actie)"),
        (2.0, _LINE + r"(?:kadernota|woonvisie|omgevingsvisie|uitvoeringsprogramma)"),
        (1.5, r"\bgelet op (?:de )?artikel|\bhoudende\b|\bbesluiten? vast te stellen"),
        (1.0, r"\bgemeenteraad\b|\bburgemeester en wethouders\b"),
        (0.5, r"\bbeleid\b"),
    ),
}
_PATTERNS = {
    kind: tuple((w, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for w, pattern in cues)
    for kind, cues in _CUES.items()
}
_ENOUGH = 3.0


def kind_of(text: str) -> Kind:
    """The kind for which ``text`` has most cues; practice when no kind has enough.

    Args:
        text: title, first and last pages of a document.
    """
    weights = {
        kind: sum(weight for weight, pattern in cues if pattern.search(text))
        for kind, cues in _PATTERNS.items()
    }
    best = max(weights, key=lambda kind: weights[kind])
    return best if weights[best] >= _ENOUGH else Kind.PRAKTIJK
