"""Pages of What-if: scenarios of the plan, their changes, and each beside the plan, to be kept or thrown away.

Pages: templates/schedule/. Forms: scenario_forms.py.
"""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound, RuleBroken
from planner.schedule import queries, scenario_keep_service, scenario_queries, scenario_service
from planner.schedule.models import Plan
from planner.schedule.scenario import EXPONENT, KIND_WORDS, ScenarioState, length, speed_up, words
from planner.schedule.scenario_chances import SAMPLES
from planner.schedule.scenario_chart import chart_of
from planner.schedule.scenario_compare import Mark, slip_words
from planner.schedule.scenario_forms import FORMS, CloseForm, EditScenarioForm, RemoveForm, ScenarioForm
from planner.schedule.scenario_look_service import Base, Look, base_of, last_dates, look
from planner.schedule.scenario_models import Scenario
from planner.schedule.scenario_reading import read_change, read_changes
from planner.schedule.views import blueprint, edit_all, may_edit_all
from planner.schedule.working_days import DAY_STARTS
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

STATE_WORDS = {
    ScenarioState.DRAFT: ("unknown", "being tried"),
    ScenarioState.KEPT: ("green", "kept"),
    ScenarioState.THROWN_AWAY: ("unknown", "thrown away"),
}
COMPARED, ROWS = 12, 8_000
"""So many open scenarios get their dates on the list, fewer where all their rows would be more; each page has them."""
LISTED = 12
"""Moved tasks that are shown at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """A scenario on the list, with the last go-live it leads to; none where it is closed or cannot be computed."""

    row: Scenario
    mark: Mark | None

    @property
    def changes(self) -> int:
        """How many changes it makes."""
        return len(read_changes(self.row.changes))


def now() -> datetime:
    """This morning, as a plan counts time."""
    return datetime.combine(clock.today(), DAY_STARTS)


@blueprint.get("/rollouts/<int:rollout_id>/plan/scenarios")
@needs(Permission.PLAN_VIEW)
def scenarios(rollout_id: int) -> ResponseReturnValue:
    """All scenarios: those that are tried, with where they lead, and those that were kept or thrown away."""
    plan, rows = queries.current_plan(rollout_id), scenario_queries.scenarios(rollout_id)
    return render_template(
        "schedule/scenarios.html",
        plan=plan,
        drafts=_lines(plan, [row for row in rows if row.open]),
        closed=[row for row in rows if not row.open],
        names=queries.names_of({who for row in rows for who in (row.made_by_id, row.closed_by_id)}),
        states=STATE_WORDS,
        editor=may_edit_all(),
    )


def _lines(plan: Plan | None, rows: list[Scenario]) -> list[Line]:
    try:
        base = base_of(plan) if plan and rows else None
    except RuleBroken:
        base = None
    most = min(COMPARED, max(ROWS // max(plan.task_count, 1), 1)) if plan else 0
    return [Line(row, _mark(base, row) if place < most else None) for place, row in enumerate(rows)]


def _mark(base: Base | None, row: Scenario) -> Mark | None:
    try:
        return last_dates(base, row, now()) if base else None
    except RuleBroken:
        return None


@blueprint.route("/rollouts/<int:rollout_id>/plan/scenarios/new", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def create_scenario(rollout_id: int) -> ResponseReturnValue:
    """Begin a scenario."""
    edit_all()
    form = ScenarioForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: scenario_service.create(current.rollout(), form.draft(), current.user(), clock.now()),
            then=_page_of,
            said="The scenario is there. Add what you want to try; the plan stays as it is.",
        )
        if done:
            return done
    return render_template("schedule/create_scenario.html", form=form), 422 if form.errors else 200


def _page_of(row: Scenario) -> str:
    return url_for("schedule.scenario", rollout_id=row.rollout_id, scenario_id=row.id)


@blueprint.get("/rollouts/<int:rollout_id>/plan/scenarios/<int:scenario_id>")
@needs(Permission.PLAN_VIEW)
def scenario(rollout_id: int, scenario_id: int) -> ResponseReturnValue:
    """A scenario: its changes, and the plan beside it."""
    return _page(scenario_queries.scenario(rollout_id, scenario_id), RemoveForm())


def _page(row: Scenario, form: RemoveForm | CloseForm) -> str:
    plan = queries.current_plan(row.rollout_id)
    found, problem = _look(plan, row)
    return render_template(
        "schedule/scenario.html",
        scenario=row,
        plan=plan,
        form=form,
        changes=[words(each) for each in read_changes(row.changes)],
        look=found,
        problem=problem,
        chart=chart_of(found.comparison.marks) if found else None,
        ids={uid: meta.id for uid, meta in found.base.picture.meta.items()} if found else {},
        names=queries.names_of({row.made_by_id, row.closed_by_id}),
        states=STATE_WORDS,
        kinds=KIND_WORDS,
        samples=SAMPLES,
        exponent=EXPONENT,
        listed=LISTED,
        editor=may_edit_all() and row.open,
    )


def _look(plan: Plan | None, row: Scenario) -> tuple[Look | None, str]:
    if plan is None or not row.open:
        return None, ""
    try:
        return look(base_of(plan), row, now()), ""
    except RuleBroken as broken:
        return None, broken.message


@blueprint.route("/rollouts/<int:rollout_id>/plan/scenarios/<int:scenario_id>/edit", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def edit_scenario(rollout_id: int, scenario_id: int) -> ResponseReturnValue:
    """Give a scenario another name or note."""
    row = scenario_queries.scenario(rollout_id, scenario_id)
    edit_all()
    form = EditScenarioForm(data={"name": row.name, "note": row.note, "version": row.version})
    if form.validate_on_submit():
        done = save(
            form, lambda: scenario_service.edit(row, form.draft(), form.version.data), then=_page_of, said="Saved."
        )
        if done:
            return done
    return render_template("schedule/edit_scenario.html", form=form, scenario=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/plan/scenarios/<int:scenario_id>/changes/<kind>", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def add_change(rollout_id: int, scenario_id: int, kind: str) -> ResponseReturnValue:
    """Add a change of one kind to a scenario."""
    row, plan = scenario_queries.scenario(rollout_id, scenario_id), queries.current_plan(rollout_id)
    if kind not in FORMS or plan is None:
        raise NotFound("There is no such change.")
    edit_all()
    form = FORMS[kind](data={"version": row.version})
    form.offer_rows(scenario_queries.choices(plan))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: scenario_service.add_change(row, form.change(), form.version.data, now()),
            then=_page_of,
            said=lambda saved: f"Added: {words(read_change(saved.changes[-1]))}.",
        )
        if done:
            return done
    page = render_template(
        "schedule/add_change.html", form=form, scenario=row, kind=kind, kinds=KIND_WORDS,
        training=_training(plan, kind), exponent=EXPONENT, examples=[(more, speed_up(1, more)) for more in (1, 2, 3)],
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _training(plan: Plan, kind: str) -> list[str]:
    """The training still to come that a cut would be about, by name."""
    if kind != "cut-training":
        return []
    try:
        picture = base_of(plan).picture
    except RuleBroken:
        return []
    rows = picture.network.activities
    return [picture.label(uid) for uid in picture.training if rows[picture.place[uid]].percent < 100]


@blueprint.post("/rollouts/<int:rollout_id>/plan/scenarios/<int:scenario_id>/remove/<int:number>")
@needs(Permission.PLAN_EDIT)
def remove_change(rollout_id: int, scenario_id: int, number: int) -> ResponseReturnValue:
    """Take a change out of a scenario."""
    row = scenario_queries.scenario(rollout_id, scenario_id)
    edit_all()
    form = RemoveForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: scenario_service.remove_change(row, number, form.version.data),
            then=lambda _: _page_of(row),
            said=lambda gone: f"Taken out: {gone}.",
        )
        if done:
            return done
    return _page(row, form), 422


@blueprint.route("/rollouts/<int:rollout_id>/plan/scenarios/<int:scenario_id>/keep", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def keep_scenario(rollout_id: int, scenario_id: int) -> ResponseReturnValue:
    """Make the plan what a scenario says, having shown what that does."""
    row, plan = scenario_queries.scenario(rollout_id, scenario_id), queries.current_plan(rollout_id)
    edit_all()
    form = CloseForm(data={"version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: scenario_keep_service.keep(row, form.version.data, current.user(), clock.now(), now()),
            then=_page_of,
            said=lambda kept: f"The plan is now what “{kept.name}” says. {kept.outcome}",
        )
        if done:
            return done
    found, problem = _look(plan, row)
    page = render_template(
        "schedule/keep_scenario.html", form=form, scenario=row, look=found, problem=problem,
        changes=[words(each) for each in read_changes(row.changes)],
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/plan/scenarios/<int:scenario_id>/throw-away")
@needs(Permission.PLAN_EDIT)
def throw_away(rollout_id: int, scenario_id: int) -> ResponseReturnValue:
    """Close a scenario without keeping it."""
    row = scenario_queries.scenario(rollout_id, scenario_id)
    edit_all()
    form = CloseForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: scenario_service.throw_away(row, form.version.data, current.user(), clock.now()),
            then=lambda _: url_for("schedule.scenarios", rollout_id=rollout_id),
            said=lambda gone: f"“{gone.name}” is thrown away. The plan was not touched.",
        )
        if done:
            return done
    return _page(row, form), 422


blueprint.add_app_template_filter(slip_words, "moved_words")
blueprint.add_app_template_filter(length, "working_days")
