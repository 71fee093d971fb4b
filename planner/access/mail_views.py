"""Mail of the installation: whether it is sent, what waits, and what could not be sent and why. Not what is in it.

Pages: templates/access/.
"""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission
from planner.access.views import blueprint
from planner.basics import mail_service
from planner.basics.mail_models import MailState
from planner.db import transaction
from planner.web import clock
from planner.web.guards import site_needs


@blueprint.get("/mail")
@site_needs(Permission.MAIL_VIEW)
def mail() -> ResponseReturnValue:
    """What was not sent, and why."""
    found = mail_service.open_mail()
    server = mail_service.server_here()
    return render_template(
        "access/mail.html",
        server=server,
        sender=current_app.config["PLANNER"].mail_from,
        parked=[each for each in found if each.state is MailState.PARKED],
        waiting=[each for each in found if each.state is MailState.WAITING],
        sent=mail_service.counts(clock.now() - timedelta(days=7)),
    )


@blueprint.post("/mail/<int:mail_id>/again")
@site_needs(Permission.MAIL_EDIT)
def send_again(mail_id: int) -> ResponseReturnValue:
    """Send a parked mail after all."""
    with transaction():
        mail_service.again(mail_id, clock.now())
    flash("The mail is tried again.", "done")
    return redirect(url_for("access.mail"), 303)


@blueprint.post("/mail/<int:mail_id>/drop")
@site_needs(Permission.MAIL_EDIT)
def drop_mail(mail_id: int) -> ResponseReturnValue:
    """Give up a parked mail."""
    with transaction():
        mail_service.drop(mail_id)
    flash("The mail is given up.", "done")
    return redirect(url_for("access.mail"), 303)
