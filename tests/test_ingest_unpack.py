"""Taking files out of ZIP files, and ingesting them."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_zip_samples import Member, locked, zipped
from test_ingest_sidecar import VALUES

from corpus.errors import ReadFailed
from ingest import unpack
from ingest.sidecar import Sidecars
from ingest.source import Unreadable, discover, sha256
from ingest.unpack import Unpacked, sha256_of_member, unpacked


def found(path: Path, into: Path) -> tuple[list[str], dict[str, str]]:
    """Names of the files that come out, and what is told of the others."""
    into.mkdir()
    unpacked_ = Unpacked()
    unpacked_.add(path, into)
    files, told = [], {}
    for item in unpacked_.files:
        if isinstance(item, Unreadable):
            told[str(item.path.relative_to(path.parent))] = item.reason
            continue
        place = unpacked_.place(item).relative_to(path.parent)
        try:
            digest = unpacked_.sha256(item)
            assert sha256(unpacked_.fetch(item)) == digest
            files.append(place.relative_to(path.name).as_posix())
        except ReadFailed as error:
            told[str(place)] = str(error)
    return files, told


def link(name: str) -> zipfile.ZipInfo:
    """A member that is a symbolic link."""
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def named(path: Path, *names: bytes) -> Path:
    """A ZIP file of which the members have these names, and no word on their encoding."""
    stand_ins = [str(number) * len(name) for number, name in enumerate(names)]
    data = zipped(path, *((name, "x") for name in stand_ins)).read_bytes()
    for stand_in, name in zip(stand_ins, names, strict=True):
        data = data.replace(stand_in.encode(), name)
    path.write_bytes(data)
    return path


def test_documents_come_sorted_as_from_a_folder_without_what_goes_with_them(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "reports.zip",
        ("map/", ""),
        ("map/b.txt", "b"),
        ("map/a.pdf", "a"),
        ("map/a.pdf.yaml", "title: A"),
        ("map/metadata.csv", "file,title\n"),
        ("__MACOSX/map/._a.pdf", "x"),
        (".DS_Store", "x"),
        (".git/config", "x"),
        ("Thumbs.db", "x"),
        ("~$rapport.docx", "x"),
    )
    into = tmp_path / "uit"
    assert found(path, into) == (["map/a.pdf", "map/b.txt"], {})
    assert (into / "map" / "a.pdf.yaml").read_text() == "title: A"
    assert not (into / "__MACOSX").exists()


@pytest.mark.parametrize("name", [
    "../evil.txt", "map/../../evil.txt", "/evil.txt", "..\\evil.txt", "C:\\evil.txt", "a\nb.txt",
])  # fmt: skip
def test_a_name_that_leads_elsewhere_is_told_and_nothing_is_written(
    tmp_path: Path, name: str
) -> None:
    path = zipped(tmp_path / "reports.zip", (name, "slecht"), ("goed.txt", "goed"))
    before = set(tmp_path.iterdir())
    files, told = found(path, tmp_path / "uit")
    assert files == ["goed.txt"]
    (reason,) = told.values()
    assert reason.startswith("Its name leads out of the ZIP file")
    assert set(tmp_path.iterdir()) - before == {tmp_path / "uit"}
    assert [item.name for item in (tmp_path / "uit").rglob("*")] == ["goed.txt"]


def test_a_link_is_told_and_not_made(tmp_path: Path) -> None:
    path = zipped(tmp_path / "reports.zip", (link("link"), "/etc"), ("link/passwd", "x"))
    files, told = found(path, tmp_path / "uit")
    assert files == ["link/passwd"]
    assert told["reports.zip/link"].startswith("It is a link to another place")
    assert not (tmp_path / "uit" / "link").is_symlink()


def test_names_in_older_encodings_and_with_backslashes_are_read(tmp_path: Path) -> None:
    names = (b"caf\x82.txt", "één.txt".encode(), b"map\\d.txt")
    path = named(tmp_path / "reports.zip", *names)
    assert found(path, tmp_path / "uit") == (["café.txt", "map/d.txt", "één.txt"], {})
    newer = zipped(tmp_path / "newer.zip", ("ëë.txt", "x"))
    assert found(newer, tmp_path / "newer") == (["ëë.txt"], {})


def test_a_name_that_stands_there_twice_is_told(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(tmp_path / "reports.zip", ("a.txt", "een"), ("a.txt", "twee"))
    files, told = found(path, tmp_path / "uit")
    assert files == ["a.txt"]
    assert "twice" in told["reports.zip/a.txt"]
    assert (tmp_path / "uit" / "a.txt").read_text() == "een"


def test_a_name_that_no_disk_can_hold_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "reports.zip", ("a" * 300, "x"), ("b/c", "x"), ("b/c/d", "x"))
    files, told = found(path, tmp_path / "uit")
    assert files == ["b/c"]
    assert list(told.values()) == [
        "It cannot be unpacked: File name too long.",
        "Its name stands in the ZIP file twice; unpack it yourself and ingest the folder.",
    ]


def test_an_encrypted_member_is_told_and_the_rest_comes_out(tmp_path: Path) -> None:
    path = locked(zipped(tmp_path / "reports.zip", ("geheim.pdf", "x"), ("open.txt", "y")))
    files, told = found(path, tmp_path / "uit")
    assert files == ["open.txt"]
    assert "protected by a password" in told["reports.zip/geheim.pdf"]


def test_a_damaged_member_is_told_and_the_rest_comes_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "reports.zip", ("kapot.txt", "x" * 500), ("heel.txt", "y"))
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\x01\x02") + 16  # the check sum
    data[place : place + 4] = b"\1\2\3\4"
    path.write_bytes(data)
    files, told = found(path, tmp_path / "uit")
    assert files == ["heel.txt"]
    assert told["reports.zip/kapot.txt"].startswith("This part of the ZIP file is damaged")


def test_an_unknown_way_of_packing_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "reports.zip", ("a.txt", "x" * 500), ("b.txt", "y"))
    data = bytearray(path.read_bytes())
    for marks, method in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        data[data.index(marks) + method] = 9
    path.write_bytes(data)
    files, told = found(path, tmp_path / "uit")
    assert files == ["b.txt"]
    assert "packed in a way that is not known here" in told["reports.zip/a.txt"]


def test_a_bomb_is_told_and_the_rest_comes_out(tmp_path: Path) -> None:
    path = zipped(tmp_path / "reports.zip", ("bom.txt", b"\0" * 60_000_000), ("a.txt", "a"))
    with zipfile.ZipFile(path, "a") as archive:  # the file as a whole is no bomb
        archive.writestr("beeld.png", b"\0" * 1_000_000)
    files, told = found(path, tmp_path / "uit")
    assert files == ["a.txt", "beeld.png"]
    assert "unpacks to far more than a document" in told["reports.zip/bom.txt"]


def test_many_small_bombs_are_a_bomb_together(tmp_path: Path) -> None:
    bombs: list[Member] = [(f"{n}.txt", b"\0" * 9_000_000) for n in range(5)]
    path = zipped(tmp_path / "reports.zip", *bombs)
    files, told = found(path, tmp_path / "uit")
    assert not files
    assert "unpacks to more, than is taken in at once" in told["reports.zip"]


def test_a_member_that_lies_about_its_size_writes_no_more_than_it_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "reports.zip", ("bom.txt", b"\0" * 60_000_000))
    path.write_bytes(
        path.read_bytes().replace((60_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    )
    files, told = found(path, tmp_path / "uit")
    assert not files
    assert "damaged" in told["reports.zip/bom.txt"]
    assert (tmp_path / "uit" / "bom.txt").stat().st_size == 0


@pytest.mark.parametrize(("limit", "most"), [("MAX_MEMBERS", 2), ("MAX_TOTAL", 1200)])
def test_a_zip_over_a_limit_is_told_and_none_of_it_comes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    path = zipped(tmp_path / "reports.zip", ("a.txt", "a" * 600), ("b.txt", "b" * 600))
    monkeypatch.setattr(unpack, limit, most)
    assert found(path, tmp_path / "uit") == (["a.txt", "b.txt"], {})
    monkeypatch.setattr(unpack, limit, most - 1)
    files, told = found(path, tmp_path / "te veel")
    assert not files
    assert told["reports.zip"].endswith("unpack it yourself and ingest the folder.")


def test_a_member_over_the_limit_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "reports.zip", ("a.txt", "a" * 600), ("b.txt", "b"))
    monkeypatch.setattr(unpack, "MAX_SIZE", 500)
    files, told = found(path, tmp_path / "uit")
    assert files == ["b.txt"]
    assert "too large to be taken out of a ZIP file" in told["reports.zip/a.txt"]


def test_a_zip_without_documents_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "leeg.zip", ("map/", ""), ("__MACOSX/x", "x"))
    assert found(path, tmp_path / "uit") == (
        [], {"leeg.zip": "This ZIP file holds no documents; check it."},
    )  # fmt: skip


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95])
def test_a_zip_that_is_cut_off_is_told(tmp_path: Path, share: float) -> None:
    path = zipped(tmp_path / "reports.zip", ("a.txt", "a" * 999))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    files, told = found(path, tmp_path / "uit")
    assert not files
    assert "This ZIP file is damaged" in told["reports.zip"] if share else told


def test_the_digest_of_a_member_is_that_of_its_bytes(tmp_path: Path) -> None:
    path = zipped(tmp_path / "reports.zip", ("map/één.txt", "tekst"))
    (tmp_path / "zelfde").write_text("tekst")
    assert sha256_of_member(path / "map" / "één.txt") == sha256(tmp_path / "zelfde")
    assert sha256_of_member(path / "weg.txt") is None
    assert sha256_of_member(tmp_path / "zelfde" / "a.txt") is None
    assert sha256_of_member(tmp_path / "weg.zip" / "a.txt") is None


def test_only_zip_files_are_unpacked_and_nothing_stays(tmp_path: Path) -> None:
    folder = tmp_path / "map"
    folder.mkdir()
    (folder / "b.txt").write_text("b")
    (folder / "weg").symlink_to("nergens")
    path = zipped(folder / "a.zip", ("in/a.txt", "a"))
    with unpacked(discover([folder]), Sidecars(VALUES)) as opened:
        first, *others = opened.files
        assert isinstance(first, Path)
        assert opened.fetch(first).read_text() == "a"
        assert opened.place(first) == path / "in" / "a.txt"
        assert opened.fetch(folder / "b.txt") == opened.place(folder / "b.txt") == folder / "b.txt"
        assert [getattr(item, "path", item) for item in others] == [
            folder / "b.txt", folder / "weg",
        ]  # fmt: skip
    assert not first.parent.parent.exists()


def test_room_is_given_back_and_a_file_of_somebody_is_never_touched(tmp_path: Path) -> None:
    own = tmp_path / "eigen.txt"
    own.write_text("van mij")
    path = zipped(tmp_path / "reports.zip", ("a.txt", "tekst"))
    with unpacked([own, path], Sidecars(VALUES)) as opened:
        _, member = opened.files
        assert isinstance(member, Path)
        assert member.stat().st_size == 0
        assert opened.fetch(member).read_text() == opened.fetch(member).read_text() == "tekst"
        for file in (own, member):
            opened.drop(file)
        assert member.stat().st_size == 0
    assert own.read_text() == "van mij"
    assert path.stat().st_size


_NAMES = st.text("ab./\\:é\0 ", max_size=12) | st.text(max_size=8)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@given(st.lists(_NAMES, max_size=5))
def test_whatever_the_names_nothing_is_written_elsewhere(
    tmp_path_factory: pytest.TempPathFactory, names: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("namen")
    zipped(folder / "a.zip", *((name, "x") for name in names if name.partition("\0")[0]))
    (folder / "uit").mkdir()
    unpacked_ = Unpacked()
    unpacked_.add(folder / "a.zip", folder / "uit")
    for item in unpacked_.files:
        if isinstance(item, Path):
            assert unpacked_.fetch(item).resolve().is_relative_to(folder / "uit")
            assert item.read_text() == "x"
        else:
            assert item.reason.endswith(".")
    assert {item.name for item in folder.iterdir()} == {"a.zip", "uit"}
