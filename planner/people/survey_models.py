"""Surveys as they are stored. What somebody answered is never a row: it is counted, and the counts name no one.

While a survey is open there are four tables that never leave the database: who was asked and whether they answered,
the running counts, words still to be published, and answers with names where names were told. When it closes, what may
be shown is written into its results, and those four are emptied. None of them is in the history.
"""

import secrets
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned
from planner.people.survey_shape import Item, ItemKind, SurveyStage, Topic
from planner.playbook.words import Step

LONG_NUMBER = BigInteger().with_variant(Integer, "sqlite")


class Survey(Versioned, Base):
    """One survey. Whether it is anonymous is written once: the database itself refuses to change it."""

    __tablename__ = "survey"
    __table_args__ = (CheckConstraint("closes >= opens", name="days"),)
    __personal__ = Personal("Surveys you set up", "To know whom to ask about a survey", on_erasure=OnErasure.DETACH)
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(80), default="")
    topic: Mapped[Topic]
    name: Mapped[str] = mapped_column(String(160))
    purpose: Mapped[str] = mapped_column(String(1000), default="")
    low_word: Mapped[str] = mapped_column(String(60))
    high_word: Mapped[str] = mapped_column(String(60))
    anonymous: Mapped[bool]
    by_link: Mapped[bool]
    opens: Mapped[date]
    closes: Mapped[date]
    stage: Mapped[SurveyStage] = mapped_column(default=SurveyStage.DRAFT)
    closed_on: Mapped[date | None]
    invite_on: Mapped[date | None]
    invited_on: Mapped[date | None]
    remind_on: Mapped[date | None]
    reminded_on: Mapped[date | None]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)


class SurveyItem(Base):
    """One question of a survey; fixed once the survey is open."""

    __tablename__ = "survey_item"
    __table_args__ = (UniqueConstraint("survey_id", "ref"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    ref: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(500))
    kind: Mapped[ItemKind]
    step: Mapped[Step | None]
    construct: Mapped[str] = mapped_column(String(120), default="")
    options: Mapped[list[Any]] = mapped_column(default=list)
    required: Mapped[bool] = mapped_column(default=False)

    @property
    def item(self) -> Item:
        """The question as the rules see it."""
        return Item(self.ref, self.text, self.kind, self.step, self.construct, tuple(self.options), self.required)


class SurveyInvitation(Base):
    """Somebody who is asked: by which groups the answer is counted, and whether it was given. No day, no answer."""

    __tablename__ = "survey_invitation"
    __audited__ = False
    __table_args__ = (UniqueConstraint("survey_id", "staff_id"),)
    __personal__ = Personal(
        "Surveys you are asked to answer", "To ask and to remind only those who have not answered; gone when it closes"
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    nonce: Mapped[str] = mapped_column(String(43))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    profile: Mapped[list[Any]]
    answered: Mapped[bool] = mapped_column(default=False)
    reminded_on: Mapped[date | None]


class SurveyTally(Base):
    """The running counts of one group while a survey is open; made for all groups at once, when it opens."""

    __tablename__ = "survey_tally"
    __audited__ = False
    __table_args__ = (UniqueConstraint("survey_id", "division", "label"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    division: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(700))
    invited: Mapped[int] = mapped_column(default=0)
    answered: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)


class SurveyWords(Base):
    """An answer in own words while a survey is open, under a number of chance, so that no order is kept."""

    __tablename__ = "survey_words"
    __audited__ = False
    id: Mapped[int] = mapped_column(
        LONG_NUMBER, primary_key=True, autoincrement=False, default=lambda: secrets.randbits(62)
    )
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(String(2000))


class SurveyReply(Base):
    """An answer of a survey with names while it is open: its author alone can read it, and change it."""

    __tablename__ = "survey_reply"
    __audited__ = False
    __personal__ = Personal(
        "Your answers to surveys with names", "So that you can change them until the survey closes; then they are gone"
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id", ondelete="CASCADE"), unique=True)
    answer: Mapped[dict[str, Any]]


class SurveyResult(Base):
    """What is published of one group when a survey closes: the whole, a named group, or the rest of a division."""

    __tablename__ = "survey_result"
    __audited__ = False
    __table_args__ = (UniqueConstraint("survey_id", "division", "label"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    division: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(200), default="")
    invited: Mapped[int]
    answered: Mapped[int]
    counts: Mapped[dict[str, Any]]
    pooled: Mapped[list[Any]] = mapped_column(default=list)
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reliability: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")


class SurveyStatement(Versioned, Base):
    """How a sponsor, manager or trainer sees the same statements: said openly, under their name."""

    __tablename__ = "survey_statement"
    __table_args__ = (UniqueConstraint("survey_id", "user_id"),)
    __personal__ = Personal("How you said you see it", "To set your open view beside what groups of people answered")
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    part: Mapped[str] = mapped_column(String(40))
    answer: Mapped[dict[str, Any]]
    said_on: Mapped[date]


class SurveyAction(Versioned, Base):
    """What is done about something a survey showed of a group, by whom and until when."""

    __tablename__ = "survey_action"
    __table_args__ = (Index("ix_survey_action_survey_id_due", "survey_id", "due"),)
    __personal__ = Personal(
        "Actions you own that follow from surveys", "To see that something is done", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    division: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(200), default="")
    ref: Mapped[str] = mapped_column(String(80), default="")
    what: Mapped[str] = mapped_column(String(500))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    due: Mapped[date]
    done_on: Mapped[date | None]
