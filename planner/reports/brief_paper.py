"""The sponsor brief: one to two pages that ask for decisions, with what changed and what was promised."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from planner.people.sponsor_promises import Dated, promise_state
from planner.readiness.gate_readiness import GateAssessment
from planner.reports.paper import Section, table
from planner.reports.report import Blocker, Change, Changes, DecisionNeeded, Finding, VerdictLine
from planner.reports.wording import count, short_day

MOST, LONGEST = 4, 90
"""So many lines of each kind, and so many signs of a text: two pages hold no more."""
METHOD = (
    (
        "The verdict is that of the next gate and does not come from the score: any must-criterion that is not met or "
        "not known, or a critical success factor under its line, holds it. Points are points of the score."
    ),
)


def first(blockers: Sequence[Blocker]) -> tuple[Blocker, ...]:
    """The first few blockers without their details, and how many more there are."""
    shown = [replace(each, text=short(each.text), why="") for each in blockers[:MOST]]
    more = len(blockers) - len(shown)
    told = Blocker("", f"{count(more, 'more thing', 'more things')}; the readiness report names all", "", "")
    return (*shown, told) if more > 0 else tuple(shown)


def asked(decisions: Sequence[DecisionNeeded], cost: str) -> tuple[DecisionNeeded, ...]:
    """The first few decisions; the first, on the gate, also tells what a month of waiting costs."""
    shown = [replace(each, what=short(each.what), waiting=short(each.waiting)) for each in decisions[:MOST]]
    more = len(decisions) - len(shown)
    told = f"{count(more, 'more decision', 'more decisions')}; the readiness report names all"
    last = (DecisionNeeded(told, None, "See there."),) if more > 0 else ()
    return (replace(shown[0], waiting=f"{shown[0].waiting} {cost}"), *shown[1:], *last)


def compared(changes: Changes | None) -> Changes | None:
    """The first few differences to the last brief: those of the verdict, the score and what stands in the way."""
    if changes is None:
        return None
    shown = [replace(each, what=short(each.what)) for each in changes.items[: MOST - 1]]
    more = len(changes.items) - len(shown)
    told = Change("more", f"{count(more, 'more difference', 'more differences')}", "", "compare the two", "neutral")
    return replace(changes, items=(*shown, told) if more > 0 else tuple(shown))


def in_short(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Three strengths, and the three issues and risks that weigh most, in a sentence each."""
    found = []
    for kind in ("strength", "issue", "risk"):
        own = {each.title: each for each in reversed([each for each in findings if each.kind == kind])}
        few = list(reversed(own.values()))[:3]
        found += [replace(each, title=short(each.title, 70), text=short(sentence(each.text), 70)) for each in few]
    return tuple(found)


def short(text: str, most: int = LONGEST) -> str:
    """A text cut at a word, with a sign that it was.

    >>> short("The sponsor stands behind the change", 20)
    'The sponsor stands …'
    """
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


def shortened(section: Section) -> Section:
    """The same section with every cell of its tables cut to what a line or two can hold."""
    tables = tuple(
        replace(each, rows=tuple(tuple(short(cell, 80) for cell in row) for row in each.rows))
        for each in section.tables
    )
    return replace(section, tables=tables)


def sentence(text: str) -> str:
    """The first sentence of a text.

    >>> sentence("It is late. Do something.")
    'It is late.'
    """
    head, stop, _ = text.partition(". ")
    return head + "." if stop else text


def verdict_in_short(verdict: VerdictLine) -> VerdictLine:
    """The verdict without the list of smaller reasons."""
    return replace(verdict, reasons=())


def way_section(judged: GateAssessment) -> Section:
    """The cheapest way to green, with the day each step has to begin."""
    rows = [
        (short(each.text), short(each.owner or "nobody yet", 30), _days(each.effort_days), short_day(each.start_by))
        for each in judged.to_green[:MOST]
    ]
    more = len(judged.to_green) - len(rows)
    told = (
        (f"The first {len(rows)} of {len(judged.to_green)} steps; the readiness report lists all.",) if more > 0 else ()
    )
    parts = table("The cheapest way to green", "Step|Owner|#Work|Begin by", rows, "Nothing is open: the gate can go.")
    return Section("way", "What would turn it green", told, (), (parts,))


def _days(value: Decimal | None) -> str:
    return "not estimated" if value is None else f"{value.normalize():f}\N{NO-BREAK SPACE}d"


def promises_section(promises: Sequence[tuple[str, Dated]], today: date) -> Section:
    """What the sponsor promised and did within two months of today: the nearest few, by their day."""
    near = sorted(promises, key=lambda each: abs((each[1].due - today).days))[:MOST]
    shown = sorted((each for each in near if abs((each[1].due - today).days) <= 60), key=lambda each: each[1].due)
    rows = [(short(text), short_day(each.due), promise_state(each, today).value) for text, each in shown]
    parts = table("What you promised", "Promise|Due|State", rows, "No promise is due within two months.")
    return Section("promised", "What you promised, and did", (), (), (parts,))


def waiting_words(cost: Decimal | None, currency: str, people: int) -> str:
    """What a month of waiting costs, as the business case has it; people who wait, where it has nothing."""
    if cost is None:
        return f"{count(people, 'person', 'people')} wait; the business case does not say what a month costs."
    if cost <= 0:
        return "By the business case a month of waiting costs nothing."
    return f"By the business case a month of waiting costs {cost:,.0f}\N{NO-BREAK SPACE}{currency}."
