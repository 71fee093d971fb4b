"""The forms' common ground: what was typed is cleaned, checked, and kept when something is wrong."""

import hashlib
import secrets
import unicodedata
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField, IntegerField, PasswordField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from planner.basics.errors import RuleBroken

LINE_BREAKS = "\n\t"


def clean(text: object) -> object:
    """Typed text in one normal form, without blanks at its ends and with plain line breaks."""
    if not isinstance(text, str):
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def unreadable(text: str) -> bool:
    """Whether a text carries signs that nobody can see or store: NUL, control characters, half characters."""
    return any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in LINE_BREAKS for sign in text)


def offer(words: Mapping[str, str]) -> list[Any]:
    """The choices of a select or radio field, from their values and words; the order is kept.

    >>> [(choice.value, choice.label) for choice in offer({"b2b": "Companies"})]
    [('b2b', 'Companies')]
    """
    return [SelectChoice(value, word) for value, word in words.items()]


class PlannerForm(FlaskForm):  # type: ignore[misc] # Flask-WTF ships no types
    """A form that cleans what was typed and refuses what cannot be read back."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc] # Flask-WTF ships no types
        """Every text field is cleaned before it is checked."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:  # noqa: ANN401 - WTForms
            """Add the cleaning to whatever filters the field has; a list of fields cleans within.

            A password is taken as it was typed, blanks at its ends and all.
            """
            if issubclass(unbound_field.field_class, FieldList | FormField | PasswordField):
                return unbound_field.bind(form=form, **options)
            filters = [*unbound_field.kwargs.get("filters", ()), clean]
            return unbound_field.bind(form=form, filters=filters, **options)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - WTForms
        """Check every field, and that each text can be read back."""
        valid: bool = super().validate(extra_validators=extra_validators)
        for field in self:
            texts = field.data if isinstance(field.data, list) else [field.data]
            if any(isinstance(text, str) and unreadable(text) for text in texts):
                field.errors = [*field.errors, "This text holds characters that cannot be stored. Type it again."]
                valid = False
        return valid

    def refuse(self, broken: RuleBroken) -> None:
        """Show a rule's sentence at its field, or at the top of the form."""
        field = self._fields.get(broken.field or "")
        if field is None:
            self.form_errors.append(broken.message)
        else:
            field.errors = [*field.errors, broken.message]

    @property
    def visible(self) -> list[Field]:
        """The fields a person sees."""
        return [field for field in self if not isinstance(field.widget, HiddenInput)]


class EditForm(PlannerForm):
    """Changes something that is there; remembers which version it began from."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def process(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms' own signature
        """A version that was not sent is none: it must not be taken from the row, or a stale edit would pass."""
        super().process(*args, **kwargs)
        if self.is_submitted() and not self.version.raw_data:
            self.version.data = None


class CreateForm(PlannerForm):
    """Makes something new; pressed twice, it makes one."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(18))

    def renew(self) -> None:
        """Make it a form of its own again: sent now, it is no repetition."""
        self.once.data = secrets.token_urlsafe(18)

    def typed(self) -> str:
        """A fingerprint of what was sent, without passwords, to tell a second press from a second thought."""
        secret = {"csrf_token", "once", *(field.name for field in self if isinstance(field, PasswordField))}
        said = [pair for pair in request.form.items(multi=True) if pair[0] not in secret]
        said += [(name, file.filename or "") for name, file in request.files.items(multi=True)]
        return hashlib.sha256(repr(said).encode("utf-8", "backslashreplace")).hexdigest()
