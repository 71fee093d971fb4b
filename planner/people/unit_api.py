"""Units for programs: which there are, further ones, and changes; sites and teams stand in the entries of the staff."""

from typing import Annotated

from pydantic import Field

from planner.access.roles import Permission
from planner.people.api import blueprint
from planner.rollouts import queries, service
from planner.rollouts.models import Unit
from planner.rollouts.profile import UnitDraft, Work
from planner.web import current
from planner.web.api import ROLLOUT, answers, expected_version
from planner.web.api_models import Input, Name, Output
from planner.web.guards import needs


class StaffUnitIn(Input):
    """A department or site; `wave` is the number of the wave it goes live with, `people` how many are planned."""

    name: Name
    people: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    work: Work = Work.OTHER
    wave: Annotated[int, Field(ge=1, le=999)] | None = None

    def draft(self) -> UnitDraft:
        """The unit as the service takes it."""
        return UnitDraft(self.name, self.people, self.work, self.wave)


class StaffUnitOut(Output):
    """A unit of a rollout."""

    id: int
    version: int
    name: str
    people: int
    work: Work
    wave: int | None


class StaffUnitList(Output):
    """The units by name."""

    units: list[StaffUnitOut]


@blueprint.get(f"{ROLLOUT}/units")
@needs(Permission.ROLLOUT_VIEW)
@answers(StaffUnitList)
def list_units(rollout_id: int) -> StaffUnitList:
    """List the units."""
    return StaffUnitList(units=[_out(row) for row in queries.units(rollout_id)])


@blueprint.post(f"{ROLLOUT}/units")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffUnitOut, 201)
def add_unit(rollout_id: int, json: StaffUnitIn) -> StaffUnitOut:  # noqa: ARG001 - part of the address
    """Add a unit, as taking a staff list does."""
    return _out(service.add_unit(current.rollout(), json.draft()))


@blueprint.put(f"{ROLLOUT}/units/<int:unit_id>")
@needs(Permission.PEOPLE_EDIT)
@answers(StaffUnitOut)
def change_unit(rollout_id: int, unit_id: int, json: StaffUnitIn) -> StaffUnitOut:
    """Change a unit; what is not sent is as for a new one."""
    row = queries.unit(rollout_id, unit_id)
    return _out(service.edit_unit(current.rollout(), row, json.draft(), expected_version()))


def _out(row: Unit) -> StaffUnitOut:
    waves = {wave.id: wave.number for wave in queries.waves(row.rollout_id)}
    return StaffUnitOut(
        id=row.id, version=row.version, name=row.name, people=row.people, work=row.work,
        wave=waves.get(row.wave_id or 0),
    )  # fmt: skip
