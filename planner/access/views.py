"""Pages of accounts and signing in.

Pages: templates/access/. Forms: forms.py.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from planner.access import service
from planner.access.forms import SignInForm
from planner.access.signing import safe_next
from planner.web import current
from planner.web.guards import public, signed_in

blueprint = Blueprint("access", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Let a person in."""
    form = SignInForm()
    if form.validate_on_submit():
        user = service.user_by_email(form.email.data or "")
        if service.verify_password(user, form.password.data or "") and user:
            login_user(user)
            return redirect(safe_next(request.args.get("next")), 303)
        form.form_errors.append("The e-mail address or the password is not right.")
    return render_template("access/sign_in.html", form=form), 422 if form.errors else 200


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """Let a person out."""
    logout_user()
    return redirect(url_for("access.sign_in"), 303)


@blueprint.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    """A person's own account."""
    return render_template("access/account.html", user=current.user())
