"""Forms of the suitability assessment: an answer, the strategic decision, stop criteria."""

from collections.abc import Sequence

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from planner.access.models import User
from planner.playbook.outline import Question
from planner.playbook.words import Choice, Decision
from planner.rollouts.profile import choices
from planner.suitability.service import AnswerDraft
from planner.suitability.stopping import StopAt
from planner.web.forms import CreateForm, EditForm, offer

WORDS = {Choice.YES: "Yes", Choice.PARTLY: "Partly", Choice.NO: "No"}


def options_of(question: Question) -> dict[str, str]:
    """The sentence for each possible answer, where the playbook has one."""
    return {option.value.value: option.label for option in question.options}


class AnswerForm(EditForm):
    """Answers one question."""

    value = RadioField("Answer", [InputRequired("Choose the answer that fits best.")], coerce=str)
    reason = TextAreaField("Why this answer", [InputRequired("Say why, in a sentence or two."), Length(max=2000)])
    evidence = TextAreaField("Evidence", [Length(max=2000)])
    owner = SelectField("Who makes it good", coerce=str, default="")
    due = DateField("By when", [Optional()])

    def offer_answers(self, question: Question, people: Sequence[User]) -> None:
        """Offer the three answers, and the people who can own what is open."""
        asked = options_of(question)
        order = [Choice(value) for value in asked] or list(Choice)
        self.value.choices = offer({choice.value: WORDS[choice] for choice in order})
        self.owner.choices = offer({"": "Nobody yet"} | {str(user.id): user.name for user in people})

    def draft(self) -> AnswerDraft:
        """The answer as a value."""
        return AnswerDraft(
            value=Choice(self.value.data),
            reason=self.reason.data or "",
            evidence=self.evidence.data or "",
            owner_id=int(self.owner.data) if self.owner.data else None,
            due=self.due.data,
        )


class DecisionForm(EditForm):
    """Decides what the system is for."""

    choice = RadioField(
        "The system is to", [InputRequired("Choose one of the two.")], choices=offer(choices(Decision)), coerce=str
    )
    reason = TextAreaField("Reason", [InputRequired("Say why; others will build on it."), Length(max=2000)])


class StopForm(CreateForm):
    """Writes down a reason to stop."""

    text = StringField("We stop when", [InputRequired("Say when you would stop."), Length(max=500)])
    question = SelectField("The question that shows it", coerce=str)
    at = RadioField(
        "Stop when its answer is",
        choices=offer({StopAt.NO.value: "No", StopAt.PARTLY.value: "No, or only partly"}),
        default=StopAt.NO.value,
        coerce=str,
    )

    def offer_questions(self, questions: Sequence[Question]) -> None:
        """Offer the questions of the playbook."""
        self.question.choices = offer({question.ref: question.text for question in questions})


class WithdrawForm(EditForm):
    """Withdraws a reason to stop."""

    reason = TextAreaField("Why it no longer holds", [InputRequired("Say why."), Length(max=500)])
