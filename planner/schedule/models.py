"""Plans with their tasks and links, and the gates with their decisions, as they are stored."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.schedule.gates import Decision, GateState
from planner.schedule.holding import Place
from planner.schedule.project_file import Constraint, LagKind, LinkType
from planner.schedule.states import Kind, PlanSource, TaskFacts

LocalTime = DateTime(timezone=False)
"""A date and time as a plan stores it: local, without a zone."""


class Plan(Base):
    """One version of the plan of a rollout; the highest number is the one in use, the others stay readable."""

    __tablename__ = "plan"
    __personal__ = Personal("Plans you imported", "To know who brought them in", on_erasure=OnErasure.DETACH)
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    __unaudited__ = frozenset({"calendars", "resources", "assignments", "warnings"})  # kept whole, never changed
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    source: Mapped[PlanSource]
    title: Mapped[str] = mapped_column(String(512), default="")
    file_name: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64))
    minutes_per_day: Mapped[int] = mapped_column(default=480)
    calendar_uid: Mapped[int | None]
    start: Mapped[datetime | None] = mapped_column(LocalTime)
    finish: Mapped[datetime | None] = mapped_column(LocalTime)
    from_finish: Mapped[bool] = mapped_column(default=False)
    honor_constraints: Mapped[bool] = mapped_column(default=True)
    critical_limit_days: Mapped[int] = mapped_column(default=0)
    multiple_critical_paths: Mapped[bool] = mapped_column(default=False)
    status_date: Mapped[datetime | None] = mapped_column(LocalTime)
    reschedules: Mapped[bool] = mapped_column(default=False)
    task_count: Mapped[int]
    link_count: Mapped[int]
    imported_at: Mapped[datetime]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    warnings: Mapped[list[Any]] = mapped_column(default=list, deferred=True)
    calendars: Mapped[str] = mapped_column(Text, default="[]", deferred=True)
    resources: Mapped[str] = mapped_column(Text, default="[]", deferred=True)
    assignments: Mapped[str] = mapped_column(Text, default="[]", deferred=True)

    @property
    def day(self) -> timedelta:
        """How much working time one day of this plan has."""
        return timedelta(minutes=self.minutes_per_day)


class PlanTask(Versioned, Base):
    """One row of a plan. Durations and slack are seconds of working time, or of clock time when `elapsed`."""

    __tablename__ = "plan_task"
    __personal__ = Personal("Tasks you own", "So that every task has somebody who does it", on_erasure=OnErasure.DETACH)
    __table_args__ = (UniqueConstraint("plan_id", "uid"), Index("ix_plan_task_plan_position", "plan_id", "position"))
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    position: Mapped[int]
    uid: Mapped[int]
    row: Mapped[int]
    outline_level: Mapped[int]
    wbs: Mapped[str] = mapped_column(String(255), default="")
    name: Mapped[str] = mapped_column(String(512))
    kind: Mapped[Kind]
    phase_ref: Mapped[str] = mapped_column(String(80), default="")
    stage_ref: Mapped[str] = mapped_column(String(80), default="")
    task_ref: Mapped[str] = mapped_column(String(80), default="")
    gate_key: Mapped[str] = mapped_column(String(100), default="")
    wave: Mapped[int | None]
    duration_seconds: Mapped[int | None] = mapped_column(BigInteger)
    elapsed: Mapped[bool] = mapped_column(default=False)
    estimated: Mapped[bool] = mapped_column(default=False)
    optimistic_days: Mapped[int | None]
    likely_days: Mapped[int | None]
    pessimistic_days: Mapped[int | None]
    start: Mapped[datetime | None] = mapped_column(LocalTime)
    finish: Mapped[datetime | None] = mapped_column(LocalTime)
    actual_start: Mapped[datetime | None] = mapped_column(LocalTime)
    actual_finish: Mapped[datetime | None] = mapped_column(LocalTime)
    percent: Mapped[int] = mapped_column(default=0)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    role_ref: Mapped[str] = mapped_column(String(80), default="")
    manual: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    calendar_uid: Mapped[int | None]
    constraint: Mapped[Constraint] = mapped_column(default=Constraint.AS_SOON_AS_POSSIBLE)
    constraint_date: Mapped[datetime | None] = mapped_column(LocalTime)
    deadline: Mapped[datetime | None] = mapped_column(LocalTime)
    own_calendar_only: Mapped[bool] = mapped_column(default=False)
    fixed_duration: Mapped[bool] = mapped_column(default=False)
    remaining_seconds: Mapped[int | None] = mapped_column(BigInteger)
    resume: Mapped[datetime | None] = mapped_column(LocalTime)
    delay_seconds: Mapped[int] = mapped_column(BigInteger, default=0)
    delay_elapsed: Mapped[bool] = mapped_column(default=True)
    slack_seconds: Mapped[int | None] = mapped_column(BigInteger)
    free_slack_seconds: Mapped[int | None] = mapped_column(BigInteger)
    late_finish: Mapped[datetime | None] = mapped_column(LocalTime)
    critical: Mapped[bool | None]
    load_percent: Mapped[int] = mapped_column(default=100, server_default="100")
    baselines: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")

    @property
    def duration(self) -> timedelta | None:
        """The duration; None where the plan does not know it."""
        return None if self.duration_seconds is None else timedelta(seconds=self.duration_seconds)

    @property
    def facts(self) -> TaskFacts:
        """The row as the rules see it."""
        return TaskFacts(
            id=self.id,
            position=self.position,
            row=self.row,
            uid=self.uid,
            name=self.name,
            outline_level=self.outline_level,
            kind=self.kind,
            wbs=self.wbs,
            phase_ref=self.phase_ref,
            wave=self.wave,
            start=self.start,
            finish=self.finish,
            duration=self.duration,
            elapsed=self.elapsed,
            percent=self.percent,
            owner_id=self.owner_id,
            critical=self.critical,
            manual=self.manual,
            task_ref=self.task_ref,
            has_note=bool(self.note),
            gate_key=self.gate_key,
            version=self.version,
            slack=None if self.slack_seconds is None else timedelta(seconds=self.slack_seconds),
            late_finish=self.late_finish,
        )

    @property
    def place(self) -> Place:
        """Where it stands between the gates."""
        return Place(self.phase_ref, self.wave, self.gate_key)

    @property
    def begun(self) -> bool:
        """Whether work on it has begun."""
        return self.percent > 0 or self.actual_start is not None or self.actual_finish is not None


class PlanLink(Base):
    """One task waits for another. `lag` is tenths of a minute, or whole percent for the two percentage kinds."""

    __tablename__ = "plan_link"
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("plan_task.id", ondelete="CASCADE"), index=True)
    type: Mapped[LinkType] = mapped_column(default=LinkType.FINISH_START)
    lag: Mapped[int] = mapped_column(default=0)
    lag_kind: Mapped[LagKind] = mapped_column(default=LagKind.WORKING)


class PlanChange(Base):
    """A change of a plan that can be taken back: what the rows and links were before it, and what they became."""

    __tablename__ = "plan_change"
    __personal__ = Personal(
        "Changes of the plan you can take back", "So that a slip can be undone", on_erasure=OnErasure.DETACH
    )
    __unaudited__ = frozenset({"before", "after"})  # the rows themselves are in the trail
    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(String(300))
    undone: Mapped[bool] = mapped_column(default=False)
    before: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    after: Mapped[dict[str, Any]] = mapped_column(deferred=True)


class Gate(Versioned, Base):
    """A gate after a phase; a phase that waves pass has one for each wave, with the key `pilot-review@1`."""

    __tablename__ = "gate"
    __personal__ = Personal(
        "Gates you answer for or called", "To know who answers for a gate", on_erasure=OnErasure.DETACH
    )
    __table_args__ = (UniqueConstraint("rollout_id", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(100))
    ref: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    phase_ref: Mapped[str] = mapped_column(String(80))
    phase_name: Mapped[str] = mapped_column(String(200), default="")
    wave: Mapped[int | None]
    due: Mapped[date | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    state: Mapped[GateState] = mapped_column(default=GateState.NOT_CALLED)
    called_at: Mapped[datetime | None]
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    criteria: Mapped[list[Any]] = mapped_column(default=list)


class GateDecision(Base):
    """A decision on a gate, with the criteria it was made on; never changed, the latest one counts."""

    __tablename__ = "gate_decision"
    __personal__ = Personal(
        "Decisions you took at gates",
        "To know who decided",
        on_erasure=OnErasure.KEEP,
        why_kept="A decision is the evidence on which the rollout went on.",
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id", ondelete="CASCADE"), index=True)
    decision: Mapped[Decision]
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    called_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    snapshot: Mapped[int | None]
    criteria: Mapped[list[Any]] = mapped_column(default=list)


class GateCondition(Versioned, Base):
    """What has to be done after a go with conditions; the text, the owner and the date never change."""

    __tablename__ = "gate_condition"
    __personal__ = Personal("Conditions of gates you follow up", "To know who follows up", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("gate_decision.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(500))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    due: Mapped[date]
    met_at: Mapped[datetime | None]
    met_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    how: Mapped[str] = mapped_column(String(500), default="")
