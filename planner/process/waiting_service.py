"""What reported problems ask of people: those that somebody looks after and that are still open."""

from collections.abc import Iterable

from planner.process import problem_queries
from planner.process.problem_states import State
from planner.rollouts.waiting import Pile, Place, Waiting, pile_of
from planner.rollouts.waiting_list_service import Asked, supplies_waiting


@supplies_waiting
def problems_open(asked: Asked) -> Iterable[Waiting]:
    """Open problems of those who look after them; what waits for others comes next until its day has passed."""
    for row in problem_queries.owned(asked.rollout.id, asked.people):
        if row.owner_id is not None:
            pile = pile_of(row.due, asked.today)
            if row.state is State.WAITING and pile is Pile.WAITING:
                pile = Pile.NEXT
            place = Place("process.problem", {"rollout_id": asked.rollout.id, "problem_id": row.id})
            what, about = f"Problem {row.number}: {row.what}", f"You look after it in {asked.rollout.name}"
            key = f"process.problem.{row.id}"
            yield Waiting(row.owner_id, key, pile, what, about, place, row.due, chased=True)
