"""Pages of the plan: its table, its picture over time, its versions, and a proposal from the playbook.

Pages: templates/schedule/. Forms: forms.py.
"""

from dataclasses import dataclass
from functools import cached_property

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import hold_service, queries, service
from planner.schedule.durations import in_words
from planner.schedule.forms import ConfirmForm, PlanFilter
from planner.schedule.gate_queries import GateView
from planner.schedule.models import Plan
from planner.schedule.plan_table import PAGE, Sheet, Wanted, lines_of, part_named, parts_of, sheet_of
from planner.schedule.states import TaskFacts
from planner.schedule.status import PlanStatus, status_of
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import needs
from planner.web.saving import save

blueprint = Blueprint("schedule", __name__)


@dataclass(frozen=True)
class View:
    """A plan as somebody looks at it: the version, the filter and the page it gives, and every row."""

    plan: Plan
    latest: bool
    form: PlanFilter
    wanted: Wanted
    sheet: Sheet
    people: dict[int, str]
    held: dict[int, GateView]
    rows: list[TaskFacts]

    @cached_property
    def status(self) -> PlanStatus:
        """How the whole plan stands today."""
        plan = self.plan
        return status_of(self.rows, clock.today(), number=plan.number, source=plan.source, title=plan.title)

    @property
    def link_args(self) -> dict[str, object]:
        """The filter as parts of an address."""
        given = {key: request.args.get(key) for key in ("show", "part", "wave", "owner", "zoom", "against")}
        kept: dict[str, object] = {key: value for key, value in given.items() if value}
        return kept if self.latest else {**kept, "version": self.plan.number}

    def length(self, task: TaskFacts) -> str:
        """A row's duration in words."""
        if task.duration is None:
            return "–"
        return in_words(task.duration, day=self.plan.day, elapsed=task.elapsed)

    def slack(self, task: TaskFacts) -> str:
        """A row's total slack in words; nothing where it is not known or no longer matters."""
        return "" if task.slack is None or task.percent >= 100 else in_words(task.slack, day=self.plan.day)


def look(rollout_id: int, size: int = PAGE) -> View | None:
    """The plan as the address asks for it, `size` rows a page; None while there is no plan."""
    plan = queries.plan_numbered(rollout_id, request.args.get("version", type=row_number))
    if plan is None:
        return None
    rows, today = queries.rows_of(plan.id), clock.today()
    people = queries.people(rollout_id)
    form = PlanFilter(request.args)
    parts, whole = parts_of(rows), part_named(rows, request.args.get("part", ""))
    waves = sorted({row.wave for row in rows if row.wave is not None})
    form.offer_choices((*parts, whole) if whole else parts, waves, people)
    wanted = form.wanted()
    lines, matches = lines_of(rows, wanted, today)
    sheet = sheet_of(lines, matches, request.args.get("page", 1, type=row_number), size)
    latest = queries.current_plan(rollout_id)
    owners = queries.names_of({line.task.owner_id for line in sheet.lines})
    newest = latest is None or latest.id == plan.id
    return View(plan, newest, form, wanted, sheet, people | owners, held_rows(sheet) if newest else {}, rows)


def held_rows(sheet: Sheet) -> dict[int, GateView]:
    """The first gate that holds each row of a page back, for rows on which nothing has begun."""
    holding = hold_service.holding_of(current.rollout(), clock.today())
    rows = [line.task for line in sheet.lines if line.task.percent == 0]
    permits = holding.permits(rows)
    held = {row.id: permits[row.place].held_by for row in rows}
    return {row_id: holding.views[by[0].gate_key] for row_id, by in held.items() if by}


def may_edit_all() -> bool:
    """Whether this person may change the whole plan, not only tasks of their own."""
    return current.scope(Permission.PLAN_EDIT) is Scope.ALL


def edit_all() -> None:
    """Refuse people who may change their own tasks only."""
    if not may_edit_all():
        raise NotAllowed


@blueprint.get("/rollouts/<int:rollout_id>/plan")
@needs(Permission.PLAN_VIEW)
def plan(rollout_id: int) -> ResponseReturnValue:
    """The plan as a table, filtered and a page at a time."""
    return render_template(
        "schedule/plan.html",
        view=look(rollout_id),
        editor=may_edit_all(),
        exporter=current.scope(Permission.PLAN_EXPORT) is not None,
        playbook=rollouts.has_playbook(rollout_id),
    )


@blueprint.get("/rollouts/<int:rollout_id>/plan/versions")
@needs(Permission.PLAN_VIEW)
def versions(rollout_id: int) -> ResponseReturnValue:
    """All versions of the plan, and what each import told."""
    found = queries.plans(rollout_id)
    names = queries.names_of({each.imported_by_id for each in found})
    return render_template("schedule/versions.html", plans=found, names=names, editor=may_edit_all())


@blueprint.route("/rollouts/<int:rollout_id>/plan/propose", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT)
def propose(rollout_id: int) -> ResponseReturnValue:
    """Plan anew from the rollout's playbook; the plan in use becomes an older version."""
    edit_all()
    rollout, form = current.rollout(), ConfirmForm()
    book = playbook_of(rollout)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.propose_plan(rollout, book, at=clock.now(), by=current.user()),
            then=lambda _: url_for("schedule.plan", rollout_id=rollout_id),
            said=lambda made: said_of(*made),
        )
        if done:
            return done
    page = render_template("schedule/propose.html", form=form, book=book, plan=queries.current_plan(rollout_id))
    return page, 422 if form.errors else 200


def said_of(made: Plan, new: bool) -> str:
    """What came of a proposal."""
    if not new:
        return "The playbook proposes the plan you have; nothing was changed."
    return f"The plan is proposed: {made.task_count} rows from {made.title}."


from planner.schedule import (  # noqa: E402 - their pages
    baseline_views,  # noqa: F401 - joins the blueprint
    capacity_views,  # noqa: F401 - joins the blueprint
    check_views,  # noqa: F401 - joins the blueprint
    commitment_views,  # noqa: F401 - joins the blueprint
    export_views,  # noqa: F401 - joins the blueprint
    feed_views,  # noqa: F401 - joins the blueprint
    gate_views,  # noqa: F401 - joins the blueprint
    import_views,  # noqa: F401 - joins the blueprint
    lesson_views,  # noqa: F401 - joins the blueprint
    my_work_views,  # noqa: F401 - joins the blueprint
    network_views,  # noqa: F401 - joins the blueprint
    outline_views,  # noqa: F401 - joins the blueprint
    print_views,  # noqa: F401 - joins the blueprint
    risk_views,  # noqa: F401 - joins the blueprint
    scenario_views,  # noqa: F401 - joins the blueprint
    status_views,  # noqa: F401 - joins the blueprint
    task_views,  # noqa: F401 - joins the blueprint
    timeline_views,  # noqa: F401 - joins the blueprint
    waiver_views,  # noqa: F401 - joins the blueprint
)
