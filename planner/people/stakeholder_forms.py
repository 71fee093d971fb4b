"""Forms of stakeholders: groups, expectations, and what is done about gaps."""

from collections.abc import Mapping

from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from planner.people.sponsor_forms import whole
from planner.people.stakeholder_rules import (
    KIND_WORDS,
    LEVEL_WORDS,
    Engagement,
    GapActionDraft,
    GroupKind,
    StakeholderDraft,
)
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

INFLUENCE = {"1": "1, little", "2": "2", "3": "3, some", "4": "4", "5": "5, can stop it"}
LEVELS = offer({level.value: words for level, words in LEVEL_WORDS.items()})


class StakeholderFields(PlannerForm):
    """A group, its influence, where it stands and where it is wanted."""

    name = StringField("Group", [InputRequired("Give the group a name."), Length(max=120)])
    kind = SelectField("Who they are", choices=offer({kind.value: words for kind, words in KIND_WORDS.items()}))
    influence = SelectField("Influence on the rollout", choices=offer(INFLUENCE), default="3")
    current = SelectField("Stands today", choices=LEVELS, default=Engagement.NEUTRAL.value)
    wanted = SelectField("Wanted", choices=LEVELS, default=Engagement.SUPPORTIVE.value)
    note = TextAreaField("What it rests on", [Optional(), Length(max=500)])

    def draft(self) -> StakeholderDraft:
        """What was typed."""
        return StakeholderDraft(
            self.name.data or "",
            GroupKind(self.kind.data),
            whole(self.influence.data) or 0,
            Engagement(self.current.data),
            Engagement(self.wanted.data),
            self.note.data or "",
        )


class StakeholderForm(StakeholderFields, CreateForm):
    """A new group."""


class EditStakeholderForm(StakeholderFields, EditForm):
    """A group that is there."""


class ExpectationForm(CreateForm):
    """What a group expects."""

    text = TextAreaField("They expect", [InputRequired("Say what the group expects."), Length(max=500)])


class GapActionForm(CreateForm):
    """What is done about a group."""

    text = StringField("To do", [InputRequired("Say what is to be done."), Length(max=500)])
    owner = SelectField("Who")
    owner_name = StringField("Name, where the person has no account here", [Optional(), Length(max=120)])
    due = DateField("By", [InputRequired("Give the day.")])

    def offer_people(self, people: Mapping[int, str]) -> None:
        """Who takes part."""
        self.owner.choices = offer({"": "Somebody without an account"} | {str(key): n for key, n in people.items()})

    def draft(self) -> GapActionDraft:
        """What was typed."""
        return GapActionDraft(self.text.data or "", whole(self.owner.data), self.owner_name.data or "", self.due.data)


class SettleForm(EditForm):
    """Takes away, or says done, what its button names."""
