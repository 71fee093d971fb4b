"""Pages of people one by one, for those who help them: only while the rollout has switched that on.

A project manager sees everybody, a trainer those invited to the own trainings, everybody their own; sponsors see groups
only. While it is off, these pages are not there. Pages: templates/adoption/. Forms: forms.py.
"""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.adoption import people_queries, settings_service
from planner.adoption.figure_models import Condition
from planner.adoption.forms import HelpForm
from planner.adoption.help_models import AdoptionHelp, HelpKind
from planner.adoption.people_queries import LISTS, PAGE
from planner.adoption.views import blueprint
from planner.basics.errors import NotAllowed
from planner.db import db
from planner.people import staff_queries
from planner.people.privacy_read_service import note_read
from planner.people.staff_reach_service import reach
from planner.rollouts.playbook_service import playbook_of
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.forms import offer
from planner.web.guards import needs
from planner.web.saving import save


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


USE = "Your use of the new system"
"""What is noted as looked at, in the words of whom it concerns."""


@blueprint.app_template_global()
def people_are_shown() -> bool:
    """Whether the lists of people are there for whoever looks; sponsors see groups only."""
    scope = current.scope(Permission.ADOPTION_PEOPLE_VIEW)
    if scope in {None, Scope.GROUPS}:
        return False
    return settings_service.people_shown(current.rollout().id, clock.today()) is not None


@blueprint.get("/rollouts/<int:rollout_id>/adoption/people")
@needs(Permission.ADOPTION_PEOPLE_VIEW)
def people(rollout_id: int) -> ResponseReturnValue:
    """Whom to help: lists by where people stand."""
    among = visible(rollout_id)
    asked = request.args.get("list", Condition.NEVER.value)
    condition = Condition(asked) if asked in set(Condition) else Condition.NEVER
    first = request.args.get("from", 0, type=row_number)
    rows = people_queries.lines(rollout_id, condition, among, first)
    note_read(rollout_id, [row.staff_id for row in rows], current.real_user().id, USE, clock.today())
    return render_template(
        "adoption/people.html",
        rows=rows,
        lists=LISTS,
        sizes=people_queries.sizes(rollout_id, among),
        condition=condition,
        first=first,
        page=PAGE,
        helped=people_queries.helped([row.staff_id for row in rows]),
    )


@blueprint.route("/rollouts/<int:rollout_id>/adoption/people/<int:staff_id>", methods=["GET", "POST"])
@needs(Permission.ADOPTION_PEOPLE_VIEW)
def user(rollout_id: int, staff_id: int) -> ResponseReturnValue:
    """One person's use, and the help given; who trains can add help."""
    one, among = staff_queries.person(rollout_id, staff_id), visible(rollout_id)
    if among is not None and staff_id not in among:
        raise NotAllowed
    note_read(rollout_id, [staff_id], current.real_user().id, USE, clock.today())
    line, form = people_queries.line_of(rollout_id, staff_id), HelpForm()
    courses = {each.ref: each.name for each in playbook_of(current.rollout()).courses}
    form.course.choices = offer({"": "No course"} | courses)
    if form.validate_on_submit():
        if not current.may(Permission.TRAINING_EDIT):
            raise NotAllowed

        def act() -> AdoptionHelp:
            row = AdoptionHelp(
                rollout_id=rollout_id, staff_id=staff_id, kind=HelpKind(form.kind.data), text=form.text.data or "",
                course_ref=form.course.data or "", by_id=current.user().id, on=clock.today(), due=form.due.data,
                days_before=line.days if line else 0, used_before=line.used if line else 0,
            )  # fmt: skip
            db.session.add(row)
            return row

        done = save(
            form,
            act,
            then=lambda _: url_for("adoption.user", rollout_id=rollout_id, staff_id=staff_id),
            said="Help is noted; come back later to see whether it helped.",
        )
        if done:
            return done
    page = render_template(
        "adoption/user.html", one=one, line=line, form=form, helps=people_queries.helps_of(staff_id), courses=courses,
        lists=LISTS, on=settings_service.people_shown(rollout_id, clock.today()),
    )  # fmt: skip
    return page, 422 if form.errors else 200
