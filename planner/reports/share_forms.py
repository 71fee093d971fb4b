"""Forms for giving a report out, and for the rhythm in which reports are made by themselves."""

from collections.abc import Mapping
from datetime import date

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from planner.reports.paper import PaperKind
from planner.reports.share_service import Rhythm
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

    weekday = SelectField("Each week on", choices=offer({"": "no day", **{str(n): day for n, day in enumerate(DAYS)}}))
    kinds = SelectMultipleField(
        "What is made on that day", choices=offer({kind.value: kind.words for kind in PaperKind}),
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
    days_before_gate = IntegerField(
        "Sponsor brief so many days before each gate", validators=[Optional(), NumberRange(1, 30)]
    )

    readers = SelectMultipleField(
        "Told by mail", choices=[], coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def rhythm(self) -> Rhythm:
        """What was chosen; Monday is 0."""
        day = int(self.weekday.data) if self.weekday.data else None
        return Rhythm(day, self.days_before_gate.data, tuple(self.kinds.data or ()))

    def offer_readers(self, people: Mapping[int, str]) -> None:
        """Let these people be chosen as readers."""
        self.readers.choices = [SelectChoice(key, name) for key, name in people.items()]
