"""How Salesforce, Dataverse, Kommo and Creatio are asked for their logs, as each vendor's own reference documents it.

Tried against servers that follow these references, never against a vendor's live service.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from planner.adoption.interfaces import (
    Interface,
    Page,
    Person,
    Place,
    Secret,
    UnreadableAnswerError,
    Wanted,
    inner,
    records_in,
    stamp,
    text,
)

NOBODY = Person()


def _client(place: Place, secret: Secret, **more: str) -> Wanted:
    """OAuth 2.0, client credentials (RFC 6749, section 4.4)."""
    form = {"grant_type": "client_credentials", "client_id": place.account, "client_secret": secret.client}
    return Wanted(place.token_url, form=form | more)


def _at(url: str, path: str, **words: str) -> str:
    return f"{url.rstrip('/')}/{path}" + (f"?{urlencode(words)}" if words else "")


class Salesforce:
    """The object LoginHistory by SOQL over REST; `nextRecordsUrl` leads on, the directory is the object User."""

    VERSION = "v61.0"
    columns: Sequence[str] = ("Id", "UserId", "LoginTime", "Status", "UserType", "Name", "UserEmail")

    def token(self, place: Place, secret: Secret) -> Wanted:
        """Client credentials at the organisation's own domain."""
        return _client(place, secret)

    def _query(self, place: Place, soql: str) -> Wanted:
        return Wanted(_at(place.base_url, f"services/data/{self.VERSION}/query", q=soql))

    def users(self, place: Place) -> Wanted:
        """Everybody, with the kind of user, by which programs are told apart."""
        return self._query(place, "SELECT Id, Name, Email, UserType FROM User")

    def events(self, place: Place, begin: datetime, end: datetime) -> Wanted:
        """Sign-ins of a stretch of time, successful or not; the importer leaves failed ones out."""
        span = f"LoginTime >= {stamp(begin)} AND LoginTime < {stamp(end)}"
        fields = "Id, UserId, LoginTime, LoginType, Status, Application"
        soql = f"SELECT {fields} FROM LoginHistory WHERE {span} ORDER BY LoginTime"  # noqa: S608 - moments of our own
        return self._query(place, soql)

    def page(self, document: object, asked: str) -> Page:
        """`records`, and `nextRecordsUrl` unless `done`."""
        records = records_in(document, "records")
        following = text(document, "nextRecordsUrl") if isinstance(document, dict) else ""
        return Page(records, urljoin(asked, following) if following else None)

    def person(self, record: Mapping[str, object]) -> tuple[str, Person]:
        """A User; ids have 18 signs on both sides."""
        return text(record, "Id"), Person(text(record, "Name"), text(record, "Email"), text(record, "UserType"))

    def row(self, record: Mapping[str, object], people: Mapping[str, Person]) -> Sequence[str] | None:
        """A sign-in."""
        user, when = text(record, "UserId"), text(record, "LoginTime")
        who = people.get(user, NOBODY)
        told = (text(record, "Id"), user, when, text(record, "Status"), who.kind, who.name, who.email)
        return told if when else None


class Dataverse:
    """The table audit of the Web API; `@odata.nextLink` leads on, application users are programs."""

    PATH = "api/data/v9.2"
    PREFER: Mapping[str, str] = {"Prefer": "odata.maxpagesize=5000", "OData-Version": "4.0", "OData-MaxVersion": "4.0"}
    columns: Sequence[str] = (
        "auditid", "createdon", "action", "operation", "objecttypecode", "_userid_value", "useridname", "useremail",
        "usertype",
    )  # fmt: skip

    def token(self, place: Place, secret: Secret) -> Wanted:
        """Client credentials at Microsoft Entra, for this environment."""
        return _client(place, secret, scope=f"{place.base_url.rstrip('/')}/.default")

    def users(self, place: Place) -> Wanted:
        """Everybody; who has an `applicationid` is a program."""
        fields = "systemuserid,fullname,internalemailaddress,applicationid"
        return Wanted(_at(place.base_url, f"{self.PATH}/systemusers", **{"$select": fields}), self.PREFER)

    def events(self, place: Place, begin: datetime, end: datetime) -> Wanted:
        """What was audited in a stretch of time."""
        asked = {
            "$select": "auditid,createdon,action,operation,objecttypecode,_userid_value",
            "$filter": f"createdon ge {stamp(begin)} and createdon lt {stamp(end)}",
            "$orderby": "createdon asc",
        }
        return Wanted(_at(place.base_url, f"{self.PATH}/audits", **asked), self.PREFER)

    def page(self, document: object, asked: str) -> Page:  # noqa: ARG002 - the address stands in the answer
        """`value`, and the whole address of the next page."""
        records = records_in(document, "value")
        following = text(document, "@odata.nextLink") if isinstance(document, dict) else ""
        return Page(records, following or None)

    def person(self, record: Mapping[str, object]) -> tuple[str, Person]:
        """A systemuser."""
        kind = "application" if text(record, "applicationid") else ""
        name, email = text(record, "fullname"), text(record, "internalemailaddress")
        return text(record, "systemuserid"), Person(name, email, kind)

    def row(self, record: Mapping[str, object], people: Mapping[str, Person]) -> Sequence[str] | None:
        """An audited act, or an access."""
        names = ("auditid", "createdon", "action", "operation", "objecttypecode", "_userid_value")
        who, told = people.get(text(record, "_userid_value"), NOBODY), [text(record, name) for name in names]
        return [*told, who.name, who.email, who.kind] if told[1] else None


class Kommo:
    """`/api/v4/events`; `_links.next` leads on, nothing answers 204, each renewal gives a new renewing token."""

    columns: Sequence[str] = ("id", "created_at", "created_by", "type", "name", "email")

    def token(self, place: Place, secret: Secret) -> Wanted:
        """The renewing token for a new pair, as JSON."""
        form = {
            "client_id": place.account,
            "client_secret": secret.client,
            "grant_type": "refresh_token",
            "refresh_token": secret.renewing,
            "redirect_uri": place.redirect_url,
        }
        return Wanted(place.token_url, form=form, as_json=True)

    def users(self, place: Place) -> Wanted:
        """Everybody, 250 a page."""
        return Wanted(_at(place.base_url, "api/v4/users", limit="250", page="1"))

    def events(self, place: Place, begin: datetime, end: datetime) -> Wanted:
        """Events of a stretch of time, both ends included, 100 a page."""
        span = {"filter[created_at][from]": begin, "filter[created_at][to]": end - timedelta(seconds=1)}
        told = {name: str(int(moment.timestamp())) for name, moment in span.items()}
        return Wanted(_at(place.base_url, "api/v4/events", limit="100", page="1", **told))

    def page(self, document: object, asked: str) -> Page:  # noqa: ARG002 - the address stands in the answer
        """`_embedded.events` or `_embedded.users`; nothing at all is an empty page."""
        if document is None:
            return Page(())
        if not isinstance(document, dict):
            raise UnreadableAnswerError("the answer should be a record")
        name = "users" if "users" in inner(document, "_embedded") else "events"
        following = text(inner(inner(document, "_links"), "next"), "href")
        return Page(records_in(document, "_embedded", name), following or None)

    def person(self, record: Mapping[str, object]) -> tuple[str, Person]:
        """A user of the account."""
        return text(record, "id"), Person(text(record, "name"), text(record, "email"))

    def row(self, record: Mapping[str, object], people: Mapping[str, Person]) -> Sequence[str] | None:
        """An event; 0 is a robot, which the importer leaves out."""
        told = [text(record, name) for name in ("id", "created_at", "created_by", "type")]
        who = people.get(told[2], NOBODY)
        return [*told, who.name, who.email] if told[1] else None


class Creatio:
    """The object SysUserSession through OData 4; pages by `$skip`, as it gives no next address for a page asked for."""

    AT_ONCE = 5_000
    columns: Sequence[str] = ("Id", "SysUserId", "SysUserName", "SessionStartDate", "UserEmail")

    def token(self, place: Place, secret: Secret) -> Wanted:
        """Client credentials at the identity service that belongs to the system."""
        return _client(place, secret)

    def users(self, place: Place) -> Wanted:
        """Users (kind 4), with the e-mail address of the contact behind each."""
        asked = {
            "$select": "Id,Name",
            "$filter": "SysAdminUnitTypeValue eq 4",
            "$expand": "Contact($select=Name,Email)",
            "$orderby": "Id",
            "$top": str(self.AT_ONCE),
            "$skip": "0",
        }
        return Wanted(_at(place.base_url, "odata/SysAdminUnit", **asked))

    def events(self, place: Place, begin: datetime, end: datetime) -> Wanted:
        """Sessions that began in a stretch of time."""
        asked = {
            "$select": "Id,SysUserId,SessionStartDate",
            "$filter": f"SessionStartDate ge {stamp(begin)} and SessionStartDate lt {stamp(end)}",
            "$orderby": "SessionStartDate,Id",
            "$top": str(self.AT_ONCE),
            "$skip": "0",
        }
        return Wanted(_at(place.base_url, "odata/SysUserSession", **asked))

    def page(self, document: object, asked: str) -> Page:
        """`value`; a full page has another one behind it."""
        records = records_in(document, "value")
        following = text(document, "@odata.nextLink") if isinstance(document, dict) else ""
        if following:
            return Page(records, urljoin(asked, following))
        return Page(records, _further(asked, len(records)) if len(records) >= self.AT_ONCE else None)

    def person(self, record: Mapping[str, object]) -> tuple[str, Person]:
        """A user, by the contact's name where there is one."""
        contact = inner(record, "Contact")
        return text(record, "Id"), Person(text(contact, "Name") or text(record, "Name"), text(contact, "Email"))

    def row(self, record: Mapping[str, object], people: Mapping[str, Person]) -> Sequence[str] | None:
        """A session, whether or not it has ended."""
        user, when = text(record, "SysUserId"), text(record, "SessionStartDate")
        who = people.get(user, NOBODY)
        return (text(record, "Id"), user, who.name, when, who.email) if when else None


def _further(url: str, by: int) -> str:
    """The same question, so many records further on."""
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    asked["$skip"] = str(int(asked.get("$skip", "0")) + by)
    return urlunsplit(parts._replace(query=urlencode(asked)))


@dataclass(frozen=True, slots=True)
class Vendor:
    """A system that can be asked: its preset, what its addresses look like, and what the page asks for.

    `keys_path` stands below the address of the system; where it is empty, the address of keys is asked for. `renews`
    says that a renewing token and a redirect address are needed.
    """

    preset: str
    name: str
    interface: Interface
    base_hint: str
    keys_path: str = ""
    keys_hint: str = ""
    renews: bool = False
    reads: str = ""


VENDORS: Mapping[str, Vendor] = {
    each.preset: each
    for each in (
        Vendor(
            "salesforce-login-history", "Salesforce", Salesforce(),
            "Your own domain, such as https://company.my.salesforce.com",
            keys_path="services/oauth2/token",
            reads="Sign-ins of the object LoginHistory, which Salesforce keeps for six months. Needs an external "
            "client app with the client credentials flow, whose user may see all users and use the API.",
        ),
        Vendor(
            "dataverse-audit", "Microsoft Dynamics 365 (Dataverse)", Dataverse(),
            "The environment, such as https://company.crm4.dynamics.com",
            keys_hint="Such as https://login.microsoftonline.com/YOUR-TENANT/oauth2/v2.0/token",
            reads="The table audit: sign-ins and changes of records. Needs auditing switched on, and an "
            "application user who may read the audit summary and users.",
        ),
        Vendor(
            "kommo-events", "Kommo (formerly amoCRM)", Kommo(), "Such as https://company.kommo.com",
            keys_path="oauth2/access_token", renews=True,
            reads="Events of the account; Kommo records no sign-ins. Needs a private integration; its "
            "renewing token is exchanged at each pull, and is lost after three months without one.",
        ),
        Vendor(
            "creatio-sessions", "Creatio (formerly bpm'online)", Creatio(),
            "With /0 at the end on .NET Framework, such as https://company.creatio.com/0",
            keys_hint="The identity service, such as https://company-is.creatio.com/connect/token",
            reads="Sessions of the object SysUserSession. Needs an OAuth client whose user may read it and "
            "SysAdminUnit.",
        ),
    )
}  # fmt: skip
