"""Gathers what a report needs from the other areas: the judged gate, the plan, earlier conditions, and who is who."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from planner.access.roles import Role
from planner.basics.errors import NotFound
from planner.readiness import plan_service, turn_back_service
from planner.readiness import service as readiness
from planner.readiness.gate_readiness import GateAssessment, GateHead
from planner.reports import queries
from planner.reports.compose import compose
from planner.reports.form import READINESS
from planner.reports.form_service import form_for
from planner.reports.plan_lines import condition_line, plan_line, waiver_line
from planner.reports.report import Change, Condition, Identity, Plan, Report, Standing, Start
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import gate_queries
from planner.schedule import queries as schedule
from planner.schedule.gate_queries import GateView
from planner.schedule.hold_service import gate_name
from planner.suitability import look_service
from planner.suitability.looks import STOP_WORDS
from planner.suitability.service import suitability_state


def report_now(rollout: Rollout, gate_key: str, author: str, now: datetime, number: int | None = None) -> Report:
    """What the report on a gate says at this moment; a draft when it has no number."""
    today = day_of(rollout, now)
    judged = readiness.gate_assessment(rollout, gate_key, today)
    view = gate_queries.gate_by_key(rollout, gate_key, today)
    judged = replace(judged, gate=with_plan(rollout, judged.gate, view))
    report = compose(
        identity_of(rollout, judged, author, now),
        number,
        judged,
        plan_of(rollout, view, today),
        conditions_of(rollout, today),
        queries.before(rollout.id, gate_key),
        turn_back_service.turning_back(rollout, judged),
    )
    return replace(report, form=form_for(rollout.id, READINESS), start=start_of(rollout, today))


def start_of(rollout: Rollout, today: date) -> Start | None:
    """The start assessment as it stands today, and what is different since the last gate; None without questions."""
    state = suitability_state(rollout, today)
    if not state.questions:
        return None
    last = look_service.since_last(rollout, today)
    before, changed = last or (None, ())
    return Start(
        verdict=state.assessment.verdict.words,
        sentence=state.assessment.sentence,
        stops=tuple(Standing(found.stop.text, STOP_WORDS[found.state]) for found in state.stops),
        since=before.on if before else None,
        since_gate=before.gate if before else "",
        changes=tuple(
            Change("start", each.what, each.before, each.after, "neutral" if each.way == "changed" else each.way)
            for each in changed
        ),
    )


def day_of(rollout: Rollout, now: datetime) -> date:
    """The date where the rollout is."""
    return now.astimezone(ZoneInfo(rollout.timezone)).date()


def with_plan(rollout: Rollout, head: GateHead, view: GateView) -> GateHead:
    """The gate with its planned date and, where only one person can be meant, whoever decides."""
    sponsors = rollouts.people_with_role(rollout.id, Role.SPONSOR)
    decider = head.decider or (sponsors[0].name if len(sponsors) == 1 else "")
    return replace(head, due=head.due or view.gate.due, decider=decider)


def identity_of(rollout: Rollout, judged: GateAssessment, author: str, now: datetime) -> Identity:
    """What the report is about, from when its data are, and who called it."""
    playbook, gate = playbook_of(rollout), judged.gate
    return Identity(
        organisation=rollout.organisation,
        rollout=rollout.name,
        gate_key=gate.key,
        gate=f"{gate.name} – {gate.wave}" if gate.wave else gate.name,
        purpose=gate.purpose,
        data_time=now.replace(microsecond=0),
        timezone=rollout.timezone,
        scoring_version=judged.scoring_version,
        playbook=playbook.name,
        playbook_version=playbook.version,
        author=author,
    )


def plan_of(rollout: Rollout, view: GateView | None, today: date) -> Plan | None:
    """Where the plan in use stands; None where there is none. Without a gate, no task waits behind one."""
    plan, status = schedule.current_plan(rollout.id), schedule.plan_status(rollout, today)
    if plan is None or status is None:
        return None
    dates = [wave.go_live for wave in rollouts.waves(rollout.id) if wave.go_live and wave.go_live >= today]
    gate_phase = (view.gate.phase_ref, view.gate.wave) if view else None
    rows = schedule.rows_of(plan.id)
    return plan_line(status, rows, today, gate_phase=gate_phase, go_live=min(dates, default=None))


def conditions_of(rollout: Rollout, today: date) -> list[Condition]:
    """The conditions of the latest decision on each gate, and the gates that are waived today."""
    people, views = schedule.people(rollout.id), gate_queries.gates_of(rollout, today)
    asked = [condition_line(each, view.gate.name, people, today) for view in views for each in view.facts.conditions]
    given = [(view.waiver, gate_name(view)) for view in views if view.waiver]
    who = schedule.names_of({row.by_id for row, _ in given})
    return asked + [
        waiver_line(row.reason, who.get(row.by_id or 0, "somebody who left"), row.until, name) for row, name in given
    ]


def reviewed_gates(rollout: Rollout) -> list[GateHead]:
    """The gates on which a report can be called, in order."""
    return [head for head in plan_service.gate_heads(rollout) if head.reviewed]


def next_gate(rollout: Rollout, today: date) -> str:
    """The key of the first gate that is not passed yet; NotFound when all are."""
    found = gate_queries.next_open_gate(rollout, today)
    if found is None:
        raise NotFound("Every gate of this rollout has been passed.")
    return found.gate.key
