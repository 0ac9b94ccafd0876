"""Sentences that depend on a value: tables of Dutch texts, translated where they are shown."""

from __future__ import annotations

from corpus.document import Access, Kind, Source
from corpus.passage import Stance
from index.api import NoteKind, Sort, Unit, Widening
from search_app.advanced import ProblemKind
from search_app.archetype_view import Agreement, Part
from search_app.dossier_view import Says, Why
from search_app.evidence import Sources, State


def N_(message: str) -> str:  # noqa: N802 - the name by which translators' tools know it
    """Mark a text for translation; it is translated where it is shown."""
    return message


SORTS = {
    Sort.RELEVANCE: N_("Meest relevant"),
    Sort.NEWEST: N_("Nieuwste eerst"),
    Sort.OLDEST: N_("Oudste eerst"),
    Sort.TITLE: N_("Titel (A–Z)"),
}

UNITS = {Unit.DOCUMENTS: N_("Documenten"), Unit.PASSAGES: N_("Passages")}

NOTES = {
    NoteKind.LITERAL: N_("‘%(detail)s’ is gelezen als gewone tekst."),
    NoteKind.UNKNOWN_FIELD: N_(
        "‘%(detail)s’ is geen filter dat wij kennen; het is gelezen als tekst."
    ),
    NoteKind.UNKNOWN_VALUE: N_("‘%(detail)s’ komt in deze verzameling niet voor als waarde."),
    NoteKind.BAD_YEAR: N_("‘%(detail)s’ is geen jaartal en telt niet mee."),
    NoteKind.TOO_LONG: N_(
        "Uw vraag is erg lang; alleen de eerste %(detail)s tekens zijn gebruikt."
    ),
    NoteKind.TOO_MANY: N_(
        "Uw vraag bestaat uit erg veel woorden; alleen de eerste %(detail)s zijn gebruikt."
    ),
    NoteKind.EXPANSION_CAPPED: N_(
        "Erg veel woorden passen bij ‘%(detail)s’; niet allemaal zijn meegenomen."
    ),
}

# Way of widening -> how a reader calls what it gives.
WIDENINGS = {
    Widening.INFLECTION: N_("Verbuigingen"),
    Widening.COMPOUND: N_("Aan elkaar of los geschreven"),
    Widening.FAMILY: N_("Woordfamilie"),
    Widening.SYNONYM: N_("Andere woorden ervoor"),
    Widening.PREFIX: N_("Begint zo"),
    Widening.FUZZY: N_("Lijkt erop"),
}

# Way of widening that has a switch -> to do without it, that it is off, to have it again.
SWITCHES = {
    Widening.INFLECTION: (
        N_("Zoek zonder verbuigingen"),
        N_("Zonder verbuigingen gezocht."),
        N_("Zoek met verbuigingen"),
    ),
    Widening.COMPOUND: (
        N_("Zoek zonder delen van woorden"),
        N_("Zonder delen van woorden gezocht."),
        N_("Zoek met delen van woorden"),
    ),
    Widening.FAMILY: (
        N_("Zoek zonder woordfamilies"),
        N_("Zonder woordfamilies gezocht."),
        N_("Zoek met woordfamilies"),
    ),
    Widening.SYNONYM: (
        N_("Zoek zonder andere woorden"),
        N_("Zonder andere woorden gezocht."),
        N_("Zoek met andere woorden"),
    ),
}

# Name of a searched field -> how a reader calls it.
SEARCHED = {
    "title": N_("titel"),
    "labels": N_("trefwoorden"),
    "headings": N_("kopjes"),
    "summary": N_("samenvatting"),
    "body": N_("tekst"),
}

# File of a whole answer -> what it is called.
FILES = {
    "csv": N_("CSV"),
    "csv-semicolon": N_("CSV voor Nederlandse Excel"),
    "ris": N_("RIS (Zotero, EndNote)"),
    "bib": N_("BibTeX"),
    "json": N_("JSON"),
}

# Text field of the form -> what it is called, and what goes into it.
WORDS = {
    "all": (
        N_("Al deze woorden"),
        N_("In elke volgorde, op elke plaats in het document."),
    ),
    "phrase": (
        N_("Precies deze woorden"),
        N_("Direct achter elkaar en zo gespeld, bijvoorbeeld een naam of een uitdrukking."),
    ),
    "any": (
        N_("Een van deze woorden"),
        N_("Een ervan is genoeg; meer mag ook."),
    ),
    "near": (
        N_("Deze woorden dicht bij elkaar"),
        N_("Zo gespeld en in deze volgorde, op dezelfde bladzijde."),
    ),
    "title": (
        N_("In de titel"),
        N_("Deze woorden staan allemaal in de titel."),
    ),
    "none": (
        N_("Geen van deze woorden"),
        N_("Documenten waarin een ervan staat, vallen af."),
    ),
}

PROBLEMS = {
    ProblemKind.NOTHING: N_("Vul ten minste één vak in of kies een eigenschap."),
    ProblemKind.NO_WORD: N_("In ‘%(detail)s’ staat geen woord om op te zoeken."),
    ProblemKind.ONE_WORD: N_("Vul ten minste twee woorden in die dicht bij elkaar moeten staan."),
    ProblemKind.DISTANCE: N_("‘%(detail)s’ is geen aantal van 0 tot en met 100."),
    ProblemKind.YEAR: N_("‘%(detail)s’ is geen jaartal van vier cijfers, zoals 2014."),
}

# Part of a dossier -> its heading.
SAYS = {
    Says.WORKS: N_("Wat werkt"),
    Says.CONDITIONS: N_("Onder welke voorwaarden"),
    Says.AGAINST: N_("Wat spreekt dit tegen?"),
    Says.UNCLEAR: N_("Wat onduidelijk is"),
    Says.EXAMPLES: N_("Voorbeelden"),
}

MISSING = {
    Why.UNKNOWN: N_("staat niet (meer) in deze verzameling."),
    Why.HIDDEN: N_("wordt niet meer getoond; een bibliothecaris heeft deze passage afgekeurd."),
    Why.WITHDRAWN: N_("is ingetrokken en wordt niet meer getoond."),
}

FIELDS = {
    "title": N_("Titel"),
    "authors": N_("Auteurs"),
    "publisher": N_("Uitgever"),
}

# Who may see a document that not everybody may see.
ACCESS = {
    Access.PARTNER: N_("Voor partners"),
    Access.HIDDEN: N_("Verborgen"),
}

SOURCES = {
    Source.LIBRARIAN: N_("door de bibliothecaris"),
    Source.SIDECAR: N_("uit bijgeleverde gegevens"),
    Source.FILE: N_("uit het bestand"),
    Source.TEXT: N_("afgeleid uit de tekst"),
}

# Part of the page of an archetype -> its heading, and what is in it.
PARTS = {
    Part.RESULTS: (
        N_("Wat levert het op?"),
        N_("Resultaten: wat werkte, wat werkte onder voorwaarden, en wat onduidelijk bleef."),
    ),
    Part.INGREDIENTS: (
        N_("Werkzame bestanddelen"),
        N_("Wat volgens de bronnen maakt dat het werkt."),
    ),
    Part.CONDITIONS: (
        N_("Randvoorwaarden"),
        N_("Wat er geregeld moet zijn, anders lukt het niet."),
    ),
    Part.TIPS: (N_("Tips"), N_("Raad van wie het heeft gedaan of onderzocht.")),
    Part.FAILURES: (N_("Wat werkte niet?"), N_("Resultaten die uitbleven of tegenvielen.")),
    Part.PITFALLS: (N_("Valkuilen"), N_("Waar het mis kan gaan.")),
    Part.EXAMPLES: (
        N_("Inspiratievoorbeelden"),
        N_("Hoe het ergens is gedaan."),
    ),
}

# Who says that an ingredient works -> in a word.
AGREEMENTS = {
    Agreement.BOTH: N_("beide"),
    Agreement.PRACTICE: N_("alleen praktijk"),
    Agreement.RESEARCH: N_("alleen wetenschap"),
    Agreement.CONTRADICTED: N_("tegenspraak"),
}

STANCES = {Stance.FOR: N_("ervoor"), Stance.AGAINST: N_("ertegen")}

SOURCES_OF_MAP = {
    Sources.BOTH: N_("Praktijk en wetenschap"),
    Sources.PRACTICE: N_("Alleen praktijk"),
    Sources.RESEARCH: N_("Alleen wetenschap"),
    Sources.ALL: N_("Alle soorten"),
}

# What a zero means -> the sign that is shown, and the words.
STATES = {
    State.NO_EVIDENCE: ("0", N_("nog geen bewijs gevonden")),
    State.NOT_ASSESSED: ("–", N_("niet beoordeeld")),
}

# Kind of documents that are like one -> the heading of their list.
SIMILAR = {
    Kind.PRAKTIJK: N_("Vergelijkbare praktijk"),
    Kind.WETENSCHAP: N_("Onderzoek hierover"),
    Kind.BELEID: N_("Beleid hierover"),
}

# Status of an answer -> what went wrong, and what the reader can do.
TOO_MANY_FILES = (
    N_("Er worden nu te veel bestanden gemaakt"),
    N_("Zoeken en lezen kan wel. Wacht een halve minuut en vraag het bestand opnieuw."),
)

ERRORS = {
    400: (
        N_("Dit is niet verwerkt"),
        N_(
            "Het formulier was te oud of kwam niet van deze site. Ga terug, laad de pagina opnieuw"
            " en probeer het nog eens."
        ),
    ),
    403: (
        N_("Dit is alleen voor bibliothecarissen"),
        N_("Bent u dat? Meld u dan (opnieuw) aan en probeer het nog eens."),
    ),
    404: (
        N_("Deze pagina is er niet"),
        N_("Misschien is het adres niet goed overgenomen. Zoek het document op, of begin opnieuw."),
    ),
    405: (
        N_("Dat kan hier niet"),
        N_("Op deze pagina kunt u alleen lezen; er is niets veranderd of verstuurd."),
    ),
    410: (
        N_("Dit document is ingetrokken"),
        N_("Het stond in deze verzameling, maar is eruit gehaald. Zoek naar andere documenten."),
    ),
    413: (
        N_("Dit is te veel"),
        N_("Wat u verstuurde is te groot om te verwerken. Maak het korter en probeer het opnieuw."),
    ),
    429: (
        N_("Dit gaat te snel"),
        N_("Er kwamen in korte tijd veel vragen van uw adres. Wacht even en probeer het opnieuw."),
    ),
    500: (
        N_("Er ging iets mis"),
        N_("De fout ligt bij ons, niet bij u. Probeer het straks nog eens."),
    ),
    503: (
        N_("Zoeken kan nu even niet"),
        N_("De zoekindex wordt bijgewerkt of is niet bereikbaar. Probeer het straks nog eens."),
    ),
}
