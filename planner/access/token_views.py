"""Access tokens of programs: one's own in the account, and everybody's for administrators.

Pages: templates/access/. Forms: token_forms.py.
"""

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from planner.access import queries, token_service
from planner.access.roles import Permission, Role, scope_of
from planner.access.token_forms import TokenForm
from planner.access.token_models import ApiToken
from planner.access.token_scopes import choices_of
from planner.access.views import blueprint
from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.web import clock, current
from planner.web.guards import signed_in, site_needs
from planner.web.proof import prove
from planner.web.rollout_names import roles_of, rollout_names
from planner.web.saving import save

SHOWN_ONCE = "token"


@blueprint.get("/account/tokens")
@signed_in
def tokens() -> ResponseReturnValue:
    """One's own access tokens; a new one is shown here, once."""
    user = current.user()
    number, secret = session.pop(SHOWN_ONCE, None) or (None, "")
    return render_template(
        "access/tokens.html",
        tokens=token_service.tokens_of(user.id, clock.now()),
        rollouts=rollout_names(),
        fresh=(number, secret),
        may_make=bool(_places()),
        base=current_app.config["PLANNER"].base_url,
    )


@blueprint.route("/account/tokens/add", methods=["GET", "POST"])
@signed_in
def add_token() -> ResponseReturnValue:
    """Make an access token, after the password was typed once more."""
    places = _places()
    form = TokenForm()
    form.offer_all(
        {number: name for number, (name, _) in places.items()}, choices_of(role for _, role in places.values())
    )
    if form.validate_on_submit() and _proved(form):
        done = save(
            form,
            lambda: _made(form, places),
            then=lambda _: url_for("access.tokens"),
            said="The token is made. Copy it now: it is shown only once.",
        )
        if done:
            return done
    return render_template("access/add_token.html", form=form, places=places), 422 if form.errors else 200


def _proved(form: TokenForm) -> bool:
    try:
        prove(form.password.data)
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    return True


def _made(form: TokenForm, places: dict[int, tuple[str, Role]]) -> ApiToken:
    draft = form.draft()
    roles = {name: role for number, (name, role) in places.items() if draft.rollout_id in {None, number}}
    token, secret = token_service.make_token(current.user(), draft, roles, clock.now())
    session[SHOWN_ONCE] = [token.id, secret]
    return token


def _places() -> dict[int, tuple[str, Role]]:
    """The rollouts in which the person's role allows tokens, each with its name and the role."""
    found = roles_of(current.user().id)
    return {number: (name, role) for number, (name, role) in found.items() if scope_of(role, Permission.TOKENS_EDIT)}


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@signed_in
def revoke_token(token_id: int) -> ResponseReturnValue:
    """End one of one's own tokens."""
    with transaction():
        name = token_service.revoke(token_id, clock.now(), user_id=current.user().id).name
    flash(f"“{name}” opens nothing any more.", "done")
    return redirect(url_for("access.tokens"), 303)


@blueprint.get("/tokens")
@site_needs(Permission.TOKENS_VIEW)
def all_tokens() -> ResponseReturnValue:
    """Everybody's tokens that can be used; what they open is not shown."""
    return render_template(
        "access/all_tokens.html", rows=token_service.all_tokens(clock.now()), rollouts=rollout_names()
    )


@blueprint.post("/tokens/<int:token_id>/revoke")
@site_needs(Permission.TOKENS_EDIT)
def revoke_anybodys_token(token_id: int) -> ResponseReturnValue:
    """End a token of anybody."""
    with transaction():
        token = token_service.revoke(token_id, clock.now())
        said = f"“{token.name}” of {queries.user(token.user_id).name} opens nothing any more."
    flash(said, "done")
    return redirect(url_for("access.all_tokens"), 303)


@blueprint.post("/tokens/revoke")
@site_needs(Permission.TOKENS_EDIT)
def revoke_all_tokens() -> ResponseReturnValue:
    """End every token of everybody, as after a leak."""
    with transaction():
        number = token_service.revoke_all(clock.now())
    flash("1 token was revoked." if number == 1 else f"{number} tokens were revoked.", "done")
    return redirect(url_for("access.all_tokens"), 303)
