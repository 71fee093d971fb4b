"""Pages of the playbooks that ship with the product: what they hold, phase by phase, and their library.

Pages: templates/playbook/. Forms: none.
"""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from planner.basics.errors import NotFound
from planner.playbook.counts import counts
from planner.playbook.outline import Phase, Playbook
from planner.playbook.service import load_shipped, shipped, shipped_playbooks
from planner.playbook.shelf import SHELVES, entries
from planner.playbook.shelf import search as matching
from planner.playbook.wording import proof_of
from planner.web.guards import signed_in

blueprint = Blueprint("playbook", __name__)


@blueprint.get("/playbooks")
@signed_in
def index() -> ResponseReturnValue:
    """The playbooks a rollout can start from."""
    broken = sorted(name for name, loaded in shipped().items() if loaded.playbook is None)
    playbooks = [(playbook, counts(playbook)) for playbook in shipped_playbooks()]
    return render_template("playbook/index.html", playbooks=playbooks, broken=broken)


@blueprint.get("/playbooks/<ref>")
@signed_in
def show(ref: str) -> ResponseReturnValue:
    """One playbook: its phases in order, its gates, and what its library holds."""
    playbook = load_shipped(ref)
    return render_template("playbook/show.html", playbook=playbook, shelves=_shelves(playbook))


@blueprint.get("/playbooks/<ref>/phases/<phase_ref>")
@signed_in
def phase(ref: str, phase_ref: str) -> ResponseReturnValue:
    """One phase: advice, tasks, results, gates and typical mistakes."""
    playbook = load_shipped(ref)
    found = _phase(playbook, phase_ref)
    place = playbook.phases.index(found)
    return render_template(
        "playbook/phase.html",
        playbook=playbook,
        phase=found,
        before=playbook.phases[place - 1] if place else None,
        after=playbook.phases[place + 1] if place + 1 < len(playbook.phases) else None,
        role_names={role.ref: role.name for role in playbook.roles},
        task_names={task.ref: task.name for each in playbook.phases for task in each.tasks},
        proof={one.ref: proof_of(one, playbook) for gate in found.gates for one in gate.criteria},
        mistakes=[playbook.mistake(mistake) for mistake in found.mistakes],
    )


@blueprint.get("/playbooks/<ref>/library/<shelf>")
@signed_in
def library(ref: str, shelf: str) -> ResponseReturnValue:
    """One part of the library, searched by words where some are given."""
    playbook = load_shipped(ref)
    if shelf not in SHELVES:
        raise NotFound("The library has no such part.")
    text = request.args.get("words", "")[:100]
    return render_template(
        "playbook/library.html",
        playbook=playbook,
        shelves=_shelves(playbook),
        shelf=shelf,
        title=SHELVES[shelf],
        words=text,
        entries=matching(entries(playbook, shelf), text),
    )


def _phase(playbook: Playbook, ref: str) -> Phase:
    try:
        return playbook.phase(ref)
    except KeyError:
        raise NotFound("The playbook has no such phase.") from None


def _shelves(playbook: Playbook) -> list[tuple[str, str, int]]:
    """Each part of the library with its name and the number of its entries."""
    return [(shelf, title, len(getattr(playbook, shelf))) for shelf, title in SHELVES.items()]
