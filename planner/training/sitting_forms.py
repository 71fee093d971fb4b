"""Forms of sessions: when and where, who takes part, who was there, results, ratings."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from flask import request
from wtforms import (
    DateField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.basics.errors import RuleBroken
from planner.schedule.forms import NOBODY, number
from planner.training.seats import Attendance
from planner.training.sitting_service import SittingDraft
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer


class SittingFields(PlannerForm):
    """When, where, by whom and for whom a session is given; the time is the rollout's own."""

    course = SelectField("Course", validators=[InputRequired("Choose the course.")])
    day = DateField("Day", validators=[InputRequired("Give the day.")])
    at = TimeField("Begins at", validators=[InputRequired("Give the time, such as 09:00.")])
    hours = DecimalField("Hours", places=2, validators=[InputRequired("Say how long."), NumberRange(0.1, 200)])
    last_day = DateField("Last day", validators=[Optional()])
    seats = IntegerField("Seats", validators=[InputRequired("Say how many."), NumberRange(1, 5000)])
    trainer = SelectField("Trainer")
    room = SelectField("Room")
    place = StringField("Another place", validators=[Optional(), Length(max=200)])
    link = StringField("Link for taking part online", validators=[Optional(), Length(max=500)])
    language = StringField("Language", validators=[Optional(), Length(max=20)])
    unit = SelectField("Only for the unit")
    wave = SelectField("Only for the wave")
    note = TextAreaField("What to bring or know", validators=[Optional(), Length(max=500)])

    def offer_choices(
        self, courses: dict[int, str], trainers: dict[int, str], rooms: dict[int, str], units: dict[int, str],
        waves: dict[int, str],
    ) -> None:  # fmt: skip
        """What can be chosen."""
        self.course.choices = offer({str(key): name for key, name in courses.items()})
        for field, words, none in (
            (self.trainer, trainers, "nobody yet"), (self.room, rooms, "no room of the list"),
            (self.unit, units, "everybody"), (self.wave, waves, "every wave"),
        ):  # fmt: skip
            field.choices = offer({NOBODY: none, **{str(key): name for key, name in words.items()}})

    def draft(self, timezone: str) -> SittingDraft:
        """What is wanted, with the time as an instant."""
        local = datetime.combine(self.day.data or date.max, self.at.data or time(), ZoneInfo(timezone))
        return SittingDraft(
            course_id=number(self.course.data) or 0,
            starts_at=local.astimezone(UTC),
            minutes=round(Decimal(self.hours.data or 0) * 60),
            seats=self.seats.data or 0,
            trainer_id=number(self.trainer.data),
            training_room_id=number(self.room.data),
            place=self.place.data or "",
            link=self.link.data or "",
            language=self.language.data or "",
            unit_id=number(self.unit.data),
            wave=number(self.wave.data),
            note=self.note.data or "",
            last_day=self.last_day.data,
        )


class SittingForm(SittingFields, CreateForm):
    """A new session."""


class EditSittingForm(SittingFields, EditForm):
    """A session that is there."""


class CancelForm(EditForm):
    """Why a session does not take place."""

    reason = StringField("Why", validators=[InputRequired("Say why it does not take place."), Length(max=200)])


class EnrolForm(CreateForm):
    """Who is to take part."""

    person = SelectMultipleField("People", validate_choice=False)

    def chosen(self) -> list[int]:
        """The people that are ticked; what is no number is nobody."""
        return [int(each) for each in self.person.data or () if each.isascii() and each.isdigit() and len(each) < 10]


class SelfEnrolForm(PlannerForm):
    """Takes or gives back one's own place."""


class MarkForm(PlannerForm):
    """Whether somebody was there; the same again changes nothing."""

    said = RadioField("Attendance", choices=offer({each.value: each.value for each in Attendance}))


class WalkInForm(PlannerForm):
    """Somebody who is in the room without being on the list."""

    person = SelectField("Who", validate_choice=False, validators=[InputRequired("Choose who.")])


class ResultForm(CreateForm):
    """One attempt of one person."""

    course = SelectField("Course", validators=[InputRequired("Choose the course.")])
    day = DateField("Day", validators=[InputRequired("Give the day.")])
    score = DecimalField("Score", places=1, validators=[Optional(), NumberRange(0, 100)])
    passed = SelectField("Passed", choices=offer({"": "by the score", "yes": "yes", "no": "no"}), default="")

    def offer_courses(self, courses: dict[int, str]) -> None:
        """Which course it can be."""
        self.course.choices = offer({str(key): name for key, name in courses.items()})


class ScoresForm(CreateForm):
    """The scores of everybody in a session, one field each, named after the person."""

    def scores(self, people: Mapping[int, str]) -> dict[int, Decimal]:
        """The scores that were typed, by person; RuleBroken names whose is none."""
        found = {}
        for staff_id, name in people.items():
            text = request.form.get(f"score-{staff_id}", "").strip().rstrip("%").strip().replace(",", ".")
            if not text:
                continue
            try:
                score = Decimal(text) if len(text) < 8 and text.isascii() else Decimal("NaN")
            except InvalidOperation as error:
                raise RuleBroken(f"{name}: “{text[:20]}” is no score in percent.") from error
            if not score.is_finite() or not 0 <= score <= 100:
                raise RuleBroken(f"{name}: a score is between 0 and 100 percent.")
            found[staff_id] = score
        return found


class RateForm(PlannerForm):
    """How good a session was."""

    stars = RadioField(
        "How useful was it for your work?",
        choices=offer({"5": "5, very useful", "4": "4", "3": "3", "2": "2", "1": "1, not at all"}),
        validators=[InputRequired("Choose between one and five.")],
    )
