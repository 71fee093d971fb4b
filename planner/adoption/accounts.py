"""Who stands behind a user's name in a log: one person under one name, and programs told apart from people."""

import re
from dataclasses import dataclass

_SALESFORCE_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_PROGRAM_WORDS = frozenset(
    {
        "integration", "integrationuser", "robot", "bot", "svc", "automation", "automatedprocess", "autoproc",
        "insightssecurity", "serviceaccount", "apiuser", "system", "daemon", "webhook", "workflow",
    }
)  # fmt: skip
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the source system as its log names it. `program` says that nobody sits behind it."""

    external_id: str
    name: str = ""
    email: str = ""
    program: bool = False

    @property
    def label(self) -> str:
        """How it is called on a page."""
        return self.name or self.email or self.external_id


def external_id(text: str, *, salesforce: bool = False) -> str:
    """The one form of a user's id: Salesforce's id of 18 signs is that of 15 with a checksum; e-mail is small.

    >>> external_id("0055j0000000007AAQ", salesforce=True), external_id(" Ann@Example.com ")
    ('0055j0000000007', 'ann@example.com')
    """
    clean = text.strip().encode("utf-8", "replace").decode().replace("\0", "")[:200]
    if salesforce and is_salesforce_id(clean):
        return clean[:15]
    return clean.casefold() if "@" in clean else clean


def is_salesforce_id(text: str) -> bool:
    """Whether a text has the form of an id of Salesforce, short or long.

    >>> is_salesforce_id("0055j0000000007"), is_salesforce_id("0055j0000000007AAQ"), is_salesforce_id("D-4")
    (True, True, False)
    """
    return _SALESFORCE_ID.fullmatch(text) is not None


def is_program(name: str) -> bool:
    """Whether a user's name says that it is a program: Dynamics marks them with `#`, others say it in words.

    >>> is_program("integration@00d5j.com"), is_program("# Portals"), is_program("Anna Robotnik"), is_program("SYSTEM")
    (True, True, False, True)
    """
    local = name.partition("@")[0].strip()
    return local.startswith("#") or not _PROGRAM_WORDS.isdisjoint(word.casefold() for word in _WORDS.findall(local))


def account(user: str, name: str, email: str, *, salesforce: bool = False) -> Account:
    """An account from what a row says of its user; a name that is an e-mail address is taken as one."""
    ident = external_id(user, salesforce=salesforce)
    mail = external_id(email) if "@" in email else ident if "@" in ident else ""
    shown = " ".join(name.split())[:120].encode("utf-8", "replace").decode()
    return Account(ident, shown if shown != ident else "", mail[:254], any(map(is_program, (ident, name, mail))))
