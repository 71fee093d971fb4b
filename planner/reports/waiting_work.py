"""What frozen reports ask of people: the sponsor's decision, and what becomes of a gate that was shut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from planner.access.roles import Role
from planner.rollouts.waiting import Pile, Place, Waiting

SHUT = {
    "send-back": "The sponsor sent the {gate} back",
    "hold": "The sponsor put the {gate} on hold",
    "stop": "The sponsor stopped the rollout at the {gate}",
}


@dataclass(frozen=True, slots=True)
class ReportFact:
    """A report and what became of it: `decision` is empty while it waits."""

    number: int
    gate: str
    author_id: int
    newest_of_gate: bool
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """The frozen reports of a rollout."""

    rollout_id: int
    rollout: str
    reports: Sequence[ReportFact] = ()


def work_of(user_id: int, role: Role, now: Situation) -> Iterable[Waiting]:
    """What reports ask of one person."""
    for report in now.reports:
        place = Place("reports.show", {"rollout_id": now.rollout_id, "number": report.number})
        about, gate = f"Report {report.number} of {now.rollout}", report.gate.lower()
        waits = not report.decision and report.author_id != user_id
        if not report.newest_of_gate:
            continue
        if role is Role.SPONSOR and waits:
            key = f"reports.decide.{report.number}"
            yield Waiting(user_id, key, Pile.WAITING, f"Decide on the {gate}", about, place)
        if role is Role.MANAGER and report.decision in SHUT:
            key, what = f"reports.shut.{report.number}", SHUT[report.decision].format(gate=gate)
            yield Waiting(user_id, key, Pile.WAITING, what, about, place)
