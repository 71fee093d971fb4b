"""Trainers with their hours and absences, and rooms with their seats."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from planner.basics.days import check_day
from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.rollouts import queries as rollouts
from planner.training.course_models import Trainer, TrainerAbsence, TrainingRoom


@dataclass(frozen=True, slots=True)
class TrainerDraft:
    """A trainer as typed; `user_id` where the trainer has an account here."""

    name: str
    hours_week: Decimal
    user_id: int | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class RoomDraft:
    """A room as typed."""

    name: str
    seats: int
    site: str = ""
    retired: bool = False


def add_trainer(rollout_id: int, draft: TrainerDraft) -> Trainer:
    """A new trainer."""
    row = Trainer(rollout_id=rollout_id)
    _write_trainer(row, draft)
    return row


def edit_trainer(row: Trainer, draft: TrainerDraft, version: int | None) -> Trainer:
    """Change a trainer, for instance the hours there are."""
    check_version(row, version, trainer_values(row))
    _write_trainer(row, draft)
    return row


def trainer_values(row: Trainer) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    return {"name": row.name, "hours_week": row.hours_week, "user": row.user_id, "retired": row.retired}


def _write_trainer(row: Trainer, draft: TrainerDraft) -> None:
    if not 0 <= draft.hours_week <= 60:
        raise RuleBroken("Between 0 and 60 hours a week.", "hours_week")
    if draft.user_id is not None and draft.user_id not in {user.id for _, user in rollouts.members(row.rollout_id)}:
        raise RuleBroken("Choose somebody who takes part in this rollout.", "user")
    same = select(Trainer.id).where(Trainer.rollout_id == row.rollout_id, Trainer.name == draft.name)
    if set(db.session.scalars(same)) - {row.id}:
        raise RuleBroken("There is a trainer of this name already.", "name")
    row.name, row.hours_week, row.user_id, row.retired = draft.name, draft.hours_week, draft.user_id, draft.retired
    db.session.add(row)
    db.session.flush()


def add_absence(trainer: Trainer, first_day: date, last_day: date, reason: str) -> TrainerAbsence:
    """Days on which a trainer gives no courses."""
    check_day(first_day, "first_day")
    check_day(last_day, "last_day")
    if last_day < first_day:
        raise RuleBroken("The last day lies before the first day.", "last_day")
    row = TrainerAbsence(trainer_id=trainer.id, first_day=first_day, last_day=last_day, reason=reason)
    db.session.add(row)
    db.session.flush()
    return row


def remove_absence(row: TrainerAbsence) -> None:
    """Take an absence away."""
    db.session.delete(row)
    db.session.flush()


def add_room(rollout_id: int, draft: RoomDraft) -> TrainingRoom:
    """A new room."""
    row = TrainingRoom(rollout_id=rollout_id)
    _write_room(row, draft)
    return row


def edit_room(row: TrainingRoom, draft: RoomDraft, version: int | None) -> TrainingRoom:
    """Change a room."""
    check_version(row, version, room_values(row))
    _write_room(row, draft)
    return row


def room_values(row: TrainingRoom) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    return {"name": row.name, "site": row.site, "seats": row.seats, "retired": row.retired}


def _write_room(row: TrainingRoom, draft: RoomDraft) -> None:
    if not 1 <= draft.seats <= 5000:
        raise RuleBroken("Between 1 and 5,000 seats.", "seats")
    same = select(TrainingRoom.id).where(TrainingRoom.rollout_id == row.rollout_id, TrainingRoom.name == draft.name)
    if set(db.session.scalars(same)) - {row.id}:
        raise RuleBroken("There is a room of this name already.", "name")
    row.name, row.site, row.seats, row.retired = draft.name, draft.site, draft.seats, draft.retired
    db.session.add(row)
    db.session.flush()
