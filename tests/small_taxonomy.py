"""A taxonomy that fits on a screen, for tests that change one."""

from __future__ import annotations

from pathlib import Path

SMALL = """\
version: 1
language: nl
families:
  - {id: aan-zet, nl: Aan zet, en: In the lead}
groups:
  plek: [tuin, portiek]
archetypes:
  - id: zelfbeheer
    label_nl: Zelfbeheer
    label_en: Self-management
    family: aan-zet
    definition_nl: Bewoners beheren.
    definition_en: Residents manage.
    provenance: {status: named, verified: true, address: "https://example.org"}
    terms:
      strong:
        - {t: zelfbeheer*, w: 8}
        - {t: "overnemen + @plek", w: 3}
      supporting:
        - {t: beheergroep, w: 2}
      excluding:
        - {t: zelfmanagement, w: -3}
  - id: klushuizen
    label_nl: Klushuizen
    label_en: Doing up
    family: aan-zet
    definition_nl: Kopers klussen.
    definition_en: Buyers do up.
    provenance: {status: suggested, verified: false, address: "https://example.org"}
    terms:
      strong:
        - {t: klushui*, w: 8}
"""

RENAMED = (
    SMALL.replace("version: 1", "version: 2")
    .replace(
        "- id: zelfbeheer\n", "- id: bewonersbeheer\n    former: [{id: zelfbeheer, until: 2}]\n"
    )
    .replace("Zelfbeheer", "Bewonersbeheer")
)
"""The same, in which zelfbeheer is called bewonersbeheer."""

ADDED = """\
  - id: buurtmoestuinen
    label_nl: Buurtmoestuinen
    label_en: Community gardens
    family: aan-zet
    definition_nl: Buren kweken samen groente.
    definition_en: Neighbours grow vegetables together.
    provenance: {status: suggested, verified: false, address: "https://example.org"}
    terms:
      strong:
        - {t: moestuin / buurtmoestuin, w: 8}
"""
"""One archetype more, to stand at the end."""

TEXT = (
    "Moestuin in zelfbeheer\n\nZelfbeheer van de moestuin. De bewoners kozen voor zelfbeheer van "
    "de moestuin. Er is een groep voor zelfbeheer."
)


def written(folder: Path, text: str, name: str = "taxonomy.yaml") -> Path:
    """A file with a taxonomy."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
