"""The form of the risk page: which date, how many runs, which distribution, and whether teams share their luck."""

from collections.abc import Mapping

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from planner.schedule.risk_service import Question, question_of
from planner.schedule.sampling import DISTRIBUTION_WORDS, Distribution
from planner.web.forms import PlannerForm, offer

SAMPLES = 2_000
CORRELATIONS = {"0": "each task by itself", "0.2": "a little (0.2)", "0.4": "clearly (0.4)", "0.6": "strongly (0.6)"}


class RiskForm(PlannerForm):
    """What to simulate; sent with the address, so that an answer can be kept as a bookmark."""

    class Meta(PlannerForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    target = SelectField("Which date")
    samples = IntegerField("Runs", validators=[InputRequired("Say how many runs."), NumberRange(100, 100_000)])
    seed = IntegerField("Seed", validators=[InputRequired("Give a number."), NumberRange(0, 2**31 - 1)])
    distribution = SelectField(
        "Distribution", choices=offer({each.value: word for each, word in DISTRIBUTION_WORDS.items()})
    )
    correlation = SelectField("Tasks of one role vary together", choices=offer(CORRELATIONS))

    def offer_targets(self, targets: Mapping[int, str]) -> None:
        """The dates that can be asked for."""
        self.target.choices = offer({str(key): name for key, name in targets.items()})

    def question(self) -> Question:
        """What is asked; only for a form that is valid."""
        return question_of(
            self.samples.data or SAMPLES,
            self.seed.data or 0,
            self.distribution.data,
            float(self.correlation.data),
            int(self.target.data),
        )


def usual(target: int) -> dict[str, str]:
    """What the form holds before anybody asks."""
    return {
        "target": str(target),
        "samples": str(SAMPLES),
        "seed": "1",
        "distribution": Distribution.BETA_PERT.value,
        "correlation": "0",
    }
