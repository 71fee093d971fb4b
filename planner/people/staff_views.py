"""Pages of the staff list: the list, one person, how many there are where; adding, changing, leaving, coming back.

What each role sees of it is decided in `staff_reach.py`. Pages: templates/people/. Forms: staff_forms.py.
"""

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotAllowed, NotFound
from planner.people import recognition_queries, staff_list_queries, staff_queries, staff_service
from planner.people.directory import Directory
from planner.people.privacy_read_service import note_read
from planner.people.staff import StaffView, role_in_words, staff_roles
from planner.people.staff_counts import Planned, shown_roles, shown_sizes, unit_counts
from planner.people.staff_forms import ComeBackForm, EditStaffForm, LeaveForm, StaffFields, StaffForm
from planner.people.staff_models import Staff
from planner.people.views import blueprint, my_reach
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of
from planner.web import clock, current
from planner.web.filters import write_date
from planner.web.guards import needs
from planner.web.saving import save


def visible_person(rollout_id: int, staff_id: int) -> StaffView:
    """One person whose whole entry this role may see; of another rollout 404, out of reach 403."""
    person = staff_queries.person(rollout_id, staff_id)
    if not my_reach(rollout_id).sees(staff_id):
        raise NotAllowed
    return person


@blueprint.get("/rollouts/<int:rollout_id>/staff/units")
@needs(Permission.ROLLOUT_VIEW)
def staff_units(rollout_id: int) -> ResponseReturnValue:
    """How many people there are by wave, unit and team, by site and by role; small groups only for whoever sees all."""
    whole, today = current.scope(Permission.PEOPLE_VIEW) is Scope.ALL, clock.today()
    waves = {wave.id: wave for wave in rollouts.waves(rollout_id)}
    units = {unit.id: unit for unit in rollouts.units(rollout_id)}
    planned: dict[int | None, Planned] = {
        unit.id: Planned(waves[unit.wave_id].number if unit.wave_id in waves else None, unit.people)
        for unit in units.values()
    }
    places = staff_list_queries.places(rollout_id, today)
    counts = unit_counts(places, planned, whole=whole)
    total = sum(places.values())
    return render_template(
        "people/staff_units.html",
        counts=sorted(counts, key=lambda each: (each.wave is None, each.wave or 0, each.unit_id is None)),
        units=units,
        waves={wave.number: wave for wave in waves.values()},
        sites=shown_sizes(staff_list_queries.sites(rollout_id, today), whole=whole),
        roles=shown_roles(staff_list_queries.roles(rollout_id, today), total, whole=whole),
        role_words=role_in_words,
        total=total,
        planned=sum(unit.people for unit in units.values()),
        whole=whole,
        nobody=staff_queries.is_empty(rollout_id),
    )


@blueprint.get("/rollouts/<int:rollout_id>/staff/<int:staff_id>")
@needs(Permission.PEOPLE_VIEW)
def person(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """One person: where, since when, with what roles, led by whom and leading whom."""
    found, today = visible_person(rollout_id, staff_id), clock.today()
    note_read(rollout_id, [staff_id], current.real_user().id, "Your entry in the staff list", today)
    waves = {wave.number: wave for wave in rollouts.waves(rollout_id)}
    return render_template(
        "people/person.html",
        one=found,
        wave=waves.get(found.wave or 0),
        manager=manager_of(rollout_id, found.manager_id),
        led=staff_queries.led_by(rollout_id, staff_id, today),
        reach=my_reach(rollout_id),
        away=staff_list_queries.times_away(staff_id),
        thanks=recognition_queries.thanks_of(rollout_id, staff_id),
        today=today,
        role_words=role_in_words,
    )


@blueprint.route("/rollouts/<int:rollout_id>/staff/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def add_person(rollout_id: int) -> ResponseReturnValue:
    """Put somebody on the list."""
    form = StaffForm()
    _offer(form, rollout_id, None)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: staff_service.add_staff(rollout_id, form.draft(directory_of(rollout_id))),
            then=lambda row: url_for("people.person", rollout_id=rollout_id, staff_id=row.id),
            said=lambda row: f"{row.name} is on the list.",
        )
        if done:
            return done
    page = render_template("people/add_person.html", form=form, known=staff_list_queries.offer(rollout_id))
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/staff/<int:staff_id>/edit", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def edit_person(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """Change an entry."""
    row = staff_queries.row(rollout_id, staff_id)
    form = EditStaffForm(data=values_of(row) | {"version": row.version})
    _offer(form, rollout_id, row)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: staff_service.edit_staff(row, form.draft(directory_of(rollout_id), row.left), form.version.data),
            then=lambda _: url_for("people.person", rollout_id=rollout_id, staff_id=staff_id),
            said="Entry saved.",
        )
        if done:
            return done
    page = render_template("people/edit_person.html", form=form, row=row, known=staff_list_queries.offer(rollout_id))
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/staff/<int:staff_id>/leave", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def leave_person(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """Somebody leaves: counts no more from the next day on, and keeps the history."""
    row = staff_queries.row(rollout_id, staff_id)
    form = LeaveForm(data={"left": row.left or clock.today(), "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: staff_service.leave(row, form.left.data or clock.today(), form.version.data),
            then=lambda _: url_for("people.person", rollout_id=rollout_id, staff_id=staff_id),
            said=lambda gone: f"{gone.name} counts until {write_date(gone.left)}.",
        )
        if done:
            return done
    led = staff_queries.led_by(rollout_id, staff_id, clock.today())
    page = render_template("people/leave_person.html", form=form, row=row, led=led)
    return page, 422 if form.errors or form.form_errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/staff/<int:staff_id>/back", methods=["GET", "POST"])
@needs(Permission.PEOPLE_EDIT)
def come_back_person(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """Somebody who left comes back."""
    row = staff_queries.row(rollout_id, staff_id)
    form = ComeBackForm(data={"first_day": clock.today(), "version": row.version})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: staff_service.come_back(row, form.first_day.data or clock.today(), form.version.data),
            then=lambda _: url_for("people.person", rollout_id=rollout_id, staff_id=staff_id),
            said=lambda here: f"{here.name} counts again.",
        )
        if done:
            return done
    page = render_template("people/come_back_person.html", form=form, row=row)
    return page, 422 if form.errors or form.form_errors else 200


def directory_of(rollout_id: int) -> Directory:
    """Everybody on the list, for finding out who is meant."""
    return Directory(staff_queries.entries(rollout_id))


def manager_of(rollout_id: int, manager_id: int | None) -> StaffView | None:
    """The line manager's entry, if there is one."""
    return None if manager_id is None else staff_queries.of_ids(rollout_id, [manager_id]).get(manager_id)


def values_of(row: Staff) -> dict[str, object]:
    """What a form shows of an entry; the line manager by what names one person only."""
    stored = staff_service.current_values(row)
    found = manager_of(row.rollout_id, row.manager_id)
    words = (found.number or found.email or found.name) if found else ""
    return stored | {"manager": words, "unit": str(row.unit_id or ""), "account": str(row.user_id or "")}


def _offer(form: StaffFields, rollout_id: int, row: Staff | None) -> None:
    units = {unit.id: unit.name for unit in rollouts.units(rollout_id)}
    taken = staff_queries.accounts(rollout_id) - {row.user_id if row else None}
    accounts = {user.id: user.name for _, user in rollouts.members(rollout_id) if user.id not in taken}
    if row is not None and row.user_id is not None:
        accounts.setdefault(row.user_id, "the account that is linked now")
    form.offer_choices(units, role_choices(staff_service.roles_of(row.id) if row else ()), accounts)


def role_choices(given: Sequence[str]) -> dict[str, str]:
    """The roles that courses are made for, with those somebody has already."""
    try:
        courses = playbook_of(current.rollout()).courses
    except NotFound:
        courses = ()
    return staff_roles([*(course.for_roles for course in courses), given])


from planner.people import (  # noqa: E402 - their pages
    culture_views,  # noqa: F401 - its pages
    privacy_account_views,  # noqa: F401 - its pages
    privacy_objection_views,  # noqa: F401 - its pages
    privacy_preview_views,  # noqa: F401 - its pages
    privacy_views,  # noqa: F401 - its pages
    recognition_views,  # noqa: F401 - its pages
    staff_import_views,  # noqa: F401 - its pages
)
