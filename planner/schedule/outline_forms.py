"""Forms that change the shape of a plan: a new row, a link, a step of a row, a removal, taking a change back."""

from decimal import Decimal

from wtforms import BooleanField, DateField, DecimalField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.schedule.outline_service import LONGEST_LAG_DAYS, LinkDraft, NewTask
from planner.schedule.project_file import LINK_WORDS, Constraint, LagKind, LinkType
from planner.schedule.wish_service import RowDraft
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

LAG_WORDS = {
    LagKind.WORKING: "working days",
    LagKind.ELAPSED: "calendar days",
    LagKind.PERCENT: "% of its duration",
}


class NewTaskForm(CreateForm):
    """A new row behind another one."""

    name = StringField("Name", validators=[InputRequired("Give the task a name."), Length(max=512)])
    days = DecimalField("Duration", default=Decimal(1), validators=[InputRequired(), NumberRange(0, 2_000)])
    under = BooleanField("Put it under this row, as its first part")

    def draft(self) -> NewTask:
        """What is wanted."""
        return NewTask(self.name.data or "", float(self.days.data or 0), bool(self.under.data))


class LinkForm(CreateForm):
    """What a task waits for."""

    predecessor = SelectField("Waits for")
    type = SelectField("How", choices=offer({kind.value: words for kind, words in LINK_WORDS.items()}))
    lag = DecimalField(
        "Lag", default=Decimal(0), validators=[Optional(), NumberRange(-LONGEST_LAG_DAYS, LONGEST_LAG_DAYS)]
    )
    lag_kind = SelectField("Lag in", choices=offer({kind.value: words for kind, words in LAG_WORDS.items()}))

    def draft(self) -> LinkDraft:
        """What is wanted."""
        return LinkDraft(
            int(self.predecessor.data), LinkType(self.type.data), float(self.lag.data or 0), LagKind(self.lag_kind.data)
        )


CONSTRAINT_WORDS = {
    Constraint.AS_SOON_AS_POSSIBLE: "as soon as possible",
    Constraint.AS_LATE_AS_POSSIBLE: "as late as possible",
    Constraint.START_NO_EARLIER_THAN: "start no earlier than",
    Constraint.START_NO_LATER_THAN: "start no later than",
    Constraint.FINISH_NO_EARLIER_THAN: "finish no earlier than",
    Constraint.FINISH_NO_LATER_THAN: "finish no later than",
    Constraint.MUST_START_ON: "must start on",
    Constraint.MUST_FINISH_ON: "must finish on",
}


class ConstrainForm(EditForm):
    """Name, duration, constraint and deadline of a row."""

    name = StringField("Name", validators=[InputRequired("Give the task a name."), Length(max=512)])
    days = DecimalField("Duration", validators=[Optional(), NumberRange(0, 2_000)])
    manual = BooleanField("Keep the dates as they are: other tasks do not move this one")
    constraint = SelectField("When", choices=offer({kind.value: words for kind, words in CONSTRAINT_WORDS.items()}))
    constraint_date = DateField("Day of the constraint", validators=[Optional()])
    deadline = DateField("Deadline", validators=[Optional()])

    def draft(self) -> RowDraft:
        """What is wanted."""
        return RowDraft(
            name=self.name.data or "",
            days=None if "days" not in self or self.days.data is None else float(self.days.data),
            manual=bool(self.manual.data),
            constraint=Constraint(self.constraint.data),
            constraint_date=self.constraint_date.data,
            deadline=self.deadline.data,
        )


class UnlinkForm(PlannerForm):
    """Takes a link away."""


class RemoveForm(EditForm):
    """Removes a row and all under it."""


class ArrangeForm(PlannerForm):
    """A row of the picture and what is to be done with it; `task` holds its number and version, such as 12.3."""

    task = HiddenField("Row")
    step = HiddenField("Step")

    def chosen(self) -> tuple[int, int] | None:
        """The number and the version of the chosen row."""
        number, _, version = (self.task.data or "").partition(".")
        if number.isascii() and number.isdigit() and version.isascii() and version.isdigit() and len(number) < 10:
            return int(number), int(version[:9])
        return None


class DragForm(EditForm):
    """New days of a task that was drawn elsewhere or longer with the mouse."""

    start = DateField("First day", validators=[InputRequired()])
    finish = DateField("Last day", validators=[InputRequired()])


class UndoForm(PlannerForm):
    """Takes the last change of the plan back."""

    change = HiddenField("Change")
