"""The form of a new access token."""

from collections.abc import Iterable, Mapping

from wtforms import PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from planner.access.passwords import MAXIMUM
from planner.access.roles import Permission
from planner.access.token_scopes import reads_only
from planner.access.token_service import LIFETIMES, TokenDraft
from planner.web.forms import CreateForm, offer

ALL = "all"


def several(label: str) -> SelectMultipleField:
    """A list of boxes to tick."""
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())


class TokenForm(CreateForm):
    """What the token is for, where it is good, what it may do, and for how long."""

    name = StringField(
        "What it is for",
        [InputRequired("Say what the token is for."), Length(max=80)],
        description="Such as “Nightly figures from the warehouse”. You will know it again by this.",
    )
    rollout = SelectField("Rollout", [InputRequired()])
    reads = several("It may read")
    permissions = several("It may change")
    days = SelectField(
        "Good for", choices=offer({str(days): f"{days} days" for days in LIFETIMES}), default=str(LIFETIMES[1])
    )
    password = PasswordField(
        "Your password",
        [InputRequired("Type your password."), Length(max=4 * MAXIMUM)],
        description="A token opens what you can open. So you are asked once more who you are.",
        render_kw={"autocomplete": "current-password"},
    )

    def offer_all(self, rollouts: Mapping[int, str], permissions: Iterable[Permission]) -> None:
        """Fill the lists with what this person can choose."""
        places = {str(number): name for number, name in rollouts.items()}
        self.rollout.choices = offer(places | ({ALL: "All of these rollouts"} if len(places) > 1 else {}))
        words = {permission.value: permission_in_words(permission) for permission in permissions}
        self.reads.choices = offer({value: word for value, word in words.items() if reads_only(Permission(value))})
        self.permissions.choices = offer(
            {value: word for value, word in words.items() if not reads_only(Permission(value))}
        )

    def draft(self) -> TokenDraft:
        """The token as it was asked for."""
        chosen = [*(self.reads.data or []), *(self.permissions.data or [])]
        return TokenDraft(
            name=self.name.data or "",
            rollout_id=None if self.rollout.data == ALL else int(self.rollout.data),
            days=int(self.days.data),
            permissions=tuple(Permission(value) for value in chosen),
        )


_DOES = {"view": "see", "edit": "change", "export": "carry out", "report": "report"}


def permission_in_words(permission: Permission) -> str:
    """A permission as a person ticks it.

    >>> permission_in_words(Permission.KPIS_EDIT), permission_in_words(Permission.SURVEY_RESULTS_VIEW)
    ('kpis.edit – change kpis', 'survey-results.view – see survey results')
    """
    what, does = permission.value.split(".")
    return f"{permission.value} – {_DOES.get(does, does)} {what.replace('-', ' ')}"
