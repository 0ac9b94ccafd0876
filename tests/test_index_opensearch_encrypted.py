"""An index on a cluster that is asked over TLS."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from certificates import self_signed
from index_collection import Shelf, document, removed_after, taxonomy
from opensearch_cluster import Cluster
from tcp_forwarder import Forwarder

from corpus.errors import SettingsWrong
from index import Query, open_index

pytestmark = pytest.mark.opensearch


@pytest.fixture
def encrypted(cluster: Cluster, tmp_path: Path) -> Iterator[str]:
    """Address of an index behind a certificate that no public authority signed."""
    self_signed(tmp_path, "localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    port = urlsplit(cluster.urls[0]).port
    assert port is not None
    with removed_after(cluster), Forwarder(port, context) as network:
        yield f"opensearch+https://localhost:{network.port}/encrypted?replicas=0"


def test_with_the_certificate_of_its_authority_a_cluster_is_asked_over_tls(
    encrypted: str, tmp_path: Path
) -> None:
    shelf = Shelf()
    shelf.documents = {"a": document("a", "Een portiek in de wijk.")}
    index = open_index(f"{encrypted}&ca={tmp_path / 'fullchain.pem'}", shelf, taxonomy())
    index.rebuild(shelf.documents.values(), 1)
    assert [hit.id for hit in index.search(Query(text="portiek")).hits] == ["a"]


def test_a_certificate_that_nobody_vouches_for_is_told_with_what_to_do(encrypted: str) -> None:
    index = open_index(encrypted, Shelf(), taxonomy())
    with pytest.raises(SettingsWrong, match=r"certificate verify failed.*\?ca=/path/to"):
        index.search(Query(text="portiek"))


def test_encryption_where_there_is_none_is_told(cluster: Cluster) -> None:
    url = cluster.urls[0].replace("http", "opensearch+https")
    index = open_index(f"{url}/plain", Shelf(), taxonomy())
    with pytest.raises(SettingsWrong, match=r"No encrypted connection .*WRONG_VERSION_NUMBER"):
        index.search(Query(text="portiek"))
