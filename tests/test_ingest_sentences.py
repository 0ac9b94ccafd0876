"""Where sentences begin and end."""

from __future__ import annotations

import pytest

from ingest.sentences import sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Het werkt. Het helpt!", ["Het werkt.", "Het helpt!"]),
        ("Neem bijv. Zwolle of o.a. Kampen.", ["Neem bijv. Zwolle of o.a. Kampen."]),
        ("Volgens mw. De Boer en J. Jansen.", ["Volgens mw. De Boer en J. Jansen."]),
        ("1. Begin klein. 2. Houd vol.", ["Begin klein.", "Houd vol."]),
        ("• Begin klein\n• Houd vol", ["Begin klein", "Houd vol"]),
        ("Dat kost 3.500 euro per jaar.", ["Dat kost 3.500 euro per jaar."]),
        ("Boeken, spellen enz. De rest niet.", ["Boeken, spellen enz.", "De rest niet."]),
        ("Hij zei: ‘Dat werkt.’ En dat was zo.", ["Hij zei: ‘Dat werkt.’", "En dat was zo."]),
        ("De buurt, d.w.z. iedereen, deed mee.", ["De buurt, d.w.z. iedereen, deed mee."]),
        ("", []),
    ],
)
def test_a_paragraph_is_cut_into_its_sentences(text: str, cut: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == cut
