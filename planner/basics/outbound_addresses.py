"""Where the product may talk to: which addresses a URL may name, and which machines a name may lead to.

Nothing is asked here. A URL is taken apart and judged before anything is looked up, and each address that its name
leads to is judged before a connection is made, so that nobody can use the product to reach into its own network.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from planner.basics.errors import PlannerError

_PLAIN = re.compile(r"[\x21\x23-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+", re.ASCII)
"""Signs a URL may be made of: no blanks, controls, quotes, backslashes, angle or curly brackets, carets or bars."""

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.ASCII)
_LAST_LABEL = re.compile(r"[a-z][a-z0-9-]*[a-z0-9]", re.ASCII)
LONGEST = 2000
HTTPS = 443

_BLOCKED = [
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3",
        "::/96", "::ffff:0:0/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23",
        "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
]  # fmt: skip
"""Networks that are not public though Python may call them so, among them all that carry an IPv4 address inside:
mapped, translated, NAT64 (RFC 6052, 8215), 6to4 (RFC 3056), Teredo; carrier-grade NAT (RFC 6598); site-local."""

_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")
"""The middle of an IPv6 address that carries an IPv4 address behind it (RFC 5214)."""


class NotReachable(PlannerError):
    """An address that the product does not talk to."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom the product may talk to: the hosts that are set, and in tests plain http on this machine.

    A host is a name, `*.` and a name for all names below it, or either with a port: `login.example.com`,
    `*.example.com`, `gateway.example.com:8443`. Without a port it is that of https.
    """

    hosts: tuple[str, ...] = ()
    loopback: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart: whom to ask, and for what; `own_machine` is the exception that tests have."""

    host: str
    port: int
    path: str
    secure: bool
    own_machine: bool = False

    @property
    def host_header(self) -> str:
        """The name as the other side expects it."""
        return self.host if self.port == (HTTPS if self.secure else 80) else f"{self.host}:{self.port}"


def target_of(url: str, policy: Policy) -> Target:
    """The URL taken apart, if the product may ask there; NotReachable says why not, without repeating the URL.

    >>> target_of("https://login.example.com/token?x=1", Policy(("*.example.com",))).path
    '/token?x=1'
    """
    if len(url) > LONGEST or not _PLAIN.fullmatch(url):
        raise NotReachable("This address is too long or holds signs that no address has.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotReachable("This address cannot be read.") from error
    if "@" in parts.netloc or port == 0:
        raise NotReachable("An address must not hold a name, a password or the port 0.")
    host = (parts.hostname or "").rstrip(".")
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    if policy.loopback and parts.scheme == "http" and _is_own_machine(host):
        return Target(host, port or 80, path, secure=False, own_machine=True)
    if parts.scheme != "https":
        raise NotReachable("The product talks to others by https only.")
    if not is_name(host):
        raise NotReachable("This address names no host.")
    if not allows(policy.hosts, host, port or HTTPS):
        raise NotReachable(f"The setting outbound_hosts does not allow {host}.")
    return Target(host, port or HTTPS, path, secure=True)


def _is_own_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_name(host: str) -> bool:
    """Whether this is the name of a host in plain signs, and not an address in any spelling.

    >>> is_name("login.example.com"), is_name("0x7f.1"), is_name("2130706433"), is_name("localhost")
    (True, False, False, False)
    """
    labels = host.split(".")
    plain = len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)
    return plain and len(labels) > 1 and bool(_LAST_LABEL.fullmatch(labels[-1]))


def allows(hosts: Iterable[str], host: str, port: int) -> bool:
    """Whether the list of hosts has this one.

    >>> allows(["*.example.com"], "a.b.example.com", 443), allows(["*.example.com"], "example.com", 443)
    (True, False)
    """
    for entry in hosts:
        name, _, own_port = entry.lower().partition(":")
        same = host.endswith(name[1:]) and host != name[2:] if name.startswith("*.") else host == name
        if same and port == (int(own_port) if own_port else HTTPS):
            return True
    return False


def check_hosts(entries: Iterable[str]) -> tuple[str, ...]:
    """The hosts of the setting; ValueError names one that is none, such as one with a path or a star in the middle."""
    checked = []
    for entry in entries:
        name, _, port = entry.lower().partition(":")
        if not is_name(name.removeprefix("*.")) or (
            port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536)
        ):
            raise ValueError(entry)
        checked.append(entry.lower())
    return tuple(checked)


def is_public(address: str) -> bool:
    """Whether an address is of a machine in the open internet, in whatever way it is written.

    >>> is_public("93.184.215.14"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::a9fe:a9fe")
    (True, False, False)
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if getattr(found, "scope_id", None) or not found.is_global or found.is_multicast or found.is_reserved:
        return False
    if any(found in network for network in _BLOCKED if network.version == found.version):
        return False
    return found.version == 4 or found.packed[8:12] not in _ISATAP


def reachable(addresses: Iterable[str], target: Target) -> list[str]:
    """The addresses to try, in their order; NotReachable when even one of them is not public.

    A name that leads outside and inside is a trick, so it is refused as a whole.
    """
    found = list(dict.fromkeys(addresses))
    if not found:
        raise NotReachable(f"{target.host} has no address.")
    allowed = _is_own_machine if target.own_machine else is_public
    if not all(allowed(each) for each in found):
        raise NotReachable(f"{target.host} leads to an address that is not public.")
    return found
