"""A plan of a rollout as a file: Microsoft Project XML that keeps what it came from, CSV, or an Excel workbook."""

from dataclasses import dataclass
from enum import StrEnum

from planner.access import audit_service
from planner.basics.export import csv_bytes, xlsx_bytes
from planner.rollouts.models import Rollout
from planner.schedule.calendars import CalendarError
from planner.schedule.importing import read_plan
from planner.schedule.models import Plan
from planner.schedule.mspdi_writing import into_file, new_file
from planner.schedule.network import NetworkError
from planner.schedule.plan_file_service import given_of
from planner.schedule.plan_sheet import HEADER, sheet_rows
from planner.schedule.plan_values_service import plan_values
from planner.schedule.project_file import ImportedPlan
from planner.schedule.source_service import source_of
from planner.schedule.status_date import as_saved


class Format(StrEnum):
    """What a plan can be written as."""

    MSPDI = "mspdi"
    CSV = "csv"
    XLSX = "xlsx"


ENDINGS = {Format.MSPDI: "xml", Format.CSV: "csv", Format.XLSX: "xlsx"}
TYPES = {
    Format.MSPDI: "application/xml",
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


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
        "export",
        object_type="plan",
        object_id=plan.id,
        rollout_id=rollout.id,
        after={"number": plan.number, "format": wanted.value},
    )
    writers = {Format.MSPDI: mspdi, Format.CSV: csv_table, Format.XLSX: workbook}
    return PlanFile(name, writers[wanted](plan), TYPES[wanted])


def mspdi(plan: Plan) -> bytes:
    """The plan as Microsoft Project XML, written into the file it came from where that was kept."""
    source = source_of(plan)
    had = read_plan(source).plan if source is not None else None
    if source is None or had is None:
        return new_file(_as_saved(plan_values(plan)))
    return into_file(source, had, _as_saved(plan_values(plan, had)))


def _as_saved(values: ImportedPlan) -> ImportedPlan:
    """With what the status date holds back written down; a plan that cannot be scheduled is written as it is."""
    try:
        return as_saved(values)
    except (NetworkError, CalendarError):
        return values


def csv_table(plan: Plan) -> bytes:
    """The plan as CSV, which spreadsheet programs show and never run."""
    return csv_bytes(HEADER, sheet_rows(plan_values(plan), given_of(plan.id)))


def workbook(plan: Plan) -> bytes:
    """The plan as an Excel workbook."""
    return xlsx_bytes(HEADER, sheet_rows(plan_values(plan), given_of(plan.id)), "Plan")
