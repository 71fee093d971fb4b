"""Forms of scenarios: the name and note, and one form for each kind of change."""

from collections.abc import Callable, Sequence

from wtforms import BooleanField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from planner.schedule.scenario import (
    LONGEST_DAYS,
    MOST_PEOPLE,
    Add,
    AddPeople,
    Change,
    CutTraining,
    Drop,
    Shift,
    Stretch,
    Target,
)
from planner.schedule.scenario_queries import Choice
from planner.schedule.scenario_service import ScenarioDraft
from planner.schedule.states import Kind
from planner.web.forms import CreateForm, EditForm, offer

INDENT = "\u2003"
CHOOSE = "Choose a task."


class ScenarioFields:
    """The fields of a scenario, for a new one and for one that is there."""

    name = StringField("Name", validators=[InputRequired("Give the scenario a name."), Length(max=80)])
    note = TextAreaField("Note", validators=[Length(max=2_000)])

    def draft(self) -> ScenarioDraft:
        """What was written."""
        return ScenarioDraft(self.name.data or "", self.note.data or "")


class ScenarioForm(ScenarioFields, CreateForm):
    """A new scenario."""


class EditScenarioForm(ScenarioFields, EditForm):
    """A scenario that gets another name or note."""


class CloseForm(EditForm):
    """Keeps a scenario, or throws it away."""


class RemoveForm(EditForm):
    """Takes a change out."""


class ChangeForm(EditForm):
    """A change of one row."""

    change: Callable[[], Change]
    """What is to be tried; each form below says its own."""

    task = SelectField("Task", validators=[InputRequired(CHOOSE)])

    def offer_rows(self, rows: Sequence[Choice]) -> None:
        """The rows to choose from, indented as in the plan."""
        many = len({row.wave for row in rows if row.wave is not None}) > 1
        self.targets = {str(row.uid): Target(row.uid, row.name, row.wave if many else None) for row in rows}
        told = {
            str(row.uid): f"{INDENT * row.depth}{row.name}"
            + (f", wave {row.wave}" if many and row.wave and row.kind is not Kind.SUMMARY else "")
            for row in rows
        }
        self.task.choices = offer({"": "Choose…", **told})

    def target(self) -> Target:
        """The row that was chosen."""
        return self.targets[self.task.data]


class ShiftForm(ChangeForm):
    """A task begins later or earlier."""

    days = DecimalField(
        "Working days", places=1, validators=[InputRequired("Give a number."), NumberRange(-LONGEST_DAYS, LONGEST_DAYS)]
    )

    def change(self) -> Change:
        """The shift."""
        return Shift(self.target(), float(self.days.data or 0))


class StretchForm(ChangeForm):
    """A task takes more or less of its time."""

    percent = IntegerField(
        "New duration in percent", validators=[InputRequired("Give a number."), NumberRange(1, 1_000)]
    )

    def change(self) -> Change:
        """The stretch."""
        return Stretch(self.target(), self.percent.data or 100)


class DropForm(ChangeForm):
    """A task goes."""

    def change(self) -> Change:
        """The drop."""
        return Drop(self.target())


class AddForm(ChangeForm):
    """A task comes behind another one."""

    task = SelectField("After", validators=[InputRequired(CHOOSE)])
    name = StringField("Name of the new task", validators=[InputRequired("Give the task a name."), Length(max=200)])
    days = DecimalField(
        "Working days", places=1, validators=[InputRequired("Give a number."), NumberRange(0, LONGEST_DAYS)]
    )
    holds = BooleanField("What waited for that one waits for the new task", default=True)

    def change(self) -> Change:
        """The new task."""
        return Add(self.target(), self.name.data or "", float(self.days.data or 0), bool(self.holds.data))


class CutTrainingForm(EditForm):
    """Training gets less time."""

    percent = IntegerField("Cut by", validators=[InputRequired("Give a number."), NumberRange(1, 90)])

    def offer_rows(self, rows: Sequence[Choice]) -> None:
        """It is about all training; there is nothing to choose."""

    def change(self) -> Change:
        """The cut."""
        return CutTraining(self.percent.data or 0)


class AddPeopleForm(ChangeForm):
    """People join those who do a task."""

    people = IntegerField(
        "People on it today", default=1, validators=[InputRequired("Give a number."), NumberRange(1, MOST_PEOPLE)]
    )
    more = IntegerField("People who join", validators=[InputRequired("Give a number."), NumberRange(1, MOST_PEOPLE)])
    divisible = IntegerField(
        "Share of the work that can be divided",
        default=100,
        validators=[InputRequired("Give a number."), NumberRange(1, 100)],
    )

    def change(self) -> Change:
        """Who joins."""
        people, more = self.people.data or 1, self.more.data or 1
        return AddPeople(self.target(), people, more, self.divisible.data or 100)


FORMS: dict[str, type[ChangeForm | CutTrainingForm]] = {
    "shift": ShiftForm,
    "stretch": StretchForm,
    "drop": DropForm,
    "add": AddForm,
    "cut-training": CutTrainingForm,
    "add-people": AddPeopleForm,
}
