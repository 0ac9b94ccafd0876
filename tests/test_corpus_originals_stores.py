"""Every store of originals does the same: a folder, and a bucket of a server that speaks S3."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from s3_server import S3Server, Wire

from corpus.errors import NotFound, SettingsWrong, Unreachable, WatwerktError
from corpus.originals import GRACE, FolderOriginals, Originals, is_whole, open_originals
from corpus.settings import load_settings

TEXT = b"%PDF-1.7 een rapport" * 1000
DIGEST = hashlib.sha256(TEXT).hexdigest()
OTHER = hashlib.sha256(b"een ander").hexdigest()


@pytest.fixture(params=["folder", "bucket"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "folder":
        return str(tmp_path / "data" / "originals")
    server: S3Server = request.getfixturevalue("s3_server")
    return server.bucket()


@pytest.fixture
def store(address: str, tmp_path: Path) -> Originals:
    return open_originals(address, tmp_path / "data")


@pytest.fixture
def bucket(s3_server: S3Server, tmp_path: Path) -> Originals:
    return open_originals(s3_server.bucket(), tmp_path)


@pytest.fixture
def wire(s3_server: S3Server) -> Iterator[Wire]:
    with closing(Wire(s3_server.port)) as wire:
        yield wire


def _take(store: Originals, content: bytes = TEXT) -> str:
    digest = hashlib.sha256(content).hexdigest()
    store.take(io.BytesIO(content), digest, "rapport.pdf")
    return digest


def test_a_new_store_can_be_used_and_is_empty(store: Originals) -> None:
    store.check()
    assert store.digests() == frozenset()
    assert store.size(DIGEST) is None
    assert not is_whole(store, DIGEST)
    with pytest.raises(NotFound, match=f"{DIGEST} is not in"):
        store.open(DIGEST)


def test_what_was_taken_can_be_read_from_any_place(store: Originals) -> None:
    _take(store)
    assert store.size(DIGEST) == len(TEXT)
    assert store.digests() == {DIGEST}
    assert is_whole(store, DIGEST)
    with store.open(DIGEST) as file:
        assert file.seek(9) == 9
        assert file.read(3) == b"een"
        assert file.seek(-7, io.SEEK_END) == len(TEXT) - 7
        assert file.read() == b"rapport"
        assert file.seek(0) == 0
        assert file.read() == TEXT


def test_an_empty_file_is_an_original_too(store: Originals) -> None:
    digest = _take(store, b"")
    assert store.size(digest) == 0
    assert is_whole(store, digest)


def test_a_file_is_kept_once(store: Originals, tmp_path: Path) -> None:
    source = tmp_path / "rapport.pdf"
    source.write_bytes(TEXT)
    for _ in range(2):
        store.keep(source, DIGEST)
    source.write_bytes(b"changed since")
    store.keep(source, DIGEST)  # what is there is not written again
    assert is_whole(store, DIGEST)


def test_bytes_of_another_digest_never_appear(store: Originals) -> None:
    with pytest.raises(WatwerktError, match=r"rapport\.pdf changed while it was read; try again"):
        store.take(io.BytesIO(b"iets anders"), DIGEST, "rapport.pdf")
    assert store.digests() == frozenset()


def test_a_damaged_original_is_set_aside_and_replaced(store: Originals) -> None:
    _take(store)
    store.set_aside(DIGEST)
    assert store.size(DIGEST) is None
    assert store.strays([]) == []  # it may be the only one, and is nobody's to take
    _take(store)
    assert is_whole(store, DIGEST)


def test_what_belongs_to_no_document_is_told_and_can_be_taken_out(
    store: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = _take(store, b"van niemand")
    _take(store)
    monkeypatch.setattr("corpus.s3_originals.GRACE", 0)
    assert store.strays([DIGEST, OTHER]) == [f"{digest[:2]}/{digest}"]
    store.release(f"{digest[:2]}/{digest}", tmp_path / "eruit")
    assert (tmp_path / "eruit").read_bytes() == b"van niemand"
    assert store.digests() == {DIGEST}


def test_the_place_of_an_original_names_store_and_digest(store: Originals) -> None:
    assert store.place(DIGEST) == f"{store.address}/{DIGEST[:2]}/{DIGEST}"


def test_a_place_that_others_share_tells_nothing_new(tmp_path: Path) -> None:
    shared = open_originals(str(tmp_path / "gedeeld"), tmp_path / "data")
    _take(shared)
    half = tmp_path / "gedeeld" / DIGEST[:2] / f".incoming-{'0' * 32}"
    half.write_bytes(b"half")
    assert (shared.strays([]), shared.sweep()) == ([], 0)
    old = time.time() - GRACE - 1
    for path in half.parent.iterdir():
        os.utime(path, (old, old))
    assert shared.sweep() == 1
    assert shared.strays([]) == [f"{DIGEST[:2]}/{DIGEST}"]


def test_what_is_new_in_a_bucket_may_be_of_a_document_that_comes_in(bucket: Originals) -> None:
    _take(bucket)
    assert bucket.strays([]) == []


# The address


def test_a_shared_folder_may_be_written_as_an_address(tmp_path: Path) -> None:
    settings = load_settings({"WATWERKT_ORIGINALS": f"file://{tmp_path}/een%20map"}, tmp_path)
    store = open_originals(settings.originals, settings.data)
    assert isinstance(store, FolderOriginals)
    assert store.address == f"{tmp_path}/een map"


def test_an_address_of_nothing_we_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=r"must be a folder or begin with s3://, not ‘gs://x’"):
        load_settings({"WATWERKT_ORIGINALS": "gs://x"}, tmp_path)


@pytest.mark.parametrize(
    "written",
    [
        "s3://",
        "s3:///prefix",
        "s3://sleutel:heel-geheim@boeken/x",
        "s3://boeken/x?endpoint=ftp://127.0.0.1",
        "s3://boeken/x?endpoint=http://sleutel:heel-geheim@127.0.0.1",
        "s3://boeken/x?secret=heel-geheim",
        "s3://boeken/x?x",
        "s3://[boeken/x",
    ],
)
def test_an_address_that_cannot_be_is_refused_without_repeating_a_secret(
    written: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsWrong, match="write a folder, or an address like") as refused:
        open_originals(written, tmp_path)
    assert "heel-geheim" not in str(refused.value)


def test_without_boto3_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> None:
        raise ModuleNotFoundError(name="boto3")

    monkeypatch.setattr("corpus.originals.importlib.import_module", missing)
    with pytest.raises(SettingsWrong, match=r"pip install watwerkt\[s3\]"):
        open_originals("s3://boeken/x", tmp_path)


# What goes wrong


def test_a_bucket_that_is_not_there_is_named(s3_server: S3Server, tmp_path: Path) -> None:
    store = open_originals(s3_server.address("er-is-niets"), tmp_path)
    for ask in (store.check, lambda: store.size(DIGEST), lambda: _take(store), store.digests):
        with pytest.raises(SettingsWrong, match=r"s3://er-is-niets/ww.* no such bucket; make it"):
            ask()


def test_a_store_that_does_not_answer_is_named(s3_server: S3Server, tmp_path: Path) -> None:
    store = open_originals(s3_server.address("boeken", "http://127.0.0.1:9"), tmp_path)
    with pytest.raises(Unreachable, match="s3://boeken/ww do not answer; check the network"):
        store.check()


def test_a_store_that_gave_no_answer_keeps_nobody_else_waiting(
    s3_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_originals(s3_server.address("boeken", "http://127.0.0.1:9"), tmp_path)
    with pytest.raises(Unreachable):
        store.check()
    monkeypatch.setattr(store, "_client", None)  # which is not asked
    with pytest.raises(Unreachable, match="do not answer"):
        store.size(DIGEST)


def test_without_a_key_it_is_said_where_to_set_one(
    s3_server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = s3_server.bucket()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(SettingsWrong, match="set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"):
        open_originals(address, tmp_path).check()


def test_reading_goes_on_where_a_connection_was_cut(
    s3_server: S3Server, wire: Wire, tmp_path: Path
) -> None:
    address = s3_server.bucket()
    content = os.urandom(3_000_000)
    digest = _take(open_originals(address, tmp_path), content)
    store = open_originals(address.replace(s3_server.endpoint, wire.endpoint), tmp_path)
    wire.cuts, wire.after = 1, 1_000_000
    with store.open(digest) as file:
        assert hashlib.sha256(file.read()).hexdigest() == digest
    assert wire.cuts == 0


def test_a_connection_that_is_cut_again_and_again_is_told(
    s3_server: S3Server, wire: Wire, tmp_path: Path
) -> None:
    address = s3_server.bucket()
    digest = _take(open_originals(address, tmp_path), os.urandom(1_000_000))
    store = open_originals(address.replace(s3_server.endpoint, wire.endpoint), tmp_path)
    wire.cuts, wire.after = 50, 2000
    with store.open(digest) as file, pytest.raises(Unreachable):
        file.read()


def test_a_file_whose_sending_was_cut_arrives_whole_or_not(
    s3_server: S3Server, wire: Wire, tmp_path: Path
) -> None:
    address = s3_server.bucket()
    store = open_originals(address.replace(s3_server.endpoint, wire.endpoint), tmp_path)
    wire.cuts = 1  # the answer is lost, so that nobody knows whether it arrived
    digest = _take(store, os.urandom(1_000_000))
    assert is_whole(store, digest)
