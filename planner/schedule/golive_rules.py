"""Checks of go-lives: after migration and acceptance, on a good day, after a pilot, with help behind them."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from planner.schedule.plan_facts import Hit, Severity
from planner.schedule.plan_go_lives import GoLive
from planner.schedule.plan_sense import Sense
from planner.schedule.plan_words import Theme
from planner.schedule.project_file import Constraint
from planner.schedule.said import day, days
from planner.schedule.season import closes_quarter, in_year_end

FRIDAY = 4
TIME_FOR_FEEDBACK = timedelta(days=14)
SHORT_CARE = 10
"""Working days of help after a go-live below which it is short; two weeks is the least that is usual."""
PROMISED = {Constraint.MUST_FINISH_ON, Constraint.MUST_START_ON, Constraint.FINISH_NO_LATER_THAN}


def before_migration(plan: Sense) -> Iterator[Hit]:
    """A go-live before the data are moved."""
    yield from _too_early(plan, plan.migration, "the data are moved only by")


def before_acceptance(plan: Sense) -> Iterator[Hit]:
    """A go-live before the users have tested and accepted the system."""
    yield from _too_early(plan, plan.acceptance, "the test is finished only by")


def _too_early(plan: Sense, numbers: list[int], what: str) -> Iterator[Hit]:
    for number in numbers:
        row, live = plan.rows[number], plan.go_live_for(number)
        if live and row.last and row.last > live.last and number != live.position:
            text = f"“{live.name}” is on {day(live.first)}, but {what} “{row.name}” on {day(row.last)}."
            yield Hit((live.row.uid, row.uid), text, (live.first, row.last))


def not_waiting(plan: Sense) -> Iterator[Hit]:
    """A go-live that no link makes wait for migration or acceptance."""
    for live in plan.go_lives:
        before = plan.before(live.position)
        for numbers, what in ((plan.migration, "moving the data"), (plan.acceptance, "the acceptance test")):
            mine = [n for n in numbers if (found := plan.go_live_for(n)) and found.position == live.position]
            mine = [n for n in mine if n != live.position]
            if mine and not before.intersection(mine):
                text = (
                    f"“{live.name}” on {day(live.first)} does not wait for {what}: no link leads there from "
                    f"{plan.named(mine)}."
                )
                yield Hit((live.row.uid, *(plan.rows[n].uid for n in mine)), text, (live.first,))


def without_predecessor(plan: Sense) -> Iterator[Hit]:
    """A go-live that waits for nothing."""
    for live in plan.go_lives:
        if not plan.before(live.position) and len(plan.leaves) > 1:
            text = f"“{live.name}” on {day(live.first)} waits for nothing: its date is a wish, not a result."
            yield Hit((live.row.uid,), text, (live.first,))


def no_migration(plan: Sense) -> Iterator[Hit]:
    """A rollout in which nobody moves the data."""
    if plan.go_lives and not any(Theme.MIGRATION in found for found in plan.themes):
        live = plan.go_lives[0]
        text = f"The plan goes live (“{live.name}”, {day(live.first)}) but nowhere moves or imports customer data."
        yield Hit((live.row.uid,), text, (live.first,))


def no_acceptance(plan: Sense) -> Iterator[Hit]:
    """A rollout in which the users test nothing."""
    if plan.go_lives and not any(Theme.ACCEPTANCE in found for found in plan.themes):
        live = plan.go_lives[0]
        text = f"No acceptance test by the users is planned before “{live.name}” on {day(live.first)}."
        yield Hit((live.row.uid,), text, (live.first,))


def bad_day(plan: Sense) -> Iterator[Hit]:
    """A go-live on or before days off, or when everybody is busy or away."""
    for live in plan.go_lives:
        reasons = list(_reasons(plan, live.first))
        if reasons and live.row.open:
            severity = Severity.LOW if all(mild for _, mild in reasons) else None
            told = "; ".join(reason for reason, _ in reasons)
            text = f"“{live.name}” is on {live.first:%A}, {day(live.first)}: {told}."
            yield Hit((live.row.uid,), text, (live.first,), severity)


def _reasons(plan: Sense, when: date) -> Iterator[tuple[str, bool]]:
    off = plan.facts.days_off
    if when in off:
        yield f"a day off ({off[when]})", False
    elif when + timedelta(days=1) in off:
        yield f"the day before a day off ({off[when + timedelta(days=1)]})", False
    if in_year_end(when):
        yield "between 20 December and 6 January people are away and books are closed", False
    elif closes_quarter(when):
        yield "one of the last days of a quarter, when deals and books are closed", False
    if when.month == 8:
        yield "in August, when many are on holiday", True
    if when.weekday() == FRIDAY:
        yield "a Friday, so the first troubles meet nobody until Monday", True
    elif when.weekday() > FRIDAY:
        yield "on a weekend, when users and help are away", True


def no_pilot(plan: Sense) -> Iterator[Hit]:
    """A broad go-live without a pilot before it."""
    broad = [live for live in plan.go_lives if not live.pilot]
    if not broad or any(Theme.PILOT in found for found in plan.themes):
        return
    live, waves = broad[0], len({each.wave for each in broad})
    text = f"“{live.name}” on {day(live.first)} is the first time anybody works with the system: no pilot before it."
    yield Hit((live.row.uid,), text, (live.first,), Severity.LOW if waves > 1 else None)


def no_feedback(plan: Sense) -> Iterator[Hit]:
    """A go-live so soon after the pilot that nothing of it can be put right."""
    broad = [live for live in plan.go_lives if not live.pilot]
    ends = [(last, n) for n in plan.leaves if _pilots(plan, n) and (last := plan.rows[n].last)]
    if not broad or not ends:
        return
    live, (end, number) = broad[0], max(ends)
    pilots = [each for each in plan.go_lives if each.pilot]
    begun = pilots[0].first if pilots else min(plan.rows[n].first or last for last, n in ends)
    if live.first < end or live.first - begun < TIME_FOR_FEEDBACK:
        gap = (live.first - begun).days
        when = f"{days(gap)} after the pilot begins" if gap >= 0 else "before the pilot begins"
        text = (
            f"“{live.name}” on {day(live.first)} comes {when}; “{plan.rows[number].name}” ends on {day(end)}. "
            f"There is no time to put right what the pilot shows."
        )
        yield Hit((live.row.uid, plan.rows[number].uid), text, (live.first, end))


def _pilots(plan: Sense, number: int) -> bool:
    row = plan.rows[number]
    if row.phase_ref:
        return row.phase_ref == "pilot"
    names = [number, *plan.above(number)]
    return any(Theme.PILOT in plan.themes[each] and not plan.prepares(each) for each in names)


def no_support(plan: Sense) -> Iterator[Hit]:
    """A go-live after which nobody helps."""
    for live in plan.go_lives:
        rows = [plan.rows[n] for n in plan.support if plan.wave(n) in {"", live.wave}]
        behind = [row for row in rows if row.last and row.last > live.first]
        if not behind:
            text = f"After “{live.name}” on {day(live.first)} nobody is planned to help the users."
            yield Hit((live.row.uid,), text, (live.first,))


def short_support(plan: Sense) -> Iterator[Hit]:
    """Help that ends within days of the go-live."""
    for live in plan.go_lives:
        rows = [plan.rows[n] for n in plan.support if plan.wave(n) in {"", live.wave}]
        ends = [(row.last, row.uid, row.name) for row in rows if row.last and row.last > live.first]
        if ends and (last := max(ends))[0] - live.first < timedelta(days=SHORT_CARE * 7 // 5 - 2):
            length = (last[0] - live.first).days
            text = f"Help after “{live.name}” ends {days(length)} later, with “{last[2]}” on {day(last[0])}."
            yield Hit((last[1], live.row.uid), text, (live.first, last[0]))


def same_day(plan: Sense) -> Iterator[Hit]:
    """Waves that all go live on one day."""
    lives = plan.go_lives
    if len(lives) > 1 and len({live.first for live in lives}) == 1:
        told = (
            f"All {len(lives)} go-lives, {plan.named(live.position for live in lives)}, are on {day(lives[0].first)}."
        )
        yield Hit(tuple(live.row.uid for live in lives), told, (lives[0].first,))


def too_close(plan: Sense) -> Iterator[Hit]:
    """Waves that follow each other before the first one's lessons are known."""
    lives: list[GoLive] = plan.go_lives
    for one, other in pairwise(lives):
        gap = (other.first - one.first).days
        if one.wave != other.wave and not one.pilot and 0 < gap < TIME_FOR_FEEDBACK.days:
            text = f"“{other.name}” on {day(other.first)} follows “{one.name}” after {days(gap)}."
            yield Hit((other.row.uid, one.row.uid), text, (one.first, other.first))


def critical_path_ends_before(plan: Sense) -> Iterator[Hit]:
    """A last go-live that stands on a day of its own, behind all critical work."""
    lives = {live.row.uid for live in plan.go_lives}
    computed = plan.facts.computed
    work = [found for n in plan.leaves if (uid := plan.rows[n].uid) not in lives and (found := computed.get(uid))]
    ends = [found.finish.date() for found in work]
    critical = [found.finish.date() for found in work if found.critical]
    if not ends or not plan.go_lives or plan.go_lives[-1].row.constraint in PROMISED:
        return
    live = plan.go_lives[-1]
    if max(critical, default=date.min) < live.first and max(ends) < live.first and live.row.open:
        text = (
            f"Nothing that has to be done decides “{live.name}” on {day(live.first)}: the work before it ends on "
            f"{day(max(ends))}, and the critical path does not lead to it."
        )
        yield Hit((live.row.uid,), text, (max(ends), live.first))


def wave_day_differs(plan: Sense) -> Iterator[Hit]:
    """A wave whose promised day is not the day of its go-live in the plan."""
    promised = {str(wave.number): wave for wave in plan.facts.waves if wave.go_live}
    for live in plan.go_lives:
        wave = promised.get(live.wave)
        if wave and wave.go_live and wave.go_live != live.first:
            late = (live.first - wave.go_live).days
            how = f"{days(late)} later" if late > 0 else f"{days(-late)} earlier"
            text = f"{wave.name} is promised for {day(wave.go_live)}; “{live.name}” is {how}, on {day(live.first)}."
            yield Hit((live.row.uid,), text, (wave.go_live, live.first))
