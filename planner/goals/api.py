"""The goals of a rollout for programs: list, read, write and change them; approving is for people."""

from decimal import Decimal
from typing import Annotated

from flask import Blueprint
from pydantic import Field

from planner.access.roles import Permission
from planner.goals import queries, service, tree_service
from planner.goals.drafts import GoalDraft
from planner.goals.goal import Importance
from planner.goals.known_service import Seen
from planner.goals.tree_service import Goals
from planner.playbook.words import Direction, Level, Unit
from planner.web import clock, current
from planner.web.api import ROLLOUT, answers, expected_version
from planner.web.api_models import Day, Exact, Input, Name, Number, Output
from planner.web.guards import KILOBYTE, needs

blueprint = Blueprint("goals_api", __name__)

Long = Annotated[str, Field(max_length=1000)]
Ref = Annotated[str, Field(max_length=80)]


class GoalIn(Input):
    """A goal as it is written. `kpi` is a key figure of the playbook, `measure_name` a measure of one's own."""

    level: Level
    name: Name
    wording: Long = ""
    parent_id: Number | None = None
    unit_id: Number | None = None
    work_group: Annotated[str, Field(max_length=120)] = ""
    owner_id: Number | None = None
    kpi: Ref = ""
    measure_name: Annotated[str, Field(max_length=200)] = ""
    measure_unit: Unit | None = None
    measure_direction: Direction | None = None
    baseline: Exact | None = None
    baseline_on: Day | None = None
    target: Exact | None = None
    target_on: Day | None = None
    importance: Importance = Importance.MEDIUM
    realistic: Long = ""

    def draft(self) -> GoalDraft:
        """The goal as the service takes it."""
        values = {name: getattr(self, name) for name in GoalIn.model_fields if name != "kpi"}
        return GoalDraft(**values, kpi_ref=self.kpi)


class GoalChange(GoalIn):
    """The whole goal as it shall be, and why it changes."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class GoalOut(Output):
    """A goal as it stands, with what is missing until it is SMART."""

    id: int
    version: int
    number: int
    level: Level
    name: str
    wording: str
    parent_id: int | None
    unit_id: int | None
    work_group: str
    owner_id: int | None
    kpi: str
    measure: str
    measure_unit: Unit | None
    measure_direction: Direction | None
    baseline: Decimal | None
    baseline_on: Day | None
    target: Decimal | None
    target_on: Day | None
    importance: Importance
    realistic: str
    stands: str
    smart: bool
    missing: list[str]
    warnings: list[str]
    served: bool


class GoalList(Output):
    """The goals of a rollout in the order of their numbers; dropped ones say so."""

    goals: list[GoalOut]


@blueprint.get(f"{ROLLOUT}/goals")
@needs(Permission.GOALS_VIEW)
@answers(GoalList)
def index(rollout_id: int) -> GoalList:
    """List the goals with what is missing of each."""
    found = tree_service.goals_of(current.rollout(), clock.today())
    return GoalList(goals=[_told(found, each) for each in found.seen])


@blueprint.get(f"{ROLLOUT}/goals/<int:goal_id>")
@needs(Permission.GOALS_VIEW)
@answers(GoalOut)
def show(rollout_id: int, goal_id: int) -> GoalOut:
    """Show a goal."""
    return _one(queries.row_of(rollout_id, goal_id).id)


@blueprint.post(f"{ROLLOUT}/goals")
@needs(Permission.GOALS_EDIT, body=16 * KILOBYTE)
@answers(GoalOut, 201)
def add(rollout_id: int, json: GoalIn) -> GoalOut:
    """Write a goal."""
    return _one(service.create(current.rollout(), json.draft(), current.user(), clock.now()).id)


@blueprint.put(f"{ROLLOUT}/goals/<int:goal_id>")
@needs(Permission.GOALS_EDIT, body=16 * KILOBYTE)
@answers(GoalOut)
def edit(rollout_id: int, goal_id: int, json: GoalChange) -> GoalOut:
    """Change a goal; what it said before is kept with the reason, and its approval no longer counts."""
    row = queries.row_of(rollout_id, goal_id)
    by, now = current.user(), clock.now()
    return _one(service.edit(current.rollout(), row, json.draft(), json.reason, by, now, expected_version()).id)


def _one(goal_id: int) -> GoalOut:
    found = tree_service.goals_of(current.rollout(), clock.today())
    return _told(found, found.by_id[goal_id])


def _told(found: Goals, each: Seen) -> GoalOut:
    row, measure = each.row, each.facts.measure
    same = {name: getattr(row, name) for name in GoalOut.model_fields if hasattr(row, name)}
    same |= {"measure_unit": measure.unit if measure else None}
    same |= {"measure_direction": measure.direction if measure else None}
    return GoalOut(
        **same,
        kpi=row.kpi_ref,
        measure=measure.name if measure else "",
        stands=found.states[row.id].value,
        smart=each.smart.holds,
        missing=[finding.text for finding in each.smart.missing],
        warnings=[finding.text for finding in each.smart.warnings],
        served=row.id in found.served,
    )


from planner.goals import expectation_api as expectation_api  # noqa: E402, PLC0414 - its endpoints join this blueprint
