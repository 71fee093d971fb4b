"""Forms of the impact map: finding a thing, and tying a row of the plan to a goal."""

from collections.abc import Mapping

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from planner.readiness.impact import KIND_WORDS
from planner.web.forms import CreateForm, PlannerForm, offer


class FindForm(PlannerForm):
    """Finds something on the map by its kind and by words of its name."""

    class Meta(PlannerForm.Meta):
        """It only asks."""

        csrf = False

    kind = SelectField(
        "Kind", choices=offer({"": "Everything"} | {k.value: w for k, w in KIND_WORDS.items()}), default="", coerce=str
    )
    find = StringField("Words of its name", [Optional(), Length(max=100)])

    @property
    def asked(self) -> bool:
        """Whether anything is looked for."""
        known = {kind.value for kind in KIND_WORDS}
        self.kind.data = self.kind.data if self.kind.data in known else ""
        self.find.data = (self.find.data or "")[:100]
        return bool(self.kind.data or self.find.data)


class TieForm(CreateForm):
    """Ties a row of the plan to a goal."""

    goal = SelectField("Goal that it serves", [InputRequired("Choose a goal.")], coerce=str)

    def offer_goals(self, goals: Mapping[int, str]) -> None:
        """Offer the goals that are kept."""
        self.goal.choices = offer({"": "Choose"} | {str(number): name for number, name in goals.items()})
