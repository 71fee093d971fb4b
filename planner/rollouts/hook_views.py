"""Webhooks of a rollout: which other systems may hand something in, and how they sign it.

Pages: templates/rollouts/. Forms: hook_forms.py.
"""

from flask import current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from planner.access.queries import names
from planner.access.roles import Permission
from planner.basics.errors import RuleBroken
from planner.db import transaction
from planner.rollouts import hook_service
from planner.rollouts.hook_forms import HookForm
from planner.rollouts.hook_models import Hook
from planner.rollouts.views import blueprint
from planner.web import clock, current
from planner.web import hooks as doors
from planner.web.guards import needs
from planner.web.proof import prove
from planner.web.saving import save

SHOWN_ONCE = "hook"


@blueprint.get("/rollouts/<int:rollout_id>/webhooks")
@needs(Permission.WEBHOOKS_VIEW)
def hooks(rollout_id: int) -> ResponseReturnValue:
    """The webhooks that take messages; the secret of a new one is shown here, once."""
    number, secret = session.pop(SHOWN_ONCE, None) or (None, "")
    kinds = doors.kinds()
    return render_template(
        "rollouts/hooks.html",
        hooks=[(hook, _address(hook), kinds[hook.kind][0].about if hook.kind in kinds else hook.kind)
               for hook in hook_service.open_hooks(rollout_id)],
        people=names(),
        fresh=(number, secret),
        kinds=kinds,
    )  # fmt: skip


def _address(hook: Hook) -> str:
    """Where messages are sent; empty for a kind that this release no longer takes."""
    found = doors.kinds().get(hook.kind)
    base: str = current_app.config["PLANNER"].base_url
    return base + url_for(found[1], key=hook.key) if found else ""


@blueprint.route("/rollouts/<int:rollout_id>/webhooks/add", methods=["GET", "POST"])
@needs(Permission.WEBHOOKS_EDIT)
def hook_add(rollout_id: int) -> ResponseReturnValue:
    """Make a webhook, after the password was typed once more."""
    form = HookForm()
    form.offer_kinds({name: kind.about for name, (kind, _) in doors.kinds().items() if current.may(kind.permission)})
    if form.validate_on_submit() and _proved(form):
        done = save(
            form,
            lambda: _made(rollout_id, form),
            then=lambda _: url_for("rollouts.hooks", rollout_id=rollout_id),
            said="The webhook is made. Copy its secret now: it is shown only once.",
        )
        if done:
            return done
    return render_template("rollouts/hook_add.html", form=form), 422 if form.errors else 200


def _proved(form: HookForm) -> bool:
    try:
        prove(form.password.data)
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    return True


def _made(rollout_id: int, form: HookForm) -> Hook:
    now = clock.now()
    hook, secret = hook_service.make_hook(rollout_id, current.user(), form.name.data or "", str(form.kind.data), now)
    session[SHOWN_ONCE] = [hook.id, secret]
    return hook


@blueprint.post("/rollouts/<int:rollout_id>/webhooks/<int:hook_id>/revoke")
@needs(Permission.WEBHOOKS_EDIT)
def hook_revoke(rollout_id: int, hook_id: int) -> ResponseReturnValue:
    """End a webhook."""
    with transaction():
        name = hook_service.revoke(rollout_id, hook_id, clock.now()).name
    flash(f"Nothing more is taken from “{name}”.", "done")
    return redirect(url_for("rollouts.hooks", rollout_id=rollout_id), 303)
