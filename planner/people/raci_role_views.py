"""Pages of the roles: who holds them, deputies, and whether people fit.

Pages: templates/people/. Forms: raci_forms.py.
"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.people import raci_queries as queries
from planner.people import raci_service as service
from planner.people.committee_minutes_service import standing_of
from planner.people.raci_fit import ASKED, CUSTOMER, QUALITY_WORDS, FitKind, fit_of
from planner.people.raci_forms import EditRoleForm, HolderForm, RemoveForm, RoleForm, fit_form
from planner.people.raci_matrix import MANY_CRITICAL, critical_hands
from planner.people.raci_views import all_only
from planner.people.sponsor_seat_views import people_of
from planner.people.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def roles_page(rollout_id: int) -> str:
    """The page of the roles."""
    return url_for("people.rollout_roles", rollout_id=rollout_id)


@blueprint.get("/rollouts/<int:rollout_id>/responsibilities/roles")
@needs(Permission.PEOPLE_VIEW)
def rollout_roles(rollout_id: int) -> ResponseReturnValue:
    """Every role with who holds it and who stands in."""
    all_only()
    held: dict[int, list[tuple[object, str]]] = {}
    for holder, role, name in queries.holders(rollout_id):
        held.setdefault(role.id, []).append((holder, name))
    return render_template(
        "people/rollout_roles.html",
        roles=queries.roles(rollout_id),
        held=held,
        hands=critical_hands(service.matrix_of(current.rollout())),
        many=MANY_CRITICAL,
    )


@blueprint.route("/rollouts/<int:rollout_id>/responsibilities/roles/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def add_rollout_role(rollout_id: int) -> ResponseReturnValue:
    """Add a role that the playbook does not have."""
    rollout, form = current.rollout(), RoleForm(data={"fit": FitKind.NONE.value})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_role(rollout, form.draft()),
            then=lambda _: roles_page(rollout_id),
            said=lambda row: f"The role “{row.name}” is added.",
        )
        if done:
            return done
    return render_template("people/add_rollout_role.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/responsibilities/roles/<int:raci_role_id>", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def edit_rollout_role(rollout_id: int, raci_role_id: int) -> ResponseReturnValue:
    """Change a role."""
    row = queries.role(rollout_id, raci_role_id)
    form = EditRoleForm(data={**service.role_fields(row), "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_role(row, form.draft(), form.version.data),
            then=lambda _: roles_page(rollout_id),
            said="Role saved.",
        )
        if done:
            return done
    people = [(holder, name) for holder, role, name in queries.holders(rollout_id) if role.id == row.id]
    page = render_template("people/edit_rollout_role.html", form=form, row=row, people=people)
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/responsibilities/roles/<int:raci_role_id>/remove")
@needs(Permission.PEOPLE_EDIT)
def remove_rollout_role(rollout_id: int, raci_role_id: int) -> ResponseReturnValue:
    """Take a role away, with its letters."""
    row, form = queries.role(rollout_id, raci_role_id), RemoveForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.remove_role(row, form.version.data),
            then=lambda _: roles_page(rollout_id),
            said="The role is taken away; the history keeps it.",
        )
        if done:
            return done
    return redirect(roles_page(rollout_id), 303)


@blueprint.route(
    "/rollouts/<int:rollout_id>/responsibilities/roles/<int:raci_role_id>/holders/new", methods=["GET", "POST"]
)
@needs(Permission.PEOPLE_EDIT)
def add_holder(rollout_id: int, raci_role_id: int) -> ResponseReturnValue:
    """Let somebody hold a role, or stand in for it."""
    role, form = queries.role(rollout_id, raci_role_id), HolderForm(data={})
    form.offer_people(people_of(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_holder(role, form.draft()),
            then=lambda _: roles_page(rollout_id),
            said=f"“{role.name}” has one more person.",
        )
        if done:
            return done
    return render_template("people/add_holder.html", form=form, role=role), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/responsibilities/holders/<int:raci_holder_id>/remove")
@needs(Permission.PEOPLE_EDIT)
def remove_holder(rollout_id: int, raci_holder_id: int) -> ResponseReturnValue:
    """Let somebody leave a role."""
    (row, role, name), form = queries.holder(rollout_id, raci_holder_id), RemoveForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.remove_holder(row, form.version.data),
            then=lambda _: roles_page(rollout_id),
            said=f"{name} is no longer in the role “{role.name}”.",
        )
        if done:
            return done
    return redirect(roles_page(rollout_id), 303)


@blueprint.get("/rollouts/<int:rollout_id>/responsibilities/fit")
@needs(Permission.PEOPLE_VIEW)
def role_fit(rollout_id: int) -> ResponseReturnValue:
    """Whether the project manager, the committee and outside experts fit what is asked of them."""
    all_only()
    checked = [
        (holder, role, name, fit_of(role.fit, holder.said))
        for holder, role, name in queries.holders(rollout_id)
        if role.fit is not FitKind.NONE and not holder.deputy
    ]
    return render_template(
        "people/role_fit.html",
        checked=checked,
        asked=ASKED,
        words=QUALITY_WORDS,
        customer=CUSTOMER,
        committee=standing_of(rollout_id, clock.today()).fit,
        waiting=[role for role in queries.roles(rollout_id) if role.fit is not FitKind.NONE],
    )


@blueprint.route(
    "/rollouts/<int:rollout_id>/responsibilities/holders/<int:raci_holder_id>/fit", methods=["GET", "POST"]
)
@needs(Permission.PEOPLE_EDIT)
def edit_fit(rollout_id: int, raci_holder_id: int) -> ResponseReturnValue:
    """Write down what is known of somebody's experience for the role."""
    row, role, name = queries.holder(rollout_id, raci_holder_id)
    form = fit_form(role.fit)(data={**service.fit_fields(row), "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.say_fit(row, form.draft(role.fit), form.version.data),
            then=lambda _: url_for("people.role_fit", rollout_id=rollout_id),
            said="Saved.",
        )
        if done:
            return done
    page = render_template(
        "people/edit_fit.html", form=form, role=role, name=name, asked=[each.name.lower() for each in ASKED[role.fit]]
    )
    return page, 422 if form.errors else 200
