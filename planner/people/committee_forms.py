"""Forms of the committee: members, meetings, points, minutes, decisions and actions."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, DateField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from planner.people.committee_models import CommitteeItem
from planner.people.committee_rules import (
    PRESENCE_WORDS,
    SEAT_WORDS,
    ActionDraft,
    DecisionDraft,
    MeetingDraft,
    OutcomeDraft,
    Point,
    Presence,
    Seat,
)
from planner.people.committee_seats import MemberDraft
from planner.people.raci_fit import VOICE_WORDS, Voice
from planner.people.sponsor_forms import LINK, Ticks, whole
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer


class MemberFields(PlannerForm):
    """Who sits on the committee, and for whom."""

    person = SelectField("Person")
    name = StringField("Name, where the person has no account here", [Optional(), Length(max=120)])
    title = StringField("Position", [Optional(), Length(max=120)])
    seat = SelectField("Part", choices=offer({seat.value: words for seat, words in SEAT_WORDS.items()}))
    speaks_for = Ticks("Speaks for", choices=offer({voice.value: words for voice, words in VOICE_WORDS.items()}))
    may_decide = BooleanField("May decide for them")
    until = DateField("Until", [Optional()])

    def offer_people(self, people: Mapping[int, str]) -> None:
        """Who takes part."""
        self.person.choices = offer({"": "Somebody without an account"} | {str(key): n for key, n in people.items()})

    def draft(self) -> MemberDraft:
        """What was typed."""
        return MemberDraft(
            whole(self.person.data),
            self.name.data or "",
            self.title.data or "",
            Seat(self.seat.data),
            frozenset(Voice(each) for each in self.speaks_for.data or ()),
            bool(self.may_decide.data),
            self.until.data,
        )


class MemberForm(MemberFields, CreateForm):
    """A new member."""


class EditMemberForm(MemberFields, EditForm):
    """A member that is there."""


class MeetingFields(PlannerForm):
    """When and where the committee meets."""

    day = DateField("Day", [InputRequired("Give the day.")])
    begins = TimeField("Begins at", [Optional()])
    place = StringField("Place", [Optional(), Length(max=200)])
    link = StringField("Link to join", [Optional(), Length(max=500), LINK])
    topic = StringField("What it is about", [Optional(), Length(max=200)])

    def draft(self) -> MeetingDraft:
        """What was typed."""
        return MeetingDraft(
            self.day.data, self.begins.data, self.place.data or "", self.link.data or "", self.topic.data or ""
        )


class MeetingForm(MeetingFields, CreateForm):
    """A new meeting; what is open goes on its agenda."""

    points = Ticks("On the agenda")

    def offer_points(self, points: Sequence[Point]) -> None:
        """What is open, all of it ticked to begin with."""
        self.points.choices = offer({point.key: point.title for point in points})
        if not self.is_submitted():
            self.points.data = [point.key for point in points]


class EditMeetingForm(MeetingFields, EditForm):
    """A meeting that is there."""


class CallOffForm(EditForm):
    """Calls a meeting off."""


class PointsForm(CreateForm):
    """Takes what has come up since into the agenda."""

    points = Ticks("Points", [InputRequired("Choose at least one.")])

    def offer_points(self, points: Sequence[Point]) -> None:
        """What is open and not on the agenda."""
        self.points.choices = offer({point.key: point.title for point in points})


class ItemForm(CreateForm):
    """A point of one's own."""

    title = StringField("Point", [InputRequired("Say what it is about."), Length(max=300)])
    about = StringField("In a line", [Optional(), Length(max=500)])


class RemoveItemForm(EditForm):
    """Takes a point off the agenda."""


class MinutesForm(EditForm):
    """Who was there and what came out; the members and the points are added to it."""

    notes = TextAreaField("Anything else", [Optional(), Length(max=5000)])

    def presence(self, members: Sequence[int]) -> dict[int, Presence]:
        """Who was there, by member."""
        return {number: Presence(self[f"member_{number}"].data) for number in members if self[f"member_{number}"].data}

    def results(self, items: Sequence[CommitteeItem]) -> dict[int, str]:
        """What came out of each point."""
        return {item.id: self[f"item_{item.id}"].data or "" for item in items}


def minutes_form(members: Mapping[int, str], items: Sequence[CommitteeItem]) -> type[MinutesForm]:
    """The form with a field for each member and each point."""
    choices = offer({"": "Not noted"} | {each.value: words for each, words in PRESENCE_WORDS.items()})
    fields: dict[str, Any] = {
        f"member_{number}": SelectField(name, [Optional()], choices=choices, default="")
        for number, name in members.items()
    }
    for item in items:
        fields[f"item_{item.id}"] = TextAreaField(item.title, [Optional(), Length(max=1000)])
    return type("MinutesForm", (MinutesForm,), fields)


class QuestionFields(PlannerForm):
    """What the committee has to decide."""

    question = TextAreaField("To be decided", [InputRequired("Say what is to be decided."), Length(max=500)])
    needed_by = DateField("Needed by", [Optional()])
    consequence = StringField("If it is not decided", [Optional(), Length(max=500)])

    def draft(self) -> DecisionDraft:
        """What was typed."""
        return DecisionDraft(self.question.data or "", self.needed_by.data, self.consequence.data or "")


class QuestionForm(QuestionFields, CreateForm):
    """A new question."""


class EditQuestionForm(QuestionFields, EditForm):
    """A question that is open."""


class OutcomeForm(EditForm):
    """What was decided; the members who may have been against are added to it."""

    outcome = TextAreaField("What was decided", [InputRequired("Say what was decided."), Length(max=1000)])
    reason = TextAreaField("Why", [InputRequired("Say why; others will build on it."), Length(max=1000)])
    day = DateField("Decided on", [InputRequired("Give the day.")])
    meeting = SelectField("In the meeting of")

    def offer_meetings(self, meetings: Mapping[int, str]) -> None:
        """The meetings it can have been decided in."""
        self.meeting.choices = offer(
            {str(key): words for key, words in meetings.items()} | {"": "Outside of a meeting"}
        )

    def draft(self, members: Sequence[int]) -> OutcomeDraft:
        """What was typed."""
        against = {
            number: self[f"against_{number}"].data or "" for number in members if self[f"dissents_{number}"].data
        }
        return OutcomeDraft(
            self.outcome.data or "", self.reason.data or "", self.day.data, whole(self.meeting.data), against
        )


def outcome_form(members: Mapping[int, str]) -> type[OutcomeForm]:
    """The form with a box and a line for the dissent of each member."""
    fields: dict[str, Any] = {}
    for number, name in members.items():
        fields[f"dissents_{number}"] = BooleanField(f"{name} was against it")
        fields[f"against_{number}"] = StringField(f"In the words of {name}", [Optional(), Length(max=500)])
    return type("OutcomeForm", (OutcomeForm,), fields)


class ActionFields(PlannerForm):
    """Something to do."""

    text = StringField("To do", [InputRequired("Say what is to be done."), Length(max=500)])
    owner = SelectField("Who")
    owner_name = StringField("Name, where the person has no account here", [Optional(), Length(max=120)])
    due = DateField("By", [InputRequired("Give the day.")])
    decision = SelectField("Follows from")

    def offer_choices(self, people: Mapping[int, str], decisions: Mapping[int, str]) -> None:
        """Who takes part, and what was decided."""
        self.owner.choices = offer({"": "Somebody without an account"} | {str(key): n for key, n in people.items()})
        self.decision.choices = offer({"": "No decision in particular"} | {str(k): w for k, w in decisions.items()})

    def draft(self) -> ActionDraft:
        """What was typed."""
        return ActionDraft(
            self.text.data or "",
            whole(self.owner.data),
            self.owner_name.data or "",
            self.due.data,
            whole(self.decision.data),
        )


class ActionForm(ActionFields, CreateForm):
    """A new action."""


class EditActionForm(ActionFields, EditForm):
    """An action that is open."""


class FinishForm(EditForm):
    """Says that an action is done."""

    how = TextAreaField("How it was done", [InputRequired("Say in a line how it was done."), Length(max=1000)])
    done_on = DateField("Done on", [InputRequired("Give the day.")])


class DropForm(EditForm):
    """Says that an action is no longer needed."""

    reason = TextAreaField("Why it is no longer needed", [InputRequired("Say why."), Length(max=500)])
