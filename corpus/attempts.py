"""Attempts to log in, counted by name and by address, so that guessing gets slow.

Strictly counted is a name from one network: who guesses there keeps nobody waiting elsewhere, least
of all the owner of the name. Guesses at one name from many networks are counted together as well,
but many more of them are free, and the wait stays short.

An attempt counts as failed before its password is looked at, in one transaction with the question
whether it may be made: however many come at once, in however many processes, no more are made than
one after the other. Names and addresses are kept as the beginning of a digest: enough to tell them
apart, too little to tell which of many words somebody typed, and forgotten after a day.
"""

from __future__ import annotations

import hashlib
import ipaddress
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from corpus.account_schema import attempts

_FORGOTTEN = 24 * 3600  # seconds after the last attempt
_FIRST = 10  # seconds; each further failure doubles them
_DIGEST = 4  # bytes
_MOST_DOUBLED = 20
_NETWORK = 64  # bits of an address of IPv6 by which one customer is known


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limit:
    """How many failures are free, and how many seconds a wait is at most."""

    sort: bytes
    free: int
    longest: int


# Many people may share one address; a name has one person, who mostly is in one place.
_NAME_HERE = _Limit(sort=b"h", free=5, longest=3600)
_NAME = _Limit(sort=b"n", free=50, longest=60)
_ADDRESS = _Limit(sort=b"a", free=20, longest=900)


def begin_attempt(connection: Connection, name: str, address: str, now: int) -> int:
    """Count an attempt, unless it is too early for one.

    Args:
        connection: one that writes.
        name: as it is compared.
        address: from which it comes.
        now: seconds since 1970.

    Returns:
        Seconds until the next attempt may be made; 0 when this one may.
    """
    connection.execute(delete(attempts).where(attempts.c.last < now - _FORGOTTEN))
    network = _network(address)
    keys = {
        _key(_NAME_HERE, name, network): _NAME_HERE,
        _key(_NAME, name): _NAME,
        _key(_ADDRESS, network): _ADDRESS,
    }
    found = connection.execute(select(attempts).where(attempts.c.of.in_(keys)))
    known = {row.of: row for row in found}
    wait = max((row.until - now for row in known.values()), default=0)
    if wait > 0:
        return int(wait)
    for key, limit in keys.items():
        failures = known[key].failures + 1 if key in known else 1
        values = {"failures": failures, "last": now, "until": now + _wait(limit, failures)}
        if key in known:
            connection.execute(update(attempts).where(attempts.c.of == key).values(values))
        else:
            connection.execute(insert(attempts).values({"of": key} | values))
    return 0


def attempt_succeeded(connection: Connection, name: str, address: str) -> None:
    """Forget the failures under the name, here and in all; of the address only that this was one.

    Who has an account himself does not get other guesses by using it, nor does who guesses at his
    name elsewhere.
    """
    forgotten = (_key(_NAME, name), _key(_NAME_HERE, name, _network(address)))
    connection.execute(delete(attempts).where(attempts.c.of.in_(forgotten)))
    one_less = {"failures": attempts.c.failures - 1, "until": 0}
    of_address = attempts.c.of == _key(_ADDRESS, _network(address))
    connection.execute(update(attempts).where(of_address).values(one_less))


def forget_attempts(connection: Connection, name: str) -> None:
    """Forget the failures under a name, as it is compared, wherever they were."""
    everywhere = _key(_NAME_HERE, name)
    beginning = func.substr(attempts.c.of, 1, len(everywhere))
    of_name = or_(attempts.c.of == _key(_NAME, name), beginning == everywhere)
    connection.execute(delete(attempts).where(of_name))


def _wait(limit: _Limit, failures: int) -> int:
    over = failures - limit.free
    return 0 if over < 0 else min(limit.longest, _FIRST * 2 ** min(over, _MOST_DOUBLED))


def _key(limit: _Limit, *of: str) -> bytes:
    """What is counted together; the key of a name begins those of that name in each network."""
    digests = (hashlib.sha256(one.encode("utf-8", "surrogatepass")).digest() for one in of)
    return limit.sort + b"".join(digest[:_DIGEST] for digest in digests)


def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, _NETWORK), strict=False))
