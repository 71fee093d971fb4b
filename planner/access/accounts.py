"""What an account's address and name may be."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from planner.basics.errors import RuleBroken

LONGEST_NAME = 120


def normal_email(text: str) -> str:
    """One spelling per address, so that nobody gets two accounts by writing it differently.

    >>> normal_email("  Anna.Weber@Example.ORG ")
    'anna.weber@example.org'
    """
    return unicodedata.normalize("NFC", text).strip().lower()


def clean_email(text: str) -> str:
    """The address in its one spelling; raises RuleBroken on `email` when it cannot be one. Intranet names are fine."""
    try:
        found = validate_email(normal_email(text), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise RuleBroken("This is not an e-mail address, such as anna.weber@example.org.", "email") from error
    return normal_email(found.normalized)


def clean_name(text: str) -> str:
    """The name without blanks at its ends; raises RuleBroken on `name` when there is none or it is too long."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name or not any(c.isalnum() for c in name):
        raise RuleBroken("Type the person's name.", "name")
    if len(name) > LONGEST_NAME or any(unicodedata.category(c) in {"Cc", "Cs"} for c in name):
        raise RuleBroken(f"A name has at most {LONGEST_NAME} characters that can be typed.", "name")
    return name


_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))


def browser_in_words(agent: str | None) -> str:
    """What a browser calls itself, in two words, so that people know their own session again.

    >>> browser_in_words("Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    'Firefox on Windows'
    """
    browser = next((word for mark, word in _BROWSERS if mark in (agent or "")), "")
    system = next((word for mark, word in _SYSTEMS if mark in (agent or "")), "")
    return f"{browser} on {system}" if browser and system else browser or "Unknown browser"
