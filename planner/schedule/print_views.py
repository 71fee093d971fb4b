"""The plan on paper, as a PDF file: at once, or in the background when it has many rows.

Pages: templates/schedule/. Forms: none.
"""

from pathlib import Path

from flask import Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access import audit_service
from planner.access.roles import Permission
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.pdf_render import NotPrintable
from planner.db import db, transaction
from planner.schedule import printing_service, queries
from planner.schedule.paper import MEASURES, MOST_ROWS, Paper, PrintedPlan, pages_of
from planner.schedule.plan_table import SHOW_WORDS, Show, part_named, parts_of
from planner.schedule.print_render import plan_html, plan_pdf
from planner.schedule.printing_service import Asked
from planner.schedule.timeline_views import beside_of, compared_with, ties_of
from planner.schedule.views import View, blueprint, look
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.problems import problem


@blueprint.get("/rollouts/<int:rollout_id>/plan/print/<paper>.pdf")
@needs(Permission.PLAN_EXPORT)
def print_plan(rollout_id: int, paper: str) -> ResponseReturnValue:
    """The rows that the filter asks for, with their picture, on sheets of A4 or A3; many go to the background."""
    view = look(rollout_id, MOST_ROWS)
    if view is None or paper not in set(Paper):
        raise NotFound("There is no such plan to print.")
    if view.sheet.total > MOST_ROWS:
        raise RuleBroken(
            f"These are {view.sheet.total:,} rows, and {MOST_ROWS:,} are printed at most. Go back to the timeline, "
            "choose a part of the plan, a wave or an owner, and print again."
        )
    wanted, asked = printed_plan(rollout_id, view, Paper(paper)), asked_of(rollout_id, view, paper)
    if asked.rows > printing_service.AT_ONCE:
        mark = printing_service.begin(
            folder(rollout_id), rollout_id, plan_html(wanted), asked, current.user().id, clock.now()
        )
        return redirect(url_for("schedule.printing", rollout_id=rollout_id, mark=mark), 303)
    db.session.rollback()
    try:
        data = plan_pdf(wanted)
    except NotPrintable as error:
        return problem(503, error.message)
    return _file(rollout_id, asked, data)


@blueprint.get("/rollouts/<int:rollout_id>/plan/printed/<mark>")
@needs(Permission.PLAN_EXPORT)
def printing(rollout_id: int, mark: str) -> ResponseReturnValue:
    """How far the printing of a long plan is, and then the file."""
    found = printing_service.standing(folder(rollout_id), mark, clock.now())
    return render_template("schedule/printing.html", mark=mark, found=found)


@blueprint.get("/rollouts/<int:rollout_id>/plan/printed/<mark>/plan.pdf")
@needs(Permission.PLAN_EXPORT)
def printed(rollout_id: int, mark: str) -> ResponseReturnValue:
    """A long plan that was printed in the background."""
    return _file(rollout_id, *printing_service.content(folder(rollout_id), mark))


def folder(rollout_id: int) -> Path:
    """Where prints of a rollout are kept."""
    return printing_service.folder_of(current_app.config["PLANNER"].instance, rollout_id)


def asked_of(rollout_id: int, view: View, paper: str) -> Asked:
    """What is printed, in a few words and numbers."""
    number, rows = view.plan.number, view.sheet.total
    name = f"plan-{rollout_id}-version-{number}-{paper}.pdf"
    return Asked(name, view.plan.id, number, paper, rows, -(-rows // MEASURES[Paper(paper)].rows))


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


def _file(rollout_id: int, asked: Asked, data: bytes) -> Response:
    """A download: never opened as a page, and noted in the history."""
    told = {"number": asked.number, "format": f"pdf-{asked.paper}"}
    with transaction():
        audit_service.record("export", object_type="plan", object_id=asked.plan_id, rollout_id=rollout_id, after=told)
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{asked.name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
