"""Reminders of a rollout: the rule, what is told next and to whom, and what was told.

Pages: templates/rollouts/. Forms: reminder_forms.py.
"""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.basics.mail_service import server_here
from planner.rollouts import reminder_service
from planner.rollouts.place_forms import country_name
from planner.rollouts.reminder_forms import ReminderForm
from planner.rollouts.reminding import STEP_WORDS, Reminder
from planner.rollouts.views import blueprint
from planner.web import clock, current
from planner.web.guards import needs
from planner.web.saving import save


@blueprint.get("/rollouts/<int:rollout_id>/reminders")
@needs(Permission.REMINDERS_VIEW)
def reminders(rollout_id: int) -> ResponseReturnValue:
    """Who is reminded of what, and who was."""
    today = clock.today()
    rollout = current.rollout()
    found = reminder_service.outlook(rollout, today)
    return render_template(
        "rollouts/reminders.html",
        rule=reminder_service.rule_of(rollout_id),
        following=[(each, _told(each, found)) for each in found.following],
        sent=found.sent,
        names=found.names,
        words=STEP_WORDS,
        mail_is_on=server_here() is not None,
        country=country_name(rollout.country) if rollout.country else "",
        today=today,
    )


def _told(reminder: Reminder, found: reminder_service.Outlook) -> str:
    return ", ".join(found.names[user_id] for user_id in reminder.people)


@blueprint.route("/rollouts/<int:rollout_id>/reminders/edit", methods=["GET", "POST"])
@needs(Permission.REMINDERS_EDIT)
def edit_reminders(rollout_id: int) -> ResponseReturnValue:
    """Set whether reminders are sent, and the grace."""
    form = ReminderForm(obj=reminder_service.rule_of(rollout_id))
    if form.validate_on_submit():
        done = save(
            form,
            lambda: reminder_service.set_rule(
                rollout_id, active=bool(form.active.data), grace=form.grace.data or 0, version=form.version.data
            ),
            then=lambda _: url_for("rollouts.reminders", rollout_id=rollout_id),
            said="The rule is saved.",
        )
        if done:
            return done
    return render_template("rollouts/edit_reminders.html", form=form), 422 if form.errors else 200
