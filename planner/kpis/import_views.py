"""Readings from a table: every bad row is told, all is taken or nothing. Pages: templates/kpis/. Forms: forms.py."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.workbook_checks import TableRefusedError
from planner.kpis import import_service, queries
from planner.kpis.forms import ImportForm
from planner.kpis.reading import Origin
from planner.kpis.reading_table import Problem
from planner.kpis.views import blueprint
from planner.web import clock, current
from planner.web.guards import MEGABYTE, needs
from planner.web.saving import save

SHOWN = 200


@blueprint.route("/rollouts/<int:rollout_id>/kpis/import", methods=["GET", "POST"])
@needs(Permission.KPIS_EDIT, body=16 * MEGABYTE)
def import_readings(rollout_id: int) -> ResponseReturnValue:
    """Take readings from a CSV file or a workbook."""
    form = ImportForm()
    form.offer_kpis({row.ref: row.name for row in queries.kpis(rollout_id)})
    problems: tuple[Problem, ...] = ()
    if form.validate_on_submit():
        layout, only = form.wanted()
        try:
            found = import_service.readings_in(form.file.data.stream, clock.today(), layout, only)
            problems = import_service.problems_of(current.rollout(), found, clock.today())
        except TableRefusedError as error:
            form.file.errors = [*form.file.errors, str(error)]
            return render_template("kpis/import_readings.html", form=form, problems=(), shown=SHOWN), 422
        if not problems:
            done = save(
                form,
                lambda: import_service.take(
                    current.rollout(), found.found, found.rows, Origin.FILE, current.user(), clock.today(), clock.now()
                ),
                then=lambda _: url_for("kpis.index", rollout_id=rollout_id),
                said=lambda taken: f"{taken.rows} rows read; {taken.changed} readings are new or corrected.",
            )
            if done:
                return done
    page = render_template("kpis/import_readings.html", form=form, problems=problems, shown=SHOWN)
    return page, 422 if form.errors or problems else 200
