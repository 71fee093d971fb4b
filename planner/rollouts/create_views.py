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
from planner.rollouts.pace import days_before_go_live, suited, weeks
from planner.rollouts.place_forms import likely
from planner.rollouts.tailoring import Tailoring, tailor
from planner.rollouts.views import blueprint
from planner.rollouts.waves import WavePlan, propose_waves, working_day
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
        form.currency.data, form.timezone.data, form.country.data = likely(list(request.accept_languages.values()))
        form.start_date.data = working_day(clock.today())
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
            _propose(form, playbooks)
        case "create":
            return _create(form, playbooks)
        case _:
            _next(form, playbooks)
    return None


def _next(form: RolloutCreateForm, playbooks: tuple[Playbook, ...]) -> None:
    number = form.number
    if not form.check(number) or not _rules_allow(form, number):
        return
    if number == 3 and not form.wave_drafts() and not _propose(form, playbooks):
        return
    if number == 3 and not form.playbook.data:
        form.playbook.data = suited(form.settings().profile, playbooks)[0]
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


def _propose(form: RolloutCreateForm, playbooks: tuple[Playbook, ...]) -> bool:
    """Fill in proposed waves; what they are built on has to be readable first."""
    if form.check(1, 2, 3):
        form.take(_plan(form, playbooks))
        return True
    form.step.data = str(form.first_wrong())
    return False


def _plan(form: RolloutCreateForm, playbooks: tuple[Playbook, ...]) -> WavePlan:
    """Waves at the pace of the chosen playbook, or of the one that suits the profile."""
    settings = form.settings()
    chosen = _chosen(form, playbooks)
    needed = weeks(days_before_go_live(chosen, settings.profile)) if chosen else None
    return propose_waves(settings.culture, settings.size, form.unit_drafts(), settings.start_date, needed)


def _chosen(form: RolloutCreateForm, playbooks: tuple[Playbook, ...]) -> Playbook | None:
    ref = form.playbook.data or suited(form.settings().profile, playbooks)[0]
    return next((each for each in playbooks if each.ref == ref), None)


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
        return {"reasons": (), "tailoring": None, "chosen": None, "suits": ("", "")}
    settings, chosen = form.settings(), _chosen(form, playbooks)
    tailoring: Tailoring | None = None
    if chosen and form.number == 4:
        waves = form.wave_drafts()
        tailoring = tailor(chosen, settings.profile, form.unit_drafts(), waves, settings.start_date)
    plan = _plan(form, playbooks)
    reasons = plan.reasons if plan.waves == form.wave_drafts() else ()
    suits = suited(settings.profile, playbooks)
    return {"reasons": reasons, "tailoring": tailoring, "chosen": chosen, "suits": suits}
