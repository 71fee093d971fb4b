"""Problems that the sample's early group met in the new system, and what was done about them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from planner.access.audit_service import acting
from planner.db import db
from planner.demo.story import Event, Story
from planner.process import problem_service
from planner.process.problem_models import Problem
from planner.process.problem_service import ProblemDraft, Report
from planner.process.problem_states import State, Topic, Weight
from planner.rollouts import queries as rollouts

REPORTS = (
    (-58, "Service desk", "Cannot see requests of other sites", Topic.CANNOT_SIGN_IN, Weight.STOPS, -56,
     "The role of the service desk was given the right to read all sites.", ""),
    (-51, "Sales North", "Two records for one hospital group", Topic.WRONG_DATA, Weight.ANNOYING, -37,
     "Merged; the rule for groups is in the guide now.", ""),
    (-45, "Sales South", "How do I close an offer that was lost?", Topic.DO_NOT_KNOW_HOW, Weight.ANNOYING, -43,
     "Shown in the course A day in sales, part 3.", "sales-working-day"),
    (-40, "Marketing", "Campaign replies are not on the contact", Topic.MISSING, Weight.ANNOYING, -21,
     "The link to the mail system was mended.", ""),
    (-33, "Service desk", "Search takes ten seconds in the morning", Topic.TOO_SLOW, Weight.ANNOYING, None, "", ""),
    (-24, "Partner sales", "Contract terms have to be typed twice", Topic.EXTRA_WORK, Weight.ANNOYING, None, "", ""),
    (-17, "Sales North", "Visits get lost without a connection", Topic.BROKEN, Weight.STOPS, None, "",
     "sales-on-the-road"),
    (-9, "Sales South", "Forecast by product family would help", Topic.MISSING, Weight.WISH, None, "", ""),
    (-3, "Service desk", "Attachment over 10 MB is refused", Topic.BROKEN, Weight.ANNOYING, None, "", ""),
)  # fmt: skip


def events(story: Story) -> Iterator[Event]:
    """Each report on its day, taken by the support lead the day after, and settled where it was."""
    if story.plot.get("staff") is None:
        return
    for number, (day, *_, settled, _answer, _course) in enumerate(REPORTS, start=1):
        yield Event(day, partial(tell, story, number))
        if day < -5:
            yield Event(day + 1, partial(go_on, story, number, State.TAKEN))
        if settled is not None:
            yield Event(settled, partial(go_on, story, number, State.SETTLED))


def tell(story: Story, number: int, now: datetime) -> None:
    """Somebody of the early group reports, without an account."""
    _, unit, what, topic, weight, *_ = REPORTS[number - 1]
    unit_id = next(each.id for each in rollouts.units(story.rollout.id) if each.name == unit)
    with acting(story.people[story.plot["roles"]["support-lead"]].id):
        problem_service.report(story.rollout.id, Report(what, topic, weight, unit_id=unit_id), None, now.date())


def go_on(story: Story, number: int, state: State, now: datetime) -> None:
    """The support lead takes it, or settles it with an answer."""
    *_, answer, course = REPORTS[number - 1]
    lead = story.people[story.plot["roles"]["support-lead"]]
    query = select(Problem).where(Problem.rollout_id == story.rollout.id, Problem.number == number)
    row = db.session.scalars(query).one()
    draft = ProblemDraft(State.TAKEN, row.topic, row.weight, lead.id, row.due or now.date() + timedelta(days=5), course)
    if state is State.SETTLED:
        draft = replace(draft, state=state, answer=answer)
    with acting(lead.id):
        problem_service.work_on(row, draft, lead.id, now, row.version)
