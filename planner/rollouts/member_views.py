"""Pages of the people who take part in a rollout.

Pages: templates/rollouts/. Forms: forms.py.
"""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Role, Scope
from planner.db import transaction
from planner.rollouts import member_service, queries
from planner.rollouts.forms import MemberForm, NewMemberForm
from planner.rollouts.views import blueprint
from planner.web import current
from planner.web.guards import needs
from planner.web.saving import save


def _home(rollout_id: int) -> str:
    return url_for("rollouts.members", rollout_id=rollout_id)


@blueprint.get("/rollouts/<int:rollout_id>/people")
@needs(Permission.MEMBERS_VIEW)
def members(rollout_id: int) -> ResponseReturnValue:
    """Who takes part, with which role."""
    emails = current.scope(Permission.PEOPLE_VIEW) is Scope.ALL
    return render_template("rollouts/members.html", members=queries.members(rollout_id), emails=emails)


@blueprint.route("/rollouts/<int:rollout_id>/people/new", methods=["GET", "POST"])
@needs(Permission.MEMBERS_EDIT)
def member_add(rollout_id: int) -> ResponseReturnValue:
    """Let a person with an account take part."""
    rollout, form = current.rollout(), NewMemberForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: member_service.add_member(rollout, form.email.data or "", Role(form.role.data)),
            then=lambda _: _home(rollout_id),
            said=f"{form.email.data} takes part now.",
        )
        if done:
            return done
    return render_template("rollouts/member_add.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/people/<int:membership_id>", methods=["GET", "POST"])
@needs(Permission.MEMBERS_EDIT)
def member_edit(rollout_id: int, membership_id: int) -> ResponseReturnValue:
    """Give a person another role."""
    membership, user = queries.member(rollout_id, membership_id)
    form = MemberForm(obj=membership)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: member_service.change_role(membership, Role(form.role.data), form.version.data),
            then=lambda _: _home(rollout_id),
            said="Role saved. It holds from the next page on.",
        )
        if done:
            return done
    page = render_template("rollouts/member_edit.html", form=form, membership=membership, user=user)
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/people/<int:membership_id>/remove")
@needs(Permission.MEMBERS_EDIT)
def member_remove(rollout_id: int, membership_id: int) -> ResponseReturnValue:
    """End a person's part in the rollout."""
    with transaction():
        membership, user = queries.member(rollout_id, membership_id)
        name, own = user.name, user.id == current.user().id
        member_service.remove_member(membership)
    flash(f"{name} takes no part any more.", "done")
    return redirect(url_for("rollouts.index") if own else _home(rollout_id), 303)
