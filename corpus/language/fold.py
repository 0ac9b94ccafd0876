"""One written form for what a reader sees as the same word."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not decompose, as Dutch readers type them.
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_JOINERS = str.maketrans(dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def fold(text: str) -> str:
    """Case, accents and compatibility forms away: ``Één`` -> ``een``, ``ĳs`` -> ``ijs``.

    Idempotent. Unicode NFKD without combining marks (UAX #15), then case folding.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.translate(_JOINERS)).casefold()
    # Case folding can bring back composed letters and decomposition upper-case ones.
    plain = unicodedata.normalize("NFKD", plain).casefold().translate(_UNDECOMPOSED)
    return "".join(char for char in plain if not unicodedata.combining(char))
