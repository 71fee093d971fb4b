"""Four servers on this machine that answer as Salesforce, Dataverse, Kommo and Creatio document it, page by page."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

FIRST = datetime(2026, 2, 2, 8, tzinfo=UTC)
PEOPLE = ("north0", "south1", "desk2")
Fault = tuple[int, Mapping[str, str], Any]


@dataclass
class Server:
    """One system: its events, what it was asked, and faults it answers with first, each once."""

    kind: str
    page: int = 2
    events: list[tuple[str, str, datetime]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    key: str = "key-1"
    renewing: str = "renew-1"
    signed_in: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        """Where it stands."""
        return f"http://127.0.0.1:{self.port}"

    def happened(self, number: int, begin: datetime = FIRST) -> None:
        """So many events more, two hours apart."""
        for _ in range(number):
            place = len(self.events)
            self.events.append((f"e{place}", PEOPLE[place % len(PEOPLE)], begin + place * timedelta(hours=2)))

    def within(self, begin: datetime, end: datetime) -> list[tuple[str, str, datetime]]:
        """The events of a stretch of time."""
        return [each for each in self.events if begin <= each[2] < end]

    def answer(self, path: str, sent: bytes, headers: Any) -> Fault:
        """What is answered to a request."""
        self.asked.append(path)
        parts = urlsplit(path)
        words = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path in {
            "/services/oauth2/token",
            "/tenant/oauth2/v2.0/token",
            "/oauth2/access_token",
            "/connect/token",
        }:
            return self.sign_in(sent, headers)
        if headers["Authorization"] != f"Bearer {self.key}":
            return 401, {}, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired"}]
        if self.faults:
            return self.faults.pop(0)
        return ANSWERS[self.kind](self, parts.path, words)

    def sign_in(self, sent: bytes, headers: Any) -> Fault:
        """Client credentials as a form; Kommo renews by JSON and uses the old token up."""
        if self.kind == "kommo-events":
            told = json.loads(sent)
            if (told["grant_type"], told["refresh_token"]) != ("refresh_token", self.renewing):
                return 400, {}, {"title": "invalid_grant", "hint": "Token has been revoked"}
            self.signed_in += 1
            self.renewing = f"renew-{self.signed_in + 1}"
            return 200, {}, {"token_type": "Bearer", "expires_in": 86400, "access_token": self.key,
                             "refresh_token": self.renewing}  # fmt: skip
        told = {name: values[0] for name, values in parse_qs(sent.decode()).items()}
        good = ("client_credentials", "planner", "geheim")
        if (told.get("grant_type"), told.get("client_id"), told.get("client_secret")) != good:
            return 401, {}, {"error": "invalid_client", "error_description": "geheim? never said"}
        assert headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert self.kind != "dataverse-audit" or told["scope"] == f"{self.url}/.default"
        self.signed_in += 1
        return 200, {}, {"access_token": self.key, "token_type": "Bearer", "expires_in": 3599}


def salesforce(server: Server, path: str, words: Mapping[str, str]) -> Fault:
    """SOQL over REST; a second page stands under a number of its own."""
    soql = words.get("q", "")
    if "FROM User" in soql:
        records = [{"attributes": {"type": "User"}, "Id": user_id(who), "Name": f"{who} of Salesforce",
                    "Email": f"{who}@example.org", "UserType": "Standard"} for who in PEOPLE]  # fmt: skip
        return 200, {}, {"totalSize": len(records), "done": True, "records": records}
    if path.endswith("/query"):
        begin, end = (moment(soql.split(mark)[1].split()[0]) for mark in ("LoginTime >= ", "LoginTime < "))
        start, found = 0, server.within(begin, end)
        server.cursor = (begin, end)  # type: ignore[attr-defined] # only this system remembers a question
    else:
        start = int(path.rsplit("-", 1)[1])
        found = server.within(*server.cursor)  # type: ignore[attr-defined] # as above
    page = found[start : start + server.page]
    records = [{"attributes": {"type": "LoginHistory"}, "Id": key, "UserId": user_id(who),
                "LoginTime": f"{when:%Y-%m-%dT%H:%M:%S}.000+0000", "LoginType": "Application",
                "Status": "Success" if not key.endswith("9") else "Invalid Password", "Application": "Browser"}
               for key, who, when in page]  # fmt: skip
    more = start + server.page < len(found)
    answer = {"totalSize": len(found), "done": not more, "records": records}
    if more:
        answer["nextRecordsUrl"] = f"/services/data/v61.0/query/01gXX-{start + server.page}"
    return 200, {}, answer


def user_id(who: str) -> str:
    """An id of 18 signs."""
    return f"0055j{PEOPLE.index(who):010d}AAA"


def moment(text: str) -> datetime:
    """A moment of a question."""
    return datetime.fromisoformat(text)


def dataverse(server: Server, path: str, words: Mapping[str, str]) -> Fault:
    """The Web API; the next page is a whole address."""
    if path.endswith("/systemusers"):
        value = [{"@odata.etag": "W/1", "systemuserid": who, "fullname": who.title(),
                  "internalemailaddress": f"{who}@example.org", "applicationid": None} for who in PEOPLE]  # fmt: skip
        robot = {"systemuserid": "robot", "fullname": "Sync", "internalemailaddress": None, "applicationid": "a1"}
        return 200, {}, {"@odata.context": "x", "value": [*value, robot]}
    begin, end = (moment(words["$filter"].split(mark)[1].split()[0]) for mark in ("createdon ge ", "createdon lt "))
    found, start = server.within(begin, end), int(words.get("$skiptoken", "0"))
    rows = [{"auditid": key, "createdon": f"{when:%Y-%m-%dT%H:%M:%SZ}", "action": 64, "operation": 4,
             "objecttypecode": "systemuser", "_userid_value": "robot" if key.endswith("9") else who}
            for key, who, when in found[start : start + server.page]]  # fmt: skip
    answer: dict[str, Any] = {"@odata.context": "x", "value": rows}
    if start + server.page < len(found):
        further = f"$filter={words['$filter'].replace(' ', '%20')}&$skiptoken={start + server.page}"
        answer["@odata.nextLink"] = f"{server.url}{path}?{further}"
    return 200, {}, answer


def kommo(server: Server, path: str, words: Mapping[str, str]) -> Fault:
    """API v4; a stretch without events answers 204, robots are number 0."""
    if path.endswith("/users"):
        users = [{"id": 10 + i, "name": who.title(), "email": f"{who}@example.org"} for i, who in enumerate(PEOPLE)]
        return 200, {}, {"_page": 1, "_links": {}, "_embedded": {"users": users}}
    begin, end = (datetime.fromtimestamp(int(words[f"filter[created_at][{end}]"]), UTC) for end in ("from", "to"))
    found = server.within(begin, end + timedelta(seconds=1))
    number = int(words["page"])
    page = found[(number - 1) * server.page : number * server.page]
    if not page:
        return 204, {}, None
    events = [{"id": key, "type": "lead_added", "entity_id": 1, "entity_type": "lead",
               "created_by": 0 if key.endswith("9") else 10 + PEOPLE.index(who), "created_at": int(when.timestamp()),
               "value_after": [], "value_before": [], "account_id": 1} for key, who, when in page]  # fmt: skip
    links = {"self": {"href": "x"}}
    if number * server.page < len(found):
        span = "&".join(f"filter[created_at][{end}]={words[f'filter[created_at][{end}]']}" for end in ("from", "to"))
        links["next"] = {"href": f"{server.url}{path}?limit=100&page={number + 1}&{span}"}
    return 200, {}, {"_page": number, "_links": links, "_embedded": {"events": events}}


def creatio(server: Server, path: str, words: Mapping[str, str]) -> Fault:
    """OData 4 with `$top` and `$skip`; open sessions have no end."""
    start, top = int(words["$skip"]), int(words["$top"])
    if path.endswith("/SysAdminUnit"):
        value: Sequence[Any] = [{"Id": who, "Name": who.upper(), "Contact": {"Name": who.title(),
                                 "Email": f"{who}@example.org"}} for who in PEOPLE]  # fmt: skip
    else:
        parts = [words["$filter"].split(mark)[1].split()[0] for mark in (" ge ", " lt ")]
        value = [{"Id": key, "SysUserId": who, "SessionStartDate": f"{when:%Y-%m-%dT%H:%M:%S}Z"}
                 for key, who, when in server.within(*map(moment, parts))]  # fmt: skip
    return 200, {}, {"@odata.context": "x", "value": value[start : start + top]}


ANSWERS: Mapping[str, Callable[[Server, str, Mapping[str, str]], Fault]] = {
    "salesforce-login-history": salesforce,
    "dataverse-audit": dataverse,
    "kommo-events": kommo,
    "creatio-sessions": creatio,
}


@contextmanager
def vendor(kind: str) -> Iterator[Server]:
    """One of the four, answering until the test is over."""
    server = Server(kind)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            status, headers, document = server.answer(self.path, sent, self.headers)
            body = (
                b"" if document is None else document if isinstance(document, bytes) else json.dumps(document).encode()
            )
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the library's own name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.port = http.server_address[1]
    threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
