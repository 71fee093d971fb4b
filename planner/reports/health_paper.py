"""The health check: eight sides, each with strengths, risks and issues, the trend, key figures, and what to do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from planner.playbook.words import Dimension, Severity
from planner.readiness.factors import Assessment
from planner.readiness.health import Health, HealthState, side_of
from planner.readiness.mistakes import Found
from planner.reports.paper import Section, table
from planner.reports.report import Condition, Plan
from planner.reports.wording import UNKNOWN, day, short_day

METHOD = (
    (
        "A side is in trouble when a grave mistake was seen there or a critical success factor is under its line for "
        "certain; at risk when anything else is wrong or not proven; healthy when only strengths were found; and not "
        "known, which is white, while nothing is known. No average takes part. The whole is as bad as its worst side."
    ),
    (
        "Findings come from the success factors, from live figures held against a line, and from detectors that look "
        "for the known mistakes of CRM rollouts. A mistake that somebody accepted for a time is listed apart."
    ),
    (
        "The trend is the change of the score of a side since the last health check. In the first one it is the change "
        "since a day about a month before, over the success factors that were known then and now."
    ),
    (
        "Whoever owns most of a side's success factors is asked to act on what was seen there: by the next gate where "
        "it is grave, by the next going live otherwise."
    ),
)


def actions_section(
    found: Sequence[Found], leads: Mapping[Dimension, str], due: tuple[date | None, date | None]
) -> Section:
    """What to do first: one line for each mistake that was seen, the gravest first.

    `leads` says who answers for each side; `due` are the days of the next gate, by which what is grave is asked for,
    and of the next going live, by which the rest is.
    """
    rows = [
        (
            each.mistake.name, each.sight.text, each.mistake.instead, leads.get(side_of(each), "nobody yet"),
            short_day(due[0] if each.mistake.severity is Severity.HIGH else due[1] or due[0]),
            each.mistake.severity.value,
        )
        for each in found
    ]  # fmt: skip
    told = () if rows else ("No known mistake was seen.",)
    parts = table("What to do", "What was seen|How it shows|What to do instead|Who|By|Weight", rows, "Nothing to do.")
    return Section("actions", "What to do now", told, (), (parts,) if rows else ())


def leads_of(assessment: Assessment, owners: Mapping[str, str]) -> dict[Dimension, str]:
    """Who answers for each side: the role that owns the most weight of its success factors, by `owners` in words."""
    weights: dict[Dimension, Counter[str]] = {}
    for each in assessment.factors:
        if each.score.applies and each.factor.owner_role:
            weights.setdefault(each.factor.side, Counter())[each.factor.owner_role] += each.factor.weight
    most = {side: min(found, key=lambda role: (-found[role], role)) for side, found in weights.items()}
    return {side: owners.get(role, role) for side, role in most.items()}


def accepted_section(found: Sequence[Found]) -> Section:
    """What somebody accepts for a time, and why."""
    rows = [
        (each.mistake.name, each.waived.reason, each.waived.by, short_day(each.waived.until))
        for each in found
        if each.waived is not None
    ]
    parts = table("Accepted for a time", "What|Why|By|Until", rows, "Nothing is accepted.")
    return Section("accepted", "Accepted for a time", (), (), (parts,))


def plan_section(plan: Plan | None, conditions: Sequence[Condition]) -> Section:
    """Where the plan stands, and the conditions of earlier decisions."""
    asked = [(each.text, each.owner, short_day(each.due), each.state, each.gate) for each in conditions]
    bound = table("Conditions of decisions", "Condition|Owner|Due|State|Gate", asked, "No condition binds the rollout.")
    if plan is None:
        return Section("plan", "Plan and conditions", ("There is no plan yet.",), (), (bound,))
    told = (
        f"{plan.done} of {plan.tasks} tasks are done, {plan.late} are late, {plan.undated} have no date, "
        f"{plan.without_owner} no owner. The plan ends on {day(plan.finish)}; the next go-live: {day(plan.go_live)}."
    )
    stones = [(each.name, short_day(each.planned), each.state) for each in plan.milestones]
    ahead = table("Milestones ahead", "Milestone|Planned|State", stones, "No milestone is ahead.")
    return Section("plan", "Plan and conditions", (told,), (), (ahead, bound))


def asks(health: Health) -> str:
    """What the reader is asked, by how the whole stands."""
    return {
        HealthState.IN_TROUBLE: "Decide what is done about the sides in trouble, and by whom",
        HealthState.AT_RISK: "Agree on the actions below, each with an owner and a day",
        HealthState.HEALTHY: "Nothing has to be decided",
        HealthState.UNKNOWN: f"Let the sides that are {UNKNOWN} be looked at before anything else is decided",
    }[health.state]
