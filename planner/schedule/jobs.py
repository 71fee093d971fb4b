"""Background work of plans: simulations, long files and long prints, which take longer than somebody should wait."""

from datetime import date

from flask import current_app

from planner.db import db, transaction
from planner.queue import each_minute, work
from planner.rollouts.models import Rollout
from planner.schedule import outlook_service, printing_service
from planner.schedule.models import Plan
from planner.schedule.print_render import sheets_pdf
from planner.schedule.risk_service import compute_later, question_of
from planner.schedule.taking_service import Choice, take_later
from planner.schedule.upload_service import folder_of
from planner.web import clock


@work("schedule.risk")
def simulate_plan(
    plan_id: int, place: str, target: int, samples: int, seed: int, distribution: str, correlation: float, today: str
) -> None:
    """Simulate a plan and keep the answer; a plan that is gone needs none."""
    plan = db.session.get(Plan, plan_id)
    if plan is not None:
        question = question_of(samples, seed, distribution, correlation, target)
        compute_later(plan, place, question, date.fromisoformat(today), clock.now)


@work("schedule.outlook")
def foresee(rollout_id: int) -> None:
    """Simulate the plan in use of a rollout and keep what it says of the go-lives."""
    rollout = db.session.get(Rollout, rollout_id)
    if rollout is not None:
        with transaction():
            outlook_service.keep(rollout_id, clock.today_in(rollout.timezone), clock.now())


@each_minute
def foresee_what_changed() -> None:
    """Simulate the plans that were changed, or that nobody has simulated today."""
    with transaction():
        outlook_service.ask_for_due(clock.now())


@work("schedule.take")
def take_file(rollout_id: int, mark: str, by_id: int, what: str, ticked: list[int]) -> None:
    """Take an uploaded file over as the plan of a rollout."""
    place = folder_of(current_app.config["PLANNER"].instance, rollout_id)
    take_later(place, rollout_id, mark, Choice(what, tuple(ticked)), by_id, clock.now)


@work("schedule.print")
def print_sheets(rollout_id: int, mark: str) -> None:
    """Print the sheets of a long plan as they were asked for."""
    folder = printing_service.folder_of(current_app.config["PLANNER"].instance, rollout_id)
    printing_service.make(folder, mark, sheets_pdf, clock.now)
