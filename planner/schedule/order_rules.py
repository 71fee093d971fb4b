"""Checks of the order of a rollout: decide before going live, teach the teachers first, clean before moving data."""

from collections.abc import Iterator
from datetime import date

from planner.schedule import plan_words as words
from planner.schedule.plan_facts import Hit
from planner.schedule.plan_go_lives import GoLive
from planner.schedule.plan_sense import Sense
from planner.schedule.plan_words import Theme
from planner.schedule.said import day

LEAST_ROWS = 8
"""Rows of work below which a plan is a part of one, and need not go live."""


def no_go_live(plan: Sense) -> Iterator[Hit]:
    """A whole plan in which nothing goes live."""
    work = [plan.rows[n] for n in plan.leaves]
    if plan.go_lives or len(work) < LEAST_ROWS or any(row.phase_ref for row in work) or _speaks_of_it(plan):
        return
    last = max(work, key=lambda row: (row.last or date.min, row.uid))
    when = f" on {day(last.last)}" if last.last else ""
    text = f"Nothing in the plan is a go-live; it ends{when} with “{last.name}”."
    yield Hit((last.uid,), text, (last.last,) if last.last else ())


def _speaks_of_it(plan: Sense) -> bool:
    """Whether a go-live is there without a date; that is told elsewhere."""
    return any(Theme.GO_LIVE in plan.themes[n] and words.is_live_itself(plan.rows[n].name) for n in plan.leaves)


def decision_after(plan: Sense) -> Iterator[Hit]:
    """A decision whether to go live that comes after going live."""
    for number in plan.leaves:
        row = plan.rows[number]
        if row.phase_ref or not row.open or not words.has(words.DECIDING, row.name) or row.first is None:
            continue
        live = _decided(plan, number)
        after = live is not None and (row.first > live.first or live.position in plan.before(number))
        if live and after and live.position != number:
            text = f"“{row.name}” is on {day(row.first)}, after “{live.name}” on {day(live.first)} that it decides on."
            yield Hit((row.uid, live.row.uid), text, (row.first, live.first))


def _decided(plan: Sense, number: int) -> GoLive | None:
    """The go-live that a decision is about: that of its own wave or part; with several to choose from, none."""
    wave = plan.wave(number)
    if not wave and len(plan.go_lives) > 1 and not any(live.position in _near(plan, number) for live in plan.go_lives):
        return None
    return plan.go_live_for(number)


def _near(plan: Sense, number: int) -> set[int]:
    above = plan.parent_of[number]
    return set(plan.inside[above]) if above is not None else set()


def teachers_too_late(plan: Sense) -> Iterator[Hit]:
    """Trainers or key users who learn after the first users are taught."""
    teachers = [n for n in plan.training if words.has(words.TEACHERS, plan.rows[n].name) and plan.rows[n].open]
    for number in teachers:
        row, wave = plan.rows[number], plan.wave(number)
        taught = [(first, n) for n in plan.user_training if plan.wave(n) == wave and (first := plan.rows[n].first)]
        if row.last and taught and min(taught)[0] < row.last and min(taught)[0] <= (row.first or row.last):
            first, other = min(taught)
            text = (
                f"“{row.name}” ends on {day(row.last)}, but “{plan.rows[other].name}” begins on {day(first)}: "
                f"those who teach have to learn first."
            )
            yield Hit((row.uid, plan.rows[other].uid), text, (row.last, first))


def tested_too_early(plan: Sense) -> Iterator[Hit]:
    """An acceptance test that begins before what it tests is built."""
    built = [(last, n) for n in plan.about(Theme.BUILD) if (last := plan.rows[n].last) and _is_built(plan, n)]
    for number in plan.acceptance:
        row, wave = plan.rows[number], plan.wave(number)
        if row.phase_ref or row.milestone or not row.open or row.first is None:
            continue
        if Theme.ACCEPTANCE not in plan.themes[number]:
            continue
        others = [(last, n) for last, n in built if plan.wave(n) in {"", wave} and n != number and last > row.first]
        others = [(last, n) for last, n in others if number not in plan.before(n)]
        if others:
            last, other = max(others)
            text = (
                f"“{row.name}” begins on {day(row.first)}, but “{plan.rows[other].name}” is finished only on "
                f"{day(last)}: users would test a system that is not there yet."
            )
            yield Hit((row.uid, plan.rows[other].uid), text, (row.first, last))


def _is_built(plan: Sense, number: int) -> bool:
    """Building before any go-live; work on what a test or a pilot showed is another matter."""
    row = plan.rows[number]
    first_live = plan.go_lives[0].first if plan.go_lives else date.max
    quiet = plan.themes[number] & {Theme.FEEDBACK, Theme.SUPPORT, Theme.TEST, Theme.ACCEPTANCE, Theme.TRAINING}
    return not row.milestone and not quiet and row.first is not None and row.first < first_live


def old_system_off_too_early(plan: Sense) -> Iterator[Hit]:
    """The old system is switched off before people work with the new one."""
    for number in plan.leaves:
        row = plan.rows[number]
        if row.phase_ref or not row.open or not words.has(words.OLD_SYSTEM_OFF, row.name) or row.first is None:
            continue
        live = plan.go_live_for(number)
        if live and row.first < live.first and not words.prepares(row.name) and live.position != number:
            text = f"“{row.name}” begins on {day(row.first)}, before “{live.name}” on {day(live.first)}."
            yield Hit((row.uid, live.row.uid), text, (row.first, live.first))


def cleaned_too_late(plan: Sense) -> Iterator[Hit]:
    """Data that are cleaned only after they were moved."""
    for number in plan.about(Theme.CLEANING):
        row = plan.rows[number]
        moved = [(last, n) for n in plan.migration if plan.wave(n) == plan.wave(number) and (last := plan.rows[n].last)]
        if row.phase_ref or not row.open or not moved or not row.first or plan.afterwards(number):
            continue
        last, other = max(moved)
        if row.first > last:
            text = (
                f"“{row.name}” begins on {day(row.first)}, after the data are moved (“{plan.rows[other].name}”, "
                f"{day(last)})."
            )
            yield Hit((row.uid, plan.rows[other].uid), text, (row.first, last))
