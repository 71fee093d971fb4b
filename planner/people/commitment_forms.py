"""Forms of time and authority: hours one promises, what the line manager confirms, and what one may decide."""

from datetime import date
from decimal import Decimal

from wtforms import DateField, DecimalField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.people.commitment import AuthorityDraft
from planner.people.promises import MOST_HOURS, Promise, PromiseDraft
from planner.web.forms import CreateForm, EditForm

TENTH = Decimal("0.1")


class OwnHoursForm(CreateForm):
    """Hours a week that somebody promises in person."""

    hours = DecimalField("Hours a week", places=1, validators=[InputRequired(), NumberRange(0, MOST_HOURS)])
    first_day = DateField("From", validators=[InputRequired("Give the first day.")])
    last_day = DateField("Until", validators=[Optional()])
    comment = TextAreaField("Comment", validators=[Optional(), Length(max=500)])

    def draft(self, user_id: int, name: str) -> PromiseDraft:
        """What is promised, in the person's own name."""
        hours = Decimal(self.hours.data or 0).quantize(TENTH)
        first = self.first_day.data or date.max  # the field asks for it
        return PromiseDraft(Promise(user_id, hours, first, self.last_day.data), name, self.comment.data or "")


class ConfirmForm(EditForm):
    """What the line manager frees of the promised hours."""

    hours = DecimalField(
        "Hours a week that are free", places=1, validators=[InputRequired(), NumberRange(0, MOST_HOURS)]
    )
    by = StringField("Line manager", validators=[InputRequired("Say who confirmed it."), Length(max=200)])

    def confirmed(self) -> Decimal:
        """The hours."""
        return Decimal(self.hours.data or 0).quantize(TENTH)


class AuthorityForm(EditForm):
    """What somebody may decide."""

    decides = TextAreaField(
        "May decide without asking", validators=[InputRequired("Say what this person may decide."), Length(max=1000)]
    )
    limit = DecimalField("Up to an amount of", places=0, validators=[Optional(), NumberRange(0, 10**12)])
    given_by = StringField("Given by", validators=[InputRequired("Say who gave it."), Length(max=200)])
    given_on = DateField("On", validators=[Optional()])

    def draft(self) -> AuthorityDraft:
        """What was typed."""
        limit = None if self.limit.data is None else Decimal(self.limit.data).quantize(Decimal(1))
        return AuthorityDraft(self.decides.data or "", limit, self.given_by.data or "", self.given_on.data)
