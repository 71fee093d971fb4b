"""The form of a rollout's reports as it is stored: paper, colours, logo, introduction, and the order of parts."""

from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from planner.db import Base, Versioned


class ReportForm(Versioned, Base):
    """How the reports of a rollout look from now on; frozen reports keep the form they were frozen with.

    `logo` is a PNG picture in base64, `orders` the parts by kind of report; a kind that is missing has the usual ones.
    """

    __tablename__ = "report_form"
    __unaudited__ = frozenset({"logo"})
    id: Mapped[int] = mapped_column(primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollout.id", ondelete="CASCADE"), unique=True)
    paper: Mapped[str] = mapped_column(String(10), default="a4")
    main: Mapped[str] = mapped_column(String(7), default="")
    accent: Mapped[str] = mapped_column(String(7), default="")
    logo: Mapped[str] = mapped_column(Text, default="")
    logo_words: Mapped[str] = mapped_column(String(120), default="")
    introduction: Mapped[str] = mapped_column(Text, default="")
    orders: Mapped[dict[str, Any]] = mapped_column(default=dict)
