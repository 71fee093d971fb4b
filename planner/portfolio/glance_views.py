"""The first page of a rollout: is the next gate ready, what stands in its way, and what is there to do.

Pages: templates/portfolio/.
"""

from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Role
from planner.portfolio import glance_service
from planner.portfolio.glance_service import Glance
from planner.portfolio.views import blueprint
from planner.readiness.verdict import VERDICT_LIGHTS
from planner.readiness.views import pillar_row
from planner.rollouts.waiting import PILE_WORDS
from planner.schedule.gate_views import along_the_line
from planner.web import clock, current
from planner.web.filters import write_date, write_percent
from planner.web.guards import needs
from planner.web.work_lines import line_of


@blueprint.get("/rollouts/<int:rollout_id>/overview")
@needs(Permission.ROLLOUT_VIEW)
def overview(rollout_id: int) -> ResponseReturnValue:
    """The rollout at a glance."""
    today = clock.today()
    found = glance_service.glance(current.rollout(), current.role() or Role.VIEWER, current.user(), today)
    return render_template(
        "portfolio/overview.html",
        found=found,
        light=VERDICT_LIGHTS[found.judged.verdict.state] if found.judged else "",
        kicker=kicker(found, today),
        figures=figures(found, rollout_id, today),
        line=along_the_line(list(found.gates), rollout_id),
        pillar_rows=[pillar_row(each) for each in found.assessment.pillars] if found.assessment else [],
        piles=[(PILE_WORDS[pile], [line_of(work) for work in works]) for pile, works in found.piles.items() if works],
    )


def kicker(found: Glance, today: date) -> str:
    """Which gate the verdict is about, and how far off it is."""
    if found.ahead is None:
        return ""
    due = found.ahead.gate.due
    return f"{found.ahead.gate.name}, {away(due, today)}" if due else f"{found.ahead.gate.name}, no date yet"


def away(due: date, today: date) -> str:
    """How far a day is off, in words.

    >>> away(date(2026, 3, 16), date(2026, 3, 2))
    'in 14 days'
    """
    days = (due - today).days
    if days == 0:
        return "today"
    many = "1 day" if abs(days) == 1 else f"{abs(days)} days"
    return f"in {many}" if days > 0 else f"{many} late"


def figures(found: Glance, rollout_id: int, today: date) -> list[dict[str, object]]:
    """The few numbers that a project manager asks first; each leads to what lies behind it."""
    rows: list[dict[str, object]] = []
    if (wave := found.next_wave) and wave.go_live:
        note = f"{wave.name}, {write_date(wave.go_live)}"
        rows.append({"label": "Next go-live", "value": away(wave.go_live, today), "note": note})
    if plan := found.plan:
        done = {"note": f"{plan.done} of {plan.tasks}", "url": url_for("schedule.plan", rollout_id=rollout_id)}
        rows.append({"label": "Tasks done", "value": write_percent(plan.done_share), **done})
        late = url_for("schedule.plan", rollout_id=rollout_id, show="late")
        light = "red" if plan.late else "green"
        note = "past their last day" if plan.late else "nothing is late"
        rows.append({"label": "Late tasks", "value": plan.late, "url": late, "light": light, "note": note})
    if found.assessment:
        known = write_percent(found.assessment.programme.coverage)
        note = "1 answer missing" if found.unknown == 1 else f"{found.unknown} answers missing"
        asked = url_for("readiness.questions", rollout_id=rollout_id, show="unknown")
        rows.append({"label": "Known of all evidence", "value": known, "url": asked, "note": note})
    return rows
