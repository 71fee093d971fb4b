"""Accounts of everybody, for administrators.

Pages: templates/access/. Forms: forms.py.
"""

from collections.abc import Callable

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from planner.access import queries, service, signin_service
from planner.access.forms import AddUserForm, EditUserForm
from planner.access.models import User
from planner.access.roles import Permission
from planner.access.session_life import LINK
from planner.access.views import blueprint
from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.web import clock
from planner.web.guards import site_needs
from planner.web.saving import save

SHOWN_ONCE = "link"


@blueprint.get("/users")
@site_needs(Permission.USERS_VIEW)
def users() -> ResponseReturnValue:
    """All accounts."""
    rows = [(user, seen, signin_service.is_locked(user.email, clock.now())) for user, seen in queries.users()]
    return render_template("access/users.html", rows=rows)


@blueprint.route("/users/add", methods=["GET", "POST"])
@site_needs(Permission.USERS_EDIT)
def add_user() -> ResponseReturnValue:
    """A new account, with a link for its owner's password."""
    form = AddUserForm()
    if form.validate_on_submit():
        done = save(
            form,
            lambda: _added(form),
            then=lambda user: url_for("access.edit_user", user_id=user.id),
            said=lambda user: f"{user.name} has an account.",
        )
        if done:
            return done
    return render_template("access/add_user.html", form=form), 422 if form.errors else 200


def _added(form: AddUserForm) -> User:
    draft = form.draft()
    user = service.add_user(draft.email, draft.name, None, clock.now(), is_admin=draft.is_admin)
    _show_link(user)
    return user


def _show_link(user: User) -> None:
    session[SHOWN_ONCE] = [user.id, signin_service.make_link(user, clock.now())]


@blueprint.route("/users/<int:user_id>", methods=["GET", "POST"])
@site_needs(Permission.USERS_EDIT)
def edit_user(user_id: int) -> ResponseReturnValue:
    """Somebody's account."""
    user = queries.user(user_id)
    form = EditUserForm(obj=user)
    if form.validate_on_submit():
        done = save(
            form,
            lambda: service.edit_user(user, form.draft(), form.version.data),
            then=lambda _: url_for("access.users"),
            said=f"The account of {user.name} was saved.",
        )
        if done:
            return done
    page = render_template(
        "access/edit_user.html",
        form=form,
        user=user,
        link=_link_once(user),
        days=LINK.days,
        locked=signin_service.is_locked(user.email, clock.now()),
        sessions=signin_service.open_sessions(user.id, clock.now()),
    )
    return page, 422 if form.errors else 200


def _link_once(user: User) -> str:
    """The new link, shown a single time and only on the page of the account it is for."""
    number, token = session.get(SHOWN_ONCE) or (None, "")
    if number != user.id:
        return ""
    session.pop(SHOWN_ONCE)
    base: str = current_app.config["PLANNER"].base_url
    return base + url_for("access.set_password", token=token)


def _with(user_id: int, act: Callable[[User], object], said: str) -> ResponseReturnValue:
    """Do something with an account and go back to it; a rule that says no is shown there."""
    try:
        with transaction():
            act(queries.user(user_id))
    except RuleBroken as broken:
        flash(broken.message, "wrong")
    else:
        flash(said, "done")
    return redirect(url_for("access.edit_user", user_id=user_id), 303)


@blueprint.post("/users/<int:user_id>/disable")
@site_needs(Permission.USERS_EDIT)
def disable_user(user_id: int) -> ResponseReturnValue:
    """Shut an account."""
    return _with(user_id, lambda user: service.disable(user, clock.now()), "The account is closed.")


@blueprint.post("/users/<int:user_id>/enable")
@site_needs(Permission.USERS_EDIT)
def enable_user(user_id: int) -> ResponseReturnValue:
    """Open a shut account again."""
    return _with(user_id, service.enable, "The account is open again.")


@blueprint.post("/users/<int:user_id>/unlock")
@site_needs(Permission.USERS_EDIT)
def unlock_user(user_id: int) -> ResponseReturnValue:
    """Forget failed tries at an account."""
    return _with(user_id, service.unlock, "The failed tries are forgotten.")


@blueprint.post("/users/<int:user_id>/link")
@site_needs(Permission.USERS_EDIT)
def link_user(user_id: int) -> ResponseReturnValue:
    """A new link for setting a password."""
    return _with(user_id, _show_link, "There is a new link.")


@blueprint.post("/users/<int:user_id>/sign-out")
@site_needs(Permission.USERS_EDIT)
def sign_out_user(user_id: int) -> ResponseReturnValue:
    """End all sessions of an account."""
    return _with(user_id, lambda user: signin_service.end_all(user.id, clock.now()), "Signed out everywhere.")
