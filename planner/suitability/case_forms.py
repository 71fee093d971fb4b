"""Forms of the business case: its frame, a line with three estimates for each year, and the approval."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from wtforms import DateField, DecimalField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from planner.access.models import User
from planner.suitability.business_case import KIND_WORDS, MOST_YEARS, LineKind
from planner.suitability.case_rules import CaseDraft, LineDraft
from planner.web.fields import MoneyField
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

ENDS = ("low", "likely", "high")


class CaseForm(EditForm):
    """Sets the frame of the case."""

    years = SelectField("Years after year 0", coerce=str)
    rate = DecimalField("Discount rate", [InputRequired("Give a rate; 0 takes all years alike.")], places=None)
    starts_on = DateField("Year 0 begins on", [InputRequired("Give the first day of year 0.")])
    budget = MoneyField("Budget that was granted")
    month_cost = MoneyField("What one month more of the project costs")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - what WTForms takes
        super().__init__(*args, **kwargs)
        self.years.choices = offer({str(number): str(number) for number in range(1, MOST_YEARS + 1)})

    def draft(self) -> CaseDraft:
        """The frame as a value."""
        return CaseDraft(
            years=int(self.years.data),
            rate=Decimal(self.rate.data or 0),
            starts_on=self.starts_on.data,  # type: ignore[arg-type] # the field asks for it
            month_cost=self.month_cost.data,
            budget=self.budget.data,
        )


class LineFields(PlannerForm):
    """What every line has; `for_years` adds the amounts."""

    name = StringField("Name", [InputRequired("Give the line a name."), Length(max=120)])
    kind = RadioField(
        "It is", [InputRequired("Choose what it is.")], choices=offer({k.value: w for k, w in KIND_WORDS.items()})
    )
    basis = TextAreaField("What the amounts rest on", [Length(max=1000)])
    owner = SelectField("Who answers for it", coerce=str, default="")
    kpi_ref = SelectField("Key figure that will show it", coerce=str, default="")

    def offer_choices(self, people: Sequence[User], kpis: Mapping[str, str]) -> None:
        """Offer the people of the rollout, and the key figures of its playbook."""
        self.owner.choices = offer({"": "Nobody yet"} | {str(user.id): user.name for user in people})
        self.kpi_ref.choices = offer({"": "None"} | dict(kpis))

    def year_rows(self) -> list[tuple[int, tuple[Any, Any, Any]]]:
        """The fields of each year: low, likely, high."""
        last = max(int(name.partition("_")[2]) for name in self._fields if name.startswith("likely_"))
        return [(year, tuple(self[f"{end}_{year}"] for end in ENDS)) for year in range(last + 1)]

    def draft(self) -> LineDraft:
        """The line as a value."""
        return LineDraft(
            name=self.name.data or "",
            kind=LineKind(self.kind.data),
            amounts=tuple(tuple(field.data for field in row) for _, row in self.year_rows()),
            kpi_ref=self.kpi_ref.data,
            basis=self.basis.data or "",
            owner_id=int(self.owner.data) if self.owner.data else None,
        )


class NewLineForm(LineFields, CreateForm):
    """Adds a line."""


class EditLineForm(LineFields, EditForm):
    """Changes a line."""


class RemoveLineForm(EditForm):
    """Takes a line out."""


class ApproveCaseForm(CreateForm):
    """Approves the case as it stands."""

    reason = TextAreaField("What you want to say with it", [Length(max=1000)])


def for_years(form: type[LineFields], years: int) -> type[Any]:
    """The form with three amounts for each year from 0 on."""
    fields = {f"{end}_{year}": MoneyField(f"Year {year}, {end}") for year in range(years + 1) for end in ENDS}
    return type(form.__name__, (form,), fields)
