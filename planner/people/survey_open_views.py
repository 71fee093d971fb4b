"""Pages on which a survey is opened for people, taken back, and closed."""

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.people import staff_queries, survey_close_service, survey_queries, survey_service, survey_setup_service
from planner.people.staff import By, role_in_words
from planner.people.survey_forms import OpenSurveyForm, SurveyStepForm
from planner.people.survey_shape import Population, SurveyStage
from planner.people.survey_views import refused
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web import clock
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/open", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def open_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Choose whom a survey asks, see how many these are, and open it."""
    row = survey_queries.survey(rollout_id, survey_id)
    if row.stage is not SurveyStage.DRAFT:
        raise NotFound("This survey is open already.")
    form = OpenSurveyForm(data={"version": row.version})
    _offer(form, rollout_id)
    look = "look" in request.form
    if form.validate_on_submit() and not look:
        done = save(
            form,
            lambda: survey_setup_service.open_for(row, form.population(), _secret(), clock.today(), form.version.data),
            then=lambda _: url_for("people.survey", rollout_id=rollout_id, survey_id=survey_id),
            said="The survey is open. Everybody who is asked has a link of their own.",
        )
        if done:
            return done
    population = Population() if form.errors else form.population()
    people = survey_setup_service.people_of(rollout_id, population, clock.today())
    page = render_template(
        "people/open_survey.html",
        form=form,
        survey=row,
        people=len(people),
        shut_out=0 if row.by_link else sum(not person.has_account for person in people),
        no_staff=staff_queries.is_empty(rollout_id),
    )
    return page, 422 if form.errors else 200


def _offer(form: OpenSurveyForm, rollout_id: int) -> None:
    today = clock.today()
    roles = [str(key) for key in staff_queries.sizes_by(rollout_id, today, By.ROLE) if key]
    form.offer_groups(
        {unit.id: unit.name for unit in rollouts.units(rollout_id)},
        [wave.number for wave in rollouts.waves(rollout_id)],
        [str(key) for key in staff_queries.sizes_by(rollout_id, today, By.SITE) if key],
        {role: role_in_words(role) for role in roles},
    )


def _secret() -> str:
    return str(current_app.config["PLANNER"].secret_key)


@blueprint.post("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/close")
@needs(Permission.SURVEYS_EDIT)
def close_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Close a survey before its last day; the results appear."""
    row, form = survey_queries.survey(rollout_id, survey_id), SurveyStepForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_close_service.close_survey(row, clock.today(), form.version.data),
            then=lambda _: url_for("people.survey_results", rollout_id=rollout_id, survey_id=survey_id),
            said="The survey is closed. Here is what was found out.",
        )
        if done:
            return done
    return refused(form, row)


@blueprint.post("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/withdraw")
@needs(Permission.SURVEYS_EDIT)
def withdraw_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Take an opening back before the first day."""
    row, form = survey_queries.survey(rollout_id, survey_id), SurveyStepForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.withdraw_survey(row, clock.today(), form.version.data),
            then=lambda _: url_for("people.survey", rollout_id=rollout_id, survey_id=survey_id),
            said="The opening is taken back; the survey is a draft again.",
        )
        if done:
            return done
    return refused(form, row)
