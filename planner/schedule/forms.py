"""Forms of the plan and of gates: filters, a task, a file to import, a gate, a condition that is met."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.schedule.calendar_feed import FEED_WORDS
from planner.schedule.drafts import EstimateDraft, GateDraft, TaskDraft
from planner.schedule.file_values import LONGEST_NOTE
from planner.schedule.plan_table import SHOW_WORDS, Part, Show, Wanted
from planner.schedule.taking_service import Choice
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

NOBODY = "0"
LONGEST_DAYS = 2_500
"""Ten years of working days; longer is a slip of the pen."""


def number(text: str | None) -> int | None:
    """The number behind a choice; nobody and nothing are None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 and text != NOBODY else None


class PlanFilter(PlannerForm):
    """What to show of the plan; sent with the address, so that a view can be kept as a bookmark."""

    class Meta(PlannerForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    show = SelectField("Show", choices=offer({show.value: word for show, word in SHOW_WORDS.items()}))
    part = SelectField("Part of the plan", validate_choice=False)
    wave = SelectField("Wave", validate_choice=False)
    owner = SelectField("Owner", validate_choice=False)

    def offer_choices(self, parts: tuple[Part, ...], waves: list[int], people: dict[int, str]) -> None:
        """Fill in what this plan can be filtered by."""
        self.part.choices = offer({"": "all parts", **{part.key: part.name for part in parts}})
        self.wave.choices = offer({"": "all waves", **{str(wave): f"Wave {wave}" for wave in waves}})
        self.owner.choices = offer({"": "everybody", **{str(key): name for key, name in people.items()}})

    def wanted(self) -> Wanted:
        """What is asked for; a value nobody offered asks for nothing."""
        show = self.show.data if self.show.data in set(Show) else Show.ALL
        return Wanted(Show(show), self.part.data or "", number(self.wave.data), number(self.owner.data))


class TaskForm(EditForm):
    """Dates, progress, owner, estimates and note of a task."""

    start = DateField("First day", validators=[Optional()])
    finish = DateField("Last day", validators=[Optional()])
    percent = IntegerField("Progress", validators=[InputRequired(), NumberRange(0, 100)])
    owner = SelectField("Owner")
    phase = SelectField("Phase")
    optimistic_days = IntegerField("If all goes well", validators=[Optional(), NumberRange(0, LONGEST_DAYS)])
    likely_days = IntegerField("Most likely", validators=[Optional(), NumberRange(0, LONGEST_DAYS)])
    pessimistic_days = IntegerField("If much goes wrong", validators=[Optional(), NumberRange(0, LONGEST_DAYS)])
    note = TextAreaField("Note", validators=[Optional(), Length(max=LONGEST_NOTE)])

    def offer_choices(self, people: dict[int, str], phases: dict[str, str]) -> None:
        """Who can own the task, and the phases it can belong to."""
        self.owner.choices = offer({NOBODY: "nobody yet", **{str(key): name for key, name in people.items()}})
        self.phase.choices = offer({"": "no phase", **phases})

    def keep_out(self, *names: str) -> None:
        """Leave out what this person may not change, or what follows from other rows."""
        for name in names:
            del self[name]

    def draft(self, stored: TaskDraft) -> TaskDraft:
        """What is wanted; what was left out of the form stays as it is stored."""
        return TaskDraft(
            start=self.start.data if "start" in self else stored.start,
            finish=self.finish.data if "finish" in self else stored.finish,
            percent=(self.percent.data or 0) if "percent" in self else stored.percent,
            owner_id=number(self.owner.data) if "owner" in self else stored.owner_id,
            note=self.note.data or "",
            phase_ref=self.phase.data or "" if "phase" in self else stored.phase_ref,
            estimate=self.estimate(),
        )

    def estimate(self) -> EstimateDraft | None:
        """The three durations; None where the row has none of its own."""
        if "likely_days" not in self:
            return None
        return EstimateDraft(self.optimistic_days.data, self.likely_days.data, self.pessimistic_days.data)


class UploadForm(PlannerForm):
    """A project file to look at before it is taken over."""

    file = FileField("Project file", validators=[FileRequired("Choose a file first.")])


class FeedForm(CreateForm):
    """What a new calendar holds."""

    kind = SelectField(
        "What it holds",
        choices=offer({kind.value: words for kind, words in FEED_WORDS.items()}),
        validators=[InputRequired("Choose what it holds.")],
    )


class EndFeedForm(PlannerForm):
    """Ends a calendar."""


class ConfirmForm(CreateForm):
    """Takes the file over that was looked at."""


class TakeForm(ConfirmForm):
    """Takes everything of a newer file, all rows of one kind, or the rows that are ticked."""

    what = StringField(default="all")
    row = SelectMultipleField("Rows", validate_choice=False)

    def choice(self) -> Choice:
        """What is taken; a ticked row that is no number is nothing."""
        ticked = [int(uid) for uid in self.row.data or () if uid.isascii() and uid.isdigit() and len(uid) < 11]
        return Choice(self.what.data or "all", tuple(sorted(set(ticked))))


class FinishForm(EditForm):
    """Marks a task as done."""


class GateForm(EditForm):
    """Who owns the work behind a gate, and when its review is due."""

    owner = SelectField("Owner of the work")
    due = DateField("Review is due on", validators=[Optional()])

    def offer_people(self, people: dict[int, str]) -> None:
        """Who can own the work."""
        self.owner.choices = offer({NOBODY: "nobody yet", **{str(key): name for key, name in people.items()}})

    def draft(self) -> GateDraft:
        """What is wanted."""
        return GateDraft(number(self.owner.data), self.due.data)


class ConditionForm(EditForm):
    """How one can tell that a condition is met."""

    how = TextAreaField("How one can tell", validators=[InputRequired("Say how one can tell."), Length(max=500)])


def choice(value: Any) -> str:  # noqa: ANN401 - an account or nobody
    """A stored owner as the value of its choice."""
    return NOBODY if value is None else str(value)
