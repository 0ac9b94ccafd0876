"""Passwords: which may be chosen, and how what is kept of one is made and compared.

Length counts and composition does not, after NIST SP 800-63B revision 4: fifteen characters where a
password is all there is, any characters, no rules about digits or signs, no expiry, and nothing
that is easily guessed. Only what is chosen is checked: a password from before keeps working. Kept
is an Argon2id hash.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Collection
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from corpus.errors import UsageError
from corpus.guessing import own_letters

SHORTEST = 15
LONGEST = 1024

# Argon2 takes 64 MB for each: more at once are kept waiting, not given memory.
_AT_ONCE = threading.BoundedSemaphore(2)
_hasher = PasswordHasher()

_OF_ITS_OWN = 8  # letters and digits that nobody would guess first


def check_choice(password: str, names: Collection[str]) -> None:
    """Refuse a password that is too short or easily guessed.

    Args:
        password: what was chosen.
        names: of the account, of the organisation; they make no password either.

    Raises:
        UsageError: saying what is wrong with it.
    """
    chosen = unicodedata.normalize("NFKC", password)
    if len(chosen) < SHORTEST:
        raise UsageError(
            f"A password has at least {SHORTEST} characters, and this one has {len(chosen)}; "
            "a few words that nobody else would put together are easy to remember."
        )
    if len(chosen) > LONGEST:
        raise UsageError(f"A password has at most {LONGEST} characters; choose a shorter one.")
    if own_letters(chosen, names) < _OF_ITS_OWN:
        raise UsageError(
            "This password is easily guessed: without common words, names, years, rows of keys and "
            f"what is repeated fewer than {_OF_ITS_OWN} letters or digits are left; choose a few "
            "words of your own."
        )


def hashed(password: str) -> str:
    """What is kept of a password."""
    with _AT_ONCE:
        return _hasher.hash(_bytes(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether a password is the one of which ``kept`` is kept.

    Without anything kept it takes as long, and is false: who asks cannot tell names that exist.
    """
    of_nobody = nobodys()  # made now, whoever asks first
    compared = of_nobody if kept is None else kept
    too_long = len(password) > LONGEST
    with _AT_ONCE:
        try:
            right = _hasher.verify(compared, b"" if too_long else _bytes(password))
        except (VerificationError, InvalidHashError):
            return False
    return right and kept is not None and not too_long


def is_dated(kept: str) -> bool:
    """Whether it was made with other costs than those of now."""
    return _hasher.check_needs_rehash(kept)


@cache
def nobodys() -> str:
    """What is kept of a password that nobody has."""
    return hashed("the password of nobody")


def _bytes(password: str) -> bytes:
    """The same for the same characters, however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
