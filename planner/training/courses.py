"""What a course needs to make sense: its length, its shelf life, its roles, and what has to come before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from planner.basics.errors import RuleBroken
from planner.playbook.library import Course as PlaybookCourse
from planner.playbook.words import CourseFormat, CourseMoment

LONGEST = Decimal(200)
FORMAT_WORDS = {
    CourseFormat.CLASSROOM: "In a room", CourseFormat.ONLINE: "Online, with a trainer",
    CourseFormat.E_LEARNING: "E-learning, alone", CourseFormat.COACHING: "Coaching, one to one",
}  # fmt: skip
MOMENT_WORDS = {
    CourseMoment.UAT: "before acceptance testing", CourseMoment.GO_LIVE: "before going live",
    CourseMoment.AFTER: "some weeks after going live",
}  # fmt: skip
WITH_TRAINER = (CourseFormat.CLASSROOM, CourseFormat.ONLINE, CourseFormat.COACHING)
USUAL_SEATS = {
    CourseFormat.CLASSROOM: 12, CourseFormat.ONLINE: 20, CourseFormat.E_LEARNING: 500, CourseFormat.COACHING: 2,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """A course as it was typed or taken from the playbook; `hours` is the time of one participant."""

    name: str
    content: str = ""
    format: CourseFormat = CourseFormat.CLASSROOM
    hours: Decimal = Decimal(1)
    shelf_life_days: int = 60
    moment: CourseMoment = CourseMoment.GO_LIVE
    link: str = ""
    lms_names: str = ""
    has_test: bool = False
    pass_percent: int = 80
    seats: int = 12
    roles: tuple[str, ...] = ()
    needed: tuple[int, ...] = ()

    def cleaned(self) -> "CourseDraft":
        """The same, once it makes sense; RuleBroken at its field for what does not."""
        checks = (
            (bool(self.name.strip()), "Give the course a name.", "name"),
            (0 < self.hours <= LONGEST, f"A course takes between a quarter of an hour and {LONGEST} hours.", "hours"),
            (1 <= self.shelf_life_days <= 3650, "Between 1 and 3,650 days.", "shelf_life_days"),
            (0 <= self.pass_percent <= 100, "Between 0 and 100 percent.", "pass_percent"),
            (1 <= self.seats <= 5000, "Between 1 and 5,000 seats.", "seats"),
            (bool(self.roles), "Choose who is asked to take it.", "roles"),
            (not self.link or self.link.startswith(("https://", "http://")), "Begin with https://.", "link"),
        )
        for right, message, field in checks:
            if not right:
                raise RuleBroken(message, field)
        return self


def from_playbook(course: PlaybookCourse) -> CourseDraft:
    """A course of the playbook as a first draft of the rollout's own."""
    return CourseDraft(
        name=course.name,
        content=course.content,
        format=course.format,
        hours=Decimal(course.hours),
        shelf_life_days=course.shelf_life_days,
        moment=course.before,
        has_test=course.test,
        seats=USUAL_SEATS[course.format],
        roles=course.for_roles,
    )


def circle(course_id: int, needed: Sequence[int], all_needed: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """The courses that would wait for one another in a circle, if there is one; else nothing.

    >>> circle(1, [2], {2: [3], 3: [1]})
    (1, 2, 3)
    >>> circle(1, [2], {2: [3]})
    ()
    """
    ways: list[tuple[int, ...]] = [(course_id, each) for each in needed]
    seen: set[int] = set()
    while ways:
        way = ways.pop()
        if way[-1] == course_id:
            return way[:-1]
        if way[-1] not in seen:
            seen.add(way[-1])
            ways += [(*way, each) for each in all_needed.get(way[-1], ())]
    return ()
