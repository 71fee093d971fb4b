"""Pages for getting in and out: signing in, the first administrator, a link for a password.

Pages: templates/access/. Forms: forms.py. Further pages of this area: account_views, user_views, audit_views.
"""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from planner.access import service, signin_service
from planner.access.forms import FirstRunForm, SetPasswordForm, SignInForm
from planner.access.models import User
from planner.access.signin_service import TooManyTries
from planner.access.signing import safe_next
from planner.basics.errors import NotFound, RuleBroken
from planner.db import db, transaction
from planner.web import clock, current
from planner.web.guards import public, signed_in
from planner.web.visitor import enter

blueprint = Blueprint("access", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let a person in."""
    if current.signed_in():
        return redirect(safe_next(request.args.get("next")), 303)
    if not service.anybody():
        return redirect(url_for("access.first_run"), 303)
    form = SignInForm()
    wait = 0
    if form.validate_on_submit():
        try:
            if _let_in(form.email.data or "", form.password.data or ""):
                return redirect(safe_next(request.args.get("next")), 303)
            form.form_errors.append("The e-mail address or the password is not right.")
        except TooManyTries as refused:
            form.form_errors.append(refused.message)
            wait = int(refused.wait.total_seconds()) + 1
    page = make_response(render_template("access/sign_in.html", form=form), 422 if form.errors else 200)
    return _waiting(page, wait) if wait else page


def _waiting(page: Response, seconds: int) -> Response:
    page.status_code = 429
    page.headers["Retry-After"] = str(seconds)
    return page


def _let_in(email: str, password: str) -> bool:
    """Count the try, look at the password without holding the database, then count the success."""
    with transaction():
        attempt = signin_service.begin(email, request.remote_addr, clock.now())
    user = service.user_by_email(email)
    fits = service.verify_password(user, password)
    with transaction():
        if user is None or not fits:
            signin_service.fail(user)
            return False
        service.keep_hash_current(user, password)
        _open(user, attempt)
    return True


def _open(user: User, attempt: int | None = None) -> None:
    agent = request.user_agent.string
    if attempt is None:
        token = signin_service.open_session(user, request.remote_addr, agent, clock.now())
    else:
        token = signin_service.succeed(attempt, user, request.remote_addr, agent, clock.now())
    enter(user, token)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Let a person out; the session ends on the server too."""
    with transaction():
        signin_service.end(current.user().id, current.session_id(), clock.now())
    logout_user()
    session.clear()
    flash("You are signed out.", "done")
    return redirect(url_for("access.sign_in"), 303)


@blueprint.route("/first-run", methods=["GET", "POST"])
@public
def first_run() -> ResponseReturnValue:
    """Make the first administrator of a new installation; gone as soon as anybody has an account."""
    if service.anybody():
        raise NotFound
    form = FirstRunForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _open(service.add_first_admin(form.draft(), form.password.data or "", clock.now()))
        except RuleBroken as broken:
            form.refuse(broken)
        else:
            flash("Welcome. You are the administrator of this installation.", "done")
            return redirect("/", 303)
    return render_template("access/first_run.html", form=form), 422 if form.errors else 200


@blueprint.route("/set-password/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    """Choose a password through a link that works once."""
    user = signin_service.link_owner(token, clock.now())
    form = SetPasswordForm()
    if form.validate_on_submit():
        try:
            with transaction():
                user = signin_service.link_owner(token, clock.now())
                service.set_password(user, form.password.data or "", clock.now())
        except RuleBroken as broken:
            form.refuse(broken)
            db.session.refresh(user)
        else:
            flash("Your password is set. Sign in with it.", "done")
            return redirect(url_for("access.sign_in"), 303)
    return render_template("access/set_password.html", form=form, user=user), 422 if form.errors else 200


from planner.access import account_views, audit_views, mail_views, token_views, user_views  # noqa: E402, F401 - their pages join this blueprint
