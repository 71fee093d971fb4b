"""What asking a CRM system for its log takes, whoever made it: where it stands, a request, a page of an answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit


class UnreadableAnswerError(Exception):
    """An answer of another shape than the vendor documents."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a system stands and as whom it is asked: its address, that of its keys, the client's name, a redirect."""

    base_url: str
    token_url: str
    account: str
    redirect_url: str = ""


@dataclass(frozen=True, slots=True)
class Secret:
    """What is kept sealed: the client's secret, and where a system works with one, the token that renews others."""

    client: str
    renewing: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One request: `form` is sent as a form, or as JSON where `as_json` says so; without it, it is a plain question."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some records of an answer, and the address of the next page; None: this was the last."""

    records: Sequence[Mapping[str, object]]
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the system as its own directory names it."""

    name: str = ""
    email: str = ""
    kind: str = ""


class Interface(Protocol):
    """A vendor's interface; `columns` head the rows for the importer, as the vendor's preset has them."""

    @property
    def columns(self) -> Sequence[str]:
        """The heads of the rows."""

    def token(self, place: Place, secret: Secret) -> Wanted:
        """The request for a key."""

    def users(self, place: Place) -> Wanted:
        """The request for the directory of users."""

    def events(self, place: Place, begin: datetime, end: datetime) -> Wanted:
        """The request for what was recorded from a moment until before another."""

    def page(self, document: object, asked: str) -> Page:
        """The records of an answer; raises UnreadableAnswerError."""

    def person(self, record: Mapping[str, object]) -> tuple[str, Person]:
        """A record of the directory: the user's id, and who it is."""

    def row(self, record: Mapping[str, object], people: Mapping[str, Person]) -> Sequence[str] | None:
        """A record of the log as a row; None for one without a moment."""


def same_place(first: str, second: str) -> bool:
    """Whether two addresses lead to the same machine in the same way: a next page must not lead elsewhere.

    >>> same_place("https://a.example/x?y", "https://a.example/z"), same_place("https://a.example/", "https://b.example/")
    (True, False)
    """
    one, other = urlsplit(first), urlsplit(second)
    return (one.scheme, one.netloc.lower()) == (other.scheme, other.netloc.lower())


def stretches(begin: datetime, end: datetime, width: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """Cut a stretch of time into pieces, the last one shorter; so a first pull of half a year is stored bit by bit.

    >>> day = datetime(2026, 3, 1, tzinfo=UTC)
    >>> [f"{a:%d}-{b:%d}" for a, b in stretches(day, day + timedelta(days=9), timedelta(days=7))]
    ['01-08', '08-10']
    """
    while begin < end:
        until = min(begin + width, end)
        yield begin, until
        begin = until


def stamp(moment: datetime) -> str:
    """A moment as these interfaces write it in a question: world time, to the second.

    >>> stamp(datetime(2026, 3, 1, 9, 5, tzinfo=UTC))
    '2026-03-01T09:05:00Z'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def text(record: Mapping[str, object], name: str) -> str:
    """A value of a record as text; nothing for none."""
    value = record.get(name)
    return "" if value is None or isinstance(value, dict | list) else str(value)


def inner(record: Mapping[str, object], name: str) -> Mapping[str, object]:
    """A record inside a record; an empty one where there is none."""
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def records_in(document: object, *path: str) -> Sequence[Mapping[str, object]]:
    """The list of records at a place of an answer; raises UnreadableAnswerError where none stands."""
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    if not isinstance(document, list) or not all(isinstance(each, dict) for each in document):
        raise UnreadableAnswerError(f"“{'.'.join(path)}” should be a list of records")
    return document
