"""Pages of sponsorship: how it stands, what is asked of a sponsor next, and promises that are given, kept or withdrawn.

Whose records are shown: project managers and sponsors see everything, everybody else the own seat as a sponsor.
Pages: templates/people/. Forms: sponsor_forms.py.
"""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed
from planner.people import sponsor_queries as queries
from planner.people import sponsor_service as service
from planner.people.sponsor_acts import ACT_WORDS, by_month, by_week
from planner.people.sponsor_forms import (
    EditSponsorPromiseForm,
    KeepForm,
    OffersForm,
    ReopenForm,
    SponsorPromiseForm,
    WithdrawPromiseForm,
)
from planner.people.sponsor_models import Sponsor, SponsorPromise
from planner.people.sponsor_promises import (
    EVERY_WORDS,
    LIGHTS,
    STATE_WORDS,
    PromiseState,
    in_order,
    promise_state,
)
from planner.people.sponsorship_service import offers_of, sponsorship_of
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.get("/rollouts/<int:rollout_id>/sponsorship")
@needs(Permission.SPONSORSHIP_VIEW)
def sponsorship(rollout_id: int) -> ResponseReturnValue:
    """Who stands behind the change, what was promised and kept, and how often the sponsors were seen."""
    if current.scope(Permission.SPONSORSHIP_VIEW) is not Scope.ALL:
        return redirect(url_for("people.my_promises", rollout_id=rollout_id), 303)
    today, rollout = clock.today(), current.rollout()
    state, promises = sponsorship_of(rollout, today), queries.promises(rollout_id)
    return render_template(
        "people/sponsorship.html",
        state=state,
        sponsors={each.seat.id: each for each in state.sponsors},
        titles={row.id: row.title for row in queries.sponsors(rollout_id)},
        mine=queries.seat_ids(rollout_id, current.user().id),
        promises=listed(promises),
        weeks=by_week(state.acts, today),
        months=by_month(state.acts, today),
        act_words=ACT_WORDS,
        units=queries.unit_facts(rollout_id),
        today=today,
    )


@blueprint.get("/rollouts/<int:rollout_id>/sponsorship/mine")
@needs(Permission.SPONSORSHIP_VIEW)
def my_promises(rollout_id: int) -> ResponseReturnValue:
    """What is asked of the person as a sponsor next, each with a button that says it is done."""
    today, mine = clock.today(), queries.seat_ids(rollout_id, current.user().id)
    state = sponsorship_of(current.rollout(), today) if mine else None
    lines = listed(queries.promises(rollout_id, mine)) if mine else []
    asked = [line for line in lines if line[1] in {PromiseState.DUE, PromiseState.MISSED}]
    return render_template(
        "people/my_promises.html",
        seats=[each for each in state.sponsors if each.seat.id in mine] if state else [],
        asked=asked,
        coming=[line for line in lines if line[1] is PromiseState.COMING],
        settled=[line for line in lines if line[1] in {PromiseState.KEPT, PromiseState.LATE, PromiseState.WITHDRAWN}],
        keep_form=KeepForm(formdata=None, data={"kept_on": today}),
        today=today,
    )


Line = tuple[SponsorPromise, PromiseState, str, str]


def listed(rows: list[SponsorPromise]) -> list[Line]:
    """Promises as pages list them: with state, light and words, what is asked next first."""
    today, by_id = clock.today(), {row.id: row for row in rows}
    found = []
    for number in in_order([(row.id, row.dated) for row in rows], today):
        state = promise_state(by_id[number].dated, today)
        found.append((by_id[number], state, LIGHTS[state].value, STATE_WORDS[state]))
    return found


def own_seat(rollout_id: int, sponsor_id: int) -> Sponsor:
    """A sponsor whose promises and acts the person may write: one's own, or anybody's for a project manager."""
    row = queries.sponsor(rollout_id, sponsor_id)
    if current.scope(Permission.SPONSORSHIP_EDIT) is not Scope.ALL and row.user_id != current.user().id:
        raise NotAllowed("You can write down what you promise and do yourself.")
    return row


def own_promise(rollout_id: int, promise_id: int) -> SponsorPromise:
    """A promise that the person may change: one's own, or anybody's for a project manager."""
    row = queries.promise(rollout_id, promise_id)
    own_seat(rollout_id, row.sponsor_id)
    return row


def home(rollout_id: int) -> str:
    """Where a change of sponsorship leads back to: the sponsor's own page, or the page of all."""
    wide = current.scope(Permission.SPONSORSHIP_EDIT) is Scope.ALL
    return url_for("people.sponsorship" if wide else "people.my_promises", rollout_id=rollout_id)


def unit_names(rollout_id: int) -> dict[int, str]:
    """The units by number."""
    return {unit.id: unit.name for unit in rollouts.units(rollout_id)}


@blueprint.route(
    "/rollouts/<int:rollout_id>/sponsorship/sponsors/<int:sponsor_id>/promises/new", methods=["GET", "POST"]
)
@needs(Permission.SPONSORSHIP_EDIT)
def add_sponsor_promise(rollout_id: int, sponsor_id: int) -> ResponseReturnValue:
    """Write down a promise of a sponsor, once or repeated."""
    sponsor = own_seat(rollout_id, sponsor_id)
    form = SponsorPromiseForm(data={"due": clock.today()})
    form.offer_units(unit_names(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.add_promises(sponsor, form.draft()),
            then=lambda _: home(rollout_id),
            said=lambda rows: (
                "The promise is written down." if len(rows) == 1 else f"{len(rows)} promises are written down."
            ),
        )
        if done:
            return done
    name = queries.names([sponsor])[sponsor.id]
    page = render_template(
        "people/add_sponsor_promise.html", form=form, sponsor=sponsor, name=name, back=home(rollout_id)
    )
    return page, 422 if form.errors else 200


@blueprint.route(
    "/rollouts/<int:rollout_id>/sponsorship/sponsors/<int:sponsor_id>/promises/offered", methods=["GET", "POST"]
)
@needs(Permission.SPONSORSHIP_EDIT)
def offered_promises(rollout_id: int, sponsor_id: int) -> ResponseReturnValue:
    """Choose among the promises that sponsors usually give."""
    sponsor, form = own_seat(rollout_id, sponsor_id), OffersForm()
    offers = {each.key: each for each in offers_of(current.rollout(), sponsor_id, clock.today())}
    form.offer_promises(list(offers.values()))
    if form.validate_on_submit():
        chosen = [offers[key].draft for key in form.chosen.data or ()]
        done = save(
            form,
            lambda: [row for draft in chosen for row in service.add_promises(sponsor, draft)],
            then=lambda _: home(rollout_id),
            said=lambda rows: f"{len(rows)} promises are written down. Change a day on its own page.",
        )
        if done:
            return done
    page = render_template(
        "people/offered_promises.html",
        form=form,
        offers=offers,
        every_words=EVERY_WORDS,
        sponsor=sponsor,
        name=queries.names([sponsor])[sponsor.id],
        back=home(rollout_id),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/sponsorship/promises/<int:sponsor_promise_id>", methods=["GET", "POST"])
@needs(Permission.SPONSORSHIP_EDIT)
def edit_sponsor_promise(rollout_id: int, sponsor_promise_id: int) -> ResponseReturnValue:
    """Change the words or the day of a promise that is still to come."""
    row, today = own_promise(rollout_id, sponsor_promise_id), clock.today()
    form = EditSponsorPromiseForm(data={**service.promise_fields(row), "version": row.version})
    form.offer_units(unit_names(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_promise(row, form.draft(), today, form.version.data),
            then=lambda _: home(rollout_id),
            said="Promise saved.",
        )
        if done:
            return done
    page = render_template(
        "people/edit_sponsor_promise.html", form=form, line=listed([row])[0], names=told(row), back=home(rollout_id)
    )
    return page, 422 if form.errors else 200


def told(row: SponsorPromise) -> dict[str, str]:
    """Whose promise it is, and who said that it was kept."""
    sponsor = queries.sponsor(row.rollout_id, row.sponsor_id)
    people = queries.names_of({row.told_by_id or 0})
    return {"sponsor": queries.names([sponsor])[sponsor.id], "told_by": people.get(row.told_by_id or 0, queries.LEFT)}


@blueprint.route(
    "/rollouts/<int:rollout_id>/sponsorship/promises/<int:sponsor_promise_id>/keep", methods=["GET", "POST"]
)
@needs(Permission.SPONSORSHIP_EDIT)
def keep_promise(rollout_id: int, sponsor_promise_id: int) -> ResponseReturnValue:
    """Say that a promise was kept, with a line of evidence."""
    row, today = own_promise(rollout_id, sponsor_promise_id), clock.today()
    form = KeepForm(data={"kept_on": today, "version": row.version})
    if form.validate_on_submit():
        by, now = current.user(), clock.now()
        done = save(
            form,
            lambda: service.keep_promise(row, form.draft(), by, now, today, form.version.data),
            then=lambda _: home(rollout_id),
            said=lambda kept: f"Noted: {kept.text}.",
        )
        if done:
            return done
    page = render_template("people/keep_promise.html", form=form, line=listed([row])[0], back=home(rollout_id))
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/sponsorship/promises/<int:sponsor_promise_id>/reopen")
@needs(Permission.SPONSORSHIP_EDIT)
def reopen_promise(rollout_id: int, sponsor_promise_id: int) -> ResponseReturnValue:
    """Take back that a promise was kept."""
    row, form = own_promise(rollout_id, sponsor_promise_id), ReopenForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.reopen_promise(row, form.version.data),
            then=lambda _: home(rollout_id),
            said="The promise is open again; the history keeps what was said.",
        )
        if done:
            return done
    return redirect(home(rollout_id), 303)


@blueprint.route(
    "/rollouts/<int:rollout_id>/sponsorship/promises/<int:sponsor_promise_id>/withdraw", methods=["GET", "POST"]
)
@needs(Permission.SPONSORSHIP_EDIT)
def withdraw_promise(rollout_id: int, sponsor_promise_id: int) -> ResponseReturnValue:
    """Say that a promise no longer holds, and why."""
    row, today = own_promise(rollout_id, sponsor_promise_id), clock.today()
    form = WithdrawPromiseForm(data={"version": row.version})
    if form.validate_on_submit():
        reason, later = form.reason.data or "", bool(form.later_too.data)
        done = save(
            form,
            lambda: service.withdraw_promise(row, reason, today, form.version.data, later_too=later),
            then=lambda _: home(rollout_id),
            said=lambda rows: "The promise is withdrawn." if len(rows) == 1 else f"{len(rows)} promises are withdrawn.",
        )
        if done:
            return done
    page = render_template("people/withdraw_promise.html", form=form, row=row, back=home(rollout_id))
    return page, 422 if form.errors else 200
