"""A rollout with people, courses, a trainer and a room, stored, for the tests of training."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from planner.db import transaction
from planner.people import staff_service
from planner.people.staff import StaffDraft
from planner.playbook.words import CourseFormat
from planner.rollouts.models import Rollout, Unit
from planner.training import course_service, place_service, sitting_service
from planner.training.course_models import Course, Trainer, TrainingRoom
from planner.training.courses import CourseDraft
from planner.training.sitting_models import Sitting
from planner.training.sitting_service import SittingDraft
from tests.builders import make_wave
from tests.conftest import NOW
from tests.personas import Cast

TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Stage:
    """What stands on it. Ana to Finn are of the unit North (wave 1); the member Miro is the last; Gil is of no unit."""

    rollout: Rollout
    unit: Unit
    people: dict[str, int]
    basics: Course
    sales: Course
    trainer: Trainer
    room: TrainingRoom

    def sitting(
        self, course: Course | None = None, *, days: int = 7, hour: int = 9, seats: int = 3, **more: object
    ) -> Sitting:
        """A session so many days from today; UTC, as the rollout's zone is London in winter."""
        starts = datetime.combine(TODAY + timedelta(days), datetime.min.time(), UTC) + timedelta(hours=hour)
        values = {"trainer_id": self.trainer.id, "training_room_id": self.room.id, **more}
        draft = SittingDraft((course or self.basics).id, starts, 120, seats, **values)  # type: ignore[arg-type] # a test's values
        with transaction():
            return sitting_service.add_sitting(self.rollout, draft)


def set_stage(cast: Cast, go_live: date | None = TODAY + timedelta(60)) -> Stage:
    """Basics for everyone without a test, and a day in sales with one, after Basics."""
    wave = make_wave(cast.rollout, 1, go_live)
    with transaction():
        from planner.db import db

        unit = Unit(rollout_id=cast.rollout.id, wave_id=wave.id, name="North", people=7)
        db.session.add(unit)
        db.session.flush()
        names = ["Ana", "Ben", "Cem", "Dora", "Emil", "Finn"]
        drafts = [
            StaffDraft(f"{name} Ro", f"N{n}", f"{name.lower()}@example.org", unit.id, roles=("sales",))
            for n, name in enumerate(names)
        ]
        drafts.append(StaffDraft("Miro Petrov", "N9", "miro@example.org", unit.id, user_id=cast.member.id))
        drafts.append(StaffDraft("Gil Ro", "N8", "gil@example.org"))
        people = [staff_service.add_staff(cast.rollout.id, draft).id for draft in drafts]
        basics = course_service.add_course(
            cast.rollout.id, CourseDraft("Basics", hours=Decimal(2), shelf_life_days=100, roles=("everyone",), seats=6)
        )
        sales = course_service.add_course(
            cast.rollout.id,
            CourseDraft(
                "A day in sales", format=CourseFormat.CLASSROOM, hours=Decimal(6), shelf_life_days=50, has_test=True,
                roles=("sales",), needed=(basics.id,), seats=6,
            ),
        )  # fmt: skip
        trainer = place_service.add_trainer(
            cast.rollout.id, place_service.TrainerDraft("Tara Okafor", Decimal(12), cast.trainer.id)
        )
        room = place_service.add_room(cast.rollout.id, place_service.RoomDraft("Room 1", 8))
    keys = [*names, "Miro", "Gil"]
    return Stage(cast.rollout, unit, dict(zip(keys, people, strict=True)), basics, sales, trainer, room)
