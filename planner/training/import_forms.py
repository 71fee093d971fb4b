"""Forms of importing records: the file, and which column of a table says what."""

from collections.abc import Mapping, Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from planner.training.record_table import FIELD_WORDS, Field
from planner.web.forms import CreateForm, PlannerForm, offer

NONE = ""


class RecordsForm(CreateForm):
    """A file of training records."""

    file = FileField("File", validators=[FileRequired("Choose a file first.")])


class ColumnsForm(PlannerForm):
    """Which column of a table says what; sent with the address, since nothing is stored by it."""

    class Meta(PlannerForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    person = SelectField(FIELD_WORDS[Field.PERSON], validate_choice=False)
    course = SelectField(FIELD_WORDS[Field.COURSE], validate_choice=False)
    day = SelectField(FIELD_WORDS[Field.DAY], validate_choice=False)
    attended = SelectField(FIELD_WORDS[Field.ATTENDED], validate_choice=False)
    score = SelectField(FIELD_WORDS[Field.SCORE], validate_choice=False)
    passed = SelectField(FIELD_WORDS[Field.PASSED], validate_choice=False)
    all_of = SelectField("All rows are about", validate_choice=False)

    def offer_columns(
        self, heading: Sequence[str], courses: Mapping[str, str], guessed: Mapping[Field, int] | None
    ) -> None:
        """The columns of the table; `guessed` fills in what the headings say, where nothing was told."""
        words = {str(number): f"{number + 1}: {name or 'no heading'}"[:60] for number, name in enumerate(heading)}
        for field in Field:
            self._fields[field.value].choices = offer({NONE: "no column", **words})
            if guessed is not None:
                self._fields[field.value].data = str(guessed[field]) if field in guessed else NONE
        self.all_of.choices = offer({NONE: "the course in its column", **courses})
        self.width = len(heading)

    def columns(self) -> dict[Field, int]:
        """Which column says what, as chosen."""
        found = {}
        for field in Field:
            text = self._fields[field.value].data or ""
            if text.isascii() and text.isdigit() and len(text) < 5 and int(text) < self.width:
                found[field] = int(text)
        return found

    def chosen_course(self) -> str:
        """The course all rows are about, where one was chosen."""
        return str(self.all_of.data or "")
