"""The live figures of the plan in use: what is done, late, unowned or undated, and the days left to a gate."""

from collections.abc import Mapping
from decimal import Decimal

from planner.basics.suppression import FEWEST, may_show
from planner.people import queries as people
from planner.playbook.facts import Fact, Per
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, named, shared, supplies
from planner.schedule import capacity_queries, outlook_service, queries
from planner.schedule.capacity import weeks_from
from planner.schedule.commitment_weeks import AHEAD, all_together, hours_by_person, short_share
from planner.schedule.states import Kind

PLAN_FACTS = (
    Fact(
        "plan.tasks_done_share",
        "Share of the planned tasks that are finished",
        Unit.PERCENT,
        Direction.UP,
        among="tasks",
    ),
    Fact("plan.late_tasks", "Unfinished tasks whose planned finish has passed", Unit.COUNT, Direction.DOWN),
    Fact("plan.tasks_without_owner", "Unfinished tasks that nobody owns", Unit.COUNT, Direction.DOWN),
    Fact("plan.undated_tasks", "Tasks without a planned start or finish", Unit.COUNT, Direction.DOWN),
    Fact("plan.milestones_late", "Milestones whose planned date has passed", Unit.COUNT, Direction.DOWN),
)


@supplies(*PLAN_FACTS)
def plan_figures(asked: Question) -> Mapping[str, Figure]:
    """Tasks and milestones of the plan in use; nothing is known without a plan."""
    plan = queries.plan_status(asked.rollout, asked.today)
    if plan is None:
        return {each.name: Figure(None, "There is no plan yet") for each in PLAN_FACTS}
    source = "Counted today in the plan"
    return {
        "plan.tasks_done_share": shared(plan.done, plan.tasks, source),
        "plan.late_tasks": Figure(Decimal(plan.late), source),
        "plan.tasks_without_owner": Figure(Decimal(plan.without_owner), source),
        "plan.undated_tasks": Figure(Decimal(plan.undated), source),
        "plan.milestones_late": Figure(Decimal(plan.milestones_late), source),
    }


@supplies(
    Fact(
        "plan.golive_p80_days_late",
        "Days by which the go-live, taken at its P80, is later than promised; 0 or less is in time",
        Unit.DAYS,
        Direction.DOWN,
        per=Per.WAVE,
        fresh="simulated again after each change of the plan",
        fresh_days=7,
    )
)
def date_figures(asked: Question) -> Mapping[str, Figure]:
    """The P80 of the go-live against its promise, from what is kept of the last simulation."""
    late = outlook_service.days_late(asked.rollout.id, asked.today, asked.wave)
    value = None if late.days is None else Decimal(late.days)
    return {"plan.golive_p80_days_late": Figure(value, late.told, late.day)}


@supplies(
    Fact("plan.days_to_gate", "Days left until the planned date of the gate", Unit.DAYS, Direction.UP, per=Per.GATE),
    Fact(
        "plan.open_must_tasks",
        "Unfinished tasks that must be done before the gate: those of its phase, in its wave",
        Unit.COUNT,
        Direction.DOWN,
        per=Per.GATE,
    ),
)
def gate_figures(asked: Question) -> Mapping[str, Figure]:
    """The days left to the gate's planned date, None for a gate without one, and the work still to do before it."""
    days = None if asked.due is None else Decimal((asked.due - asked.today).days)
    return {
        "plan.days_to_gate": Figure(days, "Counted today to the planned date of the gate"),
        "plan.open_must_tasks": _open_before(asked),
    }


def _open_before(asked: Question) -> Figure:
    """The unfinished tasks of the phase that the gate ends; unknown where the plan has no such gate."""
    plan = queries.current_plan(asked.rollout.id)
    rows = queries.rows_of(plan.id) if plan else []
    gate = next((row for row in rows if asked.gate and row.gate_key == asked.gate), None)
    if gate is None:
        return Figure(None, "The plan has no row for this gate")
    before = [row for row in rows if (row.phase_ref, row.wave) == (gate.phase_ref, gate.wave)]
    work = [row.name for row in before if row.kind is Kind.TASK and row.percent < 100]
    return named(work, "Counted today in the plan")


@supplies(
    Fact(
        "people.commitment_shortfall_share",
        "Share of the hours needed in the next four weeks that no line manager has freed",
        Unit.PERCENT,
        Direction.DOWN,
    )
)
def hours_figures(asked: Question) -> Mapping[str, Figure]:
    """Hours the plan needs against hours promised and confirmed; nothing is known without a plan or open work."""
    weeks, plan = weeks_from(asked.today, AHEAD), queries.current_plan(asked.rollout.id)
    rows = capacity_queries.capacity(asked.rollout, plan, weeks, asked.today).rows
    promises = [row.promise for row in people.promises(asked.rollout.id)]
    if not may_show(len(rows)):
        return {"people.commitment_shortfall_share": Figure(None, f"Fewer than {FEWEST} people have work or hours")}
    short = short_share(all_together(hours_by_person(rows, promises)))
    source = "Counted today over the next four weeks" if short is not None else "The plan needs no hours of anybody yet"
    return {"people.commitment_shortfall_share": Figure(short, source)}
