"""The part of training in the impact map: courses that build on each other, and what is judged by who is trained."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from planner.readiness.impact import Line, Node, NodeKind, Part
from planner.readiness.impact_keys import criterion_key, training_key
from planner.readiness.impact_queries import Asked
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of
from planner.training import course_queries, sitting_queries
from planner.training.course_queries import CourseView

BUILDS, COUNTED, FACTS = "comes before", "is counted in", "training."


def training_part(asked: Asked) -> Part:
    """The courses that are given, up to their last session, and the criteria that count who is trained."""
    courses = course_queries.courses(asked.rollout.id)
    if not courses:
        return Part()
    last = _last_sessions(asked)
    nodes = tuple(_node(view, last.get(view.course.id)) for view in courses)
    return Part(nodes, (*_builds(courses), *_counted(asked, courses, last)))


def _node(view: CourseView, last: datetime | None) -> Node:
    page = ("training.course", (("course_id", view.course.id),))
    note = "" if last else "no session ahead"
    day = last.date() if last else None
    return Node(training_key(view.course.id), NodeKind.TRAINING, view.course.name, note, page, day)


def _last_sessions(asked: Asked) -> dict[int, datetime]:
    """When the last session ahead of each course ends, by the rollout's own clock."""
    zone, found = ZoneInfo(asked.rollout.timezone), dict[int, datetime]()
    for view in sitting_queries.sittings(asked.rollout.id):
        row = view.sitting
        ends = row.ends_at.astimezone(zone).replace(tzinfo=None)
        if not row.cancelled and ends.date() >= asked.today:
            found[row.course_id] = max(ends, found.get(row.course_id, ends))
    return found


def _builds(courses: list[CourseView]) -> Iterator[Line]:
    for view in courses:
        for needed in view.needed:
            yield Line(training_key(needed), training_key(view.course.id), BUILDS)


def _counted(asked: Asked, courses: list[CourseView], last: Mapping[int, datetime]) -> Iterator[Line]:
    """Each course with the criteria that count the trained; the time up to the next go-live swallows a delay."""
    if not rollouts.has_playbook(asked.rollout.id):
        return
    criteria = [each for each in playbook_of(asked.rollout).criteria() if each.fact.startswith(FACTS)]
    days = sorted(wave.go_live for wave in rollouts.waves(asked.rollout.id) if wave.go_live)
    for view in courses:
        ends = last.get(view.course.id)
        day = next((each for each in days if ends and each >= ends.date()), None)
        for criterion in criteria:
            free = asked.free(ends, day)
            yield Line(training_key(view.course.id), criterion_key(criterion.ref), COUNTED, free)
