"""Pages that take a project file over: choose it, look at what it would change, take it.

Pages: templates/schedule/. Forms: forms.py.
"""

from pathlib import Path
from typing import BinaryIO, cast

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from planner.access.roles import Permission
from planner.basics.export import csv_bytes
from planner.schedule import queries, taking_service, upload_service
from planner.schedule.forms import TakeForm, UploadForm
from planner.schedule.plan_differences import GROUP_WORDS, Group
from planner.schedule.plan_file_service import read_any
from planner.schedule.project_file import Reading
from planner.schedule.reimport_service import compared
from planner.schedule.views import blueprint, edit_all
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.guards import MEGABYTE, needs
from planner.web.saving import save

LARGEST = 33 * MEGABYTE
AT_ONCE = 100
"""Rows of differences on one page."""


def folder(rollout_id: int) -> Path:
    """Where uploaded files of a rollout wait."""
    return upload_service.folder_of(current_app.config["PLANNER"].instance, rollout_id)


@blueprint.route("/rollouts/<int:rollout_id>/plan/import", methods=["GET", "POST"])
@needs(Permission.PLAN_EDIT, body=LARGEST)
def upload(rollout_id: int) -> ResponseReturnValue:
    """Choose a Microsoft Project XML file; what is wrong with it is shown at once."""
    edit_all()
    form = UploadForm()
    reading: Reading | None = None
    mark = ""
    if form.validate_on_submit():
        file: FileStorage = form.file.data
        content = cast(BinaryIO, file.stream)
        reading = read_any(content, file.filename or "plan.xml", current.rollout()).reading
        mark = upload_service.keep(folder(rollout_id), content, file.filename or "plan.xml", reading)
        if reading.accepted:
            return redirect(url_for("schedule.preview", rollout_id=rollout_id, mark=mark), 303)
    refused = reading is not None or bool(form.errors)
    plan = queries.current_plan(rollout_id)
    page = render_template("schedule/upload.html", form=form, reading=reading, mark=mark, plan=plan)
    return page, 422 if refused else 200


@blueprint.get("/rollouts/<int:rollout_id>/plan/import/<mark>")
@needs(Permission.PLAN_EDIT)
def preview(rollout_id: int, mark: str) -> ResponseReturnValue:
    """What a file holds and what it would change, before anything is stored."""
    edit_all()
    waiting = upload_service.find(folder(rollout_id), mark)
    with waiting.open() as source:
        found = read_any(source, waiting.file_name, current.rollout())
    before = queries.current_plan(rollout_id)
    changes = compared(before, found)
    group = _group(request.args.get("show", ""))
    return render_template(
        "schedule/preview.html",
        form=TakeForm(),
        reading=found.reading,
        waiting=waiting,
        before=before,
        same=before is not None and before.sha256 == mark,
        changes=changes,
        group=group,
        groups=GROUP_WORDS,
        rows=changes.of(group) if changes else (),
        page=max(request.args.get("page", 1, type=row_number) or 1, 1),
        at_once=AT_ONCE,
    )


def _group(word: str) -> Group | None:
    return Group(word) if word in set(Group) else None


@blueprint.post("/rollouts/<int:rollout_id>/plan/import/<mark>/take")
@needs(Permission.PLAN_EDIT)
def confirm(rollout_id: int, mark: str) -> ResponseReturnValue:
    """Take a file over as the next version of the plan: all of it, the rows of one kind, or those that are ticked."""
    edit_all()
    form = TakeForm()
    form.validate_on_submit()
    waiting, choice = upload_service.find(folder(rollout_id), mark), form.choice()
    address = url_for("schedule.preview", rollout_id=rollout_id, mark=mark)
    if taking_service.is_long(waiting) and not form.errors:
        taking_service.begin(current.rollout(), folder(rollout_id), waiting, choice, current.user(), clock.now())
        return redirect(url_for("schedule.taking", rollout_id=rollout_id, mark=mark), 303)
    done = save(
        form,
        lambda: taking_service.take(current.rollout(), waiting, choice, current.user(), clock.now()),
        then=lambda _: url_for("schedule.plan", rollout_id=rollout_id) if choice.whole else address,
        said=choice.said,
    )
    if done is None:
        flash(" ".join([*form.form_errors, *(error for field in form for error in field.errors)]), "error")
    return done or redirect(address, 303)


@blueprint.get("/rollouts/<int:rollout_id>/plan/import/<mark>/progress")
@needs(Permission.PLAN_EDIT)
def taking(rollout_id: int, mark: str) -> ResponseReturnValue:
    """How far the taking of a long file is, and what came of it."""
    edit_all()
    waiting = upload_service.find(folder(rollout_id), mark)
    found = taking_service.standing(folder(rollout_id), mark, clock.now())
    return render_template("schedule/taking.html", waiting=waiting, standing=found)


@blueprint.get("/rollouts/<int:rollout_id>/plan/import/<mark>/problems.csv")
@needs(Permission.PLAN_EDIT)
def problems(rollout_id: int, mark: str) -> ResponseReturnValue:
    """What is wrong with a file, as a list for whoever corrects it."""
    edit_all()
    found = upload_service.problems(folder(rollout_id), mark)
    rows = [(each["severity"], each["where"], each["what"], each["remedy"]) for each in found]
    content = csv_bytes(("Severity", "Place", "What is wrong", "What to do"), rows)
    headers = {"Content-Disposition": "attachment; filename=plan-problems.csv"}
    return Response(content, mimetype="text/csv", headers=headers)
