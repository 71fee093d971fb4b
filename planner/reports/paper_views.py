"""Pages of the papers: the draft of now, and freezing it. Pages: templates/reports/. Forms: a button."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.db import transaction
from planner.reports import paper_service, render
from planner.reports.paper import PaperKind
from planner.reports.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs


@blueprint.get("/rollouts/<int:rollout_id>/reports/now/<kind>")
@needs(Permission.REPORTS_VIEW)
def paper(rollout_id: int, kind: str) -> ResponseReturnValue:
    """What the paper would say now; nothing is frozen."""
    asked = kind_of(kind)
    found = paper_service.paper_now(current.rollout(), asked, current.user().name, clock.now())
    return render_template("reports/paper.html", kind=asked, body=render.body(found))


@blueprint.post("/rollouts/<int:rollout_id>/reports/now/<kind>")
@needs(Permission.REPORTS_CREATE)
def keep_paper(rollout_id: int, kind: str) -> ResponseReturnValue:
    """Freeze the paper; pressed again in the same minute, the one that was just made is shown."""
    asked = kind_of(kind)
    with transaction():
        row = paper_service.freeze_once(current.rollout(), asked, current.user(), clock.now())
        number = row.number
    flash(f"{asked.words} {number} is frozen.", "done")
    return redirect(url_for("reports.show", rollout_id=rollout_id, number=number), 303)


def kind_of(kind: str) -> PaperKind:
    """The kind of paper that an address names; NotFound for any other word."""
    found = next((each for each in paper_service.MAKERS if each.value == kind), None)
    if found is None:
        raise NotFound("There is no such report.")
    return found
