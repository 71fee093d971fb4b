"""Forms of culture: one's own view, and taking the common view over into the profile."""

from typing import Any

from wtforms import RadioField
from wtforms.validators import Optional

from planner.people.culture import SCALES, Dimension
from planner.web.forms import EditForm, PlannerForm, offer


def steps(dimension: Dimension) -> Any:  # noqa: ANN401 - an unbound WTForms field
    """The five steps of a dimension, to choose one of."""
    scale = SCALES[dimension]
    words = {str(number): text for number, text in enumerate(scale.steps)}
    return RadioField(scale.name, choices=offer(words), description=scale.question, validators=[Optional()])


class CultureForm(PlannerForm):
    """One's own view of each dimension; what one cannot say is left out."""

    decides = steps(Dimension.DECIDES)
    pace = steps(Dimension.PACE)
    agreement = steps(Dimension.AGREEMENT)
    mistakes = steps(Dimension.MISTAKES)
    formality = steps(Dimension.FORMALITY)
    customer = steps(Dimension.CUSTOMER)

    def said(self) -> dict[Dimension, int]:
        """The steps that were chosen."""
        chosen = {dimension: self[dimension.value].data for dimension in Dimension}
        return {dimension: int(step) for dimension, step in chosen.items() if step and step in set("01234")}


class TakeCultureForm(EditForm):
    """One button: plan for this culture."""
