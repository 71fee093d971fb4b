"""The page of adoption: the curve against the 90 % line, the funnel, units by week, and the use of each function.

Pages: templates/adoption/. Forms: forms.py.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.adoption import (
    figure_queries,
    figures_sheet_service,
    licence_service,
    matching_service,
    recount_service,
    settings_service,
)
from planner.adoption.figure_models import By
from planner.adoption.figure_queries import Week
from planner.adoption.overview import HIDDEN, Point, funnel, heat
from planner.basics.suppression import may_show
from planner.people.staff import role_in_words
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web.downloads import table_file
from planner.web.guards import needs

blueprint = Blueprint("adoption", __name__)
WEEKS = 12
DIVISIONS = {"unit": "Unit", "wave": "Wave", "site": "Site", "role": "Role"}


@blueprint.get("/rollouts/<int:rollout_id>/adoption")
@needs(Permission.ADOPTION_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """Who uses the system, how much of it, and when nine in ten will."""
    state = figure_queries.state(rollout_id)
    shown = state.shown if state else {}
    weeks = figure_queries.curve(rollout_id) if shown.get("all") else []
    by = request.args.get("by", "unit")
    by = by if by in DIVISIONS else "unit"
    days = [week.week for week in weeks[-WEEKS:]]
    groups = figure_queries.rates(rollout_id, By(by), WEEKS)
    cells = heat(groups, days, shown.get(by, []))
    return render_template(
        "adoption/index.html",
        state=state,
        now=weeks[-1] if weeks else None,
        weeks=weeks,
        points=[Point(f"{week.as_of:%-d %b}", _whole(week)) for week in weeks],
        outlook=figure_queries.outlook_of(rollout_id) if weeks else None,
        funnel=funnel(*_steps(weeks[-1])) if weeks else [],
        by=by,
        divisions=DIVISIONS,
        days=days,
        heat=cells,
        gaps=any(each.word == HIDDEN for row in cells.values() for each in row),
        hidden=len([key for key in groups if (key or by != "wave") and key not in shown.get(by, [])]),
        names=group_names(rollout_id, by),
        functions=_functions(rollout_id, shown.get("function", [])) if weeks else [],
        sticky=figure_queries.stickiness(rollout_id, weeks[-1]) if weeks else None,
        weekly_roles=[role_in_words(ref) for ref in settings_service.rules_of(rollout_id).weekly_roles],
        spread=figure_queries.fragmentation(figure_queries.latest(rollout_id, By.UNIT), shown.get("unit", [])),
        unknown=matching_service.count_unknown(rollout_id) if current.may(Permission.ADOPTION_EDIT) else 0,
        has_list=licence_service.has_list(rollout_id),
        stale=current.may(Permission.ADOPTION_EDIT) and recount_service.is_stale(rollout_id),
        people_on=settings_service.people_shown(rollout_id, clock.today()),
        old=bool(state and state.as_of and clock.today() - state.as_of > timedelta(days=14)),
    )


def _whole(week: Week) -> Decimal | None:
    return Decimal(int(week.rate)) if week.rate is not None and may_show(week.licensed) else None


def _steps(week: Week) -> tuple[int, int, int, int]:
    return week.licensed, week.signed_in, week.active, week.adopted


def group_names(rollout_id: int, by: str) -> dict[str, str]:
    """What the groups of a division are called."""
    if by == "unit":
        return {str(unit.id): unit.name for unit in rollouts.units(rollout_id)} | {"": "No unit"}
    if by == "wave":
        return {str(wave.id): f"{wave.number}: {wave.name}" for wave in rollouts.waves(rollout_id)}
    state = figure_queries.state(rollout_id)
    keys = state.shown.get(by, []) if state else []
    return {key: role_in_words(key) if by == "role" else key or "No site" for key in keys}


def _functions(rollout_id: int, shown: Sequence[str]) -> list[dict[str, object]]:
    names = {each.ref: each.name for each in settings_service.functions_of(current.rollout())}
    return [
        {
            "label": names.get(each.ref, each.ref),
            "value": each.share if each.ref in shown else None,
            "text": f"{each.expected_used} of {each.expected}" if each.ref in shown else "too few to be shown",
        }
        for each in figure_queries.functions(rollout_id)
        if each.expected
    ]


@blueprint.get("/rollouts/<int:rollout_id>/adoption/figures.<fmt>")
@needs(Permission.ADOPTION_EXPORT)
def export_figures(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """The figures of the whole and of the groups that may be shown, week by week, as CSV or Excel."""
    rows = figures_sheet_service.rows_of(rollout_id, lambda by: group_names(rollout_id, by))
    return table_file("adoption", fmt, figures_sheet_service.HEADER, rows)


from planner.adoption import chain_views, connector_views, import_views, people_views, settings_views  # noqa: E402, F401 - the pages of this area
