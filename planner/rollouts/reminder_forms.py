"""The form of the rule for reminders."""

from wtforms import BooleanField, IntegerField
from wtforms.validators import InputRequired, NumberRange

from planner.rollouts.reminding import LONGEST_GRACE
from planner.web.forms import EditForm


class ReminderForm(EditForm):
    """Whether reminders are sent, and the grace."""

    active = BooleanField(
        "Send reminders",
        description="Only of what has passed its day, each thing once to each. Tasks that a gate holds are left out.",
    )
    grace = IntegerField(
        "Days of grace, in working days",
        [
            InputRequired("Give a number of working days."),
            NumberRange(1, LONGEST_GRACE, f"Give 1 to {LONGEST_GRACE} working days."),
        ],
        description="So long after the first reminder the project manager is told; so long after that, the sponsor.",
    )
