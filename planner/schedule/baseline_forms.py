"""Forms of baselines: setting one, and choosing which one to compare with."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from planner.schedule.baselines import BaselineDraft
from planner.web.forms import CreateForm, PlannerForm, offer


class BaselineForm(CreateForm):
    """The name of a baseline and why it is set."""

    name = StringField("Name", validators=[InputRequired("Give the baseline a name."), Length(max=80)])
    why = TextAreaField("Why now", validators=[Optional(), Length(max=500)])

    def draft(self) -> BaselineDraft:
        """What is wanted."""
        return BaselineDraft(self.name.data or "", self.why.data or "")


class AgainstForm(PlannerForm):
    """Which baseline to compare the plan with; sent with the address."""

    class Meta(PlannerForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    against = SelectField("Compare the plan with", validate_choice=False)

    def offer_choices(self, names: dict[str, str]) -> None:
        """The baselines there are."""
        self.against.choices = offer(names)
