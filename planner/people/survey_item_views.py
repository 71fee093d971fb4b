"""Pages on which the questions of a draft are written, changed, moved and removed."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.people import survey_queries, survey_service
from planner.people.survey_forms import STEP_HINT, AddItemForm, EditItemForm, SurveyStepForm
from planner.people.survey_views import refused
from planner.people.views import blueprint
from planner.web.guards import needs
from planner.web.saving import save

ITEMS = "/rollouts/<int:rollout_id>/surveys/<int:survey_id>/questions"


def _back(rollout_id: int, survey_id: int) -> str:
    return url_for("people.survey", rollout_id=rollout_id, survey_id=survey_id, _anchor="questions")


@blueprint.route(f"{ITEMS}/new", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def add_survey_item(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Write a question."""
    row, form = survey_queries.survey(rollout_id, survey_id), AddItemForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.add_item(row, form.item()),
            then=lambda _: _back(rollout_id, survey_id),
            said="The question is added.",
        )
        if done:
            return done
    page = render_template("people/add_survey_item.html", form=form, survey=row, step_hint=STEP_HINT)
    return page, 422 if form.errors else 200


@blueprint.route(f"{ITEMS}/<int:survey_item_id>", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def edit_survey_item(rollout_id: int, survey_id: int, survey_item_id: int) -> ResponseReturnValue:
    """Change a question."""
    row = survey_queries.survey(rollout_id, survey_id)
    found = survey_queries.item_row(row.id, survey_item_id)
    values = {
        "text": found.text, "kind": found.kind.value, "construct": found.construct, "required": found.required,
        "step": found.step.value if found.step else "", "options": "\n".join(found.options), "version": row.version,
    }  # fmt: skip
    form = EditItemForm(data=values)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.edit_item(row, found, form.item(found.ref), form.version.data),
            then=lambda _: _back(rollout_id, survey_id),
            said="The question is changed.",
        )
        if done:
            return done
    page = render_template("people/edit_survey_item.html", form=form, survey=row, item=found, step_hint=STEP_HINT)
    return page, 422 if form.errors else 200


@blueprint.post(f"{ITEMS}/<int:survey_item_id>/remove")
@needs(Permission.SURVEYS_EDIT)
def remove_survey_item(rollout_id: int, survey_id: int, survey_item_id: int) -> ResponseReturnValue:
    """Take a question out."""
    row, form = survey_queries.survey(rollout_id, survey_id), SurveyStepForm()
    found = survey_queries.item_row(row.id, survey_item_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.remove_item(row, found, form.version.data),
            then=lambda _: _back(rollout_id, survey_id),
            said="The question is removed.",
        )
        if done:
            return done
    return refused(form, row)


@blueprint.post(f"{ITEMS}/<int:survey_item_id>/up")
@needs(Permission.SURVEYS_EDIT)
def raise_survey_item(rollout_id: int, survey_id: int, survey_item_id: int) -> ResponseReturnValue:
    """Move a question one place up."""
    row, form = survey_queries.survey(rollout_id, survey_id), SurveyStepForm()
    found = survey_queries.item_row(row.id, survey_item_id)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.move_item(row, found, form.version.data),
            then=lambda _: _back(rollout_id, survey_id),
            said="The question is moved up.",
        )
        if done:
            return done
    return refused(form, row)
