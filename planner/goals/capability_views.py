"""Pages of the capability map: what the system is for, and how much of that is needed, in scope and there.

Pages: templates/goals/. Forms: capability_forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.goals import capability_queries, capability_service, known_service, purposes_service
from planner.goals.capabilities import SCOPE_WORDS, InScope, Need, by_part, by_purpose, coverage
from planner.goals.capability_forms import PurposeForm
from planner.goals.capability_table import HEADINGS, table
from planner.goals.views import blueprint
from planner.rollouts.models import Rollout
from planner.web import clock, current
from planner.web.downloads import table_file
from planner.web.guards import needs
from planner.web.saving import save


def phases_of(rollout: Rollout) -> dict[str, str]:
    """The phases of a rollout's playbook by ref."""
    playbook = known_service.playbook_or_none(rollout)
    return {phase.ref: phase.name for phase in playbook.phases} if playbook else {}


@blueprint.get("/rollouts/<int:rollout_id>/goals/capabilities")
@needs(Permission.GOALS_VIEW)
def capabilities(rollout_id: int) -> ResponseReturnValue:
    """The purposes of the system by kind, and the coverage of its three parts as a picture and a table."""
    rollout = current.rollout()
    found = purposes_service.purposes_of(rollout)
    return render_template(
        "goals/capabilities.html",
        groups=by_purpose(found),
        parts=by_part(found),
        whole=coverage("All purposes", found),
        missing=[each for each in found if each.missing],
        phases=phases_of(rollout),
        scope_words=SCOPE_WORDS,
        rollout_id=rollout_id,
    )


@blueprint.route("/rollouts/<int:rollout_id>/goals/capabilities/<ref>", methods=["GET", "POST"])
@needs(Permission.GOALS_EDIT)
def capability(rollout_id: int, ref: str) -> ResponseReturnValue:
    """Say whether a purpose is needed, in scope and delivered."""
    rollout = current.rollout()
    found = purposes_service.capability_of(rollout, ref)
    row = capability_queries.rows_of(rollout_id).get(ref)
    usual = {"need": Need.UNKNOWN.value, "scope": InScope.UNKNOWN.value, "phase_ref": found.phase}
    form = PurposeForm(data={**capability_service.fields(row), "version": row.version} if row else usual)
    form.offer_phases(phases_of(rollout))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: capability_service.say(rollout, found, form.draft(), clock.today(), form.version.data),
            then=lambda _: url_for("goals.capabilities", rollout_id=rollout_id, _anchor=ref),
            said=f"“{found.name}” is saved.",
        )
        if done:
            return done
    measures = known_service.playbook_measures(rollout)
    kpis = [measures[each].name for each in found.kpis if each in measures]
    return render_template("goals/capability.html", form=form, found=found, kpis=kpis), 422 if form.errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/goals/capabilities.<fmt>")
@needs(Permission.GOALS_EXPORT)
def capability_export(rollout_id: int, fmt: str) -> ResponseReturnValue:
    """All purposes as a table."""
    rollout = current.rollout()
    return table_file("capabilities", fmt, HEADINGS, table(purposes_service.purposes_of(rollout), phases_of(rollout)))
