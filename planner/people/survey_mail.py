"""Mail of a survey: an invitation with one's own link, and one reminder for whoever has not answered."""

from datetime import date, timedelta

from planner.basics.errors import RuleBroken
from planner.rollouts.letters import Line, Page, Part, short_day

INVITE, REMIND = "invite", "remind"
FROM_HOUR = 7
"""The hour of the rollout's own morning from which reminders are written."""


def mail_keys(survey_id: int) -> str:
    """What the keys of all mails of a survey begin with."""
    return f"survey.{survey_id}."


def mail_key(survey_id: int, occasion: str, invitation_id: int) -> str:
    """The key of one mail: each person gets one for each occasion.

    >>> invitation_of(mail_key(3, INVITE, 71))
    ('invite', 71)
    """
    return f"{mail_keys(survey_id)}{occasion}.{invitation_id}"


def invitation_of(key: str) -> tuple[str, int]:
    """The occasion and the invitation that a key names."""
    _, _, occasion, number = key.split(".")
    return occasion, int(number)


def reminder_day(opens: date, closes: date) -> date | None:
    """The day that is proposed for the reminder: three days before the last one, where the survey is open so long.

    >>> reminder_day(date(2026, 3, 2), date(2026, 3, 12)), reminder_day(date(2026, 3, 2), date(2026, 3, 4))
    (datetime.date(2026, 3, 9), None)
    """
    day = closes - timedelta(days=3)
    return day if day > opens else None


def check_reminder(day: date, opens: date, closes: date, today: date) -> None:
    """Refuse a day that is over, and one on which nobody could have answered yet or any more."""
    if day < today:
        raise RuleBroken("This day is over.", "remind_on")
    if not opens < day <= closes:
        raise RuleBroken("Choose a day after the first and not after the last day of the survey.", "remind_on")


def page_of(name: str, survey: str, purpose: str, minutes: int, closes: date, link: str, *, anonymous: bool) -> Page:
    """The words of an invitation; a reminder has the same."""
    told = "anonymous: nobody can tell which answer is yours" if anonymous else "with your name until it closes"
    about = f"about {minutes} {'minute' if minutes == 1 else 'minutes'}, {told}"
    return Page(
        hello=f"Hello {name}, you are asked. {purpose}",
        parts=[Part("By your own link", [Line(survey, about, link, f"open until {short_day(closes)}")])],
        why="The link is yours alone and takes one answer; please hand it to nobody. You are reminded once at most.",
        home=link,
        choice=link,
    )


def subject_of(occasion: str, survey: str) -> str:
    """The subject of a mail.

    >>> subject_of(REMIND, "Pulse")
    'Reminder: Pulse'
    """
    return f"Reminder: {survey}" if occasion == REMIND else f"You are asked: {survey}"
