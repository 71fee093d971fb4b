"""Forms of capacity: promised hours, and the share of time a task takes."""

from datetime import date
from decimal import Decimal

from wtforms import DateField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.people.promises import MOST_HOURS, Promise, PromiseDraft
from planner.schedule.forms import number
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer


class PromiseFields(PlannerForm):
    """Who has how many hours a week, from when to when, and who said so."""

    person = SelectField("Person")
    hours = DecimalField("Hours a week", places=1, validators=[InputRequired(), NumberRange(0, MOST_HOURS)])
    first_day = DateField("From", validators=[InputRequired("Give the first day.")])
    last_day = DateField("Until", validators=[Optional()])
    source = StringField("Promised by", validators=[InputRequired("Say who promised it."), Length(max=200)])
    comment = TextAreaField("Comment", validators=[Optional(), Length(max=500)])

    def offer_people(self, people: dict[int, str]) -> None:
        """Who takes part."""
        self.person.choices = offer({str(key): name for key, name in people.items()})

    def draft(self) -> PromiseDraft:
        """What is wanted."""
        hours = Decimal(self.hours.data or 0).quantize(Decimal("0.1"))
        first = self.first_day.data or date.max  # the field asks for it
        promise = Promise(number(self.person.data) or 0, hours, first, self.last_day.data)
        return PromiseDraft(promise, self.source.data or "", self.comment.data or "")


class PromiseForm(PromiseFields, CreateForm):
    """A new promise."""


class EditPromiseForm(PromiseFields, EditForm):
    """A promise that is there."""


class RemovePromiseForm(EditForm):
    """Takes a promise away."""


class LoadForm(EditForm):
    """The share of a person's time that a task takes while it lasts."""

    load = IntegerField("Share of time", validators=[InputRequired(), NumberRange(0, 100)])
