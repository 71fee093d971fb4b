"""Makes, changes and cancels sessions; a trainer and a room are in one place at a time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.training import course_queries, enrol_service, sitting_queries
from planner.training.sitting_models import Sitting

PLAIN = (
    "course_id", "trainer_id", "training_room_id", "place", "link", "starts_at", "minutes", "seats", "language",
    "ends_at", "unit_id", "wave", "note",
)  # fmt: skip
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SittingDraft:
    """A session as it was typed: `starts_at` is an instant; `unit_id` and `wave` say whom it is for."""

    course_id: int
    starts_at: datetime
    minutes: int
    seats: int
    trainer_id: int | None = None
    training_room_id: int | None = None
    place: str = ""
    link: str = ""
    language: str = ""
    unit_id: int | None = None
    wave: int | None = None
    note: str = ""
    last_day: date | None = None

    @property
    def ends_at(self) -> datetime:
        """When it ends: after its minutes, or on its last day, the hours spread over the days from Monday to Friday."""
        first = self.starts_at.date()
        if self.last_day is None or self.last_day <= first:
            return self.starts_at + timedelta(minutes=self.minutes)
        span = range((self.last_day - first).days + 1)
        days = max(sum((first + timedelta(days=each)).weekday() < 5 for each in span), 1)
        return self.starts_at + timedelta(days=span[-1], minutes=self.minutes / days)


def add_sitting(rollout: Rollout, draft: SittingDraft) -> Sitting:
    """A new session."""
    row = Sitting(rollout_id=rollout.id, cancelled="")
    _write(rollout, row, draft)
    return row


def edit_sitting(rollout: Rollout, row: Sitting, draft: SittingDraft, version: int | None, now: datetime) -> Sitting:
    """Change a session; more seats let the waiting list move up."""
    check_version(row, version, current_values(row))
    _write(rollout, row, draft)
    enrol_service.move_up(row, now)
    return row


def cancel_sitting(row: Sitting, reason: str, version: int | None) -> Sitting:
    """A session does not take place; who had a seat needs another one."""
    check_version(row, version, current_values(row))
    if not reason.strip():
        raise RuleBroken("Say why it does not take place.", "reason")
    row.cancelled = reason.strip()
    db.session.flush()
    return row


def current_values(row: Sitting) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    return {name: getattr(row, name) for name in PLAIN} | {"cancelled": row.cancelled}


def _write(rollout: Rollout, row: Sitting, draft: SittingDraft) -> None:
    _check(rollout, draft)
    for name in PLAIN:
        setattr(row, name, getattr(draft, name))
    _check_free(rollout, row)
    db.session.add(row)
    db.session.flush()


def _check(rollout: Rollout, draft: SittingDraft) -> None:
    course_queries.course(rollout.id, draft.course_id)
    check_day(draft.starts_at.date(), "day")
    room = course_queries.room(rollout.id, draft.training_room_id) if draft.training_room_id else None
    if draft.unit_id is not None:
        rollouts.unit(rollout.id, draft.unit_id)
    checks = (
        (5 <= draft.minutes <= 200 * 60, "A session takes between 5 minutes and 200 hours.", "hours"),
        (
            draft.minutes <= 12 * 60 or draft.ends_at.date() > draft.starts_at.date(),
            "More than 12 hours need a last day.",
            "last_day",
        ),
        (draft.ends_at - draft.starts_at <= 60 * DAY, "A session ends within 60 days.", "last_day"),
        (1 <= draft.seats <= 5000, "Between 1 and 5,000 seats.", "seats"),
        (not draft.link or draft.link.startswith(("https://", "http://")), "Begin with https://.", "link"),
        (room is None or draft.seats <= room.seats, f"The room has {room.seats if room else 0} seats.", "seats"),
    )
    for right, message, field in checks:
        if not right:
            raise RuleBroken(message, field)


def _check_free(rollout: Rollout, row: Sitting) -> None:
    """Refuse a trainer or a room that is taken at the time, and a trainer who is away."""
    with db.session.no_autoflush:
        around = sitting_queries.between(rollout.id, row.starts_at - 60 * DAY, row.ends_at)
        names = course_queries.course_names(rollout.id)
        for other in sitting_queries.overlapping(row, around):
            told = f"“{names[other.course_id]}” at {told_time(rollout, other.starts_at)}"
            if row.trainer_id is not None and other.trainer_id == row.trainer_id:
                raise RuleBroken(f"The trainer gives {told}.", "trainer")
            if row.training_room_id is not None and other.training_room_id == row.training_room_id:
                raise RuleBroken(f"The room is taken by {told}.", "room")
        zone = ZoneInfo(rollout.timezone)
        first, last = row.starts_at.astimezone(zone).date(), row.ends_at.astimezone(zone).date()
        if row.trainer_id is not None:
            trainer = course_queries.trainer(rollout.id, row.trainer_id)
            away = course_queries.absences(rollout.id).get(trainer.id, [])
            if any(each.first_day <= last and first <= each.last_day for each in away):
                raise RuleBroken(f"{trainer.name} is away on this day.", "trainer")


def told_time(rollout: Rollout, moment: datetime) -> str:
    """A time of day where the rollout is."""
    return f"{moment.astimezone(ZoneInfo(rollout.timezone)):%H:%M}"
