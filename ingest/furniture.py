"""Take out of a web page what surrounds the text on every page of a site.

A step that would take away nearly everything is not taken: a page of the nineties may be one
table, or a list of links.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from ingest.blocks import one_line
from ingest.markup import Element, Sizes, attribute, has, remove, text_of

# Never text for a reader.
_SILENT = (
    "script", "style", "template", "svg", "math", "noscript", "object", "canvas", "map",
    "input", "select", "textarea", "button", "option", "datalist", "audio", "video", "iframe",
    "nav", "aside", "footer", "dialog",
)  # fmt: skip
_ROLES = frozenset((
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
    "menu", "menubar", "toolbar",
))  # fmt: skip
# Words in ``class`` and ``id`` of furniture. They are tried, not trusted: see _named.
_FURNITURE = frozenset((
    "breadcrumb", "breadcrumbs", "kruimelpad", "nav", "navbar", "navigation", "navigatie",
    "navheader", "navfooter", "menu", "mainmenu", "hoofdmenu", "sidebar", "zijbalk", "footer",
    "sitefooter", "skiplink", "skiplinks", "share", "sharing", "social", "deel", "delen",
    "newsletter", "nieuwsbrief", "popup", "modal", "nonvisual", "pagination", "paginering",
    "actions", "acties", "toolbar", "knoppen", "buttons",
))  # fmt: skip
# The same of cookie walls, which on a short page are longer than the text: as sites call them, and
# the programs that make them.
_COOKIES = frozenset((
    "cookie", "cookies", "cookiebar", "cookiebanner", "cookieconsent", "cookiewall",
    "cookiemelding", "cookieverklaring", "consent", "gdpr", "avg-melding", "onetrust", "cookiebot",
    "cybotcookiebotdialog", "cmplz", "didomi", "usercentrics", "osano", "klaro", "cc-window",
))  # fmt: skip
# What stands on a button that lets a reader in.
_LETS_IN = re.compile(
    r"(?:ja,? )?(?:ik ga |alle(?:s)? |alleen )?(?:noodzakelijke )?(?:cookies )?"
    r"(?:akkoord|accepteren|accepteer|toestaan|toelaten|weigeren|begrepen|sta toe)"
    r"(?: (?:alle )?cookies| alles?)?"
    r"|(?:i )?(?:accept|allow|agree|reject|decline)(?: all)?(?: cookies)?|got it",
    re.IGNORECASE,
)
_COOKIE = re.compile(r"\bcookies?\b", re.IGNORECASE)
_MOST_OF_ALL = 0.9
_SMALL = 1 / 3
_OFTEN = 4
_FEW_WORDS = 3
_CONTROLS_IN = frozenset(("div", "p", "span"))
_LISTS = ("ul", "ol", "div", "table", "p", "td")
_WORDS = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+")


def clear(whole: Element) -> None:
    """Take furniture out of the tree, unless that leaves next to nothing."""
    sizes = Sizes(whole)
    _remove(tag for tag in _cookie_walls(whole) if sizes.share(tag) <= _MOST_OF_ALL)
    _remove(whole.iterdescendants(*_SILENT))
    sizes = Sizes(whole)
    _remove(tag for tag in whole.iterdescendants() if _named(tag, sizes))
    sizes = Sizes(whole)
    _remove(_controls(whole, sizes))
    _remove(
        tag
        for tag in whole.iterdescendants(*_LISTS)
        if sizes.share(tag) <= _SMALL and sizes.only_links(tag)
    )


def _remove(tags: Iterator[Element]) -> None:
    for tag in list(tags):
        remove(tag)


def _cookie_walls(whole: Element) -> Iterator[Element]:
    """What asks for leave to place cookies: the least that holds a button and says the word."""
    for button in whole.iterdescendants("button", "a", "input"):
        label = one_line(text_of(button) or attribute(button, "value"))
        if _LETS_IN.fullmatch(label):
            for above in button.iterancestors():
                if above is whole or above.tag in {"main", "article"} or has(above, ("article",)):
                    break
                if _COOKIE.search(text_of(above).replace(label, "", 1)):
                    yield above
                    break


def _named(tag: Element, sizes: Sizes) -> bool:
    """Whether an element says of itself that it is furniture, and is not most of the page."""
    if tag.tag in {"body", "html", "main", "article", "h1"}:
        return False
    named = f"{attribute(tag, 'class')} {attribute(tag, 'id')}"
    about_cookies, furniture = _says(named)
    if about_cookies:
        most = _MOST_OF_ALL
    elif furniture or _by_kind(tag):
        most = _SMALL
    else:
        return False
    return sizes.share(tag) <= most and not has(tag, ("main", "article"))


def _by_kind(tag: Element) -> bool:
    if tag.tag == "form" or attribute(tag, "aria-hidden") == "true":
        return True
    if tag.tag == "header":
        return next(tag.iterancestors("main", "article", "section"), None) is None
    return attribute(tag, "role").lower() in _ROLES


@lru_cache(maxsize=4096)
def _says(named: str) -> tuple[bool, bool]:
    """Whether names are those of a cookie wall, and whether they are those of furniture."""
    words = {word.lower() for word in _WORDS.findall(named)} | set(named.lower().split())
    return not words.isdisjoint(_COOKIES), not words.isdisjoint(_FURNITURE)


def _controls(whole: Element, sizes: Sizes) -> Iterator[Element]:
    """Links of a few words that come back all over the page and stand apart from its text."""
    found: dict[str, list[Element]] = defaultdict(list)
    for link in whole.iterdescendants("a"):
        parent = link.getparent()
        if parent is not None and parent.tag in _CONTROLS_IN and sizes.all_linked(parent):
            found[one_line(text_of(link)).casefold()].append(link)
    for label, links in found.items():
        if len(links) >= _OFTEN and len(label.split()) <= _FEW_WORDS:
            yield from links
