"""Dates of other programs that nothing explains are held; dates that follow from links are not."""

from datetime import datetime
from pathlib import Path

import pytest

from planner.schedule.file_network import network_of
from planner.schedule.importing import read_plan_file
from planner.schedule.stored_dates import rows_to_hold
from tests.schedule.nets import MONDAY, after, net, task
from tests.schedule.test_known_answers import PLANS

FRIDAY = datetime(2026, 1, 9, 8)


def test_only_the_first_of_a_chain_is_held() -> None:
    plan = net(task(1, 1), task(2, 1, after(1)), task(3, 1))
    assert rows_to_hold(plan, [FRIDAY, datetime(2026, 1, 12, 8), MONDAY]) == {0: FRIDAY}


def test_a_later_date_of_its_own_is_held_too() -> None:
    plan = net(task(1, 1), task(2, 1, after(1)))
    assert rows_to_hold(plan, [FRIDAY, datetime(2026, 1, 14, 8)]) == {0: FRIDAY, 1: datetime(2026, 1, 14, 8)}


def test_the_evening_before_is_no_other_date_and_an_earlier_one_holds_nothing() -> None:
    plan = net(task(1, 1), task(2, 1, after(1)))
    assert rows_to_hold(plan, [MONDAY, datetime(2026, 1, 5, 17)]) == {}
    assert rows_to_hold(plan, [None, MONDAY]) == {}


@pytest.mark.parametrize("name", PLANS)
def test_plans_of_microsoft_project_need_no_hold(shared_data: Path, name: str) -> None:
    plan = read_plan_file(shared_data / "mspdi" / f"{name}.xml").plan
    assert plan is not None
    assert rows_to_hold(network_of(plan), [each.start for each in plan.tasks]) == {}
