"""The form of the status date of a plan."""

from wtforms import BooleanField, DateField
from wtforms.validators import Optional

from planner.schedule.status_service import StatusDraft
from planner.web.forms import EditForm


class StatusForm(EditForm):
    """Up to which day progress is recorded, and what becomes of work that is not done."""

    day = DateField("Progress is recorded up to the end of", validators=[Optional()])
    reschedules = BooleanField("Unfinished work goes on after this day")

    def draft(self) -> StatusDraft:
        """What is wanted."""
        return StatusDraft(self.day.data, bool(self.reschedules.data))
