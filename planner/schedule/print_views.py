"""The plan on paper, as a PDF file.

Pages: none. Forms: none.
"""

from flask import Response
from flask.typing import ResponseReturnValue

from planner.access import audit_service
from planner.access.roles import Permission
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.pdf_render import NotPrintable
from planner.db import db, transaction
from planner.schedule import queries
from planner.schedule.paper import MOST_ROWS, Paper, PrintedPlan, pages_of
from planner.schedule.plan_table import SHOW_WORDS, Show, part_named, parts_of
from planner.schedule.print_render import plan_pdf
from planner.schedule.timeline_views import beside_of, compared_with, ties_of
from planner.schedule.views import View, blueprint, look
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.problems import problem


@blueprint.get("/rollouts/<int:rollout_id>/plan/print/<paper>.pdf")
@needs(Permission.PLAN_EXPORT)
def print_plan(rollout_id: int, paper: str) -> ResponseReturnValue:
    """The rows that the filter asks for, with their picture, on sheets of A4 or A3; the history notes it."""
    view = look(rollout_id, MOST_ROWS)
    if view is None or paper not in set(Paper):
        raise NotFound("There is no such plan to print.")
    if view.sheet.total > MOST_ROWS:
        raise RuleBroken(
            f"These are {view.sheet.total:,} rows, and {MOST_ROWS} are printed at most. Go back to the timeline, "
            "choose a part of the plan, a wave or an owner, and print again."
        )
    plan_id, number = view.plan.id, view.plan.number
    wanted = printed_plan(rollout_id, view, Paper(paper))
    db.session.rollback()
    try:
        data = plan_pdf(wanted)
    except NotPrintable as error:
        return problem(503, error.message)
    with transaction():
        told = {"number": number, "format": f"pdf-{paper}"}
        audit_service.record("export", object_type="plan", object_id=plan_id, rollout_id=rollout_id, after=told)
    return _file(data, f"plan-{rollout_id}-version-{number}-{paper}.pdf")


def printed_plan(rollout_id: int, view: View, paper: Paper) -> PrintedPlan:
    """What is printed, as plain values."""
    rollout, compared, day = current.rollout(), compared_with(rollout_id, view), clock.today()
    ties = ties_of(queries.links_of(view.plan.id))
    return PrintedPlan(
        rollout=rollout.name,
        organisation=rollout.organisation,
        version=f"Version {view.plan.number}: {view.plan.title}",
        shown=shown_words(view),
        baseline=compared.offer.name if compared.offer else "",
        held=bool(view.held),
        day=day,
        paper=paper,
        pages=pages_of(view.sheet.lines, ties, day, beside_of(view, compared), paper),
    )


def shown_words(view: View) -> str:
    """The filter in words; nothing while everything is shown."""
    wanted, parts = view.wanted, {part.key: part.name for part in parts_of(view.rows)}
    whole = part_named(view.rows, wanted.part)
    found = [
        SHOW_WORDS[wanted.show] if wanted.show is not Show.ALL else "",
        parts.get(wanted.part, whole.name if whole else wanted.part),
        f"wave {wanted.wave}" if wanted.wave is not None else "",
        view.people.get(wanted.owner_id, "") if wanted.owner_id is not None else "",
    ]
    return ", ".join(word for word in found if word)


def _file(data: bytes, name: str) -> Response:
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
