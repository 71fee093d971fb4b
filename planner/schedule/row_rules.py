"""Checks of rows and phases: owners, dates, length, buffers before fixed dates, gates, and who is busy at go-live."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from planner.schedule import plan_words as words
from planner.schedule.plan_facts import Hit, PlanRow, Severity
from planner.schedule.plan_sense import Sense
from planner.schedule.plan_words import Theme
from planner.schedule.project_file import Constraint
from planner.schedule.said import day, days
from planner.schedule.working_days import working_days_between

LONGEST_DAYS = 30
"""Working days, six weeks: of a longer task one learns too late that it is late."""
FIXED = {
    Constraint.MUST_FINISH_ON: "must be finished on",
    Constraint.FINISH_NO_LATER_THAN: "must be finished by",
    Constraint.START_NO_LATER_THAN: "must begin by",
    Constraint.MUST_START_ON: "must begin on",
}
ENOUGH_DAYS = 5
"""Working days of buffer before a fixed date; with less, one sick colleague is enough to miss it."""
BUSY = timedelta(days=4)


def unowned(plan: Sense) -> Iterator[Hit]:
    """Work that nobody owns."""
    work = [n for n in plan.leaves if plan.rows[n].open and not plan.rows[n].milestone]
    found = [n for n in work if not plan.rows[n].owned]
    if found and len(found) == len(work) and len(found) > 1:
        yield Hit(_uids(plan, found), f"Nobody is named for any of the {len(found)} open tasks.")
    elif found:
        what = "has nobody" if len(found) == 1 else f"({len(found)} of {len(work)} open tasks) have nobody"
        yield Hit(_uids(plan, found), f"{plan.named(found)} {what} who does it.")


def undated(plan: Sense) -> Iterator[Hit]:
    """Work without a date."""
    found = [n for n in plan.leaves if plan.rows[n].open and not (plan.rows[n].start and plan.rows[n].finish)]
    if found:
        what = "has" if len(found) == 1 else f"({len(found)} rows) have"
        yield Hit(_uids(plan, found), f"{plan.named(found)} {what} no date.")


def very_long(plan: Sense) -> Iterator[Hit]:
    """Tasks of more than six weeks."""
    for number in plan.leaves:
        row = plan.rows[number]
        if row.milestone or not row.open or not row.seconds or Theme.SUPPORT in plan.themes[number]:
            continue
        length = round(row.seconds / plan.facts.day_seconds)
        if length > LONGEST_DAYS and not words.has(words.STEADY, row.name):
            text = f"“{row.name}” takes {days(length)} in one piece."
            yield Hit((row.uid,), text, tuple(d for d in (row.first, row.last) if d))


def milestone_with_duration(plan: Sense) -> Iterator[Hit]:
    """Milestones that take time."""
    for number in plan.leaves:
        row = plan.rows[number]
        if row.milestone and row.seconds:
            length = row.seconds / plan.facts.day_seconds
            text = f"The milestone “{row.name}” takes {length:g} days; a milestone is a moment."
            yield Hit((row.uid,), text, (row.last,) if row.last else ())


def missed_date(plan: Sense) -> Iterator[Hit]:
    """Fixed dates that the plan does not keep."""
    for row, fixed, what, end in _fixed_dates(plan):
        if end > fixed:
            text = f"“{row.name}” {what} {day(fixed)}, but the plan gets there on {day(end)}."
            yield Hit((row.uid,), text, (fixed, end))


def no_buffer(plan: Sense) -> Iterator[Hit]:
    """Fixed dates with hardly any time before them."""
    for row, fixed, what, end in _fixed_dates(plan):
        left = working_days_between(end + timedelta(days=1), fixed) if end < fixed else 0
        slack = plan.facts.computed.get(row.uid)
        if row.constraint in {Constraint.MUST_FINISH_ON, Constraint.MUST_START_ON} and slack and row.deadline is None:
            left = _room(plan, row)
        if end <= fixed and left < ENOUGH_DAYS:
            room = "no day" if left <= 0 else f"only {days(left)}"
            text = f"“{row.name}” {what} {day(fixed)} and is planned for {day(end)}: {room} of buffer before it."
            yield Hit((row.uid,), text, (fixed, end), None if left <= 0 else Severity.MEDIUM)


def _room(plan: Sense, row: PlanRow) -> int:
    """Working days between the end of what a row waits for and the row itself; many when it waits for nothing."""
    others = [plan.rows[n] for n in plan.before(plan.position[row.uid]) if not plan.rows[n].summary]
    ends = [other.last for other in others if other.last and other.open]
    begins = row.first
    return working_days_between(max(ends) + timedelta(days=1), begins) - 1 if ends and begins else 99


def _fixed_dates(plan: Sense) -> Iterator[tuple[PlanRow, date, str, date]]:
    """Rows with a day they have to keep: the day, what it means, and the day on which the plan gets there."""
    for number in plan.leaves:
        row = plan.rows[number]
        if not row.open or row.first is None or row.last is None:
            continue
        if row.deadline:
            yield row, row.deadline.date(), "has to be done by", row.last
        elif row.constraint in FIXED and row.constraint_date:
            begins = row.constraint in {Constraint.START_NO_LATER_THAN, Constraint.MUST_START_ON}
            yield row, row.constraint_date.date(), FIXED[row.constraint], row.first if begins else row.last


def negative_slack(plan: Sense) -> Iterator[Hit]:
    """Work that is too late already for what follows."""
    computed = plan.facts.computed
    found = [
        (computed[uid].slack, n) for n in plan.leaves if (uid := plan.rows[n].uid) in computed and plan.rows[n].open
    ]
    late = sorted((slack, n) for slack, n in found if slack <= -60)
    if late:
        length = max(1, round(-late[0][0] / plan.facts.day_seconds))
        numbers = [n for _, n in late]
        what = "has" if len(late) == 1 else f"({len(late)} tasks) have"
        text = (
            f"{plan.named(numbers)} {what} negative slack, {days(length)} at most: a fixed date behind cannot be kept."
        )
        yield Hit(_uids(plan, numbers), text)


def phase_without_gate(plan: Sense) -> Iterator[Hit]:
    """Phases at whose end nobody decides anything."""
    if len(plan.phases) < 2:
        return
    found = [n for n in plan.phases if not _has_gate(plan, n)]
    if found and len(found) == len(plan.phases):
        text = f"None of the {len(found)} phases ({plan.named(found)}) ends with a gate or milestone."
        yield Hit(_uids(plan, found), text, severity=Severity.HIGH)
        return
    for number in found:
        row = plan.rows[number]
        end = max((last for n in plan.inside[number] if (last := plan.rows[n].last)), default=None)
        text = f"The phase “{row.name}” ends{f' on {day(end)}' if end else ''} without a gate or milestone."
        yield Hit((row.uid,), text, (end,) if end else ())


def _has_gate(plan: Sense, number: int) -> bool:
    inside = plan.inside[number]
    if any(_is_gate(plan, n) for n in inside):
        return True
    after = [n for each in (number, *inside) for n in plan.followers.get(each, ())]
    beside = [n for n in plan.leaves if n > inside[-1]][:1]
    close = [n for n in beside if plan.rows[n].level <= plan.rows[number].level]
    return any(
        _is_gate(plan, n) and (n in close or plan.parent_of[n] == plan.parent_of[number]) for n in [*after, *close]
    )


def _is_gate(plan: Sense, number: int) -> bool:
    row = plan.rows[number]
    return bool(row.gate_key) or row.milestone or (Theme.GATE in plan.themes[number] and not plan.prepares(number))


def gate_before_its_work(plan: Sense) -> Iterator[Hit]:
    """A review that is due before the work it judges is done."""
    due = {gate.key: gate for gate in plan.facts.gates}
    for number in plan.leaves:
        row = plan.rows[number]
        gate = due.get(row.gate_key) if row.gate_key else None
        if gate and gate.due and row.last and row.open and gate.due < row.last:
            text = f"The review of “{gate.name}” is due on {day(gate.due)}, but its work ends on {day(row.last)}."
            yield Hit((row.uid,), text, (gate.due, row.last))


def doubled_people(plan: Sense) -> Iterator[Hit]:
    """People with more work than time in the days around a go-live."""
    for live in plan.go_lives:
        first, last = live.first - BUSY, live.last + BUSY
        shares: dict[str, dict[int, float]] = defaultdict(dict)
        most: dict[str, float] = {}
        for duty in plan.facts.duties:
            number = plan.position.get(duty.uid)
            row = plan.rows[number] if number is not None else None
            if row and row.active and row.open and row.seconds and not row.summary and _touches(row, first, last):
                shares[duty.person][duty.uid] = duty.share
                most[duty.person] = duty.most
        for person, work in shares.items():
            if worst := _worst(plan, work, first, last, most[person]):
                when, share, uids = worst
                doing = plan.named(plan.position[uid] for uid in uids)
                text = f"{person} is planned at {share:.0%} on {day(when)}, around “{live.name}”: {doing}."
                yield Hit(tuple(uids), text, (when,))


def _worst(
    plan: Sense, work: dict[int, float], first: date, last: date, most: float
) -> tuple[date, float, list[int]] | None:
    found = []
    for offset in range((last - first).days + 1):
        when = first + timedelta(days=offset)
        uids = [uid for uid in work if _covers(plan.rows[plan.position[uid]], when)]
        share = sum(work[uid] for uid in uids)
        if len(uids) > 1 and share > most + 0.005 and when.weekday() < 5:
            found.append((share, -offset, when, uids))
    if not found:
        return None
    share, _, when, uids = max(found)
    return when, share, uids


def _touches(row: PlanRow, first: date, last: date) -> bool:
    return row.first is not None and row.last is not None and row.first <= last and row.last >= first


def _covers(row: PlanRow, when: date) -> bool:
    return _touches(row, when, when)


def _uids(plan: Sense, numbers: list[int]) -> tuple[int, ...]:
    return tuple(plan.rows[n].uid for n in numbers)
