"""What a person would have typed: hyphens, lines, running headers, odd characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document import Page
from ingest.clean import STEPS, clean, clean_line


def _clean(*texts: str) -> list[str]:
    pages = tuple(Page(number=at, text=text) for at, text in enumerate(texts, start=1))
    return [page.text for page in clean(pages, wrapped=True)]


@pytest.mark.parametrize(("before", "after"), [
    ("bewoners-\nbedrijf", "bewonersbedrijf"),
    ("bewoners- \n bedrijf", "bewonersbedrijf"),
    ("wijk- en buurtbeheer", "wijk- en buurtbeheer"),
    ("wijk-\nen buurtbeheer", "wijk- en buurtbeheer"),
    ("in- en uitstroom", "in- en uitstroom"),
    ("in-\nof uitstroom", "in- of uitstroom"),
    ("ver-\nenigen", "verenigen"),
    ("Noord-\nHolland", "Noord-Holland"),
    ("COVID-\n19", "COVID-19"),
    ("65-\nplussers", "65-plussers"),
    ("IT-\nsystemen", "IT-systemen"),
    ("e-\nmail", "e-mail"),
    ("de notificatie-app-\nsoftware en notificatie-app-software",
     "de notificatie-app-software en notificatie-app-software"),
    ("de web-\nsite en de web-site", "de web-site en de web-site"),
    ("samen-\nwerk-\nverband", "samenwerkverband"),
    ("2012–\n2014", "2012–2014"),
    ("een wijk –\nzo bleek", "een wijk – zo bleek"),
    ("bewoners\u00ad\nbedrijf", "bewonersbedrijf"),
    ("be\u00adwo\u00adners", "bewoners"),
    ("wijk\u00ad en buurt", "wijk- en buurt"),
])  # fmt: skip
def test_a_hyphen_goes_only_when_a_line_broke_the_word(before: str, after: str) -> None:
    assert _clean(before) == [after]


@pytest.mark.parametrize(("before", "after"), [
    ("eﬃciënte ﬁetsers ﬂink aﬀect", "efficiënte fietsers flink affect"),
    ("cafe\u0301", "café"),
    ("5 m² en ½ uur, 10³", "5 m² en ½ uur, 10³"),
    ("een\u00a0vaste\u2009spatie\u3000en\tmeer", "een vaste spatie en meer"),
    ("on\u200bzicht\ufeffbaar", "onzichtbaar"),
    ("be\x01l\x1fe\x7fi\x85d", "belei d"),
    ("bĳlage", "bijlage"),
    ("goed \ufffd\ufffd zo, bew\ufffdners", "goed zo, bew\ufffdners"),
    ("half \ud800 teken", "half teken"),
    ("een\r\ntwee\rdrie", "een twee drie"),
])  # fmt: skip
def test_characters_get_their_plain_form(before: str, after: str) -> None:
    assert _clean(before) == [after]


@pytest.mark.parametrize(("before", "after"), [
    ("een regel\nen nog een", "een regel en nog een"),
    ("een\n\n\n \n\ntwee", "een\n\ntwee"),
    ("\n\n een \n\n", "een"),
    ("eerst\n• een\n  vervolg\n\uf0b7 twee", "eerst\n\n• een vervolg\n\n• twee"),
    ("- een\n- twee", "- een\n\n- twee"),
    ("•\n\neen\n\n•\n\n•\n\ntwee", "• een\n\n•\n\n• twee"),
    ("een\ftwee", "een\n\ntwee"),
])  # fmt: skip
def test_a_paragraph_is_one_line(before: str, after: str) -> None:
    assert _clean(before) == [after]


_WORDS = ["Buurt", "Moestuin", "Wijkteam", "Speeltuin", "Corporatie", "Dorpshuis", "Leefbaarheid"]
_FULL = "Deze regel loopt helemaal door tot aan de rand van het papier en gaat dan"


@pytest.mark.parametrize(("before", "after"), [
    (f"{_FULL}\nverder. Tot hier.\nDe volgende alinea.",
     [f"{_FULL} verder. Tot hier.", "De volgende alinea."]),
    (f"{_FULL}\nverder in Zwolle\nen omgeving.", [f"{_FULL} verder in Zwolle en omgeving."]),
    (f"{_FULL}\nverder in de gemeente\nZwolle.", [f"{_FULL} verder in de gemeente Zwolle."]),
    (f"{_FULL}.\nDe volgende zin.", [f"{_FULL}. De volgende zin."]),
    (f"1. {_FULL}\nverder\n2. {_FULL}\nverder", [f"1. {_FULL} verder", f"2. {_FULL} verder"]),
    (f"Wij zien:\na) {_FULL}\nverder\nb) slot",
     ["Wij zien:", f"a) {_FULL} verder", "b) slot"]),
    (f"{_FULL} op bladzijde\n12. daarna verder", [f"{_FULL} op bladzijde 12. daarna verder"]),
    (f"{_FULL}\n\nAuteurs: Noor Jansen, Bram Visser\nUitgever: De Linde\nISBN: 9789070002343",
     [_FULL, "Auteurs: Noor Jansen, Bram Visser", "Uitgever: De Linde", "ISBN: 9789070002343"]),
    (f"{_FULL * 3}\nDe volgende alinea\n{_FULL * 3}", [_FULL * 3, "De volgende alinea", _FULL * 3]),
    (f"{_FULL}\n\nWonen in\nAssen", [_FULL, "Wonen in Assen"]),
    ("\n".join([_FULL, *_WORDS]), [f"{_FULL} {_WORDS[0]}", *_WORDS[1:]]),
    ("\n".join([_FULL, *_WORDS[:6]]), [" ".join([_FULL, *_WORDS[:6]])]),
])  # fmt: skip
def test_a_paragraph_ends_where_a_short_line_and_a_fresh_start_say_so(
    before: str, after: list[str]
) -> None:
    assert _clean(before) == ["\n\n".join(after)]


def _final(text: str) -> str:
    (page,) = clean((Page(number=1, text=text),), wrapped=False)
    return page.text


@pytest.mark.parametrize(("before", "after"), [
    ("Wijk | Huurders\nLinde | 12\nEik | 30", "Wijk | Huurders\nLinde | 12\nEik | 30"),
    ("een\n- twee\n- drie", "een\n\n- twee\n\n- drie"),
    ("if a:\n  b()", "if a:\nb()"),
    ("een\n\n\n\ntwee", "een\n\ntwee"),
    ("bewoners\u00ad\nbedrijf", "bewonersbedrijf"),
])  # fmt: skip
def test_lines_that_are_final_stay(before: str, after: str) -> None:
    assert _final(before) == after
    assert _final(after) == after


def _pages(header: str, footer: str, count: int = 6) -> list[str]:
    """Pages of which each has its own text; ``{n}`` is the page number."""
    return [
        f"{header.format(n=n)}\n{word} is\nvan iedereen {word}\n\n{footer.format(n=n)}"
        for n, word in enumerate(_WORDS[:count], start=1)
    ]


@pytest.mark.parametrize(("before", "after"), [
    ("Aanpak . . . . . . 12\nWerving ........ 14\nSlot", "Aanpak 12\n\nWerving 14\n\nSlot"),
    ("Aanpak………12", "Aanpak 12"),
    ("Voorwoord ______ iv", "Voorwoord iv"),
    ("Naam ________________", "Naam ________________"),
    ("En toen ... 12 mensen", "En toen ... 12 mensen"),
    ("Het kost      12", "Het kost 12"),
])  # fmt: skip
def test_dots_that_lead_to_a_page_number_go(before: str, after: str) -> None:
    assert _clean(before) == [after]


def test_a_running_header_stays_on_the_first_page_only() -> None:
    cleaned = _clean(*_pages("Jaarverslag 2014 Wijkbedrijf", "Gemeente Assen"))
    assert cleaned[0] == (
        "Jaarverslag 2014 Wijkbedrijf\n\nBuurt is van iedereen Buurt\n\nGemeente Assen"
    )
    assert cleaned[1:] == [f"{word} is van iedereen {word}" for word in _WORDS[1:6]]


@pytest.mark.parametrize("number", [
    "{n}", "- {n} -", "Pagina {n} van 6", "blz. {n}", "p. {n}", "{n}/6", "| {n}",
])  # fmt: skip
def test_page_numbers_go_from_every_page(number: str) -> None:
    assert _clean(*_pages("", number)) == [f"{word} is van iedereen {word}" for word in _WORDS[:6]]


def test_a_page_number_may_run_ahead_of_the_page() -> None:
    pages = [text.replace("#", str(at + 13)) for at, text in enumerate(_pages("", "#"))]
    assert _clean(*pages) == [f"{word} is van iedereen {word}" for word in _WORDS[:6]]


def test_a_running_line_with_the_page_number_in_it_is_recognised() -> None:
    cleaned = _clean(*_pages("Wijkvisie 2030 | {n}", "{n}"))
    assert cleaned[:2] == ["Wijkvisie 2030 | 1\n\nBuurt is van iedereen Buurt",
                           "Moestuin is van iedereen Moestuin"]  # fmt: skip


def test_left_and_right_pages_may_have_headers_of_their_own() -> None:
    pages = [
        f"{'Wijkvisie Assen' if at % 2 else 'Wonen en leven'}\n\n{word} {word}"
        for at, word in enumerate(_WORDS)
    ]
    assert _clean(*pages)[2:] == [f"{word} {word}" for word in _WORDS[2:]]


def test_numbers_that_do_not_count_along_stay() -> None:
    pages = [
        f"{word} telt\n\n{number}" for word, number in zip(_WORDS, (7, 3, 99, 4), strict=False)
    ]
    assert [text.split("\n\n")[1] for text in _clean(*pages)] == ["7", "3", "99", "4"]


def test_titles_that_differ_in_a_number_of_their_own_stay() -> None:
    pages = [
        f"Tabel {number}\n\n{word}" for word, number in zip(_WORDS, (2, 5, 6, 9), strict=False)
    ]
    assert [text.split("\n\n")[0] for text in _clean(*pages)] == [
        "Tabel 2", "Tabel 5", "Tabel 6", "Tabel 9",
    ]  # fmt: skip


def test_two_pages_are_too_few_to_speak_of_a_running_line() -> None:
    pages = _pages("Jaarverslag", "{n}", count=2)
    assert _clean(*pages)[1] == "Jaarverslag Moestuin is van iedereen Moestuin\n\n2"


def test_a_line_on_fewer_than_half_of_the_pages_stays() -> None:
    pages = [f"{'Conclusie' if at < 3 else word}\n\n{word}{word}" for at, word in enumerate(_WORDS)]
    assert [text.split("\n\n")[0] for text in _clean(*pages)][:3] == ["Conclusie"] * 3


@pytest.mark.parametrize("title", ["Les {n}", "Hoofdstuk {n}: {word}", "Stap {n}"])
def test_a_title_that_counts_something_else_than_pages_stays(title: str) -> None:
    pages = [
        f"{title.format(n=n, word=word)}\n\n{word} is van iedereen\n\n{n}"
        for n, word in enumerate(_WORDS, start=1)
    ]
    assert _clean(*pages) == [page.rpartition("\n\n")[0] for page in pages]


def test_a_title_that_is_all_of_its_page_stays() -> None:
    pages = ["Wat werkt", "Wat werkt", "Wat werkt", "Buurt is van iedereen"]
    assert _clean(*pages) == pages
    assert _clean("Wat werkt 1", "Wat werkt 2", "Wat werkt 3") == [
        f"Wat werkt {n}" for n in (1, 2, 3)
    ]


def test_pages_that_are_alike_keep_their_text() -> None:
    form = "Naam bewoner\n\nStraat en huisnummer\n\nWat vindt u van de buurt?"
    assert _clean(*[f"{form}\n\n{n}" for n in range(1, 5)]) == [form] * 4


def test_a_sentence_that_returns_inside_pages_stays() -> None:
    pages = [f"{word} begint\n\nWat werkt?\n\n{word} eindigt" for word in _WORDS]
    assert all("Wat werkt?" in text for text in _clean(*pages))


def test_pages_keep_their_number_and_their_quality() -> None:
    pages = tuple(Page(number=n, text=f"{n}", quality=0.9) for n in (1, 2, 3))
    empty = tuple(Page(number=n, text="", quality=0.9) for n in (1, 2, 3))
    assert clean(pages, wrapped=True) == empty


def test_a_heading_becomes_one_line() -> None:
    assert (
        clean_line(" Bewoners-\nbedrijven\n\nin de praktĳk") == "Bewonersbedrijven in de praktijk"
    )


def test_the_steps_are_listed_in_the_order_of_the_description() -> None:
    assert [step.__name__ for step in STEPS] == [
        "characters", "edges", "leaders", "hyphens", "paragraphs",
    ]  # fmt: skip


_TEXT = st.text(
    st.sampled_from("ab Z9-–\u00ad\n\r•.1\ufb01é\u0301\u200b\uf0b7\ufffd\x0c") | st.characters()
)
_DOCUMENT = st.lists(
    st.lists(_TEXT | st.sampled_from(["Kop", "Kop 1", "2", "voet-"]), max_size=5).map("\n".join),
    max_size=6,
)  # fmt: skip


@given(_DOCUMENT)
def test_cleaning_twice_is_cleaning_once(texts: list[str]) -> None:
    once = _clean(*texts)
    assert len(once) == len(texts)
    assert _clean(*once) == once


@given(st.lists(_TEXT, max_size=2))
def test_no_letter_is_lost_where_nothing_runs(texts: list[str]) -> None:
    cleaned = "".join(_clean(*texts))
    assert _letters(cleaned) == _letters("\n".join(texts))


_WRITTEN_OUT = str.maketrans({
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij",
    "Ĳ": "IJ", "ʼ": "’",
})  # fmt: skip


def _letters(text: str) -> list[str]:
    """The letters of a text, apart from their accents."""
    decomposed = unicodedata.normalize("NFD", text.translate(_WRITTEN_OUT))
    return [char for char in decomposed if char.isalpha()]


@given(st.lists(st.sampled_from(_WORDS), min_size=3, max_size=12))
def test_every_word_of_a_document_survives_at_least_once(words: list[str]) -> None:
    pages = [f"Wijkvisie\n\n{word}\n\nAssen" for word in words]
    found = set(" ".join(_clean(*pages)).split())
    assert found == {"Wijkvisie", "Assen", *words}
