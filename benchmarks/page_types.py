"""One page of every kind there is, in the collection of bundled samples.

What looks at the pages, looks at these: the tests of accessibility, the screenshots, the measuring.
A new kind of page is a new line here.
"""

from __future__ import annotations

from dataclasses import dataclass

PRACTICE = "4hjwznpqz7"  # zelfbeheer-binnentuin-de-linde.pdf
PASSAGE = f"{PRACTICE}.rtotyb4xunih"
WITHDRAWN = "j2xndnh2xh"  # a newsletter, which sample_site.py withdraws


@dataclass(frozen=True, slots=True)
class PageType:
    """A page to look at.

    Attributes:
        name: as a file may be called.
        path: its address, with its question.
        status: what the server must answer.
    """

    name: str
    path: str
    status: int = 200


PAGE_TYPES = (
    PageType("start", "/"),
    PageType("results", "/?q=zelfbeheer+bewoners&kind=praktijk"),
    PageType("passages", "/passages?q=bewoners"),
    PageType("explained", "/?q=zelfbeheer&explain=1"),
    PageType("nothing-found", "/?q=zelfbeheer+ruimtevaart&kind=praktijk"),
    PageType("facet", "/facet/municipality?q=bewoners"),
    PageType("not-searched", "/niet-doorzocht"),
    PageType("help", "/zoekhulp"),
    PageType("advanced", "/uitgebreid"),
    PageType("advanced-errors", "/uitgebreid?submitted=1&near=een&year_from=12", 422),
    PageType("document", f"/document/{PRACTICE}?q=zelfbeheer"),
    PageType("document-searched", f"/document/{PRACTICE}?q=zelfbeheer&in=bewoners"),
    PageType("text", f"/document/{PRACTICE}/page/1?q=zelfbeheer"),
    PageType("archetypes", "/archetype"),
    PageType("archetype", "/archetype/zelfbeheer"),
    PageType("evidence-map", "/bewijskaart"),
    PageType("dossier", f"/dossier?dossier={PRACTICE}~{PASSAGE}&dossier_title=Tuinen"),
    PageType("dossier-empty", "/dossier"),
    PageType("login", "/aanmelden"),
    PageType("statement", "/toegankelijkheid"),
    PageType("api", "/api"),
    PageType("not-found", "/nergens", 404),
    PageType("withdrawn", f"/document/{WITHDRAWN}", 410),
)

# What only librarians see.
DESK_PAGES = (
    PageType("review", "/nazien"),
    PageType("review-document", f"/nazien/{PRACTICE}"),
)
