"""What an installation is made from: it can be read, and names what there is."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from behind_proxy import HOST, Proxy, filled_in

from conftest import PROJECT
from corpus.settings import SETTINGS, load_settings
from ingest.cli.main import watwerkt
from search_app.app import MOST_SENT

DEPLOY = PROJECT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
VARIABLES = {setting.variable for setting in SETTINGS}
VARIABLES |= {setting.file_variable for setting in SETTINGS}
# What is filled in before watwerkt is started: by compose, by nginx.
FILLED_IN = {
    "WATWERKT_VERSION",
    "WATWERKT_HOST",
    "WATWERKT_SERVERS",
    "WATWERKT_CERTIFICATES",
    "WATWERKT_ACCESS_LOG",
    "WATWERKT_ERROR_LOG",
}
OUTSIDE = re.compile(r"WATWERKT_[A-Z_]*[A-Z]")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def services(compose: dict[str, Any], image: str = "") -> dict[str, dict[str, Any]]:
    return {n: s for n, s in compose["services"].items() if s["image"].startswith(image)}


def unit(path: Path) -> configparser.RawConfigParser:
    found = configparser.RawConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment, method-assign]
    found.read_string(path.read_text("utf-8"))
    return found


@pytest.mark.parametrize(
    "path", [p for p in sorted(DEPLOY.rglob("*")) if p.is_file()], ids=lambda path: path.name
)
def test_each_setting_that_is_named_exists(path: Path) -> None:
    named = set(OUTSIDE.findall(path.read_text("utf-8")))
    assert named <= VARIABLES | FILLED_IN


def test_the_values_that_compose_sets_are_taken(compose: dict[str, Any], tmp_path: Path) -> None:
    for name, service in services(compose, "watwerkt").items():
        secret = tmp_path / "catalogue"
        secret.write_text("sqlite:////srv/ww.db\n", encoding="utf-8")
        given = dict(service["environment"])
        assert given.pop("WATWERKT_CATALOGUE_FILE") == "/run/secrets/catalogue", name
        given |= {"WATWERKT_INDEX": "whoosh:///srv/index", "WATWERKT_CONTACT": ""}
        given |= {"WATWERKT_GAPS": "on", "WATWERKT_CATALOGUE_FILE": str(secret)}
        assert load_settings(given, tmp_path).proxy == "172.30.7.2"


def test_the_proxy_that_is_believed_is_the_one_that_runs(compose: dict[str, Any]) -> None:
    proxy = compose["services"]["proxy"]["networks"]["inside"]["ipv4_address"]
    prometheus = compose["services"]["prometheus"]["networks"]["inside"]["ipv4_address"]
    pages = services(compose, "watwerkt:")
    assert {page["environment"]["WATWERKT_PROXY"] for page in pages.values()} == {proxy}
    for page in pages.values():
        assert prometheus in page["environment"]["WATWERKT_METRICS"].split()
        assert proxy not in page["environment"]["WATWERKT_METRICS"].split()
    asked = compose["services"]["proxy"]["environment"]["WATWERKT_SERVERS"]
    reached = [page["networks"]["inside"]["ipv4_address"] for page in pages.values()]
    assert asked == " ".join(f"server {address}:8000;" for address in reached)


def test_only_the_proxy_is_open_to_the_world(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        open_to_all = [p for p in service.get("ports", []) if not p.startswith("127.0.0.1:")]
        assert bool(open_to_all) is (name == "proxy"), name
    assert compose["networks"]["inside"]["internal"] is True


def test_each_service_that_stays_starts_again_and_has_limits(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}, name
        assert "no-new-privileges:true" in service["security_opt"], name
        if name != "command":
            assert service["restart"] == "unless-stopped", name


def test_no_secret_stands_in_compose(compose: dict[str, Any]) -> None:
    assert all(set(secret) == {"file"} for secret in compose["secrets"].values())
    for service in compose["services"].values():
        assert set(service.get("secrets", [])) <= set(compose["secrets"])
        named = [n for n in service.get("environment", {}) if "PASSWORD" in n]
        assert all(name.endswith("_FILE") for name in named)
    ignored = (PROJECT / ".gitignore").read_text("utf-8")
    assert "/deploy/secrets/" in ignored
    assert "/deploy/.env" in ignored


def test_what_compose_wants_filled_in_has_an_example() -> None:
    wanted = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text("utf-8")))
    example = (DEPLOY / "env.example").read_text("utf-8")
    assert wanted == set(re.findall(r"^(WATWERKT\w+|OPENSEARCH\w+)=", example, re.MULTILINE))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_starts_a_command_that_there_is(path: Path) -> None:
    started = unit(path)["Service"]["ExecStart"]
    assert "/opt/watwerkt/.venv/bin/watwerkt " in started
    words = started.split("/opt/watwerkt/.venv/bin/watwerkt ")[1].split()
    name = words[2] if words[0] == "--by" else words[0]
    command = watwerkt.commands[name]
    options = {word for word in words if word.startswith("--")} - {"--by"}
    assert options <= {option for p in command.params for option in p.opts}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_may_do_no_more_than_it_has_to(path: Path) -> None:
    service = unit(path)["Service"]
    assert service["User"] == "watwerkt"
    for name, value in (
        ("NoNewPrivileges", "yes"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("PrivateTmp", "yes"),
        ("CapabilityBoundingSet", ""),
        ("UMask", "0077"),
    ):
        assert service[name] == value, name


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_each_timer_has_its_service(path: Path) -> None:
    assert path.with_suffix(".service") in UNITS


@pytest.mark.parametrize("path", [*UNITS, *TIMERS], ids=lambda path: path.name)
def test_systemd_understands_each_unit(path: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is missing; it comes with systemd")
    for each in [*UNITS, *TIMERS]:  # with a program that there is: it looks for it
        text = each.read_text("utf-8").replace("/opt/watwerkt/.venv/bin/watwerkt", "/bin/true")
        (tmp_path / each.name.replace("@.", "@8000.")).write_text(text, encoding="utf-8")
    name = path.name.replace("@.", "@8000.")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_proxy_takes_what_the_page_takes_and_tells_no_one_what_is_for_machines() -> None:
    proxy = filled_in(Proxy(folder=Path("/etc/tls"), http=80, https=443), [8000, 8001])
    assert f"server_name {HOST};" in proxy
    assert "server 127.0.0.1:8000; server 127.0.0.1:8001;" in proxy
    assert "client_max_body_size 1m;" in proxy
    assert MOST_SENT <= 2**20
    for address in ("/metrics", "/readyz"):
        assert re.search(rf"location = {address} {{\s*return 404;", proxy), address
    assert "${" not in proxy


def test_the_alarms_are_about_what_is_measured() -> None:
    alarms = (DEPLOY / "prometheus" / "alerts.yml").read_text("utf-8")
    rules = yaml.safe_load(alarms)["groups"][0]["rules"]
    known = "\n".join((PROJECT / "search_app" / f"{name}.py").read_text("utf-8") for name in _TELL)
    for rule in rules:
        for name in re.findall(r"watwerkt_\w+", rule["expr"]):
            plain = re.sub(r"_(total|bucket)$|index_(documents|behind)$", "", name)
            assert f'"{plain}' in known or f'f"{plain}' in known, name


_TELL = ("metrics", "health", "wsgi")


def test_the_image_is_made_of_packages_and_extras_that_there_are() -> None:
    recipe = (DEPLOY / "Dockerfile").read_text("utf-8")
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", recipe, re.MULTILINE):
        assert all((PROJECT / name).exists() for name in copied.split()), copied
    chosen = re.findall(r"^ARG EXTRAS=(.+)$", recipe, re.MULTILINE)[0].split(",")
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert set(chosen) <= set(project["optional-dependencies"])
    let_through = (PROJECT / ".dockerignore").read_text("utf-8")
    for package in ("corpus", "index", "ingest", "search_app"):
        assert f"COPY {package} {package}\n" in recipe
        assert f"!{package}\n" in let_through


def test_each_package_is_in_what_is_installed() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    there = {
        ".".join(found.parent.relative_to(PROJECT).parts)
        for package in ("corpus", "index", "ingest", "search_app")
        for found in (PROJECT / package).rglob("__init__.py")
    }
    assert set(project["tool"]["setuptools"]["packages"]) == there


def test_promtool_understands_the_alarms() -> None:
    if shutil.which("promtool") is None:
        pytest.skip("promtool is missing; it comes with Debian's prometheus")
    for kind, name in (("rules", "alerts.yml"), ("config", "prometheus.yml")):
        command = ["promtool", "check", kind, str(DEPLOY / "prometheus" / name)]
        assert subprocess.run(command, check=False, capture_output=True).returncode == 0
