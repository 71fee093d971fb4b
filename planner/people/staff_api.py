"""The staff list for programs: read it page by page, add, change, let leave and come back."""

from datetime import date
from typing import Annotated

from pydantic import Field

from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.people import staff_queries, staff_service
from planner.people.api import blueprint
from planner.people.directory import Directory
from planner.people.privacy_read_service import note_read
from planner.people.staff import StaffDraft, StaffView
from planner.people.staff_models import Staff
from planner.people.staff_search import folded
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web.api import ROLLOUT, answers, expected_version
from planner.web.api_models import Day, Input, Name, Output, Paging
from planner.web.guards import needs

Line = Annotated[str, Field(max_length=120)]
Role = Annotated[str, Field(min_length=1, max_length=80)]


class StaffIn(Input):
    """An entry; `unit` is a unit's name, `manager` a staff number, an e-mail address or a name."""

    name: Name
    number: Annotated[str, Field(max_length=60)] = ""
    email: Annotated[str, Field(max_length=254)] = ""
    unit: Line = ""
    site: Line = ""
    team: Line = ""
    title: Line = ""
    language: Annotated[str, Field(max_length=20)] = ""
    roles: Annotated[list[Role], Field(max_length=20, default_factory=list)]
    manager: Annotated[str, Field(max_length=254)] = ""
    joined: Day | None = None


class LastDayIn(Input):
    """The last day on which somebody counts."""

    last_day: Day


class FirstDayIn(Input):
    """The day from which somebody counts again."""

    first_day: Day


class StaffOut(Output):
    """An entry of the staff list."""

    id: int
    version: int
    name: str
    number: str | None
    email: str | None
    unit: str
    wave: int | None
    site: str
    team: str
    title: str
    language: str
    roles: list[str]
    manager_id: int | None
    joined: date | None
    left: date | None


class StaffPage(Output):
    """A page of the list, by number of entry; `next` is what `after` has to be for the page that follows."""

    staff: list[StaffOut]
    total: int
    next: int | None


@blueprint.get(f"{ROLLOUT}/staff")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffPage)
def list_staff(rollout_id: int, query: Paging) -> StaffPage:
    """List everybody who is or was on the staff list."""
    versions = staff_queries.versions(rollout_id, query.after, query.limit)
    people = staff_queries.of_ids(rollout_id, list(versions))
    rows = [_out(people[number], version) for number, version in versions.items()]
    more = rows[-1].id if len(rows) == query.limit else None
    return StaffPage(staff=rows, total=staff_queries.total(rollout_id), next=more)


@blueprint.get(f"{ROLLOUT}/staff/<int:staff_id>")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffOut)
def show_staff(rollout_id: int, staff_id: int) -> StaffOut:
    """Read one entry; the person can see that somebody did."""
    person = staff_queries.person(rollout_id, staff_id)
    note_read(rollout_id, [staff_id], current.real_user().id, "Your entry in the staff list", clock.today())
    return _out(person, staff_queries.row(rollout_id, staff_id).version)


@blueprint.post(f"{ROLLOUT}/staff")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffOut, 201)
def add_staff(rollout_id: int, json: StaffIn) -> StaffOut:
    """Put somebody on the list."""
    return _stored(staff_service.add_staff(rollout_id, _draft(rollout_id, json, None)))


@blueprint.put(f"{ROLLOUT}/staff/<int:staff_id>")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffOut)
def edit_staff(rollout_id: int, staff_id: int, json: StaffIn) -> StaffOut:
    """Change an entry: what is not sent is emptied; leaving has a way of its own."""
    row = staff_queries.row(rollout_id, staff_id)
    return _stored(staff_service.edit_staff(row, _draft(rollout_id, json, row), expected_version()))


@blueprint.put(f"{ROLLOUT}/staff/<int:staff_id>/last-day")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffOut)
def leave_staff(rollout_id: int, staff_id: int, json: LastDayIn) -> StaffOut:
    """Let somebody leave: counts no more from the day after."""
    row = staff_queries.row(rollout_id, staff_id)
    return _stored(staff_service.leave(row, json.last_day, expected_version()))


@blueprint.put(f"{ROLLOUT}/staff/<int:staff_id>/first-day-back")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffOut)
def bring_back_staff(rollout_id: int, staff_id: int, json: FirstDayIn) -> StaffOut:
    """Let somebody who left come back."""
    row = staff_queries.row(rollout_id, staff_id)
    return _stored(staff_service.come_back(row, json.first_day, expected_version()))


def _draft(rollout_id: int, sent: StaffIn, row: Staff | None) -> StaffDraft:
    units = {folded(unit.name): unit.id for unit in rollouts.units(rollout_id)}
    if sent.unit.strip() and folded(sent.unit) not in units:
        raise RuleBroken("There is no such unit in this rollout.", "unit")
    directory = Directory(staff_queries.entries(rollout_id))
    return StaffDraft(
        name=sent.name, number=sent.number, email=sent.email, unit_id=units.get(folded(sent.unit)), site=sent.site,
        team=sent.team, title=sent.title, language=sent.language, roles=tuple(sent.roles),
        manager_id=directory.meant(sent.manager), user_id=row.user_id if row else None, joined=sent.joined,
        left=row.left if row else None,
    )  # fmt: skip


def _stored(row: Staff) -> StaffOut:
    return _out(staff_queries.person(row.rollout_id, row.id), row.version)


def _out(person: StaffView, version: int) -> StaffOut:
    return StaffOut(
        id=person.id, version=version, name=person.name, number=person.number, email=person.email, unit=person.unit,
        wave=person.wave, site=person.site, team=person.team, title=person.title, language=person.language,
        roles=list(person.roles), manager_id=person.manager_id, joined=person.joined, left=person.left,
    )  # fmt: skip
