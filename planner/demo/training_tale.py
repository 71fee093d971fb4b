"""The training of the sample: the pilot is largely trained, with gaps; wave 2 needs more than its trainers have."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from zoneinfo import ZoneInfo

from planner.access.audit_service import acting
from planner.demo.story import Event, Story
from planner.people import staff_queries
from planner.people.staff import StaffView
from planner.people.staff_queries import Part
from planner.training import (
    course_queries,
    course_service,
    coverage_queries,
    enrol_service,
    import_service,
    place_service,
    rating_service,
    record_service,
    sitting_queries,
    sitting_service,
)
from planner.training.course_models import Course
from planner.training.courses import CourseDraft
from planner.training.place_service import RoomDraft, TrainerDraft
from planner.training.record_importing import open_content
from planner.training.record_service import ResultDraft
from planner.training.seats import Attendance, Place
from planner.training.sitting_models import Sitting
from planner.training.sitting_service import SittingDraft

NINE, TWO = time(9, 0), time(14, 0)
LEARNING = {
    "first-steps": ("CRM first steps (SCORM)", 90),
    "customer-data-care": ("Caring for customer data", 180),
    "privacy-in-daily-work": ("Privacy in daily work", 365),
}
"""Courses that people take alone: their names in the learning system, and how many days they stay fresh here."""
PAST = (
    # course, day, begins, wave, seats, every n-th is absent, stars given in turn
    ("why-and-what-changes", -26, NINE, 1, 16, 15, (5, 4, 4, 5, 3, 4)),
    ("why-and-what-changes", -25, NINE, 1, 20, 9, (4, 4, 5, 3, 4, 5)),
    ("leading-with-the-system", -16, NINE, 1, 6, 0, (5, 5, 4)),
    ("service-working-day", -9, NINE, 1, 12, 11, (5, 4, 5, 4, 4, 5)),
    ("service-working-day", -5, NINE, 1, 12, 0, (3, 4, 4, 5, 4)),
    ("super-user-help", -3, TWO, 1, 8, 0, (5, 5, 4, 5, 5)),
)
COMING = (
    ("service-working-day", 8, NINE, 1, 5, "Bring a customer call that went wrong."),
    ("support-desk", 15, NINE, 1, 8, ""),
    ("why-and-what-changes", 30, NINE, 2, 40, "Held by the head of the unit."),
    ("sales-working-day", 78, NINE, 2, 12, "Bring three open offers of your own."),
)
SCORES = (92, 85, 81, 96, 88, 100, 64, 90, 84, 95, 87, 83, 93)


def events(story: Story) -> Iterator[Event]:
    """Trainers and rooms, sessions with attendance and results, a report of the learning system, sessions to come."""
    if "staff" not in story.plot:
        return
    yield Event(-58, partial(places, story))
    yield Event(-56, partial(shelf_lives, story))
    for session in PAST:
        yield Event(session[1] - 10, partial(plan, story, *session[:5]))
        yield Event(session[1], partial(hold, story, session))
    yield Event(-6, partial(learning_report, story))
    yield Event(-4, partial(come, story))


def course_of(story: Story, ref: str) -> Course:
    """A course by the playbook's reference."""
    return next(view.course for view in course_queries.courses(story.rollout.id) if view.course.ref == ref)


def places(story: Story, _now: datetime) -> None:
    """Who gives courses, when not, and where."""
    tara = story.people[story.plot["roles"]["trainer"]]
    with acting(tara.id):
        first = place_service.add_trainer(story.rollout.id, TrainerDraft(tara.name, Decimal(7), tara.id))
        place_service.add_absence(first, story.on(84), story.on(100), "holiday")
        second = place_service.add_trainer(story.rollout.id, TrainerDraft("Jonas Weber, freelance", Decimal(4)))
        place_service.add_absence(second, story.on(66), story.on(118), "other engagement")
        place_service.add_room(story.rollout.id, RoomDraft("Training room 1.12", 12, "Kassel"))
        place_service.add_room(story.rollout.id, RoomDraft("Small meeting room", 8, "Kassel"))


def shelf_lives(story: Story, _now: datetime) -> None:
    """The trainer fits the playbook's courses to this organisation."""
    with acting(story.people[story.plot["roles"]["trainer"]].id):
        for ref, (name, days) in LEARNING.items():
            change(story, ref, days, name)
        for ref in ("service-working-day", "leading-with-the-system", "super-user-help"):
            change(story, ref, 80, "")


def change(story: Story, ref: str, days: int, lms_name: str) -> None:
    """How long a course stays fresh here, and what the learning system calls it."""
    row = course_of(story, ref)
    view = course_queries.view(story.rollout.id, row.id)
    draft = CourseDraft(
        row.name, row.content, row.format, row.hours, days, row.moment, row.link, lms_name, row.has_test,
        row.pass_percent, row.seats, view.roles, view.needed,
    )  # fmt: skip
    course_service.edit_course(row, draft, row.version)


def plan(
    story: Story, ref: str, day: int, begins: time, wave: int, seats: int, _now: datetime, note: str = ""
) -> Sitting:
    """A session of a wave, in the room that has the seats."""
    course, rollout = course_of(story, ref), story.rollout
    rooms = {room.seats: room.id for room in course_queries.rooms(rollout.id)}
    room = next((rooms[size] for size in sorted(rooms) if size >= seats), None)
    trainers = course_queries.trainers(rollout.id)
    by = next(each.id for each in trainers if each.user_id is not None)
    starts = datetime.combine(story.on(day), begins, ZoneInfo(rollout.timezone))
    draft = SittingDraft(
        course_id=course.id, starts_at=starts, minutes=round(course.hours * 60), seats=seats, trainer_id=by,
        training_room_id=room, place="" if room else "Canteen", language="de", wave=wave, note=note,
    )  # fmt: skip
    with acting(story.people[story.plot["roles"]["trainer"]].id):
        return sitting_service.add_sitting(rollout, draft)


def seat(story: Story, row: Sitting, people: Sequence[StaffView], now: datetime) -> None:
    """Give people their places, in order."""
    enrol_service.enrol_many(story.rollout, row, [person.id for person in people], now)


def hold(story: Story, session: tuple[str, int, time, int, int, int, tuple[int, ...]], now: datetime) -> None:
    """The day of a session: who needs it has a seat, most come, tests are scored, some rate it."""
    ref, day, _, wave, seats, absent, stars = session
    course, rollout = course_of(story, ref), story.rollout
    tara = story.people[story.plot["roles"]["trainer"]]
    evening = now + timedelta(hours=9)
    found = sitting_queries.sittings(rollout.id, Sitting.course_id == course.id)
    row = next(each.sitting for each in found if each.sitting.starts_at.date() == story.on(day))
    with acting(tara.id):
        needing = coverage_queries.who_needs(rollout.id, course.id, story.on(day), Part(wave=wave))
        seat(story, row, needing[:seats], now - timedelta(hours=6))
        places_ = [t for t in sitting_queries.takings(rollout.id, row.id) if t.enrolment.place is Place.SEAT]
        came = []
        for number, taking in enumerate(places_, start=1):
            away = bool(absent) and number % absent == 0
            said = Attendance.ABSENT if away else Attendance.THERE
            record_service.mark(rollout, row, taking.enrolment, said, tara, evening)
            came += [] if away else [taking]
        if course.has_test:
            drafts = [
                ResultDraft(t.person.id, course.id, story.on(day), Decimal(SCORES[n % len(SCORES)]), None, row.id)
                for n, t in enumerate(came)
            ]
            record_service.add_results(rollout, drafts, tara, evening)
        for taking, given in zip(came, stars, strict=False):
            rating_service.rate(taking.enrolment, given)


def learning_report(story: Story, now: datetime) -> None:
    """The learning system's report, as it exports it: most have done all, some began, a few have not."""
    people = staff_queries.counted(story.rollout.id, story.on(-6), Part(wave=1))
    lines = [f",Email address,{','.join(f'{name},' for name, _ in LEARNING.values())}"]
    for place, person in enumerate(people):
        cells = []
        for number in range(len(LEARNING)):
            done = (place * 5 + number * 7) % 19 != 3
            day = story.on(-8 - (place + number) % 15)
            cells.append(f"Completed (achieved pass grade),{day} 10:{place % 60:02d}:00" if done else "Not completed,")
        lines.append(f"{person.label},{person.email or ''},{','.join(cells)}")
    content = "\n".join(lines).encode()
    tara = story.people[story.plot["roles"]["trainer"]]
    with acting(tara.id):
        found = import_service.preview(story.rollout, open_content(content), content, now.date())
        import_service.take(story.rollout, found, "progress-service-desk.csv", tara, now)


def come(story: Story, now: datetime) -> None:
    """Sessions that are planned: one with more people than seats, and a first one of wave 2."""
    rollout = story.rollout
    for ref, day, begins, wave, seats, note in COMING:
        row = plan(story, ref, day, begins, wave, seats, now, note)
        with acting(story.people[story.plot["roles"]["trainer"]].id):
            needing = coverage_queries.who_needs(rollout.id, row.course_id, now.date(), Part(wave=wave))
            seat(story, row, needing[: seats + 3], now)
