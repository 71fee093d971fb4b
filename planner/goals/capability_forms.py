"""The form that says what a purpose of the system means to this rollout."""

from collections.abc import Mapping

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from planner.goals.capabilities import NEED_WORDS, SCOPE_WORDS, InScope, Need
from planner.goals.capability_service import PurposeDraft
from planner.web.forms import EditForm, offer


class PurposeForm(EditForm):
    """Needed, in scope, by which phase, delivered."""

    need = RadioField("Is it needed here?", choices=offer({k.value: w for k, w in NEED_WORDS.items()}), coerce=str)
    scope = RadioField(
        "Does this rollout bring it?", choices=offer({k.value: w for k, w in SCOPE_WORDS.items()}), coerce=str
    )
    phase_ref = SelectField("Phase that brings it", coerce=str)
    delivered_on = DateField("Delivered on", [Optional()])
    evidence = StringField("What shows it", [Length(max=500)])
    note = TextAreaField("Note", [Length(max=500)])

    def offer_phases(self, phases: Mapping[str, str]) -> None:
        """Offer the phases of the playbook."""
        self.phase_ref.choices = offer(dict(phases))

    def draft(self) -> PurposeDraft:
        """What was typed."""
        return PurposeDraft(
            need=Need(self.need.data),
            scope=InScope(self.scope.data),
            phase_ref=self.phase_ref.data,
            delivered_on=self.delivered_on.data,
            evidence=self.evidence.data or "",
            note=self.note.data or "",
        )
