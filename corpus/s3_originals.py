"""Originals in a bucket of S3, or of another store that speaks its language.

    s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-west-1

Both options may be left out: boto3 finds endpoint, region and keys as every AWS program does, in
``AWS_*`` variables, ``~/.aws`` or the role of the machine. No key is ever part of the address.
"""

from __future__ import annotations

import base64
import io
import re
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import parse_qsl, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from corpus.errors import DiskFull, NotFound, SettingsWrong, Unreachable, WatwerktError
from corpus.files import SHA256, copied, is_full, pieces_of, whole_file
from corpus.originals import DAMAGED, GRACE, S3, Originals, name_of
from corpus.s3_answers import RemoteFile, in_words, no_answer

_OPTIONS = ("endpoint", "region")
_BUCKET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]", re.ASCII)
_ENDPOINT = re.compile(r"https?://[^\s/@?#]+/?", re.ASCII)  # without a name and a password
_IN_MEMORY = 8 << 20  # bytes of a file on its way; a larger one waits on the disk
# Seconds in which a store that gave no answer is not asked again: each reader would wait for it.
_PAUSE = 5.0
_BUFFER = 1 << 18  # bytes that are read ahead
_WAY = Config(
    connect_timeout=4,
    read_timeout=30,
    retries={"mode": "standard", "total_max_attempts": 2},
    # We compare every original with its digest; older stores know no other checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What the address of a bucket says.

    Attributes:
        prefix: in front of each name, without slashes around it; may be empty.
        endpoint: where the store answers; None for what boto3 finds.
    """

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str | None = None

    def __str__(self) -> str:
        """The bucket and the prefix."""
        return S3 + (f"{self.bucket}/{self.prefix}" if self.prefix else self.bucket)


def read_address(written: str) -> Address:
    """Take an address apart.

    Raises:
        SettingsWrong: when it cannot be; what it says is not repeated, as it may hold a key.
    """
    try:
        parts = urlsplit(written)
        options = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError:
        raise _no_address() from None
    endpoint = options.get("endpoint")
    if endpoint is not None and not _ENDPOINT.fullmatch(endpoint):
        raise _no_address()
    if not _BUCKET.fullmatch(parts.netloc) or parts.fragment or options.keys() - set(_OPTIONS):
        raise _no_address()
    return Address(
        bucket=parts.netloc,
        prefix=parts.path.strip("/"),
        endpoint=endpoint,
        region=options.get("region"),
    )


def open_bucket(written: str) -> BucketOriginals:
    """The store at an address; nothing is asked of it yet.

    Raises:
        SettingsWrong: when the address cannot be, or boto3 has settings that cannot.
    """
    address = read_address(written)
    # Few stores but Amazon's own have a name of each bucket in the DNS.
    style = _WAY.merge(Config(s3={"addressing_style": "path"})) if address.endpoint else _WAY
    try:
        client = boto3.session.Session().client(
            "s3", endpoint_url=address.endpoint, region_name=address.region, config=style
        )
    except (BotoCoreError, ValueError) as error:
        raise SettingsWrong(
            f"The originals at {address} cannot be reached with these AWS settings ({error}); "
            "look at the AWS_* variables and ~/.aws."
        ) from error
    return BucketOriginals(client, address)


class BucketOriginals(Originals):
    """A store in a bucket. Safe to share between threads."""

    def __init__(self, client: Any, address: Address) -> None:
        """Keep files where ``address`` says, through a client of boto3 for S3."""
        self._client = client
        self._address = address
        self._has_answered = False
        self._silent_until = 0.0

    @property
    def address(self) -> str:
        """The bucket and the prefix."""
        return str(self._address)

    def check(self) -> None:
        """Ask for one name; see :meth:`Originals.check`."""
        with self._in_words():
            self._client.list_objects_v2(
                Bucket=self._address.bucket, Prefix=self._key(""), MaxKeys=1
            )
        self._has_answered = True

    def size(self, sha256: str) -> int | None:
        """How many bytes the original has; None when it is not there."""
        try:
            with self._in_words():
                found = self._client.head_object(**self._object(name_of(sha256)))
        except NotFound:
            self._once_there()
            return None
        return int(found["ContentLength"])

    def open(self, sha256: str) -> BinaryIO:
        """The original, of which nothing is fetched before it is read."""
        size = self.size(sha256)
        if size is None:
            raise NotFound(f"The original {sha256} is not in {self.address}.")
        return self._reader(name_of(sha256), size)

    def take(self, file: BinaryIO, sha256: str, name: str) -> None:
        """Send it; it appears when the store has all of it, and found the same digest."""
        with tempfile.SpooledTemporaryFile(_IN_MEMORY, prefix="watwerkt-") as copy:
            size, digest = _spooled(file, cast("BinaryIO", copy), name)
            if digest != sha256:
                raise WatwerktError(f"{name} changed while it was read; try again.")
            copy.seek(0)
            with self._in_words(f"{name} cannot be stored"):
                self._client.put_object(
                    **self._object(name_of(sha256)),
                    Body=copy,
                    ContentLength=size,
                    ChecksumSHA256=base64.b64encode(bytes.fromhex(sha256)).decode(),
                )

    def digests(self) -> frozenset[str]:
        """Digests of all stored originals."""
        names = (name.rpartition("/") for name in self._names())
        return frozenset(
            last for folder, _, last in names if SHA256.fullmatch(last) and folder == last[:2]
        )

    def sweep(self) -> int:
        """Nothing: a bucket never shows half a file."""
        return 0

    def set_aside(self, sha256: str) -> None:
        """Copy it to its other name within the bucket, and delete it."""
        name = name_of(sha256)
        aside = self._object(f"{sha256[:2]}/{DAMAGED}{sha256}")
        with self._in_words():
            self._client.copy_object(**aside, CopySource=self._object(name))
            self._client.delete_object(**self._object(name))

    def strays(self, digests: Collection[str]) -> list[str]:
        """Names below the prefix; a new one may be of a document that is just coming in."""
        ours = frozenset(map(name_of, digests))
        names = self._names(settled=True)
        return sorted(
            name
            for name in names
            if name not in ours and not name.rpartition("/")[2].startswith(DAMAGED)
        )

    def release(self, name: str, target: Path) -> None:
        """Fetch it into a file, and delete it when all of it is there."""
        with self._in_words():
            size = int(self._client.head_object(**self._object(name))["ContentLength"])
        with self._reader(name, size) as file, whole_file(target) as copy:
            copied(pieces_of(file), copy)
        with self._in_words():
            self._client.delete_object(**self._object(name))

    def _names(self, *, settled: bool = False) -> Iterator[str]:
        """Names below the prefix; ``settled`` leaves out what came less than a while ago."""
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._address.bucket, Prefix=self._key("")
        )
        begin = len(self._key(""))
        with self._in_words():
            for page in pages:
                for found in page.get("Contents", ()):
                    if not settled or _is_old(found["LastModified"]):
                        yield found["Key"][begin:]

    def _reader(self, name: str, size: int) -> BinaryIO:
        def fetch(begin: int) -> Any:
            with self._in_words():
                found = self._client.get_object(**self._object(name), Range=f"bytes={begin}-")
                return found["Body"]

        return io.BufferedReader(RemoteFile(fetch, size, self.address), _BUFFER)

    def _once_there(self) -> None:
        """Tell a bucket that is not there from a file that is not: both are the same answer."""
        if not self._has_answered:
            self.check()

    @contextmanager
    def _in_words(self, what: str = "") -> Iterator[None]:
        if time.monotonic() < self._silent_until:
            raise no_answer(self.address, what)
        try:
            yield
        except (BotoCoreError, ClientError) as error:
            told = in_words(error, self.address, what)
            if isinstance(told, Unreachable):
                self._silent_until = time.monotonic() + _PAUSE
            raise told from error

    def _key(self, name: str) -> str:
        return f"{self._address.prefix}/{name}" if self._address.prefix else name

    def _object(self, name: str) -> dict[str, str]:
        return {"Bucket": self._address.bucket, "Key": self._key(name)}


def _spooled(file: BinaryIO, copy: BinaryIO, name: str) -> tuple[int, str]:
    """Copy a file aside, where nobody changes it while it is sent; size and digest."""
    try:
        return copied(pieces_of(file), copy)
    except OSError as error:
        if is_full(error):
            raise DiskFull(
                f"The disk is full: there is no room for {name} in {tempfile.gettempdir()} while "
                "it is sent; make room, or set TMPDIR, and run the same command again."
            ) from error
        raise


def _is_old(changed: datetime) -> bool:
    return changed < datetime.now(UTC) - timedelta(seconds=GRACE)


def _no_address() -> SettingsWrong:
    return SettingsWrong(
        "The setting originals cannot be used; write a folder, or an address like "
        "s3://bucket/prefix?endpoint=https://s3.example.org, with the keys in AWS_ACCESS_KEY_ID "
        "and AWS_SECRET_ACCESS_KEY and never in the address."
    )
