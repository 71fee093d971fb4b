"""How often somebody may try to sign in, and how long the next try has to wait after too many failures.

Failures are counted three ways: for one account from one address, for one account from anywhere, and for one
address over all accounts. Each way lets a number of failures pass and then asks for a wait that doubles with every
further one (OWASP ASVS 5.0, 6.3.1; NIST SP 800-63B-4, 3.2.2). Somebody who has signed in before from the same
address is held up by their own failures there and by nothing else, so no stranger can lock a person out.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limit:
    """How many failures pass freely within `window`, and the wait after that: `first`, doubling up to `longest`."""

    free: int
    first: timedelta
    longest: timedelta
    window: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long to wait after that many failures.

        >>> Limit(10, timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)).wait(12)
        datetime.timedelta(seconds=240)
        """
        if failures < self.free:
            return timedelta(0)
        doublings = min(failures - self.free, 30)
        return min(self.first * (1 << doublings), self.longest)


HERE = Limit(free=10, first=timedelta(minutes=1), longest=timedelta(minutes=30), window=timedelta(hours=24))
"""One account from one address: the eleventh try in a row waits."""

ACCOUNT = Limit(free=30, first=timedelta(minutes=1), longest=timedelta(hours=24), window=timedelta(days=30))
"""One account from everywhere: guessing from many addresses comes to one try a day well before a hundred."""

ADDRESS = Limit(free=100, first=timedelta(minutes=1), longest=timedelta(minutes=15), window=timedelta(minutes=30))
"""One address over all accounts: trying one common password on many people."""


@dataclass(frozen=True, slots=True)
class Failures:
    """The instants of earlier failures that matter for one try, each since the last success of the same kind.

    `here` is this account from this address, `account` this account from anywhere, `address` this address for any
    account. `known` says that this account has signed in from this address before.
    """

    here: Sequence[datetime] = ()
    account: Sequence[datetime] = ()
    address: Sequence[datetime] = ()
    known: bool = False


def wait(failures: Failures, now: datetime) -> timedelta:
    """How long this try has to wait; zero when it may go ahead. A refused try is not counted as a failure."""
    waits = [_left(HERE, failures.here, now)]
    if not failures.known:
        waits += [_left(ACCOUNT, failures.account, now), _left(ADDRESS, failures.address, now)]
    return max(waits)


def _left(limit: Limit, instants: Sequence[datetime], now: datetime) -> timedelta:
    recent = [at for at in instants if now - at < limit.window]
    if not recent:
        return timedelta(0)
    latest = min(max(recent), now)
    return max(latest + limit.wait(len(recent)) - now, timedelta(0))


def address_group(address: str | None) -> str:
    """The address as it is counted: an IPv4 address itself, an IPv6 address by its /64 network, which one line has.

    >>> address_group("2001:db8::1"), address_group("192.0.2.7"), address_group(None)
    ('2001:db8::/64', '192.0.2.7', 'unknown')
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed.packed[:8] + bytes(8), 64)))


def in_words(delay: timedelta) -> str:
    """A wait for people, rounded up.

    >>> in_words(timedelta(seconds=61)), in_words(timedelta(seconds=20)), in_words(timedelta(hours=3))
    ('2 minutes', '1 minute', '3 hours')
    """
    minutes = max(1, -(-int(delay.total_seconds()) // 60))
    if minutes < 120:
        return "1 minute" if minutes == 1 else f"{minutes} minutes"
    return f"{-(-minutes // 60)} hours"
