"""Forms of sponsorship: sponsors, their promises, how a promise was kept, and acts."""

from collections.abc import Mapping, Sequence

from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from planner.people.sponsor_acts import ACT_WORDS, BY_HAND, ActKind
from planner.people.sponsor_coalition import SponsorDraft
from planner.people.sponsor_offers import Offer
from planner.people.sponsor_promises import (
    EVERY_WORDS,
    KIND_WORDS,
    Every,
    KeepingDraft,
    PromiseKind,
    SponsorPromiseDraft,
)
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

LINK = Regexp(r"https?://\S+$", message="Give an address that begins with http:// or https://.")


def whole(text: str | None) -> int | None:
    """The number of a choice; None for the empty one, and for what no row is numbered by."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class Ticks(SelectMultipleField):
    """Several of several, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SponsorFields(PlannerForm):
    """Who stands behind the change, and behind which part of it."""

    person = SelectField("Person")
    name = StringField("Name, where the person has no account here", [Optional(), Length(max=120)])
    title = StringField("Position", [Optional(), Length(max=120)])
    lead = BooleanField("Stands behind the whole rollout (executive sponsor)")
    units = Ticks("Sponsor on site for")
    since = DateField("Since", [InputRequired("Give the first day.")])
    until = DateField("Until", [Optional()])

    def offer_choices(self, people: Mapping[int, str], units: Mapping[int, str]) -> None:
        """Who takes part, and which units there are."""
        self.person.choices = offer(
            {"": "Somebody without an account"} | {str(key): name for key, name in people.items()}
        )
        self.units.choices = offer({str(key): name for key, name in units.items()})

    def draft(self) -> SponsorDraft:
        """What was typed."""
        units = frozenset(number for text in self.units.data or () if (number := whole(text)))
        return SponsorDraft(
            whole(self.person.data),
            self.name.data or "",
            self.title.data or "",
            bool(self.lead.data),
            units,
            self.since.data,
            self.until.data,
        )


class SponsorForm(SponsorFields, CreateForm):
    """A new sponsor."""


class EditSponsorForm(SponsorFields, EditForm):
    """A sponsor that is there."""


class PromiseFields(PlannerForm):
    """What is promised, and by when."""

    kind = SelectField("What it is about", choices=offer({k.value: w for k, w in KIND_WORDS.items()}))
    text = StringField("The promise", [InputRequired("Say what is promised."), Length(max=300)])
    unit = SelectField("Unit")
    due = DateField("By", [InputRequired("Give the day.")])

    def offer_units(self, units: Mapping[int, str]) -> None:
        """The units a promise can be about."""
        self.unit.choices = offer({"": "No unit in particular"} | {str(key): name for key, name in units.items()})


class SponsorPromiseForm(PromiseFields, CreateForm):
    """A new promise, or several of a kind."""

    every = SelectField("Again", choices=offer({e.value: w for e, w in EVERY_WORDS.items()}), default=Every.ONCE.value)
    until = DateField("Repeats until", [Optional()])

    def draft(self) -> SponsorPromiseDraft:
        """What was typed."""
        return SponsorPromiseDraft(
            PromiseKind(self.kind.data),
            self.text.data or "",
            self.due.data,
            whole(self.unit.data),
            Every(self.every.data),
            self.until.data,
        )


class EditSponsorPromiseForm(PromiseFields, EditForm):
    """One promise that is still to come."""

    def draft(self) -> SponsorPromiseDraft:
        """What was typed."""
        return SponsorPromiseDraft(
            PromiseKind(self.kind.data), self.text.data or "", self.due.data, whole(self.unit.data)
        )


class OffersForm(CreateForm):
    """Takes several promises that are offered."""

    chosen = Ticks("Promises", [InputRequired("Choose at least one.")])

    def offer_promises(self, offers: Sequence[Offer]) -> None:
        """The promises by their key; words and days stand beside the boxes."""
        self.chosen.choices = offer({each.key: each.draft.text for each in offers})


class KeepForm(EditForm):
    """How a promise was kept."""

    evidence = TextAreaField(
        "What was done",
        [InputRequired("Say in a line what was done, so that others can look it up."), Length(max=1000)],
    )
    kept_on = DateField("Done on", [InputRequired("Give the day.")])
    link = StringField("Link to what shows it", [Optional(), Length(max=500), LINK])

    def draft(self) -> KeepingDraft:
        """What was typed."""
        return KeepingDraft(self.kept_on.data, self.evidence.data or "", self.link.data or "")


class ReopenForm(EditForm):
    """Takes back that a promise was kept."""


class WithdrawPromiseForm(EditForm):
    """Says why a promise no longer holds."""

    reason = TextAreaField("Why it no longer holds", [InputRequired("Say why."), Length(max=500)])
    later_too = BooleanField("Also the later ones of this repetition")


class ActForm(CreateForm):
    """What a sponsor was seen doing."""

    kind = RadioField(
        "What it was", choices=offer({k.value: ACT_WORDS[k] for k in BY_HAND}), default=ActKind.TALK.value
    )
    what = StringField("In a line", [InputRequired("Say in a line what was done."), Length(max=300)])
    day = DateField("Day", [InputRequired("Give the day.")])
    link = StringField("Link", [Optional(), Length(max=500), LINK])


class RemoveActForm(EditForm):
    """Takes an act away that was written down by mistake."""
