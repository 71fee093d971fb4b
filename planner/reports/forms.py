"""Forms of the reports: calling a review, and deciding on its report."""

from collections.abc import Mapping
from functools import cache

from wtforms import (
    DateField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from planner.reports.decision import LONGEST_CONDITION, LONGEST_REASON, ConditionDraft, Decision, SignOffDraft
from planner.web.forms import CreateForm, offer

FIRST_ROWS, MOST_ROWS = 3, 20
CHOICES = {
    Decision.APPROVE.value: "Approve",
    Decision.WITH_CONDITIONS.value: "Approve with conditions",
    Decision.SEND_BACK.value: "Send back",
    Decision.HOLD.value: "Hold",
    Decision.STOP.value: "Stop",
}
EXPLAINED = {
    Decision.APPROVE.value: "The gate opens.",
    Decision.WITH_CONDITIONS.value: "The gate opens; a condition that is not met on its date shuts it again.",
    Decision.SEND_BACK.value: "The gate stays shut; the manager calls a new review when the work is done.",
    Decision.HOLD.value: "The gate stays shut: the work stands, but something outside of it has to come first.",
    Decision.STOP.value: "Work beyond this gate does not go on, and no waiver can change that; only a new review can.",
}


def explained(verdict: str) -> dict[str, str]:
    """What each choice means, and which of them the verdict does not allow."""
    words = dict(EXPLAINED)
    if verdict in {"hold", "stop"}:
        words[Decision.APPROVE.value] = f"Not possible while the verdict is {verdict}."
    if verdict == "stop":
        words[Decision.WITH_CONDITIONS.value] = "Not possible while the verdict is stop."
    return words


class CallForm(CreateForm):
    """Freezes the report of one gate."""

    gate = HiddenField("Gate", id="called-gate", validators=[DataRequired("Choose a gate."), Length(max=140)])


class SignOffForm(CreateForm):
    """The sponsor's decision; the rows of conditions are added by `sign_off_form`."""

    decision = RadioField("Your decision", choices=offer(CHOICES), validators=[InputRequired("Choose one of them.")])
    reason = TextAreaField("Reason", validators=[DataRequired("Give the reason; it is kept with the report."),
                                                 Length(max=LONGEST_REASON)])  # fmt: skip
    password = PasswordField("Your password", validators=[DataRequired("Type your password to sign.")])
    add_row = SubmitField("Add a condition")
    rows = 0

    def draft(self) -> SignOffDraft:
        """What was typed, as the rules see it."""
        conditions = tuple(self._condition(number) for number in range(1, self.rows + 1))
        return SignOffDraft(Decision(self.decision.data), self.reason.data or "", conditions)

    def _condition(self, number: int) -> ConditionDraft:
        text, owner, due = (self[f"{part}_{number}"].data for part in ("text", "owner", "due"))
        return ConditionDraft(text or "", int(owner) if owner else None, due)

    def offer_people(self, people: Mapping[int, str]) -> None:
        """Let conditions be owned by those who take part in the rollout."""
        for number in range(1, self.rows + 1):
            self[f"owner_{number}"].choices = offer({"": "–", **{str(key): name for key, name in people.items()}})


@cache
def sign_off_form(rows: int) -> type[SignOffForm]:
    """The form with that many rows for conditions, at least three and at most twenty."""
    rows = max(FIRST_ROWS, min(rows, MOST_ROWS))
    fields: dict[str, object] = {"rows": rows, "__doc__": SignOffForm.__doc__}
    for number in range(1, rows + 1):
        fields[f"text_{number}"] = StringField(
            f"Condition {number}", validators=[Optional(), Length(max=LONGEST_CONDITION)]
        )
        fields[f"owner_{number}"] = SelectField(f"Owner of condition {number}", choices=[])
        fields[f"due_{number}"] = DateField(f"Date of condition {number}", validators=[Optional()])
    return type("SignOffForm", (SignOffForm,), fields)
