"""Pages that take files of training records over: choose one, look at what it would bring, take it."""

from pathlib import Path
from typing import BinaryIO, cast

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from planner.access.roles import Permission
from planner.basics.workbook_checks import TableRefusedError
from planner.people import staff_queries
from planner.training import course_queries, import_service, waiting_files_service
from planner.training.import_forms import ColumnsForm, RecordsForm
from planner.training.record_importing import Opened, Table, open_content
from planner.training.record_table import FIELD_WORDS, guess, heading_row, plain
from planner.training.results import SOURCE_WORDS
from planner.training.views import blueprint
from planner.web import clock, current
from planner.web.guards import MEGABYTE, needs
from planner.web.saving import save

LARGEST = 33 * MEGABYTE
LISTED = 100


def _folder(rollout_id: int) -> Path:
    return waiting_files_service.folder_of(current_app.config["PLANNER"].instance, rollout_id)


@blueprint.route("/rollouts/<int:rollout_id>/training/import", methods=["GET", "POST"])
@needs(Permission.SCORES_EDIT, body=LARGEST)
def upload(rollout_id: int) -> ResponseReturnValue:
    """Choose a file: a Moodle progress report, xAPI statements, or a table of attendance and results."""
    form = RecordsForm()
    if form.validate_on_submit():
        file: FileStorage = form.file.data
        content = cast(BinaryIO, file.stream).read(LARGEST)
        try:
            open_content(content)
        except TableRefusedError as error:
            form.file.errors = [*form.file.errors, f"{error.what} {error.remedy}"]
        else:
            mark = waiting_files_service.keep(_folder(rollout_id), content, file.filename or "records")
            return redirect(url_for("training.preview", rollout_id=rollout_id, mark=mark), 303)
    page = render_template(
        "training/upload.html", form=form, imports=import_service.imports_of(rollout_id), sources=SOURCE_WORDS
    )
    return page, 422 if form.errors else 200


def _opened(rollout_id: int, mark: str) -> tuple[Opened, bytes, str]:
    waiting = waiting_files_service.find(_folder(rollout_id), mark)
    content = waiting.content()
    return open_content(content), content, waiting.file_name


def _columns_form(opened: Opened, rollout_id: int) -> ColumnsForm | None:
    """For a plain table: which column says what, as told or as guessed."""
    if not isinstance(opened, Table):
        return None
    head = heading_row(opened.rows)
    heading = [plain(cell) for cell in opened.rows[head]] if head is not None else []
    form = ColumnsForm(request.args) if request.args else ColumnsForm()
    courses = {view.course.name: view.course.name for view in course_queries.courses(rollout_id)}
    form.offer_columns(heading, courses, guess(heading) if not request.args else None)
    return form


@blueprint.get("/rollouts/<int:rollout_id>/training/import/<mark>")
@needs(Permission.SCORES_EDIT)
def preview(rollout_id: int, mark: str) -> ResponseReturnValue:
    """What a file would bring, row by row, before anything is stored."""
    opened, content, name = _opened(rollout_id, mark)
    columns = _columns_form(opened, rollout_id)
    told = (columns.columns(), columns.chosen_course()) if columns else (None, "")
    found = import_service.preview(current.rollout(), opened, content, clock.today(), *told)
    return render_template(
        "training/preview.html",
        found=found,
        name=name,
        mark=mark,
        columns=columns,
        fields=FIELD_WORDS,
        form=RecordsForm(),
        people={each.staff_id for each in found.found},
        names={
            key: each.label
            for key, each in staff_queries.of_ids(rollout_id, {f.staff_id for f in found.found[:LISTED]}).items()
        },
        sources=SOURCE_WORDS,
        listed=LISTED,
        question=request.query_string.decode("ascii", "ignore"),
    )


@blueprint.post("/rollouts/<int:rollout_id>/training/import/<mark>/take")
@needs(Permission.SCORES_EDIT)
def take_records(rollout_id: int, mark: str) -> ResponseReturnValue:
    """Take a file over: everything that the preview accepted, or nothing."""
    opened, content, name = _opened(rollout_id, mark)
    columns = _columns_form(opened, rollout_id)
    told = (columns.columns(), columns.chosen_course()) if columns else (None, "")
    form = RecordsForm()
    form.validate_on_submit()
    rollout = current.rollout()

    def take() -> tuple[int, int]:
        found = import_service.preview(rollout, opened, content, clock.today(), *told)
        import_service.take(rollout, found, name, current.user(), clock.now())
        return found.new, len(found.left_out)

    done = save(
        form,
        take,
        then=lambda _: url_for("training.upload", rollout_id=rollout_id),
        said=lambda numbers: _told(*numbers),
    )
    if done is None:
        flash(" ".join(form.form_errors), "error")
    return done or redirect(url_for("training.preview", rollout_id=rollout_id, mark=mark), 303)


def _told(new: int, left_out: int) -> str:
    if not new:
        return "Everything in this file is known already; nothing was changed."
    left = f" {left_out} rows were left out." if left_out else ""
    return f"{new} {'result was' if new == 1 else 'results were'} taken over.{left}"
