"""Forms of privacy: asking to be erased, answering, erasing, how long things are kept, and what others see."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from planner.access.roles import ROLE_NAMES, ROLLOUT_ROLES
from planner.people.privacy_words import LONGEST_KEPT
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer


class AskErasureForm(CreateForm):
    """Somebody asks to be erased."""

    reason = TextAreaField("What we should know", validators=[Optional(), Length(max=500)])


class RefuseForm(EditForm):
    """A request is refused, with the reason."""

    answer = TextAreaField(
        "Reason", validators=[InputRequired("Give the reason; the person reads it."), Length(max=500)]
    )


class ObjectionForm(EditForm):
    """Whether somebody is kept out of what shows people one by one."""

    objects = BooleanField("Not to be shown one by one")


class EraseForm(CreateForm):
    """Erases somebody; the name is typed, so that nobody is erased by a slip."""

    name = StringField("The person’s name", validators=[InputRequired("Type the name."), Length(max=120)])
    in_texts = BooleanField("Also put “(erased)” in place of the name in texts that others wrote")


class KeptDaysForm(EditForm):
    """How long one kind of record is kept."""

    days = IntegerField("Days", validators=[InputRequired("Give the days."), NumberRange(1, LONGEST_KEPT)])


class SeeAsForm(PlannerForm):
    """With the eyes of which role to look."""

    role = SelectField("Somebody with the role", choices=offer({str(role): ROLE_NAMES[role] for role in ROLLOUT_ROLES}))


class SeeAsPersonForm(PlannerForm):
    """With whose own eyes to look."""

    person = SelectField("As this person")

    def offer_people(self, people: dict[int, str]) -> None:
        """Who takes part."""
        self.person.choices = offer({str(number): name for number, name in people.items()})
