"""Lists of training as rows: groups for everybody who may see them, names only for a stated purpose that is kept."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from planner.access import audit_service
from planner.access.models import User
from planner.basics.errors import RuleBroken
from planner.basics.export import Cell
from planner.basics.suppression import hidden_groups
from planner.db import db
from planner.people import staff_queries
from planner.people.staff import By
from planner.people.staff_queries import Part
from planner.rollouts.models import Rollout
from planner.training import course_queries, coverage_queries, record_queries
from planner.training.export_models import TrainingExport, TrainingExportPerson
from planner.training.results import SOURCE_WORDS, STAND_WORDS, cell_stand

GROUP_HEAD = ("By", "Group", "People", "Current", "Expiring", "Expired", "Not trained", "Trained share in percent")
SHORTEST = 8
"""A purpose of fewer signs says nothing."""
HIDDEN = "fewer than 5"


def group_rows(
    rollout_id: int, today: date, names: dict[By, dict[object, str]], *, hide: bool
) -> Iterator[Sequence[Cell]]:
    """Coverage by wave, unit, role and site; groups under five are hidden where `hide` says so."""
    for by, words in names.items():
        found = coverage_queries.coverage_by(rollout_id, today, by)
        hidden = hidden_groups({key: each.people for key, each in found.items()}) if hide else frozenset()
        for key, each in found.items():
            name = words.get(key, str(key)) if key not in (None, "") else "none"
            if key in hidden:
                yield (by.value, name, HIDDEN, None, None, None, None, None)
                continue
            share = round(100 * each.trained / each.required, 1) if each.required else None
            yield by.value, name, each.people, each.current, each.expiring, each.expired, each.not_trained, share


def people_table(rollout_id: int, today: date, part: Part) -> tuple[list[str], list[Sequence[Cell]], list[int]]:
    """Everybody with the state of every course: the head, the rows, and whom they name."""
    courses = course_queries.courses(rollout_id)
    people = staff_queries.counted(rollout_id, today, part)
    cells = coverage_queries.cells_by_person([person.id for person in people])
    rows: list[Sequence[Cell]] = []
    for person in people:
        mine = cells.get(person.id, {})
        stands = [
            STAND_WORDS[cell_stand(mine[view.course.id], today)] if view.course.id in mine else "not required"
            for view in courses
        ]
        rows.append((person.number or "", person.label, person.email or "", person.unit, person.wave, *stands))
    head = ["Number", "Name", "E-mail", "Unit", "Wave", *(view.course.name for view in courses)]
    return head, rows, [person.id for person in people]


def result_table(rollout_id: int, today: date, part: Part) -> tuple[list[str], list[Sequence[Cell]], list[int]]:
    """Every attempt of everybody."""
    rows: list[Sequence[Cell]] = []
    people = staff_queries.counted(rollout_id, today, part)
    for person in people:
        for result, course, certificate in record_queries.results_of(person.id):
            number = certificate.number if certificate else ""
            rows.append(
                (person.number or "", person.label, person.unit, course.name, result.day, result.score,
                 result.passed, SOURCE_WORDS[result.source], number)
            )  # fmt: skip
    head = ["Number", "Name", "Unit", "Course", "Day", "Score", "Passed", "From", "Certificate"]
    return head, rows, [person.id for person in people]


def note_export(
    rollout: Rollout, by: User, what: str, purpose: str, people: Sequence[int], now: datetime
) -> TrainingExport:
    """Write down who takes a list with names, for what, and whom it names; RuleBroken without a real purpose."""
    if len(purpose.strip()) < SHORTEST:
        raise RuleBroken("Say what the list is for, in a few words: everybody named in it can read that.", "purpose")
    row = TrainingExport(
        rollout_id=rollout.id, user_id=by.id, what=what, purpose=purpose.strip(), people=len(people), at=now
    )
    db.session.add(row)
    db.session.flush()
    db.session.add_all(TrainingExportPerson(export_id=row.id, staff_id=each) for each in people)
    audit_service.record(
        "training.export", object_type="training_export", object_id=row.id, rollout_id=rollout.id,
        after={"what": what, "purpose": row.purpose, "people": len(people)},
    )  # fmt: skip
    db.session.flush()
    return row
