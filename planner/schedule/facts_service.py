"""The live figures of the plan in use: what is done, late, unowned or undated, and the days left to a gate."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from planner.basics.suppression import FEWEST, may_show
from planner.people import queries as people
from planner.playbook.facts import Fact, Per
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, supplies
from planner.schedule import capacity_queries, queries
from planner.schedule.capacity import weeks_from
from planner.schedule.commitment_weeks import AHEAD, all_together, hours_by_person, short_share

PLAN_FACTS = (
    Fact("plan.tasks_done_share", "Share of the planned tasks that are finished", Unit.PERCENT, Direction.UP),
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
        "plan.tasks_done_share": Figure(_exact(plan.done_share), source),
        "plan.late_tasks": Figure(Decimal(plan.late), source),
        "plan.tasks_without_owner": Figure(Decimal(plan.without_owner), source),
        "plan.undated_tasks": Figure(Decimal(plan.undated), source),
        "plan.milestones_late": Figure(Decimal(plan.milestones_late), source),
    }


@supplies(
    Fact("plan.days_to_gate", "Days left until the planned date of the gate", Unit.DAYS, Direction.UP, per=Per.GATE)
)
def gate_figures(asked: Question) -> Mapping[str, Figure]:
    """The days left to the gate's planned date; None for a gate without one."""
    days = None if asked.due is None else Decimal((asked.due - asked.today).days)
    return {"plan.days_to_gate": Figure(days, "Counted today to the planned date of the gate")}


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


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
