"""The form with which somebody answers: made from the questions of the survey."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from planner.basics.errors import RuleBroken
from planner.people.survey_counting import LONGEST
from planner.people.survey_shape import Item, ItemKind
from planner.web.forms import PlannerForm, offer

BLANK = ""
NO_ANSWER = "No answer"


class AnswerForm(PlannerForm):
    """What all answer forms share; each survey has fields of its own, named after its questions."""

    def refuse(self, broken: RuleBroken) -> None:
        """Show a rule's sentence at its question."""
        super().refuse(RuleBroken(broken.message, field_name(broken.field) if broken.field else None))

    def answer(self, items: Sequence[Item]) -> dict[str, str]:
        """What was chosen and written, by question."""
        return {item.ref: str(self.field_of(item).data or "") for item in items}

    def field_of(self, item: Item) -> Field:
        """The field of a question."""
        found: Field = self._fields[field_name(item.ref)]
        return found


def field_name(ref: str) -> str:
    """The name of a question's field; never one that a form uses for itself.

    >>> field_name("data")
    'q-data'
    """
    return f"q-{ref}"


def answer_form(items: Sequence[Item], own: dict[str, str]) -> AnswerForm:
    """A form over the questions, filled with an earlier answer where there is one."""
    fields = {field_name(item.ref): _field(item) for item in items}
    made: type[AnswerForm] = type("SurveyAnswerForm", (AnswerForm,), fields)
    form: AnswerForm = made(data={field_name(ref): value for ref, value in own.items()})
    return form


def _field(item: Item) -> Any:  # noqa: ANN401 - WTForms gives back a field that is not bound yet
    if item.kind is ItemKind.TEXT:
        return TextAreaField(item.text, validators=[Optional(), Length(max=LONGEST)])
    words = dict(zip(item.values, item.options, strict=True)) if item.options else {v: v for v in item.values}
    blank = {} if item.required else {BLANK: NO_ANSWER}
    return RadioField(item.text, choices=offer({**words, **blank}), validate_choice=False, default=None)
