"""Takes problems in, from people with and without an account, and settles them; each step is noted with its day."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from planner.access.signin_service import hashed
from planner.basics.days import check_day
from planner.basics.errors import NotFound, RuleBroken
from planner.db import check_version, db
from planner.process.problem_models import Problem, ProblemLink, ProblemNote
from planner.process.problem_states import CLOSED, REPLY_DAYS, STATE_WORDS, State, Topic, Weight, may_become
from planner.rollouts import queries as rollouts

OpenTasks = Callable[[int], Mapping[int, str]]
Courses = Callable[[int, str], Mapping[str, str]]

open_tasks: list[OpenTasks] = []
"""Given a rollout: the tasks of its plan that are not done, by lasting number; filled in by whoever keeps plans."""
course_sources: list[Courses] = []
"""Given a rollout and a reference: its courses by reference, still given or of that one; filled in by training."""
MOST_A_DAY = 200
LONGEST = 366


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports, in the own words."""

    what: str
    topic: Topic
    weight: Weight
    details: str = ""
    unit_id: int | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ProblemDraft:
    """A problem as somebody who looks after it leaves it."""

    state: State
    topic: Topic
    weight: Weight
    owner_id: int | None = None
    due: date | None = None
    course_ref: str = ""
    task_uid: int | None = None
    answer: str = ""
    note: str = ""


def report(rollout_id: int, told: Report, reporter_id: int | None, today: date) -> Problem:
    """A new problem, with its number and the day by which somebody should have answered."""
    if told.unit_id is not None and told.unit_id not in {unit.id for unit in rollouts.units(rollout_id)}:
        raise RuleBroken("Choose a unit of this rollout.", "unit")
    number = db.session.scalar(select(func.max(Problem.number)).where(Problem.rollout_id == rollout_id)) or 0
    row = Problem(
        rollout_id=rollout_id, number=number + 1, what=told.what, details=told.details, topic=told.topic,
        weight=told.weight, state=State.NEW, unit_id=told.unit_id, reporter_id=reporter_id, contact=told.contact,
        reported_on=today, due=today + timedelta(days=REPLY_DAYS[told.weight]), course_ref="", answer="",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def problem_of(rollout_id: int, problem_id: int) -> Problem:
    """One problem of this rollout; NotFound for any other."""
    found = db.session.get(Problem, problem_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such problem in this rollout.")
    return found


def current_values(row: Problem) -> dict[str, object]:
    """What is stored, by the names of the form's fields."""
    return {
        "state": row.state.value, "topic": row.topic.value, "weight": row.weight.value,
        "owner": str(row.owner_id or ""), "due": row.due, "course": row.course_ref, "task": str(row.task_uid or ""),
        "answer": row.answer,
    }  # fmt: skip


def tasks_for(row: Problem) -> dict[int, str]:
    """The tasks of the plan that can mend a problem, with the one that is chosen already."""
    found = {uid: name for each in open_tasks for uid, name in each(row.rollout_id).items()}
    return found | ({row.task_uid: f"task {row.task_uid}"} if row.task_uid and row.task_uid not in found else {})


def courses_for(row: Problem) -> dict[str, str]:
    """The courses of the rollout that can answer a problem, with the one that is chosen already."""
    found = {ref: name for each in course_sources for ref, name in each(row.rollout_id, row.course_ref).items()}
    return found | ({row.course_ref: row.course_ref} if row.course_ref and row.course_ref not in found else {})


def work_on(row: Problem, draft: ProblemDraft, by_id: int, now: datetime, version: int | None) -> Problem:
    """Change what is known of a problem. It is settled with an answer, and taken up again from there."""
    check_version(row, version, current_values(row))
    today = now.date()
    if draft.state is not row.state and not may_become(row.state, draft.state):
        raise RuleBroken(f"From “{STATE_WORDS[row.state]}” it cannot become that.", "state")
    if draft.state in CLOSED and len(draft.answer.split()) < 2:
        raise RuleBroken("Say what was done, so that whoever reported it can read it.", "answer")
    check_day(draft.due, "due")
    members = {user.id for _, user in rollouts.members(row.rollout_id)} | {row.owner_id}
    if draft.owner_id is not None and draft.owner_id not in members:
        raise RuleBroken("Choose somebody who takes part in this rollout.", "owner")
    if draft.task_uid is not None and draft.task_uid not in tasks_for(row):
        raise RuleBroken("Choose a task of the plan that is not done.", "task")
    if draft.course_ref and draft.course_ref not in courses_for(row):
        raise RuleBroken("Choose a course of this rollout.", "course")
    _note(row, draft, by_id, now)
    row.settled_on = (row.settled_on or today) if draft.state in CLOSED else None
    row.state, row.topic, row.weight, row.owner_id = draft.state, draft.topic, draft.weight, draft.owner_id
    row.due, row.course_ref, row.task_uid, row.answer = draft.due, draft.course_ref, draft.task_uid, draft.answer
    db.session.flush()
    return row


def _note(row: Problem, draft: ProblemDraft, by_id: int, now: datetime) -> None:
    steps = [] if draft.state is row.state else [f"{STATE_WORDS[row.state]} → {STATE_WORDS[draft.state]}"]
    text = "\n".join([*steps, *([draft.note] if draft.note else [])])
    if text:
        db.session.add(ProblemNote(problem_id=row.id, by_id=by_id, at=now, text=text))


def make_link(rollout_id: int, unit_id: int | None, until: date, by_id: int, today: date) -> tuple[ProblemLink, str]:
    """A link by which one reports without an account, and its secret, which is told this once."""
    if not today <= until <= today + timedelta(days=LONGEST):
        raise RuleBroken("Choose a day within a year from today.", "until")
    if unit_id is not None and unit_id not in {unit.id for unit in rollouts.units(rollout_id)}:
        raise RuleBroken("Choose a unit of this rollout.", "unit")
    token = secrets.token_urlsafe(24)
    link = ProblemLink(
        rollout_id=rollout_id, unit_id=unit_id, token_hash=hashed(token), made_by_id=by_id, made_on=today, until=until,
        used_today=0,
    )  # fmt: skip
    db.session.add(link)
    db.session.flush()
    return link, token


def end_link(rollout_id: int, link_id: int) -> None:
    """End a link; nobody can report by it any more."""
    link = db.session.get(ProblemLink, link_id)
    if link is None or link.rollout_id != rollout_id:
        raise NotFound("There is no such link in this rollout.")
    db.session.delete(link)
    db.session.flush()


def link_behind(token: str, today: date) -> ProblemLink:
    """The link of a secret; NotFound for an unknown one and one whose time is over."""
    link = db.session.scalar(select(ProblemLink).where(ProblemLink.token_hash == hashed(token)))
    if link is None or link.until < today:
        raise NotFound("This link is not valid any more. Ask your project team for a new one.")
    return link


def report_by_link(link: ProblemLink, told: Report, today: date) -> Problem:
    """A problem from somebody without an account; a link takes so many a day, against floods."""
    used = link.used_today if link.used_on == today else 0
    if used >= MOST_A_DAY:
        raise RuleBroken("So many problems were reported by this link today that it rests until tomorrow.")
    link.used_on, link.used_today = today, used + 1
    return report(link.rollout_id, told, None, today)
