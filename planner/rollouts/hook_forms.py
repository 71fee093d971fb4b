"""The form of a new webhook."""

from collections.abc import Mapping

from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from planner.access.passwords import MAXIMUM
from planner.web.forms import CreateForm, offer


class HookForm(CreateForm):
    """Which system hands in what."""

    name = StringField(
        "Which system sends",
        [InputRequired("Say which system sends."), Length(max=80)],
        description="Such as “Data warehouse, every night”. You will know it again by this.",
    )
    kind = SelectField("What it sends", [InputRequired("Choose what it sends.")])
    password = PasswordField(
        "Your password",
        [InputRequired("Type your password."), Length(max=4 * MAXIMUM)],
        description="Whatever is sent here is taken as yours. So you are asked once more who you are.",
        render_kw={"autocomplete": "current-password"},
    )

    def offer_kinds(self, kinds: Mapping[str, str]) -> None:
        """Fill the list of what can be sent."""
        self.kind.choices = offer(dict(kinds))
