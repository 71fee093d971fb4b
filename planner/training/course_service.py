"""Makes and changes courses, and takes over those of the playbook."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.playbook.outline import Playbook
from planner.rollouts.models import Rollout
from planner.training import course_queries, standing_service
from planner.training.course_models import Course, CoursePrerequisite, CourseRole
from planner.training.courses import CourseDraft, circle, from_playbook

OWN = "own:"
PLAIN = (
    "name", "content", "format", "hours", "shelf_life_days", "moment", "link", "lms_names", "has_test", "pass_percent",
    "seats",
)  # fmt: skip


def prepare(rollout: Rollout, playbook: Playbook, _today: date) -> None:
    """Give a new rollout the courses of its playbook."""
    take_from_playbook(rollout, playbook)


def take_from_playbook(rollout: Rollout, playbook: Playbook) -> int:
    """Add the courses of the playbook that are not there yet; own and changed ones stay. How many were added."""
    there = set(db.session.scalars(select(Course.ref).where(Course.rollout_id == rollout.id, Course.ref.is_not(None))))
    names = set(db.session.scalars(select(Course.name).where(Course.rollout_id == rollout.id)))
    new = [each for each in playbook.courses if each.ref not in there and each.name not in names]
    for each in new:
        row = Course(rollout_id=rollout.id, ref=each.ref, retired=False)
        _write(row, from_playbook(each))
    db.session.flush()
    standing_service.refresh(rollout.id)
    return len(new)


def add_course(rollout_id: int, draft: CourseDraft) -> Course:
    """A course of the rollout's own."""
    _check(rollout_id, draft, None)
    row = Course(rollout_id=rollout_id, ref=None, retired=False)
    _write(row, draft)
    standing_service.refresh(rollout_id)
    return row


def edit_course(row: Course, draft: CourseDraft, version: int | None) -> Course:
    """Change a course; who is trained is counted anew."""
    check_version(row, version, current_values(row))
    _check(row.rollout_id, draft, row)
    _write(row, draft)
    standing_service.refresh(row.rollout_id)
    return row


def retire_course(row: Course, version: int | None, *, retired: bool) -> Course:
    """Give a course no more, or again: it is asked of nobody, results stay."""
    check_version(row, version, current_values(row))
    row.retired = retired
    db.session.flush()
    standing_service.refresh(row.rollout_id)
    return row


def current_values(row: Course) -> dict[str, object]:
    """What is stored now, by the names of the form's fields."""
    view = course_queries.view(row.rollout_id, row.id)
    return {name: getattr(row, name) for name in PLAIN} | {"roles": list(view.roles), "needed": list(view.needed)}


def _check(rollout_id: int, draft: CourseDraft, own: Course | None) -> None:
    draft.cleaned()
    views = course_queries.courses(rollout_id, retired=True)
    mine = own.id if own else 0
    if any(each.course.name.lower() == draft.name.lower() and each.course.id != mine for each in views):
        raise RuleBroken("There is a course of this name already.", "name")
    if not set(draft.needed) <= {each.course.id for each in views} - {mine}:
        raise RuleBroken("Choose other courses of this rollout.", "needed")
    names = {each.course.id: each.course.name for each in views}
    found = circle(mine, draft.needed, {each.course.id: each.needed for each in views})
    if found:
        raise RuleBroken(f"Each would wait for the other: {' → '.join(names[each] for each in found)}.", "needed")


def _write(row: Course, draft: CourseDraft) -> None:
    for name in PLAIN:
        setattr(row, name, getattr(draft, name))
    row.ref = row.ref or _own_ref(row.rollout_id)
    db.session.add(row)
    db.session.flush()
    _replace_roles(row.id, draft.roles)
    db.session.execute(delete(CoursePrerequisite).where(CoursePrerequisite.course_id == row.id))
    db.session.add_all(CoursePrerequisite(course_id=row.id, needed_id=each) for each in draft.needed)
    db.session.flush()


def _own_ref(rollout_id: int) -> str:
    """A reference that no course of the rollout has."""
    taken = set(db.session.scalars(select(Course.ref).where(Course.rollout_id == rollout_id)))
    return next(f"{OWN}{number}" for number in range(1, len(taken) + 2) if f"{OWN}{number}" not in taken)


def _replace_roles(course_id: int, roles: Sequence[str]) -> None:
    there = {
        row.role_ref: row for row in db.session.scalars(select(CourseRole).where(CourseRole.course_id == course_id))
    }
    for ref, row in there.items():
        if ref not in roles:
            db.session.delete(row)
    db.session.add_all(
        CourseRole(course_id=course_id, role_ref=ref) for ref in dict.fromkeys(roles) if ref not in there
    )
