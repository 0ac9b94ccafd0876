"""The colours of the page can be read by everyone, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import search_app

STYLE = (Path(str(search_app.__file__)).parent / "static" / "style.css").read_text(encoding="utf-8")

TEXT = 4.5  # WCAG 2.2, 1.4.3
PARTS = 3.0  # WCAG 2.2, 1.4.11: edges of fields, focus

PAIRS = [
    *((ink, ground, TEXT) for ink in ("ink", "soft", "link") for ground in ("paper", "surface")),
    ("ink", "sunken", TEXT),
    ("soft", "sunken", TEXT),
    ("link-strong", "paper", TEXT),
    ("on-mark", "mark", TEXT),
    ("ink", "warn", TEXT),
    ("link", "warn", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-deep", TEXT),
    *((kind, f"{kind}-ground", TEXT) for kind in ("practice", "research", "policy", "archetype")),
    ("archetype", "paper", TEXT),
    ("edge", "surface", PARTS),
    ("edge", "paper", PARTS),
    ("focus", "paper", PARTS),
    ("focus", "surface", PARTS),
    ("accent", "brand", PARTS),
    ("field", "brand", PARTS),
    ("on-accent", "accent", TEXT),
    ("on-accent", "hover", TEXT),
    ("ink", "ground", TEXT),
    ("soft", "ground", TEXT),
    ("link", "ground", TEXT),
    *(("on-few", shade, TEXT) for shade in ("shade-1", "shade-2")),
    *(("on-many", shade, TEXT) for shade in ("shade-3", "shade-4")),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


LIGHT = tokens(STYLE[: STYLE.index("@media screen and (prefers-color-scheme: dark)")])
DARK = LIGHT | tokens(
    STYLE[STYLE.index("@media screen and (prefers-color-scheme: dark)") :].split("\n}\n")[0]
)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("above", "below", "needed"), PAIRS)
def test_colours_contrast(scheme: dict[str, str], above: str, below: str, needed: float) -> None:
    light, dark = sorted((luminance(scheme[above]), luminance(scheme[below])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= needed


def test_dark_is_another_scheme() -> None:
    assert LIGHT["paper"] != DARK["paper"]
    assert LIGHT["ink"] != DARK["ink"]
