"""Pages that take a staff list over: choose it, say what its columns mean, look at what it changes, take it.

Nothing is stored before the last step, and then all of it or nothing. Pages: templates/people/.
"""

from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound, RuleBroken
from planner.basics.export import csv_bytes
from planner.db import transaction
from planner.people import staff_export_service, staff_import_service, staff_queries
from planner.people import staff_taking_service as taking
from planner.people.staff_columns import WORDS, guess
from planner.people.staff_comparison import Comparison
from planner.people.staff_export_service import Format
from planner.people.staff_file import header_of, header_place, text_at
from planner.people.staff_import_forms import MappingForm, StaffFileForm, TakeStaffForm
from planner.people.staff_importing import open_table
from planner.people.staff_upload_service import Shelf
from planner.people.views import blueprint
from planner.queue import enqueue
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import MEGABYTE, needs
from planner.web.saving import save

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST = 33 * MEGABYTE
AT_ONCE = 100
"""People on one page of a preview."""
GROUPS = {"added": "New", "changed": "Changed", "back": "Back", "leaving": "Left"}


def shelf_of(rollout_id: int) -> Shelf:
    """Where the lists of this rollout wait."""
    return Shelf.of(current_app.config["PLANNER"].instance, rollout_id)


@blueprint.route("/rollouts/<int:rollout_id>/staff/import", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT, body=LARGEST)
def import_staff(rollout_id: int) -> ResponseReturnValue:
    """Choose a list; what cannot be read at all is told at once."""
    form = StaffFileForm()
    if form.validate_on_submit():
        source = cast(BinaryIO, form.file.data.stream)
        try:
            open_table(source)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            waiting = shelf_of(rollout_id).keep(source, form.file.data.filename or "list", clock.now())
            return redirect(url_for("people.map_staff", rollout_id=rollout_id, mark=waiting.mark), 303)
    page = render_template("people/import_staff.html", form=form, nobody=staff_queries.is_empty(rollout_id))
    return page, 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/staff/import/<mark>", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def map_staff(rollout_id: int, mark: str) -> ResponseReturnValue:
    """Say what each column means, and whether the list is complete."""
    shelf = shelf_of(rollout_id)
    waiting = shelf.find(mark)
    table = taking.table_of(shelf, waiting)
    names = header_of(table)
    found = guess(names, staff_import_service.remembered(rollout_id))
    chosen = waiting.chosen or [str(found.get(place, "")) for place in range(len(names))]
    form = MappingForm(data={"complete": bool(waiting.last_day), "last_day": waiting.last_day or clock.today(),
                             "make_units": waiting.make_units})  # fmt: skip
    form.begin(chosen)
    if form.validate_on_submit():
        said = {"chosen": form.chosen(), "make_units": form.make_units.data,
                "complete_on": form.complete_on.isoformat() if form.complete_on else ""}  # fmt: skip
        shelf.note(waiting, **said)
        with transaction():
            staff_import_service.remember(rollout_id, names, form.chosen())
        return redirect(url_for("people.preview_staff", rollout_id=rollout_id, mark=mark), 303)
    page = render_template(
        "people/map_staff.html",
        form=form,
        waiting=waiting,
        columns=_samples(table),
        rows=len(table) - header_place(table) - 1,
    )
    return page, 422 if form.errors else 200


def _samples(table: Sequence[Sequence[Any]]) -> list[tuple[str, list[str]]]:
    """Each column's name with what stands in its first filled rows."""
    top, names = header_place(table), header_of(table)
    below = table[top + 1 : top + 60]
    columns = []
    for place in range(len(names)):
        texts = [text for row in below if (text := text_at(row, place))]
        columns.append((text_at(names, place) or f"Column {place + 1}", texts[:3]))
    return columns


@blueprint.get("/rollouts/<int:rollout_id>/staff/import/<mark>/preview")
@needs(Permission.PEOPLE_EDIT)
def preview_staff(rollout_id: int, mark: str) -> ResponseReturnValue:
    """What the list would change, before anything is stored; or everything that is wrong with it."""
    shelf = shelf_of(rollout_id)
    waiting = shelf.find(mark)
    file, found = taking.look(current.rollout(), shelf, waiting, clock.today())
    group = request.args.get("show", "")
    rows = _rows(found, group if group in GROUPS else "")
    page = min(max(request.args.get("page", 1, type=row_number) or 1, 1), max(1, -(-len(rows) // AT_ONCE)))
    return render_template(
        "people/preview_staff.html",
        form=TakeStaffForm(),
        waiting=waiting,
        file=file,
        found=found,
        groups=GROUPS,
        group=group if group in GROUPS else "",
        rows=rows[(page - 1) * AT_ONCE : page * AT_ONCE],
        total=len(rows),
        page=page,
        at_once=AT_ONCE,
        words=WORDS,
        background=found.total > taking.AT_ONCE,
    )


def _rows(found: Comparison, group: str) -> list[tuple[str, Any]]:
    every: dict[str, Sequence[Any]] = {
        "added": found.added, "changed": found.changed, "back": found.back, "leaving": found.leaving,
    }  # fmt: skip
    return [(name, one) for name, ones in every.items() if not group or name == group for one in ones]


@blueprint.post("/rollouts/<int:rollout_id>/staff/import/<mark>/take")
@needs(Permission.PEOPLE_EDIT)
def take_staff(rollout_id: int, mark: str) -> ResponseReturnValue:
    """Take the list: all of it, or nothing."""
    form, shelf = TakeStaffForm(), shelf_of(rollout_id)
    waiting = shelf.find(mark)
    _, found = taking.look(current.rollout(), shelf, waiting, clock.today())
    if found.total > taking.AT_ONCE:
        done = save(
            form,
            lambda: _later(rollout_id, mark),
            then=lambda _: url_for("people.taking_staff", rollout_id=rollout_id, mark=mark),
            said=lambda said: said,
        )
    else:
        done = save(
            form,
            lambda: taking.take_now(current.rollout(), shelf, waiting, clock.today()),
            then=lambda _: url_for("people.index", rollout_id=rollout_id),
            said=lambda said: said,
        )
        if done:
            shelf.forget(mark)
    if done is None:
        flash(" ".join(map(str, form.form_errors)), "error")
    return done or redirect(url_for("people.preview_staff", rollout_id=rollout_id, mark=mark), 303)


def _later(rollout_id: int, mark: str) -> str:
    shelf_of(rollout_id).tell(mark, state="waiting", done=0, total=0)
    enqueue(
        "people.import",
        clock.now(),
        current.user().id,
        rollout_id=rollout_id,
        mark=mark,
        today=clock.today().isoformat(),
    )
    return "The list is being taken in the background."


@blueprint.get("/rollouts/<int:rollout_id>/staff/import/<mark>/progress")
@needs(Permission.PEOPLE_EDIT)
def taking_staff(rollout_id: int, mark: str) -> ResponseReturnValue:
    """How far the taking of a long list has come."""
    return render_template("people/taking_staff.html", progress=shelf_of(rollout_id).progress(mark), mark=mark)


@blueprint.get("/rollouts/<int:rollout_id>/staff/import/<mark>/problems.csv")
@needs(Permission.PEOPLE_EDIT)
def staff_problems(rollout_id: int, mark: str) -> ResponseReturnValue:
    """What is wrong with a list, for whoever corrects it."""
    shelf = shelf_of(rollout_id)
    _, found = taking.look(current.rollout(), shelf, shelf.find(mark), clock.today())
    rows = [(each.row or "", each.column, each.value, each.message) for each in found.problems]
    content = csv_bytes(("Row", "Column", "What stands there", "What is wrong"), rows)
    return Response(
        content, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=staff-problems.csv"}
    )


@blueprint.get("/rollouts/<int:rollout_id>/staff/export.<fmt>")
@needs(Permission.PEOPLE_EXPORT)
def export_staff(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """The whole list as CSV or Excel; the import reads it back."""
    if fmt not in set(Format):
        raise NotFound("The list is written as csv or xlsx.")
    with transaction():
        content = staff_export_service.export_staff(rollout_id, Format(fmt))
    kind = "text/csv; charset=utf-8" if fmt == Format.CSV else XLSX
    name = f"staff-{clock.today():%Y-%m-%d}.{fmt}"
    return Response(content, mimetype=kind, headers={"Content-Disposition": f"attachment; filename={name}"})
