"""Forms of the problem inbox: report, look after, make a link."""

from datetime import date

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from planner.process.problem_service import ProblemDraft, Report
from planner.process.problem_states import STATE_WORDS, TOPIC_WORDS, WEIGHT_WORDS, State, Topic, Weight
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

TOPICS, WEIGHTS = (offer({each.value: words for each, words in names.items()}) for names in (TOPIC_WORDS, WEIGHT_WORDS))


class OpenReportForm(PlannerForm):
    """A problem, as whoever meets it tells it, also without an account."""

    what = StringField("What is the problem?", validators=[InputRequired("Say what it is."), Length(max=200)])
    topic = RadioField("What is it about?", choices=TOPICS, validators=[InputRequired("Choose one.")])
    weight = RadioField("How bad is it?", choices=WEIGHTS, default=Weight.ANNOYING.value)
    details = TextAreaField("More about it", validators=[Optional(), Length(max=4000)])
    unit = SelectField("Your unit", validators=[Optional()])
    contact = StringField("How can we reach you?", validators=[Optional(), Length(max=254)])

    def told(self) -> Report:
        """What was typed."""
        return Report(
            self.what.data or "", Topic(self.topic.data), Weight(self.weight.data), self.details.data or "",
            int(self.unit.data) if self.unit.data else None, self.contact.data or "",
        )  # fmt: skip


class ReportForm(CreateForm, OpenReportForm):
    """The same for people with an account; pressed twice it reports once."""


class ProblemForm(EditForm):
    """What is done about a problem."""

    state = SelectField("State", validators=[InputRequired("Choose a state.")])
    owner = SelectField("Looked after by", validators=[Optional()])
    due = DateField("Answer due", validators=[Optional()])
    topic = SelectField("Topic", choices=TOPICS, validators=[InputRequired("Choose a topic.")])
    weight = SelectField("Weight", choices=WEIGHTS, validators=[InputRequired("Choose a weight.")])
    course = SelectField("A course that helps", validators=[Optional()])
    task = SelectField("A task of the plan that mends it", default="")
    answer = TextAreaField("What was done", validators=[Optional(), Length(max=4000)])
    note = TextAreaField("Note", validators=[Optional(), Length(max=4000)])

    def offer_states(self, states: tuple[State, ...]) -> None:
        """The states it can go to."""
        self.state.choices = offer({each.value: STATE_WORDS[each] for each in states})

    def draft(self) -> ProblemDraft:
        """What was typed."""
        return ProblemDraft(
            State(self.state.data), Topic(self.topic.data), Weight(self.weight.data),
            int(self.owner.data) if self.owner.data else None, self.due.data, self.course.data or "",
            int(self.task.data) if self.task.data else None,
            self.answer.data or "", self.note.data or "",
        )  # fmt: skip


class LinkForm(CreateForm):
    """A link for reporting without an account."""

    unit = SelectField("For which unit", validators=[Optional()])
    until = DateField("Valid until", validators=[InputRequired("Give the last day.")])

    def last(self) -> date:
        """The last day."""
        assert self.until.data is not None  # noqa: S101 - the validator saw to it
        day: date = self.until.data
        return day


class EndLinkForm(PlannerForm):
    """End a link."""
