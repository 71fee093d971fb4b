"""Forms of recognition: a contribution, seconding, thanks, a champion."""

from datetime import date

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from planner.people.directory import Directory
from planner.people.recognition import (
    POTENTIAL,
    RESULTS,
    SUBJECTS,
    ContributionDraft,
    Potential,
    Results,
    Subject,
)
from planner.people.recognition_service import ChampionDraft
from planner.people.staff_forms import NONE, key
from planner.web.forms import CreateForm, EditForm, offer


class ContributionForm(CreateForm):
    """What was contributed, by whom, and what it brought and may bring."""

    subject = RadioField("Who contributed", choices=offer({str(k): v for k, v in SUBJECTS.items()}))
    person = StringField("Person", validators=[Optional(), Length(max=254)])
    unit = SelectField("Unit")
    team = StringField("Team", validators=[Optional(), Length(max=120)])
    what = TextAreaField(
        "What was contributed", validators=[InputRequired("Say what was contributed."), Length(max=500)]
    )
    results = RadioField("Results so far", choices=offer({str(k): v for k, v in RESULTS.items()}))
    potential = RadioField("What may come of it", choices=offer({str(k): v for k, v in POTENTIAL.items()}))

    def offer_units(self, units: dict[int, str]) -> None:
        """The units of this rollout."""
        self.unit.choices = offer({NONE: "no unit", **{str(number): name for number, name in units.items()}})

    def draft(self, directory: Directory) -> ContributionDraft:
        """What is wanted; RuleBroken where nobody, or several, could be meant."""
        subject = Subject(self.subject.data)
        meant = directory.meant(self.person.data or "", "person") if subject is Subject.PERSON else None
        return ContributionDraft(
            subject, self.what.data or "", Results(self.results.data), Potential(self.potential.data),
            staff_id=meant, unit_id=key(self.unit.data), team=self.team.data or "",
        )  # fmt: skip


class SecondForm(EditForm):
    """One button: it is so."""


class WithdrawContributionForm(EditForm):
    """One button: take it back."""


class ThanksForm(EditForm):
    """Words of thanks."""

    thanks = TextAreaField("Thanks", validators=[InputRequired("Say thank you in your own words."), Length(max=500)])


class ChampionForm(CreateForm):
    """A champion of a unit."""

    unit = SelectField("Unit")
    person = StringField("Person", validators=[InputRequired("Name the person."), Length(max=254)])
    since = DateField("From", validators=[InputRequired("Give the first day.")])
    until = DateField("Until", validators=[Optional()])

    def offer_units(self, units: dict[int, str]) -> None:
        """The units of this rollout."""
        self.unit.choices = offer({str(number): name for number, name in units.items()})

    def draft(self, directory: Directory) -> ChampionDraft:
        """What is wanted."""
        meant = directory.meant(self.person.data or "", "person") or 0
        return ChampionDraft(key(self.unit.data) or 0, meant, self.since.data or date.max, self.until.data)


class EndChampionForm(EditForm):
    """The last day of a champion."""

    until = DateField("Last day", validators=[InputRequired("Give the last day.")])
