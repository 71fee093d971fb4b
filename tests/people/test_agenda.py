"""The agenda is made from what is open: decisions, overdue actions, missed promises and the gates that come."""

from datetime import date, timedelta
from typing import Any

from planner.db import db, transaction
from planner.people import committee_decision_service as decisions
from planner.people import committee_service, sponsor_service
from planner.people.agenda_service import open_points
from planner.people.committee_rules import ActionDraft, DecisionDraft, MeetingDraft, OutcomeDraft
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_promises import PromiseKind, SponsorPromiseDraft
from planner.schedule.models import Gate
from tests.page import Page, text_of
from tests.personas import Cast

TODAY = date(2026, 3, 2)


def day(number: int) -> date:
    return TODAY + timedelta(days=number)


def open_things(cast: Cast) -> dict[str, int]:
    """One of each that is open, and one of each that is not; the numbers of the open ones."""
    rollout_id, ana = cast.rollout.id, cast.trainer
    with transaction():
        asked = decisions.ask(rollout_id, DecisionDraft("Pilot in May?", day(9), "The pilot waits"), cast.manager)
        settled = decisions.ask(rollout_id, DecisionDraft("Which region first?", day(1)), cast.manager)
        decisions.decide(settled, OutcomeDraft("North", "Ready", TODAY), TODAY, settled.version)
        late = decisions.add_action(rollout_id, ActionDraft("Book rooms", ana.id, "", day(-2)))
        decisions.add_action(rollout_id, ActionDraft("Not due", ana.id, "", day(2)))
        done = decisions.add_action(rollout_id, ActionDraft("Done", ana.id, "", day(-5)))
        decisions.finish_action(done, day(-6), "By mail", ana, TODAY, done.version)
        seat = sponsor_service.add_sponsor(
            rollout_id, SponsorDraft(cast.sponsor.id, "", "", lead=True, unit_ids=frozenset(), since=day(-90))
        )
        (missed,) = sponsor_service.add_promises(seat, SponsorPromiseDraft(PromiseKind.OWN, "Speak", day(-1)))
        sponsor_service.add_promises(seat, SponsorPromiseDraft(PromiseKind.OWN, "Speak again", day(5)))
    return {"decision": asked.id, "action": late.id, "promise": missed.id}


def gate(cast: Cast, key: str, due: date) -> None:
    with transaction():
        db.session.add(
            Gate(
                rollout_id=cast.rollout.id,
                position=1,
                key=key,
                ref=key,
                name=f"Gate {key}",
                phase_ref="strategy",
                due=due,
            )
        )


def test_all_that_is_open_and_nothing_that_is_settled(cast: Cast) -> None:
    numbers = open_things(cast)
    gate(cast, "strategy-gate", day(20))
    gate(cast, "later-gate", day(60))
    found = open_points(cast.rollout, TODAY)
    assert [point.title for point in found][:3] == ["Book rooms", "Speak", "Pilot in May?"]
    assert {point.key for point in found if not point.key.startswith("gate")} == {
        f"{kind}-{number}" for kind, number in numbers.items()
    }
    assert sum(point.key.startswith("gate") for point in found) == 1
    assert all(point.endpoint for point in found)
    taken = [point.key for point in found[1:]]
    assert [point.title for point in open_points(cast.rollout, TODAY, taken)] == ["Book rooms"]


def test_a_meeting_is_called_with_them_and_later_ones_come_beside(cast: Cast, page: Page) -> None:
    open_things(cast)
    rollout_id = cast.rollout.id
    with transaction():
        points = open_points(cast.rollout, TODAY)
        meeting = committee_service.call_meeting(rollout_id, MeetingDraft(day(3), None, "Here", ""), points)
        decisions.ask(rollout_id, DecisionDraft("More trainers?", day(4)), cast.manager)
    at: dict[str, Any] = {"rollout_id": rollout_id, "committee_meeting_id": meeting.id, "as_": cast.manager}
    seen = text_of(page.get("people.committee_meeting", **at))
    assert all(word in seen for word in ("Book rooms", "Speak", "Pilot in May?", "More trainers?"))
    assert "Not due" not in seen
