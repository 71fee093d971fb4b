"""Forms for giving a report out, and for the rhythm in which reports are made by themselves."""

from datetime import date

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.web.forms import CreateForm, EditForm, offer

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class ShareForm(CreateForm):
    """For whom the link is, and until when it is good."""

    label = StringField("For whom", validators=[InputRequired("Say for whom the link is."), Length(max=120)])
    until = DateField("Good until", validators=[InputRequired("Give the last day.")])

    def last_day(self) -> date:
        """The last day on which it opens."""
        return self.until.data or date.max


class RhythmForm(EditForm):
    """On which day of the week, and how many days before a gate."""

    weekday = SelectField(
        "Health check every", choices=offer({"": "never by itself", **{str(n): day for n, day in enumerate(DAYS)}})
    )
    days_before_gate = IntegerField(
        "Sponsor brief so many days before each gate", validators=[Optional(), NumberRange(1, 30)]
    )

    def day(self) -> int | None:
        """The day of the week, Monday 0; None for never."""
        return int(self.weekday.data) if self.weekday.data else None
