"""Pages of people one by one, for those who help them: only while the rollout has switched that on.

A project manager sees everybody, a trainer those invited to the own trainings, everybody their own; sponsors see groups
only. Who looked at whom is noted for the person. While it is off, these pages are not there.
Pages: templates/adoption/. Forms: forms.py.
"""

from collections.abc import Collection
from datetime import timedelta

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Role, Scope
from planner.adoption import help_service, people_queries, settings_service
from planner.adoption.forms import CloseHelpForm, HelpForm
from planner.adoption.help_lists import FIRST, LIST_HINTS, LIST_WORDS, list_of
from planner.adoption.help_models import AdoptionHelp
from planner.adoption.help_outcome import Outcome
from planner.adoption.people_queries import PAGE
from planner.adoption.views import blueprint
from planner.basics.errors import NotAllowed, NotFound
from planner.basics.suppression import FEWEST
from planner.db import db
from planner.people import staff_queries
from planner.people.privacy_read_service import note_read
from planner.people.staff_reach_service import reach
from planner.training.results import STAND_WORDS
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.filters import write_instant
from planner.web.guards import needs
from planner.web.saving import save

WHAT = "Your use of the new system"
RECENT = timedelta(days=183)
KIND_WORDS = {"session": "Training", "coach": "Coach", "note": "Talk"}


def visible(rollout_id: int) -> frozenset[int] | None:
    """Whom this person may see one by one; None for everybody. 404 while people are shown in groups only."""
    if settings_service.people_shown(rollout_id, clock.today()) is None:
        abort(404)
    scope = current.scope(Permission.ADOPTION_PEOPLE_VIEW)
    if scope is Scope.GROUPS:
        raise NotAllowed
    if scope is Scope.ALL:
        return None
    return reach(rollout_id, current.user().id, current.role(), scope).people or frozenset()


def _helps() -> bool:
    return current.role() in {Role.MANAGER, Role.TRAINER}


@blueprint.app_template_global()
def people_are_shown() -> bool:
    """Whether the lists of people are there for whoever looks; sponsors see groups only, others only themselves."""
    if current.scope(Permission.ADOPTION_PEOPLE_VIEW) in {None, Scope.GROUPS}:
        return False
    return settings_service.people_shown(current.rollout().id, clock.today()) is not None


@blueprint.app_template_global()
def whom_to_help() -> list[tuple[str, str, int]]:
    """The lists with somebody on them, of those whom the person in front may help: its word, its name, how many."""
    rollout = current.rollout()
    if not _helps() or not people_are_shown():
        return []
    found = people_queries.sizes(rollout.id, clock.today(), visible(rollout.id))
    return [(each.value, LIST_WORDS[each], number) for each, number in found.items() if number]


def _note(rollout_id: int, staff_ids: Collection[int]) -> None:
    """Let each person see who looked; see `planner.people.privacy_read_service`."""
    note_read(rollout_id, staff_ids, current.real_user().id, WHAT, clock.today())


@blueprint.get("/rollouts/<int:rollout_id>/adoption/people")
@needs(Permission.ADOPTION_PEOPLE_VIEW)
def people(rollout_id: int) -> ResponseReturnValue:
    """Whom to help: lists by where people stand. Whoever helps nobody is led to the own page."""
    among, today = visible(rollout_id), clock.today()
    if not _helps():
        own = staff_queries.of_account(rollout_id, current.user().id)
        if own is None:
            raise NotFound("You are not on the staff list of this rollout.")
        return redirect(url_for("adoption.user", rollout_id=rollout_id, staff_id=own.id), 303)
    sizes = people_queries.sizes(rollout_id, today, among)
    fullest = next((each for each in sizes if sizes[each]), FIRST)
    wanted, first = list_of(request.args.get("list", ""), fullest), request.args.get("from", 0, type=row_number) or 0
    rows = people_queries.lines(rollout_id, wanted, today, among, first)
    _note(rollout_id, [row.staff_id for row in rows])
    everybody = people_queries.sizes(rollout_id, today, None)[wanted]
    return render_template(
        "adoption/people.html",
        rows=rows, lists=LIST_WORDS, hints=LIST_HINTS, sizes=sizes, wanted=wanted, first=first, page=PAGE,
        helped=people_queries.helped([row.staff_id for row in rows]), stands=STAND_WORDS,
        others=everybody if among is not None and everybody - sizes[wanted] >= FEWEST else 0,
        on=settings_service.people_shown(rollout_id, today),
    )  # fmt: skip


@blueprint.get("/rollouts/<int:rollout_id>/adoption/helped")
@needs(Permission.ADOPTION_PEOPLE_VIEW)
def helped(rollout_id: int) -> ResponseReturnValue:
    """Help that was given in the last half year, and whether people's use changed after it."""
    among, today = visible(rollout_id), clock.today()
    if not _helps():
        raise NotAllowed
    shown = people_queries.without_objectors(rollout_id)
    given = people_queries.helps(rollout_id, among, AdoptionHelp.on >= today - RECENT, shown)
    _note(rollout_id, {each.row.staff_id for each in given})
    given = people_queries.helps(rollout_id, among, AdoptionHelp.on >= today - RECENT, shown)
    outcomes = help_service.outcomes_of(rollout_id, given)
    return render_template(
        "adoption/helped.html", given=given, outcomes=outcomes, tally=help_service.tally(outcomes.values()),
        words=Outcome, kinds=KIND_WORDS, today=today,
    )  # fmt: skip


@blueprint.route("/rollouts/<int:rollout_id>/adoption/people/<int:staff_id>", methods=["GET", "POST"])
@needs(Permission.ADOPTION_PEOPLE_VIEW)
def user(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """One person's use, and the help given; who trains can add help."""
    one, among = staff_queries.person(rollout_id, staff_id), visible(rollout_id)
    if among is not None and staff_id not in among:
        raise NotAllowed
    if people_queries.objects(rollout_id, staff_id) and one.user_id != current.user().id:
        raise NotFound("This person is not shown one by one.")
    form = HelpForm()
    form.offer_help(*_offers(rollout_id, staff_id))
    if form.validate_on_submit():
        if not current.may(Permission.TRAINING_EDIT):
            raise NotAllowed
        done = save(
            form,
            lambda: help_service.give(current.rollout(), staff_id, form.draft(), current.user().id, clock.now()),
            then=lambda _: url_for("adoption.user", rollout_id=rollout_id, staff_id=staff_id),
            said=lambda row: f"Help is noted. Look again on {row.due:%-d %B}; the page says then whether use changed.",
        )
        if done:
            return done
    _note(rollout_id, [staff_id])
    today = clock.today()
    given = people_queries.helps(rollout_id, [staff_id])
    page = render_template(
        "adoption/user.html", one=staff_queries.person(rollout_id, staff_id), form=form, given=given,
        line=people_queries.line_of(rollout_id, staff_id, today), outcomes=help_service.outcomes_of(rollout_id, given),
        kinds=KIND_WORDS, stands=STAND_WORDS, on=settings_service.people_shown(rollout_id, today), helps=_helps(),
    )  # fmt: skip
    return page, 422 if form.errors else 200


def _offers(rollout_id: int, staff_id: int) -> tuple[dict[int, str], dict[int, str]]:
    if not _helps():
        return {}, {}
    sessions = {
        each.sitting.id: f"{each.course.name}, {write_instant(each.sitting.starts_at)}, "
        f"{f'{each.free} free' if each.free else 'full: waiting list'}"
        for each in help_service.sessions_for(rollout_id, staff_id, clock.now())
    }
    return sessions, help_service.coaches(rollout_id, clock.today())


@blueprint.post("/rollouts/<int:rollout_id>/adoption/helps/<int:adoption_help_id>/close")
@needs(Permission.TRAINING_EDIT)
def close_help(rollout_id: int, adoption_help_id: int) -> ResponseReturnValue:
    """Say that one has looked whether help helped."""
    row = db.session.get(AdoptionHelp, adoption_help_id)
    if row is None or row.rollout_id != rollout_id:
        raise NotFound("There is no such help in this rollout.")
    among = visible(rollout_id)
    if among is not None and row.staff_id not in among:
        raise NotAllowed
    staff_id, form = row.staff_id, CloseHelpForm()
    done = save(
        form,
        lambda: help_service.close(
            db.session.get_one(AdoptionHelp, adoption_help_id), form.version.data, clock.today()
        ),
        then=lambda _: url_for("adoption.user", rollout_id=rollout_id, staff_id=staff_id),
        said="Looked at. It no longer waits for you.",
    )
    return done or redirect(url_for("adoption.user", rollout_id=rollout_id, staff_id=staff_id), 303)
