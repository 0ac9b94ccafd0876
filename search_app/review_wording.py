"""What the pages for librarians say of values: Dutch texts, translated where they are shown."""

from __future__ import annotations

from corpus.document import Access, Status, Verdict
from corpus.passage import Standing
from corpus.review import Matter
from search_app.review_acts import Trouble
from search_app.review_addresses import Order
from search_app.wording import N_

MATTERS = {
    Matter.LABEL: N_("Labels"),
    Matter.DOUBLE: N_("Dubbele documenten"),
    Matter.YEAR: N_("Jaar"),
    Matter.PAGES: N_("Bladzijden zonder tekst"),
    Matter.SCAN: N_("Scans"),
    Matter.PRIVACY: N_("Persoonsgegevens"),
    Matter.ACCESS: N_("Toegang"),
}

ORDERS = {
    Order.OLDEST: N_("Langst in de verzameling"),
    Order.SUREST: N_("Sterkste labels eerst"),
}

# What was found -> one of it, in the name of a thing and in the list of where it stands.
PERSONAL = {
    "email": N_("e-mailadres"),
    "phone": N_("telefoonnummer"),
    "iban": N_("bankrekening"),
    "bsn": N_("burgerservicenummer (BSN)"),
}

ACCESS = {
    Access.PUBLIC: N_("openbaar"),
    Access.PARTNER: N_("alleen voor partners"),
    Access.HIDDEN: N_("verborgen"),
}

STATUS = {
    Status.NEW: N_("nieuw"),
    Status.REVIEW: N_("na te zien"),
    Status.PUBLISHED: N_("gepubliceerd"),
    Status.WITHDRAWN: N_("ingetrokken"),
}

VERDICTS = {
    Verdict.ASSIGNED: N_("ja"),
    Verdict.SUGGESTED: N_("misschien"),
    Verdict.REJECTED: N_("nee, nooit"),
}

STANDINGS = {
    Standing.FOUND: N_("gevonden door de regels"),
    Standing.CONFIRMED: N_("klopt"),
    Standing.PINNED: N_("uitgelicht"),
    Standing.HIDDEN: N_("verborgen"),
}

FIELDS = {
    "title": N_("Titel"),
    "subtitle": N_("Ondertitel"),
    "kind": N_("Soort bron"),
    "published": N_("Jaar of datum"),
    "authors": N_("Auteurs"),
    "organisation": N_("Organisatie"),
    "publisher": N_("Uitgever"),
    "municipality": N_("Gemeenten"),
    "themes": N_("Thema’s"),
    "target_groups": N_("Doelgroepen"),
    "document_type": N_("Documentsoort"),
    "evidence": N_("Bewijskracht"),
    "language": N_("Taal"),
    "access": N_("Toegang"),
    "isbn": "ISBN",
    "doi": "DOI",
    "licence": N_("Licentie"),
    "source_url": N_("Webadres van de bron"),
    "note": N_("Toelichting voor lezers"),
    "status": N_("Status"),
    "replaced_by": N_("Nieuwere uitgave"),
}

HINTS = {
    "published": N_("2014, 2014-05 of 2014-05-12"),
    "authors": N_("Eén naam op elke regel."),
    "municipality": N_("Eén gemeente op elke regel."),
    "doi": N_("Bijvoorbeeld 10.1234/abc."),
    "source_url": N_("Begint met https://"),
}

# Field -> why it cannot be what was written.
WRONG = {
    "published": N_(
        "‘%(text)s’ is geen jaar of datum; schrijf 2014, 2014-05 of 2014-05-12, "
        "tussen 1500 en 2100."
    ),
    "municipality": N_("‘%(text)s’ is geen Nederlandse gemeente; schrijf de officiële naam."),
    "isbn": N_("‘%(text)s’ is geen ISBN; kijk de cijfers na."),
    "doi": N_("‘%(text)s’ is geen DOI; schrijf het als 10.1234/abc."),
    "source_url": N_("‘%(text)s’ is geen webadres; schrijf het als https://…"),
}
EMPTY = N_("Dit vak kan niet leeg zijn.")
IMPOSSIBLE = N_("‘%(text)s’ kan hier niet staan.")

TROUBLES = {
    Trouble.REASON: N_(
        "Schrijf waarom het document wordt ingetrokken; lezers krijgen dat te zien."
    ),
    Trouble.EDITION: N_(
        "Dat document kan de nieuwere uitgave niet zijn: het bestaat niet, is zelf de oudere van "
        "de twee, is ingetrokken of is niet openbaar. Beslis eerst daarover."
    ),
    Trouble.QUOTE: N_(
        "Deze woorden staan niet op die bladzijde. Neem ze precies over, en kies een rol."
    ),
    Trouble.NOTHING: N_("Er is niets veranderd, dus er is niets bewaard."),
    Trouble.GONE: N_("Dit kan niet meer: het document is intussen veranderd. Kijk nog eens."),
}

BUSY = N_(
    "Er wordt nu ingelezen. Er is nog niets bewaard; wat u invulde staat er nog. "
    "Probeer het zo weer."
)
UNUSABLE = N_(
    "De zoekindex kan nu niet worden bijgewerkt, dus er is niets bewaard; wat u invulde staat er "
    "nog. Vraag de beheerder om te kijken."
)
