"""A plan of a rollout as a file: Microsoft Project XML that keeps what it came from."""

from dataclasses import dataclass
from enum import StrEnum

from planner.access import audit_service
from planner.rollouts.models import Rollout
from planner.schedule.importing import read_plan
from planner.schedule.models import Plan
from planner.schedule.mspdi_writing import into_file, new_file
from planner.schedule.plan_values_service import plan_values
from planner.schedule.source_service import source_of


class Format(StrEnum):
    """What a plan can be written as."""

    MSPDI = "mspdi"


ENDINGS = {Format.MSPDI: "xml"}
TYPES = {Format.MSPDI: "application/xml"}


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A file to hand out."""

    name: str
    content: bytes
    media_type: str


def export_plan(rollout: Rollout, plan: Plan, wanted: Format) -> PlanFile:
    """A version of the plan as a file; the trail of changes notes it."""
    name = f"plan-{rollout.id}-version-{plan.number}.{ENDINGS[wanted]}"
    audit_service.record(
        "plan.export",
        object_type="plan",
        object_id=plan.id,
        rollout_id=rollout.id,
        after={"number": plan.number, "format": wanted.value},
    )
    return PlanFile(name, mspdi(plan), TYPES[wanted])


def mspdi(plan: Plan) -> bytes:
    """The plan as Microsoft Project XML, written into the file it came from where that was kept."""
    source = source_of(plan)
    had = read_plan(source).plan if source is not None else None
    if source is None or had is None:
        return new_file(plan_values(plan))
    return into_file(source, had, plan_values(plan, had))
