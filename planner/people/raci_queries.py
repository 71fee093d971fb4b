"""Questions about roles, who holds them, and deliverables of a rollout."""

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import db
from planner.people.raci_matrix import Deliverable, Holder, Letter, Matrix, RoleFacts
from planner.people.raci_models import RaciDeliverable, RaciHolder, RaciRole, RaciWaveLetters
from planner.people.sponsor_queries import LEFT


def roles(rollout_id: int) -> list[RaciRole]:
    """The roles of a rollout in their order."""
    query = select(RaciRole).where(RaciRole.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(RaciRole.position, RaciRole.id)))


def role(rollout_id: int, role_id: int) -> RaciRole:
    """One role of this rollout."""
    found = db.session.scalar(select(RaciRole).where(RaciRole.rollout_id == rollout_id, RaciRole.id == role_id))
    if found is None:
        raise NotFound("There is no such role in this rollout.")
    return found


def holders(rollout_id: int) -> list[tuple[RaciHolder, RaciRole, str]]:
    """Who holds the roles of a rollout, deputies last, each with the role and a name."""
    query = select(RaciHolder, RaciRole, User.name).join(RaciRole, RaciRole.id == RaciHolder.role_id)
    query = query.outerjoin(User, User.id == RaciHolder.user_id).where(RaciRole.rollout_id == rollout_id)
    rows = db.session.execute(query.order_by(RaciRole.position, RaciRole.id, RaciHolder.deputy, RaciHolder.id))
    return [(holder, role, account or holder.name or LEFT) for holder, role, account in rows]


def holder(rollout_id: int, holder_id: int) -> tuple[RaciHolder, RaciRole, str]:
    """One holder of a role of this rollout."""
    for found in holders(rollout_id):
        if found[0].id == holder_id:
            return found
    raise NotFound("There is nobody like that in a role of this rollout.")


def deliverables(rollout_id: int) -> list[RaciDeliverable]:
    """The deliverables of a rollout in their order."""
    query = select(RaciDeliverable).where(RaciDeliverable.rollout_id == rollout_id)
    return list(db.session.scalars(query.order_by(RaciDeliverable.position, RaciDeliverable.id)))


def deliverable(rollout_id: int, deliverable_id: int) -> RaciDeliverable:
    """One deliverable of this rollout."""
    query = select(RaciDeliverable).where(
        RaciDeliverable.rollout_id == rollout_id, RaciDeliverable.id == deliverable_id
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound("There is no such deliverable in this rollout.")
    return found


def wave_letter_rows(rollout_id: int) -> list[RaciWaveLetters]:
    """The letters that waves have of their own, as they are stored."""
    query = select(RaciWaveLetters).join(RaciDeliverable, RaciDeliverable.id == RaciWaveLetters.deliverable_id)
    return list(db.session.scalars(query.where(RaciDeliverable.rollout_id == rollout_id).order_by(RaciWaveLetters.id)))


def wave_letters(rollout_id: int) -> dict[int, dict[int, dict[str, Letter]]]:
    """The letters that waves have of their own: by wave, then by deliverable."""
    found: dict[int, dict[int, dict[str, Letter]]] = {}
    for row in wave_letter_rows(rollout_id):
        found.setdefault(row.wave_id, {})[row.deliverable_id] = row.parts
    return found


def wave_letters_of(deliverable_id: int, wave_id: int) -> RaciWaveLetters | None:
    """The letters that a wave has of its own in a deliverable, if there are any."""
    query = select(RaciWaveLetters).where(
        RaciWaveLetters.deliverable_id == deliverable_id, RaciWaveLetters.wave_id == wave_id
    )
    return db.session.scalar(query)


def matrix(rollout_id: int, phases: dict[str, str]) -> Matrix:
    """Roles, holders and deliverables as the rules see them; `phases` gives the names of the phases."""
    return Matrix(
        tuple(RoleFacts(row.key, row.name, row.critical) for row in roles(rollout_id)),
        tuple(
            Holder(role.key, person_key(row.user_id, name), name, row.deputy) for row, role, name in holders(rollout_id)
        ),
        tuple(
            Deliverable(row.id, row.name, phases.get(row.phase_ref, row.phase_ref), row.parts)
            for row in deliverables(rollout_id)
        ),
    )


def person_key(user_id: int | None, name: str) -> str:
    """What tells people apart: the account, or the name however it is written."""
    return f"account {user_id}" if user_id is not None else " ".join(name.casefold().split())
