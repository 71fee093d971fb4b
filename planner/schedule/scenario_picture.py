"""One side of a comparison: a plan as it is, or as a scenario would have it, with the dates and meaning of its rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from planner.schedule.critical_path import Schedule, Scheduler
from planner.schedule.network import Network
from planner.schedule.outline import parents, with_children
from planner.schedule.plan_facts import PlanFacts, PlanRow, Tie
from planner.schedule.plan_go_lives import GoLive
from planner.schedule.plan_sense import Sense
from planner.schedule.states import Kind
from planner.schedule.working_time import WorkingTime, instant


@dataclass(frozen=True, slots=True)
class Meta:
    """What a stored row knows besides the schedule. `undated` rows have no dates that anybody meant."""

    id: int
    phase_ref: str = ""
    task_ref: str = ""
    gate_key: str = ""
    wave: int | None = None
    undated: bool = False


NOTHING = Meta(0)


class Picture:
    """A network with its dates by row number (UID); what is asked for is worked out once."""

    def __init__(self, network: Network, meta: Mapping[int, Meta], day: int) -> None:
        """Schedule the plan; raises what scheduling raises. `day` is the seconds of a working day."""
        self.network, self.meta, self.day = network, meta, day
        scheduler = Scheduler(network)
        self.time: WorkingTime = scheduler.plan.project
        self.schedule: Schedule = scheduler.run()
        self.place = {row.uid: number for number, row in enumerate(network.activities)}
        self.summaries = with_children(parents(row.level for row in network.activities))

    def about(self, uid: int) -> Meta:
        """What is stored of a row; a row that a scenario added has nothing."""
        return self.meta.get(uid, NOTHING)

    def name(self, uid: int) -> str:
        """The name of a row."""
        return self.network.activities[self.place[uid]].name

    @cached_property
    def _waves(self) -> bool:
        return len({meta.wave for meta in self.meta.values() if meta.wave is not None}) > 1

    def label(self, uid: int) -> str:
        """The name of a row, with its wave where the plan has several."""
        wave = self.about(uid).wave
        return f"{self.name(uid)}, wave {wave}" if wave is not None and self._waves else self.name(uid)

    def start(self, uid: int) -> datetime | None:
        """When a row starts; None where it is not there or has no dates."""
        return self.schedule.starts(self.place[uid]) if self._dated(uid) else None

    def finish(self, uid: int) -> datetime | None:
        """When a row is finished; None where it is not there or has no dates."""
        return self.schedule.finishes(self.place[uid]) if self._dated(uid) else None

    def _dated(self, uid: int) -> bool:
        return uid in self.place and not self.about(uid).undated

    @property
    def leaves(self) -> list[int]:
        """The numbers of the rows that are work or milestones."""
        rows = self.network.activities
        return [row.uid for place, row in enumerate(rows) if place not in self.summaries and row.active]

    @property
    def end(self) -> datetime | None:
        """The last finish of all."""
        return max((when for uid in self.leaves if (when := self.finish(uid))), default=None)

    @cached_property
    def critical(self) -> list[int]:
        """The open tasks without slack, in the order of their dates."""
        found = [uid for uid in self.leaves if self.schedule.critical[self.place[uid]] and self._dated(uid)]
        return sorted(found, key=lambda uid: (int(self.schedule.start[self.place[uid]]), self.place[uid]))

    @cached_property
    def sense(self) -> Sense:
        """What the rows mean: which are go-lives, which train."""
        return Sense(PlanFacts(rows=tuple(self._rows()), day_seconds=self.day))

    @property
    def go_lives(self) -> list[GoLive]:
        """The go-lives in the order of their days."""
        return self.sense.go_lives

    @cached_property
    def training(self) -> list[int]:
        """The numbers of the rows in which future users are trained before they go live."""
        return [self.sense.rows[position].uid for position in self._training]

    @cached_property
    def _training(self) -> list[int]:
        return [position for position in self.sense.user_training if self.sense.rows[position].seconds]

    def trains_for(self, uid: int) -> list[int]:
        """The training rows that a go-live needs."""
        found = []
        for position in self._training:
            live = self.sense.go_live_for(position)
            if live is not None and live.row.uid == uid:
                found.append(self.sense.rows[position].uid)
        return found

    def work_between(self, first: datetime, last: datetime) -> int:
        """Working seconds from one moment to another; below nothing when the second comes first."""
        return self.time.between(instant(first), instant(last))

    def _rows(self) -> Iterable[PlanRow]:
        for place, row in enumerate(self.network.activities):
            about = self.about(row.uid)
            milestone = row.milestone or not row.duration
            yield PlanRow(
                uid=row.uid,
                name=row.name,
                level=row.level,
                kind=Kind.SUMMARY if place in self.summaries else Kind.MILESTONE if milestone else Kind.TASK,
                start=self.start(row.uid),
                finish=self.finish(row.uid),
                seconds=row.duration,
                percent=row.percent,
                active=row.active,
                phase_ref=about.phase_ref,
                task_ref=about.task_ref,
                gate_key=about.gate_key,
                wave=about.wave,
                links=tuple(Tie(tie.predecessor, tie.type, tie.lag, tie.lag_kind) for tie in row.links),
            )
