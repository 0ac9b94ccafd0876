"""What the answers of the API look like, as JSON Schema.

That of a document follows from :class:`~corpus.document.Document` itself; the others stand here
field by field. Every field is always there, but for those that are named as optional.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from pydantic import TypeAdapter

from corpus.document import Document, Kind
from corpus.passage import Outcome, PassageRole, Standing
from index.api import CompletionKind, NoteKind, Widening
from search_app.evidence import State
from search_app.operation import Json
from search_app.wording import N_

REFERENCE = "#/components/schemas/"

NOT_TOLD = ("source", "findings", "extra", "screened")
"""Fields of a document that are only the librarian's business."""

_ADDRESS = {"type": "string", "format": "uri-reference"}
_TEXT = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_NUMBER = {"type": "number", "minimum": 0}
_YES = {"type": "boolean"}


def _ref(name: str) -> Json:
    return {"$ref": f"{REFERENCE}{name}"}


def _list(items: Mapping[str, Any]) -> Json:
    return {"type": "array", "items": dict(items)}


def _or_null(one: Mapping[str, Any]) -> Json:
    return {"anyOf": [dict(one), {"type": "null"}]}


def _one_of(values: Any) -> Json:
    return {"type": "string", "enum": [value.value for value in values]}


def _told(one: Mapping[str, Any], description: str) -> Json:
    return {**one, "description": description}


def _object(optional: tuple[str, ...] = (), /, **fields: Mapping[str, Any]) -> Json:
    return {
        "type": "object",
        "properties": {name: dict(value) for name, value in fields.items()},
        "required": [name for name in fields if name not in optional],
    }


_HIT = {
    "id": _TEXT,
    "title": _TEXT,
    "kind": _or_null(_one_of(Kind)),
    "year": _or_null({"type": "integer"}),
    "archetypes": _list(_TEXT),
    "score": _told(_NUMBER, N_("Alleen te vergelijken binnen een antwoord.")),
    "passages": _told(_list(_ref("Snippet")), N_("De beste regels, het beste eerst.")),
    "pages": _told(_list(_ref("PagePlaces")), N_("Op welke bladzijden de woorden staan.")),
    "url": _told(_ADDRESS, N_("De pagina voor lezers.")),
    "reasons": _told(_list(_ref("Reason")), N_("Alleen als om uitleg gevraagd is.")),
}


def _results(hit: str, total: str) -> Json:
    return _object(
        query=_TEXT,
        total=_told(_COUNT, total),
        documents=_told(_COUNT, N_("In hoeveel documenten dat is.")),
        took_ms=_told(_NUMBER, N_("Hoelang het zoeken duurde, in milliseconden.")),
        hits=_list(_ref(hit)),
        also=_told(
            _list(_ref(hit)),
            N_("Wat maar een deel van de woorden heeft; het telt nergens mee."),
        ),
        facets={
            "type": "object",
            "additionalProperties": _list(_ref("FacetCount")),
            "description": N_("Per eigenschap de waarden met hun aantal."),
        },
        suggestion=_told(_or_null(_TEXT), N_("De zoekvraag in een spelling die voorkomt.")),
        corrected=_told(_YES, N_("Of dit het antwoord op die andere spelling is.")),
        reading=_told(_TEXT, N_("De zoekvraag zoals zij begrepen is.")),
        notes=_list(_ref("Note")),
        expansions=_list(_ref("Expansion")),
        ignored=_told(_list(_TEXT), N_("Woorden die niet gezocht zijn.")),
    )


def _document() -> dict[str, Json]:
    """The schemas of a document and of everything in it."""
    made = TypeAdapter(Document).json_schema(
        mode="serialization", ref_template=REFERENCE + "{model}"
    )
    schemas = {name: _plain(one) for name, one in made.pop("$defs").items()}
    document = _plain(made)
    for name in NOT_TOLD:
        del document["properties"][name]
    document["properties"] |= {
        "year": _or_null({"type": "integer"}),
        "archetypes": _told(_list(_TEXT), N_("Welke archetypen gelden, het sterkste eerst.")),
        "url": _told(_ADDRESS, N_("De pagina voor lezers.")),
        "file_url": _told(_ADDRESS, N_("Het bestand zelf.")),
    }
    document["required"] = list(document["properties"])
    page = schemas["Page"]
    page["properties"]["url"] = _told(_ADDRESS, N_("De leesbare tekst voor lezers."))
    page["required"] = list(page["properties"])
    for name in ("Finding", "Concern"):
        del schemas[name]
    return {"Document": document, **schemas}


def _plain(schema: Any) -> Any:
    """Without what is meant for who reads the code; every field is always written."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "properties" in schema:
        fields = {name: _plain(one) for name, one in schema["properties"].items()}
        return {"type": "object", "properties": fields, "required": list(fields)}
    left_out = ("description", "title", "default")
    return {name: _plain(one) for name, one in schema.items() if name not in left_out}


SCHEMAS: dict[str, Json] = {
    "Results": _results("Hit", N_("Hoeveel documenten er precies passen.")),
    "PassageResults": _results("PassageHit", N_("Hoeveel passages er precies passen.")),
    "Hit": _object(("reasons",), **deepcopy(_HIT)),
    "PassageHit": _object(
        ("reasons",),
        **deepcopy(_HIT),
        document=_told(_TEXT, N_("Het id van het document waarin de passage staat.")),
        page=_COUNT,
        quote=_told(_TEXT, N_("De passage, woord voor woord.")),
        role=_one_of(PassageRole),
        outcome=_or_null(_one_of(Outcome)),
        ingredients=_list(_TEXT),
        cue=_told(_TEXT, N_("De woorden waarop haar rol berust.")),
        by=_TEXT,
        standing=_one_of(Standing),
        document_url=_told(_ADDRESS, N_("De pagina voor lezers.")),
    ),
    "Snippet": _object(page=_COUNT, spans=_list(_ref("Span"))),
    "Span": _object(text=_TEXT, hit=_told(_YES, N_("Of hiernaar gezocht is."))),
    "PagePlaces": _object(page=_COUNT, places=_COUNT),
    "Reason": _object(words=_list(_TEXT), field=_TEXT, places=_COUNT, share=_NUMBER),
    "FacetCount": _object(
        value=_TEXT,
        label=_told(_TEXT, N_("Hoe de waarde heet, in de taal van het antwoord.")),
        count=_told(_COUNT, N_("Hoeveel er zijn als u ook deze waarde kiest.")),
        selected=_YES,
    ),
    "Note": _object(kind=_one_of(NoteKind), detail=_TEXT),
    "Expansion": _object(word=_TEXT, kind=_one_of(Widening), words=_list(_TEXT)),
    "Archetypes": _object(
        version=_told({"type": ["string", "integer"]}, N_("De versie van de taxonomie.")),
        archetypes=_list(_ref("Archetype")),
    ),
    "Archetype": _object(
        id=_TEXT,
        label=_TEXT,
        definition=_TEXT,
        family=_object(id=_TEXT, label=_TEXT),
        variants=_list(_TEXT),
        related=_told(_list(_TEXT), N_("Verwante archetypen.")),
        former=_told(_list(_TEXT), N_("Hoe het id vroeger luidde.")),
        url=_told(_ADDRESS, N_("De pagina voor lezers.")),
        count=_told(_COUNT, N_("Hoeveel documenten erover gaan.")),
        kinds=_object((), **{kind.value: _COUNT for kind in Kind}),
    ),
    "EvidenceMap": _object(
        version=_told({"type": ["string", "integer"]}, N_("De versie van de taxonomie.")),
        cells=_list(_ref("EvidenceCell")),
    ),
    "EvidenceCell": _object(
        archetype=_TEXT,
        archetype_label=_TEXT,
        family=_TEXT,
        family_label=_TEXT,
        facet={"type": "string", "enum": ["role", "outcome"]},
        value=_TEXT,
        value_label=_TEXT,
        kinds=_list(_one_of(Kind)),
        passages=_COUNT,
        documents=_COUNT,
        documents_of_archetype=_COUNT,
        state=_one_of(State),
        url=_told(_ADDRESS, N_("De zoekvraag die deze passages geeft.")),
    ),
    "Suggestions": _object(query=_TEXT, suggestions=_list(_ref("Suggestion"))),
    "Suggestion": _object(text=_TEXT, kind=_one_of(CompletionKind), url=_ADDRESS),
    "Description": {"type": "object", "required": ["openapi", "info", "paths"]},
    "Error": _object(error=_told(_TEXT, N_("Wat er mis is, in een zin."))),
    "Withdrawn": _object(
        error=_TEXT,
        id=_TEXT,
        title=_TEXT,
        withdrawn=_or_null({"type": "string", "format": "date"}),
        reason=_TEXT,
        replaced_by=_told(_or_null(_TEXT), N_("Het id van de nieuwere uitgave.")),
    ),
    **_document(),
}
"""Name -> schema."""
