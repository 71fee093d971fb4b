"""The guided form that makes a rollout: four short steps, everything typed kept on the way back and forth.

Every step carries what the other steps hold in hidden fields, so nothing is kept on the server until the end.
"""

from collections.abc import Iterator
from typing import Any

from wtforms import DateField, Field, FieldList, Form, FormField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.playbook.outline import Playbook
from planner.rollouts.drafts import RolloutDraft
from planner.rollouts.forms import MOST_PEOPLE, SettingsFields, WholeNumberField, day_in_reach
from planner.rollouts.profile import UnitDraft, WaveDraft, Work, choices
from planner.rollouts.waves import WavePlan
from planner.web.forms import CreateForm, PlannerForm, offer

MOST_UNITS, MOST_WAVES = 40, 12
STEPS = ("Organisation", "Way of working", "Units and waves", "Playbook")
STEP_FIELDS: dict[int, tuple[str, ...]] = {
    1: ("name", "organisation", "sector", "size", "market"),
    2: ("culture", "decision", "delivery", "start_date", "currency", "timezone", "country"),
    3: ("units", "waves"),
    4: ("playbook",),
}
_CARRIED_BY_THE_FORM = ("csrf_token", "once", "step")


class Row(PlannerForm):
    """A row within the form; the whole form carries the token."""

    class Meta(PlannerForm.Meta):
        """No token of its own."""

        csrf = False


class UnitRow(Row):
    """One unit; a row without a name counts for nothing."""

    name = StringField("Name", [Length(max=120)])
    people = WholeNumberField("People", [Optional(), NumberRange(0, MOST_PEOPLE, "Type a number from 0 to 1,000,000.")])
    work = SelectField("Kind of work", choices=offer(choices(Work)), default=Work.SALES.value)
    wave = SelectField(
        "Wave", choices=offer({"": "Not yet decided"} | {str(n): str(n) for n in range(1, MOST_WAVES + 1)}), default=""
    )


class WaveRow(Row):
    """One wave; a row without name and date counts for nothing."""

    name = StringField("Name", [Length(max=120)])
    go_live = DateField("Go-live date", [Optional(), day_in_reach])


class Rows(FieldList):  # type: ignore[type-arg] # generic in the stubs only
    """A list of rows whose numbers are plain and short, whatever was sent."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:  # noqa: ANN401 - WTForms
        for key in formdata:
            number = key.removeprefix(f"{prefix}-").split("-", 1)[0]
            if key.startswith(f"{prefix}-") and number.isascii() and number.isdecimal() and len(number) < 4:
                yield int(number)

    def tell(self) -> None:
        """Turn what is wrong in single rows into sentences that name the row."""
        found = [
            f"Row {number}, {field.label.text.lower()}: {' '.join(field.errors)}"
            for number, row in enumerate(self.entries, start=1)
            for field in row.form
            if field.errors
        ]
        self.errors = found or [each for each in self.errors if isinstance(each, str)]


class RolloutCreateForm(SettingsFields, CreateForm):
    """All four steps in one."""

    step = HiddenField(default="1")
    units = Rows(FormField(UnitRow), "Units", min_entries=3, max_entries=MOST_UNITS)
    waves = Rows(FormField(WaveRow), "Waves", min_entries=2, max_entries=MOST_WAVES)
    playbook = RadioField("Playbook", [InputRequired("Choose a playbook.")], coerce=str)

    def offer_playbooks(self, playbooks: tuple[Playbook, ...]) -> None:
        """Offer the shipped playbooks."""
        self.playbook.choices = offer({each.ref: each.name for each in playbooks})

    @property
    def number(self) -> int:
        """The step that was on the page, 1 to 4."""
        return int(self.step.data) if self.step.data in {"1", "2", "3", "4"} else 1

    def go_to(self, number: int) -> None:
        """Show another step, without complaints about it."""
        self.step.data = str(number)
        self._forget_errors(tuple(STEP_FIELDS))

    def check(self, *numbers: int) -> bool:
        """Whether what these steps ask for is there; complaints about other steps are kept back."""
        self.validate()
        self.units.tell()
        self.waves.tell()
        self._forget_errors(tuple(number for number in STEP_FIELDS if number not in numbers))
        return not self.errors

    def readable(self) -> bool:
        """Whether the first three steps make sense so far; complains about nothing."""
        ready = self.check(1, 2, 3)
        self._forget_errors(tuple(STEP_FIELDS))
        return ready and bool(self.start_date.data)

    def first_wrong(self) -> int:
        """The first step that holds an error."""
        return next((n for n, names in STEP_FIELDS.items() if any(self[name].errors for name in names)), self.number)

    def _forget_errors(self, numbers: tuple[int, ...]) -> None:
        for name in (name for number in numbers for name in STEP_FIELDS[number]):
            self[name].errors = []

    def carried(self) -> Iterator[tuple[str, str]]:
        """What the other steps hold, as names and values for hidden fields."""
        shown = {*STEP_FIELDS[self.number], *_CARRIED_BY_THE_FORM}
        for field in self:
            if field.name not in shown:
                yield from _leaves(field)

    def unit_drafts(self) -> tuple[UnitDraft, ...]:
        """The units that have a name."""
        rows = [row for row in self.units.data if row["name"]]
        return tuple(
            UnitDraft(row["name"], row["people"] or 0, Work(row["work"]), int(row["wave"]) if row["wave"] else None)
            for row in rows
        )

    def wave_drafts(self) -> tuple[WaveDraft, ...]:
        """The waves that have a name or a date, numbered by their row."""
        return tuple(
            WaveDraft(number, row["name"] or f"Wave {number}", row["go_live"])
            for number, row in enumerate(self.waves.data, start=1)
            if row["name"] or row["go_live"]
        )

    def take(self, plan: WavePlan) -> None:
        """Fill in proposed waves, and the wave of each unit."""
        _refill(self.waves, [{"name": wave.name, "go_live": wave.go_live} for wave in plan.waves])
        _refill(
            self.units,
            [{"name": u.name, "people": u.people, "work": u.work.value, "wave": str(u.wave or "")} for u in plan.units],
        )

    def add_row(self, rows: Rows) -> None:
        """One more empty row, up to the most there may be."""
        if len(rows.entries) < (rows.max_entries or 0):
            rows.append_entry()

    def draft(self) -> RolloutDraft:
        """The whole rollout as a value."""
        return RolloutDraft(self.settings(), self.unit_drafts(), self.wave_drafts(), self.playbook.data)


def _refill(rows: Rows, values: list[dict[str, object]]) -> None:
    while rows.entries:
        rows.pop_entry()
    for value in values:
        rows.append_entry(value)


def _leaves(field: Field) -> Iterator[tuple[str, str]]:
    """A field's single values by the names under which they are sent."""
    if isinstance(field, FieldList):
        for entry in field.entries:
            yield from _leaves(entry)
    elif isinstance(field, FormField):
        inner: Form = field.form
        for each in inner:
            yield from _leaves(each)
    else:
        value = field._value() if hasattr(field, "_value") else field.data  # noqa: SLF001 - WTForms' name for it
        if value is not None:
            yield field.name, str(value)
