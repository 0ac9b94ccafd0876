"""A data folder with documents that wait, a librarian who is logged in, and the command line."""

from __future__ import annotations

TEXT = (
    "Bewoners knappen hun klushuis zelf op. Een vaste contactpersoon is nodig. "
    "Mail jan@wijk.nl als het niet lukt."
)
WORDS = "Een vaste contactpersoon is nodig."
