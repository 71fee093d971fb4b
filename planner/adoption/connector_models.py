"""Systems that are asked for their logs over their interfaces, and every time they were."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from planner.basics.personal import OnErasure, Personal
from planner.db import Base, Versioned


class UsageConnector(Versioned, Base):
    """A system that is asked for its log over its interface: where, how far it was read, and how the last try ended.

    The secret is kept sealed under `adoption.connector.<id>`, never here. `every_hours` 0 means by hand only.
    """

    __tablename__ = "usage_connector"
    __unaudited__ = frozenset({"cursor", "last_try", "last_success", "said", "failures", "next_at"})
    __personal__ = Personal(
        "Connections to the new system that you set up", "To know who set them up", on_erasure=OnErasure.DETACH
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), index=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("usage_source.id", ondelete="CASCADE"), unique=True)
    base_url: Mapped[str] = mapped_column(String(300))
    account: Mapped[str] = mapped_column(String(200), default="")
    token_url: Mapped[str] = mapped_column(String(300), default="")
    redirect_url: Mapped[str] = mapped_column(String(300), default="", server_default="")
    active: Mapped[bool] = mapped_column(default=True)
    since: Mapped[date]
    every_hours: Mapped[int] = mapped_column(default=24, server_default="24")
    next_at: Mapped[datetime | None]
    cursor: Mapped[dict[str, Any]] = mapped_column(default=dict)
    last_try: Mapped[datetime | None]
    last_success: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class RunState(StrEnum):
    """How a pull stands. `later`: the system was busy, and is asked again by itself."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    LATER = "later"
    FAILED = "failed"


class UsageConnectorRun(Base):
    """One time a system was asked: for its log, or only whether it answers (`trial`); what came of it, in words."""

    __tablename__ = "usage_connector_run"
    __audited__ = False
    __personal__ = Personal(
        "Pulls of usage logs you started", "To know who started them", kept_days=365, on_erasure=OnErasure.DETACH,
        day="asked_at",
    )  # fmt: skip
    id: Mapped[int] = mapped_column(primary_key=True)
    connector_id: Mapped[int] = mapped_column(ForeignKey("usage_connector.id", ondelete="CASCADE"), index=True)
    trial: Mapped[bool] = mapped_column(default=False)
    state: Mapped[RunState] = mapped_column(default=RunState.WAITING)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    pages: Mapped[int] = mapped_column(default=0)
    rows: Mapped[int] = mapped_column(default=0)
    counted: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    said: Mapped[str] = mapped_column(String(500), default="")
