"""The page that tells how sure the dates of the plan are.

Pages: templates/schedule/risk.html. Forms: risk_forms.py.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.schedule.models import Plan
from planner.schedule.risk import Judged, Risk
from planner.schedule.risk_chart import RiskChart, Swing, chart_of, tornado
from planner.schedule.risk_forms import RiskForm, usual
from planner.schedule.risk_model import SPREAD
from planner.schedule.risk_plan import (
    END,
    RiskRow,
    default_target,
    milestones,
    open_waves,
    promise_key,
    promises,
    wave_key,
)
from planner.schedule.risk_service import Answer, answer, plan_in_use, promised, question_of
from planner.schedule.views import blueprint
from planner.web import clock
from planner.web.guards import needs

LISTED = 12
"""Tasks whose criticality is shown at once; the others open below."""


@dataclass(frozen=True, slots=True)
class RiskView:
    """What the page shows of an answer."""

    plan: Plan
    rows: list[RiskRow]
    names: dict[int, str]
    risk: Risk
    guessed: int
    chart: RiskChart | None
    swings: tuple[Swing, ...]

    @property
    def critical(self) -> list[tuple[RiskRow, float]]:
        """Tasks by their criticality index, the highest first; what is done or never critical is left out."""
        found = [(self.rows[row], share) for row, share in self.risk.critical.items() if share >= 0.005]
        found = [(row, share) for row, share in found if row.percent < 100 and row.kind.value == "task"]
        return sorted(found, key=lambda pair: -pair[1])

    def days(self, seconds: int) -> float:
        """Seconds of work as working days of the plan."""
        return seconds / (self.plan.day / timedelta(seconds=1))

    def light(self, judged: Judged) -> Light:
        """How good the chance of a planned date is: from 80 % green, under 50 % red."""
        if judged.chance is None:
            return Light.UNKNOWN
        return Light.GREEN if judged.chance >= 0.8 else Light.AMBER if judged.chance >= 0.5 else Light.RED


@blueprint.get("/rollouts/<int:rollout_id>/plan/risk")
@needs(Permission.PLAN_VIEW)
def risk(rollout_id: int) -> ResponseReturnValue:
    """How sure the dates of the plan in use are."""
    found = plan_in_use(rollout_id)
    if found is None:
        return render_template("schedule/risk.html", view=None, form=None, answer=None, problem="")
    plan, rows, mark = found
    names = names_of(rows, promised(rollout_id))
    form = form_for(rows, names)
    valid = form.validate()
    usual_question = question_of(2_000, 1, "beta_pert", 0.0, default_target(rows))
    question = form.question() if valid else usual_question
    problem, told = "", Answer()
    try:
        told = answer(plan, rows, mark, question, clock.now(), clock.today())
    except RuleBroken as broken:
        problem = broken.message
    view = None
    if told.risk is not None:
        swings = tornado(told.risk.drivers, plan.day)
        view = RiskView(plan, rows, names, told.risk, told.guessed, chart_of(told.risk), swings)
    page = render_template(
        "schedule/risk.html", view=view, form=form, answer=told, problem=problem, spread=SPREAD, listed=LISTED
    )
    return page, 200 if valid else 422


def form_for(rows: list[RiskRow], names: dict[int, str]) -> RiskForm:
    """The form with what was asked; what was not keeps its usual value."""
    given = {key: value for key, value in request.args.items() if value}
    form = RiskForm(MultiDict(usual(default_target(rows)) | given))
    form.offer_targets(names)
    return form


def names_of(rows: list[RiskRow], go_lives: dict[int, date]) -> dict[int, str]:
    """The dates that are judged, by their keys."""
    many = len({row.wave for row in rows if row.wave is not None}) > 1
    found = {
        place: f"{rows[place].name}, wave {rows[place].wave}" if many and rows[place].wave else rows[place].name
        for place in milestones(rows)
    }
    return {
        **found,
        **{promise_key(wave): f"Promised go-live of wave {wave}" for wave in promises(rows, go_lives)},
        **{wave_key(wave): f"End of wave {wave}" for wave in open_waves(rows)},
        END: "End of the plan",
    }
