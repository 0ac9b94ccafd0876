"""Names of authors as reference managers want them."""

from __future__ import annotations

import pytest

from corpus.exchange.names import Name, split_name


@pytest.mark.parametrize(
    ("written", "family", "given"),
    [
        ("Jan Bakker", "Bakker", "Jan"),
        ("Jan van der Berg", "van der Berg", "Jan"),
        ("J.P. in 't Veld", "in 't Veld", "J.P."),
        ("Fatima el Amrani", "el Amrani", "Fatima"),
        ("J. d'Août", "d'Août", "J."),
        ("Anna de Vries-van Dijk", "de Vries-van Dijk", "Anna"),
        ("Jan Van Damme", "Van Damme", "Jan"),
        ("Van Damme", "Damme", "Van"),
        ("Berg, Jan van der", "Berg", "Jan van der"),
        ("van der Berg, Jan", "van der Berg", "Jan"),
        (", Jan", "Jan", ""),
        ("Plato", "Plato", ""),
        ("Anna van", "van", "Anna"),
        ("Stichting De Linde", "Stichting De Linde", ""),
        ("Gemeente 's-Hertogenbosch, afdeling Wonen", None, ""),
        ("Bakker & Visser", "Bakker & Visser", ""),
        ("Jan Bakker en Piet Visser", "Jan Bakker en Piet Visser", ""),
        ("Buurt 2030", "Buurt 2030", ""),
    ],
)
def test_a_name_is_split_before_its_family_name_and_its_particles(
    written: str, family: str | None, given: str
) -> None:
    assert split_name(written) == Name(family=family or written, given=given)


@pytest.mark.parametrize("written", ["Friese Woonkring", "Friese Woonkring, team Wijken"])
def test_the_organisation_itself_is_no_person(written: str) -> None:
    assert split_name(written, ("Friese Woonkring", "")) == Name(family=written)
