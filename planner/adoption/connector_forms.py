"""Forms of connectors: where a system stands, as whom it is asked, from which day on and how often."""

from wtforms import BooleanField, DateField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from planner.adoption.connector_service import ConnectorDraft
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

RHYTHMS = {"24": "Every day", "6": "Every six hours", "1": "Every hour", "168": "Every week", "0": "By hand only"}


class _Fields(PlannerForm):
    """What a connector is described by."""

    name = StringField("Name of the source", validators=[InputRequired("Give it a name."), Length(max=120)])
    base_url = StringField(
        "Address of the system", validators=[InputRequired("Give the address of the system."), Length(max=300)]
    )
    token_url = StringField("Address of keys", validators=[Optional(), Length(max=300)])
    account = StringField(
        "Name of the client (client id)", validators=[InputRequired("Give the name of the client."), Length(max=200)]
    )
    secret = PasswordField("Secret of the client", validators=[Optional(), Length(max=2000)])
    renewing = PasswordField("Renewing token (refresh token)", validators=[Optional(), Length(max=4000)])
    redirect_url = StringField("Redirect address of the integration", validators=[Optional(), Length(max=300)])
    since = DateField("Read the log from", validators=[InputRequired("Give the first day.")])
    every_hours = SelectField("How often", choices=offer(RHYTHMS))
    active = BooleanField("Ask the system by this rhythm")

    def draft(self) -> ConnectorDraft:
        """The connector as it was typed."""
        assert self.since.data is not None  # noqa: S101 - the validator saw to it
        return ConnectorDraft(
            name=self.name.data or "",
            base_url=self.base_url.data or "",
            since=self.since.data,
            token_url=self.token_url.data or "",
            account=self.account.data or "",
            secret=(self.secret.data or "").strip(),
            renewing=(self.renewing.data or "").strip(),
            redirect_url=self.redirect_url.data or "",
            every_hours=int(self.every_hours.data),
            active=bool(self.active.data),
        )


class NewConnectorForm(_Fields, CreateForm):
    """A system that is to be asked for its log."""


class ConnectorForm(_Fields, EditForm):
    """A system that is asked for its log; an empty secret stays as it is."""


class PullForm(PlannerForm):
    """Ask the system now, try whether it answers, or ask it no more."""
