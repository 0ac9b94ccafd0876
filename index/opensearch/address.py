"""Where an index on OpenSearch is: what ``opensearch://…`` says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from corpus.errors import SettingsWrong

SCHEMES = ("opensearch", "opensearch+https")

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:@/\[\]]+)(?::(\d{1,5}))?")
_DEFAULT_PORT = 9200
_OPTIONS = ("shards", "replicas")
_HOW = "opensearch://host:9200/name, with several hosts separated by commas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An index of a cluster.

    Attributes:
        hosts: ``http(s)://host:port`` of nodes, any of which may be asked.
        name: what all of its engine indices are called after.
        user: name and password, where the cluster asks for them.
        shards: in how many pieces an engine index is made.
        replicas: copies of each piece beside the first; None: one where there are two nodes.
    """

    hosts: tuple[str, ...]
    name: str
    user: tuple[str, str] | None = None
    shards: int = 1
    replicas: int | None = None


def read_address(url: str) -> Address:
    """The address that ``url`` says.

    Raises:
        SettingsWrong: when it cannot be one.
    """
    parts = urlsplit(url)
    told, _, hosts = parts.netloc.rpartition("@")
    name = parts.path.removeprefix("/")
    if parts.scheme not in SCHEMES or not _NAME.fullmatch(name):
        raise _wrong(name or url, "a name has small letters, digits, - and _")
    scheme = "https" if parts.scheme.endswith("https") else "http"
    options = _options(parts)
    return Address(
        hosts=tuple(f"{scheme}://{_host(host)}" for host in hosts.split(",")),
        name=name,
        user=_user(told) if told else None,
        shards=max(1, options.get("shards", 1)),
        replicas=options.get("replicas"),
    )


def _host(told: str) -> str:
    found = _HOST.fullmatch(told)
    if found is None:
        raise _wrong(told, "no host stands there")
    return f"{found[1]}:{found[2] or _DEFAULT_PORT}"


def _user(told: str) -> tuple[str, str]:
    name, _, password = told.partition(":")
    return unquote(name), unquote(password)


def _options(parts: SplitResult) -> dict[str, int]:
    options = {}
    for key, values in parse_qs(parts.query, keep_blank_values=True).items():
        if key not in _OPTIONS or not re.fullmatch(r"\d{1,3}", values[-1]):
            raise _wrong(f"{key}={values[-1]}", "there are ?shards=1 and ?replicas=1")
        options[key] = int(values[-1])
    return options


def _wrong(told: str, why: str) -> SettingsWrong:
    return SettingsWrong(f"‘{told}’ is no index on OpenSearch ({why}); write it as {_HOW}.")
