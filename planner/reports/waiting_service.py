"""What frozen reports ask of the people of a rollout."""

from collections.abc import Iterable

from planner.access.roles import Role
from planner.reports import queries
from planner.reports.waiting_work import ReportFact, Situation, work_of
from planner.rollouts.waiting import Waiting
from planner.rollouts.waiting_list_service import Asked, supplies_waiting
from planner.schedule.waiting_service import gates_of


@supplies_waiting
def report_work(asked: Asked) -> Iterable[Waiting]:
    """Decisions that sponsors have to take, and for managers what became of a gate that was shut."""
    concerned = asked.with_role(Role.SPONSOR, Role.MANAGER)
    if not concerned:
        return []
    now = Situation(asked.rollout.id, asked.rollout.name, _reports(asked))
    return [each for user_id in concerned for each in work_of(user_id, asked.people[user_id], now)]


def filed_of(asked: Asked) -> list[queries.Filed]:
    """The frozen reports of the rollout, the newest first."""
    return asked.once("reports.filed", lambda: queries.filed(asked.rollout.id))


def _reports(asked: Asked) -> list[ReportFact]:
    filed, names = filed_of(asked), {view.gate.key: view.gate.name for view in gates_of(asked)}
    newest: dict[str, int] = {}
    for each in filed:
        newest[each.snapshot.gate_key] = max(each.snapshot.number, newest.get(each.snapshot.gate_key, 0))
    return [
        ReportFact(
            number=each.snapshot.number,
            gate=names.get(each.snapshot.gate_key, each.snapshot.gate_key),
            author_id=each.snapshot.author_id,
            newest_of_gate=newest[each.snapshot.gate_key] == each.snapshot.number,
            decision=each.decided.sign_off.decision.value if each.decided else "",
        )
        for each in filed
    ]
