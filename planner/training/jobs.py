"""Background work of training: proposals of sessions that take longer than somebody would wait."""

from datetime import date

from planner.db import transaction
from planner.queue import work
from planner.training.proposal_service import work_out


@work("training.proposal")
def make_proposal(proposal_id: int, today: str) -> None:
    """Work a proposal out; done twice it stays the same."""
    with transaction():
        work_out(proposal_id, date.fromisoformat(today))
