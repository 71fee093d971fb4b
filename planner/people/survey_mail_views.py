"""The page on which a survey is mailed: everybody's own link once, and one reminder for whoever has not answered."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.mail_service import server_here
from planner.people import survey_mail_service, survey_queries
from planner.people.survey_forms import SurveyMailForm
from planner.people.survey_link_views import open_row
from planner.people.survey_mail import reminder_day
from planner.people.views import blueprint
from planner.web import clock
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.route("/rollouts/<int:rollout_id>/surveys/<int:survey_id>/mail", methods=["GET", "POST"])
@needs(Permission.SURVEYS_EDIT)
def mail_survey(rollout_id: int, survey_id: int) -> ResponseReturnValue:
    """Mail everybody who is asked their link, and choose when to remind those who have not answered."""
    row = open_row(rollout_id, survey_id)
    proposed = row.remind_on or (None if row.invite_on else reminder_day(row.opens, row.closes))
    form = SurveyMailForm(data={"version": row.version, "invite": row.invite_on is None, "remind_on": proposed})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: survey_mail_service.set_mail(
                row, invite=bool(form.invite.data), remind_on=form.remind_on.data, today=clock.today(),
                now=clock.now(), version=form.version.data,
            ),
            then=lambda _: url_for("people.mail_survey", rollout_id=rollout_id, survey_id=survey_id),
            said="Saved. Mail goes out in the background.",
        )  # fmt: skip
        if done:
            return done
    asked = len(survey_queries.invited(row.id))
    page = render_template(
        "people/mail_survey.html",
        form=form,
        survey=row,
        asked=asked,
        reached=survey_mail_service.with_address(row.id),
        mail_is_on=server_here() is not None,
    )
    return page, 422 if form.errors else 200
