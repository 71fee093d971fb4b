"""The page on which a wave gets other responsibilities for a deliverable. Form: raci_forms.py."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.people import raci_queries as queries
from planner.people import raci_wave_service as service
from planner.people.raci_forms import RemoveForm, WaveLettersForm, with_letters
from planner.people.raci_views import names_held
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web.guards import needs
from planner.web.saving import save

LETTERS = "/rollouts/<int:rollout_id>/responsibilities/deliverables/<int:raci_deliverable_id>/waves/<int:wave_id>"


def _home(rollout_id: int, number: int) -> str:
    return url_for("people.responsibilities", rollout_id=rollout_id, wave=number)


@blueprint.route(LETTERS, methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def edit_wave_letters(rollout_id: int, raci_deliverable_id: int, wave_id: int) -> ResponseReturnValue:
    """Say who has which part in a deliverable in one wave."""
    row, wave = queries.deliverable(rollout_id, raci_deliverable_id), rollouts.wave(rollout_id, wave_id)
    roles, found = queries.roles(rollout_id), queries.wave_letters_of(row.id, wave.id)
    values = {**service.fields(row, found), "version": found.version if found else 0}
    form = with_letters(WaveLettersForm, roles)(data=values)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.write_letters(row, wave, form.letters(roles), form.version.data),
            then=lambda _: _home(rollout_id, wave.number),
            said=f"“{row.name}” has responsibilities of its own in wave {wave.number}.",
        )
        if done:
            return done
    page = render_template(
        "people/edit_wave_letters.html",
        form=form, row=row, wave=wave, roles=roles, held=names_held(rollout_id), own=found,
        back=_home(rollout_id, wave.number),
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.post(f"{LETTERS}/remove")
@needs(Permission.PEOPLE_EDIT)
def remove_wave_letters(rollout_id: int, raci_deliverable_id: int, wave_id: int) -> ResponseReturnValue:
    """Let the wave be as all others again."""
    row, wave = queries.deliverable(rollout_id, raci_deliverable_id), rollouts.wave(rollout_id, wave_id)
    form = RemoveForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.remove_letters(row, wave, form.version.data),
            then=lambda _: _home(rollout_id, wave.number),
            said=f"Wave {wave.number} is as all others again.",
        )
        if done:
            return done
    return redirect(_home(rollout_id, wave.number), 303)
