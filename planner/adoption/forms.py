"""Forms of adoption: a log or a list of licences to take over, whose account it is, what events count for, rules."""

from collections.abc import Mapping

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from planner.adoption.figure_models import LicensedBy
from planner.adoption.help_models import HelpKind
from planner.adoption.help_service import HelpDraft
from planner.adoption.presets import PRESETS
from planner.adoption.settings_service import Grounds, Rules
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

LICENSED = {
    LicensedBy.LIST: "A list of licences that I take over",
    LicensedBy.GO_LIVE: "Everybody on the staff list, from the go-live of the own wave on",
}


class LogForm(CreateForm):
    """A usage log to take over."""

    preset = SelectField(
        "Which system wrote it",
        choices=offer({each.ref: each.label for each in PRESETS}),
        validators=[InputRequired("Choose the system.")],
    )
    source = StringField("Name of the source", validators=[Optional(), Length(max=120)])
    file = FileField("Usage log", validators=[FileRequired("Choose a file first.")])
    look = BooleanField("Show me its columns before it is read")


class TakeForm(PlannerForm):
    """Store what was read."""


class LicencesForm(CreateForm):
    """A table of licences to take over."""

    file = FileField("List of licences", validators=[FileRequired("Choose a file first.")])


class AccountForm(EditForm):
    """Whose account it is."""

    staff = SelectField("Whose account is it", validators=[InputRequired("Choose somebody.")])


class KindsForm(PlannerForm):
    """What each kind of event counts for; its fields are made by the page."""


class RulesForm(EditForm):
    """What adopted means."""

    needed_days = IntegerField(
        "Active days of the last 28", validators=[InputRequired("Give a number of days."), NumberRange(1, 28)]
    )
    licensed_by = RadioField("Who may use the system", choices=offer({k.value: v for k, v in LICENSED.items()}))
    daily_kept = IntegerField("Days that daily counts are kept", validators=[InputRequired("Give a number of days.")])
    weekly_kept = IntegerField(
        "Days that weekly counts of people are kept", validators=[InputRequired("Give a number of days.")]
    )

    weekly_roles = SelectMultipleField(
        "Roles that work with it week by week",
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer_roles(self, roles: Mapping[str, str]) -> None:
        """Which roles there are."""
        self.weekly_roles.choices = offer(dict(roles))

    def draft(self) -> Rules:
        """The rules as they were typed."""
        return Rules(
            self.needed_days.data or 0,
            LicensedBy(self.licensed_by.data),
            tuple(self.weekly_roles.data or ()),
            self.daily_kept.data or 0,
            self.weekly_kept.data or 0,
        )


class PeopleForm(EditForm):
    """Why people may be shown one by one."""

    purpose = TextAreaField("Purpose", validators=[InputRequired("Say what it is for."), Length(max=2000)])
    legal_basis = TextAreaField("Legal basis", validators=[InputRequired("Name the basis."), Length(max=2000)])
    works_council = TextAreaField(
        "Works council or staff representatives", validators=[InputRequired("Say what was agreed."), Length(max=2000)]
    )
    until = DateField("Until", validators=[InputRequired("Give the last day.")])

    def draft(self) -> Grounds:
        """The grounds as they were typed."""
        assert self.until.data is not None  # noqa: S101 - the validator saw to it
        return Grounds(
            self.purpose.data or "", self.legal_basis.data or "", self.works_council.data or "", self.until.data
        )


class OffForm(EditForm):
    """Show only groups again."""


class HelpForm(CreateForm):
    """What is done for somebody."""

    kind = RadioField(
        "What is done",
        choices=offer(
            {"session": "A seat in a session", "coach": "A coach at the desk", "note": "A talk: only a note"}
        ),
        validators=[InputRequired("Choose one.")],
    )
    sitting = SelectField("Session", default="")
    coach = SelectField("Coach", default="")
    text = TextAreaField("Note", validators=[Optional(), Length(max=1000)])
    due = DateField("Look again on", validators=[Optional()])

    def offer_help(self, sessions: Mapping[int, str], coaches: Mapping[int, str]) -> None:
        """Which sessions and coaches there are."""
        self.sitting.choices = offer({"": "no session"} | {str(key): words for key, words in sessions.items()})
        self.coach.choices = offer({"": "no coach"} | {str(key): words for key, words in coaches.items()})

    def draft(self) -> HelpDraft:
        """What is wanted."""
        return HelpDraft(
            HelpKind(self.kind.data),
            int(self.sitting.data) if self.sitting.data else None,
            int(self.coach.data) if self.coach.data else None,
            self.text.data or "",
            self.due.data,
        )


class CloseHelpForm(EditForm):
    """One has looked whether it helped."""
