"""Takes roles and deliverables from the playbook, and changes who holds a role and what part it has."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from planner.basics.errors import RuleBroken
from planner.db import check_version, db
from planner.people import raci_queries as queries
from planner.people.raci_fit import FitKind, Quality, Said
from planner.people.raci_matrix import Letter, Matrix
from planner.people.raci_models import RaciDeliverable, RaciHolder, RaciRole, RaciWaveLetters
from planner.playbook.outline import Deliverable, Phase, Playbook
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of

FITS = {"project-manager": FitKind.MANAGER, "expert": FitKind.EXPERT}
"""What the roles of the shipped playbooks are checked for."""


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role as written down."""

    name: str
    critical: bool
    fit: FitKind = FitKind.NONE


@dataclass(frozen=True, slots=True)
class HolderDraft:
    """Who holds a role or stands in for it: an account, or a name."""

    user_id: int | None
    name: str
    deputy: bool


@dataclass(frozen=True, slots=True)
class DeliverableDraft:
    """A deliverable as written down, with the letters by the keys of the roles."""

    name: str
    phase_ref: str
    letters: Mapping[str, Letter]


def playbook_or_none(rollout: Rollout) -> Playbook | None:
    """The rollout's playbook where it has one."""
    return playbook_of(rollout) if rollouts.has_playbook(rollout.id) else None


def phases_of(rollout: Rollout) -> dict[str, str]:
    """The phases of the rollout's playbook by their word, in their order."""
    playbook = playbook_or_none(rollout)
    return {phase.ref: phase.name for phase in playbook.phases} if playbook else {}


def matrix_of(rollout: Rollout) -> Matrix:
    """Roles, holders and deliverables of a rollout as the rules see them."""
    return queries.matrix(rollout.id, phases_of(rollout))


def missing_from(rollout: Rollout) -> tuple[int, int]:
    """How many roles and deliverables of the playbook the rollout has not taken."""
    playbook = playbook_or_none(rollout)
    if playbook is None:
        return 0, 0
    keys = {row.key for row in queries.roles(rollout.id)}
    refs = {(row.phase_ref, row.ref) for row in queries.deliverables(rollout.id)}
    every = [(phase.ref, each.ref) for phase in playbook.phases for each in phase.deliverables]
    return sum(role.ref not in keys for role in playbook.roles), sum(ref not in refs for ref in every)


def take_from_playbook(rollout: Rollout) -> tuple[int, int]:
    """Take the roles and deliverables of the playbook that are not there yet; what is there stays as it is.

    A role that is accountable for something is critical to begin with.
    """
    playbook = playbook_or_none(rollout)
    if playbook is None:
        raise RuleBroken("This rollout has no playbook to take roles and deliverables from.")
    keys = {row.key for row in queries.roles(rollout.id)}
    refs = {(row.phase_ref, row.ref) for row in queries.deliverables(rollout.id)}
    accountable = {each.accountable for phase in playbook.phases for each in phase.deliverables}
    new_roles = [
        RaciRole(
            rollout_id=rollout.id, key=role.ref, name=role.name, critical=role.ref in accountable,
            fit=FITS.get(role.ref, FitKind.NONE), position=number,
        )
        for number, role in enumerate(playbook.roles)
        if role.ref not in keys
    ]  # fmt: skip
    every = [(phase, each) for phase in playbook.phases for each in phase.deliverables]
    new = [
        _taken(rollout, phase, each, number)
        for number, (phase, each) in enumerate(every)
        if (phase.ref, each.ref) not in refs
    ]
    db.session.add_all([*new_roles, *new])
    db.session.flush()
    return len(new_roles), len(new)


def _taken(rollout: Rollout, phase: Phase, each: Deliverable, number: int) -> RaciDeliverable:
    letters = dict.fromkeys(each.responsible, Letter.RESPONSIBLE)
    alone = not each.responsible or each.accountable in each.responsible
    letters[each.accountable] = Letter.BOTH if alone else Letter.ACCOUNTABLE
    return RaciDeliverable(
        rollout_id=rollout.id, phase_ref=phase.ref, ref=each.ref, name=each.name, position=number,
        letters={key: letter.value for key, letter in letters.items()},
    )  # fmt: skip


def add_deliverable(rollout: Rollout, draft: DeliverableDraft) -> RaciDeliverable:
    """Add a deliverable of one's own, at the end of its phase."""
    row = RaciDeliverable(rollout_id=rollout.id, position=len(queries.deliverables(rollout.id)))
    _write(row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def edit_deliverable(row: RaciDeliverable, draft: DeliverableDraft, version: int | None) -> RaciDeliverable:
    """Change a deliverable and who has which part in it."""
    check_version(row, version, deliverable_fields(row))
    _write(row, draft)
    db.session.flush()
    return row


def _write(row: RaciDeliverable, draft: DeliverableDraft) -> None:
    if not draft.name:
        raise RuleBroken("Give the deliverable a name.", "name")
    row.name, row.phase_ref = draft.name, draft.phase_ref
    row.letters = {key: letter.value for key, letter in draft.letters.items()}


def deliverable_fields(row: RaciDeliverable) -> dict[str, object]:
    """A deliverable by the names of its form."""
    roles = {role.key: role.id for role in queries.roles(row.rollout_id)}
    letters = {f"role_{roles[key]}": letter for key, letter in row.letters.items() if key in roles}
    return {"name": row.name, "phase": row.phase_ref, **letters}


def remove_deliverable(row: RaciDeliverable, version: int | None) -> RaciDeliverable:
    """Take a deliverable away; the history keeps it."""
    check_version(row, version, deliverable_fields(row))
    db.session.delete(row)
    db.session.flush()
    return row


def add_role(rollout: Rollout, draft: RoleDraft) -> RaciRole:
    """Add a role of one's own."""
    row = RaciRole(rollout_id=rollout.id, key=f"own-{uuid.uuid4().hex[:12]}", position=len(queries.roles(rollout.id)))
    _write_role(row, draft)
    db.session.add(row)
    db.session.flush()
    return row


def edit_role(row: RaciRole, draft: RoleDraft, version: int | None) -> RaciRole:
    """Change a role."""
    check_version(row, version, role_fields(row))
    _write_role(row, draft)
    db.session.flush()
    return row


def _write_role(row: RaciRole, draft: RoleDraft) -> None:
    if not draft.name:
        raise RuleBroken("Give the role a name.", "name")
    others = {each.name.casefold() for each in queries.roles(row.rollout_id) if each.id != row.id}
    if draft.name.casefold() in others:
        raise RuleBroken("There is a role of this name already.", "name")
    row.name, row.critical, row.fit = draft.name, draft.critical, draft.fit


def role_fields(row: RaciRole) -> dict[str, object]:
    """A role by the names of its form."""
    return {"name": row.name, "critical": row.critical, "fit": row.fit.value}


def remove_role(row: RaciRole, version: int | None) -> RaciRole:
    """Take a role away, with who holds it and its letters; the history keeps them."""
    check_version(row, version, role_fields(row))
    written: list[RaciDeliverable | RaciWaveLetters] = [*queries.deliverables(row.rollout_id)]
    for each in [*written, *queries.wave_letter_rows(row.rollout_id)]:
        if row.key in each.letters:
            each.letters = {key: letter for key, letter in each.letters.items() if key != row.key}
    db.session.delete(row)
    db.session.flush()
    return row


def add_holder(role: RaciRole, draft: HolderDraft) -> RaciHolder:
    """Let somebody hold a role or stand in for it; nobody does both."""
    if draft.user_id is None and not draft.name:
        raise RuleBroken("Choose a person, or give a name.", "person")
    members = {user.id for _, user in rollouts.members(role.rollout_id)}
    if draft.user_id is not None and draft.user_id not in members:
        raise RuleBroken("Choose somebody who takes part in this rollout, or give a name.", "person")
    key = queries.person_key(draft.user_id, draft.name)
    same = [row for row, at, _ in queries.holders(role.rollout_id) if at.id == role.id]
    if key in {queries.person_key(row.user_id, row.name) for row in same}:
        raise RuleBroken("This person is in the role already. A deputy has to be somebody else.", "person")
    row = RaciHolder(role_id=role.id, user_id=draft.user_id, name="" if draft.user_id else draft.name)
    row.deputy, row.fit = draft.deputy, {}
    db.session.add(row)
    db.session.flush()
    return row


def remove_holder(row: RaciHolder, version: int | None) -> RaciHolder:
    """Let somebody leave a role."""
    check_version(row, version, {"person": row.user_id, "name": row.name})
    db.session.delete(row)
    db.session.flush()
    return row


def say_fit(row: RaciHolder, said: Mapping[Quality, Said], version: int | None) -> RaciHolder:
    """Write down what is known of somebody's experience for the role."""
    check_version(row, version, fit_fields(row))
    row.fit = {quality.value: [each.answer.value, each.note] for quality, each in said.items()}
    db.session.flush()
    return row


def fit_fields(row: RaciHolder) -> dict[str, object]:
    """What is known of somebody's experience, by the names of its form."""
    fields: dict[str, object] = {}
    for quality, said in row.said.items():
        name = quality.name.lower()
        fields |= {name: said.answer.value, f"{name}_note": said.note}
    return fields
