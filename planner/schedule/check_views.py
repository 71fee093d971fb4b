"""The page that tells which known mistakes the plan in use has, why each matters, and leads to the fix.

Pages: templates/schedule/checks.html.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from planner.access.roles import Permission
from planner.basics.lights import Light
from planner.db import db
from planner.rollouts import queries as rollouts
from planner.schedule.check_service import Checked, checked, count
from planner.schedule.models import Gate
from planner.schedule.plan_facts import Finding, PlanRow, Severity
from planner.schedule.plan_rule import Fix, Rule
from planner.schedule.plan_rules import BY_KEY, RULES
from planner.schedule.record_findings_service import findings
from planner.schedule.views import blueprint, may_edit_all
from planner.web import clock, current
from planner.web.guards import needs

NAMED = 6
"""Rows of a finding that are named at once; the others open below."""
GROUPS = {
    Severity.HIGH: ("Endangers the go-live", Light.RED),
    Severity.MEDIUM: ("Weakens the plan", Light.AMBER),
    Severity.LOW: ("Worth tidying", Light.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as the page shows it: its rows with their addresses, and where it is put right."""

    finding: Finding
    rows: tuple[tuple[PlanRow, str], ...]
    fix_url: str
    fix_word: str


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of forms that put findings right: gates by key, waves by number."""

    rollout_id: int
    gates: Mapping[str, int]
    waves: Mapping[str, int]
    may_gates: bool
    may_waves: bool
    editor: bool


@blueprint.get("/rollouts/<int:rollout_id>/plan/checks")
@needs(Permission.PLAN_VIEW)
def checks(rollout_id: int) -> ResponseReturnValue:
    """The findings in the plan in use, the worst first; only how many they are, for a page that changed the plan."""
    found = checked(current.rollout(), clock.today())
    if request.headers.get("X-Count"):
        return jsonify({"count": len(found.findings) if found else 0})
    groups = groups_of(found, places_of(rollout_id)) if found else []
    return render_template(
        "schedule/checks.html",
        checked=found,
        groups=groups,
        words=GROUPS,
        rules=RULES,
        named=NAMED,
        records=findings(current.rollout(), clock.today()),
    )


@blueprint.app_template_global()
def plan_findings() -> int:
    """How many findings the plan in use has; told beside the name of the page."""
    return count(current.rollout(), clock.today())


def groups_of(found: Checked, places: Places) -> list[tuple[Severity, list[tuple[Rule, list[Told]]]]]:
    """The findings by severity, and within it by rule, so that why and what to do are told once."""
    by_severity: dict[Severity, dict[str, list[Told]]] = {}
    for finding in found.findings:
        told = told_of(finding, found, places)
        by_severity.setdefault(finding.severity, {}).setdefault(finding.rule, []).append(told)
    return [
        (severity, [(BY_KEY[key], told) for key, told in by_rule.items()]) for severity, by_rule in by_severity.items()
    ]


def places_of(rollout_id: int) -> Places:
    """What this person may put right here."""
    gates = db.session.execute(select(Gate.key, Gate.id).where(Gate.rollout_id == rollout_id))
    return Places(
        rollout_id,
        dict(gates.all()),
        {str(wave.number): wave.id for wave in rollouts.waves(rollout_id)},
        current.may(Permission.GATES_EDIT),
        current.may(Permission.ROLLOUT_EDIT),
        may_edit_all(),
    )


def told_of(finding: Finding, found: Checked, places: Places) -> Told:
    """A finding with its addresses."""
    rule = BY_KEY[finding.rule]
    rows = tuple((found.rows[uid], task_url("schedule.task", found, uid, places)) for uid in finding.tasks)
    return Told(finding, rows, *fix_of(finding, rule, found, places))


def task_url(endpoint: str, found: Checked, uid: int, places: Places) -> str:
    """The address of a page of a row."""
    return url_for(endpoint, rollout_id=places.rollout_id, task_id=found.ids[uid])


def fix_of(finding: Finding, rule: Rule, found: Checked, places: Places) -> tuple[str, str]:
    """The address and the name of the form that puts a finding right; empty where this person may not."""
    row = found.rows[finding.tasks[0]] if finding.tasks else None
    if rule.at is Fix.GATE and row and row.gate_key in places.gates and places.may_gates:
        gate = places.gates[row.gate_key]
        return url_for(
            "schedule.edit_gate", rollout_id=places.rollout_id, gate_id=gate
        ), f"Change the review of {gate_name(row)}"
    if rule.at is Fix.WAVE and places.may_waves and row and str(row.wave) in places.waves:
        wave = places.waves[str(row.wave)]
        return url_for("rollouts.wave_edit", rollout_id=places.rollout_id, wave_id=wave), f"Change wave {row.wave}"
    if not places.editor or row is None:
        return "", ""
    if rule.at is Fix.LINK:
        return task_url("schedule.task", found, row.uid, places), f"Look at the links of “{row.name}”"
    if rule.at is Fix.STATUS:
        return url_for("schedule.status_date", rollout_id=places.rollout_id), "Reschedule unfinished work"
    if rule.at is Fix.PLAN:
        return url_for("schedule.plan", rollout_id=places.rollout_id), "Go to the plan"
    return task_url("schedule.edit_task", found, row.uid, places), f"Change “{row.name}”"


def gate_name(row: PlanRow) -> str:
    """The milestone of a gate, with its wave where it has one."""
    return f"“{row.name}”, wave {row.wave}" if row.wave else f"“{row.name}”"
