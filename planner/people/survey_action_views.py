"""Pages on which it is written down what is done about results; the next survey says whether it helped."""

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.people import survey_action_service, survey_queries
from planner.people.survey_forms import ActionFields, AddActionForm, EditActionForm, SurveyStepForm
from planner.people.survey_models import Survey, SurveyAction
from planner.people.survey_results import division_name, group_name
from planner.people.survey_shape import Item, ItemKind, SurveyStage
from planner.people.survey_views import refused
from planner.people.views import blueprint
from planner.rollouts import queries as rollouts
from planner.web import clock
from planner.web.guards import needs
from planner.web.saving import save

ACTIONS = "/rollouts/<int:rollout_id>/surveys/<int:survey_id>/actions"


def _closed(rollout_id: int, survey_id: int) -> Survey:
    row = survey_queries.survey(rollout_id, survey_id)
    if row.stage is not SurveyStage.CLOSED:
        raise NotFound("Actions follow from results; this survey has none yet.")
    return row


def _offer(form: ActionFields, row: Survey) -> None:
    cells = survey_queries.results_of([row.id])[row.id]
    names = {f"{cell.division}:{cell.label}": group_name(cell) for cell in cells if not cell.is_rest}
    kinds = {f"{cell.division}:{cell.label}": division_name(cell) for cell in cells}
    groups = {key: name if name == kinds[key] else f"{kinds[key]}: {name}" for key, name in names.items()}
    people = {user.id: user.name for _, user in rollouts.members(row.rollout_id)}
    form.offer_choices(groups, _statements(survey_queries.items(row.id)), people)


def _statements(items: Sequence[Item]) -> dict[str, str]:
    return {item.ref: item.text for item in items if item.kind is ItemKind.SCALE}


def _back(rollout_id: int, survey_id: int) -> str:
    return url_for("people.survey_results", rollout_id=rollout_id, survey_id=survey_id, _anchor="actions")


@blueprint.route(f"{ACTIONS}/new", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def add_survey_action(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Write down what is done for a group."""
    row = _closed(rollout_id, survey_id)
    form = AddActionForm(data={"group": request.args.get("group", ""), "ref": request.args.get("statement", "")})
    _offer(form, row)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_action_service.add_action(row, form.draft()),
            then=lambda _: _back(rollout_id, survey_id),
            said="The action is written down. The next survey of these questions will tell whether it helped.",
        )
        if done:
            return done
    return render_template("people/add_survey_action.html", form=form, survey=row), 422 if form.errors else 200


@blueprint.route(f"{ACTIONS}/<int:survey_action_id>", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def edit_survey_action(rollout_id: int, survey_id: int, survey_action_id: int) -> ResponseReturnValue:
    """Change an action."""
    row, found = _found(rollout_id, survey_id, survey_action_id)
    values = survey_action_service.current_values(found) | {
        "version": found.version,
        "owner": str(found.owner_id or ""),
    }
    form = EditActionForm(data=values)
    _offer(form, row)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_action_service.edit_action(row, found, form.draft(), form.version.data),
            then=lambda _: _back(rollout_id, survey_id),
            said="The action is changed.",
        )
        if done:
            return done
    step = SurveyStepForm(data={"version": found.version})
    page = render_template("people/edit_survey_action.html", form=form, step=step, survey=row, action=found)
    return page, 422 if form.errors else 200


def _found(rollout_id: int, survey_id: int, survey_action_id: int) -> tuple[Survey, SurveyAction]:
    row = survey_queries.survey(rollout_id, survey_id)
    return row, survey_queries.action(row.id, survey_action_id)


@blueprint.post(f"{ACTIONS}/<int:survey_action_id>/done")
@needs(Permission.SURVEYS_EDIT)
def finish_survey_action(rollout_id: int, survey_id: int, survey_action_id: int) -> ResponseReturnValue:
    """An action is done."""
    row, found = _found(rollout_id, survey_id, survey_action_id)
    form = SurveyStepForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_action_service.finish_action(found, clock.today(), form.version.data),
            then=lambda _: _back(rollout_id, survey_id),
            said="Done. The next survey of these questions will tell whether it helped.",
        )
        if done:
            return done
    return refused(form, row)


@blueprint.post(f"{ACTIONS}/<int:survey_action_id>/remove")
@needs(Permission.SURVEYS_EDIT)
def remove_survey_action(rollout_id: int, survey_id: int, survey_action_id: int) -> ResponseReturnValue:
    """Take away what was written down by mistake."""
    row, found = _found(rollout_id, survey_id, survey_action_id)
    form = SurveyStepForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_action_service.remove_action(found, form.version.data),
            then=lambda _: _back(rollout_id, survey_id),
            said="The action is removed; the history keeps it.",
        )
        if done:
            return done
    return refused(form, row)
