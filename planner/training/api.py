"""Training for programs: learning systems send xAPI statements, and coverage of groups is read."""

from typing import Any

from flask import Blueprint

from planner.access.roles import Permission, Scope
from planner.basics.suppression import may_show
from planner.people.staff_queries import Part
from planner.training import coverage_queries, import_service, outlook_queries
from planner.training.record_importing import Statements
from planner.web import clock, current
from planner.web.api import ROLLOUT, Output, answers
from planner.web.api_models import Input
from planner.web.guards import MEGABYTE, needs
from planner.web.refusals import Refused, Wrong

blueprint = Blueprint("training_api", __name__)
MOST = 100


class StatementsIn(Input):
    """xAPI 1.0.3 statements, at most five thousand at once."""

    statements: list[dict[str, Any]]


class LeftOut(Output):
    """A statement that was not taken, counted from 0, and why."""

    where: str
    reason: str


class StatementsOut(Output):
    """What came of them: how many results are new, and which statements were left out."""

    statements: int
    added: int
    known: int
    left_out: list[LeftOut]


class WaveCoverage(Output):
    """How many people of a wave are trained; None where fewer than five are asked."""

    wave: int
    name: str
    people: int | None
    trained: int | None
    trained_at_go_live: int | None


class CoverageOut(Output):
    """Who is trained, by wave."""

    people: int | None
    trained: int | None
    waves: list[WaveCoverage]


@blueprint.post(f"{ROLLOUT}/training/statements")
@needs(Permission.SCORES_EDIT, body=8 * MEGABYTE)
@answers(StatementsOut)
def statements(rollout_id: int, json: StatementsIn) -> StatementsOut:
    """Take xAPI statements over: all valid, or none. Unknown people and courses are left out and listed."""
    given = tuple(json.statements)
    if len(given) > 5_000:
        raise Refused(422, "Send at most 5,000 statements at once.", [Wrong("statements", "These are too many.")])
    found = import_service.preview(current.rollout(), Statements(given), repr(given).encode(), clock.today())
    if found.troubles:
        wrong = [Wrong(f"statements.{each.where.rpartition(' ')[2]}", each.message) for each in found.troubles[:MOST]]
        raise Refused(422, "A statement does not follow xAPI 1.0.3; none was taken.", wrong)
    import_service.take(current.rollout(), found, "xAPI statements by API", current.user(), clock.now())
    return StatementsOut(
        statements=len(given),
        added=found.new,
        known=len(found.found) - found.new,
        left_out=[LeftOut(where=each.where, reason=each.message) for each in found.left_out[:MOST]],
    )


@blueprint.get(f"{ROLLOUT}/training/coverage")
@needs(Permission.TRAINING_VIEW)
@answers(CoverageOut)
def coverage(rollout_id: int) -> CoverageOut:
    """How many people are trained, by wave; groups of fewer than five are not shown."""
    if current.scope(Permission.TRAINING_VIEW) is Scope.OWN:
        raise Refused(403, "The owner of this token sees the own training only.")
    today = clock.today()
    whole = coverage_queries.coverage(rollout_id, today, Part())
    shown = may_show(whole.required)
    waves = []
    for each in outlook_queries.outlooks(current.rollout(), today):
        numbers = (each.people, each.trained, each.trained_at_go_live) if may_show(each.people) else (None, None, None)
        waves.append(
            WaveCoverage(
                wave=each.number, name=each.name, people=numbers[0], trained=numbers[1], trained_at_go_live=numbers[2]
            )
        )
    return CoverageOut(people=whole.required if shown else None, trained=whole.trained if shown else None, waves=waves)
