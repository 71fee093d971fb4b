"""The guided form that makes a rollout, step by step, without anything being kept on the server in between.

Pages: templates/rollouts/. Forms: create_forms.py.
"""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from planner.basics.errors import RuleBroken
from planner.playbook.outline import Playbook
from planner.playbook.service import shipped_playbooks
from planner.rollouts import service
from planner.rollouts.create_forms import STEPS, RolloutCreateForm
from planner.rollouts.drafts import check_settings, check_waves_and_units
from planner.rollouts.place_forms import likely
from planner.rollouts.tailoring import Tailoring, tailor
from planner.rollouts.views import blueprint
from planner.rollouts.waves import WavePlan, propose_waves
from planner.web import clock, current
from planner.web.guards import signed_in
from planner.web.saving import save


@blueprint.route("/rollouts/new", methods=["GET", "POST"])
@signed_in
def create() -> ResponseReturnValue:
    """Make a rollout in four short steps."""
    playbooks = shipped_playbooks()
    form = RolloutCreateForm()
    form.offer_playbooks(playbooks)
    if request.method == "POST":
        done = _advance(form, request.form.get("go", "next"), playbooks)
        if done:
            return done
    else:
        form.currency.data, form.timezone.data = likely(list(request.accept_languages.values()))
        form.start_date.data = clock.today()
    page = render_template(
        "rollouts/create.html", form=form, steps=STEPS, playbooks=playbooks, **_proposal(form, playbooks)
    )
    return page, 422 if form.errors else 200


def _advance(form: RolloutCreateForm, go: str, playbooks: tuple[Playbook, ...]) -> ResponseReturnValue | None:
    """Do what the pressed button says; an answer only when the rollout was made."""
    match go:
        case "back":
            form.go_to(max(1, form.number - 1))
        case "unit" | "wave":
            form.add_row(form.units if go == "unit" else form.waves)
        case "look":
            form.go_to(form.number)
        case "propose":
            _propose(form)
        case "create":
            return _create(form, playbooks)
        case _:
            _next(form)
    return None


def _next(form: RolloutCreateForm) -> None:
    number = form.number
    if not form.check(number) or not _rules_allow(form, number):
        return
    if number == 3 and not form.wave_drafts() and not _propose(form):
        return
    form.go_to(min(number + 1, len(STEPS)))


def _rules_allow(form: RolloutCreateForm, number: int) -> bool:
    """Whether the rules of the product agree with this step; if not, the form says why."""
    try:
        if number == 2:
            check_settings(form.settings())
        elif number == 3 and form.wave_drafts():
            check_waves_and_units(form.unit_drafts(), form.wave_drafts(), form.settings().start_date)
    except RuleBroken as broken:
        form.refuse(broken)
    return not form.errors


def _propose(form: RolloutCreateForm) -> bool:
    """Fill in proposed waves; what they are built on has to be readable first."""
    if form.check(1, 2, 3):
        form.take(_plan(form))
        return True
    form.step.data = str(form.first_wrong())
    return False


def _plan(form: RolloutCreateForm) -> WavePlan:
    settings = form.settings()
    return propose_waves(settings.culture, settings.size, form.unit_drafts(), settings.start_date)


def _create(form: RolloutCreateForm, playbooks: tuple[Playbook, ...]) -> ResponseReturnValue | None:
    if form.check(1, 2, 3, 4):
        draft = form.draft()
        chosen = next(each for each in playbooks if each.ref == draft.playbook)
        done = save(
            form,
            lambda: service.create_rollout(draft, chosen, current.user(), clock.now()),
            then=lambda made: url_for("rollouts.show", rollout_id=made.id),
            said="The rollout is made. You are its project manager.",
        )
        if done:
            return done
    form.step.data = str(form.first_wrong())
    return None


def _proposal(form: RolloutCreateForm, playbooks: tuple[Playbook, ...]) -> dict[str, object]:
    """What the later steps show of the proposal: reasons for the waves, and what the profile changes."""
    if form.number < 3 or form.errors or not form.readable():
        return {"reasons": (), "tailoring": None, "chosen": None}
    chosen = next((each for each in playbooks if each.ref == form.playbook.data), None)
    tailoring: Tailoring | None = None
    if chosen and form.number == 4:
        tailoring = tailor(chosen, form.settings().profile, form.unit_drafts(), form.wave_drafts())
    plan = _plan(form)
    reasons = plan.reasons if plan.waves == form.wave_drafts() else ()
    return {"reasons": reasons, "tailoring": tailoring, "chosen": chosen}
