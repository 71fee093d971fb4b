"""Forms of responsibilities: deliverables with letters, roles, who holds them, and experience."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from planner.people.raci_fit import ASKED, FIT_WORDS, QUALITY_WORDS, FitKind, Quality, Said
from planner.people.raci_matrix import LETTER_WORDS, Letter
from planner.people.raci_models import RaciRole
from planner.people.raci_service import DeliverableDraft, HolderDraft, RoleDraft
from planner.people.sponsor_forms import whole
from planner.playbook.words import Choice
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer

LETTERS = offer({"": "No part"} | {letter.value: words for letter, words in LETTER_WORDS.items()})
ANSWERS = offer({"": "Not known", Choice.YES.value: "Yes", Choice.PARTLY.value: "Partly", Choice.NO.value: "No"})
Fields = TypeVar("Fields", bound=PlannerForm)


class DeliverableFields(PlannerForm):
    """A deliverable and its phase; the letters of the roles are added to it."""

    name = StringField("Deliverable", [InputRequired("Give the deliverable a name."), Length(max=200)])
    phase = SelectField("Phase")

    def offer_phases(self, phases: Mapping[str, str]) -> None:
        """The phases of the playbook, and none."""
        self.phase.choices = offer({**phases, "": "No phase in particular"})

    def draft(self, roles: Sequence[RaciRole]) -> DeliverableDraft:
        """What was typed."""
        typed = {role.key: self[f"role_{role.id}"].data for role in roles}
        letters = {key: Letter(letter) for key, letter in typed.items() if letter}
        return DeliverableDraft(self.name.data or "", self.phase.data or "", letters)


class DeliverableForm(DeliverableFields, CreateForm):
    """A new deliverable."""


class EditDeliverableForm(DeliverableFields, EditForm):
    """A deliverable that is there."""


def with_letters(form: type[Fields], roles: Sequence[RaciRole]) -> type[Fields]:
    """The form with a field for the letter of each role."""
    fields: dict[str, Any] = {
        f"role_{role.id}": SelectField(role.name, [Optional()], choices=LETTERS, default="") for role in roles
    }
    return type(form.__name__, (form,), fields)


class WaveLettersForm(EditForm):
    """The letters of a deliverable in one wave."""

    def letters(self, roles: Sequence[RaciRole]) -> dict[str, Letter]:
        """What was chosen."""
        chosen = {role.key: self[f"role_{role.id}"].data for role in roles}
        return {key: Letter(letter) for key, letter in chosen.items() if letter}


class RemoveForm(EditForm):
    """Takes away what its page shows."""


class RoleFields(PlannerForm):
    """A role of the rollout."""

    name = StringField("Role", [InputRequired("Give the role a name."), Length(max=120)])
    critical = BooleanField("The rollout stops when nobody does it (critical)")
    fit = SelectField("What its holders are checked for", choices=offer({k.value: w for k, w in FIT_WORDS.items()}))

    def draft(self) -> RoleDraft:
        """What was typed."""
        return RoleDraft(self.name.data or "", bool(self.critical.data), FitKind(self.fit.data))


class RoleForm(RoleFields, CreateForm):
    """A new role."""


class EditRoleForm(RoleFields, EditForm):
    """A role that is there."""


class HolderForm(CreateForm):
    """Somebody who holds a role, or stands in for it."""

    person = SelectField("Person")
    name = StringField("Name, where the person has no account here", [Optional(), Length(max=120)])
    deputy = BooleanField("As deputy")

    def offer_people(self, people: Mapping[int, str]) -> None:
        """Who takes part."""
        self.person.choices = offer({"": "Somebody without an account"} | {str(key): n for key, n in people.items()})

    def draft(self) -> HolderDraft:
        """What was typed."""
        return HolderDraft(whole(self.person.data), self.name.data or "", bool(self.deputy.data))


class FitForm(EditForm):
    """What is known of somebody's experience; the questions of the role are added to it."""

    def draft(self, kind: FitKind) -> dict[Quality, Said]:
        """The qualities that were answered."""
        found = {}
        for quality in ASKED[kind]:
            name = quality.name.lower()
            if answer := self[name].data:
                found[quality] = Said(Choice(answer), self[f"{name}_note"].data or "")
        return found


def fit_form(kind: FitKind) -> type[FitForm]:
    """The form with the questions that a role is checked for."""
    fields: dict[str, Any] = {}
    for quality in ASKED[kind]:
        name = quality.name.lower()
        fields[name] = SelectField(QUALITY_WORDS[quality], [Optional()], choices=ANSWERS, default="")
        fields[f"{name}_note"] = StringField("What it rests on", [Optional(), Length(max=200)])
    return type("FitForm", (FitForm,), fields)
