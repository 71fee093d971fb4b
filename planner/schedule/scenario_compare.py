"""Puts a plan and a scenario side by side: go-lives, gates, trained in time, the critical path, and every moved task.

Slips are working days of the plan's calendar; above nothing is later.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from planner.basics.lights import Light
from planner.schedule.plan_facts import SHELF_LIFE_DAYS
from planner.schedule.scenario_chances import END, Chance
from planner.schedule.scenario_picture import Picture


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on both sides; None where a side does not have it. `gone` when the scenario has dropped its row."""

    uid: int
    name: str
    wave: str
    plan: datetime | None
    scenario: datetime | None
    slip: float | None
    gone: bool = False
    before: Chance | None = None
    after: Chance | None = None
    p50_slip: float | None = None
    p80_slip: float | None = None


@dataclass(frozen=True, slots=True)
class Trained:
    """The training before a go-live on one side: its working days, its end, and the working days left until then."""

    days: float
    finish: datetime | None
    margin: float | None
    stale: bool = False

    @property
    def light(self) -> Light:
        """Red when training ends after the go-live, amber without a day between them or when it is stale by then."""
        if self.margin is None:
            return Light.UNKNOWN
        return Light.RED if self.margin < 0 else Light.AMBER if self.margin < 1 or self.stale else Light.GREEN


@dataclass(frozen=True, slots=True)
class TrainedPair:
    """Trained in time or not, for one go-live, on both sides."""

    name: str
    wave: str
    plan: Trained
    scenario: Trained


@dataclass(frozen=True, slots=True)
class Step:
    """A task as the lists of a comparison name it."""

    uid: int
    name: str
    start: datetime | None
    finish: datetime | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A task with other dates; `slip` is of its finish, in working days. Without a side it is new or dropped."""

    uid: int
    name: str
    plan: Step | None
    scenario: Step | None
    slip: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A plan beside a scenario."""

    end: Mark
    go_lives: tuple[Mark, ...]
    gates: tuple[Mark, ...]
    trained: tuple[TrainedPair, ...]
    critical: tuple[Step, ...]
    entering: tuple[Step, ...]
    leaving: tuple[Step, ...]
    moved: tuple[Moved, ...]
    training_days: tuple[float, float] = field(default=(0.0, 0.0))

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.moved or self.entering or self.leaving)

    @property
    def ends(self) -> tuple[Mark, ...]:
        """The go-lives and the end of the plan, whose chances are told."""
        return (*self.go_lives, self.end)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Every date that a picture shows: go-lives, gates, the end."""
        return (*self.go_lives, *self.gates, self.end)


Chances = Mapping[int, Chance]


def compare(plan: Picture, scenario: Picture, before: Chances, after: Chances) -> Comparison:
    """The comparison of two sides; `before` and `after` are the chances of dates by row, and of the end as `END`."""
    mark = _marker(plan, scenario, before, after)
    rows = [row for row in plan.network.activities if plan.about(row.uid).gate_key]
    return Comparison(
        end=_mark(plan, END, "End of the plan", "", (plan.end, scenario.end), (before.get(END), after.get(END))),
        go_lives=tuple(mark(live.row.uid, live.wave) for live in plan.go_lives),
        gates=tuple(mark(row.uid, str(plan.about(row.uid).wave or "")) for row in rows if row.percent < 100),
        trained=tuple(_trained_pairs(plan, scenario)),
        critical=tuple(_steps(scenario, scenario.critical)),
        entering=tuple(_steps(scenario, [uid for uid in scenario.critical if uid not in set(plan.critical)])),
        leaving=tuple(_steps(plan, [uid for uid in plan.critical if uid not in set(scenario.critical)])),
        moved=tuple(sorted(_moved(plan, scenario), key=lambda each: (-abs(each.slip), each.uid))),
        training_days=(_days_of(plan, plan.training), _days_of(scenario, scenario.training)),
    )


def _marker(plan: Picture, scenario: Picture, before: Chances, after: Chances) -> Callable[[int, str], Mark]:
    def mark(uid: int, wave: str) -> Mark:
        dates = plan.finish(uid), scenario.finish(uid)
        gone = uid not in scenario.place
        return _mark(plan, uid, plan.name(uid), wave, dates, (before.get(uid), after.get(uid)), gone=gone)

    return mark


def _mark(
    plan: Picture, uid: int, name: str, wave: str, dates: tuple[datetime | None, datetime | None],
    chances: tuple[Chance | None, Chance | None], *, gone: bool = False,
) -> Mark:  # fmt: skip
    before, after = chances
    return Mark(
        uid, name, wave, *dates, _slip(plan, *dates), gone, before, after,
        _slip(plan, before.p50 if before else None, after.p50 if after else None),
        _slip(plan, before.p80 if before else None, after.p80 if after else None),
    )  # fmt: skip


def _slip(plan: Picture, before: datetime | None, after: datetime | None) -> float | None:
    """Working days from one date to another, to a tenth."""
    return None if before is None or after is None else round(plan.work_between(before, after) / plan.day, 1)


def _trained_pairs(plan: Picture, scenario: Picture) -> Iterable[TrainedPair]:
    for live in plan.go_lives:
        uid = live.row.uid
        yield TrainedPair(live.row.name, live.wave, _trained(plan, uid), _trained(scenario, uid))


def _trained(side: Picture, uid: int) -> Trained:
    rows, live = side.trains_for(uid), side.start(uid)
    last = max((when for row in rows if (when := side.finish(row))), default=None)
    if last is None or live is None:
        return Trained(_days_of(side, rows), last, None)
    margin = round(side.work_between(last, live) / side.day, 1)
    return Trained(_days_of(side, rows), last, margin, live - last > timedelta(days=SHELF_LIFE_DAYS))


def _days_of(side: Picture, rows: Iterable[int]) -> float:
    return round(sum(side.network.activities[side.place[uid]].duration for uid in rows) / side.day, 1)


def _steps(side: Picture, uids: Iterable[int]) -> Iterable[Step]:
    return (_step(side, uid) for uid in uids)


def _step(side: Picture, uid: int) -> Step:
    return Step(uid, side.label(uid), side.start(uid), side.finish(uid))


def _moved(plan: Picture, scenario: Picture) -> Iterable[Moved]:
    old, new = plan.leaves, set(scenario.leaves)
    for uid in old:
        if uid not in new:
            yield Moved(uid, plan.label(uid), _step(plan, uid), None, 0)
            continue
        before, after = _step(plan, uid), _step(scenario, uid)
        if before != after:
            yield Moved(uid, before.name, before, after, _slip(plan, before.finish, after.finish) or 0)
    for uid in sorted(new - set(old)):
        yield Moved(uid, scenario.label(uid), None, _step(scenario, uid), 0)


def span(marks: Iterable[Mark]) -> tuple[datetime, datetime] | None:
    """The first and the last date of some marks, on either side; None where they have none."""
    dates: list[datetime] = [when for mark in marks for when in (mark.plan, mark.scenario) if when is not None]
    return (min(dates), max(dates)) if dates else None


def slip_words(slip: float | None) -> str:
    """A slip in words: the same day, 3 working days later, 1.5 working days earlier."""
    if slip is None:
        return "–"
    if not slip:
        return "the same day"
    number = f"{abs(slip):g}"
    return f"{number} working {'day' if abs(slip) == 1 else 'days'} {'later' if slip > 0 else 'earlier'}"
