"""Pages of recognition: what was contributed, which units were forgotten, champions; propose, second, say thank you.

Contributions are listed by day. No page adds them up for a person. Pages: templates/people/.
"""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.people import recognition_queries, recognition_service, staff_queries
from planner.people.recognition import POTENTIAL, RESULTS, SUBJECTS, Step, without_champion
from planner.people.recognition_forms import (
    ChampionForm,
    ContributionForm,
    EndChampionForm,
    SecondForm,
    ThanksForm,
    WithdrawContributionForm,
)
from planner.people.recognition_queries import ContributionView
from planner.people.staff_views import directory_of
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


def sees_all() -> bool:
    """Whether every contribution is seen; others see those of groups, about themselves and by themselves."""
    return current.scope(Permission.PEOPLE_VIEW) is Scope.ALL


def visible_contribution(rollout_id: int, contribution_id: int) -> ContributionView:
    """One contribution this person may see; of another rollout 404, about somebody else 403."""
    view = recognition_queries.contribution(rollout_id, contribution_id)
    mine = current.user().id in {view.praised, view.row.proposed_by_id}
    if not (sees_all() or mine or view.row.staff_id is None):
        raise NotAllowed
    return view


def may_withdraw(view: ContributionView) -> bool:
    """Whether this person may take a proposal back."""
    return sees_all() or current.user().id == view.row.proposed_by_id


@blueprint.get("/rollouts/<int:rollout_id>/recognition")
@needs(Permission.PEOPLE_VIEW)
def recognition(rollout_id: int) -> ResponseReturnValue:
    """Contributions, coverage by unit, and champions with their gaps."""
    today, whole = clock.today(), sees_all()
    own = staff_queries.of_account(rollout_id, current.user().id)
    units = {unit.id: unit.name for unit in rollouts.units(rollout_id)}
    seats = recognition_queries.champions(rollout_id, today)
    views = recognition_queries.contributions(
        rollout_id, whole=whole, user_id=current.user().id, own=own.id if own else None
    )
    return render_template(
        "people/recognition.html",
        views=[view for view in views if view.row.step is not Step.WITHDRAWN],
        coverage=recognition_queries.covered(rollout_id, today),
        units=units,
        champions=seats,
        gaps=without_champion(units, (seat for _, seat in seats), today),
        whole=whole,
        today=today,
        words={"subjects": SUBJECTS, "results": RESULTS, "potential": POTENTIAL},
    )


@blueprint.route("/rollouts/<int:rollout_id>/recognition/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_VIEW)
def propose_contribution(rollout_id: int) -> ResponseReturnValue:
    """Propose a contribution of a person, a team, a unit or the project."""
    form = ContributionForm()
    form.offer_units({unit.id: unit.name for unit in rollouts.units(rollout_id)})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: recognition_service.propose(
                rollout_id, form.draft(directory_of(rollout_id)), current.user().id, clock.today()
            ),
            then=lambda row: url_for("people.contribution", rollout_id=rollout_id, contribution_id=row.id),
            said="Proposed. It counts as soon as somebody else seconds it.",
        )
        if done:
            return done
    page = render_template("people/propose_contribution.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.get("/rollouts/<int:rollout_id>/recognition/<int:contribution_id>")
@needs(Permission.PEOPLE_VIEW)
def contribution(rollout_id: int, contribution_id: int) -> ResponseReturnValue:
    """One contribution, and what can be done about it."""
    view, me = visible_contribution(rollout_id, contribution_id), current.user().id
    return render_template(
        "people/contribution.html",
        view=view,
        words={"subjects": SUBJECTS, "results": RESULTS, "potential": POTENTIAL},
        may_second=view.row.step is Step.PROPOSED and me not in {view.row.proposed_by_id, view.praised},
        may_thank=view.row.step is Step.SECONDED and sees_all() and me != view.praised,
        may_withdraw=view.row.step is not Step.THANKED and may_withdraw(view),
    )


@blueprint.post("/rollouts/<int:rollout_id>/recognition/<int:contribution_id>/second")
@needs(Permission.PEOPLE_VIEW)
def second_contribution(rollout_id: int, contribution_id: int) -> ResponseReturnValue:
    """Say that it is so, as a second person."""
    view, form = visible_contribution(rollout_id, contribution_id), SecondForm()
    address = url_for("people.contribution", rollout_id=rollout_id, contribution_id=contribution_id)
    done = save(
        form,
        lambda: recognition_service.second(view, current.user().id, clock.today(), form.version.data),
        then=lambda _: address,
        said="Seconded. It counts now.",
    )
    if done is None:
        flash(" ".join(map(str, form.form_errors)), "error")
    return done or redirect(address, 303)


@blueprint.route("/rollouts/<int:rollout_id>/recognition/<int:contribution_id>/thanks", methods=["GET", "POST"])
@needs(Permission.PEOPLE_VIEW)
def thank_contribution(rollout_id: int, contribution_id: int) -> ResponseReturnValue:
    """Say thank you; the person reads it."""
    view = visible_contribution(rollout_id, contribution_id)
    if not sees_all():
        raise NotAllowed
    form = ThanksForm(data={"thanks": view.row.thanks, "version": view.row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: recognition_service.thank(
                view, form.thanks.data or "", current.user().id, clock.today(), form.version.data
            ),
            then=lambda _: url_for("people.contribution", rollout_id=rollout_id, contribution_id=contribution_id),
            said="Your thanks are written down.",
        )
        if done:
            return done
    page = render_template("people/thank_contribution.html", form=form, view=view)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/recognition/<int:contribution_id>/withdraw")
@needs(Permission.PEOPLE_VIEW)
def withdraw_contribution(rollout_id: int, contribution_id: int) -> ResponseReturnValue:
    """Take a proposal back: whoever made it, or the project manager."""
    view, form = visible_contribution(rollout_id, contribution_id), WithdrawContributionForm()
    if not may_withdraw(view):
        raise NotAllowed
    done = save(
        form,
        lambda: recognition_service.withdraw(view.row, form.version.data),
        then=lambda _: url_for("people.recognition", rollout_id=rollout_id),
        said="Taken back.",
    )
    if done is None:
        flash(" ".join(map(str, form.form_errors)), "error")
    address = url_for("people.contribution", rollout_id=rollout_id, contribution_id=contribution_id)
    return done or redirect(address, 303)


@blueprint.route("/rollouts/<int:rollout_id>/recognition/champions/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def name_champion(rollout_id: int) -> ResponseReturnValue:
    """Name a champion of a unit."""
    form = ChampionForm(data={"unit": request.args.get("unit", ""), "since": clock.today()})
    form.offer_units({unit.id: unit.name for unit in rollouts.units(rollout_id)})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: recognition_service.name_champion(
                rollout_id, form.draft(directory_of(rollout_id)), current.user().id
            ),
            then=lambda _: url_for("people.recognition", rollout_id=rollout_id, _anchor="champions"),
            said="The champion is named.",
        )
        if done:
            return done
    page = render_template("people/name_champion.html", form=form)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/recognition/champions/<int:champion_id>/end", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def end_champion(rollout_id: int, champion_id: int) -> ResponseReturnValue:
    """Give a champion a last day."""
    row = recognition_queries.champion(rollout_id, champion_id)
    form = EndChampionForm(data={"until": row.until or clock.today(), "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: recognition_service.end_champion(row, form.until.data or clock.today(), form.version.data),
            then=lambda _: url_for("people.recognition", rollout_id=rollout_id, _anchor="champions"),
            said="The last day is written down.",
        )
        if done:
            return done
    person = staff_queries.person(rollout_id, row.staff_id)
    page = render_template("people/end_champion.html", form=form, row=row, person_name=person.name)
    return page, 422 if form.errors or form.form_errors else 200
