"""Pages of the business case.

Pages: templates/suitability/. Forms: case_forms.py.
"""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.rollouts import queries as rollouts
from planner.suitability import case_chart, case_queries, case_service, case_words
from planner.suitability import queries as people
from planner.suitability.business_case import (
    KIND_WORDS,
    MONTHS,
    Case,
    LineKind,
    Reading,
    cost_of_waiting,
    light_of,
    tornado,
    worth,
    years_of,
)
from planner.suitability.case_forms import (
    ApproveCaseForm,
    CaseForm,
    EditLineForm,
    LineFields,
    NewLineForm,
    RemoveLineForm,
    for_years,
)
from planner.suitability.case_rules import changes
from planner.suitability.case_table import headings, table
from planner.suitability.views import blueprint
from planner.web import clock, current
from planner.web.downloads import table_file
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.get("/rollouts/<int:rollout_id>/business-case")
@needs(Permission.SUITABILITY_VIEW)
def business_case(rollout_id: int) -> ResponseReturnValue:
    """What the rollout costs and brings, what that is worth, what decides it, and what was approved."""
    rollout = current.rollout()
    case = case_queries.case_of(rollout_id)
    rows = case_queries.line_rows(rollout_id)
    return render_template(
        "suitability/business_case.html",
        case=case,
        rows={row.number: row for row in rows},
        owners=people.names({row.owner_id for row in rows if row.owner_id}),
        kpis=case_service.kpis_of(rollout),
        starts_on=case_queries.starts_on(rollout),
        approved=case_queries.approved_cases(rollout_id),
        **_judged(case),
    )


def _judged(case: Case) -> dict[str, Any]:
    """Every figure of the page, computed."""
    found = {reading: worth(case, reading) for reading in Reading}
    years = years_of(case)
    return {
        "worth": found,
        "light": light_of(case),
        "years": years,
        "curve": case_chart.curve(years),
        "bars": case_chart.bars(tornado(case), case.npv()),
        "waiting": {months: {r: cost_of_waiting(case, months, r) for r in Reading} for months in (1, 3, MONTHS)},
    }


@blueprint.context_processor
def case_vocabulary() -> dict[str, object]:
    """How the templates of the business case say things."""
    return {
        "words": case_words,
        "Reading": Reading,
        "LineKind": LineKind,
        "kind_words": KIND_WORDS,
        "changes_of": changes,
    }


@blueprint.route("/rollouts/<int:rollout_id>/business-case/frame", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_EDIT)
def case_edit(rollout_id: int) -> ResponseReturnValue:
    """Set years, rate, first day, budget and the cost of a month."""
    rollout = current.rollout()
    row = case_queries.frame(rollout_id)
    usual = {"years": str(case_queries.YEARS), "rate": case_queries.RATE, "starts_on": rollout.start_date}
    form = CaseForm(data={**case_service.frame_fields(row), "version": row.version} if row else usual)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: case_service.set_frame(rollout, form.draft(), form.version.data),
            then=lambda _: url_for("suitability.business_case", rollout_id=rollout_id),
            said="The frame of the business case is saved.",
        )
        if done:
            return done
    return render_template("suitability/case_edit.html", form=form), 422 if form.errors else 200


def _offer(form: LineFields) -> None:
    rollout = current.rollout()
    members = [user for _, user in rollouts.members(rollout.id) if user.active]
    form.offer_choices(members, case_service.kpis_of(rollout))


@blueprint.route("/rollouts/<int:rollout_id>/business-case/lines/new", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_EDIT)
def case_line_create(rollout_id: int) -> ResponseReturnValue:
    """Add a cost or a benefit."""
    rollout = current.rollout()
    form = for_years(NewLineForm, case_queries.case_of(rollout_id).years)()
    _offer(form)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: case_service.add_line(rollout, form.draft()),
            then=lambda _: url_for("suitability.business_case", rollout_id=rollout_id),
            said=lambda row: f"“{row.name}” is added.",
        )
        if done:
            return done
    return render_template("suitability/case_line_create.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/business-case/lines/<int:case_line_id>", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_EDIT)
def case_line_edit(rollout_id: int, case_line_id: int) -> ResponseReturnValue:
    """Change a line."""
    rollout, row = current.rollout(), case_queries.line_row(rollout_id, case_line_id)
    years = case_queries.case_of(rollout_id).years
    form = for_years(EditLineForm, years)(data={**case_service.line_fields(row), "version": row.version})
    _offer(form)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: case_service.edit_line(rollout, row, form.draft(), form.version.data),
            then=lambda _: url_for("suitability.business_case", rollout_id=rollout_id),
            said="The line is saved.",
        )
        if done:
            return done
    return render_template("suitability/case_line_edit.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/business-case/lines/<int:case_line_id>/remove", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_EDIT)
def case_line_remove(rollout_id: int, case_line_id: int) -> ResponseReturnValue:
    """Take a line out."""
    row = case_queries.line_row(rollout_id, case_line_id)
    form = RemoveLineForm(data={"version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: case_service.remove_line(row, form.version.data),
            then=lambda _: url_for("suitability.business_case", rollout_id=rollout_id),
            said="The line is taken out.",
        )
        if done:
            return done
    return render_template("suitability/case_line_remove.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/business-case/approve", methods=["GET", "POST"])
@needs(Permission.SUITABILITY_APPROVE)
def case_approve(rollout_id: int) -> ResponseReturnValue:
    """A sponsor approves the case; it is frozen as what benefits are compared with later."""
    rollout, form = current.rollout(), ApproveCaseForm()
    case = case_queries.case_of(rollout_id)
    if form.validate_on_submit():
        by, now = current.user(), clock.now()
        done = save(
            form,
            lambda: case_service.freeze(rollout, form.reason.data or "", by, now),
            then=lambda _: url_for("suitability.business_case", rollout_id=rollout_id),
            said=lambda row: f"The business case is approved and kept as number {row.number}.",
        )
        if done:
            return done
    page = render_template("suitability/case_approve.html", form=form, case=case, **_judged(case))
    return page, 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/business-case.<fmt>")
@needs(Permission.SUITABILITY_EXPORT)
def case_export(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """The whole case as a table."""
    case = case_queries.case_of(rollout_id)
    return table_file("business-case", fmt, headings(case.years), table(case, case_service.kpis_of(current.rollout())))
