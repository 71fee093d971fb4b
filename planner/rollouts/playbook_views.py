"""Pages of the playbook a rollout works by.

Pages: templates/rollouts/. Forms: forms.py.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.playbook.comparison import compare
from planner.rollouts import queries
from planner.rollouts.forms import TakeOverForm, spelled
from planner.rollouts.playbook_service import newer_shipped, playbook_of, take_over_pieces
from planner.rollouts.views import blueprint, tailored
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.get("/rollouts/<int:rollout_id>/playbook")
@needs(Permission.PLAYBOOK_VIEW)
def playbook(rollout_id: int) -> ResponseReturnValue:
    """The copy of the playbook: its phases and gates, and what was left out and why."""
    rollout = current.rollout()
    found = playbook_of(rollout)
    return render_template(
        "rollouts/playbook.html",
        playbook=found,
        copy=queries.playbook_copy(rollout_id),
        newer=newer_shipped(rollout),
        tailoring=tailored(rollout, found),
    )


@blueprint.get("/rollouts/<int:rollout_id>/playbook/<phase_ref>")
@needs(Permission.PLAYBOOK_VIEW)
def playbook_phase(rollout_id: int, phase_ref: str) -> ResponseReturnValue:
    """One phase: its purpose, tasks, results, gate and advice."""
    rollout = current.rollout()
    found = playbook_of(rollout)
    phase = next((phase for phase in found.phases if phase.ref == phase_ref), None)
    if phase is None:
        raise NotFound("The playbook of this rollout has no such phase.")
    kept = {task for of, task in tailored(rollout, found).tasks if of == phase.ref}
    return render_template(
        "rollouts/playbook_phase.html",
        phase=phase,
        kept=kept,
        mistakes=[mistake for mistake in found.mistakes if mistake.ref in phase.mistakes],
        role_names={role.ref: role.name for role in found.roles},
    )


@blueprint.route("/rollouts/<int:rollout_id>/playbook-changes", methods=["GET", "POST"])
@needs(Permission.PLAYBOOK_EDIT)
def playbook_changes(rollout_id: int) -> ResponseReturnValue:
    """What a newer shipped playbook changes, to be taken over piece by piece."""
    rollout, copy = current.rollout(), queries.playbook_copy(rollout_id)
    newer = newer_shipped(rollout)
    found = compare(playbook_of(rollout), newer) if newer else ()
    form = TakeOverForm(data={"version": copy.version})
    form.offer_changes(found)
    if newer and form.validate_on_submit():
        wanted = form.wanted(found, everything=request.form.get("go") == "all")
        done = save(
            form,
            lambda: take_over_pieces(rollout, newer, wanted, clock.now(), form.version.data),
            then=lambda _: url_for("rollouts.playbook", rollout_id=rollout_id),
            said=f"Taken over: {len(wanted)} of {len(found)} changes.",
        )
        if done:
            return done
    by_word = {spelled(each.piece): each for each in found}
    page = render_template("rollouts/playbook_changes.html", form=form, found=by_word, newer=newer, copy=copy)
    return page, 422 if form.errors else 200
