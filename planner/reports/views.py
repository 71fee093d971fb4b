"""Pages of the readiness reports: the list, the draft of now, frozen reports, and two of them compared.

Pages: templates/reports/. Forms: forms.py.
"""

from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.reports import files_service, gathering_service, paper_changes, paper_service, queries, render, service
from planner.reports.differences import compare as differences
from planner.reports.forms import CallForm
from planner.reports.opening import name_of, opened
from planner.reports.paper import Paper
from planner.reports.report import Changes, Report
from planner.reports.wording import LIGHTS, sections
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import needs
from planner.web.saving import save

blueprint = Blueprint("reports", __name__)


@blueprint.context_processor
def words() -> dict[str, object]:
    """The lights of verdicts and decisions, and dates as they are stored in conditions."""
    return {"lights": LIGHTS, "day_of": date.fromisoformat}


@blueprint.get("/rollouts/<int:rollout_id>/reports")
@needs(Permission.REPORTS_VIEW)
def index(rollout_id: int) -> ResponseReturnValue:
    """All reports of the rollout, newest first."""
    today = clock.today()
    filed = queries.filed(rollout_id)
    ages = {
        each.snapshot.number: (today - gathering_service.day_of(current.rollout(), each.snapshot.created_at)).days
        for each in filed
    }
    return render_template(
        "reports/index.html", filed=filed, ages=ages, name_of=name_of, kinds=tuple(paper_service.MAKERS)
    )


@blueprint.get("/rollouts/<int:rollout_id>/reports/preview")
@needs(Permission.REPORTS_VIEW)
def preview(rollout_id: int) -> ResponseReturnValue:
    """What the report would say now; nothing is frozen."""
    gates = gathering_service.reviewed_gates(current.rollout())
    gate_key = request.args.get("gate") or gathering_service.next_gate(current.rollout(), clock.today())
    report = gathering_service.report_now(current.rollout(), gate_key, current.user().name, clock.now())
    form = CallForm(data={"gate": gate_key})
    return render_template("reports/preview.html", report=report, body=render.body(report), gates=gates, form=form)


@blueprint.post("/rollouts/<int:rollout_id>/reports")
@needs(Permission.REPORTS_CREATE)
def call(rollout_id: int) -> ResponseReturnValue:
    """Call the review of a gate: freeze its report."""
    form = CallForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.create_snapshot(current.rollout(), form.gate.data or "", current.user(), clock.now()),
            then=lambda row: url_for("reports.show", rollout_id=rollout_id, number=row.number),
            said=lambda row: f"Report {row.number} is frozen and waits for the sponsor's decision.",
        )
        if done:
            return done
    raise RuleBroken("; ".join(str(error) for errors in form.errors.values() for error in errors))


@blueprint.get("/rollouts/<int:rollout_id>/reports/<int:number>")
@needs(Permission.REPORTS_VIEW)
def show(rollout_id: int, number: int) -> ResponseReturnValue:
    """One frozen report."""
    row = queries.snapshot(rollout_id, number)
    report = opened(row.document)
    newest = queries.newest_of_gate(rollout_id, row.gate_key) if row.kind == queries.READINESS else None
    return render_template(
        "reports/show.html",
        row=row,
        report=report,
        paper=isinstance(report, Paper),
        body=render.body(report),
        sections=sections(report),
        decided=queries.decision_on(row),
        making=files_service.making_now(row, render.TEMPLATE_VERSION, clock.now()) if _takes_files() else None,
        replaced_by=newest.number if newest and newest.number > number else None,
        own=row.author_id == current.user().id,
    )


def _takes_files() -> bool:
    """Whether this person may carry reports away, and so cares about the PDF."""
    return current.may(Permission.REPORTS_EXPORT)


@blueprint.get("/rollouts/<int:rollout_id>/reports/compare")
@needs(Permission.REPORTS_VIEW)
def compare(rollout_id: int) -> ResponseReturnValue:
    """Two frozen reports of one kind side by side; without a choice, the last two of the newest kind."""
    filed = [each.snapshot for each in queries.filed(rollout_id)]
    newest = filed[0].number if filed else 0
    after = queries.snapshot(rollout_id, request.args.get("after", newest, row_number))
    same = [each.number for each in filed if each.kind == after.kind]
    last = next((number for number in same if number < after.number), after.number)
    before = queries.snapshot(rollout_id, request.args.get("before", last, row_number))
    if before.kind != after.kind:
        raise RuleBroken("Only two reports of the same kind can be compared.")
    first, second = opened(before.document), opened(after.document)
    changes = differences_of(first, second)
    drawn = render.change_list(changes)
    return render_template(
        "reports/compare.html", numbers=same, first=first, second=second, changes=changes, drawn=drawn
    )


def differences_of(first: Report | Paper, second: Report | Paper) -> Changes:
    """What is different between two reports of one kind."""
    if isinstance(first, Paper) and isinstance(second, Paper):
        return paper_changes.compare(first, second)
    assert isinstance(first, Report)  # noqa: S101 - both are of one kind
    assert isinstance(second, Report)  # noqa: S101 - the same
    return differences(first, second)


from planner.reports import file_views, form_views, paper_views, share_views, sign_off_views  # noqa: E402, F401 - they add their pages
