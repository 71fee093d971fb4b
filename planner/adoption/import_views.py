"""Pages that take logs and licences over, and say whose accounts are whose and what events count for.

Pages: templates/adoption/. Forms: forms.py.
"""

from typing import cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from planner.access.roles import Permission
from planner.adoption import (
    import_service,
    kind_service,
    licence_service,
    matching_service,
    recount_service,
    settings_service,
    source_service,
)
from planner.adoption.forms import AccountForm, KindsForm, LicencesForm, LogForm, TakeForm
from planner.adoption.left_logs import words_of
from planner.adoption.left_logs_service import left_until
from planner.adoption.licence_service import Taken
from planner.adoption.log_columns_views import receive
from planner.adoption.presets import PRESET_BY_REF, PRESETS
from planner.adoption.usage_models import ImportState, UsageImport, UsageSource
from planner.adoption.views import blueprint
from planner.db import db, transaction
from planner.people import staff_queries
from planner.queue import enqueue
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.forms import offer
from planner.web.guards import MEGABYTE, needs
from planner.web.saving import save

LARGEST = 128 * MEGABYTE
NOBODY, PROGRAM = "nobody", "program"


@blueprint.route("/rollouts/<int:rollout_id>/adoption/logs", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT, body=LARGEST)
def logs(rollout_id: int) -> ResponseReturnValue:
    """The logs that were taken over, and a form for the next one."""
    form = LogForm()
    if form.validate_on_submit():
        done = receive(form)
        if done:
            return done
    query = select(UsageImport).where(UsageImport.rollout_id == rollout_id).order_by(UsageImport.id.desc()).limit(50)
    page = render_template(
        "adoption/logs.html",
        form=form,
        rows=db.session.scalars(query).all(),
        sources={each.id: each for each in source_service.sources(rollout_id)},
        presets=PRESET_BY_REF,
        hints=[each for each in PRESETS if each.hint],
    )
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/adoption/logs/<int:usage_import_id>")
@needs(Permission.ADOPTION_EDIT)
def log(rollout_id: int, usage_import_id: int) -> ResponseReturnValue:
    """One log: how far it is, what was found in it, what is wrong with it."""
    row = import_service.import_of(rollout_id, usage_import_id)
    source = source_service.source_of(rollout_id, row.source_id)
    failed = row.state is ImportState.FAILED
    return render_template(
        "adoption/log.html",
        row=row,
        source=source,
        form=TakeForm(),
        presets=PRESET_BY_REF,
        until=left_until(row),
        failure=words_of(row.told, row.stored_weeks, row.weeks) if failed else None,
    )


@blueprint.post("/rollouts/<int:rollout_id>/adoption/logs/<int:usage_import_id>/take")
@needs(Permission.ADOPTION_EDIT)
def take_log(rollout_id: int, usage_import_id: int) -> ResponseReturnValue:
    """Store what was read."""
    row, form = import_service.import_of(rollout_id, usage_import_id), TakeForm()
    address = url_for("adoption.log", rollout_id=rollout_id, usage_import_id=usage_import_id)
    if form.validate_on_submit() and row.state is ImportState.READ:
        with transaction():
            db.session.get_one(UsageImport, usage_import_id).state = ImportState.STORING
            enqueue("adoption.store", clock.now(), current.user().id, import_id=usage_import_id)
        flash("The log is being stored.", "done")
    return redirect(address, 303)


@blueprint.route("/rollouts/<int:rollout_id>/adoption/licences", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT, body=8 * MEGABYTE)
def licences(rollout_id: int) -> ResponseReturnValue:
    """Who may use the system: how many, and a form for a list."""
    form, taken = LicencesForm(), Taken(0, [])
    if form.validate_on_submit():
        file = cast(FileStorage, form.file.data)
        with transaction():
            taken = licence_service.take_licences(rollout_id, file.stream, file.filename or "list")  # type: ignore[arg-type] # an upload is a binary file
            if not taken.troubles:
                recount_service.recount(current.rollout(), clock.now())
        if not taken.troubles:
            flash(f"{taken.rows} licences taken over.", "done")
            return redirect(url_for("adoption.licences", rollout_id=rollout_id), 303)
    page = render_template(
        "adoption/licences.html",
        form=form,
        troubles=taken.troubles,
        rules=settings_service.rules_of(rollout_id),
        licensed=licence_service.count_licensed(rollout_id, clock.today()),
    )
    return page, 422 if form.errors or taken.troubles else 200


@blueprint.get("/rollouts/<int:rollout_id>/adoption/accounts")
@needs(Permission.ADOPTION_EDIT)
def accounts(rollout_id: int) -> ResponseReturnValue:
    """Accounts that nobody is known for, with who it might be."""
    first = request.args.get("from", 0, type=row_number)
    return render_template(
        "adoption/accounts.html",
        rows=matching_service.unknown(rollout_id, first),
        total=matching_service.count_unknown(rollout_id),
        first=first,
    )


@blueprint.route("/rollouts/<int:rollout_id>/adoption/accounts/<int:usage_account_id>", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT)
def match_account(rollout_id: int, usage_account_id: int) -> ResponseReturnValue:
    """Say whose account it is, once and for all."""
    row = matching_service.account_of(rollout_id, usage_account_id)
    chosen = PROGRAM if row.program else str(row.staff_id or request.args.get("staff", NOBODY))
    form = AccountForm(data={"staff": chosen, "version": row.version})
    people = {
        str(each.id): f"{each.name}, {each.email or each.number or ''}" for each in staff_queries.entries(rollout_id)
    }
    form.staff.choices = offer({NOBODY: "Nobody we know", PROGRAM: "A program, not a person"} | people)
    if form.validate_on_submit():
        picked = form.staff.data
        staff_id = int(picked) if picked not in {NOBODY, PROGRAM} else None

        def decide() -> None:
            matching_service.decide(row, rollout_id, staff_id, picked == PROGRAM, form.version.data)
            recount_service.recount(current.rollout(), clock.now())

        done = save(
            form, decide, then=lambda _: url_for("adoption.accounts", rollout_id=rollout_id), said="That is settled."
        )
        if done:
            return done
    return render_template("adoption/match_account.html", form=form, row=row), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/adoption/events", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT)
def events(rollout_id: int) -> ResponseReturnValue:
    """What each kind of event counts for."""
    form = KindsForm()
    sources = source_service.sources(rollout_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: _decide(sources),
            then=lambda _: url_for("adoption.events", rollout_id=rollout_id),
            said=lambda number: f"{number} kinds of events count for something else now.",
        )
        if done:
            return done
    functions = settings_service.functions_of(current.rollout())
    meanings = {"": "presence only", "*": "use, of no certain function"} | {each.ref: each.name for each in functions}
    found = kind_service.kinds([each.id for each in sources])
    kinds = {each.name: found[each.id] for each in sources}
    return render_template("adoption/events.html", form=form, kinds=kinds, meanings=meanings)


def _decide(sources: list[UsageSource]) -> int:
    meanings = {
        int(name.removeprefix("kind-")): value
        for name, value in request.form.items()
        if name.startswith("kind-") and name.removeprefix("kind-").isdigit()
    }
    changed = sum(kind_service.decide(current.rollout(), each, meanings) for each in sources)
    if changed:
        recount_service.recount(current.rollout(), clock.now())
    return changed
