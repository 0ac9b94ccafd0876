"""Which licence a free text says, and what may be done then."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from packaging.licenses import canonicalize_license_expression

from corpus.checked_yaml import FileWrong
from corpus.licences import Licence, load_licences

LICENCES = load_licences()

WRITTEN = [
    # Creative Commons, as our own guess writes it and as people do
    ("CC-BY-4.0", "CC-BY-4.0"),
    ("CC-BY-SA-4.0", "CC-BY-SA-4.0"),
    ("CC-BY-NC-ND-3.0", "CC-BY-NC-ND-3.0"),
    ("CC-BY-NC", "CC-BY-NC"),
    ("CC BY", "CC-BY"),
    ("cc by 4.0", "CC-BY-4.0"),
    ("CC BY 4", "CC-BY-4.0"),
    ("CC_BY_NC_4.0", "CC-BY-NC-4.0"),
    ("CC BY-NC/ND 2.5", "CC-BY-NC-ND-2.5"),
    ("CC BY–NC–SA 4.0", "CC-BY-NC-SA-4.0"),
    ("CC BY-ND-NC 1.0", "CC-BY-NC-ND-1.0"),
    ("CC BY 3.0 NL", "CC-BY-3.0-NL"),
    ("CC BY 4.0 NL", "CC-BY-4.0"),
    ("Creative Commons BY 4.0", "CC-BY-4.0"),
    ("Creative Commons Naamsvermelding 4.0", "CC-BY-4.0"),
    ("Creative Commons Naamsvermelding-NietCommercieel-GelijkDelen 4.0", "CC-BY-NC-SA-4.0"),
    ("Creative Commons Naamsvermelding Geen Afgeleide Werken 3.0", "CC-BY-ND-3.0"),
    ("Creative Commons Attribution-NonCommercial-NoDerivs 2.0", "CC-BY-NC-ND-2.0"),
    ("Attribution 4.0 International (CC BY 4.0)", "CC-BY-4.0"),
    ("Creative Commons Attribution-Non-Commercial 4.0 International License", "CC-BY-NC-4.0"),
    ("https://creativecommons.org/licenses/by-sa/4.0/", "CC-BY-SA-4.0"),
    ("http://creativecommons.org/licenses/by/3.0/nl/deed.nl", "CC-BY-3.0-NL"),
    ("http://www.creativecommons.org/licenses/by-nc/4.0/legalcode", "CC-BY-NC-4.0"),
    ("CC BY 4.0 https://creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
    ("CC BY (CC BY 4.0)", "CC-BY-4.0"),
    ("Dit rapport valt onder een Creative Commons Naamsvermelding 4.0 licentie.", "CC-BY-4.0"),
    ("This work is licensed under a Creative Commons Attribution 4.0 License", "CC-BY-4.0"),
    ("© 2019 De auteurs, CC BY 4.0", "CC-BY-4.0"),
    ("(c) Movisie 2020; CC BY-NC 4.0", "CC-BY-NC-4.0"),
    ("© Aedes en de VNG. CC-BY-4.0", "CC-BY-4.0"),
    ("This is an open access article distributed under the terms of the Creative Commons "
     "Attribution License, which permits unrestricted use, distribution, and reproduction in any "
     "medium, provided the original work is properly cited.", "CC-BY"),
    ("CC0", "CC0-1.0"),
    ("CC0 1.0 Universal", "CC0-1.0"),
    ("CC-0", "CC0-1.0"),
    ("https://creativecommons.org/publicdomain/zero/1.0/deed.nl", "CC0-1.0"),
    ("Public domain", "CC-PDM-1.0"),
    ("publiek domein", "CC-PDM-1.0"),
    ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
    ("Public domain / CC0 (repo LICENSE)", "CC0-1.0"),
    # the Dutch Copyright Act
    ("Auteurswet art. 11", "auteurswet-11"),
    ("artikel 11 van de Auteurswet", "auteurswet-11"),
    ("Dutch legislation: no copyright (art. 11 Auteurswet); no repo licence", "auteurswet-11"),
    ("Open overheid", "auteurswet-15b"),
    ("artikel 15b Auteurswet", "auteurswet-15b"),
    ("Auteurswet, art. 15b", "auteurswet-15b"),
    ("Open overheid (Auteurswet art. 15b)", "auteurswet-15b"),
    # other licences that come with documents
    ("Open Government Licence v3.0", "OGL-UK-3.0"),
    ("MIT (repo LICENSE)", "MIT"),
    ("Apache-2.0 (repo LICENSE)", "Apache-2.0"),
    ("EUPL-1.2", "EUPL-1.2"),
    ("GPL-3+", "gnu"),
    ("GPL-2+ (see the package copyright file)", "gnu"),
    ("MPL-2.0", "MPL-2.0"),
    # rights that are reserved
    ("Alle rechten voorbehouden", "all-rights-reserved"),
    ("© Platform31, all rights reserved. Nothing may be copied.", "all-rights-reserved"),
    ("Niets uit deze uitgave mag worden verveelvoudigd", "all-rights-reserved"),
    ("© Platform31 2014", "all-rights-reserved"),
    ("© 2014", "all-rights-reserved"),
    ("(c) De auteurs", "all-rights-reserved"),
    ("Copyright 2014 Movisie", "all-rights-reserved"),
]  # fmt: skip

NOT_CERTAIN = [
    None,
    "",
    "  ",
    "-",
    "onbekend",
    "none stated",
    "none stated (government publication)",  # of which country, and who made it?
    "gepubliceerd door de overheid",
    "open access",
    "gratis te downloaden",
    "rechtenvrij",
    "Creative Commons",
    "CC",
    "CC-SA-1.0",
    "CC BY 5.0",
    "CC BY-SA-ND 4.0",
    "CC BY-XY 4.0",
    "CC BYE",
    "attribution 4.0",
    "CC BY of CC BY-SA",
    "CC BY 3.0, later CC BY 4.0",
    "CC BY 4.0, foto's uitgezonderd",
    "CC BY 4.0 except the photographs",
    "© Foto's: Jan de Vries, CC BY 4.0",
    "CC0 1.0 for documents, code EUPL-1.2 (repo LICENSES.md; images excluded)",
    "CC BY 4.0, tenzij anders vermeld",
    "CC BY 4.0?",
    "niet CC BY 4.0",
    "geen CC BY 4.0",
    "CC BY 4.0 voor de tekst",
    "CC BY 4.0 onder voorwaarden",
    "waarschijnlijk CC0",
    "CC BY 4.0, alle rechten voorbehouden",
    "not in the public domain",
    "MIT (repo LICENSE); content of a public council page",
    "repo Apache-2.0; the paper itself (c) ACL, see the ACL Anthology terms",
    "EUPL-1.2 / reuse permitted by the Dutch government, CC0",
    "MPL-2.0 / LGPL-3+",
    "met dank aan het MIT in Boston",
    "Auteurswet",
    "Auteurswet art. 1",
    "Auteurswet art. 25fa",
    "Taverne (art. 25fa Auteurswet)",
    "Auteurswet art. 11, artikel 15b Auteurswet",
    "openbaar gemaakt onder de Woo",
    "© Jan, alleen voor leden",
    "geen auteursrecht",
]


@pytest.mark.parametrize(("text", "licence"), WRITTEN)
def test_a_licence_is_recognised(text: str, licence: str) -> None:
    assert LICENCES.of(text).id == licence


@pytest.mark.parametrize("text", NOT_CERTAIN)
def test_what_is_not_certain_is_unknown_and_may_not_be_handed_on(text: str | None) -> None:
    assert LICENCES.of(text) == LICENCES.unknown
    assert not LICENCES.unknown.distributable


@pytest.mark.parametrize(
    ("text", "distributable"),
    [
        ("CC0", True),
        ("Public domain", True),
        ("CC BY", True),
        ("CC BY-NC-ND 4.0", True),
        ("Auteurswet art. 11", True),
        ("Open overheid", True),
        ("MIT", True),
        ("GPL-3.0-or-later", False),
        ("EUPL-1.2", False),
        ("Alle rechten voorbehouden", False),
        ("© Platform31", False),
    ],
)
def test_it_is_known_whether_a_document_may_be_handed_on(text: str, distributable: bool) -> None:
    assert LICENCES.of(text).distributable is distributable


VARIANTS = ("BY", "BY-SA", "BY-ND", "BY-NC", "BY-NC-SA", "BY-NC-ND")
VERSIONS = ("1.0", "2.0", "2.5", "3.0", "4.0")


@pytest.mark.parametrize(("variant", "version"), list(product(VARIANTS, VERSIONS)))
def test_every_version_of_every_variant_of_creative_commons_is_known(
    variant: str, version: str
) -> None:
    licence = LICENCES.of(f"CC {variant} {version}")
    assert licence.id == f"CC-{variant}-{version}"
    assert licence.url == f"https://creativecommons.org/licenses/{variant.lower()}/{version}/"
    assert licence.distributable


def every_licence() -> list[Licence]:
    return list({one.id: one for one in (LICENCES.of(text) for text, _ in WRITTEN)}.values())


@pytest.mark.parametrize("licence", every_licence(), ids=lambda one: one.id)
def test_an_id_that_is_said_to_be_of_spdx_is(licence: Licence) -> None:
    if licence.spdx:
        assert canonicalize_license_expression(licence.id) == licence.id


def test_a_variant_of_which_spdx_knows_no_dutch_version_is_not_said_to_be_of_spdx() -> None:
    licence = LICENCES.of("http://creativecommons.org/licenses/by-sa/3.0/nl/")
    assert (licence.id, licence.spdx) == ("CC-BY-SA-3.0-NL", False)
    assert licence.url == "https://creativecommons.org/licenses/by-sa/3.0/nl/"


@pytest.mark.parametrize("licence", [*every_licence(), LICENCES.unknown], ids=lambda one: one.id)
def test_what_may_be_done_is_one_sentence_in_both_languages(licence: Licence) -> None:
    for text in (licence.terms.nl, licence.terms.en):
        assert text.endswith(".")
        assert text.count(". ") == 0
    assert licence.name.nl
    assert licence.name.en
    assert ("vraag de maker" in licence.terms.nl) is not licence.distributable
    assert ("ask the maker" in licence.terms.en) is not licence.distributable


def test_non_commercial_and_no_derivatives_are_told() -> None:
    terms = LICENCES.of("CC BY-NC-ND 4.0").terms
    assert "niet commercieel" in terms.nl
    assert "aangepaste versie mag u niet delen" in terms.nl


def test_terms_that_do_not_exist_are_a_mistake_with_its_line(tmp_path: Path) -> None:
    source = Path("corpus/licences.yaml").read_text(encoding="utf-8")
    path = tmp_path / "licences.yaml"
    path.write_text(source.replace("terms: notice", "terms: nothing", 1), encoding="utf-8")
    with pytest.raises(FileWrong, match=r"licences\[5\].terms: ‘nothing’ are no terms"):
        load_licences(path)
