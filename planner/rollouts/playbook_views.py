"""Pages of the playbook a rollout works by.

Pages: templates/rollouts/.
"""

from flask import render_template
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.rollouts import queries
from planner.rollouts.playbook_service import playbook_of
from planner.rollouts.views import blueprint, tailored
from planner.web import current
from planner.web.guards import needs


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
