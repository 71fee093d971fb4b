"""Asks a CRM system over its interface: gets a key, reads page after page, and says in words what went wrong."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from planner.adoption.interfaces import Page, Person, Place, Secret, UnreadableAnswerError, Wanted, same_place
from planner.adoption.vendor_interfaces import Vendor
from planner.basics.errors import PlannerError
from planner.basics.outbound_service import THIS_MACHINE, Answer, Ask, Machine, TryLater, ask, policy_here

LARGEST, SECONDS = 32 << 20, 120.0
MOST_PAGES = 20_000
BUSY = frozenset({429, 500, 502, 503, 504})
_CODE = re.compile(r"[A-Za-z_]{3,60}")


class PullFailed(PlannerError):
    """The system gave no log."""


@dataclass
class Asking:
    """One conversation with a system. `renewed` is the renewing token that came with the last key, if one did."""

    vendor: Vendor
    place: Place
    secret: Secret
    machine: Machine = THIS_MACHINE
    renewed: str = ""
    _key: str = field(default="", repr=False)

    def sign_in(self) -> None:
        """Get a key; PullFailed says what the system has against it."""
        answer = self._ask(self.vendor.interface.token(self.place, self.secret), signed=False)
        if answer.status != 200:
            told = _code(answer)
            raise PullFailed(
                "The system gave no key: look at the client's name, its secret and its rights"
                + (f" ({told})." if told else f" (status {answer.status}).")
            )
        document = _document(answer)
        key = document.get("access_token") if isinstance(document, dict) else None
        if not isinstance(key, str) or not key or not key.isascii() or not key.isprintable():
            raise PullFailed("The system answered without a key; look at the address of keys.")
        self._key = key
        renewed = document.get("refresh_token")
        if isinstance(renewed, str) and renewed:
            self.renewed, self.secret = renewed, Secret(self.secret.client, renewed)

    def pages(self, wanted: Wanted) -> Iterator[Page]:
        """Every page of an answer; a key that ran out is renewed once a page."""
        following: str | None = wanted.url
        for _ in range(MOST_PAGES):
            if following is None:
                return
            if not same_place(following, self.place.base_url):
                raise PullFailed("The next page would lie on another host, so it was not asked for.")
            page = self._page(Wanted(following, wanted.headers))
            yield page
            if page.following == following:
                raise PullFailed("The system leads to the same page again and again.")
            following = page.following
        raise PullFailed(f"The log has more than {MOST_PAGES:,} pages; set up a shorter rhythm or a later first day.")

    def people(self) -> dict[str, Person]:
        """The directory of users, by their ids."""
        interface = self.vendor.interface
        pages = self.pages(interface.users(self.place))
        return dict(interface.person(record) for page in pages for record in page.records)

    def _page(self, wanted: Wanted) -> Page:
        answer = self._ask(wanted)
        if answer.status == 401:
            self.sign_in()
            answer = self._ask(wanted)
        if answer.status not in {200, 204}:
            raise _refusal(answer)
        try:
            return self.vendor.interface.page(_document(answer), wanted.url)
        except UnreadableAnswerError as error:
            raise PullFailed(f"The system answered in another way than is documented: {error}.") from error

    def _ask(self, wanted: Wanted, *, signed: bool = True) -> Answer:
        headers = {"Accept": "application/json", **wanted.headers}
        body = None
        if wanted.form is not None:
            kind = "application/json" if wanted.as_json else "application/x-www-form-urlencoded"
            headers["Content-Type"] = kind
            body = (json.dumps(wanted.form) if wanted.as_json else urlencode(wanted.form)).encode()
        if signed:
            headers["Authorization"] = f"Bearer {self._key}"
        request = Ask(wanted.url, "GET" if body is None else "POST", headers, body, LARGEST, SECONDS, BUSY)
        return ask(request, policy_here(), self.machine)


def _document(answer: Answer) -> Any:  # noqa: ANN401 - whatever the other side sends
    """The answer as JSON; nothing for an empty one."""
    if not answer.body.strip():
        return None
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise PullFailed("The system answered with something that is no JSON; look at the address.") from error


def _code(answer: Answer) -> str:
    """The vendor's own short word for what is wrong; never more of an answer than that."""
    try:
        document = _document(answer)
    except PullFailed:
        return ""
    told = document[0] if isinstance(document, list) and document else document
    inner = told.get("error") if isinstance(told, dict) else None
    for value in (
        told.get("errorCode") if isinstance(told, dict) else None,
        inner.get("code") if isinstance(inner, Mapping) else inner,
        told.get("title") if isinstance(told, dict) else None,
    ):
        if isinstance(value, str) and _CODE.fullmatch(value):
            return value
    return ""


def _refusal(answer: Answer) -> PlannerError:
    """What a status means, in words."""
    told = _code(answer)
    more = f" ({told})" if told else ""
    if told == "REQUEST_LIMIT_EXCEEDED":
        return TryLater("The system", 3600)
    if answer.status in {401, 403}:
        return PullFailed(f"The client may not read the log or the users{more}.")
    if answer.status == 404:
        return PullFailed(f"Nothing answers at this address{more}; look at the address of the system.")
    if 300 <= answer.status < 400:
        return PullFailed("The address leads elsewhere; give the address it leads to.")
    return PullFailed(f"The system answered with status {answer.status}{more}.")
