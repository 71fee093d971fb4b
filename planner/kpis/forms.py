"""Forms of key figures: taking them from the library, a definition, a reading, an import, an accepted deviation."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from planner.kpis.definition import KpiDraft, Target
from planner.kpis.reading import ReadingDraft
from planner.kpis.reading_table import LAYOUT_WORDS, Layout
from planner.playbook.library import Kpi as PlaybookKpi
from planner.playbook.words import Cadence, Direction, Unit
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

UNIT_WORDS = {
    Unit.PERCENT: "percent", Unit.DAYS: "days", Unit.HOURS: "hours", Unit.MONEY: "money",
    Unit.COUNT: "a number of things", Unit.RATIO: "a ratio", Unit.SCORE: "a score",
}  # fmt: skip
DIRECTION_WORDS = {
    Direction.UP: "Higher is better",
    Direction.DOWN: "Lower is better",
    Direction.BAND: "Neither too low nor too high",
}
CADENCE_WORDS = {Cadence.WEEKLY: "every week", Cadence.MONTHLY: "every month", Cadence.QUARTERLY: "every quarter"}


def _amount(label: str) -> DecimalField:
    return DecimalField(label, places=None, validators=[Optional()])


class KpiFields(PlannerForm):
    """The fields of a definition."""

    name = StringField("Name", validators=[InputRequired("Give the key figure a name."), Length(max=120)])
    purpose = TextAreaField("What it shows", validators=[Optional(), Length(max=500)])
    formula = TextAreaField("Formula, in words", validators=[Optional(), Length(max=500)])
    unit = SelectField("Counted in", choices=offer({each.value: word for each, word in UNIT_WORDS.items()}))
    direction = SelectField("Direction", choices=offer({each.value: word for each, word in DIRECTION_WORDS.items()}))
    cadence = SelectField("Read", choices=offer({each.value: word for each, word in CADENCE_WORDS.items()}))
    grace_days = IntegerField(
        "Days of grace", default=5, validators=[InputRequired("Give a number of days."), NumberRange(0, 365)]
    )
    source = StringField("Source", validators=[Optional(), Length(max=200)])
    owner = SelectField("Owner")
    place = SelectField("Measured in", default="")
    customer_based = BooleanField("It looks at the customers, not at ourselves")
    baseline = _amount("Starting value")
    baseline_on = DateField("Day of the starting value", validators=[Optional()])
    target = _amount("Target")
    target_on = DateField("Day of the target", validators=[Optional()])
    near = _amount("Nearly there from")
    low = _amount("Lower end of the band")
    high = _amount("Upper end of the band")

    def offer_people(self, people: Mapping[int, str]) -> None:
        """Who can own it."""
        self.owner.choices = offer({"": "nobody yet", **{str(key): name for key, name in people.items()}})

    def offer_places(self, waves: Mapping[int, str], units: Mapping[int, str]) -> None:
        """Where it can be measured."""
        words = {f"wave-{number}": f"wave {number}, {name}" for number, name in waves.items()}
        self.place.choices = offer({"": "the whole organisation"} | words | {f"unit-{k}": n for k, n in units.items()})

    def draft(self) -> KpiDraft:
        """What is wanted."""
        kind, _, number = (self.place.data or "").partition("-")
        amounts = {name: getattr(self, name).data for name in ("baseline", "target", "near", "low", "high")}
        return KpiDraft(
            name=self.name.data or "",
            purpose=self.purpose.data or "",
            formula=self.formula.data or "",
            unit=Unit(self.unit.data),
            cadence=Cadence(self.cadence.data),
            grace_days=self.grace_days.data or 0,
            source=self.source.data or "",
            owner_id=int(self.owner.data) if self.owner.data else None,
            customer_based=bool(self.customer_based.data),
            target=Target(
                Direction(self.direction.data),
                baseline_on=self.baseline_on.data,
                target_on=self.target_on.data,
                **amounts,
            ),
            unit_id=int(number) if kind == "unit" else None,
            wave=int(number) if kind == "wave" else None,
        )


class KpiForm(KpiFields, CreateForm):
    """A new key figure."""


class EditKpiForm(KpiFields, EditForm):
    """A key figure that is there."""


class RetireForm(EditForm):
    """Reads a figure no longer, or again."""


class TakeForm(CreateForm):
    """Which key figures of the library to take."""

    refs = SelectMultipleField("Key figures", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())

    def offer_library(self, offered: Sequence[PlaybookKpi]) -> None:
        """What is there to take."""
        self.refs.choices = offer({each.ref: each.name for each in offered})


class ReadingForm(CreateForm):
    """A reading by hand."""

    day = DateField("Last day of the period", validators=[InputRequired("Give the day.")])
    value = DecimalField("Value", places=None, validators=[InputRequired("Give the value.")])
    note = StringField("Note", validators=[Optional(), Length(max=300)])

    def draft(self) -> ReadingDraft:
        """What was read."""
        return ReadingDraft(self.day.data or date.max, self.value.data or Decimal(0), self.note.data or "")


class ImportForm(CreateForm):
    """A table of readings, and what a row is."""

    file = FileField("Table (CSV or Excel)", validators=[FileRequired("Choose a file.")])
    layout = SelectField("A row is", choices=offer({each.value: word for each, word in LAYOUT_WORDS.items()}))
    only = SelectField("Key figure, where the table does not name it")

    def offer_kpis(self, kpis: Mapping[str, str]) -> None:
        """The figures the table may speak of."""
        self.only.choices = offer({"": "the table names it", **kpis})

    def wanted(self) -> tuple[Layout, str]:
        """What a row is, and of which figure."""
        return Layout(self.layout.data), self.only.data or ""


class DeviationForm(EditForm):
    """Why a missed target is accepted, and until when."""

    reason = TextAreaField(
        "Why it is accepted", validators=[InputRequired("Say why the deviation is accepted."), Length(max=1000)]
    )
    until = DateField("Until", validators=[InputRequired("Give the last day.")])
