"""The one way in which the product asks other systems: https to hosts that are set, and nothing inside the own network.

A name is looked up once, every address it leads to is judged, and the connection goes to that very address. No redirect
is followed, answers are read up to a limit, and a system that is busy is asked again when it says so.
"""

import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import urllib3
from flask import current_app
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from planner.basics.errors import PlannerError
from planner.basics.outbound_addresses import NotReachable, Policy, Target, reachable, target_of

CONNECT_SECONDS = 5
KILOBYTE = 1024
BLOCK = 64 * KILOBYTE
BUSY = frozenset({429, 503})
TRIES = 3
LONGEST_WAIT = 30.0
"""Seconds that a call waits for a busy system before it gives up for now."""


class OutboundFailed(PlannerError):
    """The other system did not answer, or not in a way that can be used."""


class TryLater(OutboundFailed):
    """The other system is busy and asks to be left alone for `seconds`."""

    def __init__(self, host: str, seconds: float) -> None:
        """Say who is busy and for how long."""
        super().__init__(f"{host} is busy. It can be asked again in {seconds:.0f} seconds.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `largest` is the longest answer that is read, in bytes; `seconds` the time for all of it.

    `busy` are the answers after which it is asked again.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    largest: int = 64 * KILOBYTE
    seconds: float = 30.0
    busy: frozenset[int] = BUSY


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. A redirect is an answer like any other: it is not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Machine:
    """What a call needs of the machine: looking up names, trust in certificates, the passing of time."""

    look_up: Callable[[str, int], list[str]]
    trust: Callable[[], ssl.SSLContext]
    clock: Callable[[], float] = time.monotonic
    wait: Callable[[float], None] = time.sleep


def addresses_of(host: str, port: int) -> list[str]:
    """Every address a name leads to, as the machine's own resolver says; IPv4 and IPv6."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise OutboundFailed(f"{host} cannot be found.") from error
    return [str(each[4][0]) for each in found]


THIS_MACHINE = Machine(addresses_of, ssl.create_default_context)


def policy_here() -> Policy:
    """Whom this installation may talk to, from its settings."""
    settings = current_app.config["PLANNER"]
    return Policy(settings.outbound_hosts, settings.test_mode)


def check(url: str) -> None:
    """Refuse a URL that could never be asked here, while somebody still sits at the form; NotReachable says why."""
    target_of(url, policy_here())


def ask(request: Ask, policy: Policy | None = None, machine: Machine = THIS_MACHINE) -> Answer:
    """Ask another system once, or up to three times while it says it is busy.

    Raises NotReachable for an address that is not allowed, TryLater while it stays busy, OutboundFailed for everything
    else that is no answer. Not for use inside a transaction: others would wait as long as the other system does.
    """
    target = target_of(request.url, policy or policy_here())
    for turn in range(1, TRIES + 1):
        answer = _once(request, target, machine)
        if answer.status not in request.busy:
            return answer
        pause = _asked_pause(answer, turn)
        if turn == TRIES or pause > LONGEST_WAIT:
            raise TryLater(target.host, pause)
        machine.wait(pause)
    raise AssertionError("the last turn answers or raises")


def _asked_pause(answer: Answer, turn: int) -> float:
    """Seconds to wait: what the other side asks for, as a number or as a date; else one, two, four."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(min(int(told[:9]), 86_400))
    try:
        at = parsedate_to_datetime(told)
        sent = parsedate_to_datetime(answer.headers.get("date", ""))
    except (TypeError, ValueError):
        return float(2 ** (turn - 1))
    return min(max((_aware(at) - _aware(sent)).total_seconds(), 0.0), 86_400.0)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _once(request: Ask, target: Target, machine: Machine) -> Answer:
    """One try: the first of the addresses that takes a connection is asked."""
    end = machine.clock() + request.seconds
    failed: Exception | None = None
    for address in reachable(machine.look_up(target.host, target.port), target):
        try:
            return _asked(request, target, address, end, machine)
        except (NewConnectionError, ConnectTimeoutError) as error:
            failed = error
        except (HTTPError, OSError, ValueError) as error:
            raise OutboundFailed(f"{target.host} did not answer as expected ({type(error).__name__}).") from error
    raise OutboundFailed(f"{target.host} takes no connection.") from failed


def _asked(request: Ask, target: Target, address: str, end: float, machine: Machine) -> Answer:
    with _pool(target, address, machine) as pool:
        response = pool.urlopen(
            request.method,
            target.path,
            body=request.body,
            headers={"User-Agent": "crm-rollout-planner", **request.headers, "Host": target.host_header},
            redirect=False,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=max(end - machine.clock(), 0.1)),
            preload_content=False,
            decode_content=False,
        )
        try:
            body = _read(response, request.largest, end, machine)
        finally:
            response.close()
    return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, body)


def _pool(target: Target, address: str, machine: Machine) -> urllib3.HTTPConnectionPool:
    """A connection to this very address; the certificate still has to be that of the name."""
    if not target.secure:
        return urllib3.HTTPConnectionPool(address, target.port, maxsize=1)
    return urllib3.HTTPSConnectionPool(
        address,
        target.port,
        maxsize=1,
        ssl_context=machine.trust(),
        server_hostname=target.host,
        assert_hostname=target.host,
    )


def _read(response: urllib3.BaseHTTPResponse, largest: int, end: float, machine: Machine) -> bytes:
    """The body, as long as it stays within the limit and the time; it is never unpacked."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise ValueError("packed answers are not read")
    parts: list[bytes] = []
    size = 0
    while part := response.read1(BLOCK):
        size += len(part)
        if size > largest:
            raise ValueError("the answer is too long")
        if machine.clock() > end:
            raise TimeoutError("the answer takes too long")
        parts.append(part)
    return b"".join(parts)


__all__ = ["Answer", "Ask", "Machine", "NotReachable", "OutboundFailed", "TryLater", "ask", "check", "policy_here"]
