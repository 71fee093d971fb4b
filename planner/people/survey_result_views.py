"""Pages of results: one survey by its divisions, the barrier points over time, and both as a file.

They read what was published when a survey closed, and nothing else.
"""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.people import survey_action_queries, survey_action_service, survey_queries
from planner.people.barrier import STEP_HELP, STEP_MEANING, STEP_WORDS
from planner.people.survey_answer_forms import answer_form
from planner.people.survey_figures import barriers, construct_mean, recommended, scale_of, usability
from planner.people.survey_models import Survey
from planner.people.survey_pictures import barrier_bar, scale_bar
from planner.people.survey_publishing import DIVISION_WORDS, WORDS_FROM, Division
from planner.people.survey_results import HEADER, Results, gaps, group_name, lines, response_rate
from planner.people.survey_shape import ItemKind, SurveyStage, Topic, sections
from planner.people.survey_states import progress_words
from planner.people.survey_trend import EFFECT_WORDS, paths
from planner.people.survey_views import close_overdue, state
from planner.people.usability import AVERAGE, usability_words
from planner.people.views import blueprint
from planner.web import clock, current
from planner.web.downloads import table_file
from planner.web.guards import needs
from planner.web.saving import save

FIGURES: Mapping[str, Any] = {
    "scale_of": scale_of, "usability_of": usability, "barriers_of": barriers, "recommended": recommended,
    "construct_mean": construct_mean, "group_name": group_name, "response_rate": response_rate,
    "usability_words": usability_words, "scale_bar": scale_bar, "barrier_bar": barrier_bar,
}  # fmt: skip


def results_of(row: Survey) -> Results:
    """What is published of a survey."""
    cells = survey_queries.results_of([row.id])[row.id]
    kin = survey_queries.reliability(row.id)
    return Results(row.topic, tuple(survey_queries.items(row.id)), tuple(cells), tuple(kin))


@blueprint.get("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/results")
@needs(Permission.SURVEY_RESULTS_VIEW)
def survey_results(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """What a closed survey found out, by one of the fixed divisions; an open one says when results appear."""
    close_overdue()
    row = survey_queries.survey(rollout_id, survey_id)
    if row.stage is not SurveyStage.CLOSED:
        return _later(row)
    found = results_of(row)
    by = division_asked(found)
    said = {f"{each.part} {name}": each.answer for each, name in survey_queries.said(row.id)}
    return render_template(
        "people/survey_results.html",
        survey=row,
        results=found,
        by=by,
        divisions=DIVISION_WORDS,
        sections=[(head, of) for head, of in sections(found.items) if of[0].kind is not ItemKind.TEXT],
        words=survey_queries.words(row.id),
        words_from=WORDS_FROM,
        gaps=gaps(found, by, said if by is Division.PART else {}) if by else [],
        said=said,
        sides=[*(group_name(cell) for cell in found.of(Division.PART)), *said],
        may_say=current.role() in survey_action_service.PARTS and bool(found.scales()),
        deeds=survey_action_queries.told(rollout_id, [row.id], clock.today()),
        effects=EFFECT_WORDS,
        average=AVERAGE,
        steps=STEP_WORDS,
        meaning=STEP_MEANING,
        **FIGURES,
    )


def _later(row: Survey) -> str:
    """Before a survey closes nothing is shown, not even of large groups: two looks would differ by one answer."""
    numbers = survey_queries.progress([row.id]).get(row.id)
    words = progress_words(*numbers) if numbers else ""
    return render_template("people/_results_later.html", survey=row, state=state(row), progress=words)


def division_asked(found: Results) -> Division | None:
    """The division that the address asks for, or the first of which anything is shown."""
    shown = found.divisions()
    asked = request.args.get("by", "")
    return next((each for each in shown if each.value == asked), shown[0] if shown else None)


@blueprint.get("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/results/<fmt>")
@needs(Permission.SURVEY_RESULTS_EXPORT)
def export_survey(rollout_id: int, survey_id: int, fmt: str) -> ResponseReturnValue:
    """The published results as a file, every division in one."""
    row = survey_queries.survey(rollout_id, survey_id)
    if row.stage is not SurveyStage.CLOSED:
        raise NotFound("There are no results while a survey is open.")
    return table_file("survey", fmt, HEADER, [line.row() for line in lines(results_of(row))])


@blueprint.get("/rollouts/<int:rollout_id>/surveys/barriers")
@needs(Permission.SURVEY_RESULTS_VIEW)
def barrier_points(rollout_id: int) -> ResponseReturnValue:
    """Where people are stuck, by group and over time, and what is done about it."""
    close_overdue()
    rows = survey_queries.closed(rollout_id, Topic.READINESS)
    rounds = survey_action_queries.rounds_of(rows)
    shown = [division for division in Division if any(each.results.of(division) for each in rounds)]
    asked = request.args.get("by", "")
    by = next((each for each in shown if each.value == asked), shown[0] if shown else Division.UNIT)
    return render_template(
        "people/barrier_points.html",
        rounds=rounds,
        paths=paths(rounds, by),
        by=by,
        shown=shown,
        divisions=DIVISION_WORDS,
        steps=STEP_WORDS,
        meaning=STEP_MEANING,
        help_words=STEP_HELP,
        **FIGURES,
        newest=rows[-1] if rows else None,
        deeds=survey_action_queries.told(rollout_id, [row.id for row in rows], clock.today()),
        effects=EFFECT_WORDS,
    )


@blueprint.route("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/view", methods=["GET", "POST"])
@needs(Permission.SURVEYS_VIEW)
def state_view(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Say openly, as sponsor, project manager or trainer, how one sees the same statements."""
    row = survey_queries.survey(rollout_id, survey_id)
    scales = [item for item in survey_queries.items(row.id) if item.kind is ItemKind.SCALE]
    if row.stage is SurveyStage.DRAFT or not scales:
        raise NotFound("There is nothing to say about this survey.")
    own = next((dict(each.answer) for each, _ in survey_queries.said(row.id) if each.user_id == current.user().id), {})
    form = answer_form(scales, own)
    role = current.role()
    if role is not None and form.validate_on_submit():
        done = save(
            form,
            lambda: survey_action_service.state(row, current.user(), role, form.answer(scales), clock.today()),
            then=lambda _: url_for("people.survey_results", rollout_id=rollout_id, survey_id=survey_id, by="part"),
            said="Your view stands under your name beside what groups of people answered.",
        )
        if done:
            return done
    page = render_template("people/state_view.html", survey=row, form=form, sections=sections(scales), answered=False)
    return page, 422 if form.errors else 200
