"""What a store that speaks S3 answers: bytes, however often it breaks off, and errors in words."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    HTTPClientError,
    IncompleteReadError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    ResponseStreamingError,
)
from botocore.exceptions import ConnectionError as NotConnected

from corpus.errors import (
    DiskFull,
    NotFound,
    Overloaded,
    SettingsWrong,
    Unreachable,
    WatwerktError,
)

_AGAIN = 3  # times that reading goes on where a connection broke
_BROKEN = (NotConnected, HTTPClientError, IncompleteReadError, ResponseStreamingError)
_NO_KEYS = (NoCredentialsError, PartialCredentialsError, ProfileNotFound)

# The code of an answer -> the error, and what is said of the store behind its address.
_ANSWERS: tuple[tuple[tuple[str, ...], type[WatwerktError], str], ...] = (
    (("404", "NoSuchKey", "NotFound"), NotFound, "do not have that file"),
    (
        ("NoSuchBucket",),
        SettingsWrong,
        "cannot be used: there is no such bucket; make it, or correct the setting originals",
    ),
    (
        ("403", "AccessDenied", "AllAccessDisabled", "AccountProblem"),
        SettingsWrong,
        "may not be used: the store refuses it; ask for the rights ListBucket, GetObject, "
        "PutObject and DeleteObject",
    ),
    (
        ("401", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"),
        SettingsWrong,
        "may not be used: the store does not accept the key; correct AWS_ACCESS_KEY_ID and "
        "AWS_SECRET_ACCESS_KEY",
    ),
    (
        ("PermanentRedirect", "301", "AuthorizationHeaderMalformed", "IllegalLocationConstraint"),
        SettingsWrong,
        "are in another region; add ?region=NAME to the setting originals",
    ),
    (
        ("QuotaExceeded", "XMinioStorageFull", "507", "InsufficientStorage"),
        DiskFull,
        "can take no more; make room and run the same command again",
    ),
    (
        ("429", "503", "SlowDown", "ServiceUnavailable", "Throttling", "TooManyRequests"),
        Overloaded,
        "are asked more than their store can do; try again later",
    ),
    (
        ("500", "502", "504", "InternalError", "RequestTimeout"),
        Unreachable,
        "do not answer now; try again later",
    ),
    (
        ("BadDigest", "InvalidDigest", "XAmzContentSHA256Mismatch", "IncompleteBody"),
        WatwerktError,
        "got other bytes than were sent; try again",
    ),
)  # fmt: skip


def in_words(error: BotoCoreError | ClientError, address: str, what: str = "") -> WatwerktError:
    """An error of ours for one of boto3; no key is in it.

    Args:
        address: of the store.
        what: what failed, where that is not the store as a whole.
    """
    begin = _begin(address, what)
    if isinstance(error, _NO_KEYS):
        return SettingsWrong(
            f"{begin} cannot be used without a key; set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE."
        )
    if isinstance(error, _BROKEN):
        return no_answer(address, what)
    if not isinstance(error, ClientError):
        return WatwerktError(f"{begin} cannot be used: {error}.")
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = str(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))
    for said in (code, status):
        for codes, kind, sentence in _ANSWERS:
            if said in codes:
                return kind(f"{begin} {sentence}.")
    return WatwerktError(f"{begin} answer ‘{code or status}’; look at the log of that store.")


def no_answer(address: str, what: str = "") -> Unreachable:
    """What is told of a store that does not answer."""
    return Unreachable(
        f"{_begin(address, what)} do not answer; check the network and the endpoint, and try again."
    )


def _begin(address: str, what: str) -> str:
    return f"{what}: the originals at {address}" if what else f"The originals at {address}"


class RemoteFile(io.RawIOBase):
    """A file elsewhere, fetched from where it is read, and only then.

    A connection that breaks while reading is made again from the byte where it broke, some times.
    """

    def __init__(self, fetch: Callable[[int], Any], size: int, address: str) -> None:
        """Read ``size`` bytes.

        Args:
            fetch: takes a place and gives a stream of what follows, with ``read`` and ``close``.
            address: of the store, for who is told that it cannot be read.
        """
        super().__init__()
        self._fetch = fetch
        self._size = size
        self._address = address
        self._place = 0
        self._stream: Any = None

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any place."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; what comes from there is fetched when it is read."""
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        if begin + offset != self._place:
            self._drop()
        self._place = max(0, begin + offset)
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Read some bytes; none at the end.

        Raises:
            Unreachable: when the store breaks off again and again.
        """
        wanted = min(len(buffer), self._size - self._place)
        if wanted <= 0:
            return 0
        piece = self._read(wanted)
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def close(self) -> None:
        """Let go of the connection."""
        self._drop()
        super().close()

    def _read(self, wanted: int) -> bytes:
        for _ in range(_AGAIN):
            if self._stream is None:
                self._stream = self._fetch(self._place)
            with suppress(*_BROKEN):
                piece: bytes = self._stream.read(wanted)
                if piece:
                    return piece
            self._drop()
        raise Unreachable(
            f"The originals at {self._address} break off while they are read; check the network "
            "and try again."
        )

    def _drop(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._stream = None
