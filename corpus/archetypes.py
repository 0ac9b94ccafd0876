"""The taxonomy: archetypes in families, with the terms by which a text is recognised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    model_validator,
)
from pydantic_core import InitErrorDetails

from corpus.checked_yaml import Places, Record, mistake, read_yaml, refuse

DEFAULT_TAXONOMY = Path(__file__).with_name("archetypes.yaml")

Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Phrase = Annotated[str, Field(min_length=2)]


def _repeated(name: str, ids: Sequence[str]) -> list[InitErrorDetails]:
    return [
        mistake((name, number, "id"), f"‘{identifier}’ is described twice")
        for number, identifier in enumerate(ids)
        if identifier in ids[:number]
    ]


class Label(Record):
    """A name in the languages of the page."""

    nl: str
    en: str

    def text(self, language: str) -> str:
        """The name in ``language``; Dutch when there is no other."""
        return self.en if language == "en" else self.nl


class Term(Record):
    """A cue: words that speak for an archetype (``w`` > 0) or against it (``w`` < 0).

    ``t`` is a phrase, several (``a / b``) of which one has to be there, or several of these sides
    (``a / b + c / d``) that have to stand in one sentence. ``@name`` is all of a group.
    """

    t: Phrase
    w: float
    why: str | None = None

    @property
    def sides(self) -> tuple[tuple[str, ...], ...]:
        """The phrases of each side, groups by their name with ``@``."""
        return tuple(
            tuple(phrase.strip() for phrase in side.split(" / ")) for side in self.t.split(" + ")
        )


class Terms(Record):
    """The terms of one archetype by how much they say."""

    strong: tuple[Term, ...] = Field(min_length=1)
    supporting: tuple[Term, ...] = ()
    excluding: tuple[Term, ...] = ()

    @model_validator(mode="after")
    def _signs(self) -> Self:
        wrong = [
            mistake((kind, number, "w"), f"‘{term.t}’ speaks {speaks}, so w must be {must} 0")
            for kind, terms, sign, speaks, must in (
                ("strong", self.strong, 1, "for the archetype", "above"),
                ("supporting", self.supporting, 1, "for the archetype", "above"),
                ("excluding", self.excluding, -1, "against the archetype", "below"),
            )
            for number, term in enumerate(terms)
            if term.w * sign <= 0
        ]
        return refuse(self, wrong)


class Neighbour(Record):
    """An archetype that is easily taken for this one, and how to tell them apart."""

    other: Annotated[Identifier, Field(alias="with")]
    tell: str


class Provenance(Record):
    """Where it is known from that this is an archetype of the knowledge bank."""

    status: Literal["named", "announced", "suggested"]
    verified: bool
    address: str
    note: str = ""


class Former(Record):
    """An id by which an archetype went before; what was kept under it is about this one.

    ``until`` is the version or the date of the taxonomy that brought the present id.
    """

    id: Identifier
    until: Annotated[str, BeforeValidator(str)]
    why: str = ""


class Family(Record):
    """A group of related archetypes."""

    id: Identifier
    nl: str
    en: str

    @property
    def label(self) -> Label:
        """Its name."""
        return Label(nl=self.nl, en=self.en)


class Archetype(Record):
    """One type of intervention that is carried out in many places."""

    id: Identifier
    label_nl: str
    label_en: str
    family: Identifier
    definition_nl: str
    definition_en: str
    actors: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    provenance: Provenance
    terms: Terms
    variants: tuple[str, ...] = ()
    related: tuple[Identifier, ...] = ()
    confusable: tuple[Neighbour, ...] = ()
    laws: tuple[str, ...] = ()
    former: tuple[Former, ...] = ()

    @property
    def label(self) -> Label:
        """Its name."""
        return Label(nl=self.label_nl, en=self.label_en)

    @property
    def definition(self) -> Label:
        """What it is, in one sentence."""
        return Label(nl=self.definition_nl, en=self.definition_en)


class Ingredient(Record):
    """Something that makes interventions work, whichever of them.

    Attributes:
        cues: by which a passage is recognised to speak of it; ``w`` < 0 speaks against it.
        archetypes: those on whose pages it is shown; empty for all.
    """

    id: Identifier
    nl: str
    en: str
    cues: tuple[Term, ...] = Field(min_length=1)
    archetypes: tuple[Identifier, ...] = ()

    @property
    def label(self) -> Label:
        """Its name."""
        return Label(nl=self.nl, en=self.en)


class Distinction(Record):
    """What tells two archetypes apart, in one sentence that names both."""

    between: tuple[Identifier, Identifier]
    nl: str
    en: str

    @property
    def label(self) -> Label:
        """The sentence."""
        return Label(nl=self.nl, en=self.en)


class _Candidate(Record):
    id: Identifier
    nl: str
    why: str


class _TaxonomyFile(Record):
    version: Annotated[str, BeforeValidator(str)]
    language: Literal["nl"]
    families: tuple[Family, ...]
    groups: dict[Identifier, tuple[Phrase, ...]] = Field(default_factory=dict)
    archetypes: tuple[Archetype, ...]
    candidates: tuple[_Candidate, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()
    distinctions: tuple[Distinction, ...] = ()

    @model_validator(mode="after")
    def _references(self) -> Self:
        families = [family.id for family in self.families]
        archetypes = [archetype.id for archetype in self.archetypes]
        wrong = _repeated("families", families) + _repeated("archetypes", archetypes)
        wrong += self._claimed_twice()
        for number, archetype in enumerate(self.archetypes):
            place = ("archetypes", number)
            if archetype.family not in families:
                wrong.append(
                    mistake((*place, "family"), f"there is no family ‘{archetype.family}’")
                )
            named: list[tuple[tuple[str | int, ...], str]] = [
                *((("related", n), other) for n, other in enumerate(archetype.related)),
                *((("confusable", n, "with"), c.other) for n, c in enumerate(archetype.confusable)),
            ]
            wrong += [
                mistake((*place, *where), f"there is no archetype ‘{other}’")
                for where, other in named
                if other not in archetypes
            ]
            wrong += [
                mistake((*place, "terms", kind, n, "t"), f"there is no group ‘{phrase}’")
                for kind, terms in archetype.terms
                for n, term in enumerate(terms)
                for side in term.sides
                for phrase in side
                if phrase.startswith("@") and phrase[1:] not in self.groups
            ]
        return refuse(self, wrong)

    def _claimed_twice(self) -> list[InitErrorDetails]:
        """Former ids that nobody could tell the meaning of."""
        wrong, claimed = [], dict[str, str]()
        for number, archetype in enumerate(self.archetypes):
            for n, former in enumerate(archetype.former):
                if former.id in claimed:
                    message = f"‘{former.id}’ is a former id of ‘{claimed[former.id]}’ already"
                    wrong.append(mistake(("archetypes", number, "former", n, "id"), message))
                claimed.setdefault(former.id, archetype.id)
        return wrong

    @model_validator(mode="after")
    def _references_of_lists(self) -> Self:
        known = {archetype.id for archetype in self.archetypes}
        named: list[tuple[tuple[str | int, ...], str]] = [
            (("ingredients", number, "archetypes", n), other)
            for number, ingredient in enumerate(self.ingredients)
            for n, other in enumerate(ingredient.archetypes)
        ]
        named += [
            (("distinctions", number, "between", n), other)
            for number, distinction in enumerate(self.distinctions)
            for n, other in enumerate(distinction.between)
        ]
        wrong = _repeated("ingredients", [ingredient.id for ingredient in self.ingredients])
        wrong += [
            mistake(place, f"there is no archetype ‘{other}’")
            for place, other in named
            if other not in known
        ]
        wrong += [
            mistake(
                ("ingredients", number, "cues", n, "t"),
                f"a cue of an ingredient names no group, so write out ‘{phrase}’",
            )
            for number, ingredient in enumerate(self.ingredients)
            for n, term in enumerate(ingredient.cues)
            for phrase in (phrase for side in term.sides for phrase in side)
            if phrase.startswith("@")
        ]
        return refuse(self, wrong)


class Taxonomy:
    """All archetypes and families, in the order of the file."""

    def __init__(self, checked: _TaxonomyFile) -> None:
        self._checked = checked

    @property
    def version(self) -> str:
        """Version of the taxonomy; part of every automatic label."""
        return self._checked.version

    @cached_property
    def archetypes(self) -> Mapping[str, Archetype]:
        """Archetypes by id."""
        return {archetype.id: archetype for archetype in self._checked.archetypes}

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Former ids of archetypes, with the present one; an id of today is no former one."""
        return {
            former.id: archetype.id
            for archetype in self._checked.archetypes
            for former in archetype.former
            if former.id not in self.archetypes
        }

    def present(self, archetype_id: str) -> str:
        """The id by which an archetype goes today; one that nobody knows stays as it is."""
        return self.former.get(archetype_id, archetype_id)

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Groups of phrases by name."""
        return self._checked.groups

    def sides(self, term: Term) -> tuple[tuple[str, ...], ...]:
        """The sides of a cue, with the phrases of a group in place of its name."""
        groups = self._checked.groups
        return tuple(
            tuple(
                p
                for phrase in side
                for p in (groups[phrase[1:]] if phrase.startswith("@") else (phrase,))
            )
            for side in term.sides
        )

    @cached_property
    def ingredients(self) -> Mapping[str, Ingredient]:
        """Working ingredients by id."""
        return {ingredient.id: ingredient for ingredient in self._checked.ingredients}

    @cached_property
    def distinctions(self) -> Mapping[frozenset[str], Distinction]:
        """What tells two archetypes apart, by their two ids."""
        return {frozenset(one.between): one for one in self._checked.distinctions}

    @cached_property
    def families(self) -> Mapping[str, Family]:
        """Families by id."""
        return {family.id: family for family in self._checked.families}


def load_taxonomy(path: Path = DEFAULT_TAXONOMY) -> Taxonomy:
    """Load and check a taxonomy.

    Raises:
        SettingsWrong: naming line and field of every mistake.
    """
    return read_taxonomy(path)[0]


def read_taxonomy(path: Path) -> tuple[Taxonomy, Places]:
    """The same, and where everything stands in the file.

    Raises:
        SettingsWrong: naming line and field of every mistake.
    """
    checked, places = read_yaml(path, _TaxonomyFile)
    return Taxonomy(checked), places
