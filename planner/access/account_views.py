"""A person's own account: name, password, and where they are signed in.

Pages: templates/access/. Forms: forms.py.
"""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from planner.access import queries, service, signin_service
from planner.access.digests import Digest
from planner.access.forms import AccountForm, PasswordForm
from planner.access.views import blueprint
from planner.basics.errors import RuleBroken
from planner.basics.mail_service import server_here
from planner.db import transaction
from planner.web import clock, current
from planner.web.guards import signed_in
from planner.web.proof import prove
from planner.web.saving import save


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def account() -> ResponseReturnValue:
    """A person's own account."""
    user = current.user()
    form = AccountForm(obj=user).offer_zones()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_own(
                user, form.name.data or "", form.timezone.data or "", Digest(form.digest.data), form.version.data
            ),
            then=lambda _: url_for("access.account"),
            said="Your account was saved.",
        )
        if done:
            return done
    sessions = signin_service.open_sessions(user.id, clock.now())
    page = render_template(
        "access/account.html",
        form=form,
        user=user,
        sessions=sessions,
        here=current.session_id(),
        sign_ins=queries.own_sign_ins(user.id),
        mail_is_on=server_here() is not None,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Change one's own password; every other session of the person ends."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            _change(form)
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash("Your password was changed. Everywhere else you are signed out.", "done")
            return redirect(url_for("access.account"), 303)
    forced = current.user().must_change_password
    return render_template("access/password.html", form=form, forced=forced), 422 if form.errors else 200


def _change(form: PasswordForm) -> None:
    prove(form.current.data, "current")
    with transaction():
        service.change_password(current.user(), form.password.data or "", clock.now(), keep=current.session_id())


@blueprint.post("/account/sessions/<int:session_id>/end")
@signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out in one other place."""
    with transaction():
        signin_service.end(current.user().id, session_id, clock.now())
    flash("Signed out there.", "done")
    return redirect(url_for("access.account"), 303)


@blueprint.post("/account/sessions/end")
@signed_in
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere but here."""
    with transaction():
        signin_service.end_all(current.user().id, clock.now(), keep=current.session_id())
    flash("Everywhere else you are signed out.", "done")
    return redirect(url_for("access.account"), 303)
