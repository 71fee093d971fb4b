"""The page of benefits: what the approved business case promised, and what the key figures support of it today.

Pages: templates/kpis/.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.kpis.benefit_service import benefits_of
from planner.kpis.views import blueprint
from planner.web import clock, current
from planner.web.downloads import table_file
from planner.web.guards import needs

HEADER = ("Benefit", "Key figure", "State", "Way gone in %", "Promised this year", "Promised in the best year",
          "Supported by the figure", "Missing this year")  # fmt: skip


@blueprint.get("/rollouts/<int:rollout_id>/kpis/benefits")
@needs(Permission.KPIS_VIEW)
def benefits(rollout_id: int) -> ResponseReturnValue:
    """Planned against realised, line by line."""
    found = benefits_of(current.rollout(), clock.today())
    return render_template("kpis/benefits.html", found=found)


@blueprint.get("/rollouts/<int:rollout_id>/kpis/benefits.<fmt>")
@needs(Permission.KPIS_EXPORT)
def export_benefits(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """The same as a table, CSV or Excel."""
    found = benefits_of(current.rollout(), clock.today())
    rows = [
        (each.name, each.shown.name if each.shown else None, each.shown.state if each.shown else None,
         round(100 * each.shown.share) if each.shown and each.shown.share is not None else None,
         each.promised_now, each.promised, each.supported, each.missing)
        for each in (found.lines if found else ())
    ]  # fmt: skip
    return table_file("benefits", fmt, HEADER, rows)
