"""Makes a scheduled plan ready for simulation: who waits for whom, what is still uncertain, and from when on.

Time is counted in working seconds of the plan's calendar. A task with another calendar, or in elapsed time, is taken
with the working time of the plan that it spans today. What is done is certain, and what a summary dated by hand
promises; of work under way only the rest is open.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from planner.schedule.calendars import CalendarError
from planner.schedule.compiled import FROM_START, HARD, TO_FINISH, Compiled, Node, Place
from planner.schedule.compiled import Tie as PlanTie
from planner.schedule.critical_path import Scheduler
from planner.schedule.forward_pass import Forward
from planner.schedule.network import Activity as Task
from planner.schedule.network import Network, NetworkError
from planner.schedule.project_file import Constraint
from planner.schedule.simulation import Activity, SimulationRefusedError, Tie
from planner.schedule.three_point import Estimate
from planner.schedule.working_time import WorkingTime, instant

SPREAD = (0.8, 1.0, 1.5)
"""Optimistic, likely and pessimistic as shares of the planned duration where nobody gave an estimate.

An assumption of this product, skewed to the late side as delays are; replace it by estimates of your own.
"""
NOTHING = Estimate.fixed(0)
REFUSALS = (NetworkError, CalendarError, SimulationRefusedError)
"""What making and simulating a model may raise; each says in words why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a plan besides its network, by row (its place in the network).

    `estimates` are in seconds of the task's own working time; `planned` are starts that the plan keeps on purpose even
    where the links would allow an earlier one; `teams` share luck; nothing that is open happens before `now`.
    """

    estimates: Mapping[int, Estimate] = field(default_factory=dict)
    planned: Mapping[int, datetime] = field(default_factory=dict)
    teams: Mapping[int, int] = field(default_factory=dict)
    now: datetime | None = None


@dataclass(slots=True)
class Model:
    """Activities in the order of work, where each row of the plan stands among them, and the axis of time.

    A position on the axis is working seconds since the plan began; `guessed` counts rows with the usual spread.
    """

    activities: list[Activity]
    place: dict[int, int]
    time: WorkingTime
    origin: int
    guessed: int = 0

    def at(self, moment: datetime) -> int:
        """The position of a date and time."""
        return self.time.work_at(instant(moment)) - self.origin

    def collect(self, rows: Iterable[int]) -> int:
        """Add a point that is reached when all these rows are finished, and tell its place."""
        ties = tuple(Tie(self.place[row]) for row in rows if row in self.place)
        self.activities.append(Activity(NOTHING, ties, key=len(self.activities)))
        return len(self.activities) - 1


def model_of(network: Network, known: Known) -> Model:
    """The model of a plan. Raises what scheduling raises: `CycleError`, `NetworkError`, `CalendarError`."""
    scheduler = Scheduler(network)
    start = scheduler.plan.start
    if network.from_finish:
        dates = scheduler.run().start
        start = int(min(dates[row] for row in scheduler.plan.node_of))
    forward = Forward(scheduler.plan)
    forward.run(start)
    maker = _Maker(scheduler.plan, forward, start, known)
    maker.put_late(scheduler)
    for index in scheduler.plan.order:
        maker.take(index)
    return maker.model


class _Maker:
    """Takes the nodes of a scheduled plan one by one, in the order of work."""

    def __init__(self, plan: Compiled, forward: Forward, start: int, known: Known) -> None:
        self.plan, self.forward, self.known = plan, forward, known
        self.model = Model([], {}, plan.project, plan.project.work_at(start))
        self.now = self.model.at(known.now) if known.now else None
        status = plan.network.unfinished_from
        self.status = self.model.at(status) if status else None
        self.late: dict[int, int] = {}
        self.place_of: dict[int, int] = {}
        self.spans: list[tuple[int, int]] = []

    def put_late(self, scheduler: Scheduler) -> None:
        """Where work that is done as late as possible is planned: it does not begin before, in any run."""
        rows = [
            node.position
            for node in self.plan.nodes
            if node.activity and node.activity.constraint is Constraint.AS_LATE_AS_POSSIBLE
        ]
        if rows:
            found = scheduler.run()
            self.late = {row: self.model.at(when) for row in rows if (when := found.starts(row))}

    def take(self, index: int) -> None:
        node = self.plan.nodes[index]
        begin = self.forward.work[index] - self.model.origin
        length = self.forward.work[self.forward.size + index] - self.forward.work[index]
        task = node.activity
        if task is None:
            made = self._point(node, begin)
        elif task.actual_finish is not None or task.percent >= 100 or node.place is Place.FRAME:
            made = Activity(Estimate.fixed(length), floor=begin)
        elif task.actual_start is not None or task.percent > 0 or task.manual:
            made = self._begun(node, begin, length)
        else:
            made = self._waiting(node, task, begin, length)
        self._add(index, made, length)
        if node.place is Place.TASK:
            self.model.place[node.position] = self.place_of[index]

    def _add(self, index: int, made: Activity, length: int) -> None:
        start = self._allowed(made, length)
        self.place_of[index] = len(self.model.activities)
        self.spans.append((start, start + length))
        self.model.activities.append(made)

    def _allowed(self, made: Activity, length: int) -> int:
        """When the plan's own durations let an activity start."""
        slots = [
            self.spans[tie.before][0 if tie.from_start else 1] + tie.lag - (length if tie.to_finish else 0)
            for tie in made.ties
        ]
        return max([made.floor, *slots])

    def _point(self, node: Node, begin: int) -> Activity:
        """The begin or end of a summary. Its first start follows the task that is first today."""
        ties = [self._tie(tie, node, 0) for tie in node.ins]
        if node.place is Place.FIRST:
            return Activity(NOTHING, tuple(tie for tie in ties if self.spans[tie.before][0] <= begin)[:1])
        floor = 0 if node.not_before is None else self.plan.project.work_at(node.not_before) - self.model.origin
        return Activity(NOTHING, tuple(ties), max(floor, 0))

    def _begun(self, node: Node, begin: int, length: int) -> Activity:
        """Work under way: what is done stays, the rest is open and goes on from now. Manual tasks keep their start."""
        clock = node.clock
        share = clock.rest / clock.duration if clock.duration else 0.0
        length, whole = self._unbroken(node, begin, length), length
        done = whole - round(length * share)
        if self.now is not None and share:
            done = max(done, self.now - begin)
        rest = self._estimate(node, length)
        values = (rest.optimistic, rest.likely, rest.pessimistic)
        return self._named(node, Estimate(*(round(done + share * value) for value in values)), (), begin)

    def _unbroken(self, node: Node, begin: int, length: int) -> int:
        """The length of work under way without the time between what is done and what goes on later."""
        if node.activity is None or node.activity.actual_finish is not None or node.activity.manual:
            return length
        start = self.plan.project.start_at(begin + self.model.origin)
        found = self.plan.project.work_at(node.clock.finish(start)) - begin - self.model.origin
        return min(found, length) if found > 0 else length

    def _waiting(self, node: Node, task: Task, begin: int, length: int) -> Activity:
        """Work that has not begun: it follows its links, its constraint, its planned gap, and today."""
        ties = [self._tie(tie, node, length) for tie in node.ins]
        if node.special and ties and task.constraint_date is None:
            ties = self._later(ties, begin, length)
        floor = 0
        if task.constraint_date is not None and task.constraint in _FLOORS:
            date = self.plan.project.work_at(instant(task.constraint_date)) - self.model.origin
            if task.constraint in _BY_FINISH:
                ties.append(self._milestone(date))
            else:
                floor = date if not ties else max(date, 0)
        made = self._named(node, self._estimate(node, length), tuple(ties), floor)
        planned = self.known.planned.get(node.position)
        if planned is not None and (gap := self.model.at(planned)) > self._allowed(made, length):
            floor = gap
        floor = max(
            [floor, *(each for each in (self.now, self.status, self.late.get(node.position)) if each is not None)]
        )
        return made if floor == made.floor else Activity(made.estimate, made.ties, floor, made.key, made.team)

    def _later(self, ties: list[Tie], begin: int, length: int) -> list[Tie]:
        """Count a delay, or the wait for the next shift of another calendar, to the lags."""
        extra = begin - self._allowed(Activity(NOTHING, tuple(ties)), length)
        if extra <= 0 or (self.status is not None and begin <= self.status):
            return ties
        return [Tie(tie.before, tie.lag + extra, tie.from_start, tie.to_finish) for tie in ties]

    def _milestone(self, date: int) -> Tie:
        """A fixed day, for work that may not be finished before it."""
        self.model.activities.append(Activity(NOTHING, floor=date))
        self.spans.append((date, date))
        return Tie(len(self.model.activities) - 1, to_finish=True)

    def _named(self, node: Node, estimate: Estimate, ties: tuple[Tie, ...], floor: int) -> Activity:
        uid = node.activity.uid if node.activity else 0
        return Activity(estimate, ties, floor, max(uid, 0), self.known.teams.get(node.position))

    def _tie(self, tie: PlanTie, node: Node, length: int) -> Tie:
        """A link in working seconds of the plan; elapsed lags and other calendars as they work out today."""
        from_start, to_finish = tie.type in FROM_START, tie.type in TO_FINISH
        lag = tie.lag
        if node.special:
            slot = self.forward.work[tie.before + (0 if from_start else self.forward.size)]
            allowed = self.plan.project.work_at(self.forward.allowed(tie, node.clock))
            lag = allowed + (length if to_finish else 0) - slot
        return Tie(self.place_of[tie.before], lag, from_start, to_finish)

    def _estimate(self, node: Node, length: int) -> Estimate:
        """The estimate of a row in working seconds of the plan."""
        given = self.known.estimates.get(node.position)
        if given is None:
            self.model.guessed += bool(length)
            return Estimate(*(round(length * share) for share in SPREAD))
        factor = length / node.clock.duration if node.clock.duration else 1.0
        values = given.optimistic * factor, given.likely * factor, given.pessimistic * factor
        return Estimate(*(round(value) for value in values))


_FLOORS = HARD | {Constraint.START_NO_EARLIER_THAN, Constraint.FINISH_NO_EARLIER_THAN}
_BY_FINISH = frozenset({Constraint.MUST_FINISH_ON, Constraint.FINISH_NO_EARLIER_THAN})
