from datetime import date, datetime

from planner.reports.after_going_live import parts_after
from planner.schedule.states import Kind, TaskFacts

LIVE = {1: date(2027, 1, 24), 2: date(2027, 3, 23)}


def row(number: int, first: str, last: str, **more: object) -> TaskFacts:
    start, finish = (datetime.fromisoformat(f"{day}T{hour}") for day, hour in ((first, "08:00"), (last, "17:00")))
    fields = {"phase_ref": "care", "wave": 1, "kind": Kind.TASK, **more}
    return TaskFacts(number, number, number, number, f"Task {number}", 2, start=start, finish=finish, **fields)  # type: ignore[arg-type] # fields by name


def test_care_of_a_wave_begins_the_day_it_goes_live() -> None:
    rows = [
        row(1, "2027-01-20", "2027-01-22"),
        row(2, "2027-01-25", "2027-01-29", percent=100, owner_id=7),
        row(3, "2027-02-08", "2027-02-12"),
        row(4, "2027-02-01", "2027-02-05", owner_id=7),
    ]
    (part,) = parts_after(rows, LIVE)
    assert (part.phase_ref, part.wave, part.done, part.tasks, part.unowned) == ("care", 1, 1, 3, 1)
    assert (part.first, part.last) == (date(2027, 1, 25), date(2027, 2, 12))
    assert part.ahead is rows[3], "the next one by day, whatever the order of the plan"


def test_what_belongs_to_no_wave_counts_from_the_last_going_live() -> None:
    rows = [
        row(1, "2027-02-01", "2027-02-05", wave=None, phase_ref="improve"),
        row(2, "2027-04-05", "2027-04-09", wave=None, phase_ref="improve"),
    ]
    assert [(part.tasks, part.ahead) for part in parts_after(rows, LIVE)] == [(1, rows[1])]


def test_headings_milestones_undated_work_and_other_waves_are_left_out() -> None:
    rows = [
        row(1, "2027-02-01", "2027-02-05", kind=Kind.SUMMARY),
        row(2, "2027-02-01", "2027-02-01", kind=Kind.MILESTONE),
        row(3, "2027-02-01", "2027-02-05", wave=3),
        TaskFacts(4, 4, 4, 4, "Task 4", 2, Kind.TASK, wave=1),
    ]
    assert parts_after(rows, LIVE) == ()
    assert parts_after([row(5, "2027-02-01", "2027-02-05")], {}) == ()


def test_when_all_is_done_nothing_is_ahead() -> None:
    (part,) = parts_after([row(1, "2027-02-01", "2027-02-05", percent=100)], LIVE)
    assert (part.done, part.unowned, part.ahead) == (1, 0, None)
