"""The page on which somebody says what the columns of a usage log mean, before the log is read.

Pages: templates/adoption/. Forms: log_columns_forms.py.
"""

from typing import BinaryIO, cast

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from planner.access.roles import Permission
from planner.adoption import log_intake_service, waiting_log_service
from planner.adoption.forms import LogForm
from planner.adoption.log_columns import offered, samples
from planner.adoption.log_columns_forms import LogColumnsForm
from planner.adoption.log_intake_service import Sheet
from planner.adoption.presets import PRESET_BY_REF
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.adoption.views import blueprint
from planner.adoption.waiting_log_service import WaitingLog
from planner.basics.errors import RuleBroken
from planner.queue import enqueue
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

KNOWN = "This file was taken over before; what it brought stays as it was counted."


def receive(form: LogForm) -> ResponseReturnValue | None:
    """Take a log in: it is read in the background, or somebody says what its columns mean first; None: look again."""
    rollout, file = current.rollout(), cast(FileStorage, form.file.data)
    content = cast(BinaryIO, file.stream)
    name = form.source.data or PRESET_BY_REF[form.preset.data].label
    try:
        sheet = log_intake_service.sheet_of(rollout, name, form.preset.data, content)
    except RuleBroken as broken:
        form.refuse(broken)
        return None
    if form.look.data or log_intake_service.lack_of(sheet, clock.now()):
        waiting = waiting_log_service.keep(
            rollout.id, content, file.filename or "log", sheet.draft.name, sheet.draft.preset
        )
        return redirect(url_for("adoption.map_log", rollout_id=rollout.id, mark=waiting.mark), 303)

    def act() -> UsageImport:
        return _begin(log_intake_service.source_for(rollout, name, form.preset.data), content, file.filename or "log")

    return save(form, act, then=_address, said=_told)


def _begin(source: UsageSource, content: BinaryIO, file_name: str, *, anew: bool = False) -> UsageImport:
    """Note the import, keep the file, and let it be read in the background."""
    row = log_intake_service.begin(source, content, file_name, current.user().id, clock.now(), anew=anew)
    if row.state is ImportState.WAITING:
        enqueue("adoption.read", clock.now(), current.user().id, import_id=row.id)
    return row


def _address(row: UsageImport) -> str:
    return url_for("adoption.log", rollout_id=row.rollout_id, usage_import_id=row.id)


def _told(row: UsageImport) -> str:
    return KNOWN if row.state in {ImportState.STORING, ImportState.DONE} else "The log is being read."


@blueprint.route("/rollouts/<int:rollout_id>/adoption/logs/columns/<mark>", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT)
def map_log(rollout_id: int, mark: str) -> ResponseReturnValue:
    """Say what each column of a log means; it is remembered for the next file of the source."""
    waiting = waiting_log_service.find(rollout_id, mark)
    if waiting.import_id:
        return redirect(url_for("adoption.log", rollout_id=rollout_id, usage_import_id=waiting.import_id), 303)
    with waiting.path.open("rb") as content:
        sheet = log_intake_service.sheet_of(current.rollout(), waiting.source, waiting.preset, content)
        meanings = sheet.proposed()
        version = sheet.source.version if sheet.source else None
        form = LogColumnsForm(data=LogColumnsForm.begun_from(sheet.draft, version))
        form.begin(offered(sheet.preset), meanings, sheet.usual_zone)
        done = _said(form, sheet, waiting, content) if form.validate_on_submit() else None
    if done:
        return done
    lack = log_intake_service.lack_of(sheet, clock.now())
    page = render_template(
        "adoption/map_log.html",
        form=form,
        waiting=waiting,
        sheet=sheet,
        lack=lack,
        columns=samples(sheet.sample.header, sheet.sample.rows),
    )
    return page, 422 if form.errors or form.form_errors else 200


def _said(form: LogColumnsForm, sheet: Sheet, waiting: WaitingLog, content: BinaryIO) -> ResponseReturnValue | None:
    """What was chosen is looked at, kept with the source, and the log read by it."""
    draft = sheet.said(form.chosen(), form.draft(sheet.draft))
    form.doubt(log_intake_service.doubts_about(sheet, form.chosen(), draft, clock.now()), sheet.sample.header)
    if form.errors:
        return None
    begun: list[UsageImport] = []

    def act() -> UsageImport:
        source = log_intake_service.described_source(waiting.rollout_id, draft, form.version.data)
        begun[:] = [_begin(source, content, waiting.file_name, anew=True)]
        return begun[0]

    done = save(form, act, then=_address, said=_told)
    if done and begun:
        waiting_log_service.let_go(waiting, begun[0].id)
    return done
