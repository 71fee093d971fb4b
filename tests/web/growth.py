"""Makes a rollout grow in training, key figures and use of the system, so that pages can be asked again with more."""

import io
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, insert, select

from planner.adoption import connector_service
from planner.adoption.connector_service import ConnectorDraft
from planner.adoption.figure_models import Licence
from planner.adoption.help_models import AdoptionHelp, HelpKind
from planner.adoption.source_service import SourceDraft, add_source, sources
from planner.adoption.take_over_service import take_over
from planner.db import db, transaction
from planner.kpis import service as kpis
from planner.kpis.definition import KpiDraft, Target
from planner.kpis.reading import Origin, ReadingDraft
from planner.people.staff import StaffDraft
from planner.people.staff_models import Staff
from planner.people.staff_service import add_many
from planner.playbook.words import Cadence, Direction, Unit
from planner.rollouts.models import Unit as OrganisationUnit
from planner.rollouts.models import Wave
from planner.suitability import case_queries, case_service
from planner.suitability.business_case import LineKind
from planner.suitability.case_rules import CaseDraft, LineDraft
from planner.training import course_service, place_service, record_service
from planner.training.course_models import Course, Trainer
from planner.training.courses import CourseDraft
from planner.training.place_service import RoomDraft, TrainerDraft
from planner.training.record_service import ResultDraft
from planner.training.seats import Attendance, Place
from planner.training.sitting_models import Enrolment, Sitting
from tests.adoption.worlds import EVENT, daily, log_of
from tests.conftest import NOW
from tests.personas import Cast

TODAY = NOW.date()
GROUP = 5


def grow_staff(cast: Cast, size: int) -> list[int]:
    """So many people, five in a unit, in two waves and sites, each with a licence; the manager is one of the staff."""
    rollout_id, known = cast.rollout.id, len(db.session.scalars(select(Staff.id)).all())
    waves = db.session.scalars(select(Wave).where(Wave.rollout_id == rollout_id).order_by(Wave.number)).all()
    with transaction():
        for each in waves:
            each.go_live = TODAY + timedelta(days=60)
        units = [
            OrganisationUnit(rollout_id=rollout_id, wave_id=waves[n % 2].id, name=f"Unit {known + n}", people=GROUP)
            for n in range(size // GROUP)
        ]
        db.session.add_all(units)
        db.session.flush()
        drafts = [
            StaffDraft(
                f"Person {known + n}", number=f"p{known + n}", unit_id=units[n // GROUP].id,
                site=("Oslo", "Rome")[n // GROUP % 2], roles=("sales" if n % 10 else "key-user",),
                user_id=cast.manager.id if known + n == 0 else None,
            )
            for n in range(size)
        ]  # fmt: skip
        ids = add_many(rollout_id, drafts, "people who joined")
        db.session.execute(insert(Licence), [
            {"rollout_id": rollout_id, "staff_id": one, "first_day": date(2026, 1, 5)} for one in ids
        ])  # fmt: skip
    return ids


def grow_training(cast: Cast, staff: list[int]) -> None:
    """A course, a trainer and a room for every fifth person, sessions past and to come, places in them, results."""
    rollout_id, known = cast.rollout.id, len(db.session.scalars(select(Course.id)).all())
    with transaction():
        for n in range(known, known + len(staff) // GROUP):
            course_service.add_course(rollout_id, CourseDraft(f"Course {n}", roles=("sales",), seats=12))
            place_service.add_trainer(rollout_id, TrainerDraft(f"Trainer {n}", Decimal(10)))
            place_service.add_room(rollout_id, RoomDraft(f"Room {n}", 12))
        courses = list(db.session.scalars(select(Course.id).order_by(Course.id.desc()).limit(len(staff) // GROUP)))
        trainers = list(db.session.scalars(select(Trainer.id).order_by(Trainer.id.desc()).limit(len(courses))))
        starts = [NOW + timedelta(days=(n % 40) - 9, hours=n // 40) for n in range(len(staff))]
        sittings = [
            Sitting(
                rollout_id=rollout_id, course_id=courses[n % len(courses)], trainer_id=trainers[n % len(courses)],
                starts_at=begin, ends_at=begin + timedelta(hours=1), minutes=60, seats=12,
            )
            for n, begin in enumerate(starts)
        ]  # fmt: skip
        db.session.add_all(sittings)
        db.session.flush()
        for n, one in enumerate(staff):
            came = Attendance.THERE if sittings[n].starts_at < NOW else Attendance.OPEN
            db.session.add(
                Enrolment(sitting_id=sittings[n].id, staff_id=one, place=Place.SEAT, asked_at=NOW, attendance=came)
            )
        drafts = [ResultDraft(one, courses[n % len(courses)], TODAY, None, passed=True) for n, one in enumerate(staff)]
        record_service.add_results(cast.rollout, drafts, None, NOW)


def grow_figures(cast: Cast, size: int) -> None:
    """So many key figures with three readings each, of the whole and of units, and as many lines of the case."""
    units = list(db.session.scalars(select(OrganisationUnit.id)))
    begin, refs = TODAY - timedelta(days=60), sorted(case_service.kpis_of(cast.rollout))
    with transaction():
        if case_queries.frame(cast.rollout.id) is None:
            case_service.set_frame(cast.rollout, CaseDraft(3, Decimal(8), date(2025, 2, 1)), None)
            cost = (Decimal(9_000), Decimal(9_000), Decimal(9_000))
            case_service.add_line(cast.rollout, LineDraft("System", LineKind.ONE_OFF, (cost,)))
            kpis.take(cast.rollout, refs[:3], begin)
        for n in range(size):
            aim = Target(Direction.UP, Decimal(10), begin, Decimal(20), TODAY + timedelta(days=60))
            draft = KpiDraft(
                f"Figure {len(units)}-{n}", "", "", Unit.COUNT, Cadence.WEEKLY, 3, "", cast.manager.id,
                customer_based=False, target=aim, unit_id=units[n] if n % 2 and n < len(units) else None,
            )  # fmt: skip
            row = kpis.add(cast.rollout, draft, begin)
            readings = [ReadingDraft(TODAY - timedelta(days=7 * back), Decimal(10 + n % 5 - back)) for back in range(3)]
            kpis.add_readings(row, readings, Origin.HAND, cast.manager, TODAY, NOW)
            told = tuple((Decimal(each), Decimal(each), Decimal(each)) for each in (0, 20_000))
            case_service.add_line(
                cast.rollout, LineDraft(f"Benefit {len(units)}-{n}", LineKind.SAVING, told, kpi_ref=refs[n % len(refs)])
            )
        case_service.freeze(cast.rollout, "Worth it for the service alone", cast.sponsor, NOW)


def grow_use(cast: Cast, staff: list[int], known: int) -> None:
    """Logs of everybody and of as many strangers, with as many kinds of events; help for each; another connector."""
    with transaction():
        source = next(iter(sources(cast.rollout.id)), None) or add_source(
            cast.rollout.id, SourceDraft("Any system", "generic", "Europe/Paris")
        )
        draft = ConnectorDraft(f"Kommo {known}", "https://crm.example.com", date(2026, 2, 1), secret="x", renewing="y",
                               account="z", redirect_url="https://planner.example.org/")  # fmt: skip
        connector_service.add(cast.rollout, "kommo-events", draft, cast.manager.id, NOW)
        db.session.add_all([
            AdoptionHelp(rollout_id=cast.rollout.id, staff_id=one, kind=HelpKind.NOTE, text="Come on Tuesday",
                         by_id=cast.manager.id, on=TODAY - timedelta(days=30), due=TODAY)
            for one in staff
        ])  # fmt: skip
    names = [f"p{known + n}" for n in range(len(staff))]
    everybody = [*names[: len(names) // 2], *(f"stranger {known + n}" for n in range(len(staff)))]
    kinds = [event for n in range(len(staff)) for event in daily(names[:1], [40], f"screen {known + n}")]
    logs = {"use": [*daily(everybody, range(20, 54, 3), EVENT["deal"], EVENT["call"]), *kinds]}
    logs |= {f"day {n}": daily(names[:1], [n % 50], EVENT["case"]) for n in range(len(staff) // GROUP)}
    for name, uses in logs.items():
        take_over(source, io.BytesIO(log_of(uses).encode()), f"{name}.csv", cast.manager.id, NOW)


def grow(cast: Cast, size: int) -> None:
    """All of it."""
    known = db.session.scalar(select(func.count(Staff.id))) or 0
    staff = grow_staff(cast, size)
    grow_training(cast, staff)
    grow_figures(cast, size // 2)
    grow_use(cast, staff, known)
