"""Forms of surveys: setting one up, its questions, whom it asks, and what is done about its results."""

from collections.abc import Mapping, Sequence
from datetime import date

from wtforms import BooleanField, DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from planner.people.barrier import STEP_MEANING, STEP_WORDS
from planner.people.survey_action_service import ActionDraft
from planner.people.survey_shape import KIND_WORDS, Item, ItemKind, Population, SurveyDraft, Topic
from planner.playbook.words import Step
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

ANONYMOUS, NAMED = "anonymous", "named"
PROMISES = {
    ANONYMOUS: "Anonymous",
    NAMED: "With names",
}
PROMISE_HINTS = {
    ANONYMOUS: "Answers are added to counts at once; nobody, not even the product, can tell afterwards whose is whose.",
    NAMED: "Until it closes the product knows whose answer is whose, so that people can change theirs. Nobody sees it.",
}


class SettingsFields(PlannerForm):
    """The words of a survey and its days."""

    name = StringField("Name", validators=[InputRequired("Give it a name."), Length(max=160)])
    purpose = TextAreaField("What it is for", validators=[InputRequired("Say what it is for."), Length(max=1000)])
    opens = DateField("First day", validators=[InputRequired("Give the first day.")])
    closes = DateField("Last day", validators=[InputRequired("Give the last day.")])
    low_word = StringField("1 means", validators=[InputRequired("Say what 1 means."), Length(max=60)])
    high_word = StringField("5 means", validators=[InputRequired("Say what 5 means."), Length(max=60)])
    by_link = BooleanField("May be answered by link, without an account")

    def settings(self, base: SurveyDraft) -> SurveyDraft:
        """A draft with what was typed."""
        return SurveyDraft(
            name=self.name.data or "",
            purpose=self.purpose.data or "",
            topic=base.topic,
            anonymous=base.anonymous,
            by_link=bool(self.by_link.data),
            opens=self.opens.data or date.max,
            closes=self.closes.data or date.max,
            low_word=self.low_word.data or "",
            high_word=self.high_word.data or "",
            ref=base.ref,
            items=base.items,
        )


class CreateSurveyForm(SettingsFields, CreateForm):
    """A new survey; whether it is anonymous is asked here and never again."""

    promise = RadioField("Whose answer it is", choices=offer(PROMISES), validators=[InputRequired("Choose one.")])

    def draft(self, base: SurveyDraft) -> SurveyDraft:
        """What is wanted; the questions come from where the survey comes from."""
        found = self.settings(base)
        return SurveyDraft(**{**_fields(found), "anonymous": self.promise.data == ANONYMOUS})


def _fields(draft: SurveyDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in SurveyDraft.__slots__}


class EditSurveyForm(SettingsFields, EditForm):
    """A draft's words and days."""


class LastDayForm(EditForm):
    """The last day of an open survey."""

    closes = DateField("Last day", validators=[InputRequired("Give the last day.")])


class SurveyStepForm(EditForm):
    """A step that needs no typing: close, take back, remove, finish."""


class SurveyMailForm(EditForm):
    """Whether everybody is mailed their link, and when those are reminded who have not answered."""

    invite = BooleanField("Mail everybody their own link")
    remind_on = DateField("Remind once, on", validators=[Optional()])


class ItemFields(PlannerForm):
    """One question."""

    text = TextAreaField("Question or statement", validators=[InputRequired("Write the question."), Length(max=500)])
    kind = SelectField("How it is answered", choices=offer({kind.value: word for kind, word in KIND_WORDS.items()}))
    construct = StringField("Heading", validators=[Optional(), Length(max=120)])
    step = SelectField("Step of readiness", choices=offer({"": "None", **{s.value: STEP_WORDS[s] for s in Step}}))
    options = TextAreaField("Answers to choose from", validators=[Optional(), Length(max=1000)])
    required = BooleanField("Must be answered")

    def item(self, ref: str = "") -> Item:
        """The question that was typed."""
        kind = ItemKind(self.kind.data)
        lines = [line.strip() for line in (self.options.data or "").splitlines() if line.strip()]
        return Item(
            ref,
            self.text.data or "",
            kind,
            Step(self.step.data) if self.step.data else None,
            self.construct.data or "",
            tuple(lines) if kind is ItemKind.CHOICE else (),
            bool(self.required.data),
        )


class AddItemForm(ItemFields, CreateForm):
    """A new question."""


class EditItemForm(ItemFields, EditForm):
    """A question that is there."""


def check_list(label: str) -> SelectMultipleField:
    """Several of several, each with a box to tick."""
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class OpenSurveyForm(EditForm):
    """Whom a survey asks; nothing ticked in a list leaves nobody out."""

    units = check_list("Units")
    waves = check_list("Waves")
    sites = check_list("Sites")
    roles = check_list("Roles")

    def offer_groups(
        self, units: Mapping[int, str], waves: Sequence[int], sites: Sequence[str], roles: Mapping[str, str]
    ) -> None:
        """What can be ticked."""
        self.units.choices = offer({str(number): name for number, name in units.items()})
        self.waves.choices = offer({str(number): f"Wave {number}" for number in waves})
        self.sites.choices = offer({site: site for site in sites})
        self.roles.choices = offer(roles)

    def population(self) -> Population:
        """Whom it asks."""
        return Population(
            frozenset(int(number) for number in self.units.data or []),
            frozenset(int(number) for number in self.waves.data or []),
            frozenset(self.sites.data or []),
            frozenset(self.roles.data or []),
        )


class ActionFields(PlannerForm):
    """What is done, for whom, by whom, until when."""

    group = SelectField("For whom")
    ref = SelectField("Because of")
    what = TextAreaField("What is done", validators=[InputRequired("Say what is done."), Length(max=500)])
    owner = SelectField("Who does it")
    due = DateField("Until", validators=[InputRequired("Give a day.")])

    def offer_choices(self, groups: Mapping[str, str], items: Mapping[str, str], people: Mapping[int, str]) -> None:
        """The groups that results show, the statements, and who takes part."""
        self.group.choices = offer(groups)
        self.ref.choices = offer({"": "Nothing in particular", **items})
        self.owner.choices = offer({str(key): name for key, name in people.items()})

    def draft(self) -> ActionDraft:
        """What is wanted."""
        division, _, label = (self.group.data or "").partition(":")
        owner = int(self.owner.data) if (self.owner.data or "").isdecimal() else 0
        return ActionDraft(division, label, self.ref.data or "", self.what.data or "", owner, self.due.data or date.max)


class AddActionForm(ActionFields, CreateForm):
    """A new action."""


class EditActionForm(ActionFields, EditForm):
    """An action that is there."""


STEP_HINT = "; ".join(f"{STEP_WORDS[step]}: {STEP_MEANING[step]}" for step in Step) + "."
OWN = "own"
"""The source of a survey whose questions one writes oneself."""
OWN_TOPIC = Topic.OTHER
