"""Forms of the staff list: filters, an entry, leaving and coming back."""

from datetime import date

from wtforms import DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from planner.people.directory import Directory
from planner.people.staff import StaffDraft, role_in_words
from planner.people.staff_list_queries import WHO_WORDS, Offer, Wanted, Who
from planner.people.staff_queries import Part
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

NONE = ""


def key(text: str | None) -> int | None:
    """The number behind a choice; none and nothing are None."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


class StaffFilter(PlannerForm):
    """Whom to show; sent with the address, so that a view can be kept as a bookmark."""

    class Meta(PlannerForm.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    q = StringField("Name, number or address")
    unit = SelectField("Unit", validate_choice=False)
    wave = SelectField("Wave", validate_choice=False)
    site = SelectField("Site", validate_choice=False)
    team = SelectField("Team", validate_choice=False)
    role = SelectField("Role", validate_choice=False)
    who = SelectField(
        "People", choices=offer({who.value: words for who, words in WHO_WORDS.items()}), validate_choice=False
    )

    def offer_choices(self, found: Offer) -> None:
        """Fill in what this list can be filtered by."""
        self.unit.choices = offer({NONE: "all units", **{str(number): name for number, name in found.units.items()}})
        self.wave.choices = offer({NONE: "all waves", **{str(number): f"Wave {number}" for number in found.waves}})
        self.site.choices = offer({NONE: "all sites", **{site: site for site in found.sites}})
        asked = [self.team.data] if self.team.data and self.team.data not in found.teams else []
        none = "choose a unit first" if found.too_many else "all teams"
        self.team.choices = offer({NONE: none, **{team: team for team in (*asked, *found.teams)}})
        self.role.choices = offer({NONE: "all roles", **{ref: role_in_words(ref) for ref in found.roles}})

    def wanted(self, page: int) -> Wanted:
        """What is asked for; a value nobody offered finds nobody."""
        part = Part(
            unit_id=key(self.unit.data),
            wave=key(self.wave.data),
            site=self.site.data or None,
            team=self.team.data or None,
            role=self.role.data or None,
        )
        who = Who(self.who.data) if self.who.data in set(Who) else Who.HERE
        return Wanted(part, who, self.q.data or "", page)


class Boxes(SelectMultipleField):
    """Several of several, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class StaffFields(PlannerForm):
    """An entry of the staff list."""

    name = StringField("Name", validators=[InputRequired("Type the person's name."), Length(max=120)])
    number = StringField("Staff number", validators=[Optional(), Length(max=60)])
    email = StringField("E-mail address", validators=[Optional(), Length(max=254)])
    unit = SelectField("Unit")
    site = StringField("Site", validators=[Optional(), Length(max=120)])
    team = StringField("Team", validators=[Optional(), Length(max=120)])
    title = StringField("Job title", validators=[Optional(), Length(max=120)])
    language = StringField("Language", validators=[Optional(), Length(max=20)])
    roles = Boxes("What the person does with the system")
    manager = StringField("Line manager", validators=[Optional(), Length(max=254)])
    account = SelectField("Account here")
    joined = DateField("First day", validators=[Optional()])

    def offer_choices(self, units: dict[int, str], roles: dict[str, str], accounts: dict[int, str]) -> None:
        """The units, roles and accounts of this rollout."""
        self.unit.choices = offer({NONE: "no unit yet", **{str(number): name for number, name in units.items()}})
        self.roles.choices = offer(roles)
        self.account.choices = offer({NONE: "no account", **{str(number): name for number, name in accounts.items()}})

    def draft(self, directory: Directory, left: date | None = None) -> StaffDraft:
        """What is wanted; RuleBroken where nobody, or several, could be the line manager."""
        return StaffDraft(
            name=self.name.data or "",
            number=self.number.data or "",
            email=self.email.data or "",
            unit_id=key(self.unit.data),
            site=self.site.data or "",
            team=self.team.data or "",
            title=self.title.data or "",
            language=self.language.data or "",
            roles=tuple(self.roles.data or ()),
            manager_id=directory.meant(self.manager.data or ""),
            user_id=key(self.account.data),
            joined=self.joined.data,
            left=left,
        )


class StaffForm(StaffFields, CreateForm):
    """Somebody new."""


class EditStaffForm(StaffFields, EditForm):
    """Somebody who is on the list."""


class LeaveForm(EditForm):
    """The last day of somebody."""

    left = DateField("Last day", validators=[InputRequired("Give the last day.")])


class ComeBackForm(EditForm):
    """The first day of somebody who comes back."""

    first_day = DateField("First day back", validators=[InputRequired("Give the first day.")])
