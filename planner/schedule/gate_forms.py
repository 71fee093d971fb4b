"""Forms at gates beside their decision: a waiver, a lesson, and what a later wave makes of a lesson."""

from datetime import date

from wtforms import DateField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from planner.schedule.holding import WaiverDraft
from planner.schedule.lessons import ANSWER_WORDS, KIND_WORDS, LONGEST, Answer, AnswerDraft, LessonDraft, LessonKind
from planner.web.forms import CreateForm, EditForm, offer


class WaiverForm(CreateForm):
    """Why work may go on although the gate is not open, and until when."""

    until = DateField("Last day", validators=[InputRequired("Choose the last day on which it holds.")])
    reason = TextAreaField("Reason", validators=[InputRequired("Give the reason."), Length(max=LONGEST)])

    def draft(self, by_id: int) -> WaiverDraft:
        """What the sponsor wants."""
        return WaiverDraft(self.reason.data or "", self.until.data or date.min, by_id)


class TakeBackForm(EditForm):
    """Takes a waiver back."""


class LessonFields:
    """The fields of a lesson, for a new one and for one that is changed."""

    kind = RadioField("What it asks for", choices=offer({k.value: w for k, w in KIND_WORDS.items()}), default="change")
    what = TextAreaField("What happened", validators=[InputRequired("Say what happened."), Length(max=LONGEST)])
    advice = TextAreaField(
        "What to do next time", validators=[InputRequired("Say what to do next time."), Length(max=LONGEST)]
    )
    phase = SelectField("For which phase")

    def offer_phases(self, phases: dict[str, str]) -> None:
        """The phases a lesson can be for."""
        self.phase.choices = offer({"": "the next one", **phases})

    def draft(self) -> LessonDraft:
        """What was written."""
        return LessonDraft(
            LessonKind(self.kind.data), self.what.data or "", self.advice.data or "", self.phase.data or ""
        )


class LessonForm(LessonFields, CreateForm):
    """A new lesson."""


class EditLessonForm(LessonFields, EditForm):
    """A lesson that is changed."""


class AnswerForm(EditForm):
    """What a later wave makes of a lesson."""

    answer = RadioField("For this phase", choices=offer({a.value: w for a, w in ANSWER_WORDS.items()}), default="taken")
    reason = TextAreaField("Why", validators=[Optional(), Length(max=500)])

    def draft(self) -> AnswerDraft:
        """What is said."""
        return AnswerDraft(Answer(self.answer.data), self.reason.data or "")
