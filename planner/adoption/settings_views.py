"""Pages of the rules of adoption, and of the switch by which people are shown one by one.

Pages: templates/adoption/. Forms: forms.py.
"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.models import User
from planner.access.roles import Permission
from planner.adoption import recount_service, settings_service
from planner.adoption.figure_models import AdoptionSettings
from planner.adoption.forms import OffForm, PeopleForm, RulesForm
from planner.adoption.left_logs import LEFT_DAYS
from planner.adoption.settings_service import Rules
from planner.adoption.views import blueprint
from planner.db import db, transaction
from planner.people.staff import staff_roles
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/adoption/settings", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT)
def settings(rollout_id: int) -> ResponseReturnValue:
    """What adopted means here, and how long counts are kept."""
    row, rules = settings_service.settings_of(rollout_id), settings_service.rules_of(rollout_id)
    form = RulesForm(
        data={
            "needed_days": rules.needed_days, "licensed_by": rules.licensed_by.value, "daily_kept": rules.daily_kept,
            "weekly_kept": rules.weekly_kept, "weekly_roles": list(rules.weekly_roles),
            "version": row.version if row else None,
        }
    )  # fmt: skip
    form.offer_roles(_roles(rules))
    if form.validate_on_submit():

        def act() -> AdoptionSettings:
            stored = settings_service.set_rules(rollout_id, form.draft(), form.version.data)
            recount_service.recount(current.rollout(), clock.now())
            return stored

        done = save(form, act, then=lambda _: url_for("adoption.index", rollout_id=rollout_id), said="Rules saved.")
        if done:
            return done
    return render_template("adoption/settings.html", form=form, rules=rules), 422 if form.errors else 200


def _roles(rules: Rules) -> dict[str, str]:
    """The roles that staff can have here: those of the playbook's courses and functions, and those chosen before."""
    found = [rules.weekly_roles]
    if rollouts.has_playbook(current.rollout().id):
        playbook = playbook_of(current.rollout())
        found += [each.for_roles for each in playbook.courses] + [each.for_roles for each in playbook.functions]
    return staff_roles(found)


@blueprint.get("/rollouts/<int:rollout_id>/adoption/privacy")
@needs(Permission.ADOPTION_VIEW)
def privacy(rollout_id: int) -> ResponseReturnValue:
    """Whether people are shown one by one, to whom, why and until when: open to everybody concerned."""
    row = settings_service.settings_of(rollout_id)
    by = db.session.get(User, row.switched_by_id) if row and row.switched_by_id else None
    on = settings_service.people_shown(rollout_id, clock.today())
    return render_template(
        "adoption/privacy.html", row=row, on=on, by=by.name if by else "", rules=settings_service.rules_of(rollout_id),
        left_days=LEFT_DAYS,
    )  # fmt: skip


@blueprint.route("/rollouts/<int:rollout_id>/adoption/privacy/people", methods=["GET", "POST"])
@needs(Permission.ADOPTION_EDIT)
def people_on(rollout_id: int) -> ResponseReturnValue:
    """Show people one by one, with purpose, legal basis, what staff representatives said, and a last day."""
    row = settings_service.settings_of(rollout_id)
    kept = {
        "purpose": row.purpose, "legal_basis": row.legal_basis, "works_council": row.works_council,
        "until": row.people_until, "version": row.version,
    } if row else {}  # fmt: skip
    form = PeopleForm(data=kept)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: settings_service.switch_on(
                rollout_id, form.draft(), current.user().id, clock.now(), form.version.data
            ),
            then=lambda _: url_for("adoption.privacy", rollout_id=rollout_id),
            said="People are shown one by one to those who may help them.",
        )
        if done:
            return done
    return render_template("adoption/people_on.html", form=form, off=OffForm(data=kept)), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/adoption/privacy/off")
@needs(Permission.ADOPTION_EDIT)
def people_off(rollout_id: int) -> ResponseReturnValue:
    """Show only groups again."""
    form = OffForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: settings_service.switch_off(rollout_id, current.user().id, clock.now(), form.version.data),
            then=lambda _: url_for("adoption.privacy", rollout_id=rollout_id),
            said="Only groups of five and more are shown from now on.",
        )
        if done:
            return done
    return redirect(url_for("adoption.privacy", rollout_id=rollout_id), 303)


@blueprint.post("/rollouts/<int:rollout_id>/adoption/count")
@needs(Permission.ADOPTION_EDIT)
def count_anew(rollout_id: int) -> ResponseReturnValue:
    """Count anew after staff, licences or rules changed."""
    if OffForm().validate_on_submit():
        with transaction():
            recount_service.recount(current.rollout(), clock.now())
    return redirect(url_for("adoption.index", rollout_id=rollout_id), 303)
