"""Known mistakes: what the detectors see in this rollout, why it matters, where it is put right, what is accepted.

Pages: templates/readiness/. Forms: mistake_forms.py.
"""

from collections import Counter
from datetime import timedelta

from flask import current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.access.roles import Permission, Scope
from planner.basics.errors import NotFound
from planner.playbook.words import Severity
from planner.readiness import mistake_service
from planner.readiness.mistake_forms import TakeBackForm, WaiverForm
from planner.readiness.mistakes import BOOK, Found, standing
from planner.readiness.views import blueprint
from planner.web import clock, current
from planner.web.guards import guard_of, needs
from planner.web.navigation import has_page
from planner.web.saving import save

WEIGHT = {
    Severity.HIGH: ("red", "grave"),
    Severity.MEDIUM: ("amber", "serious"),
    Severity.LOW: ("unknown", "worth a look"),
}
AREA_WORDS = {
    "suitability": "Start", "rollouts": "Profile", "people": "People", "goals": "Goals", "kpis": "Key figures",
    "process": "Processes", "technology": "System", "customer_data": "Data", "schedule": "Plan",
    "training": "Training", "adoption": "Use", "readiness": "Evidence",
}  # fmt: skip


@blueprint.get("/rollouts/<int:rollout_id>/mistakes")
@needs(Permission.READINESS_VIEW)
def mistakes(rollout_id: int) -> ResponseReturnValue:
    """What the detectors see today, by weight or in one area; what is accepted stands apart."""
    found = mistake_service.mistakes_of(current.rollout(), clock.today())
    area = request.args.get("area", "")
    open_ones = standing(found)
    shown = [each for each in open_ones if not area or each.mistake.area == area]
    return render_template(
        "readiness/mistakes.html",
        shown=shown,
        accepted=[each for each in found if each.waived],
        areas=Counter(each.mistake.area for each in open_ones),
        area=area,
        area_words=AREA_WORDS,
        weight=WEIGHT,
        total=len(open_ones),
        looked_for=len(BOOK),
        place_of=lambda each: place_of(each, rollout_id),
        key_of=lambda each: key_in_address(each.key),
        may_accept=current.may(Permission.MISTAKES_ACCEPT),
        today=clock.today(),
    )


def place_of(found: Found, rollout_id: int) -> str:
    """Where it is put right; empty where there is no such page, or this person may not open it."""
    guard = guard_of(current_app, found.detector.place) if has_page(found.detector.place) else None
    if guard is None or (guard.permission and current.scope(guard.permission) in {None, Scope.OWN}):
        return ""
    return url_for(found.detector.place, rollout_id=rollout_id)


def key_in_address(key: str) -> str:
    """A detector's key as one part of an address."""
    return key.replace("/", "~")


@blueprint.route("/rollouts/<int:rollout_id>/mistakes/<mark>/accept", methods=["GET", "POST"])
@needs(Permission.MISTAKES_ACCEPT)
def accept_mistake(rollout_id: int, mark: str) -> ResponseReturnValue:
    """Accept a finding for a time, with a reason."""
    rollout, key = current.rollout(), mark.replace("~", "/")
    found = mistake_service.seen(rollout, key, clock.today())
    row = mistake_service.row_of(rollout_id, key)
    form = WaiverForm(obj=row, data=None if row else {"until": clock.today() + timedelta(days=30)})
    if form.validate_on_submit():
        done = save(
            form,
            lambda: mistake_service.accept(
                rollout, found, form.draft(), current.user(), clock.today(), clock.now(), form.version.data
            ),
            then=lambda _: url_for("readiness.mistakes", rollout_id=rollout_id),
            said="Accepted for a time. It shows again when it gets worse, or the day is over.",
        )
        if done:
            return done
    page = render_template(
        "readiness/accept_mistake.html", form=form, found=found, row=row, mark=mark, today=clock.today()
    )
    return page, 422 if form.errors else 200


@blueprint.post("/rollouts/<int:rollout_id>/mistakes/<mark>/take-back")
@needs(Permission.MISTAKES_ACCEPT)
def take_back_mistake(rollout_id: int, mark: str) -> ResponseReturnValue:
    """Stop accepting a finding."""
    row, form = mistake_service.row_of(rollout_id, mark.replace("~", "/")), TakeBackForm()
    if row is None:
        raise NotFound("Nothing is accepted here.")
    if form.validate_on_submit():
        done = save(
            form,
            lambda: mistake_service.take_back(row, form.version.data),
            then=lambda _: url_for("readiness.mistakes", rollout_id=rollout_id),
            said="The finding counts again.",
        )
        if done:
            return done
    return accept_mistake(rollout_id, mark)
