"""Checks of links and dates: what is dated too early, what hangs loose, what is typed instead of linked."""

from collections.abc import Iterator
from datetime import date

from planner.schedule import plan_words as words
from planner.schedule.plan_facts import Hit, PlanRow, Tie
from planner.schedule.plan_sense import Sense
from planner.schedule.plan_words import Theme
from planner.schedule.project_file import LINK_WORDS, Constraint, LinkType
from planner.schedule.said import day, days, names

HARD = {Constraint.MUST_START_ON: "must start on", Constraint.MUST_FINISH_ON: "must finish on"}
TYPED = {Constraint.START_NO_EARLIER_THAN, Constraint.FINISH_NO_EARLIER_THAN}
TYPED_SHARE = 0.25


def milestone_too_early(plan: Sense) -> Iterator[Hit]:
    """A milestone that is dated before what its links make it wait for."""
    for number, row in enumerate(plan.rows):
        if row.milestone and row.active:
            yield from _contradictions(plan, row)
            yield from _before_its_work(plan, number, row)


def dates_against_links(plan: Sense) -> Iterator[Hit]:
    """A task that is dated before what its links make it wait for."""
    for row in plan.rows:
        if not row.milestone and row.active:
            yield from _contradictions(plan, row)


def _contradictions(plan: Sense, row: PlanRow) -> Iterator[Hit]:
    if not row.open or row.actual_start:
        return
    for tie in row.links:
        number = plan.position.get(tie.predecessor)
        other = plan.rows[number] if number is not None else None
        if other is None or not other.active or tie.lag < 0:
            continue
        ends = _ends(row, other, tie)
        if ends and ends[0] < ends[1]:
            text = (
                f"“{row.name}” is dated {day(ends[0])}, but waits ({LINK_WORDS[tie.type]}) for “{other.name}”, "
                f"which is dated {day(ends[1])}."
            )
            yield Hit((row.uid, other.uid), text, ends)


def _ends(row: PlanRow, other: PlanRow, tie: Tie) -> tuple[date, date] | None:
    """The days of the two ends that a link ties together, the successor's first."""
    mine = row.last if tie.type in {LinkType.FINISH_FINISH, LinkType.START_FINISH} else row.first
    theirs = other.first if tie.type in {LinkType.START_START, LinkType.START_FINISH} else other.last
    return (mine, theirs) if mine and theirs else None


def _before_its_work(plan: Sense, number: int, row: PlanRow) -> Iterator[Hit]:
    """The last row of a summary, a milestone without links, before the work that it closes."""
    above = plan.parent_of[number]
    if above is None or row.links or not row.open or plan.rows[above].level < 1 or plan.rows[above].links:
        return
    inside = plan.inside[above]
    ends = [(last, n) for n in inside if n != number and (last := plan.rows[n].last)]
    if inside[-1:] == [number] and row.last and ends and max(ends)[0] > row.last:
        last, late = max(ends)
        text = (
            f"“{row.name}” closes “{plan.rows[above].name}” on {day(row.last)}, but “{plan.rows[late].name}” in it "
            f"ends on {day(last)} and is not linked to it."
        )
        yield Hit((row.uid, plan.rows[late].uid), text, (row.last, last))


def circle(plan: Sense) -> Iterator[Hit]:
    """Rows that wait for each other."""
    uids = plan.facts.circle
    if uids:
        known = [plan.rows[plan.position[uid]].name for uid in uids if uid in plan.position]
        told = " → ".join(f"“{name}”" for name in [*known, *known[:1]])
        yield Hit(uids, f"These tasks wait for each other in a circle: {told}.")


def dangling(plan: Sense) -> Iterator[Hit]:
    """Tasks without predecessor and successor."""
    found = [n for n in plan.leaves if plan.rows[n].open and not _waits(plan, n) and not _waited_for(plan, n)]
    found = [n for n in found if not _steady(plan, n)]
    if found and len(plan.leaves) > 1:
        what = "has" if len(found) == 1 else f"({len(found)} tasks) have"
        text = f"{plan.named(found)} {what} neither a predecessor nor a successor."
        yield Hit(_uids(plan, found), text)


def open_start(plan: Sense) -> Iterator[Hit]:
    """Tasks that begin after the plan does and wait for nothing."""
    begin = min((first for n in plan.leaves if (first := plan.rows[n].first)), default=None)
    found = [
        n
        for n in plan.leaves
        if plan.rows[n].open
        and not _waits(plan, n)
        and _waited_for(plan, n)
        and (first := plan.rows[n].first)
        and begin
        and first > begin
        and not _steady(plan, n)
    ]
    if found:
        verb = "waits" if len(found) == 1 else f"({len(found)} tasks) wait"
        yield Hit(_uids(plan, found), f"{plan.named(found)} {verb} for nothing, yet begin after the plan does.")


def open_end(plan: Sense) -> Iterator[Hit]:
    """Tasks for which nothing waits, although the plan goes on."""
    end = max((last for n in plan.leaves if (last := plan.rows[n].last)), default=None)
    found = [
        n
        for n in plan.leaves
        if plan.rows[n].open
        and _waits(plan, n)
        and not _waited_for(plan, n)
        and (last := plan.rows[n].last)
        and end
        and last < end
        and not _steady(plan, n)
    ]
    if found:
        verb = "is" if len(found) == 1 else f"({len(found)} tasks) are"
        yield Hit(_uids(plan, found), f"Nothing waits until {plan.named(found)} {verb} done.")


def _waits(plan: Sense, number: int) -> bool:
    return any(plan.rows[each].links for each in (number, *plan.above(number)))


def _waited_for(plan: Sense, number: int) -> bool:
    return any(plan.followers.get(each) for each in (number, *plan.above(number)))


def _steady(plan: Sense, number: int) -> bool:
    """Work that goes along with the project, such as steering it or helping users, begins and ends with it."""
    told = [plan.rows[each].name for each in (number, *plan.above(number)) if plan.rows[each].level > 0]
    return any(words.has(words.STEADY, name) for name in told) or Theme.SUPPORT in plan.themes[number]


def hard_constraints(plan: Sense) -> Iterator[Hit]:
    """Dates that must be kept, set on a row instead of links."""
    for number in plan.leaves:
        row = plan.rows[number]
        if row.constraint in HARD and row.open and row.constraint_date:
            when = row.constraint_date.date()
            text = f"“{row.name}” {HARD[row.constraint]} {day(when)}, whatever happens before it."
            yield Hit((row.uid,), text, (when,))


def typed_dates(plan: Sense) -> Iterator[Hit]:
    """Dates typed in instead of links."""
    found = [n for n in plan.leaves if plan.rows[n].constraint in TYPED and not _waits(plan, n) and plan.rows[n].open]
    begin = min((first for n in plan.leaves if (first := plan.rows[n].first)), default=None)
    found = [n for n in found if begin and (plan.rows[n].first or begin) > begin]
    if len(found) >= 3 and len(found) >= TYPED_SHARE * len(plan.leaves):
        text = (
            f"{len(found)} of {len(plan.leaves)} tasks start on a typed date and wait for nothing, such as "
            f"{plan.named(found)}: when work before them slips, they stay where they are."
        )
        yield Hit(_uids(plan, found), text)


def leads(plan: Sense) -> Iterator[Hit]:
    """Negative lags, which hide that work overlaps."""
    for row, other, tie in _ties(plan):
        if tie.lag < 0:
            length = round(-tie.lag_seconds / plan.facts.day_seconds, 1)
            much = f"{length:g} days" if tie.lag_seconds else f"{-tie.lag} % of it"
            text = f"“{row.name}” overlaps “{other.name}” by {much} through a negative lag."
            yield Hit((row.uid, other.uid), text, (row.first,) if row.first else ())


def linked_summaries(plan: Sense) -> Iterator[Hit]:
    """Links on summaries."""
    found = {row.uid: row.name for row, _, _ in _ties(plan) if row.summary}
    found |= {other.uid: other.name for _, other, _ in _ties(plan) if other.summary}
    if found:
        what = "has a link of its own" if len(found) == 1 else f"({len(found)} summaries) have links of their own"
        yield Hit(tuple(found), f"{names(list(found.values()))} {what}.")


def _ties(plan: Sense) -> Iterator[tuple[PlanRow, PlanRow, Tie]]:
    for row in plan.rows:
        for tie in row.links:
            number = plan.position.get(tie.predecessor)
            if number is not None and row.active:
                yield row, plan.rows[number], tie


def recalculated(plan: Sense) -> Iterator[Hit]:
    """Stored dates that are not those of a recalculation."""
    found = []
    for number in plan.leaves:
        row, new = plan.rows[number], plan.facts.computed.get(plan.rows[number].uid)
        if new and row.finish and row.start and row.open and not row.manual:
            off = abs((row.finish.date() - new.finish.date()).days)
            if off >= 1:
                found.append((off, number, new.finish.date()))
    if found:
        off, number, when = max(found)
        row = plan.rows[number]
        text = (
            f"{len(found)} of {len(plan.leaves)} tasks are dated otherwise than their links and durations say; most of "
            f"all “{row.name}”: {day(row.last or when)} instead of {day(when)} ({days(off)} apart)."
        )
        yield Hit(tuple(plan.rows[n].uid for _, n, _ in sorted(found, reverse=True)), text, (row.last or when, when))


def _uids(plan: Sense, numbers: list[int]) -> tuple[int, ...]:
    return tuple(plan.rows[n].uid for n in numbers)
