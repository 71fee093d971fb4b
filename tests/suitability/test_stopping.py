"""Stop criteria: looked at again with the answers of the day, unknown kept apart from not met."""

from datetime import date

import pytest

from planner.playbook.words import Choice
from planner.suitability.stopping import Stop, StopAt, StopState, look_again
from planner.suitability.verdict import Given


def state(answer: Choice | None, at: StopAt, withdrawn: str = "") -> StopState:
    stop = Stop(1, "Nobody pays for it any more", "funding", at, withdrawn)
    answers = {"funding": Given(answer, date(2026, 3, 2))} if answer else {}
    return look_again([stop], answers)[0].state


@pytest.mark.parametrize(
    ("answer", "at", "expected"),
    [
        (Choice.NO, StopAt.NO, StopState.MET),
        (Choice.PARTLY, StopAt.NO, StopState.NOT_MET),
        (Choice.YES, StopAt.NO, StopState.NOT_MET),
        (Choice.NO, StopAt.PARTLY, StopState.MET),
        (Choice.PARTLY, StopAt.PARTLY, StopState.MET),
        (Choice.YES, StopAt.PARTLY, StopState.NOT_MET),
        (None, StopAt.NO, StopState.UNKNOWN),
        (None, StopAt.PARTLY, StopState.UNKNOWN),
    ],
)
def test_state_by_answer(answer: Choice | None, at: StopAt, expected: StopState) -> None:
    assert state(answer, at) is expected


def test_a_withdrawn_criterion_asks_for_nothing_and_keeps_its_reason() -> None:
    stop = Stop(1, "Text", "funding", StopAt.NO, "Funding moved to group level")
    found = look_again([stop], {"funding": Given(Choice.NO, date(2026, 3, 2))})[0]
    assert found.state is StopState.WITHDRAWN
    assert "Funding moved to group level" in found.reason
