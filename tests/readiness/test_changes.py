from datetime import UTC, datetime, timedelta

from planner.playbook.outline import Criterion
from planner.readiness.changes import Given, Turn, changes_since
from planner.readiness.evidence import Statement
from tests.readiness.samples import answer, measure, not_applicable, said, verified

THEN = datetime(2026, 3, 1, tzinfo=UTC)


def found(criterion: Criterion, *rows: tuple[int, Statement]) -> list[tuple[str, str, Turn]]:
    given = [Given("", criterion.ref, each, THEN + timedelta(hours=hours)) for hours, each in rows]
    return [
        (each.before, each.after, each.turn) for each in changes_since(given, {("", criterion.ref): criterion}, THEN)
    ]


def test_what_happened_before_is_no_change() -> None:
    assert found(answer(), (-2, said(1)), (0, said(2))) == []


def test_several_changes_of_one_question_count_as_one() -> None:
    rows = ((-1, said(1)), (1, said(4)), (2, said(3)))
    assert found(answer(), *rows) == [("Step 1 of 4", "Step 3 of 4", Turn.BETTER)]
    assert found(answer(), *reversed(rows)) == [("Step 1 of 4", "Step 3 of 4", Turn.BETTER)]


def test_a_first_answer_is_new_and_a_confirmed_one_verified() -> None:
    assert found(answer(), (1, said(2))) == [("Not yet known", "Step 2 of 4", Turn.NEW)]
    assert found(answer(), (-1, said(None)), (1, said(2)))[0][2] is Turn.NEW
    assert found(answer(), (-1, said(2)), (1, verified(said(2))))[0][2] is Turn.VERIFIED


def test_worse_and_merely_changed() -> None:
    assert found(answer(), (-1, said(3)), (1, said(2)))[0][2] is Turn.WORSE
    assert found(answer(), (-1, said(3)), (1, not_applicable()))[0] == ("Step 3 of 4", "Not applicable", Turn.OTHER)


def test_a_figure_is_better_when_it_reaches_its_line_and_not_by_its_size() -> None:
    at_most_5 = measure("m", op="<=", line=5)
    assert found(at_most_5, (-1, said(9)), (1, said(4))) == [("9", "4", Turn.BETTER)]
    assert found(at_most_5, (-1, said(9)), (1, said(7)))[0][2] is Turn.OTHER


def test_a_question_no_longer_asked_is_left_out() -> None:
    assert changes_since([Given("", "gone", said(1), THEN + timedelta(hours=1))], {}, THEN) == ()
