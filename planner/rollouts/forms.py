"""Forms of rollouts: settings, stage of life, waves, units, people."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from wtforms import (
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from planner.access.roles import ROLE_NAMES, ROLLOUT_ROLES, Role
from planner.basics.days import OUT_OF_REACH, in_reach
from planner.playbook.comparison import Difference
from planner.playbook.outline import Culture, Decision, Delivery, Market, Size
from planner.playbook.pieces import Piece
from planner.rollouts.drafts import SettingsDraft
from planner.rollouts.place_forms import currencies, holiday_countries, timezones
from planner.rollouts.profile import Sector, UnitDraft, Work, choices
from planner.rollouts.stages import Stage, Step
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

MOST_PEOPLE = 1_000_000


class WholeNumberField(IntegerField):
    """A whole number in plain digits; other scripts, signs and groupings are asked for again."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read digits only."""
        if valuelist and valuelist[0] and not re.fullmatch(r"[0-9]{1,9}", str(valuelist[0]).strip()):
            self.data = None
            raise ValueError("Type a whole number, such as 25.")
        if valuelist and not str(valuelist[0]).strip():
            self.data = None
            return
        super().process_formdata(valuelist)


def day_in_reach(_form: Any, field: Any) -> None:  # noqa: ANN401 - WTForms
    """Ask again for a date that no rollout reaches."""
    if not in_reach(field.data):
        raise ValidationError(OUT_OF_REACH)


def choose(label: str, kind: type[StrEnum], sentence: str) -> RadioField:
    """One of the choices of a kind; `sentence` asks for it when nothing was chosen."""
    return RadioField(label, [InputRequired(sentence)], choices=offer(choices(kind)), coerce=str)


class SettingsFields(PlannerForm):
    """What is asked of the rollout as a whole."""

    name = StringField("Name of the rollout", [InputRequired("Give the rollout a name."), Length(max=120)])
    organisation = StringField("Organisation", [InputRequired("Type the name of the organisation."), Length(max=120)])
    sector = SelectField("Sector", choices=offer(choices(Sector)), default=Sector.OTHER.value)
    size = choose("Who will use the system", Size, "Choose how many people will use it.")
    market = choose("Customers", Market, "Choose who the customers are.")
    culture = choose("Culture", Culture, "Choose where decisions are made.")
    decision = choose("What the system is for", Decision, "Choose what the system is for.")
    delivery = choose("How the system is delivered", Delivery, "Choose how the system is delivered.")
    currency = SelectField("Currency", choices=offer(currencies()))
    timezone = SelectField("Time zone", choices=timezones())
    country = SelectField("Public holidays of", choices=offer(holiday_countries()), default="")
    start_date = DateField(
        "Start of the rollout", [InputRequired("Choose the day on which the rollout starts."), day_in_reach]
    )

    def settings(self) -> SettingsDraft:
        """The settings as a value."""
        return SettingsDraft(
            name=self.name.data or "",
            organisation=self.organisation.data or "",
            sector=Sector(self.sector.data),
            size=Size(self.size.data),
            market=Market(self.market.data),
            culture=Culture(self.culture.data),
            decision=Decision(self.decision.data),
            delivery=Delivery(self.delivery.data),
            currency=self.currency.data,
            timezone=self.timezone.data,
            start_date=self.start_date.data or date.min,
            country=self.country.data,
        )


class RolloutForm(SettingsFields, EditForm):
    """Changes the settings of a rollout."""


class StageForm(EditForm):
    """Takes a step of life."""

    to = RadioField("Next step", [InputRequired("Choose a step.")], coerce=str)
    reason = TextAreaField("Reason", [Length(max=500)])

    def offer_steps(self, found: tuple[Step, ...]) -> None:
        """Offer the steps open from here."""
        self.to.choices = offer({step.to.value: step.label for step in found})

    def stage(self) -> Stage:
        """The chosen stage."""
        return Stage(self.to.data)


class WaveFields(PlannerForm):
    """What is asked of a wave."""

    name = StringField("Name", [InputRequired("Give the wave a name."), Length(max=120)])
    go_live = DateField("Go-live date", [Optional(), day_in_reach])


class WaveForm(WaveFields, EditForm):
    """Changes a wave."""


class NewWaveForm(WaveFields, CreateForm):
    """Adds a wave."""


class UnitFields(PlannerForm):
    """What is asked of a unit."""

    name = StringField("Name", [InputRequired("Give the unit a name."), Length(max=120)])
    people = WholeNumberField(
        "People who will use the system",
        [
            InputRequired("Type how many people, or 0."),
            NumberRange(0, MOST_PEOPLE, "Type a number from 0 to 1,000,000."),
        ],
    )
    work = SelectField("Kind of work", choices=offer(choices(Work)), default=Work.OTHER.value)
    wave = SelectField("Wave", coerce=str)

    def offer_waves(self, found: list[tuple[int, str]]) -> None:
        """Offer the waves, and none yet."""
        self.wave.choices = offer(
            {"": "Not yet decided"} | {str(number): f"{number}: {name}" for number, name in found}
        )

    def draft(self) -> UnitDraft:
        """The unit as a value."""
        wave = int(self.wave.data) if self.wave.data else None
        return UnitDraft(self.name.data or "", self.people.data or 0, Work(self.work.data), wave)


class UnitForm(UnitFields, EditForm):
    """Changes a unit."""


class NewUnitForm(UnitFields, CreateForm):
    """Adds a unit."""


ROLE_CHOICES = offer({role.value: ROLE_NAMES[role] for role in ROLLOUT_ROLES})


class NewMemberForm(CreateForm):
    """Lets a person with an account take part."""

    email = EmailField("E-mail address", [InputRequired("Type the address of the account."), Length(max=254)])
    role = SelectField("Role", choices=ROLE_CHOICES, default=Role.MEMBER.value)


class MemberForm(EditForm):
    """Gives a person another role."""

    role = RadioField("Role", [InputRequired("Choose a role.")], choices=ROLE_CHOICES, coerce=str)


class TakeOverForm(EditForm):
    """Chooses which changes of a newer playbook are taken over."""

    pieces = SelectMultipleField(
        "Changes", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), coerce=str
    )

    def offer_changes(self, found: Sequence[Difference]) -> None:
        """Offer each difference under the name of its piece."""
        self.pieces.choices = offer({spelled(each.piece): each.name or each.piece.ref for each in found})

    def wanted(self, found: Sequence[Difference], *, everything: bool) -> set[Piece]:
        """The pieces that were chosen, or all of them."""
        return {each.piece for each in found if everything or spelled(each.piece) in (self.pieces.data or [])}


def spelled(piece: Piece) -> str:
    """A piece as one word, e.g. `task:decide.kick-off`."""
    return f"{piece.kind.value}:{piece.ref}"
