"""Adoption as it is stored: who may use the system, settings, where each person stands, weekly figures of groups."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from planner.adoption.rhythms import WEEKLY_ROLES
from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned

NEEDED_DAYS = 8
DAILY_KEPT, WEEKLY_KEPT = 183, 731


class LicensedBy(StrEnum):
    """Where it is known from who may use the system: a list of licences, or everybody from the wave's go-live on."""

    LIST = "list"
    GO_LIVE = "go-live"


class Condition(StrEnum):
    """Where a licensed person stands; the lists are made of these."""

    NEVER = "never"
    PRESENT = "present"
    LAPSED = "lapsed"
    ACTIVE = "active"
    ADOPTED = "adopted"


class By(StrEnum):
    """By what people are grouped."""

    ALL = "all"
    WAVE = "wave"
    UNIT = "unit"
    ROLE = "role"
    SITE = "site"
    RHYTHM = "rhythm"


class AdoptionSettings(Versioned, Base):
    """What a rollout means by adopted, how long counts are kept, and whether people are shown one by one.

    People are shown one by one only between `people_from` and `people_until`, with what was written about it.
    """

    __tablename__ = "adoption_settings"
    __personal__ = Personal(
        "That you switched on how people are shown one by one", "So that everybody can see who decided it",
        on_erasure=OnErasure.DETACH,
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), unique=True)
    needed_days: Mapped[int] = mapped_column(default=NEEDED_DAYS)
    licensed_by: Mapped[LicensedBy] = mapped_column(default=LicensedBy.LIST)
    weekly_roles: Mapped[str] = mapped_column(String(400), default=" ".join(WEEKLY_ROLES))
    daily_kept: Mapped[int] = mapped_column(default=DAILY_KEPT)
    weekly_kept: Mapped[int] = mapped_column(default=WEEKLY_KEPT)
    people_from: Mapped[date | None]
    people_until: Mapped[date | None]
    purpose: Mapped[str] = mapped_column(Text, default="")
    legal_basis: Mapped[str] = mapped_column(Text, default="")
    works_council: Mapped[str] = mapped_column(Text, default="")
    switched_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    switched_at: Mapped[datetime | None]


class Licence(Versioned, Base):
    """That somebody may use the system from a day on, until a day (included) or open end."""

    __tablename__ = "licence"
    __table_args__ = (UniqueConstraint("staff_id", "first_day"),)
    __personal__ = Personal(
        "Your licence for the new system", "To know who should be using it", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date | None]


class AdoptionPerson(Base):
    """Where one licensed person stands on the last counted day. Counted anew with each log; never ranked."""

    __tablename__ = "adoption_person"
    __table_args__ = (Index("ix_adoption_person_rollout_id_condition", "rollout_id", "condition"),)
    __audited__ = False
    __personal__ = Personal(
        "Your use of the new system, by days and functions",
        "To help whoever has not got into it yet",
        kept_days=731,
        on_erasure=OnErasure.DETACH,
        day="last_active",
    )
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"))
    condition: Mapped[Condition]
    licensed_from: Mapped[date]
    first_seen: Mapped[date | None]
    first_active: Mapped[date | None]
    last_active: Mapped[date | None]
    days: Mapped[int] = mapped_column(default=0)
    functions: Mapped[int] = mapped_column(BigInteger, default=0)
    used: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    actions: Mapped[int] = mapped_column(default=0)


class AdoptionWeek(Base):
    """One group at the end of one week: the roll-up from which pages answer. All counts are of licensed people.

    `shown` says that it could stand beside all others so marked without speaking of fewer than five people of its week.
    """

    __tablename__ = "adoption_week"
    __table_args__ = (UniqueConstraint("rollout_id", "week", "by", "key"),)
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"))
    week: Mapped[int]
    by: Mapped[By]
    key: Mapped[str] = mapped_column(String(120))
    as_of: Mapped[int]
    licensed: Mapped[int] = mapped_column(default=0)
    signed_in: Mapped[int] = mapped_column(default=0)
    active_week: Mapped[int] = mapped_column(default=0)
    active: Mapped[int] = mapped_column(default=0)
    adopted: Mapped[int] = mapped_column(default=0)
    used: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    judged: Mapped[int] = mapped_column(default=0)
    under_half: Mapped[int] = mapped_column(default=0)
    actions: Mapped[int] = mapped_column(default=0)
    person_days: Mapped[int] = mapped_column(default=0)
    person_weeks: Mapped[int] = mapped_column(default=0)
    shown: Mapped[bool] = mapped_column(default=False, server_default=false())


class AdoptionFunctionWeek(Base):
    """One function in one group at the end of one week: who uses it of those expected to, and how often."""

    __tablename__ = "adoption_function_week"
    __table_args__ = (UniqueConstraint("rollout_id", "week", "by", "key", "function_ref"),)
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"))
    week: Mapped[int]
    by: Mapped[By]
    key: Mapped[str] = mapped_column(String(120))
    function_ref: Mapped[str] = mapped_column(String(80))
    people: Mapped[int] = mapped_column(default=0)
    expected: Mapped[int] = mapped_column(default=0)
    expected_used: Mapped[int] = mapped_column(default=0)
    actions: Mapped[int] = mapped_column(default=0)


class AdoptionState(Base):
    """What the stored figures rest on: the last counted day, a mark of the staff, licences and rules behind them.

    `shown` names the groups of each division that may be shown side by side without speaking of fewer than five;
    `outlook` is the forecast from these figures, which takes too long to be made for each page.
    """

    __tablename__ = "adoption_state"
    __audited__ = False
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), primary_key=True)
    as_of: Mapped[date | None]
    mark: Mapped[str] = mapped_column(String(64), default="")
    shown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    outlook: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    counted_at: Mapped[datetime]


class AdoptionOutcome(Base):
    """What became of training in one group: `answer` holds the comparison before and after, and waits until first use.

    `division` is all, unit or wave. Counted anew with each log, as it looks at all people and all weeks at once.
    """

    __tablename__ = "adoption_outcome"
    __table_args__ = (UniqueConstraint("rollout_id", "division", "key"),)
    __audited__ = False
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"))
    division: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(20))
    as_of: Mapped[date]
    answer: Mapped[dict[str, Any]]
