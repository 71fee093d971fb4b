"""The time before the first go-live along the longest chain of tasks, and the playbook that suits."""

from dataclasses import replace
from datetime import date

import pytest

from planner.playbook.outline import After, Culture, Gate, Phase, Playbook, Profile, Size, Stage, Task, When
from planner.rollouts.pace import days_before_go_live, suited, too_early, weeks
from tests.rollouts.samples import TINY


def task(ref: str, days: int, *after: After, when: When | None = None) -> Task:
    return Task(ref=ref, stage="s", name=ref, role="manager", likely=days, after=after, when=when, because="Because.")


def phase(ref: str, *tasks: Task, wave_phase: bool = False) -> Phase:
    stages = (Stage(ref="s", name="S"),)
    exit_gate = Gate(ref=f"{ref}-gate", name=ref)
    return Phase(ref=ref, name=ref, objective=ref, wave_phase=wave_phase, stages=stages, tasks=tasks, exit=exit_gate)


LOCAL = When(culture=(Culture.DECENTRALISED,))
BOOK = Playbook(
    ref="book",
    name="Book",
    version="1.0.0",
    summary="For tests.",
    phases=(
        phase("decide", task("ask", 10), task("meet", 4), task("visit", 20, After(task="ask"), when=LOCAL)),
        phase("train", task("teach", 5, After(task="visit", phase="decide", lag_days=3)), wave_phase=True),
        phase("care", task("look-after", 99, After(task="teach", phase="train")), wave_phase=True),
    ),
)


def test_the_longest_chain_up_to_the_first_wave_phase_counts() -> None:
    assert days_before_go_live(BOOK, Profile(culture=Culture.DECENTRALISED)) == 10 + 20 + 3 + 5


def test_a_task_left_out_takes_no_time_and_breaks_no_chain() -> None:
    assert days_before_go_live(BOOK, Profile(culture=Culture.CENTRALISED)) == 10 + 3 + 5


def test_without_wave_phases_everything_comes_first() -> None:
    book = replace(BOOK, phases=tuple(replace(each, wave_phase=False) for each in BOOK.phases))
    assert days_before_go_live(book, Profile(culture=Culture.CENTRALISED)) == 10 + 3 + 5 + 99
    assert days_before_go_live(replace(BOOK, phases=()), Profile()) == 0


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (1, 1), (5, 1), (6, 2), (21, 5)])
def test_weeks_are_whole(days: int, expected: int) -> None:
    assert weeks(days) == expected


def test_too_early_from_one_day_short_on() -> None:
    start = date(2026, 3, 2)
    assert too_early(10, start, date(2026, 3, 16)) is None
    told = too_early(10, start, date(2026, 3, 15))
    assert told is not None
    assert "1 weeks after the start; the work before it is likely to take 2" in told[0]
    assert too_early(10, start, None) is None


def test_the_playbook_that_suits() -> None:
    books = [replace(TINY, ref=ref) for ref in ("nonprofit", "small-business", "standard")]
    assert suited(Profile(sector="nonprofit", size=Size.SMALL), books)[0] == "nonprofit"
    assert suited(Profile(sector="retail", size=Size.SMALL), books)[0] == "small-business"
    assert suited(Profile(sector="retail", size=Size.LARGE), books)[0] == "standard"
    assert suited(Profile(size=Size.SMALL), [TINY])[0] == "tiny"
    assert suited(Profile(), [])[0] == ""
