"""The page with everybody's own link to an open survey, to be handed out where there is no mail."""

from collections.abc import Iterator

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.errors import NotFound
from planner.people import survey_queries
from planner.people.survey_links import token_of
from planner.people.survey_models import Survey
from planner.people.survey_shape import SurveyStage
from planner.people.views import blueprint
from planner.web.downloads import table_file
from planner.web.guards import needs


def open_row(rollout_id: int, survey_id: int) -> Survey:
    """A survey of this rollout that is open; NotFound for any other."""
    row = survey_queries.survey(rollout_id, survey_id)
    if row.stage is not SurveyStage.OPEN:
        raise NotFound("There are links while a survey is open.")
    return row


def links_of(survey: Survey) -> Iterator[tuple[str, str, str]]:
    """Everybody who is asked, with address and link; who has answered is not told."""
    settings = current_app.config["PLANNER"]
    base = settings.base_url.rstrip("/")
    for invitation, name, email in survey_queries.invited(survey.id):
        token = token_of(settings.secret_key, invitation.nonce)
        yield name, email or "", base + url_for("people.answer_survey", token=token)


@blueprint.get("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/links")
@needs(Permission.SURVEYS_EDIT)
def survey_links(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """The links of an open survey."""
    row = open_row(rollout_id, survey_id)
    return render_template("people/survey_links.html", survey=row, links=list(links_of(row)))


@blueprint.get("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/links/<fmt>")
@needs(Permission.SURVEYS_EDIT)
def survey_links_file(rollout_id: int, survey_id: int, fmt: str) -> ResponseReturnValue:
    """The same as a file, for a mail merge."""
    row = open_row(rollout_id, survey_id)
    return table_file("survey-links", fmt, ("Name", "E-mail", "Link"), list(links_of(row)))
