"""The form by which a known mistake is accepted for a time."""

from datetime import date

from wtforms import DateField, TextAreaField
from wtforms.validators import InputRequired, Length

from planner.readiness.mistake_service import WaiverDraft
from planner.web.forms import EditForm


class WaiverForm(EditForm):
    """Why it is accepted, and until when."""

    reason = TextAreaField(
        "Why it is accepted", validators=[InputRequired("Say why this is accepted."), Length(max=1000)]
    )
    until = DateField("Until", validators=[InputRequired("Give the last day.")])

    def draft(self) -> WaiverDraft:
        """What is wanted."""
        return WaiverDraft(self.reason.data or "", self.until.data or date.max)


class TakeBackForm(EditForm):
    """Stops accepting a finding."""
