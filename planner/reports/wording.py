"""How the report says percentages, days, dates and states, the same on paper, on the page and in a comparison."""

from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from planner.reports.form import PARTS, READINESS, parts_of
from planner.reports.paper import Paper
from planner.reports.report import Report

UNKNOWN = "unknown"
LIGHTS = {
    "go": "green", "met": "green", "done": "green", "strength": "green", "better": "green", "approved": "green",
    "conditional go": "amber", "open": "amber", "risk": "amber", "approved with conditions": "amber",
    "partly met": "amber", "waived": "amber",
    "hold": "red", "not met": "red", "stop": "red", "issue": "red", "late": "red", "overdue": "red", "worse": "red",
    "sent back": "red", "put on hold": "red", "stopped": "red",
    "met: stop": "red", "healthy": "green", "at risk": "amber", "in trouble": "red",
}  # fmt: skip


def after(sentence: str, word: str) -> str:
    """A verdict's sentence where its word stands above already: `Hold: two are open.` is said as `Two are open.`"""
    rest = sentence.removeprefix(f"{word}: ")
    return rest[:1].upper() + rest[1:]


def light(state: str) -> str:
    """The colour that repeats a state's word: green, amber, red, or unknown for whatever has none."""
    return LIGHTS.get(state, "unknown")


def tenth(value: Decimal) -> Decimal:
    """One decimal place, half to even: the precision every percentage of a report has."""
    return value.quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def percent(value: Decimal | None) -> str:
    """`61.5 %`, with a no-break space; unknown is a word, never zero."""
    return UNKNOWN if value is None else f"{value:.1f}\N{NO-BREAK SPACE}%"


def whole(value: Decimal) -> str:
    """A percentage without its decimal, for a crowded place: `62 %`. 99.5 and more but not all stays 99."""
    shown = value.to_integral_value(ROUND_HALF_EVEN)
    if shown == 100 and value < 100:
        shown = Decimal(99)
    return f"{shown}\N{NO-BREAK SPACE}%"


def span(low: Decimal, high: Decimal) -> str:
    """`40.0 – 72.5 %`; a single value when both ends meet."""
    return percent(low) if low == high else f"{low:.1f}\N{NO-BREAK SPACE}–\N{NO-BREAK SPACE}{percent(high)}"


def day(value: date | None) -> str:
    """`3 March 2026`, or the words that nothing is dated."""
    return "no date" if value is None else f"{value.day}\N{NO-BREAK SPACE}{value:%B}\N{NO-BREAK SPACE}{value:%Y}"


def short_day(value: date | None) -> str:
    """`3 Mar 2026`, for tables."""
    return "no date" if value is None else f"{value.day}\N{NO-BREAK SPACE}{value:%b}\N{NO-BREAK SPACE}{value:%Y}"


def moment(value: datetime, zone: str) -> str:
    """`3 March 2026, 14:05 (Europe/Berlin)`: the time on the wall where the rollout lives."""
    local = value.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M} ({zone})"


def days(value: int | Decimal | None) -> str:
    """`1 day`, `2.5 days`."""
    if value is None:
        return UNKNOWN
    number = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return f"{number}\N{NO-BREAK SPACE}day" + ("" if number == "1" else "s")


LONGEST_WORD = 24


def has_long_word(text: str) -> bool:
    """Whether a text holds a word that a column may have to break.

    >>> has_long_word("Sales North"), has_long_word("x" * 25)
    (False, True)
    """
    return any(len(word) > LONGEST_WORD for word in text.split())


def count(number: int, one: str, many: str = "") -> str:
    """`1 task`, `3 tasks`."""
    return f"{number}\N{NO-BREAK SPACE}{one if number == 1 else many or one + 's'}"


def ident(text: str) -> str:
    """A name that can stand behind `#`: letters, digits and hyphens only."""
    return "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in text.lower()).strip("-") or "x"


def file_name(report: Report | Paper, ending: str) -> str:
    """`readiness-report-3-ready-to-pilot.pdf`: plain letters only, whatever the gate is called."""
    number = str(report.snapshot.number) if report.snapshot.number else "draft"
    if isinstance(report, Paper):
        return f"{ident(report.identity.title)}-{number}.{ending}"
    gate = "-".join(part for part in ident(report.identity.gate).split("-") if part)[:60]
    return f"readiness-report-{number}-{gate}.{ending}"


def sections(report: Report | Paper) -> dict[str, str]:
    """The parts of a report, by their place on the page and in their order."""
    if isinstance(report, Paper):
        first = {"blockers": "What stands in the way"} if report.blockers else {}
        first |= {"decisions": "Decisions needed from the sponsor"} if report.kind.asks else {}
        titles = PARTS[report.identity.kind] | {each.key: each.title for each in report.sections}
        return first | {ident(key): titles[key] for key in parts_of(report)} | {"document": "This document"}
    first = {"blockers": "What blocks the gate", "decisions": "Decisions needed from the sponsor"}
    there = {key: PARTS[READINESS][key] for key in parts_of(report)}
    return first | {key: words for key, words in there.items() if key != "conditions" or report.conditions}
