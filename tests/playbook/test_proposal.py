"""What is proposed to whom, and how dependencies survive when tasks are left out."""

from dataclasses import replace

from planner.playbook.outline import After, Culture, Profile
from planner.playbook.proposal import propose
from tests.playbook.example import example


def test_a_task_left_out_is_bridged_with_its_lag() -> None:
    book = example()
    decide = book.phase("decide")
    asked, told, decided = decide.tasks
    told = replace(told, after=(After(task="ask-office", lag_days=3),))
    decided = replace(decided, after=(After(task="ask-office", lag_days=2), After(task="tell-branches", lag_days=1)))
    book = replace(book, phases=(replace(decide, tasks=(asked, told, decided)), *book.phases[1:]))

    central = {one.task.ref: one.after for one in propose(book, Profile(culture=Culture.CENTRALISED))}
    assert "tell-branches" not in central
    assert central["board-decides"] == (After(task="ask-office", phase="decide", lag_days=4),)

    everybody = {one.task.ref: one.after for one in propose(book, Profile(culture=Culture.DECENTRALISED))}
    assert [after.task for after in everybody["board-decides"]] == ["ask-office", "tell-branches"]


def test_dependencies_name_the_phase_of_the_task() -> None:
    moved = propose(example(), Profile())[-1]
    assert (moved.phase, moved.after) == ("introduce", (After(task="board-decides", phase="decide"),))
