"""Logs become figures: exactly what the raw rows say, whatever order, overlap or crash they came in."""

import json
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from planner.adoption import import_service, log_reading_service, recount_service
from planner.adoption.event_functions import expected_of, function_for
from planner.adoption.figure_models import AdoptionFunctionWeek, AdoptionPerson, AdoptionWeek, By, Condition
from planner.adoption.marks import NO_TALLY, merged, unpacked
from planner.adoption.seen import Most
from planner.adoption.settings_service import functions_of
from planner.adoption.usage_models import ImportState, UsageAccount, UsageCount, UsageDay, UsageWeek
from planner.cli import planner
from planner.db import db, transaction
from tests.adoption.worlds import EVENT, UNITS, Use, World, at, daily, log_of, make_world
from tests.conftest import NOW
from tests.personas import Cast

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast.rollout)


def stored_counts() -> Counter[tuple[str, date, str]]:
    from planner.adoption.usage_models import UsageKind

    query = (
        select(UsageAccount.external_id, UsageCount.day, UsageKind.name, UsageCount.count)
        .join(UsageAccount, UsageAccount.id == UsageCount.account_id)
        .join(UsageKind, UsageKind.id == UsageCount.kind_id)
    )
    return Counter({(who, date.fromordinal(day), what): n for who, day, what, n in db.session.execute(query)})


def counts_of(uses: Iterable[Use]) -> Counter[tuple[str, date, str]]:
    return Counter((who, when.astimezone(PARIS).date(), what) for when, who, what in uses)


def some_uses(seed: int, number: int = 900, days: int = 45) -> list[Use]:
    rng = random.Random(seed)
    people = [f"{unit.lower()}{n}" for unit in UNITS for n in range(6)] + ["stranger"]
    return [
        (at(rng.randrange(days), rng.randrange(24), rng.randrange(3)), rng.choice(people[: rng.randrange(4, 20)]),
         rng.choice(list(EVENT.values())))
        for _ in range(number)
    ]  # fmt: skip


def test_files_that_overlap_count_once_in_any_order(world: World) -> None:
    uses = sorted(some_uses(1))
    first, second, third = uses[:500], uses[300:], uses[100:700]
    for part in (third, first, second):
        world.take(log_of(part))
    assert stored_counts() == counts_of(uses)
    again = world.take(log_of(second))
    assert again.counted == 0 or again.state is ImportState.DONE
    assert stored_counts() == counts_of(uses), "the same file twice changes nothing"
    shuffled = uses[:]
    random.Random(2).shuffle(shuffled)
    row = world.take(log_of(shuffled))
    assert (row.counted, row.repeated) == (0, len(uses))
    assert sum(db.session.scalars(select(UsageDay.events))) == len(uses)


def test_a_log_with_a_bad_row_stores_nothing(world: World) -> None:
    row = world.take(log_of(some_uses(1)) + "soon,north1,deal\n")
    assert row.state is ImportState.REFUSED
    assert row.told["problems"][0]["where"] == "row 902"
    assert stored_counts() == Counter()
    assert db.session.scalar(select(func.count(UsageAccount.id))) == 0


def test_records_that_hold_nul_are_refused_by_their_rows(world: World) -> None:
    good = {"timestamp": "2026-01-05T09:00:00Z", "user": "north0", "feature": EVENT["deal"]}
    bad = [good | {"user": "nor\0th1"}, good, good | {"feature": "deal\0s"}, good | {"timestamp": "2026\0"}]
    row = world.take(json.dumps([good, *bad]), "log.json")
    assert row.state is ImportState.REFUSED
    assert [each["where"] for each in row.told["problems"]] == ["row 2", "row 4", "row 5"]
    assert "NUL" in row.told["problems"][0]["message"]
    assert stored_counts() == Counter()
    head = world.take(json.dumps([good | {"no\0te": "x"}]), "head.json")
    assert (head.state, "NUL" in head.told["problems"][0]["message"]) == (ImportState.REFUSED, True)


def test_a_crash_while_storing_is_taken_up_again(world: World) -> None:
    uses = some_uses(3)
    content = log_of(uses).encode()
    import io

    with transaction():
        row = import_service.begin(world.source, io.BytesIO(content), "log.csv", None, NOW)
    log_reading_service.read(row.id, io.BytesIO(content), NOW)

    def crash(done: int, _of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_service.store(row.id, crash)
    assert 0 < sum(stored_counts().values()) < len(uses)
    weeks = import_service.store(row.id)
    assert len(weeks) == row.weeks == row.stored_weeks
    assert stored_counts() == counts_of(uses)
    assert (row.counted, row.repeated) == (len(uses), 0)


def naive(world: World, uses: list[Use], as_of: date, needed: int = 8) -> dict[tuple[str, str], dict[str, int]]:
    """The figures of each group by the words of the rule, from the raw rows."""
    functions = functions_of(world.rollout)
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for number, (who, _) in enumerate(world.staff.items()):
        unit = next(name for name in UNITS if who.startswith(name.lower()))
        mine = [(when.astimezone(PARIS).date(), what) for when, name, what in uses if name == who]
        until = [(day, what) for day, what in mine if day <= as_of]
        window = [(day, what) for day, what in until if day > as_of - timedelta(days=28)]
        meant = [(day, function_for(what, functions)) for day, what in window if function_for(what, functions)]
        monday = as_of - timedelta(days=as_of.weekday())
        days, expected = {day for day, _ in meant}, expected_of([UNITS[unit]], functions)
        used = {ref for _, ref in meant} & expected
        actions = sum(day >= monday for day, _ in meant)
        values = {
            "licensed": 1, "signed_in": int(bool(until)), "active_week": int(actions > 0), "active": int(bool(days)),
            "adopted": int(len(days) >= needed and 2 * len(used) >= len(expected)), "used": len(used),
            "expected": len(expected), "judged": 1, "under_half": int(2 * len(used) < len(expected)),
            "actions": actions, "person_days": len(days),
            "person_weeks": len({(as_of - day).days // 7 for day in days}),
        }  # fmt: skip
        site = "Oslo" if number % 2 else "Rome"
        wave = str(world.units[unit].wave_id)
        for key in (("all", ""), ("wave", wave), ("unit", str(world.units[unit].id)), ("site", site),
                    ("role", UNITS[unit]), ("rhythm", "daily")):  # fmt: skip
            found[key].update(values)
    return {key: dict(values) for key, values in found.items()}


def stored_figures(week: date) -> dict[tuple[str, str], dict[str, int]]:
    query = select(AdoptionWeek).where(AdoptionWeek.week == week.toordinal())
    names = ("licensed", "signed_in", "active_week", "active", "adopted", "used", "expected", "judged", "under_half",
             "actions", "person_days", "person_weeks")  # fmt: skip
    return {(row.by.value, row.key): {name: getattr(row, name) for name in names} for row in db.session.scalars(query)}


def test_figures_of_every_group_and_week_are_those_of_the_raw_rows(world: World) -> None:
    uses = sorted(some_uses(5, 4000))
    world.take(log_of(uses[:2500]))
    world.take(log_of(uses[2000:]))
    last = max(when.astimezone(PARIS).date() for when, *_ in uses)
    for number in range(7):
        monday = date(2026, 1, 5) + timedelta(weeks=number)
        as_of = min(monday + timedelta(days=6), last)
        expected = naive(world, uses, as_of)
        found = stored_figures(monday)
        assert expected == found, monday
    with transaction():
        recount_service.recount(world.rollout, NOW)
    assert stored_figures(date(2026, 2, 9)) == naive(world, uses, date(2026, 2, 15)), "counted anew it is the same"


def test_functions_are_counted_by_who_uses_and_who_should(world: World) -> None:
    north, desk = [f"north{n}" for n in range(6)], [f"desk{n}" for n in range(6)]
    world.take(
        log_of([*daily(north[:4], range(5), EVENT["deal"]), *daily(desk, range(3), EVENT["deal"], EVENT["case"])])
    )
    query = select(AdoptionFunctionWeek).where(AdoptionFunctionWeek.by == By.ALL)
    rows = {row.function_ref: row for row in db.session.scalars(query)}
    deals = rows["opportunities"]
    assert (deals.people, deals.expected, deals.expected_used, deals.actions) == (10, 12, 4, 20 + 18)
    assert (rows["requests"].people, rows["requests"].expected) == (6, 6)
    assert (rows["offers"].people, rows["offers"].expected) == (0, 12)


def test_where_each_person_stands(world: World) -> None:
    early = daily(["north0"], range(2), EVENT["deal"]) + daily(["north1"], range(2), EVENT["in"])
    full = daily(["north2"], range(40, 50), EVENT["deal"], EVENT["call"], "quote create", "account update")
    some = daily(["north3"], range(40, 43), EVENT["deal"])
    world.take(log_of([*early, *full, *some]))
    rows = {row.staff_id: row for row in db.session.scalars(select(AdoptionPerson))}
    states = {who: rows[key].condition for who, key in world.staff.items()}
    assert states["north0"] is Condition.LAPSED
    assert states["north1"] is Condition.PRESENT
    assert states["north2"] is Condition.ADOPTED
    assert states["north3"] is Condition.ACTIVE
    assert states["north4"] is Condition.NEVER
    assert rows[world.staff["north0"]].last_active == date(2026, 1, 6)
    assert rows[world.staff["north2"]].first_active == date(2026, 2, 14)
    assert (rows[world.staff["north2"]].days, rows[world.staff["north2"]].used) == (10, 4)


def test_weeks_of_accounts_hold_days_and_functions(world: World) -> None:
    world.take(log_of([*daily(["north0"], [0, 2], EVENT["deal"]), *daily(["north0"], [3], EVENT["in"])]))
    row = db.session.scalars(select(UsageWeek)).one()
    assert (row.days, row.present, row.actions, row.functions.bit_count()) == (0b101, 0b1101, 2, 1)


COUNTED = """timestamp,user,feature,event_id,count
2026-01-05T09:00:00Z,north0,opportunity update,a,4
2026-01-05T09:00:00Z,north0,opportunity update,a,3
2026-01-05T09:00:00Z,north1,opportunity update,b,2
2026-01-05T09:00:00Z,north1,opportunity update,b,5
2026-01-05T09:00:00Z,north2,opportunity update,,2
2026-01-05T09:00:00Z,north2,opportunity update,,2
2026-01-05T09:00:00Z,north3,opportunity update,c,0
"""


def test_counts_under_a_key_are_those_of_its_largest_row(world: World, tmp_path: Path) -> None:
    row = world.take(COUNTED)
    day = date(2026, 1, 5)
    told = {("north0", day, EVENT["deal"]): 4, ("north1", day, EVENT["deal"]): 5, ("north2", day, EVENT["deal"]): 4}
    assert stored_counts() == told
    assert (row.counted, row.repeated) == (13, 5)
    again = world.take(COUNTED.replace("a,4", "a,6"))
    assert (again.counted, stored_counts()) == (2, told | {("north0", day, EVENT["deal"]): 6})
    seen = set(db.session.scalars(select(UsageAccount.external_id)))
    assert seen == {"north0", "north1", "north2"}, "a count of nothing is no sign-in"
    log = tmp_path / "log.csv"
    log.write_text(COUNTED)
    done = CliRunner().invoke(planner, ["usage", "analyze", str(log), "--json"])
    metrics = json.loads(done.stdout)["metrics"][0]
    assert (metrics["events"], metrics["users"]) == (13, 3), "looking at the log alone says the same"


multisets = st.dictionaries(st.integers(0, 30), st.integers(1, 4), max_size=12)


@given(st.lists(multisets, max_size=6))
def test_the_larger_number_of_equal_events_counts(files: list[dict[int, int]]) -> None:
    tally, total, known = NO_TALLY, 0, Counter[int]()
    for each in files:
        rows = [mark for mark, times in each.items() for _ in range(times)]
        ones = np.ones(len(rows), np.int64)
        tally, fresh = merged(tally, np.array(rows, np.uint64), ones, np.zeros(len(rows), np.bool_))
        total += int(fresh.sum())
        known |= Counter(each)
        tally = unpacked(tally.packed(), bool((tally.counts != 1).any()))
    assert dict(zip(tally.marks.tolist(), tally.counts.tolist(), strict=True)) == dict(known)
    assert total == known.total()


weighed = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 6)), max_size=20)


@given(st.lists(weighed, max_size=25))
def test_of_a_key_the_largest_row_counts_however_the_rows_are_read(pieces: list[list[tuple[int, int]]]) -> None:
    most, tally, known = Most(), NO_TALLY, dict[int, int]()
    total = stored = 0
    for rows in pieces:
        marks, weights = np.array([row[0] for row in rows], np.uint64), np.array([row[1] for row in rows], np.int64)
        total += int(most.added(marks, weights).sum())
        tally, fresh = merged(tally, marks, weights, np.ones(len(rows), np.bool_))
        stored += int(fresh.sum())
        for mark, weight in rows:
            known[mark] = max(weight, known.get(mark, 0))
    assert total == stored == sum(known.values())
    assert dict(zip(tally.marks.tolist(), tally.counts.tolist(), strict=True)) == known
