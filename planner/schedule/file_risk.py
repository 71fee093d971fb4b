"""How sure the dates of a project file are, as the document that `planner schedule simulate` prints.

Project files hold no three-point estimates, so every open task gets the usual spread, and the answer says so.
"""

from typing import Any
from zlib import crc32

from planner.schedule.critical_path import Schedule, scheduled
from planner.schedule.file_network import network_of
from planner.schedule.network import Network
from planner.schedule.project_file import ImportedPlan
from planner.schedule.risk import Asked, Judged, Risk, risk_of
from planner.schedule.risk_model import SPREAD, Known, model_of
from planner.schedule.simulation import Settings

Json = dict[str, Any]


def file_risk(plan: ImportedPlan, settings: Settings) -> Json:
    """Simulate a project file from its own beginning; the same file and settings give the same document."""
    network = network_of(plan)
    schedule = scheduled(network)
    model = model_of(network, Known(teams=_teams(plan) if settings.correlation else {}))
    asked = [
        Asked(row, model.place[row], schedule.finishes(row))
        for row, task in enumerate(network.activities)
        if task.milestone and row in model.place
    ]
    last = max((date for row in model.place if (date := schedule.finishes(row))), default=None)
    end = Asked(-1, model.collect(list(model.place)), last)
    found = risk_of(model, settings, end, asked)
    return _document(network, plan, schedule, found, guessed=model.guessed)


def _teams(plan: ImportedPlan) -> dict[int, int]:
    """Whoever works on a task is its team: the first resource assigned to it."""
    row_of = {task.uid: row for row, task in enumerate(plan.tasks)}
    names = {resource.uid: resource.name for resource in plan.resources}
    found: dict[int, int] = {}
    for each in plan.assignments:
        row = row_of.get(each.task_uid)
        if row is not None and names.get(each.resource_uid):
            found.setdefault(row, crc32(names[each.resource_uid].encode()))
    return found


def _document(network: Network, plan: ImportedPlan, schedule: Schedule, found: Risk, *, guessed: int) -> Json:
    tasks, day = network.activities, plan.minutes_per_day * 60
    alone = found.alone
    return {
        "milestones": [
            {"uid": tasks[each.key].uid, "name": tasks[each.key].name, **_dates(each)} for each in found.judged
        ],
        "criticality": {str(tasks[row].uid): share for row, share in found.critical.items()},
        "drivers": [
            {
                "uid": tasks[each.activity].uid,
                "name": tasks[each.activity].name,
                "criticality": found.critical[each.activity],
                "correlation": each.correlation,
                "early_days": round(each.early / day, 2),
                "late_days": round(each.late / day, 2),
            }
            for each in found.drivers
        ],
        "finish": _dates(found.end),
        "merge_bias": {
            "path_expected": alone.expected.isoformat(timespec="minutes"),
            "path_p80": alone.p80.isoformat(timespec="minutes"),
            "p50_days": round(alone.behind_p50 / day, 2),
            "p80_days": round(alone.behind_p80 / day, 2),
            "chance": alone.chance,
        },
        "samples": found.samples,
        "warnings": [*schedule.warnings, *_guess(guessed)],
    }


def _dates(each: Judged) -> Json:
    dates = {f"p{share}": date.isoformat(timespec="minutes") for share, date in each.dates.items()}
    planned = each.planned.isoformat(timespec="minutes") if each.planned else None
    return {**dates, "planned": planned, "chance": each.chance}


def _guess(guessed: int) -> list[str]:
    low, _, high = SPREAD
    if not guessed:
        return []
    tasks = "1 task has" if guessed == 1 else f"{guessed:,} tasks have"
    return [f"{tasks} no three-point estimate; {low:.0%} to {high:.0%} of the planned duration is assumed."]
