"""The committee with its meetings, agendas, decisions, dissent and actions, as it is stored."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.committee_rules import MeetingState, Presence, Seat
from planner.people.raci_fit import Member, Voice


class CommitteeMember(Versioned, Base):
    """Somebody on the committee, by account or by name, and for whom this person speaks there."""

    __tablename__ = "committee_member"
    __personal__ = Personal(
        "Your seat on the committee",
        "To know who decides",
        on_erasure=OnErasure.DETACH,
        emptied=("name", "title"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(120), default="")
    seat: Mapped[Seat] = mapped_column(default=Seat.MEMBER)
    speaks_for: Mapped[list[Any]] = mapped_column(default=list)
    may_decide: Mapped[bool] = mapped_column(default=True)
    until: Mapped[date | None]

    def member(self, name: str) -> Member:
        """The member as the rules see it."""
        return Member(name, frozenset(Voice(each) for each in self.speaks_for), self.may_decide)


class CommitteeMeeting(Versioned, Base):
    """A meeting: when and where, what became of it, and what is noted beside decisions and actions."""

    __tablename__ = "committee_meeting"
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    day: Mapped[date]
    begins: Mapped[str] = mapped_column(String(5), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    topic: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    notes: Mapped[str] = mapped_column(Text, default="")


class CommitteeAttendance(Base):
    """Whether a member was at a meeting."""

    __tablename__ = "committee_attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id", ondelete="CASCADE"), index=True)
    presence: Mapped[Presence]


class CommitteeItem(Versioned, Base):
    """A point on the agenda of a meeting; `key` says where it came from, and is empty for one of its own."""

    __tablename__ = "committee_item"
    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("committee_meeting.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(120), default="")
    title: Mapped[str] = mapped_column(String(300))
    about: Mapped[str] = mapped_column(String(500), default="")
    result: Mapped[str] = mapped_column(String(1000), default="")
    position: Mapped[int] = mapped_column(default=0)


class CommitteeDecision(Versioned, Base):
    """A question to the committee; open until `decided_on` is given with the outcome and its reason."""

    __tablename__ = "committee_decision"
    __personal__ = Personal(
        "Questions you brought to the committee", "To know who asked for a decision", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("committee_meeting.id", ondelete="SET NULL"), index=True)
    question: Mapped[str] = mapped_column(String(500))
    consequence: Mapped[str] = mapped_column(String(500), default="")
    needed_by: Mapped[date | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    decided_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(1000), default="")
    reason: Mapped[str] = mapped_column(String(1000), default="")


class CommitteeDissent(Base):
    """A member who was against a decision, in this person's words."""

    __tablename__ = "committee_dissent"
    __table_args__ = (UniqueConstraint("decision_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("committee_decision.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("committee_member.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(500), default="")


class CommitteeAction(Versioned, Base):
    """Something to do that the committee agreed on, with an owner and a day."""

    __tablename__ = "committee_action"
    __personal__ = Personal(
        "Actions of the committee that are yours",
        "To see that what was agreed is done",
        on_erasure=OnErasure.DETACH,
        about=("owner_id",),
        emptied=("owner_name",),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("committee_meeting.id", ondelete="SET NULL"), index=True)
    decision_id: Mapped[int | None] = mapped_column(
        ForeignKey("committee_decision.id", ondelete="SET NULL"), index=True
    )
    text: Mapped[str] = mapped_column(String(500))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    owner_name: Mapped[str] = mapped_column(String(120), default="")
    due: Mapped[date]
    done_on: Mapped[date | None]
    how: Mapped[str] = mapped_column(String(1000), default="")
    dropped: Mapped[str] = mapped_column(String(500), default="")
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
