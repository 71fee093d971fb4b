"""Sponsors by the rules: when a promise is missed, the days of a repetition, what counts as silence, where gaps are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.basics.errors import RuleBroken
from planner.basics.lights import Light
from planner.people.sponsor_acts import SILENT, Act, ActKind, acts_within, by_month, by_week, check_act, silence
from planner.people.sponsor_coalition import Seat, SponsorDraft, check_sponsor, gaps, sponsors_of_units
from planner.people.sponsor_offers import UnitFact, offers_for
from planner.people.sponsor_promises import (
    MOST,
    Dated,
    Every,
    KeepingDraft,
    PromiseKind,
    PromiseState,
    Record,
    SponsorPromiseDraft,
    check_keeping,
    check_promise,
    days_of,
    in_order,
    promise_state,
    record_of,
)
from planner.people.sponsor_state import SeatFacts, sponsorship
from planner.playbook.service import load_shipped

TODAY = date(2026, 3, 2)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("promise", "state"),
    [
        (Dated(day(0)), PromiseState.DUE),
        (Dated(day(-1)), PromiseState.MISSED),
        (Dated(day(14)), PromiseState.DUE),
        (Dated(day(15)), PromiseState.COMING),
        (Dated(day(-9), day(-9)), PromiseState.KEPT),
        (Dated(day(-9), day(-8)), PromiseState.LATE),
        (Dated(day(40), day(-1)), PromiseState.KEPT),
        (Dated(day(-9), None, "No longer needed"), PromiseState.WITHDRAWN),
    ],
)
def test_how_a_promise_stands(promise: Dated, state: PromiseState) -> None:
    assert promise_state(promise, TODAY) is state


@given(st.lists(st.builds(Dated, DAYS, st.none() | DAYS, st.sampled_from(["", "Not needed"]))), DAYS)
def test_every_promise_is_counted_once_and_time_only_takes_from_what_is_open(
    promises: list[Dated], today: date
) -> None:
    now, later = record_of(promises, today), record_of(promises, today + timedelta(days=400))
    held = [promise for promise in promises if not promise.withdrawn]
    assert now.due + now.open == len(held)
    assert (later.kept, later.late) == (now.kept, now.late)
    assert later.missed >= now.missed


def test_the_record_of_a_charter() -> None:
    each = [Dated(day(-9), day(-9)), Dated(day(-5), day(-6)), Dated(day(-2)), Dated(day(9))]
    assert record_of(each, TODAY) == Record(kept=2, late=0, missed=1, open=1)


@pytest.mark.parametrize(
    ("first", "every", "until", "days"),
    [
        (date(2026, 1, 31), Every.MONTH, date(2026, 4, 30), ["01-31", "02-28", "03-31", "04-30"]),
        (date(2026, 1, 15), Every.QUARTER, date(2026, 7, 14), ["01-15", "04-15"]),
        (date(2026, 1, 1), Every.FORTNIGHT, date(2026, 1, 29), ["01-01", "01-15", "01-29"]),
        (date(2026, 1, 1), Every.ONCE, None, ["01-01"]),
    ],
)
def test_the_days_of_a_repetition(first: date, every: Every, until: date | None, days: list[str]) -> None:
    draft = SponsorPromiseDraft(PromiseKind.OWN, "Speak", first, None, every, until)
    assert [each.isoformat()[5:] for each in days_of(draft)] == days


@given(DAYS, st.sampled_from([Every.WEEK, Every.FORTNIGHT, Every.MONTH, Every.QUARTER]), st.integers(0, 400))
def test_a_repetition_begins_on_its_day_and_ends_by_its_last(first: date, every: Every, span: int) -> None:
    until = first + timedelta(days=span)
    found = days_of(SponsorPromiseDraft(PromiseKind.OWN, "Speak", first, None, every, until))
    assert found[0] == first
    assert list(found) == sorted(set(found))
    assert found[-1] <= until


def write_down(draft: SponsorPromiseDraft) -> None:
    check_promise(draft, [1, 2])
    days_of(draft)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SponsorPromiseDraft(PromiseKind.OWN, "", TODAY), "text"),
        (SponsorPromiseDraft(PromiseKind.OWN, "Speak", date(226, 3, 2)), "due"),
        (SponsorPromiseDraft(PromiseKind.UNIT_TALK, "Speak", TODAY), "unit"),
        (SponsorPromiseDraft(PromiseKind.OWN, "Speak", TODAY, 7), "unit"),
        (SponsorPromiseDraft(PromiseKind.OWN, "Speak", None), "due"),
        (SponsorPromiseDraft(PromiseKind.OWN, "Speak", TODAY, None, Every.WEEK), "until"),
        (SponsorPromiseDraft(PromiseKind.OWN, "Speak", TODAY, None, Every.WEEK, day(-1)), "until"),
        (SponsorPromiseDraft(PromiseKind.OWN, "Speak", TODAY, None, Every.WEEK, day(7 * MOST)), "until"),
    ],
)
def test_what_cannot_be_promised(draft: SponsorPromiseDraft, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        write_down(draft)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("promise", "draft", "field"),
    [
        (Dated(TODAY), KeepingDraft(TODAY, ""), "evidence"),
        (Dated(TODAY), KeepingDraft(None, "Done"), "kept_on"),
        (Dated(TODAY), KeepingDraft(day(1), "Done"), "kept_on"),
        (Dated(TODAY, TODAY), KeepingDraft(TODAY, "Done"), None),
        (Dated(TODAY, None, "Gone"), KeepingDraft(TODAY, "Done"), None),
    ],
)
def test_what_is_no_keeping(promise: Dated, draft: KeepingDraft, field: str | None) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_keeping(promise, draft, TODAY)
    assert refused.value.field == field


def test_what_is_asked_next_stands_first_and_the_newest_miss_before_older_ones() -> None:
    each = [
        (1, Dated(day(30))),
        (2, Dated(day(-30))),
        (3, Dated(day(3))),
        (4, Dated(day(-3))),
        (5, Dated(day(-9), TODAY)),
    ]
    assert in_order(each, TODAY) == [3, 4, 2, 1, 5]


def act(number: int, sponsor_id: int | None = None, user_id: int | None = None) -> Act:
    return Act(day(number), ActKind.TALK, f"Talk {number}", sponsor_id, user_id)


def test_silence_counts_from_the_last_act_or_from_the_first_day() -> None:
    assert silence([act(-40), act(-12), act(5)], day(-90), TODAY) == 12
    assert silence([], day(-90), TODAY) == 90
    assert silence([act(0)], day(-90), TODAY) == 0
    assert acts_within([act(0), act(-29), act(-30), act(3)], SILENT, TODAY) == 2


@given(st.lists(st.integers(-900, 30)))
def test_weeks_and_months_lose_no_act_they_cover(days: list[int]) -> None:
    acts = [act(number) for number in days]
    weeks, months = by_week(acts, TODAY), by_month(acts, TODAY)
    assert [span.first.weekday() for span in weeks] == [0] * 26
    assert sum(span.acts for span in weeks) == sum(weeks[0].first <= each.day <= TODAY for each in acts)
    assert sum(span.acts for span in months) == sum(months[0].first <= each.day <= TODAY for each in acts)
    assert (months[0].first, months[-1].first) == (date(2025, 4, 1), date(2026, 3, 1))


def test_an_act_has_words_and_lies_behind() -> None:
    for when, what, field in ((TODAY, "", "what"), (None, "Talk", "day"), (day(1), "Talk", "day")):
        with pytest.raises(RuleBroken) as refused:
            check_act(when, what, TODAY)
        assert refused.value.field == field


def test_units_without_a_sponsor_of_their_own_are_gaps() -> None:
    seats = [
        Seat(1, lead=True, unit_ids=frozenset(), since=day(-90)),
        Seat(2, lead=False, unit_ids=frozenset({10, 11}), since=day(-90)),
        Seat(3, lead=False, unit_ids=frozenset({12}), since=day(-90), until=day(-1)),
        Seat(4, lead=False, unit_ids=frozenset({13}), since=day(1)),
    ]
    covered = sponsors_of_units([10, 11, 12, 13], seats, TODAY)
    assert covered == {10: (2,), 11: (2,), 12: (), 13: ()}
    assert gaps(covered) == (12, 13)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (SponsorDraft(None, "", "", lead=True, unit_ids=frozenset(), since=TODAY), "person"),
        (SponsorDraft(9, "", "", lead=True, unit_ids=frozenset(), since=TODAY), "person"),
        (SponsorDraft(1, "", "", lead=False, unit_ids=frozenset(), since=TODAY), "units"),
        (SponsorDraft(1, "", "", lead=False, unit_ids=frozenset({7}), since=TODAY), "units"),
        (SponsorDraft(1, "", "", lead=True, unit_ids=frozenset(), since=None), "since"),
        (SponsorDraft(1, "", "", lead=True, unit_ids=frozenset(), since=TODAY, until=day(-1)), "until"),
    ],
)
def test_who_cannot_be_a_sponsor(draft: SponsorDraft, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_sponsor(draft, [1, 2], [10, 11])
    assert refused.value.field == field


def facts(number: int, *, lead: bool, user_id: int | None, promises: tuple[Dated, ...] = ()) -> SeatFacts:
    return SeatFacts(Seat(number, lead, frozenset(), day(-90)), f"S{number}", user_id, promises)


def test_acts_reach_the_seat_of_the_account_and_silence_is_flagged() -> None:
    acts = [act(-3, user_id=5), act(-31, sponsor_id=2), act(-1, user_id=99)]
    state = sponsorship(
        [facts(1, lead=True, user_id=5, promises=(Dated(day(-9)),)), facts(2, lead=False, user_id=None)],
        acts,
        [10],
        TODAY,
    )
    first, second = state.sponsors
    assert (first.silent_days, first.silent, first.light) == (3, False, Light.GREEN)
    assert (second.silent_days, second.silent, second.light) == (31, True, Light.RED)
    assert [each.what for each in state.acts] == ["Talk -3", "Talk -31"]
    assert (state.silent_days, state.gaps, state.record.missed) == (3, (10,), 1)
    assert sponsorship([], acts, [10], TODAY).silent_days is None


@pytest.mark.parametrize(
    ("days", "silent", "light"), [(29, False, Light.AMBER), (30, True, Light.RED), (31, True, Light.RED)]
)
def test_thirty_days_without_an_act_are_flagged(days: int, silent: bool, light: Light) -> None:
    """Counted from the last act, and without any from the first day of the seat."""
    began = SeatFacts(Seat(2, lead=True, unit_ids=frozenset(), since=day(-days)), "S2", None, ())
    state = sponsorship([facts(1, lead=True, user_id=5), began], [act(-days, user_id=5)], [], TODAY)
    assert [(each.silent_days, each.silent, each.light) for each in state.sponsors] == [(days, silent, light)] * 2


def test_promises_are_offered_with_days_of_the_rollout_and_words_of_the_playbook() -> None:
    playbook = load_shipped("standard")
    units = [UnitFact(1, "Service desk", date(2026, 6, 1)), UnitFact(2, "Marketing", None)]
    found = {offer.key: offer for offer in offers_for(playbook, units, date(2026, 2, 23), TODAY, [])}
    assert {"introduce", "kick-off", "budget", "gates", "time", "unit-1", "unit-2"} <= set(found)
    assert found["unit-1"].draft.due == date(2026, 4, 20)
    assert found["introduce"].why == "A duty of the sponsor in the playbook"
    assert (found["gates"].draft.every, found["gates"].draft.until) == (Every.QUARTER, date(2026, 6, 1))
    monthly = next(offer for key, offer in found.items() if key.startswith("duty"))
    assert (monthly.draft.every, monthly.draft.text[:25]) == (Every.MONTH, "Speak about the purpose a")
    assert not any("charter" in offer.draft.text for offer in found.values())
    given = [SponsorPromiseDraft(PromiseKind.INTRODUCE, "In other words", TODAY), found["unit-2"].draft, monthly.draft]
    left = {offer.key for offer in offers_for(playbook, units, date(2026, 2, 23), TODAY, given)}
    assert set(found) - left == {"introduce", "unit-2", monthly.key}
    late = offers_for(None, units, date(2025, 1, 1), TODAY, [])
    assert all(offer.draft.due and offer.draft.due >= day(7) for offer in late)
    for offer in (*found.values(), *late):
        check_promise(offer.draft, [1, 2])
        assert days_of(offer.draft)
