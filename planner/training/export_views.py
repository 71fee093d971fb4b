"""Pages that hand out training as files: groups for whoever may see them, names for a stated purpose."""

from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed, RuleBroken
from planner.basics.export import Cell, csv_bytes, xlsx_bytes
from planner.db import transaction
from planner.training import export_service
from planner.training.views import GROUPS, asked_filter, blueprint, group_names
from planner.web import clock, current
from planner.web.forms import PlannerForm, offer
from planner.web.guards import needs

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
WHAT = {"people": "Everybody with the state of every course", "results": "Every attempt with its result"}


class PurposeForm(PlannerForm):
    """What a list with names is for."""

    what = RadioField("List", choices=offer(WHAT), validators=[InputRequired("Choose a list.")], default="people")
    purpose = StringField("What it is for", validators=[InputRequired("Say what it is for."), Length(max=300)])
    form = RadioField("As", choices=offer({"xlsx": "Excel workbook", "csv": "CSV"}), default="xlsx")


@blueprint.get("/rollouts/<int:rollout_id>/training/coverage.<fmt>")
@needs(Permission.TRAINING_EXPORT)
def coverage_file(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """Coverage by wave, unit, role and site as CSV or workbook."""
    names = {by: group_names(rollout_id, by) for by in GROUPS}
    hide = current.scope(Permission.TRAINING_EXPORT) is not Scope.ALL
    rows = list(export_service.group_rows(rollout_id, clock.today(), names, hide=hide))
    return _file(list(export_service.GROUP_HEAD), rows, "coverage", fmt)


@blueprint.route("/rollouts/<int:rollout_id>/training/export", methods=["GET", "POST"])
@needs(Permission.SCORES_EXPORT)
def export(rollout_id: int) -> ResponseReturnValue:
    """A list with names, for a stated purpose: it is written down, and everybody named can see it."""
    if current.scope(Permission.SCORES_EXPORT) is not Scope.ALL:
        raise NotAllowed
    form, asked = PurposeForm(), asked_filter()
    if form.validate_on_submit():
        try:
            return _handed_out(rollout_id, form)
        except RuleBroken as broken:
            form.refuse(broken)
    page = render_template("training/export.html", form=form, asked=asked, address=request.full_path)
    return page, 422 if form.errors else 200


def _handed_out(rollout_id: int, form: PurposeForm) -> Response:
    table = export_service.people_table if form.what.data == "people" else export_service.result_table
    head, rows, people = table(rollout_id, clock.today(), asked_filter().part)
    with transaction():
        export_service.note_export(
            current.rollout(), current.user(), WHAT[form.what.data], form.purpose.data or "", people, clock.now()
        )
    mark = f"{current.user().name}, {clock.today().isoformat()}: {form.purpose.data}"
    return _file([*head, "Taken out by"], [(*row, mark) for row in rows], f"training-{form.what.data}", form.form.data)


def _file(head: list[str], rows: Sequence[Sequence[Cell]], name: str, fmt: str) -> Response:
    kind = "xlsx" if fmt == "xlsx" else "csv"
    content = (xlsx_bytes if kind == "xlsx" else csv_bytes)(head, rows)
    answer = Response(content, content_type=TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
