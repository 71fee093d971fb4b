"""What judging a rollout asks of people: reviews to call, answers to verify, questions nobody has answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from planner.access.roles import Role
from planner.rollouts.waiting import SOON, Pile, Place, Waiting


@dataclass(frozen=True, slots=True)
class GateFact:
    """What needs to be known of a gate: `open` while somebody has to decide, `called` once its review is called."""

    id: int
    key: str
    name: str
    due: date | None
    open: bool
    called: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """The gates of a rollout, and how many answers wait for one person."""

    rollout_id: int
    rollout: str
    gates: Sequence[GateFact] = ()
    to_verify: int = 0
    to_assess: int = 0


def work_of(user_id: int, role: Role, now: Situation, today: date) -> Iterable[Waiting]:
    """What judging asks of one person."""
    if role is Role.MANAGER:
        yield from _gates_to_call(user_id, now, today)
    if role in {Role.MANAGER, Role.SPONSOR, Role.TRAINER}:
        yield from _answers(user_id, role, now)


def _gates_to_call(user_id: int, now: Situation, today: date) -> Iterable[Waiting]:
    for gate in now.gates:
        if gate.open and not gate.called and gate.due and gate.due <= today + SOON:
            place = Place("readiness.gate", {"rollout_id": now.rollout_id, "gate_key": gate.key})
            pile = Pile.LATE if gate.due < today else Pile.NEXT
            what, key = f"Call the review of the {gate.name.lower()}", f"readiness.call.{gate.id}"
            yield Waiting(user_id, key, pile, what, now.rollout, place, gate.due)


def _answers(user_id: int, role: Role, now: Situation) -> Iterable[Waiting]:
    for count, what, query in (
        (now.to_verify, "{} of others to verify", "unverified"),
        (now.to_assess, "{} not yet known", "unknown"),
    ):
        if count and (query == "unverified" or role is Role.MANAGER):
            place = Place("readiness.questions", {"rollout_id": now.rollout_id, "show": query})
            words = what.format("1 answer" if count == 1 else f"{count} answers")
            about = f"Success factors of {now.rollout}"
            yield Waiting(user_id, f"readiness.answers.{query}", Pile.WAITING, words, about, place)


def looks_to_take(
    user_id: int, rollout_id: int, rollout: str, gates: Sequence[GateFact], left: Mapping[str, int], today: date
) -> Iterable[Waiting]:
    """Gates that come up and before which goals are still to be looked at; `left` counts them by the gate's key."""
    for gate in gates:
        number = left.get(gate.key, 0)
        if gate.open and number and gate.due and gate.due <= today + SOON:
            place = Place("goals.look", {"rollout_id": rollout_id, "gate_key": gate.key})
            pile = Pile.LATE if gate.due < today else Pile.NEXT
            goals = "1 goal" if number == 1 else f"{number} goals"
            what, key = f"Look at {goals} before the {gate.name.lower()}", f"readiness.look.{gate.id}"
            yield Waiting(user_id, key, pile, what, f"Goals of {rollout}", place, gate.due)
