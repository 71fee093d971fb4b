"""Forms of accounts and signing in."""

from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from planner.web.forms import PlannerForm


class SignInForm(PlannerForm):
    """E-mail address and password."""

    email = EmailField("E-mail address", [InputRequired("Type your e-mail address."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Type your password."), Length(max=256)])
