"""Pages of courses: what is taught, of whom it is asked, and what comes before it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.process import problem_queries
from planner.process.problem_states import STATE_WORDS
from planner.rollouts import queries as rollouts
from planner.rollouts.playbook_service import playbook_of
from planner.training import course_queries, course_service, coverage_queries, sitting_queries
from planner.training.courses import FORMAT_WORDS, MOMENT_WORDS
from planner.training.forms import CourseFields, CourseForm, EditCourseForm, RetireForm, TakeCoursesForm
from planner.training.sitting_models import Sitting
from planner.training.views import blueprint, everything, may_edit, role_names
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

NAMES = 300
"""So many names a page shows at most; the matrix of people and courses has them all."""


@blueprint.get("/rollouts/<int:rollout_id>/training/courses")
@needs(Permission.TRAINING_VIEW)
def courses(rollout_id: int) -> ResponseReturnValue:
    """All courses with their roles; for whoever sees groups also how many people still need each."""
    views = course_queries.courses(rollout_id, retired=True)
    open_now: dict[int, int] = {}
    if current.scope(Permission.TRAINING_VIEW) is Scope.ALL:
        for course_id, _, people in coverage_queries.open_cells(rollout_id, clock.today(), at_go_live=False):
            open_now[course_id] = open_now.get(course_id, 0) + people
    taken = {view.course.ref for view in views}
    of_playbook = playbook_of(current.rollout()).courses if rollouts.has_playbook(rollout_id) else ()
    return render_template(
        "training/courses.html",
        views=views,
        open_now=open_now,
        roles=role_names(),
        formats=FORMAT_WORDS,
        moments=MOMENT_WORDS,
        missing=sum(each.ref not in taken for each in of_playbook),
        form=TakeCoursesForm(),
        everything=everything(),
        may_edit=may_edit(),
    )


@blueprint.app_template_global()
def course_page(ref: str) -> str:
    """The address of the course that a playbook's reference means; empty where the rollout has none, or for others."""
    found = course_queries.id_of_ref(current.rollout().id, ref) if current.may(Permission.TRAINING_VIEW) else None
    return url_for("training.course", rollout_id=current.rollout().id, course_id=found) if found else ""


@blueprint.get("/rollouts/<int:rollout_id>/training/courses/<int:course_id>")
@needs(Permission.TRAINING_VIEW)
def course(rollout_id: int, course_id: int) -> ResponseReturnValue:
    """One course: what it teaches, its sessions, and who still needs it."""
    view, today = course_queries.view(rollout_id, course_id), clock.today()
    full = everything()
    coming = sitting_queries.sittings(
        rollout_id, Sitting.course_id == course_id, Sitting.starts_at >= clock.now(), Sitting.cancelled == ""
    )
    return render_template(
        "training/course.html",
        view=view,
        course=view.course,
        roles=role_names(),
        names=course_queries.course_names(rollout_id),
        formats=FORMAT_WORDS,
        moments=MOMENT_WORDS,
        coming=coming[:20],
        needing=coverage_queries.who_needs(rollout_id, course_id, today, limit=NAMES) if full else [],
        number=coverage_queries.how_many_need(rollout_id, course_id, today) if full else 0,
        problems=problem_queries.answered_by(rollout_id, course_ref=view.course.ref) if view.course.ref else [],
        states=STATE_WORDS,
        everything=full,
        may_edit=may_edit(),
        form=RetireForm(data={"version": view.course.version}),
    )


def _offer(form: CourseFields, rollout_id: int, own: int = 0) -> None:
    names = course_queries.course_names(rollout_id)
    form.offer_choices(role_names(), {key: name for key, name in names.items() if key != own})


@blueprint.route("/rollouts/<int:rollout_id>/training/courses/new", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def add_course(rollout_id: int) -> ResponseReturnValue:
    """A course of one's own."""
    form = CourseForm(data={"seats": 12, "shelf_life_days": 60, "pass_percent": 80})
    _offer(form, rollout_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: course_service.add_course(rollout_id, form.draft()),
            then=lambda row: url_for("training.course", rollout_id=rollout_id, course_id=row.id),
            said="The course is there. Coverage counts it from now on.",
        )
        if done:
            return done
    return render_template("training/add_course.html", form=form), 422 if form.errors else 200


@blueprint.route("/rollouts/<int:rollout_id>/training/courses/<int:course_id>/edit", methods=["GET", "POST"])
@needs(Permission.TRAINING_EDIT)
def edit_course(rollout_id: int, course_id: int) -> ResponseReturnValue:
    """Change a course."""
    row = course_queries.course(rollout_id, course_id)
    values = course_service.current_values(row) | {"version": row.version, "format": row.format.value}
    values |= {
        "moment": row.moment.value,
        "needed": [str(each) for each in course_queries.view(rollout_id, row.id).needed],
    }
    form = EditCourseForm(data=values)
    _offer(form, rollout_id, row.id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: course_service.edit_course(row, form.draft(), form.version.data),
            then=lambda saved: url_for("training.course", rollout_id=rollout_id, course_id=saved.id),
            said="Course saved. Who is trained is counted anew.",
        )
        if done:
            return done
    return render_template("training/edit_course.html", form=form, course=row), 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/training/courses/<int:course_id>/retire")
@needs(Permission.TRAINING_EDIT)
def retire_course(rollout_id: int, course_id: int) -> ResponseReturnValue:
    """Give a course no more, or again."""
    row, form = course_queries.course(rollout_id, course_id), RetireForm()
    form.validate_on_submit()
    back = url_for("training.course", rollout_id=rollout_id, course_id=course_id)
    done = save(
        form,
        lambda: course_service.retire_course(row, form.version.data, retired=bool(form.retired.data)),
        then=lambda _: back,
        said=lambda saved: "It is asked of nobody any more." if saved.retired else "It is asked again.",
    )
    return done or redirect(back, 303)


@blueprint.post("/rollouts/<int:rollout_id>/training/courses/take")
@needs(Permission.TRAINING_EDIT)
def take_courses(rollout_id: int) -> ResponseReturnValue:
    """Add the courses of the playbook that are not there yet."""
    form, back = TakeCoursesForm(), url_for("training.courses", rollout_id=rollout_id)
    form.validate_on_submit()
    done = save(
        form,
        lambda: course_service.take_from_playbook(current.rollout(), playbook_of(current.rollout())),
        then=lambda _: back,
        said=lambda number: f"{number} {'course was' if number == 1 else 'courses were'} added from the playbook.",
    )
    return done or redirect(back, 303)
