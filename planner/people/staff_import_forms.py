"""Forms of importing a staff list: the file, what its columns mean, and taking it."""

from collections.abc import Sequence
from datetime import date

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, FieldList, SelectField
from wtforms.validators import Optional, ValidationError

from planner.people.staff_columns import WORDS, Column, doubled, missing
from planner.web.forms import CreateForm, PlannerForm, offer

LEFT_OUT = ""
MEANINGS = {LEFT_OUT: "leave out", **{str(column): words for column, words in WORDS.items()}}


class StaffFileForm(PlannerForm):
    """A staff list to look at."""

    file = FileField("Staff list", validators=[FileRequired("Choose a file.")])


class MappingForm(PlannerForm):
    """What each column means, and whether the list is complete."""

    columns = FieldList(SelectField("Column", choices=offer(MEANINGS)))
    complete = BooleanField("The list is complete: whoever it does not name has left")
    last_day = DateField("Their last day", validators=[Optional()])
    make_units = BooleanField("Make units that are missing")

    def validate_columns(self, _field: object) -> None:
        """Nothing is said twice, and there is a name."""
        chosen = self.chosen()
        if twice := doubled(chosen):
            raise ValidationError(f"Two columns are said to hold “{twice}”.")
        if lacking := missing({place: Column(each) for place, each in enumerate(chosen) if each in set(Column)}):
            raise ValidationError(lacking)

    def validate_complete(self, field: BooleanField) -> None:
        """A complete list needs the day after which those it does not name count no more."""
        if field.data and self.last_day.data is None:
            raise ValidationError("Give the last day of those who have left.")

    def chosen(self) -> tuple[str, ...]:
        """The meaning of each column by its place."""
        return tuple(entry.data or LEFT_OUT for entry in self.columns.entries)

    @property
    def complete_on(self) -> date | None:
        """The last day of those whom the list no longer names; None where it is only a part."""
        return self.last_day.data if self.complete.data else None

    def begin(self, chosen: Sequence[str]) -> None:
        """One choice for each column of the file, as proposed or as sent."""
        entries = self.columns.entries
        while entries and (not self.is_submitted() or len(entries) > len(chosen)):
            self.columns.pop_entry()
        for meaning in chosen[len(entries) :]:
            self.columns.append_entry(meaning)


class TakeStaffForm(CreateForm):
    """Takes the list; pressed twice, it is taken once."""
