"""Checks of single days: work on days off, ends before beginnings, rows without time, people with too much work."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from planner.schedule.plan_facts import Hit, PlanRow
from planner.schedule.plan_sense import Sense
from planner.schedule.said import day, days

LONGEST_LOOK = 400
"""Days of one row that are looked at one by one; a longer row is steady work."""
LEAST_DAYS = 2
"""Working days for which somebody is overbooked before it is worth a word."""


def zero_duration(plan: Sense) -> Iterator[Hit]:
    """Tasks that take no time and are no milestones."""
    found = [n for n in plan.leaves if not plan.rows[n].marked and plan.rows[n].seconds == 0 and plan.rows[n].open]
    if found:
        what = "takes no time, but is" if len(found) == 1 else f"({len(found)} tasks) take no time, but are"
        text = f"{plan.named(found)} {what} not marked as a milestone."
        yield Hit(tuple(plan.rows[n].uid for n in found), text, _days(plan, found))


def ends_before_it_begins(plan: Sense) -> Iterator[Hit]:
    """Rows that finish before they start."""
    for number in plan.leaves:
        row = plan.rows[number]
        if row.start and row.finish and row.finish < row.start:
            text = f"“{row.name}” ends on {day(row.finish.date())}, before it begins on {day(row.start.date())}."
            yield Hit((row.uid,), text, (row.start.date(), row.finish.date()))


def on_a_day_off(plan: Sense) -> Iterator[Hit]:
    """Rows that begin or end on a day on which the plan's own calendar does not work."""
    lives = {live.position for live in plan.go_lives}
    found = [(n, when) for n in plan.leaves if n not in lives for when in _edges_off(plan, plan.rows[n])[:1]]
    if found:
        numbers = [n for n, _ in found]
        many = f" ({len(found)} rows)" if len(found) > 1 else ""
        first = found[0][1]
        why = plan.facts.days_off.get(first, f"{first:%A}")
        text = f"{plan.named(numbers)}{many} begin or end on a day off, such as {day(first)} ({why})."
        yield Hit(tuple(plan.rows[n].uid for n in numbers), text, tuple(sorted({when for _, when in found})))


def _edges_off(plan: Sense, row: PlanRow) -> list[date]:
    """The first or last day of a row where nobody works on it, unless its hours or the calculation say otherwise."""
    computed = plan.facts.computed.get(row.uid)
    if not row.open or row.own_hours or row.first is None or row.last is None:
        return []
    agreed = {computed.start.date(), computed.finish.date()} if computed and not row.manual else set()
    return [each for each in (row.last, row.first) if _is_off(plan, each) and each not in agreed]


def _is_off(plan: Sense, when: date) -> bool:
    return when.weekday() in plan.facts.free_weekdays or when in plan.facts.days_off


def overbooked(plan: Sense) -> Iterator[Hit]:
    """People with more work than time for some days, anywhere in the plan: the worst day of each."""
    shares: dict[str, dict[date, float]] = defaultdict(lambda: defaultdict(float))
    doing: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    most: dict[str, float] = {}
    for duty in plan.facts.duties:
        row = plan.rows[plan.position[duty.uid]] if duty.uid in plan.position else None
        if row is None or not row.active or not row.open or not row.seconds or row.summary:
            continue
        most[duty.person] = max(duty.most, most.get(duty.person, 0))
        for when in _working_days(plan, row):
            shares[duty.person][when] += duty.share
            doing[duty.person][when].append(duty.uid)
    for person, work in shares.items():
        over = [(share, when) for when, share in work.items() if share > most[person] + 0.005]
        over = [(share, when) for share, when in over if len(set(doing[person][when])) > 1]
        if len(over) >= LEAST_DAYS:
            share, when = max(over, key=lambda each: (each[0], -each[1].toordinal()))
            yield _booked(plan, person, share, when, sorted(set(doing[person][when])), len(over))


def _booked(plan: Sense, person: str, share: float, when: date, uids: list[int], length: int) -> Hit:
    what = plan.named(plan.position[uid] for uid in uids)
    text = f"{person} has more work than time on {days(length)}; most on {day(when)}, at {share:.0%}: {what}."
    return Hit(tuple(uids), text, (when,))


def _working_days(plan: Sense, row: PlanRow) -> Iterator[date]:
    if row.first is None or row.last is None:
        return
    for offset in range(min((row.last - row.first).days + 1, LONGEST_LOOK)):
        when = row.first + timedelta(days=offset)
        if not _is_off(plan, when):
            yield when


def _days(plan: Sense, numbers: list[int]) -> tuple[date, ...]:
    return tuple(sorted({last for n in numbers if (last := plan.rows[n].last)}))
