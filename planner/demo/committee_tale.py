"""What the sample's committee met about, decided and agreed on, and whom its rollout concerns."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.sponsor_tale import plot_of
from planner.demo.story import Event, Story
from planner.people import committee_decision_service as decisions
from planner.people import committee_queries as queries
from planner.people import committee_service, stakeholder_service
from planner.people.agenda_service import open_points
from planner.people.committee_rules import (
    ActionDraft,
    DecisionDraft,
    MeetingDraft,
    OutcomeDraft,
    Presence,
    Seat,
)
from planner.people.committee_seats import MemberDraft
from planner.people.raci_fit import Voice
from planner.people.stakeholder_rules import Engagement, GapActionDraft, GroupKind, StakeholderDraft

BEGUN = -160
CALLED_BEFORE = 7


def events(story: Story) -> Iterator[Event]:
    """Members first, then questions and meetings; the stakeholders were written down in between."""
    if not plot_of(story, "seat"):
        return
    asked: dict[str, int] = {}
    yield Event(BEGUN, partial(_seat, story))
    for question in plot_of(story, "question"):
        yield Event(question["day"], partial(_ask, story, question, asked))
    for meeting in plot_of(story, "meeting"):
        yield Event(min(meeting["day"] - CALLED_BEFORE, 0), partial(_call, story, meeting))
        if meeting["held"]:
            yield Event(meeting["day"], partial(_hold, story, meeting, asked))
        for text, who, due, done, how in meeting["actions"]:
            yield Event(meeting["day"], partial(_agree, story, meeting, text, who, due))
            if done:
                yield Event(done, partial(_finish, story, text, who, how))
    yield Event(BEGUN, partial(_groups, story))


def _manager(story: Story) -> int:
    return story.people[story.plot["roles"]["project-manager"]].id


def _seat(story: Story, _now: datetime) -> None:
    with acting(_manager(story)):
        for each in plot_of(story, "seat"):
            account = story.people[each["who"]].id if "who" in each else None
            voices = frozenset(Voice(voice) for voice in each["speaks_for"])
            draft = MemberDraft(
                account, each.get("name", ""), each["title"], Seat(each["seat"]), voices, each["may_decide"]
            )
            committee_service.add_member(story.rollout.id, draft)


def _ask(story: Story, question: Mapping[str, Any], asked: dict[str, int], _now: datetime) -> None:
    draft = DecisionDraft(question["text"], story.on(question["needed"]), question["consequence"])
    with acting(_manager(story)):
        asked[question["key"]] = decisions.ask(story.rollout.id, draft, story.people["mara"]).id


def _call(story: Story, meeting: Mapping[str, Any], now: datetime) -> None:
    draft = MeetingDraft(story.on(meeting["day"]), None, meeting["place"], "", meeting["topic"])
    with acting(_manager(story)):
        committee_service.call_meeting(story.rollout.id, draft, open_points(story.rollout, now.date()))


def _at(story: Story, meeting: Mapping[str, Any]) -> int:
    return next(row.id for row in queries.meetings(story.rollout.id) if row.topic == meeting["topic"])


def _hold(story: Story, meeting: Mapping[str, Any], asked: Mapping[str, int], now: datetime) -> None:
    row, members = queries.meeting(story.rollout.id, _at(story, meeting)), queries.members(story.rollout.id)
    names, today = queries.member_names(members), now.date()
    with acting(_manager(story)):
        present = {member.id: Presence.PRESENT for member in members}
        committee_service.keep_minutes(row, present, {}, "", today, row.version)
        for question in plot_of(story, "question"):
            if question["key"] != meeting.get("decides"):
                continue
            _, outcome, reason = question["decided"]
            who, words = question["against"]
            against = {number: words for number, name in names.items() if name == who}
            found = queries.decision(story.rollout.id, asked[question["key"]])
            decisions.decide(found, OutcomeDraft(outcome, reason, today, row.id, against), today, found.version)


def _agree(story: Story, meeting: Mapping[str, Any], text: str, who: str, due: int, _now: datetime) -> None:
    draft = ActionDraft(text, story.people[who].id, "", story.on(due))
    with acting(_manager(story)):
        decisions.add_action(story.rollout.id, draft, _at(story, meeting))


def _finish(story: Story, text: str, who: str, how: str, now: datetime) -> None:
    row = next(each for each in queries.actions(story.rollout.id) if each.text == text)
    by = story.people[who]
    with acting(by.id):
        decisions.finish_action(row, now.date(), how, by, now.date(), row.version)


def _groups(story: Story, _now: datetime) -> None:
    with acting(_manager(story)):
        for each in plot_of(story, "stakeholder"):
            name, kind, influence, current, wanted, note = each["row"]
            draft = StakeholderDraft(name, GroupKind(kind), influence, Engagement(current), Engagement(wanted), note)
            row = stakeholder_service.add_stakeholder(story.rollout.id, draft)
            for text in each.get("expects", []):
                stakeholder_service.add_expectation(row, text)
            if "act" in each:
                text, who, due = each["act"]
                action = GapActionDraft(text, story.people[who].id, "", story.on(due))
                stakeholder_service.add_gap_action(row, action)
