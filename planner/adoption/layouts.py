"""What a layout of a usage log is, and how its columns are found in a header: by name and never by place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

SIGN_IN = "sign-in"
"""The name of the event of systems that record sign-ins only: presence, not yet use."""


class Field(StrEnum):
    """What a column of a usage log may say."""

    WHEN = "when"
    CLOCK = "clock"
    USER = "user"
    NAME = "name"
    EMAIL = "email"
    FUNCTION = "function"
    PART = "part"
    OUTCOME = "outcome"
    ACTION = "action"
    USER_TYPE = "user type"
    KEY = "key"
    COUNT = "count"


class Naive(StrEnum):
    """What a moment without a time zone means: world time, or the office's local time."""

    UTC = "utc"
    LOCAL = "local"


class Rule(StrEnum):
    """How a layout says whether a row is a person's successful act."""

    NONE = "none"
    SUCCEEDED = "succeeded"
    NOT_DENIED = "not-denied"
    DATAVERSE = "dataverse"
    BUSINESS_ONE = "business-one"


@dataclass(frozen=True, slots=True)
class Layout:
    """One set of column names. `columns` gives the names of each field, best first, in their plain form.

    Where `acts` names any, rows whose action is another do not count.
    """

    columns: Mapping[Field, Sequence[str]]
    rule: Rule = Rule.NONE
    naive: Naive = Naive.UTC
    order: str = ""
    fixed: str = ""
    programs: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()

    def needed(self) -> tuple[Field, ...]:
        """The fields without which nothing can be counted."""
        judged = self.rule in {Rule.DATAVERSE, Rule.BUSINESS_ONE} or Field.ACTION in self.columns
        return (Field.WHEN, Field.USER, *((Field.ACTION,) if judged else ()))


@dataclass(frozen=True, slots=True)
class Preset:
    """A system's export: its name for people, and the layouts it comes in."""

    ref: str
    label: str
    layouts: tuple[Layout, ...]
    salesforce_ids: bool = False
    hint: str = field(default="")


GENERIC = Layout(
    {
        Field.WHEN: (
            "occurredat", "timestamp", "eventtime", "eventtimestamp", "datetime", "eventdate", "eventat", "occurred",
            "createdat", "createdon", "created", "loggedat", "logintime", "loginat", "lastlogin", "when", "time",
            "date", "day", "zeitpunkt", "datum", "horodatage",
        ),
        Field.USER: (
            "user", "userid", "username", "useremail", "email", "mail", "userprincipalname", "upn", "login",
            "loginname", "account", "employee", "employeeid", "person", "actor", "member", "owner", "benutzer",
            "utilisateur", "id",
        ),
        Field.NAME: ("name", "fullname", "displayname", "userfullname"),
        Field.EMAIL: ("email", "useremail", "mail", "userprincipalname", "upn"),
        Field.FUNCTION: (
            "feature", "function", "functionname", "featurename", "action", "event", "eventname", "eventtype",
            "activity", "operation", "module", "page", "screen", "type",
        ),
        Field.OUTCOME: ("outcome", "result", "status", "success", "succeeded"),
        Field.USER_TYPE: ("usertype",),
        Field.KEY: ("eventid", "requestid", "eventuuid", "eventidentifier"),
        Field.COUNT: ("count", "events", "hits", "actions", "numberofevents", "eventcount"),
    },
    rule=Rule.SUCCEEDED,
    naive=Naive.LOCAL,
    programs=frozenset({"robot", "bot", "system", "integration", "service", "application"}),
)  # fmt: skip
"""Names that any table of events may bear, best first."""


def plain(name: str) -> str:
    """A column's name as it is compared: letters and digits only, small.

    >>> plain("LOGIN_STATUS"), plain(" Login Time "), plain("actingUser.userId")
    ('loginstatus', 'logintime', 'actinguseruserid')
    """
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def columns_in(layout: Layout, header: Sequence[str], named: Mapping[Field, str] | None = None) -> dict[Field, int]:
    """Where each field of a layout stands in a header; `named` are columns that a person chose, which win.

    A field that is named with an empty text stands nowhere: a person said that no column holds it.

    >>> columns_in(GENERIC, ["User", "Feature", "occurred_at"])
    {<Field.WHEN: 'when'>: 2, <Field.USER: 'user'>: 0, <Field.FUNCTION: 'function'>: 1}
    """
    places: dict[str, int] = {}
    for number, name in enumerate(header):
        places.setdefault(plain(name), number)
    found: dict[Field, int] = {}
    for each in Field:
        asked = None if named is None else named.get(each)
        names = layout.columns.get(each, ()) if asked is None else [plain(asked)] if asked else []
        place = next((places[name] for name in names if name in places), None)
        if place is not None:
            found[each] = place
    return found


def choose_layout(preset: Preset, header: Sequence[str], named: Mapping[Field, str] | None = None) -> Layout | None:
    """The first layout of which every needed column is there; None when none fits."""
    layouts = preset.layouts or (GENERIC,)
    for layout in layouts:
        found = columns_in(layout, header, named)
        if all(each in found for each in layout.needed()):
            return layout
    return None
