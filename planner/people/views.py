"""Pages of the people of a rollout: the list of staff, and from it everything else about people.

Pages: templates/people/. Forms: *_forms.py.
"""

from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.people import staff_list_queries, staff_queries
from planner.people.staff import role_in_words
from planner.people.staff_forms import StaffFilter, key
from planner.people.staff_list_queries import Sheet, Wanted, Who
from planner.people.staff_reach import Reach
from planner.people.staff_reach_service import reach
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import needs

blueprint = Blueprint("people", __name__)


@blueprint.get("/rollouts/<int:rollout_id>/staff")
@needs(Permission.PEOPLE_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """The people who will use the system, as far as the role sees them."""
    mine, form = my_reach(rollout_id), StaffFilter(request.args)
    form.offer_choices(staff_list_queries.offer(rollout_id, key(form.unit.data)))
    wanted = within(mine, form.wanted(request.args.get("page", 1, type=row_number) or 1))
    found = staff_list_queries.sheet(rollout_id, wanted, clock.today())
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if value and name in form}
    return render_template(
        "people/index.html",
        form=form,
        sheet=found,
        reach=mine,
        filtered=bool(asked),
        role_words=role_in_words,
        today=clock.today(),
        planned=sum(unit.people for unit in rollouts.units(rollout_id)),
        counted=staff_queries.size(rollout_id, clock.today()),
        nobody=staff_queries.is_empty(rollout_id),
        **ways(found, asked),
    )


def my_reach(rollout_id: int) -> Reach:
    """How far the person who asks sees."""
    return reach(rollout_id, current.user().id, current.role(), current.scope(Permission.PEOPLE_VIEW))


def within(mine: Reach, wanted: Wanted) -> Wanted:
    """What is asked, as far as the role reaches: names of those who work here today, or certain people."""
    if mine.people is None:
        return wanted
    if mine.names:
        return replace(wanted, who=Who.HERE, part=replace(wanted.part, site=None, role=None))
    return replace(wanted, only=mine.people)


def ways(found: Sheet, asked: dict[str, Any]) -> dict[str, str]:
    """The addresses of the page before and the page after."""
    address: dict[str, Any] = {**(request.view_args or {}), **asked}
    page = found.found.page
    return {
        "previous": url_for("people.index", **address, page=page - 1) if page > 1 else "",
        "next": url_for("people.index", **address, page=page + 1) if found.found.last < found.found.total else "",
    }


from planner.people import (  # noqa: E402 - their pages
    commitment_views,  # noqa: F401 - its pages
    committee_decision_views,  # noqa: F401 - its pages
    committee_views,  # noqa: F401 - its pages
    raci_role_views,  # noqa: F401 - its pages
    raci_views,  # noqa: F401 - its pages
    raci_wave_views,  # noqa: F401 - its pages
    sponsor_seat_views,  # noqa: F401 - its pages
    sponsor_views,  # noqa: F401 - its pages
    staff_views,  # noqa: F401 - its pages
    stakeholder_views,  # noqa: F401 - its pages
    survey_views,  # noqa: F401 - its pages
)
