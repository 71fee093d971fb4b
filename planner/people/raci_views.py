"""Pages of responsibilities: who answers for what, what is wrong with that, and deliverables with their letters.

Whoever may see only the own records gets the page "your part". Pages: templates/people/. Forms: raci_forms.py.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.people import raci_queries as queries
from planner.people import raci_service as service
from planner.people import raci_wave_service as waves_service
from planner.people.raci_forms import DeliverableForm, EditDeliverableForm, RemoveForm, with_letters
from planner.people.raci_matrix import LETTER_WORDS, by_phase, findings
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web import current
from planner.web.forms import CreateForm
from planner.web.guards import needs
from planner.web.saving import save


def home(rollout_id: int) -> str:
    """The page that every change of responsibilities leads back to."""
    return url_for("people.responsibilities", rollout_id=rollout_id)


def all_only() -> None:
    """Pages on everybody's roles are for those who may see all people."""
    if current.scope(Permission.PEOPLE_VIEW) is not Scope.ALL:
        raise NotAllowed("You can see your own part under Responsibilities.")


@blueprint.get("/rollouts/<int:rollout_id>/responsibilities")
@needs(Permission.PEOPLE_VIEW)
def responsibilities(rollout_id: int) -> ResponseReturnValue:
    """The matrix of deliverables and roles, with what breaks its rules first."""
    if current.scope(Permission.PEOPLE_VIEW) is not Scope.ALL:
        return redirect(url_for("people.my_part", rollout_id=rollout_id), 303)
    rollout, waves = current.rollout(), rollouts.waves(rollout_id)
    wave = next((each for each in waves if str(each.number) == request.args.get("wave")), None)
    matrix, phases = waves_service.matrix_in(rollout, wave), service.phases_of(rollout)
    return render_template(
        "people/responsibilities.html",
        matrix=matrix,
        groups=by_phase(matrix.deliverables, list(phases.values())),
        findings=findings(matrix),
        in_waves=[] if wave else waves_service.wrong_in_waves(rollout, matrix),
        waves=waves,
        wave=wave,
        own=queries.wave_letters(rollout_id),
        role_ids={row.key: row.id for row in queries.roles(rollout_id)},
        missing=service.missing_from(rollout),
        letter_words=LETTER_WORDS,
        take=CreateForm(),
    )


@blueprint.get("/rollouts/<int:rollout_id>/responsibilities/mine")
@needs(Permission.PEOPLE_VIEW)
def my_part(rollout_id: int) -> ResponseReturnValue:
    """The roles a person holds or stands in for, and the deliverables that come with them."""
    matrix, me = service.matrix_of(current.rollout()), queries.person_key(current.user().id, "")
    mine = [each for each in matrix.holders if each.key == me]
    held = {each.role for each in mine if not each.deputy}
    deliverables = [each for each in matrix.deliverables if held & set(each.letters)]
    return render_template(
        "people/my_part.html",
        roles={role.key: role.name for role in matrix.roles},
        mine=mine,
        held=held,
        groups=by_phase(deliverables, list(service.phases_of(current.rollout()).values())),
        letter_words=LETTER_WORDS,
    )


@blueprint.post("/rollouts/<int:rollout_id>/responsibilities/take")
@needs(Permission.PEOPLE_EDIT)
def take_responsibilities(rollout_id: int) -> ResponseReturnValue:
    """Take the playbook's roles and deliverables that are not there yet."""
    rollout, form = current.rollout(), CreateForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.take_from_playbook(rollout),
            then=lambda _: home(rollout_id),
            said=lambda taken: f"{taken[0]} roles and {taken[1]} deliverables are taken from the playbook.",
        )
        if done:
            return done
    return redirect(home(rollout_id), 303)


@blueprint.route("/rollouts/<int:rollout_id>/responsibilities/deliverables/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def add_deliverable(rollout_id: int) -> ResponseReturnValue:
    """Add a deliverable that the playbook does not have."""
    rollout, roles = current.rollout(), queries.roles(rollout_id)
    form = with_letters(DeliverableForm, roles)()
    form.offer_phases(service.phases_of(rollout))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_deliverable(rollout, form.draft(roles)),
            then=lambda _: home(rollout_id),
            said=lambda row: f"“{row.name}” is added.",
        )
        if done:
            return done
    page = render_template("people/add_deliverable.html", form=form, roles=roles, held=names_held(rollout_id))
    return page, 422 if form.errors else 200


@blueprint.route(
    "/rollouts/<int:rollout_id>/responsibilities/deliverables/<int:raci_deliverable_id>", methods=["GET", "POST"]
)
@needs(Permission.PEOPLE_EDIT)
def edit_deliverable(rollout_id: int, raci_deliverable_id: int) -> ResponseReturnValue:
    """Change a deliverable, and which part each role has in it."""
    row, roles = queries.deliverable(rollout_id, raci_deliverable_id), queries.roles(rollout_id)
    form = with_letters(EditDeliverableForm, roles)(data={**service.deliverable_fields(row), "version": row.version})
    form.offer_phases(service.phases_of(current.rollout()))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_deliverable(row, form.draft(roles), form.version.data),
            then=lambda _: home(rollout_id),
            said=lambda row: f"“{row.name}” is saved.",
        )
        if done:
            return done
    page = render_template("people/edit_deliverable.html", form=form, row=row, roles=roles, held=names_held(rollout_id))
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/responsibilities/deliverables/<int:raci_deliverable_id>/remove")
@needs(Permission.PEOPLE_EDIT)
def remove_deliverable(rollout_id: int, raci_deliverable_id: int) -> ResponseReturnValue:
    """Take a deliverable away."""
    row, form = queries.deliverable(rollout_id, raci_deliverable_id), RemoveForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.remove_deliverable(row, form.version.data),
            then=lambda _: home(rollout_id),
            said="The deliverable is taken away; the history keeps it.",
        )
        if done:
            return done
    return redirect(home(rollout_id), 303)


def names_held(rollout_id: int) -> dict[int, str]:
    """Who holds each role, by the role's number, in words."""
    found: dict[int, list[str]] = {}
    for holder, role, name in queries.holders(rollout_id):
        if not holder.deputy:
            found.setdefault(role.id, []).append(name)
    return {number: ", ".join(names) for number, names in found.items()}
