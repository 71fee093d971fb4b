"""The forms of the readiness pages: an answer, a verification, a filter, a verdict set by hand."""

from decimal import Decimal
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from planner.basics.errors import RuleBroken
from planner.playbook.outline import Criterion, CriterionKind, Unit
from planner.readiness.answer_service import fields_of
from planner.readiness.answers import AnswerDraft
from planner.readiness.criteria import HIGHEST_STEP
from planner.readiness.evidence import Grade, State
from planner.readiness.files_service import LARGEST_FILE, MEDIA_TYPES, Upload
from planner.readiness.models import LONG, TEXT, Answer
from planner.readiness.override_service import OverrideDraft
from planner.readiness.verdict import VerdictState
from planner.readiness.worklist import FILTER_WORDS, Filter
from planner.web.forms import CreateForm, EditForm, offer

FIGURE = "figure"
NO_ANSWER = {"unknown": "Not known yet", "na": "Does not apply here"}
GRADES: dict[str, str] = {
    Grade.ASSERTED: "Asserted: somebody says so",
    Grade.OBSERVED: "Observed: somebody has seen it",
    Grade.MEASURED: "Measured: it was counted",
}


def figure_of(form: FlaskForm, field: Any) -> None:  # noqa: ANN401, ARG001 - WTForms' own signature
    """A plain decimal number; a comma is taken as the decimal sign."""
    text = (field.data or "").replace(",", ".").removesuffix("%").strip()
    plain = text.removeprefix("-")
    if not (plain.isascii() and plain.replace(".", "", 1).isdigit() and len(plain) <= 18):
        raise StopValidation("Write a plain number, such as 82.5.")
    field.data = text


class AnswerForm(EditForm, CreateForm):
    """One answer. The first choice says what kind of answer it is; the rest is its evidence."""

    choice = RadioField("Answer", validators=[InputRequired("Choose an answer.")])
    figure = StringField("Figure", validators=[Optional(), figure_of], render_kw={"inputmode": "decimal"})
    na_reason = TextAreaField("Why it does not apply here", validators=[Length(max=TEXT)], render_kw={"rows": 2})
    evidence = TextAreaField("What shows it", validators=[Length(max=LONG)], render_kw={"rows": 3})
    grade = RadioField("How do we know?", choices=offer(GRADES), default=Grade.ASSERTED.value)
    link = StringField("Link", validators=[Length(max=500)])
    file = FileField("File")
    drop_file = BooleanField("Remove the file that is there")
    answered_on = DateField("As of", validators=[Optional()])

    def ask(self, criterion: Criterion) -> "AnswerForm":
        """Offer the answers that fit the question."""
        self.choice.choices = offer(own_choices(criterion) | NO_ANSWER)
        if criterion.kind is not CriterionKind.MEASURE:
            del self.figure
        elif criterion.unit is Unit.PERCENT:
            self.figure.label.text = "Figure in percent"
        return self

    def apart(self, ref: str) -> "AnswerForm":
        """Give every field an id of its own, so that several such forms can stand on one page."""
        for field in self:
            field.id = f"{ref}-{field.name}"
            field.label.field_id = field.id
        return self

    def draft(self, *, had_file: bool) -> AnswerDraft:
        """The answer as a plain value."""
        state = {"unknown": State.UNKNOWN, "na": State.NOT_APPLICABLE}.get(self.choice.data, State.SCORED)
        return AnswerDraft(
            state=state,
            value=self.value() if state is State.SCORED else None,
            grade=Grade(self.grade.data),
            evidence=self.evidence.data or "",
            link=self.link.data or "",
            na_reason=self.na_reason.data or "",
            answered_on=self.answered_on.data,
            has_file=bool(self.file.data) or (had_file and not self.drop_file.data),
        )

    def value(self) -> Decimal | None:
        """The step, yes or no, or the figure; None when no figure was written."""
        if self.choice.data != FIGURE:
            return Decimal(self.choice.data)
        return Decimal(self.figure.data) if self.figure.data else None

    def upload(self) -> Upload | None:
        """The file that was sent, if there is one; no more of it is read than would be taken."""
        sent = self.file.data
        if not sent:
            return None
        return Upload(sent.filename or "", sent.stream.read(LARGEST_FILE + 1))


def answer_form(criterion: Criterion, row: Answer | None) -> AnswerForm:
    """The form for one question, filled with the present answer; its day is left open, which means today."""
    kept = {} if row is None else fields_of(row, criterion) | {"version": row.version, "answered_on": None}
    return AnswerForm(data=kept).ask(criterion)


def own_choices(criterion: Criterion) -> dict[str, str]:
    """The answers that score: the steps from best to worst, yes or no, or a figure."""
    if criterion.kind is CriterionKind.CHECK:
        return {"1": "Yes", "0": "No"}
    if criterion.kind is CriterionKind.MEASURE:
        return {FIGURE: "A figure"}
    return {str(step): f"Step {step}" for step in range(HIGHEST_STEP + 1)}


def file_endings() -> str:
    """What a file chooser should offer."""
    return ",".join(f".{ending}" for ending in MEDIA_TYPES)


class VerifyForm(EditForm):
    """Confirms the answer that was seen: the version tells which one."""


class FilterForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """Which questions to list; it keeps its answer in the address."""

    class Meta:
        """A form that changes nothing needs no token."""

        csrf = False

    show = SelectField("Show", choices=offer({each.value: words for each, words in FILTER_WORDS.items()}))

    def wanted(self) -> Filter:
        """The filter asked for; what is not known shows what is not yet known."""
        return Filter(self.show.data) if self.show.data in set(Filter) else Filter.UNKNOWN


class ChangesForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """How far back to look; it keeps its answer in the address."""

    class Meta:
        """A form that changes nothing needs no token."""

        csrf = False

    days = SelectField("In the last", choices=offer({"7": "7 days", "30": "30 days", "90": "90 days"}), default="30")

    def wanted(self) -> int:
        """The days asked for; 30 when nothing that is offered was."""
        return int(self.days.data) if self.days.data in {"7", "30", "90"} else 30


class OverrideForm(EditForm):
    """A verdict set by hand."""

    state = RadioField(
        "Verdict",
        choices=offer({each: each.word for each in VerdictState}),
        validators=[InputRequired("Choose one.")],
    )
    reason = TextAreaField(
        "Reason", validators=[InputRequired("Say why."), Length(max=TEXT)], description="It is printed in every report."
    )
    until = DateField("Last day on which it holds", validators=[InputRequired("Give a date.")])

    def draft(self) -> OverrideDraft:
        """The override as a plain value."""
        until, reason = self.until.data, self.reason.data or ""
        if until is None:
            raise RuleBroken("Give a date.", "until")
        return OverrideDraft(VerdictState(self.state.data), reason, until)
