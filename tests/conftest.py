"""Fixtures that several test files share."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

import pytest
from hypothesis import HealthCheck, settings
from index_collection import ENGINES, chosen_engine, removed_after
from opensearch_cluster import Cluster, in_memory, missing
from postgresql import EMPTY, Server, programs, running
from s3_server import KEYS, S3Server, s3_running
from search_app_accounts import quick_hashes
from selenium import webdriver

from benchmarks.chromium import missing_programs, set_scheme, started
from benchmarks.sample_site import prepare, served
from corpus.catalogue import open_catalogue
from corpus.database import sqlite_url
from corpus.settings import SETTINGS
from ingest.cli import main

# What a test asserts may not depend on how busy the machine is, nor CI on chance.
settings.register_profile(
    "watwerkt",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
)
settings.load_profile("watwerkt")

PROJECT = Path(__file__).resolve().parents[1]
SAMPLES = PROJECT / "corpus" / "samples" / "documents"

# In front of a command: the superuser reads and writes everything, unless he gives that up first.
ORDINARY_USER = (
    ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
)


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        """The objects on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


Watwerkt = Callable[..., Ran]


def pytest_addoption(parser: pytest.Parser) -> None:
    """How each index on the OpenSearch cluster of the tests is laid out."""
    parser.addoption("--opensearch", default="1x0", metavar="SHARDSxREPLICAS")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests has settings of their own."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of these tests; without one they are skipped aloud, and fail in CI."""
    places = programs()
    if places is None:
        skip_aloud("PostgreSQL is missing: install postgresql")
    with running(places) as server:
        open_catalogue(server.make(EMPTY)).close()
        yield server


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A PostgreSQL server with a database ‘ww’, which the tests of a file may stop."""
    places = programs()
    if places is None:
        skip_aloud("PostgreSQL is missing: install postgresql")
    with running(places) as server:
        server.make("ww")
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a catalogue with nothing in it, on each kind of database."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "catalogue.db")
    else:
        with request.getfixturevalue("postgresql").database(EMPTY) as url:
            yield url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lasting_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], str]]:
    """Makes URLs of such catalogues that last as long as the tests of a file."""
    with ExitStack() as stack:

        def make() -> str:
            if request.param == "sqlite":
                return sqlite_url(tmp_path_factory.mktemp("lasting") / "catalogue.db")
            url: str = stack.enter_context(request.getfixturevalue("postgresql").database(EMPTY))
            return url

        yield make


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """An empty data folder."""
    return tmp_path / "data"


@pytest.fixture
def watwerkt(data: Path, capsys: pytest.CaptureFixture[str]) -> Watwerkt:
    """Run the command line on ``data``."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["--data", str(data), "--by", "test", *map(str, arguments)])
        printed = capsys.readouterr()
        return Ran(int(ended.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture(scope="session")
def ingested_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the bundled samples; to be read only."""
    data = tmp_path_factory.mktemp("samples")
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(data), "--by", "test", "ingest", str(SAMPLES)])
    assert not ended.value.code
    return data


@pytest.fixture
def samples(ingested_samples: Path, data: Path) -> Path:
    """A copy of the bundled samples, in ``data``, to be changed at will."""
    shutil.copytree(ingested_samples, data)
    return data


@pytest.fixture(scope="session")
def sample_site(ingested_samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a web server on the bundled samples, one of them withdrawn; for reading."""
    data = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(ingested_samples, data)
    prepare(data)
    with served(data) as address:
        yield address


@pytest.fixture(scope="session")
def running_s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    """A server that speaks S3, for all tests; use it as :func:`s3_server`."""
    with s3_running(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def s3_server(running_s3: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """A server that speaks S3, and the keys to it in the environment."""
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    return running_s3


@pytest.fixture(scope="session")
def one_chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """One browser for all tests; without one they are skipped aloud, and fail in CI."""
    missing = missing_programs()
    if missing:
        skip_aloud(f"Chromium is missing: no {' and '.join(missing)}; install chromium-driver")
    with started(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def chromium(one_chromium: webdriver.Chrome) -> webdriver.Chrome:
    """The browser as nobody has used it yet: no cookie, light."""
    one_chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    set_scheme(one_chromium, "light")
    return one_chromium


@pytest.fixture(scope="session")
def cluster(pytestconfig: pytest.Config) -> Iterator[Cluster]:
    """An OpenSearch cluster for all tests, with room for what is asked; none may harm it."""
    if lacking := missing():
        skip_aloud(lacking)
    shards, replicas = map(int, pytestconfig.getoption("--opensearch").split("x"))
    nodes = (
        max(3, replicas + 1) if replicas else 1
    )  # so that no node holds everything where there are copies
    with (
        TemporaryDirectory(prefix="watwerkt-opensearch-", dir=in_memory()) as folder,
        Cluster(Path(folder), nodes=nodes, layout=(shards, replicas)) as running,
    ):
        yield running


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each engine in turn; what a test leaves on the cluster is removed."""
    name = chosen_engine(request)
    if name in ENGINES:
        yield name
        return
    with removed_after(request.getfixturevalue("cluster")):
        yield name


def skip_aloud(reason: str) -> NoReturn:
    """Skip a test for want of a program; in CI everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def quick_passwords() -> Iterator[None]:
    """Hashes of passwords that take no time."""
    with quick_hashes():
        yield
