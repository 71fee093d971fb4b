"""Pages of one rollout and its parts.

Pages: templates/rollouts/. Forms: forms.py, create_forms.py.
"""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import ROLE_NAMES, Permission, Role
from planner.playbook.outline import Playbook
from planner.rollouts import queries, service
from planner.rollouts.forms import RolloutForm, StageForm
from planner.rollouts.models import Rollout
from planner.rollouts.place_forms import country_name
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.profile import UnitDraft, label
from planner.rollouts.stages import steps
from planner.rollouts.tailoring import Tailoring, tailor
from planner.web import clock, current
from planner.web.guards import needs, signed_in
from planner.web.saving import save

blueprint = Blueprint("rollouts", __name__)


@blueprint.app_template_filter("label")
def write_label(choice: object) -> str:
    """A choice of a rollout in words, e.g. its market."""
    return label(choice)  # type: ignore[arg-type] # templates hand over what the models hold


@blueprint.app_template_filter("role_name")
def write_role(role: Role) -> str:
    """A role in words."""
    return ROLE_NAMES[role]


@blueprint.app_template_filter("country")
def write_country(code: str) -> str:
    """A country in words."""
    return country_name(code)


@blueprint.get("/rollouts")
@signed_in
def index() -> ResponseReturnValue:
    """The rollouts a person takes part in."""
    return render_template("rollouts/index.html", cards=queries.cards(current.user().id, clock.today()))


@blueprint.get("/rollouts/<int:rollout_id>")
@needs(Permission.ROLLOUT_VIEW)
def show(rollout_id: int) -> ResponseReturnValue:
    """One rollout at a glance: profile, waves, people, and what the profile changed."""
    rollout = current.rollout()
    return render_template(
        "rollouts/show.html",
        rollout=rollout,
        waves=queries.waves(rollout_id),
        units=queries.units(rollout_id),
        members=queries.members(rollout_id) if current.may(Permission.MEMBERS_VIEW) else [],
        tailoring=tailored(rollout, playbook_of(rollout)) if queries.has_playbook(rollout_id) else None,
        steps=steps(queries.standing(rollout), clock.today()),
    )


def tailored(rollout: Rollout, playbook: Playbook) -> Tailoring:
    """What the rollout's profile, units and waves change in its playbook."""
    waves = [wave.draft for wave in queries.waves(rollout.id)]
    return tailor(playbook, rollout.profile, unit_drafts(rollout.id), waves, rollout.start_date)


def unit_drafts(rollout_id: int) -> list[UnitDraft]:
    """The units with the numbers of their waves."""
    numbers = {wave.id: wave.number for wave in queries.waves(rollout_id)}
    return [unit.draft(numbers.get(unit.wave_id or 0)) for unit in queries.units(rollout_id)]


@blueprint.route("/rollouts/<int:rollout_id>/edit", methods=["GET", "POST"])
@needs(Permission.ROLLOUT_EDIT)
def edit(rollout_id: int) -> ResponseReturnValue:
    """Change the settings of a rollout."""
    rollout = current.rollout()
    form = RolloutForm(obj=rollout)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_rollout(rollout, form.settings(), form.version.data),
            then=lambda _: url_for("rollouts.show", rollout_id=rollout_id),
            said="Settings saved.",
        )
        if done:
            return done
    return render_template("rollouts/edit.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/stage", methods=["GET", "POST"])
@needs(Permission.ROLLOUT_EDIT)
def stage(rollout_id: int) -> ResponseReturnValue:
    """Take a step of life: start, go live, close, open again."""
    rollout, today = current.rollout(), clock.today()
    found = steps(queries.standing(rollout), today)
    form = StageForm(data={"version": rollout.version, "to": found[0].to.value})
    form.offer_steps(found)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.change_stage(rollout, form.stage(), form.reason.data or "", today, form.version.data),
            then=lambda _: url_for("rollouts.show", rollout_id=rollout_id),
            said=lambda changed: f"This rollout is now: {changed.stage.words.lower()}.",
        )
        if done:
            return done
    return render_template("rollouts/stage.html", form=form, steps=found), 422 if form.errors else 200


from planner.rollouts import create_views, hook_views, member_views, playbook_views, reminder_views, wave_views  # noqa: E402, F401 - their pages
