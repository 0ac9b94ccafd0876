"""Which words of a question carry no meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.language.stopwords import meaningless
from corpus.language.tokens import tokenize


def _left(question: str) -> str:
    """The words of a question that are searched for."""
    keys = [token.key for token in tokenize(question)]
    stop = meaningless(keys)
    return " ".join(key for position, key in enumerate(keys) if position not in stop)


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Wat werkt bij huurachterstand?", "huurachterstand"),
        ("wat werkt", ""),
        ("wat werkt niet", "niet"),
        ("wat werkt wel", "wel"),
        ("wel eens", ""),
        ("hoe werkt zelfbeheer", "zelfbeheer"),
        ("Hoe kunnen we bewoners betrekken bij het beheer van de tuin?",
         "bewoners betrekken beheer tuin"),
        ("Waarom verhuizen ouderen niet?", "verhuizen ouderen niet"),
        ("Welke gemeenten hebben een wijkteam?", "gemeenten wijkteam"),
        ("wie is er tegen de sloop", "tegen sloop"),
        ("zonder hulp van de gemeente", "zonder hulp gemeente"),
        ("geen overlast", "geen overlast"),
        ("what works for tenants", "tenants"),
        ("how do residents manage without a landlord", "residents manage without landlord"),
        ("not in my back yard", "not back yard"),
        ("wonen", "wonen"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_words_with_a_meaning_are_searched_for(question: str, left: str) -> None:
    assert _left(question) == left


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Wat werkt bij eenzaamheid onder ouderen?", "eenzaamheid ouderen"),
        ("wat werkt niet bij jongerenoverlast", "niet jongerenoverlast"),
        ("Wat helpt tegen vervuiling van het trappenhuis?", "tegen vervuiling trappenhuis"),
        ("Hoe krijg je bewoners zover dat ze meedoen?", "bewoners meedoen"),
        ("Hoe zorg je ervoor dat vrijwilligers blijven?", "vrijwilligers blijven"),
        ("hoe zorgen we dat niemand zonder huis komt te zitten", "niemand zonder huis zitten"),
        ("Hoe pak je woonoverlast aan zonder uitzetting?", "woonoverlast zonder uitzetting"),
        ("Hoe begin je een buurtcoöperatie?", "buurtcooperatie"),
        ("Hoe lang duurt een traject van schuldhulp?", "traject schuldhulp"),
        ("Hoe vaak komt huurachterstand voor onder jongeren?", "huurachterstand jongeren"),
        ("Hoeveel kost een huismeester per woning?", "kost huismeester woning"),
        ("Hoe werkt een bewonersbedrijf?", "bewonersbedrijf"),
        ("Hoe zit het met de privacy bij huisbezoeken?", "privacy huisbezoeken"),
        ("Hoe vraag ik een bewonersbudget aan?", "bewonersbudget"),
        ("Hoe richt je een buurtkamer in?", "buurtkamer"),
        ("Welke randvoorwaarden zijn nodig voor zelfbeheer?", "randvoorwaarden zelfbeheer"),
        ("Welke gemeenten hebben ervaring met skaeve huse?", "gemeenten ervaring skaeve huse"),
        ("Kun je huurders verplichten om de tuin te onderhouden?",
         "huurders verplichten tuin onderhouden"),
        ("Kunnen statushouders en studenten samen in één flat wonen?",
         "statushouders studenten samen flat wonen"),
        ("Kan een corporatie een huurder weigeren vanwege overlast?",
         "corporatie huurder weigeren overlast"),
        ("Mag ik als huurder zelf mijn woning opknappen?", "huurder zelf woning opknappen"),
        ("Mag de gemeente gegevens delen met de corporatie?", "gemeente gegevens delen corporatie"),
        ("Moet ik meedoen aan buurtbemiddeling?", "meedoen buurtbemiddeling"),
        ("Moeten bewoners toestemming geven voor een huisbezoek?",
         "bewoners toestemming huisbezoek"),
        ("Waar kan ik terecht met geluidsoverlast?", "geluidsoverlast"),
        ("Waar vind ik voorbeelden van gemengd wonen?", "voorbeelden gemengd wonen"),
        ("Wat zijn de kosten van leegstand?", "kosten leegstand"),
        ("Wat zijn de valkuilen bij een wijkbudget?", "valkuilen wijkbudget"),
        ("Wat is het verschil tussen antikraak en tijdelijke verhuur?",
         "antikraak tijdelijke verhuur"),
        ("Wat is er bekend over de effecten van wijkteams?", "effecten wijkteams"),
        ("Wat weten we over doorstroming van senioren?", "doorstroming senioren"),
        ("Wat betekent levensloopbestendig?", "levensloopbestendig"),
        ("Wat levert vroegsignalering op?", "vroegsignalering"),
        ("Wat vinden omwonenden van statushouders in de wijk?", "omwonenden statushouders wijk"),
        ("Wat voor soort mensen doen mee aan een klushuis?", "mensen klushuis"),
        ("Wat moet je wel en niet doen bij een burenruzie?", "wel niet burenruzie"),
        ("Waarom verhuizen ouderen niet naar een kleinere woning?",
         "verhuizen ouderen niet kleinere woning"),
        ("Waarom lukt zelfbeheer soms wel?", "lukt zelfbeheer wel"),
        ("Wie betaalt de schoonmaak van het portiek?", "betaalt schoonmaak portiek"),
        ("Wanneer kom ik in aanmerking voor een seniorenwoning?", "seniorenwoning"),
        ("Heb ik recht op een verhuisvergoeding?", "verhuisvergoeding"),
        ("Is het mogelijk om een woning toe te wijzen op basis van inzet?",
         "woning toe wijzen inzet"),
        ("Bestaat er onderzoek naar klushuizen?", "onderzoek klushuizen"),
        ("Klopt het dat buurtbemiddeling goedkoper is dan de politie?",
         "buurtbemiddeling goedkoper politie"),
        ("Ik zoek informatie over energiearmoede", "energiearmoede"),
        ("op zoek naar ervaringen met huiskamers in de wijk", "ervaringen huiskamers wijk"),
        ("ik wil weten of een wooncoach werkt", "wooncoach werkt"),
        ("In hoeverre helpt cameratoezicht tegen drugshandel?",
         "helpt cameratoezicht tegen drugshandel"),
        ("Zijn er bewoners die tegen sloop zijn?", "bewoners tegen sloop"),
        ("Heeft iemand een voorbeeld van een convenant vroegsignalering?",
         "voorbeeld convenant vroegsignalering"),
        ("What works against loneliness among older tenants?", "against loneliness older tenants"),
        ("How do you start a community enterprise?", "start community enterprise"),
        ("How much does a caretaker cost?", "caretaker cost"),
        ("What is known about the effects of neighbour mediation?", "effects neighbour mediation"),
        ("Can residents manage a garden without help?", "residents manage garden without help"),
        ("Is there evidence that mixed housing does not work?", "evidence mixed housing not work"),
    ],
)  # fmt: skip
def test_of_a_question_its_subject_and_its_negations_are_left(question: str, left: str) -> None:
    assert _left(question) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("zorg voor ouderen", "zorg ouderen"),  # but: hoe zorg je voor
        ("recht op zelfbeheer", "recht zelfbeheer"),
        ("werkt buurtbemiddeling", "werkt buurtbemiddeling"),
        ("kwaliteit als basis", "kwaliteit basis"),
        ("het verschil tussen arm en rijk", "verschil arm rijk"),
        ("pak op buurt", "pak buurt"),
        ("een aanpak op maat in plaats van hulp", "aanpak maat plaats hulp"),
        ("groot onderhoud", "groot onderhoud"),
    ],
)
def test_words_of_a_question_phrase_stay_where_they_stand_alone(text: str, left: str) -> None:
    assert _left(text) == left


CONTENT = """
niet geen nooit zonder tegen wel
leven werken werk wonen woning buurt wijk eigen zelf samen minder nieuw oud jong kind gezin huis
huur zorg hulp geld tijd tijdelijk sociaal vroeg laat alleen eenzaam thuis beter goed effect
resultaat aanpak project bewoner gemeente beheer veilig vrouw man arm rijk school straat
recht informatie gevolg basis belang behulp verband praktijk verschil
no not without against never life work living home new old own together less better neighbourhood
"""


@pytest.mark.parametrize("word", CONTENT.split())
def test_words_with_a_meaning_are_never_left_out(word: str) -> None:
    assert _left(word) == word


QUESTIONS = """
wie wat waar wanneer waarom waardoor waarvoor waarmee hoe hoeveel welk welke
who what when where why which how
"""


@pytest.mark.parametrize("word", QUESTIONS.split())
def test_question_words_are_left_out(word: str) -> None:
    assert _left(word) == ""


@given(st.lists(st.sampled_from(["wat", "werkt", "bij", "niet", "tuin", "wel", "eens"])))
def test_positions_lie_in_the_question_and_words_with_a_meaning_stay(keys: list[str]) -> None:
    stop = meaningless(keys)
    assert stop <= set(range(len(keys)))
    assert all(i not in stop for i, key in enumerate(keys) if key in {"niet", "tuin"})
