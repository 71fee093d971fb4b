"""Goals with their history, comments, looks at gates and what they rest on, and the purposes of the system."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from planner.basics.errors import PlannerError
from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.goals.capabilities import InScope, Need
from planner.goals.gates import Outcome
from planner.goals.goal import Importance
from planner.goals.links import LinkKind, LinkState
from planner.playbook.words import Direction, Level, Unit


class GoalContent:
    """All that makes up a goal; its history keeps the same of every version.

    `kpi_ref` is a key figure of the playbook, or `own:…`, whose words, unit and direction then stand in the measure.
    """

    level: Mapped[Level]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    wording: Mapped[str] = mapped_column(String(1000), default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id", ondelete="SET NULL"), index=True)
    work_group: Mapped[str] = mapped_column(String(120), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    kpi_ref: Mapped[str] = mapped_column(String(80), default="")
    measure_name: Mapped[str] = mapped_column(String(200), default="")
    measure_unit: Mapped[Unit | None]
    measure_direction: Mapped[Direction | None]
    baseline: Mapped[Decimal | None]
    baseline_on: Mapped[date | None]
    target: Mapped[Decimal | None]
    target_on: Mapped[date | None]
    importance: Mapped[Importance] = mapped_column(default=Importance.MEDIUM)
    realistic: Mapped[str] = mapped_column(String(1000), default="")
    dropped: Mapped[bool] = mapped_column(default=False)


CONTENT = tuple(name for name in GoalContent.__annotations__)


class Goal(GoalContent, Versioned, Base):
    """A goal as it stands, approved while `approved_revision` is its `revision`: a change asks for a new approval."""

    __tablename__ = "goal"
    __table_args__ = (UniqueConstraint("rollout_id", "number"),)
    __personal__ = Personal("Goals that you own", "To know who answers for a goal", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    approved_revision: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    @property
    def approved(self) -> bool:
        """Whether a sponsor approved it as it stands."""
        return self.approved_revision == self.revision


class GoalRevision(GoalContent, Base):
    """A version of a goal: what it said, who wrote it, when, and the reason for the change; never changed again."""

    __tablename__ = "goal_revision"
    __table_args__ = (UniqueConstraint("goal_id", "number"),)
    __personal__ = Personal("Goals that you wrote or changed", "To know who to ask", on_erasure=OnErasure.DETACH)
    __audited__ = False  # the goal itself is in the trail
    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(String(500), default="")


class GoalComment(Base):
    """Something said about a goal."""

    __tablename__ = "goal_comment"
    __personal__ = Personal("Comments that you wrote on goals", "To keep the talk beside the goal")
    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(String(2000))


class GoalLook(Base):
    """A goal looked at before a gate: what was found, by whom, and which version of the goal; the latest one counts."""

    __tablename__ = "goal_look"
    __personal__ = Personal("Goals that you looked at before a gate", "To know who looked", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), index=True)
    gate_key: Mapped[str] = mapped_column(String(100), index=True)
    outcome: Mapped[Outcome]
    note: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class GoalLink(Versioned, Base):
    """Something that a goal rests on, by its lasting name; proposed until somebody says yes or no."""

    __tablename__ = "goal_link"
    __table_args__ = (UniqueConstraint("goal_id", "kind", "ref"),)
    __personal__ = Personal("Links of goals that you decided on", "To know who to ask", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id", ondelete="CASCADE"), index=True)
    kind: Mapped[LinkKind]
    ref: Mapped[str] = mapped_column(String(170))
    state: Mapped[LinkState]
    why: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class CapabilityState(Versioned, Base):
    """What is said of one purpose of the system in this rollout."""

    __tablename__ = "capability_state"
    __table_args__ = (UniqueConstraint("rollout_id", "ref"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(80))
    need: Mapped[Need]
    scope: Mapped[InScope]
    phase_ref: Mapped[str] = mapped_column(String(80), default="")
    delivered_on: Mapped[date | None]
    evidence: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(500), default="")


def _refuse(_mapper: Mapper[GoalRevision], _connection: Connection, _row: GoalRevision) -> None:
    raise PlannerError("The history of a goal never changes.")


event.listen(GoalRevision, "before_update", _refuse)
