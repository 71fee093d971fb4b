"""Pages of the problem inbox: what is open and how old, report one, look after one, links for staff without account.

Pages: templates/process/. Forms: forms.py.
"""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.db import db, transaction
from planner.process import problem_queries, problem_service
from planner.process.forms import EndLinkForm, LinkForm, OpenReportForm, ProblemForm, ReportForm
from planner.process.problem_queries import PAGE, Wanted
from planner.process.problem_states import STATE_WORDS, TOPIC_SHORT, WEIGHT_WORDS, Topic, next_states
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.web import clock, current
from planner.web.addresses import row_number
from planner.web.forms import offer
from planner.web.guards import needs, public
from planner.web.saving import save

blueprint = Blueprint("process", __name__)


@blueprint.get("/rollouts/<int:rollout_id>/problems")
@needs(Permission.PROBLEMS_VIEW)
def problems(rollout_id: int) -> ResponseReturnValue:
    """What staff report about the new system: open ones first, the oldest on top."""
    topic = request.args.get("topic", "")
    settled = request.args.get("show") == "settled"
    wanted = Wanted(open=not settled, topic=Topic(topic) if topic in set(Topic) else None)
    first = request.args.get("from", 0, type=row_number)
    return render_template(
        "process/problems.html",
        rows=problem_queries.lines(rollout_id, wanted, clock.today(), first),
        total=problem_queries.total(rollout_id, wanted),
        pace=problem_queries.pace(rollout_id, clock.today()),
        topics=problem_queries.topics(rollout_id),
        words=TOPIC_SHORT,
        states=STATE_WORDS,
        settled=settled,
        topic=wanted.topic,
        first=first,
        page=PAGE,
    )


@blueprint.route("/rollouts/<int:rollout_id>/problems/new", methods=["GET", "POST"])
@needs(Permission.PROBLEMS_REPORT)
def report_problem(rollout_id: int) -> ResponseReturnValue:
    """Report a problem, from a phone in a minute."""
    form = ReportForm()
    _offer_units(form, rollout_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: problem_service.report(rollout_id, form.told(), current.user().id, clock.today()),
            then=lambda row: url_for("process.problem", rollout_id=rollout_id, problem_id=row.id),
            said=lambda row: f"Problem {row.number} is reported. Thank you.",
        )
        if done:
            return done
    return render_template("process/report_problem.html", form=form), 422 if form.errors else 200


def _offer_units(form: OpenReportForm | LinkForm, rollout_id: int) -> None:
    units = {str(unit.id): unit.name for unit in rollouts.units(rollout_id)}
    form.unit.choices = offer({"": "All units" if isinstance(form, LinkForm) else "I would rather not say"} | units)


@blueprint.route("/rollouts/<int:rollout_id>/problems/<int:problem_id>", methods=["GET", "POST"])
@needs(Permission.PROBLEMS_VIEW)
def problem(rollout_id: int, problem_id: int) -> ResponseReturnValue:
    """One problem, what was done about it, and for those who look after it the form to go on."""
    row, may_edit = problem_service.problem_of(rollout_id, problem_id), current.may(Permission.PROBLEMS_EDIT)
    form = ProblemForm(data=problem_service.current_values(row) | {"version": row.version})
    courses = problem_service.courses_for(row)
    form.offer_states((row.state, *next_states(row.state)))
    form.owner.choices = offer({"": "Nobody yet"} | {str(u.id): u.name for _, u in rollouts.members(rollout_id)})
    form.course.choices = offer({"": "None"} | courses)
    form.task.choices = offer({"": "None"} | {str(uid): name for uid, name in problem_service.tasks_for(row).items()})
    if may_edit and form.validate_on_submit():
        done = save(
            form,
            lambda: problem_service.work_on(row, form.draft(), current.user().id, clock.now(), form.version.data),
            then=lambda _: url_for("process.problem", rollout_id=rollout_id, problem_id=problem_id),
            said="Saved.",
        )
        if done:
            return done
    line = problem_queries.line_of(row, clock.today())
    page = render_template(
        "process/problem.html", line=line, row=row, form=form if may_edit else None, courses=courses,
        notes=problem_queries.notes(row.id), states=STATE_WORDS, words=TOPIC_SHORT, weights=WEIGHT_WORDS,
    )  # fmt: skip
    return page, 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/problems/links", methods=["GET", "POST"])
@needs(Permission.PROBLEMS_EDIT)
def links(rollout_id: int) -> ResponseReturnValue:
    """Links by which staff without an account report."""
    form = LinkForm(data={"until": clock.today() + timedelta(days=180)})
    _offer_units(form, rollout_id)
    if form.validate_on_submit():
        unit = int(form.unit.data) if form.unit.data else None
        made = save(
            form,
            lambda: problem_service.make_link(rollout_id, unit, form.last(), current.user().id, clock.today()),
            then=lambda _: url_for("process.links", rollout_id=rollout_id),
            said=lambda pair: (
                "Copy this link now, it is told only once: "
                + url_for("process.report_by_link", token=pair[1], _external=True)
            ),
        )
        if made:
            return made
    page = render_template("process/links.html", form=form, rows=problem_queries.links(rollout_id))
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/problems/links/<int:problem_link_id>/end")
@needs(Permission.PROBLEMS_EDIT)
def end_link(rollout_id: int, problem_link_id: int) -> ResponseReturnValue:
    """End a link."""
    form, back = EndLinkForm(), url_for("process.links", rollout_id=rollout_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: problem_service.end_link(rollout_id, problem_link_id),
            then=lambda _: back,
            said="Nobody can report by this link any more.",
        )
        if done:
            return done
    return redirect(back, 303)


@blueprint.route("/report/<token>", methods=["GET", "POST"])
@public
def report_by_link(token: str) -> ResponseReturnValue:
    """Report a problem without an account, by a link from the project team."""
    link = problem_service.link_behind(token[:100], clock.today())
    rollout = db.session.get_one(Rollout, link.rollout_id)
    form = OpenReportForm(data={"unit": str(link.unit_id or "")})
    _offer_units(form, rollout.id)
    number = None
    if form.validate_on_submit():
        try:
            with transaction():
                behind = problem_service.link_behind(token[:100], clock.today())
                number = problem_service.report_by_link(behind, form.told(), clock.today()).number
        except RuleBroken as broken:
            form.refuse(broken)
    page = render_template(
        "process/report_by_link.html", form=form, name=rollout.name, organisation=rollout.organisation, number=number
    )
    return page, 422 if form.errors or form.form_errors else 200
