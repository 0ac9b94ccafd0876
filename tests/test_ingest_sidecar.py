"""Metadata that a librarian wrote beside a file."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archetypes import load_taxonomy
from corpus.document import Access, Evidence, Kind
from corpus.values import Values
from ingest.sidecar import Sidecar, Sidecars

VALUES = Values(load_taxonomy(), "bibliothecaris")
ARCHETYPES = tuple(load_taxonomy().archetypes)[:2]


def beside(tmp_path: Path, name: str, content: str | bytes) -> Sidecar:
    (tmp_path / "rapport.pdf").touch()
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return Sidecars(VALUES).of(tmp_path / "rapport.pdf")


def test_nothing_beside_a_file_is_nothing_said(tmp_path: Path) -> None:
    assert Sidecars(VALUES).of(tmp_path / "rapport.pdf") == Sidecar()


ONDERBOUWD = Evidence(level="onderbouwd", assigned_by="bibliothecaris")
CELLS: list[tuple[str, str, str, Any]] = [
    ("title", "Tuinen, hoven; en meer", "title", "Tuinen, hoven; en meer"),
    ("kind", "beleid", "kind", Kind.BELEID),
    ("year", "2014", "published", "2014"),
    ("published", "2014-05-12", "published", "2014-05-12"),
    ("organisation", "Stichting De Linde", "organisation", "Stichting De Linde"),
    ("authors", "Bos, A. | Vos, J.", "authors", ("Bos, A.", "Vos, J.")),
    ("municipality", "Den Bosch|Den Haag", "municipality", ("'s-Hertogenbosch", "'s-Gravenhage")),
    ("themes", "wonen|veiligheid", "themes", ("wonen", "veiligheid")),
    ("target_groups", "ouderen", "target_groups", ("ouderen",)),
    ("evidence", "onderbouwd", "evidence", ONDERBOUWD),
    ("access", "partner", "access", Access.PARTNER),
    ("language", "nl", "language", "nl"),
    ("source_url", "https://voorbeeld.nl/r", "source_url", "https://voorbeeld.nl/r"),
]  # fmt: skip


@pytest.mark.parametrize("case", CELLS, ids=lambda case: str(case[0]))
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_cell_of_the_table_becomes_a_value(
    tmp_path: Path, case: tuple[str, str, str, object], delimiter: str
) -> None:
    column, cell, name, value = case
    found = beside(
        tmp_path, "metadata.csv", f'file{delimiter}{column}\nrapport.pdf{delimiter}"{cell}"\n'
    )
    assert (found.values, found.warnings) == ({name: value}, ())


@pytest.mark.parametrize("case", CELLS, ids=lambda case: str(case[0]))
@pytest.mark.parametrize("ending", ["yaml", "yml"])
def test_a_line_of_yaml_becomes_a_value(
    tmp_path: Path, case: tuple[str, str, str, object], ending: str
) -> None:
    column, cell, name, value = case
    found = beside(tmp_path, f"rapport.pdf.{ending}", f"{column}: '{cell}'\n")
    assert (found.values, found.warnings) == ({name: value}, ())


def test_yaml_may_write_years_dates_and_lists_its_own_way(tmp_path: Path) -> None:
    found = beside(
        tmp_path,
        "rapport.pdf.yaml",
        f"published: 2014-05-12\nauthors:\n- An Bos\n- Jan Vos\narchetypes: [{ARCHETYPES[0]}]\n"
        "note: ~\nlicence:\n",
    )
    assert found.values == {"published": "2014-05-12", "authors": ("An Bos", "Jan Vos")}
    assert found.archetypes == ARCHETYPES[:1]
    assert found.warnings == ()


def test_json_is_read_as_well(tmp_path: Path) -> None:
    content = '{\n\t"title": "Tu\\u00efnen",\n\t"year": 2014,\n\t"themes": ["wonen"]\n}'
    found = beside(tmp_path, "rapport.pdf.json", content)
    assert found.values == {"title": "Tuïnen", "published": "2014", "themes": ("wonen",)}


def test_a_file_of_its_own_wins_over_the_table(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,title,year\nrapport.pdf,Tabel,2014\n")
    found = beside(tmp_path, "rapport.pdf.yaml", "title: Eigen\n")
    assert found.values == {"title": "Eigen", "published": "2014"}


def test_archetypes_stand_apart_because_they_are_labels(tmp_path: Path) -> None:
    found = beside(
        tmp_path, "metadata.csv", f"file,archetypes\nrapport.pdf,{'|'.join(ARCHETYPES)}\n"
    )
    assert (found.archetypes, found.values) == (ARCHETYPES, {})


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_a_table_from_a_spreadsheet_is_read(tmp_path: Path, start: bytes) -> None:
    table = 'File;Title;Target groups\r\n"rapport.pdf";"Eén; twee";ouderen|jongeren\r\n'.encode()
    found = beside(tmp_path, "metadata.csv", start + table)
    assert found.values == {"title": "Eén; twee", "target_groups": ("ouderen", "jongeren")}


def test_an_accent_written_in_two_characters_is_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "metadata.csv").write_text("file,year\nru\u00efne.pdf,2014\n", encoding="utf-8")
    (tmp_path / "rui\u0308ne.pdf").touch()
    assert Sidecars(VALUES).of(tmp_path / "rui\u0308ne.pdf").values == {"published": "2014"}


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("year", "20144"),
        ("year", "mei 2014"),
        ("kind", "verslag"),
        ("municipality", "Verweggistan"),
        ("themes", "vissen"),
        ("target_groups", "katten"),
        ("evidence", "vast wel"),
        ("access", "geheim"),
        ("language", "xx"),
        ("archetypes", "bestaat-niet"),
        ("sha256", "00"),
        ("status", "published"),
    ],
)
def test_a_wrong_value_is_refused_by_itself_and_named(
    tmp_path: Path, column: str, cell: str
) -> None:
    found = beside(
        tmp_path, "metadata.csv", f"file,{column},title\n\nrapport.pdf,{cell},Het plan\n"
    )
    assert (found.values, found.archetypes) == ({"title": "Het plan"}, ())
    (warning,) = found.warnings
    assert warning.startswith(f"metadata.csv:3: {column}: ")


def test_what_has_no_field_is_kept_as_it_is_written(tmp_path: Path) -> None:
    found = beside(
        tmp_path,
        "rapport.pdf.yaml",
        "title: Het plan\nProjectnummer: '007'\nkleur: [groen, geel]\n",
    )
    assert found.values == {
        "title": "Het plan", "extra": (("projectnummer", "007"), ("kleur", "groen|geel")),
    }  # fmt: skip
    assert found.refused == frozenset()
    assert found.warnings[0].startswith(
        "rapport.pdf.yaml:2: projectnummer: there is no such field;"
    )


@pytest.mark.parametrize(
    ("slip", "field"),
    [("acces", "access"), ("titel", "title"), ("archetype", "archetypes"), ("yaer", "published")],
)
def test_a_slip_of_the_pen_takes_the_field_that_was_meant_for_refused(
    tmp_path: Path, slip: str, field: str
) -> None:
    found = beside(tmp_path, "rapport.pdf.yaml", f"{slip}: hidden\n")
    assert found.refused == {field}
    assert found.values == {"extra": ((slip, "hidden"),)}
    assert f"did you mean {field}?" in found.warnings[0]


def test_a_warning_names_the_line_after_a_cell_of_several_lines(tmp_path: Path) -> None:
    content = 'file,note,year\nander.pdf,"een\ntwee",2014\nrapport.pdf,x,ooit\n'
    assert beside(tmp_path, "metadata.csv", content).warnings[-1].startswith("metadata.csv:4: year")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("title: [a\nkind: x: y", "rapport.pdf.yaml:2: "),
        ("- een\n- twee", "rapport.pdf.yaml:1: "),
        ("year: 2014\ntitle:\n  nl: Plan", "rapport.pdf.yaml:2: title"),
        ("title: Een\ntitle: Twee", "rapport.pdf.yaml:2: title"),
        (b"title: caf\xe9", "rapport.pdf.yaml: "),
    ],
)
def test_what_is_no_metadata_is_a_warning_with_its_place(
    tmp_path: Path, content: str | bytes, place: str
) -> None:
    assert beside(tmp_path, "rapport.pdf.yaml", content).warnings[0].startswith(place)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("file,title\nraport.pdf,Plan", "metadata.csv:2: file"),
        ("file,title\n,Plan", "metadata.csv:2: file"),
        ("file,title\nrapport.pdf,Plan,Nog,iets", "metadata.csv:2: "),
        ("file,title\nrapport.pdf,Plan\nrapport.pdf,Ander", "metadata.csv:3: file"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_once(tmp_path: Path, content: str, place: str) -> None:
    (tmp_path / "rapport.pdf").touch()
    (tmp_path / "metadata.csv").write_text(content, "utf-8")
    sidecars = Sidecars(VALUES)
    found = sidecars.of(tmp_path / "rapport.pdf")
    assert found.whole
    (warning,) = found.warnings
    assert warning.startswith(place)
    assert sidecars.of(tmp_path / "ander.pdf").warnings == ()


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"naam,title\nrapport.pdf,Plan", "metadata.csv:1: "),
        (b'""\n', "metadata.csv:1: "),
        (b"file,title\nrapport.pdf,caf\xe9", "metadata.csv: "),
        (b'file,title\nrapport.pdf,"Plan', "metadata.csv:2: "),
    ],
)
def test_a_table_that_cannot_be_read_is_told_for_each_file_it_may_be_about(
    tmp_path: Path, content: bytes, place: str
) -> None:
    (tmp_path / "metadata.csv").write_bytes(content)
    sidecars = Sidecars(VALUES)
    for name in ("rapport.pdf", "ander.pdf"):
        found = sidecars.of(tmp_path / name)
        assert not found.whole
        (warning,) = found.warnings
        assert warning.startswith(place)


def test_a_table_is_read_once_per_run(tmp_path: Path) -> None:
    table = tmp_path / "metadata.csv"
    table.write_text("file,year\na.pdf,2014\nb.pdf,2015\n")
    sidecars = Sidecars(VALUES)
    sidecars.of(tmp_path / "a.pdf")
    table.unlink()
    assert sidecars.of(tmp_path / "b.pdf").values == {"published": "2015"}


@given(content=st.text(max_size=200), name=st.sampled_from(["metadata.csv", "rapport.pdf.yaml"]))
def test_nothing_written_beside_a_file_stops_a_run(
    tmp_path_factory: pytest.TempPathFactory, content: str, name: str
) -> None:
    folder = tmp_path_factory.mktemp("sidecar")
    found = beside(folder, name, content.encode("utf-8", "surrogatepass"))
    assert isinstance(found, Sidecar)
