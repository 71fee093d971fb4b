"""What a stored plan knows for a simulation: estimates, teams, planned gaps, and the dates worth judging."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zlib import crc32

from planner.schedule.project_file import ImportedPlan, ImportedTask
from planner.schedule.risk import Asked
from planner.schedule.risk_model import Known, Model
from planner.schedule.states import Kind
from planner.schedule.three_point import Estimate, problem_of

END = -1
"""The key of the end of the whole plan; rows of the plan have their place as key, waves come below."""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One row of a stored plan, in the order of the plan. Estimates are working days; None: nobody gave one."""

    id: int
    name: str
    kind: Kind
    wave: int | None
    percent: int
    start: datetime | None
    finish: datetime | None
    optimistic: int | None
    likely: int | None
    pessimistic: int | None
    role_ref: str
    owner_id: int | None
    gate_key: str

    @property
    def estimate(self) -> Estimate | None:
        """The three-point estimate in days; None where it is missing, empty or out of order."""
        if self.optimistic is None or self.likely is None or not self.pessimistic:
            return None
        found = Estimate(self.optimistic, self.likely, self.pessimistic)
        return None if problem_of(found) else found

    @property
    def open_milestone(self) -> bool:
        """Whether the row is a milestone still to be reached."""
        return self.kind is Kind.MILESTONE and self.percent < 100


def known_of(rows: Sequence[RiskRow], day: timedelta, today: date) -> Known:
    """What the rows add to the network. People of one role share luck; without a role, tasks of one owner do."""
    seconds = day // timedelta(seconds=1)
    estimates, planned, teams = {}, {}, {}
    for place, row in enumerate(rows):
        if row.kind is Kind.SUMMARY:
            continue
        if row.kind is Kind.TASK and (days := row.estimate):
            values = (days.optimistic, days.likely, days.pessimistic)
            estimates[place] = Estimate(*(value * seconds for value in values))
        if row.start and not row.percent:
            planned[place] = row.start
        if row.role_ref or row.owner_id:
            teams[place] = crc32(row.role_ref.encode()) if row.role_ref else 2**32 + (row.owner_id or 0)
    return Known(estimates, planned, teams, datetime.combine(today, datetime.min.time()))


def as_done(plan: ImportedPlan) -> ImportedPlan:
    """The plan with its progress made plain: work under way has begun on its first day, done work ended on its last."""
    return replace(plan, tasks=tuple(_as_done(task) for task in plan.tasks))


def _as_done(task: ImportedTask) -> ImportedTask:
    if not task.percent or task.summary:
        return replace(task, actual_start=None, actual_finish=None)
    finished = task.actual_finish or task.finish if task.percent >= 100 else None
    return replace(task, actual_start=task.actual_start or task.start, actual_finish=finished)


def default_target(rows: Sequence[RiskRow]) -> int:
    """The date the page opens with: the last open milestone that speaks of going live, else the end of the plan."""
    return _last_live(rows, milestones(rows))


def promises(rows: Sequence[RiskRow], promised: Mapping[int, date]) -> dict[int, int]:
    """For each wave with a promised go-live the milestone that says that it is live, where there is one."""
    found = {}
    for wave in sorted(promised):
        place = _last_live(rows, [place for place, row in enumerate(rows) if row.wave == wave])
        if place != END:
            found[wave] = place
    return found


def _last_live(rows: Sequence[RiskRow], places: Sequence[int]) -> int:
    live = [place for place in places if rows[place].open_milestone and "live" in rows[place].name.casefold().split()]
    dated = [(finish, place) for place in live if (finish := rows[place].finish)]
    return max(dated)[1] if dated else END


def milestones(rows: Sequence[RiskRow]) -> list[int]:
    """Places of the milestones to judge: the open ones; where a call leads straight into its gate, only the gate."""
    return [
        place for place, row in enumerate(rows) if row.open_milestone and not _call(row, rows[place + 1 : place + 2])
    ]


def _call(row: RiskRow, following: Sequence[RiskRow]) -> bool:
    return any(gate.gate_key and not row.gate_key and gate.finish == row.finish for gate in following)


def questions(rows: Sequence[RiskRow], model: Model, promised: Mapping[int, date]) -> list[Asked]:
    """The milestones, the promised go-lives, the end of each wave that is not over, and the end of the plan.

    `promised` is the first day on which the units of a wave shall work with the system; the wave has to be live before.
    """
    asked = [Asked(place, model.place[place], rows[place].finish) for place in milestones(rows) if place in model.place]
    for wave, place in promises(rows, promised).items():
        morning = datetime.combine(promised[wave], datetime.min.time())
        asked.append(Asked(promise_key(wave), model.place[place], morning))
    for wave in open_waves(rows):
        inside = [place for place, row in enumerate(rows) if row.wave == wave]
        asked.append(Asked(wave_key(wave), model.collect(inside), _latest(rows, inside)))
    everything = [place for place, row in enumerate(rows) if row.kind is not Kind.SUMMARY]
    asked.append(Asked(END, model.collect(everything), _latest(rows, everything)))
    return asked


def open_waves(rows: Sequence[RiskRow]) -> list[int]:
    """The waves with work still to do."""
    return sorted(
        {row.wave for row in rows if row.wave is not None and row.kind is not Kind.SUMMARY and row.percent < 100}
    )


def wave_key(wave: int) -> int:
    """The key of a wave's end: wave 2 is -102."""
    return -100 - wave


def promise_key(wave: int) -> int:
    """The key of a wave's promised go-live: that of wave 2 is -10002."""
    return -10_000 - wave


def _latest(rows: Sequence[RiskRow], places: Sequence[int]) -> datetime | None:
    return max((finish for place in places if (finish := rows[place].finish)), default=None)
