"""Where an index on OpenSearch is: what ``opensearch://…`` says."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from corpus.errors import SettingsWrong

SCHEMES = ("opensearch", "opensearch+https")

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:@/\[\]]+)(?::(\d{1,5}))?")
_DEFAULT_PORT = 9200
_NUMBERS = ("shards", "replicas")
_ALL_OPTIONS = "?shards=1, ?replicas=1 and ?ca=/path/to/authority.pem"
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
        authorities: file with the certificates (PEM) by which those of nodes are believed; None:
            those of the public ones.
    """

    hosts: tuple[str, ...]
    name: str
    user: tuple[str, str] | None = None
    shards: int = 1
    replicas: int | None = None
    authorities: Path | None = None


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
    numbers = {key: _number(key, options[key]) for key in _NUMBERS if key in options}
    return Address(
        hosts=tuple(f"{scheme}://{_host(host)}" for host in hosts.split(",")),
        name=name,
        user=_user(told) if told else None,
        shards=max(1, numbers.get("shards", 1)),
        replicas=numbers.get("replicas"),
        authorities=_authorities(options["ca"], scheme) if "ca" in options else None,
    )


def _host(told: str) -> str:
    found = _HOST.fullmatch(told)
    if found is None:
        raise _wrong(told, "no host stands there")
    return f"{found[1]}:{found[2] or _DEFAULT_PORT}"


def _user(told: str) -> tuple[str, str]:
    name, _, password = told.partition(":")
    return unquote(name), unquote(password)


def _options(parts: SplitResult) -> dict[str, str]:
    options = {key: told[-1] for key, told in parse_qs(parts.query, keep_blank_values=True).items()}
    for key, told in options.items():
        if key not in (*_NUMBERS, "ca"):
            raise _wrong(f"{key}={told}", f"there are {_ALL_OPTIONS}")
    return options


def _number(key: str, told: str) -> int:
    if not re.fullmatch(r"\d{1,3}", told):
        raise _wrong(f"{key}={told}", f"there are {_ALL_OPTIONS}")
    return int(told)


def _authorities(told: str, scheme: str) -> Path:
    if scheme != "https":
        raise _wrong(f"ca={told}", "certificates belong to opensearch+https://")
    try:
        ssl.create_default_context(cafile=told)
    except OSError as error:  # an SSLError is one
        raise SettingsWrong(
            f"‘{told}’ holds no certificates (PEM) that can be read; ca= in WATWERKT_INDEX names "
            "the file with those of the authority that signed the certificates of the cluster."
        ) from error
    return Path(told)


def _wrong(told: str, why: str) -> SettingsWrong:
    return SettingsWrong(f"‘{told}’ is no index on OpenSearch ({why}); write it as {_HOW}.")
