"""Forms of accounts, of signing in, and of looking into the audit trail."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import available_timezones

from wtforms import BooleanField, DateField, EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from planner.access.audit_words import KINDS, Kind
from planner.access.digests import DIGEST_WORDS
from planner.access.passwords import MAXIMUM, MINIMUM
from planner.access.service import AccountDraft
from planner.access.trail_filter import TrailFilter
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

ADDRESS = [InputRequired("Type an e-mail address."), Length(max=254)]
NAME = [InputRequired("Type a name."), Length(max=120)]
RULES = f"At least {MINIMUM} characters. Four words that do not belong together are easy to remember and hard to guess."


def new_password(label: str = "New password") -> PasswordField:
    """A field for a password that is being chosen."""
    asked = [InputRequired("Choose a password."), Length(max=4 * MAXIMUM)]
    return PasswordField(label, asked, description=RULES, render_kw={"autocomplete": "new-password"})


def repeated() -> PasswordField:
    """The same password once more, so that a slip of the finger locks nobody out."""
    asked = [InputRequired("Type the password once more."), EqualTo("password", "The two passwords differ.")]
    return PasswordField("The same password again", asked, render_kw={"autocomplete": "new-password"})


class SignInForm(PlannerForm):
    """E-mail address and password."""

    email = EmailField(
        "E-mail address",
        [InputRequired("Type your e-mail address."), Length(max=254)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Type your password."), Length(max=4 * MAXIMUM)],
        render_kw={"autocomplete": "current-password"},
    )


class FirstRunForm(PlannerForm):
    """The first administrator of a new installation."""

    name = StringField("Your name", NAME, render_kw={"autocomplete": "name"})
    email = EmailField("Your e-mail address", ADDRESS, render_kw={"autocomplete": "username"})
    password = new_password("Password")
    again = repeated()

    def draft(self) -> AccountDraft:
        """The account as it was typed."""
        return AccountDraft(self.email.data or "", self.name.data or "", is_admin=True)


class SetPasswordForm(PlannerForm):
    """A first password, or a new one where the old is lost."""

    password = new_password()
    again = repeated()


class PasswordForm(PlannerForm):
    """One's own password, changed by somebody who knows the present one."""

    current = PasswordField(
        "Present password",
        [InputRequired("Type your present password."), Length(max=4 * MAXIMUM)],
        render_kw={"autocomplete": "current-password"},
    )
    password = new_password()
    again = repeated()


class AccountForm(EditForm):
    """One's own name and time zone."""

    name = StringField("Name", NAME, render_kw={"autocomplete": "name"})
    timezone = SelectField(
        "Time zone", [InputRequired()], description="For times on pages outside a rollout. A rollout has its own."
    )

    digest = RadioField(
        "Mail about what waits for you",
        choices=offer({value.value: word for value, word in DIGEST_WORDS.items()}),
        description="One mail with everything that waits for you in all your rollouts, and none when nothing does.",
    )

    def offer_zones(self) -> "AccountForm":
        """Fill the list of time zones."""
        zones = ["UTC", *sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))]
        self.timezone.choices = offer({zone: zone.replace("_", " ") for zone in zones})
        return self


class AccountFields(PlannerForm):
    """Somebody's account, as an administrator sees it."""

    name = StringField("Name", NAME, render_kw={"autocomplete": "off"})
    email = EmailField("E-mail address", ADDRESS, render_kw={"autocomplete": "off"})
    is_admin = BooleanField(
        "Administrator", description="Looks after accounts and sees the history. Sees no rollout without taking part."
    )

    def draft(self) -> AccountDraft:
        """The account as it was typed."""
        return AccountDraft(self.email.data or "", self.name.data or "", is_admin=bool(self.is_admin.data))


class AddUserForm(AccountFields, CreateForm):
    """A new account; its owner chooses the password through a link."""


class EditUserForm(AccountFields, EditForm):
    """An account that is there."""


class AuditFilterForm(PlannerForm):
    """What part of the audit trail to show. Sent by GET, so that an address can be kept and shared."""

    class Meta(PlannerForm.Meta):
        """Looking changes nothing: no token against forged requests is needed."""

        csrf = False

    person = SelectField("Person", validators=[Optional()])
    kind = SelectField("Kind", validators=[Optional()], choices=offer({"": "Everything", **KINDS}))
    rollout = SelectField("Rollout", validators=[Optional()])
    since = DateField("From", [Optional()])
    until = DateField("To", [Optional()])

    def offer_people(self, people: dict[int, str]) -> None:
        """Whose entries can be asked for."""
        self.person.choices = offer({"": "Everybody", **{str(number): name for number, name in people.items()}})

    def offer_rollouts(self, rollouts: dict[int, str]) -> None:
        """Which rollouts' entries can be asked for; without any the field goes away."""
        self.rollout.choices = offer({"": "All rollouts", **{str(number): name for number, name in rollouts.items()}})
        if not rollouts:
            del self.rollout

    def draft(self, rollout_id: int | None = None) -> TrailFilter:
        """The filter as it was chosen; a rollout's own page shows that rollout alone."""
        chosen = self._fields.get("rollout")
        return TrailFilter(
            user_id=_number(self.person.data),
            kind=Kind(self.kind.data) if self.kind.data else None,
            rollout_id=rollout_id or _number(chosen.data if chosen else None),
            since=_start(self.since.data),
            until=_start(self.until.data, days=1),
        )


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _start(day: object, days: int = 0) -> datetime | None:
    """The beginning of a day, or of a later one; the calendar's own last day has no later one."""
    if not isinstance(day, date):
        return None
    return datetime.combine(min(day, date.max - timedelta(days=days)) + timedelta(days=days), time(), UTC)
