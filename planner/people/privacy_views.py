"""Pages of privacy: what is kept about oneself, who looked at it, one's own copy, and asking to be erased.

For whoever looks after the rollout: what was asked, erasing, and how long things are kept. Pages: templates/people/.
"""

from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.audit_service import record
from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.people import (
    privacy_erasure_service,
    privacy_export_service,
    privacy_purge_service,
    privacy_queries,
    privacy_request_service,
    staff_queries,
)
from planner.people.privacy_forms import AskErasureForm, EraseForm, KeptDaysForm, RefuseForm
from planner.people.privacy_queries import Person
from planner.people.privacy_words import how_long, kept_after, on_erasure
from planner.people.staff_search import folded
from planner.people.views import blueprint
from planner.queue import enqueue
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def me() -> Person:
    """The person who asks, with all entries that are linked to the account."""
    return privacy_queries.person_of_account(current.user().id)


@blueprint.get("/rollouts/<int:rollout_id>/privacy")
@needs(Permission.PERSONAL_EXPORT)
def privacy(rollout_id: int) -> ResponseReturnValue:
    """What is kept about the person who asks: what, why, how long, and who looked at it."""
    person = me()
    counts = privacy_queries.counts(person)
    entry = staff_queries.of_account(rollout_id, current.user().id)
    chosen = {subject: row.days for subject, row in privacy_queries.kept_days(rollout_id).items()}
    return render_template(
        "people/privacy.html",
        filled=[count for count in counts if count.about or count.taken_part],
        others=[count.kept for count in counts if not count.about and not count.taken_part],
        looks=privacy_queries.looks(person),
        requests=privacy_queries.requests(user_id=current.user().id),
        entry=entry,
        objected_on=staff_queries.row(rollout_id, entry.id).objected_on if entry else None,
        lasts=lambda kept: kept_after(kept.personal, chosen.get(kept.name)),
        on_erasure=on_erasure,
        waiting=sum(row.state == "open" for row, _ in privacy_queries.requests(rollout_id)),
    )


@blueprint.get("/rollouts/<int:rollout_id>/privacy/copy")
@needs(Permission.PERSONAL_EXPORT)
def my_data(rollout_id: int) -> ResponseReturnValue:
    """Everything kept about the person who asks, as one archive."""
    content = privacy_export_service.copy_of(me(), clock.now())
    with transaction():
        record("export", object_type="own data", rollout_id=rollout_id, object_id=current.user().id)
    headers = {"Content-Disposition": f"attachment; filename=my-data-{clock.today():%Y-%m-%d}.zip"}
    return Response(content, mimetype="application/zip", headers=headers)


@blueprint.route("/rollouts/<int:rollout_id>/privacy/erasure", methods=["GET", "POST"])
@needs(Permission.PERSONAL_EXPORT)
def ask_erasure(rollout_id: int) -> ResponseReturnValue:
    """Ask to be erased; what that would do is shown first."""
    form = AskErasureForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        done = save(
            form,
            lambda: privacy_request_service.ask(rollout_id, current.user().id, reason, clock.today()),
            then=lambda _: url_for("people.privacy", rollout_id=rollout_id),
            said="Your request is written down. You get an answer within 30 days.",
        )
        if done:
            return done
    seen = privacy_erasure_service.preview(me())
    page = render_template("people/ask_erasure.html", form=form, seen=seen)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/privacy/requests")
@needs(Permission.PERSONAL_ERASE)
def privacy_requests(rollout_id: int) -> ResponseReturnValue:
    """What people of this rollout asked for."""
    within = privacy_request_service.ANSWER_WITHIN
    rows = privacy_queries.requests(rollout_id)
    entries = {row.id: staff_queries.of_account(rollout_id, row.user_id or 0) for row, _ in rows}
    return render_template(
        "people/privacy_requests.html", rows=rows, entries=entries, within=within, today=clock.today()
    )


@blueprint.route("/rollouts/<int:rollout_id>/privacy/requests/<int:privacy_request_id>/refuse", methods=["GET", "POST"])
@needs(Permission.PERSONAL_ERASE)
def refuse_request(rollout_id: int, privacy_request_id: int) -> ResponseReturnValue:
    """Refuse a request, with the reason that the person reads."""
    row = privacy_queries.request(rollout_id, privacy_request_id)
    form = RefuseForm(data={"answer": row.answer, "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: privacy_request_service.refuse(
                row, form.answer.data or "", current.user().id, clock.today(), form.version.data
            ),
            then=lambda _: url_for("people.privacy_requests", rollout_id=rollout_id),
            said="The request is refused; the person reads why.",
        )
        if done:
            return done
    page = render_template("people/refuse_request.html", form=form, row=row)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/staff/<int:staff_id>/erase", methods=["GET", "POST"])
@needs(Permission.PERSONAL_ERASE)
def erase_person(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """Erase somebody of the staff list; who has an account is erased by an administrator, everywhere at once."""
    row, form = staff_queries.row(rollout_id, staff_id), EraseForm()
    seen = privacy_erasure_service.preview(privacy_queries.person_of_staff(row))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: erased(seen, form, allowed=row.user_id is None),
            then=lambda _: url_for("people.index", rollout_id=rollout_id),
            said=lambda rows: f"Erased. {rows} rows were deleted or emptied; every total is as it was.",
        )
        if done:
            return done
    page = render_template("people/erase_person.html", form=form, row=row, seen=seen)
    return page, 422 if form.errors or form.form_errors else 200


def erased(seen: privacy_erasure_service.Preview, form: EraseForm, *, allowed: bool) -> int:
    """Erase whoever was looked at, once the name was typed; the file is rewritten in the background."""
    if not allowed:
        raise RuleBroken("This person has an account: an administrator erases both at once, under Accounts.")
    if folded(form.name.data or "") != folded(seen.name):
        raise RuleBroken("This is not the name of this person.", "name")
    instance = current_app.config["PLANNER"].instance
    rows = privacy_erasure_service.erase(seen.person, clock.today(), instance, in_texts=form.in_texts.data)
    if seen.person.user_id is not None:
        privacy_request_service.close_for(seen.person.user_id, current.user().id, clock.today())
    enqueue("people.compact", clock.now(), current.user().id)
    return rows


@blueprint.get("/rollouts/<int:rollout_id>/privacy/retention")
@needs(Permission.PERSONAL_ERASE)
def retention(rollout_id: int) -> ResponseReturnValue:
    """How long each kind of record is kept here."""
    return render_template(
        "people/retention.html",
        kinds=privacy_purge_service.limited_kinds(),
        others=[kept for kept in privacy_queries.register() if kept.personal.kept_days is None],
        chosen=privacy_queries.kept_days(rollout_id),
        how_long=how_long,
        kept_after=kept_after,
    )


@blueprint.route("/rollouts/<int:rollout_id>/privacy/retention/<kind>", methods=["GET", "POST"])
@needs(Permission.PERSONAL_ERASE)
def edit_retention(rollout_id: int, kind: str) -> ResponseReturnValue:
    """Choose how long one kind of record is kept here."""
    kept = privacy_purge_service.limited_kind(kind)
    row = privacy_queries.kept_days(rollout_id).get(kind)
    days = row.days if row else kept.personal.kept_days
    form = KeptDaysForm(data={"days": days, "version": row.version if row else 0})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: privacy_purge_service.choose_days(rollout_id, kept, form.days.data or 0, form.version.data),
            then=lambda _: url_for("people.retention", rollout_id=rollout_id),
            said="Saved. What is older goes with the next daily round.",
        )
        if done:
            return done
    page = render_template("people/edit_retention.html", form=form, kept=kept, how_long=how_long)
    return page, 422 if form.errors or form.form_errors else 200
