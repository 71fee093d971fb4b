"""Forms of courses, trainers and rooms."""

from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from planner.playbook.words import CourseFormat, CourseMoment
from planner.schedule.forms import NOBODY, number
from planner.training.courses import FORMAT_WORDS, MOMENT_WORDS, CourseDraft
from planner.training.place_service import RoomDraft, TrainerDraft
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer


class Ticks(SelectMultipleField):
    """Several of several, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CourseFields(PlannerForm):
    """What a course is."""

    name = StringField("Name", validators=[InputRequired("Give the course a name."), Length(max=120)])
    content = TextAreaField("What it teaches", validators=[Optional(), Length(max=2000)])
    format = SelectField("How it is given", choices=offer({k.value: v for k, v in FORMAT_WORDS.items()}))
    hours = DecimalField("Hours", places=2, validators=[InputRequired("Say how long it takes."), NumberRange(0.1, 200)])
    seats = IntegerField("Seats of a session", validators=[InputRequired("Say how many."), NumberRange(1, 5000)])
    shelf_life_days = IntegerField(
        "Days it stays fresh", validators=[InputRequired("Say how many days."), NumberRange(1, 3650)]
    )
    moment = SelectField("To be done", choices=offer({k.value: v for k, v in MOMENT_WORDS.items()}))
    has_test = BooleanField("It ends with a test")
    pass_percent = IntegerField("Passed from", validators=[InputRequired("Give the line."), NumberRange(0, 100)])
    roles = Ticks("Asked of")
    needed = Ticks("Passed before it")
    link = StringField("Address of the e-learning", validators=[Optional(), Length(max=500)])
    lms_names = TextAreaField("Names in learning systems", validators=[Optional(), Length(max=2000)])

    def offer_choices(self, roles: dict[str, str], courses: dict[int, str]) -> None:
        """Who can be asked to take it, and what can come before it."""
        self.roles.choices = offer(roles)
        self.needed.choices = offer({str(key): name for key, name in courses.items()})

    def draft(self) -> CourseDraft:
        """What is wanted."""
        return CourseDraft(
            name=self.name.data or "",
            content=self.content.data or "",
            format=CourseFormat(self.format.data),
            hours=Decimal(self.hours.data or 0),
            shelf_life_days=self.shelf_life_days.data or 0,
            moment=CourseMoment(self.moment.data),
            link=self.link.data or "",
            lms_names=self.lms_names.data or "",
            has_test=bool(self.has_test.data),
            pass_percent=self.pass_percent.data or 0,
            seats=self.seats.data or 0,
            roles=tuple(self.roles.data or ()),
            needed=tuple(int(each) for each in self.needed.data or ()),
        )


class CourseForm(CourseFields, CreateForm):
    """A course of one's own."""


class EditCourseForm(CourseFields, EditForm):
    """A course that is there."""


class RetireForm(EditForm):
    """Gives a course no more, or again."""

    retired = BooleanField("Given no more")


class TakeCoursesForm(CreateForm):
    """Adds the courses of the playbook that are not there yet."""


class TrainerFields(PlannerForm):
    """Who gives courses, and for how many hours a week."""

    name = StringField("Name", validators=[InputRequired("Give a name."), Length(max=120)])
    hours_week = DecimalField(
        "Hours a week for sessions", places=1, validators=[InputRequired("Say how many."), NumberRange(0, 60)]
    )
    user = SelectField("Account")
    retired = BooleanField("Gives no courses any more")

    def offer_people(self, people: dict[int, str]) -> None:
        """Whose account it can be."""
        self.user.choices = offer({NOBODY: "no account", **{str(key): name for key, name in people.items()}})

    def draft(self) -> TrainerDraft:
        """What is wanted."""
        return TrainerDraft(
            self.name.data or "", Decimal(self.hours_week.data or 0), number(self.user.data), bool(self.retired.data)
        )


class TrainerForm(TrainerFields, CreateForm):
    """A new trainer."""


class EditTrainerForm(TrainerFields, EditForm):
    """A trainer who is there."""


class AbsenceForm(CreateForm):
    """Days on which a trainer gives no courses."""

    first_day = DateField("From", validators=[InputRequired("Give the first day.")])
    last_day = DateField("Until", validators=[InputRequired("Give the last day.")])
    reason = StringField("Why", validators=[Optional(), Length(max=120)])


class ButtonForm(PlannerForm):
    """One button."""


class RoomFields(PlannerForm):
    """A room and its seats."""

    name = StringField("Name", validators=[InputRequired("Give a name."), Length(max=120)])
    site = StringField("Site", validators=[Optional(), Length(max=120)])
    seats = IntegerField("Seats", validators=[InputRequired("Say how many."), NumberRange(1, 5000)])
    retired = BooleanField("Not used any more")

    def draft(self) -> RoomDraft:
        """What is wanted."""
        return RoomDraft(self.name.data or "", self.seats.data or 0, self.site.data or "", bool(self.retired.data))


class RoomForm(RoomFields, CreateForm):
    """A new room."""


class EditRoomForm(RoomFields, EditForm):
    """A room that is there."""


def chosen(value: Any) -> str:  # noqa: ANN401 - a number or nobody
    """A stored number as the value of its choice."""
    return NOBODY if value is None else str(value)
