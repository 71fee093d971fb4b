"""What sponsors and the committee ask of people stands where their other work waits."""

from datetime import date, timedelta

from planner.access.roles import Role
from planner.db import transaction
from planner.people import committee_decision_service as decisions
from planner.people import committee_service, sponsor_service
from planner.people.committee_rules import ActionDraft, MeetingDraft, Seat
from planner.people.committee_seats import MemberDraft
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_promises import PromiseKind, SponsorPromiseDraft
from planner.rollouts.waiting import Pile
from planner.rollouts.waiting_list_service import Asked, waiting_in
from tests.personas import Cast

TODAY = date(2026, 3, 2)


def test_promises_actions_and_meetings_wait_for_whom_they_concern(cast: Cast) -> None:
    rollout_id, tomorrow = cast.rollout.id, TODAY + timedelta(days=1)
    with transaction():
        seat = SponsorDraft(cast.sponsor.id, "", "", lead=True, unit_ids=frozenset(), since=TODAY)
        sponsor = sponsor_service.add_sponsor(rollout_id, seat)
        for due in (TODAY - timedelta(days=3), tomorrow, TODAY + timedelta(days=30)):
            sponsor_service.add_promises(sponsor, SponsorPromiseDraft(PromiseKind.OWN, f"Speak {due}", due))
        decisions.add_action(rollout_id, ActionDraft("Book the room", cast.member.id, "", TODAY - timedelta(days=1)))
        chair = MemberDraft(cast.viewer.id, "", "", Seat.CHAIR, frozenset(), may_decide=True)
        committee_service.add_member(rollout_id, chair)
        for day in (tomorrow, TODAY + timedelta(days=2)):
            committee_service.call_meeting(rollout_id, MeetingDraft(day, None, "Here", "", "Pilot"), [])
    people = {cast.sponsor.id: Role.SPONSOR, cast.member.id: Role.MEMBER, cast.viewer.id: Role.VIEWER}
    found = [each for each in waiting_in(Asked(cast.rollout, TODAY, people)) if each.area == "people"]
    told = sorted((each.user_id, each.pile, each.what) for each in found)
    assert told == sorted([
        (cast.sponsor.id, Pile.LATE, "Speak 2026-02-27"),
        (cast.sponsor.id, Pile.WAITING, "Speak 2026-03-03"),
        (cast.member.id, Pile.LATE, "Book the room"),
        (cast.viewer.id, Pile.NEXT, "Meeting of the committee: Pilot"),
    ])  # fmt: skip
