"""Links to frozen reports, the page they open, and the rhythm of reports.

Pages: templates/reports/. Forms: share_forms.py.
"""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.mail_service import server_here
from planner.db import transaction
from planner.reports import queries, reader_service, render, share_service
from planner.reports.gathering_service import day_of
from planner.reports.opening import opened
from planner.reports.paper import Paper
from planner.reports.share_forms import RhythmForm, ShareForm
from planner.reports.share_models import ReportRhythm
from planner.reports.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs, public
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/reports/<int:number>/share", methods=["GET", "POST"])
@needs(Permission.REPORTS_CREATE)
def share(rollout_id: int, number: int) -> ResponseReturnValue:
    """Give a report to somebody without an account, for a time."""
    row, form = queries.snapshot(rollout_id, number), ShareForm()
    if form.validate_on_submit():

        def give() -> str:
            link, token = share_service.give(
                rollout_id, row, form.label.data or "", form.last_day(), current.user(), clock.today(), clock.now()
            )
            session["shared"] = {str(link.id): token}
            return token

        done = save(
            form,
            give,
            then=lambda _: url_for("reports.share", rollout_id=rollout_id, number=number),
            said="The link is there. It is shown this once.",
        )
        if done:
            return done
    page = render_template(
        "reports/share.html",
        form=form,
        row=row,
        links=share_service.links(rollout_id, row.id),
        fresh=session.pop("shared", {}),
        today=clock.today(),
    )
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/reports/<int:number>/share/<int:share_link_id>/revoke")
@needs(Permission.REPORTS_CREATE)
def revoke_share(rollout_id: int, number: int, share_link_id: int) -> ResponseReturnValue:
    """End a link at once."""
    with transaction():
        share_service.revoke(share_service.link_of(rollout_id, share_link_id), clock.now())
    flash("The link opens nothing any more.", "done")
    return redirect(url_for("reports.share", rollout_id=rollout_id, number=number), 303)


@blueprint.get("/shared/<token>")
@public
def shared(token: str) -> ResponseReturnValue:
    """A frozen report for whoever holds its link: read-only, with its age."""
    found = share_service.opened_by(token, clock.now())
    report = opened(found.row.document)
    return render_template(
        "reports/shared.html",
        report=report,
        paper=isinstance(report, Paper),
        body=render.body(report),
        row=found.row,
        link=found.link,
        age=(day_of(found.rollout, clock.now()) - day_of(found.rollout, found.row.created_at)).days,
    )


@blueprint.route("/rollouts/<int:rollout_id>/reports/rhythm", methods=["GET", "POST"])
@needs(Permission.REPORTS_CREATE)
def rhythm(rollout_id: int) -> ResponseReturnValue:
    """When reports are made by themselves, and who is told."""
    row = share_service.rhythm_of(rollout_id)
    people = {user.id: user.name for user in reader_service.offers(rollout_id)}
    form = RhythmForm(data=_rhythm_values(rollout_id, row))
    form.offer_readers(people)
    if form.validate_on_submit():

        def change() -> None:
            share_service.set_rhythm(current.rollout(), form.rhythm(), current.user(), form.version.data, clock.today())
            reader_service.choose(rollout_id, form.readers.data or ())

        done = save(form, change, then=lambda _: url_for("reports.index", rollout_id=rollout_id), said="Saved.")
        if done:
            return done
    page = render_template("reports/rhythm.html", form=form, mail=server_here() is not None)
    return page, 422 if form.errors else 200


def _rhythm_values(rollout_id: int, row: ReportRhythm | None) -> dict[str, object]:
    """What is set now, as the form shows it."""
    return {
        "weekday": str(row.weekday) if row and row.weekday is not None else "",
        "kinds": row.kinds if row else ["health"],
        "days_before_gate": row.days_before_gate if row else None,
        "readers": [user.id for user in reader_service.readers(rollout_id)],
        "version": row.version if row else None,
    }
