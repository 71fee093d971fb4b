"""Pages on which surveys are set up: the list, a new one, its questions, opening and closing.

Pages: templates/people/. Forms: survey_forms.py.
"""

from dataclasses import replace
from datetime import timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.db import transaction
from planner.people import survey_close_service, survey_queries, survey_service
from planner.people.survey_forms import (
    ANONYMOUS,
    NAMED,
    OWN,
    PROMISE_HINTS,
    CreateSurveyForm,
    EditSurveyForm,
    LastDayForm,
    SurveyStepForm,
)
from planner.people.survey_models import Survey
from planner.people.survey_playbook import HIGH, LOW, draft_of
from planner.people.survey_shape import TOPIC_WORDS, SurveyDraft, SurveyStage, Topic, minutes, sections
from planner.people.survey_states import STATE_WORDS, SurveyState, progress_words, state_of
from planner.people.views import blueprint
from planner.rollouts.playbook_service import playbook_of
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save

RUNS = timedelta(days=10)
"""How long a new survey is open unless another last day is given."""


def close_overdue() -> None:
    """Close what is over before anything is shown; a survey ends on its day, whether or not somebody presses."""
    rollout = current.rollout()
    if survey_queries.overdue(rollout.id, clock.today()):
        with transaction():
            survey_close_service.close_overdue(rollout.id, clock.today())


def state(survey: Survey) -> SurveyState:
    """Where a survey stands today."""
    return state_of(survey.stage, survey.opens, survey.closes, clock.today())


@blueprint.get("/rollouts/<int:rollout_id>/surveys")
@needs(Permission.SURVEY_RESULTS_VIEW)
def surveys(rollout_id: int) -> ResponseReturnValue:
    """The surveys of a rollout: what waits for oneself, what is open, what was found out."""
    close_overdue()
    sees_all = current.may(Permission.SURVEYS_VIEW)
    rows = [row for row in survey_queries.surveys(rollout_id) if sees_all or row.stage is SurveyStage.CLOSED]
    mine = survey_queries.invitations_of_account(rollout_id, current.user().id)
    known = {row.id: row for row in survey_queries.surveys(rollout_id)} if mine else {}
    waiting = [
        known[number] for number, found in mine.items()
        if state(known[number]) is SurveyState.OPEN and not (found.answered and known[number].anonymous)
    ]  # fmt: skip
    progress = survey_queries.progress([row.id for row in rows if row.stage is SurveyStage.OPEN])
    results = survey_queries.wholes([row.id for row in rows if row.stage is SurveyStage.CLOSED])
    return render_template(
        "people/surveys.html",
        rows=[(row, state(row)) for row in rows],
        waiting=waiting,
        progress={key: progress_words(*numbers) for key, numbers in progress.items()},
        results=results,
        has_pulse=any(row.stage is SurveyStage.CLOSED and row.topic is Topic.READINESS for row in rows),
        topics=TOPIC_WORDS,
        states=STATE_WORDS,
    )


@blueprint.get("/rollouts/<int:rollout_id>/surveys/new")
@needs(Permission.SURVEYS_EDIT)
def choose_survey(rollout_id: int) -> ResponseReturnValue:
    """Choose a survey of the playbook, or write one's own."""
    return render_template("people/choose_survey.html", offered=playbook_of(current.rollout()).surveys, own=OWN)


@blueprint.route("/rollouts/<int:rollout_id>/surveys/new/<ref>", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def create_survey(rollout_id: int, ref: str) -> ResponseReturnValue:
    """A new survey: from the playbook or with questions of one's own; here its anonymity is settled."""
    base = _base(ref)
    values = {name: getattr(base, name) for name in ("name", "purpose", "opens", "closes", "low_word", "high_word")}
    promise = ANONYMOUS if base.anonymous else NAMED
    form = CreateSurveyForm(data=values | {"by_link": True, "promise": promise})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.create_survey(current.rollout(), form.draft(base), current.user()),
            then=lambda row: url_for("people.survey", rollout_id=rollout_id, survey_id=row.id),
            said="The survey is there as a draft. Look at it as its readers will, then open it.",
        )
        if done:
            return done
    page = render_template(
        "people/create_survey.html", form=form, base=base, hints=PROMISE_HINTS, minutes=minutes(base.items)
    )
    return page, 422 if form.errors else 200


def _base(ref: str) -> SurveyDraft:
    """What a new survey begins from; NotFound for one that the playbook does not have."""
    today = clock.today()
    found = next((each for each in playbook_of(current.rollout()).surveys if each.ref == ref), None)
    if found is not None:
        return draft_of(found, today, today + RUNS, by_link=True)
    if ref != OWN:
        raise NotFound("The playbook of this rollout has no such survey.")
    return SurveyDraft(
        name="", purpose="", topic=Topic.OTHER, anonymous=True, by_link=True, opens=today, closes=today + RUNS,
        low_word=LOW, high_word=HIGH,
    )  # fmt: skip


@blueprint.get("/rollouts/<int:rollout_id>/surveys/<int:survey_id>")
@needs(Permission.SURVEYS_VIEW)
def survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """How a survey is set up, and its next step."""
    close_overdue()
    row = survey_queries.survey(rollout_id, survey_id)
    items = survey_queries.item_rows(row.id)
    numbers = survey_queries.progress([row.id]).get(row.id)
    return render_template(
        "people/survey.html",
        survey=row,
        state=state(row),
        states=STATE_WORDS,
        topics=TOPIC_WORDS,
        items=items,
        minutes=minutes([each.item for each in items]),
        progress=progress_words(*numbers) if numbers else "",
        form=SurveyStepForm(data={"version": row.version}),
        published=survey_queries.wholes([row.id]).get(row.id),
    )


@blueprint.get("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/preview")
@needs(Permission.SURVEYS_VIEW)
def preview_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """The survey as those who are asked will see it; nothing can be sent."""
    from planner.people.survey_answer_forms import answer_form

    row = survey_queries.survey(rollout_id, survey_id)
    items = survey_queries.items(row.id)
    return render_template(
        "people/preview_survey.html",
        survey=row,
        form=answer_form(items, {}),
        sections=sections(items),
        minutes=minutes(items),
        answered=False,
    )


@blueprint.route("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/edit", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def edit_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Change a draft's words and days, or the last day of an open survey."""
    row = survey_queries.survey(rollout_id, survey_id)
    values = survey_service.current_values(row) | {"version": row.version}
    form = EditSurveyForm(data=values) if row.stage is SurveyStage.DRAFT else LastDayForm(data=values)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.edit_survey(row, _changed(row, form), form.version.data),
            then=lambda _: url_for("people.survey", rollout_id=rollout_id, survey_id=survey_id),
            said="Saved.",
        )
        if done:
            return done
    return render_template("people/edit_survey.html", form=form, survey=row), 422 if form.errors else 200


def _changed(row: Survey, form: EditSurveyForm | LastDayForm) -> SurveyDraft:
    now = SurveyDraft(
        name=row.name, purpose=row.purpose, topic=row.topic, anonymous=row.anonymous, by_link=row.by_link,
        opens=row.opens, closes=row.closes, low_word=row.low_word, high_word=row.high_word, ref=row.ref,
    )  # fmt: skip
    if isinstance(form, EditSurveyForm):
        return form.settings(now)
    return replace(now, closes=form.closes.data or row.closes)


@blueprint.post("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/remove")
@needs(Permission.SURVEYS_EDIT)
def remove_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Take a draft away."""
    row, form = survey_queries.survey(rollout_id, survey_id), SurveyStepForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_service.remove_survey(row, form.version.data),
            then=lambda _: url_for("people.surveys", rollout_id=rollout_id),
            said="The draft is removed.",
        )
        if done:
            return done
    return refused(form, row)


def refused(form: SurveyStepForm, row: Survey) -> ResponseReturnValue:
    """A step that a rule said no to, with the reason."""
    return render_template("people/_refused_survey.html", form=form, survey=row), 422


from planner.people import (  # noqa: E402 - their pages
    survey_action_views,  # noqa: F401 - its pages
    survey_answer_views,  # noqa: F401 - its pages
    survey_item_views,  # noqa: F401 - its pages
    survey_link_views,  # noqa: F401 - its pages
    survey_mail_views,  # noqa: F401 - its pages
    survey_open_views,  # noqa: F401 - its pages
    survey_result_views,  # noqa: F401 - its pages
)
