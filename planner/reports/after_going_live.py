"""What the plan holds for the time after going live: by part of the plan, how much is done and what comes next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from planner.schedule.states import Kind, TaskFacts


@dataclass(frozen=True, slots=True)
class Part:
    """The work of one phase, of one wave or of all (None), that begins on or after the day it goes live.

    `ahead` is the first task that is not done; None when all are. `unowned` counts open ones that nobody looks after.
    """

    phase_ref: str
    wave: int | None
    done: int
    tasks: int
    unowned: int
    first: date
    last: date
    ahead: TaskFacts | None


def parts_after(rows: Iterable[TaskFacts], go_lives: Mapping[int, date]) -> tuple[Part, ...]:
    """The parts in the order of the plan. `go_lives` are the days of the waves by number.

    What belongs to no wave counts from the last of these days on. Without any day nothing can be told apart, and the
    answer is empty. A wave that goes live on 24 January with care from 25 January gives one part of care; its
    rehearsal of 20 January is not in it.
    """
    if not go_lives:
        return ()
    found: dict[tuple[str, int | None], list[TaskFacts]] = {}
    for row in rows:
        since = go_lives.get(row.wave) if row.wave is not None else max(go_lives.values())
        if row.kind is Kind.TASK and since is not None and row.first_day is not None and row.first_day >= since:
            found.setdefault((row.phase_ref, row.wave), []).append(row)
    return tuple(_part(*place, some) for place, some in found.items())


def _part(phase_ref: str, wave: int | None, rows: list[TaskFacts]) -> Part:
    days = [(row.first_day, row.last_day or row.first_day, row.position, row) for row in rows if row.first_day]
    ahead = [row for first, _, _, row in sorted(days, key=lambda each: (each[0], each[2])) if row.open_work]
    return Part(
        phase_ref,
        wave,
        sum(not row.open_work for row in rows),
        len(rows),
        sum(row.unowned for row in rows),
        min(first for first, *_ in days),
        max(last for _, last, *_ in days if last),
        ahead[0] if ahead else None,
    )
