"""What professionals type, over the samples and over real documents: judged by hand.

``tests/eval/queries`` holds the queries, the grades (2 answers what was needed, 1 is of use, 0 is
not; given by reading the documents, without regard to any ranking) and which file each document is.
Real documents lie beside the project and are never copied into it. What each query should do is an
assertion of its own; some of it cannot be seen here, as no document of that sort is there:

q03  leaflets, below which evaluations should not come
q05  the housing association Woonbedrijf, which should not lead
q24  the case Op Eigen Houtje; the samples have an invented one like it
q27  the text that is quoted, so that only its absence shows
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest
from judged_queries import REAL, Library, judged_files, questions

from index.api import NoteKind
from index.evaluation import Question, ask, measured
from ingest.cli import main

# The least that nDCG@10 may be; measured 0.945 and 0.91.
FLOORS = {"samples": 0.92, "real": 0.88}

QUESTIONS = questions()
Check = Callable[[Library, str], None]
CHECKS: dict[str, Check] = {}


@pytest.fixture(
    scope="session",
    params=[
        "samples",
        pytest.param(
            "real",
            marks=[
                pytest.mark.shared,
                pytest.mark.skipif(
                    not REAL.is_dir(), reason=f"the real documents are not there: {REAL}"
                ),
            ],
        ),
    ],
)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Library:
    data = request.getfixturevalue("ingested_samples")
    if request.param == "real":
        data = shutil.copytree(data, tmp_path_factory.mktemp("judged") / "data")
        with pytest.raises(SystemExit) as ended:
            main(["--data", str(data), "--by", "test", "ingest", *map(str, judged_files())])
        assert not ended.value.code
    return Library(data)


def test_the_documents_that_answer_stand_in_front(
    library: Library, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.params["library"]
    answered = [q for q in QUESTIONS.values() if any(library.judgements.get(q.id, {}).values())]
    assert len(answered) == len(QUESTIONS) - 1  # nothing here has the words of one quotation
    rankings = [ask(library.index, question) for question in answered]
    figures = measured(rankings, library.judgements, ("nDCG@10",))
    assert figures["nDCG@10"] >= FLOORS[name], figures


def check(question: str) -> Callable[[Check], Check]:
    """What is expected of a query, beyond what its hits are."""

    def keep(function: Check) -> Check:
        CHECKS[question] = function
        return function

    return keep


@check("q01")
def both_terms_come_first_and_other_words_for_it_are_found(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert set(answer.hits[:2]) == {"archetype-zelfbeheer", "zelfbeheer-binnentuin-de-linde"}
    assert "binnentuin-de-weverij" in answer.hits  # it never says zelfbeheer


@check("q02")
def practice_and_research_are_mixed_and_told_apart(library: Library, query: str) -> None:
    hits = library.ask(query, 10).results.hits
    assert {"praktijk", "wetenschap"} <= {kind for hit in hits for kind in hit.facets["kind"]}
    page = library.page(query)
    assert "Praktijk" in page
    assert "Wetenschap" in page


@check("q03")
def evaluations_lead_and_another_word_matches(library: Library, query: str) -> None:
    expected = ("buurtbemiddeling-den-bosch-jaarverslag", "neighbour-mediation-volunteers")
    assert library.ask(query).hits[:2] == expected
    assert set(expected) <= set(library.ask("burenbemiddeling resultaten").hits)


@check("q04")
def coaches_for_moving_stand_below_the_exact_word(library: Library, query: str) -> None:
    assert library.ask(query).hits[:3] == (
        "seniorenmakelaar-enschede",
        "archetype-doorstroming-senioren",
        "ouderen-kleiner-wonen-maastricht",
    )


@check("q05")
def a_compound_may_be_split_and_be_singular_or_plural(library: Library, query: str) -> None:
    first = [set(library.ask(q).hits[:3]) for q in (query, "bewonersbedrijf", "bewonersbedrijven")]
    assert first[0] == first[1] == first[2]
    labels = [hit.facets["archetype"] for hit in library.ask(query, 3).results.hits]
    assert all("bewonersbedrijven" in found for found in labels)


@check("q06")
def a_budget_for_the_neighbourhood_is_not_one_for_care(library: Library, query: str) -> None:
    answer = library.ask(query)
    budgets = {"wijkbudget-hengelo", "archetype-bewonersbudgetten", "resident-budgets-who-decides"}
    assert set(answer.hits[:3]) <= {*budgets, "wijkraad-verrijk-je-wijk"}
    assert "pgb-uitleg-apeldoorn" not in (*answer.hits, *answer.seen[:5])


@check("q07")
def a_compound_is_split_and_its_parts_are_shown_together(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert {"portiek", "overlast"} <= answer.expanded(query)
    assert answer.hits[0] == "huismeester-overlast-portiek-leeuwarden"
    marked = answer.marked(answer.hits[0])
    assert "portiek" in marked
    assert "overlast" in marked


@check("q08")
def a_rare_compound_falls_back_on_its_parts(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert "archetype-zelfbeheer" in answer.seen[:5]


@check("q09")
def a_question_is_about_its_subject_alone(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert {"wat", "werkt", "bij", "in"} <= set(answer.results.ignored)
    assert answer.hits == library.ask("overlast portiek").hits
    assert "archetype-zelfbeheer" not in answer.hits  # it names the collection Wat Werkt


@check("q10")
def older_people_and_a_smaller_home_are_found_by_other_words(library: Library, query: str) -> None:
    labels = [hit.facets["archetype"] for hit in library.ask(query, 5).results.hits]
    assert any("doorstroming-senioren" in found for found in labels)
    assert "archetype-doorstroming-senioren" in library.ask(query, 5).hits


@check("q11")
def the_passage_with_the_answer_is_shown(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert answer.hits[0] == "archetype-zelfbeheer"
    assert "zelfbeheer laat zich niet afdwingen" in answer.passages(answer.hits[0])


@check("q12")
def the_description_leads_with_its_own_section(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert answer.hits[0] == "archetype-bewonersbudgetten"
    assert "zes werkzame bestanddelen" in answer.passages(answer.hits[0])
    assert "wijkbudget-hengelo" in answer.hits  # it says werkzame elementen
    words = answer.expanded("werkzame bestanddelen")
    assert {"werkzame elementen", "succesfactoren"} <= words


@check("q13")
def a_split_verb_matches_its_other_forms(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert {"toewijzen", "toewijzing"} <= answer.expanded("toe te wijzen")
    first = {"anders-toewijzen-groningen", "woningtoewijzing-op-inzet-eindhoven"}
    assert set(answer.hits[:2]) == first


@check("q14")
def a_typing_error_is_set_right_and_said(library: Library, query: str) -> None:
    corrected_and_said(library, query, "statushouders integratie")
    answer = library.ask(query).results
    assert answer.corrected
    assert answer.suggestion == "statushouders integratie"


@check("q15")
def a_double_letter_is_set_right_and_said(library: Library, query: str) -> None:
    corrected_and_said(library, query, "buurtbemiddeling vrijwilligers")


@check("q16")
def a_missing_letter_is_set_right_and_said(library: Library, query: str) -> None:
    corrected_and_said(library, query, "doorstroming senioren")


def corrected_and_said(library: Library, query: str, meant: str) -> None:
    """It leads to what was meant, and the page names both words.

    A frequent typing error is a synonym, and is then said as one.
    """
    typed, right = query.split(maxsplit=1)[0], meant.split(maxsplit=1)[0]
    found, wanted = library.ask(query).hits, library.ask(meant).hits
    assert set(found[:2]) <= set(wanted[:3])
    assert found[0] == wanted[0]
    page = library.page(query)
    assert f"‘{query}’" in page or f"‘{typed}’" in page
    assert meant in page or f"‘{typed}’: {right}" in page


@check("q17")
def an_abbreviation_is_each_of_its_names(library: Library, query: str) -> None:
    found = {
        frozenset(library.ask(f"{name} zelfbeheer").hits)
        for name in ("VvE", "vve", "VVE", "vereniging van eigenaars", "vereniging van eigenaren")
    }
    assert found == {frozenset(library.ask(query).hits)}
    assert "zelfbeheer-binnentuin-de-linde" in library.ask(query).hits


@check("q18")
def the_collection_leads_to_its_descriptions(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert "Wat Werkt in de Wijk" in answer.expanded("wwidw")
    assert all(name.startswith("archetype-") for name in answer.seen[:3])
    assert sum(name.startswith("archetype-") for name in answer.seen[:6]) == 5
    assert library.ask("WWidW").hits == library.ask('"wat werkt in de wijk"').hits


@check("q19")
def an_older_official_term_gives_the_same(library: Library, query: str) -> None:
    today = library.ask("statushouders in de wijk")
    assert set(library.ask(query).hits[:3]) == set(today.hits[:3])


@check("q20")
def a_popular_word_finds_the_law_and_the_trade(library: Library, query: str) -> None:
    expected = {
        "leegstandwet-en-antikraak-delft",
        "temporary-use-vacant-homes",
        "tijdelijk-beheer-sloopflat-heerlen",
    }
    assert set(library.ask(query).hits[:3]) == expected
    assert set(library.ask("anti-kraak").hits[:3]) == expected


@check("q21")
def an_eviction_has_several_names(library: Library, query: str) -> None:
    expected = {"vroegsignalering-huurachterstand-rotterdam", "vroeg-eropaf-werkwijze-nijmegen"}
    for name in ("uitzetting", "huisuitzetting", "ontruiming"):
        assert set(library.ask(query.replace("uitzetting", name)).hits[:2]) == expected


@check("q22")
def a_city_is_found_by_both_names_and_offered(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert answer.hits[0] == "buurtbemiddeling-den-bosch-jaarverslag"
    assert library.ask("buurtbemiddeling 's-Hertogenbosch").hits[0] == answer.hits[0]
    offered = {f.value: f.selected for f in answer.results.facets["municipality"]}
    assert offered["'s-Hertogenbosch"] is False


@check("q23")
def neighbours_are_no_municipality(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert "gemeente" not in answer.results.reading
    assert not any(f.selected for f in answer.results.facets["municipality"])
    mediation = {"buurtbemiddeling-den-bosch-jaarverslag", "neighbour-mediation-volunteers"}
    assert mediation <= set(answer.hits[:5])


@check("q24")
def the_case_leads_and_others_follow(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert answer.hits[0] == "bewonersbedrijf-op-een-eigen-erf-emmen"
    assert "bewonersbedrijf-de-kade" in answer.seen[1:4]


@check("q25")
def research_leads_and_shows_its_evidence(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert answer.results.hits[0].facets["kind"] == ("wetenschap",)
    assert answer.seen[:2] == ("klushuizen-effectonderzoek-rotterdam", "archetype-klushuizen")
    assert "Bewijs: Werkzaamheid aangetoond" in library.page(query)


@check("q26")
def not_is_a_word_and_a_fixed_phrase_stays_together(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert "niet" not in answer.results.ignored
    assert answer.hits[0] == "achter-de-voordeur-niet-effectief"
    assert "riool-en-wegwerk-almere" not in answer.seen  # it has a front door
    assert answer.seen[1] == "achter-de-voordeur-helmond"


@check("q27")
def a_quotation_is_found_whole_or_not_at_all(library: Library, query: str) -> None:
    assert library.ask(query).seen == ()
    assert library.ask('"laat zich niet afdwingen"').seen == ("archetype-zelfbeheer",)


@check("q28")
def filters_are_no_words_and_an_unknown_one_is_named(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert answer.hits == ("zelfbeheer-binnentuin-de-linde",)
    for hit in (*answer.results.hits, *answer.results.also):
        assert hit.facets["kind"] == ("praktijk",)
        assert hit.facets["year"][0] in {"2014", "2015", "2016"}
    notes = library.ask("zelfbeheer bronsoort:praktijk").results.notes
    assert [(note.kind, note.detail) for note in notes] == [(NoteKind.UNKNOWN_FIELD, "bronsoort:")]


@check("q29")
def filters_alone_browse_and_one_name_is_not_another(library: Library, query: str) -> None:
    assert library.ask(query).seen == ("vergunninghouders-haarlem-beleid",)
    assert library.ask("gemeente:Haarlemmermeer").seen == ()  # that page names it in passing


@check("q30")
def english_research_leads_and_dutch_texts_follow(library: Library, query: str) -> None:
    answer = library.ask(query)
    assert answer.seen[0] == "community-enterprises-netherlands"
    assert {"bewonersbedrijf-op-een-eigen-erf-emmen", "bewonersbedrijf-de-kade"} <= set(answer.seen)


# Query and collection -> what is not right yet.
FALLS_SHORT = {
    ("q12", "samples"): "the passage ends in the heading of the section instead of beginning there",
    ("q12", "real"): "the same",
    ("q18", "samples"): "without its stop words the name is the word ‘wijk’ alone",
    ("q18", "real"): "the same",
    ("q26", "real"): "long texts that have each word somewhere come before those with the phrase",
    (
        "q30",
        "real",
    ): "one with weak words for all of it comes before one with most of it in its title",
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda question: question.id)
def test_a_query_does_what_its_reader_expects(
    library: Library, question: Question, request: pytest.FixtureRequest
) -> None:
    if why := FALLS_SHORT.get((question.id, request.node.callspec.params["library"])):
        request.applymarker(pytest.mark.xfail(reason=why, strict=True))
    CHECKS[question.id](library, question.text)
