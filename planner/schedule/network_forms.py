"""The form that says which part of the network to draw."""

from wtforms import BooleanField, SelectField

from planner.schedule.forms import number
from planner.schedule.network_chart import Choice
from planner.schedule.plan_table import Part
from planner.web.forms import PlannerForm, offer

STEPS = {1: "1 step", 2: "2 steps", 3: "3 steps", 4: "4 steps", 6: "6 steps"}


class NetworkForm(PlannerForm):
    """What to draw; sent with the address, so that a picture can be kept as a bookmark."""

    class Meta(PlannerForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    part = SelectField("Part of the plan", validate_choice=False)
    steps = SelectField("Back and forward", validate_choice=False)
    short = BooleanField("Leave out links that others imply")

    def offer_choices(self, parts: tuple[Part, ...]) -> None:
        """The parts of this plan."""
        self.part.choices = offer({each.key: each.name for each in parts})
        self.steps.choices = offer({str(key): words for key, words in STEPS.items()})


def choice_of(part: str | None, task: str | None, steps: str | None, short: str | None) -> Choice:
    """What an address asks for; what nobody offered is not asked for."""
    wanted = number(steps)
    return Choice(part or "", number(task), wanted if wanted in STEPS else 2, bool(short))
