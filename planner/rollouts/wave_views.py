"""Pages of waves and units.

Pages: templates/rollouts/. Forms: forms.py.
"""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.db import transaction
from planner.rollouts import queries, service
from planner.rollouts.forms import NewUnitForm, NewWaveForm, UnitForm, WaveForm
from planner.rollouts.models import Rollout
from planner.rollouts.pace import days_before_go_live, weeks
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.views import blueprint, unit_drafts
from planner.rollouts.wave_checks import check_waves
from planner.rollouts.waves import propose_waves
from planner.web import current
from planner.web.guards import needs
from planner.web.saving import save


def _home(rollout_id: int) -> str:
    return url_for("rollouts.waves", rollout_id=rollout_id)


@blueprint.get("/rollouts/<int:rollout_id>/waves")
@needs(Permission.ROLLOUT_VIEW)
def waves(rollout_id: int) -> ResponseReturnValue:
    """Waves with their units, what to think over, and what would be proposed."""
    rollout, found, units = current.rollout(), queries.waves(rollout_id), unit_drafts(rollout_id)
    return render_template(
        "rollouts/waves.html",
        waves=found,
        units=queries.units(rollout_id),
        warnings=check_waves(rollout.culture, units, [wave.draft for wave in found]),
        proposal=propose_waves(rollout.culture, rollout.size, units, rollout.start_date, _weeks(rollout)),
    )


def _weeks(rollout: Rollout) -> int | None:
    """The weeks that the tasks before the first go-live are likely to take; None without a playbook."""
    if not queries.has_playbook(rollout.id):
        return None
    return weeks(days_before_go_live(playbook_of(rollout), rollout.profile))


@blueprint.route("/rollouts/<int:rollout_id>/waves/new", methods=["GET", "POST"])
@needs(Permission.ROLLOUT_EDIT)
def wave_create(rollout_id: int) -> ResponseReturnValue:
    """Add a wave after the others."""
    rollout, form = current.rollout(), NewWaveForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_wave(rollout, form.name.data or "", form.go_live.data),
            then=lambda _: _home(rollout_id),
            said=lambda wave: f"{wave.name} is added.",
        )
        if done:
            return done
    return render_template("rollouts/wave_create.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/waves/<int:wave_id>", methods=["GET", "POST"])
@needs(Permission.ROLLOUT_EDIT)
def wave_edit(rollout_id: int, wave_id: int) -> ResponseReturnValue:
    """Change a wave."""
    rollout, wave = current.rollout(), queries.wave(rollout_id, wave_id)
    form = WaveForm(obj=wave)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_wave(rollout, wave, form.name.data or "", form.go_live.data, form.version.data),
            then=lambda _: _home(rollout_id),
            said="Wave saved.",
        )
        if done:
            return done
    last = wave.number == len(queries.waves(rollout_id)) and wave.number > 1
    return render_template("rollouts/wave_edit.html", form=form, wave=wave, last=last), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/waves/<int:wave_id>/remove")
@needs(Permission.ROLLOUT_EDIT)
def wave_remove(rollout_id: int, wave_id: int) -> ResponseReturnValue:
    """Remove the last wave."""
    with transaction():
        wave = queries.wave(rollout_id, wave_id)
        name = wave.name
        service.remove_wave(wave)
    flash(f"{name} is removed. Its units have no wave now.", "done")
    return redirect(_home(rollout_id), 303)


@blueprint.route("/rollouts/<int:rollout_id>/units/new", methods=["GET", "POST"])
@needs(Permission.ROLLOUT_EDIT)
def unit_create(rollout_id: int) -> ResponseReturnValue:
    """Add a unit."""
    rollout, form = current.rollout(), NewUnitForm()
    form.offer_waves([(wave.number, wave.name) for wave in queries.waves(rollout_id)])
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_unit(rollout, form.draft()),
            then=lambda _: _home(rollout_id),
            said=lambda unit: f"{unit.name} is added.",
        )
        if done:
            return done
    return render_template("rollouts/unit_create.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/units/<int:unit_id>", methods=["GET", "POST"])
@needs(Permission.ROLLOUT_EDIT)
def unit_edit(rollout_id: int, unit_id: int) -> ResponseReturnValue:
    """Change a unit."""
    rollout, unit = current.rollout(), queries.unit(rollout_id, unit_id)
    form = UnitForm(data={**service.unit_fields(unit), "version": unit.version})
    form.offer_waves([(wave.number, wave.name) for wave in queries.waves(rollout_id)])
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_unit(rollout, unit, form.draft(), form.version.data),
            then=lambda _: _home(rollout_id),
            said="Unit saved.",
        )
        if done:
            return done
    return render_template("rollouts/unit_edit.html", form=form, unit=unit), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/units/<int:unit_id>/remove")
@needs(Permission.ROLLOUT_EDIT)
def unit_remove(rollout_id: int, unit_id: int) -> ResponseReturnValue:
    """Remove a unit."""
    with transaction():
        unit = queries.unit(rollout_id, unit_id)
        name = unit.name
        service.remove_unit(unit)
    flash(f"{name} is removed.", "done")
    return redirect(_home(rollout_id), 303)
