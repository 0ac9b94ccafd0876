"""What ``opensearch://…`` says, and what is no such address."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from index_collection import Shelf, taxonomy

from corpus.errors import SettingsWrong
from index import open_index
from index.opensearch.address import Address, read_address


def test_an_address_has_a_host_and_a_name() -> None:
    assert read_address("opensearch://search:9201/wijken") == Address(
        hosts=("http://search:9201",), name="wijken"
    )


def test_the_port_is_9200_unless_it_is_told() -> None:
    assert read_address("opensearch://search/wijken").hosts == ("http://search:9200",)


def test_an_address_may_have_several_hosts_a_user_shards_and_replicas() -> None:
    url = "opensearch+https://eva:p%40ss@one:9200,[::1]:9300/wijken?shards=3&replicas=2"
    assert read_address(url) == Address(
        hosts=("https://one:9200", "https://[::1]:9300"),
        name="wijken",
        user=("eva", "p@ss"),
        shards=3,
        replicas=2,
    )


@pytest.mark.parametrize(
    "url",
    [
        "opensearch://host",
        "opensearch://host/",
        "opensearch://host/Wijken",
        "opensearch://host/a/b",
        "opensearch://host/_all",
        "opensearch:///wijken",
        "opensearch://host:x/wijken",
        "opensearch://host/wijken?shards=veel",
        "opensearch://host/wijken?kleur=rood",
        "opensearch://host/wijken?ca=/etc/authority.pem",
        "opensearch+http://host/wijken",
    ],
)
def test_what_cannot_be_an_address_is_told_with_how_to_write_one(url: str) -> None:
    with pytest.raises(SettingsWrong, match="opensearch://host:9200/name"):
        read_address(url)
    with pytest.raises(SettingsWrong, match="opensearch://host:9200/name"):
        open_index(url, Shelf(), taxonomy())


def test_a_file_without_certificates_is_told(tmp_path: Path) -> None:
    told = tmp_path / "authority.pem"
    for text in (None, "geen certificaat"):
        if text:
            told.write_text(text)
        with pytest.raises(SettingsWrong, match="holds no certificates"):
            read_address(f"opensearch+https://host/wijken?ca={told}")


def test_a_password_is_never_shown() -> None:
    with pytest.raises(SettingsWrong) as told:
        read_address("opensearch://eva:geheim@host:9200/Naam")
    assert "geheim" not in str(told.value)


def test_without_the_library_it_is_told_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in sys.modules if name.startswith("index.opensearch.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(SettingsWrong, match=r"pip install 'watwerkt\[opensearch\]'"):
        open_index("opensearch://host:9200/wijken", Shelf(), taxonomy())


def test_an_index_in_a_folder_needs_no_library_for_clusters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    importlib.import_module("index.engines")
    assert open_index(f"whoosh://{tmp_path}", Shelf(), taxonomy())
