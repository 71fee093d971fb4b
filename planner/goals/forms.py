"""Forms of the goals: writing and changing one, dropping, approving, commenting, and looking at all before a gate."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from planner.goals.drafts import GoalDraft
from planner.goals.gates import OUTCOME_WORDS, Outcome
from planner.goals.goal import IMPORTANCE_WORDS, LEVEL_WORDS, Importance
from planner.goals.models import Goal
from planner.goals.queries import Names
from planner.goals.words import DIRECTION_WORDS, UNIT_WORDS
from planner.playbook.words import Direction, Level, Unit
from planner.web.fields import NumberField
from planner.web.forms import CreateForm, EditForm, PlannerForm, offer


class GoalFields(PlannerForm):
    """All that makes up a goal."""

    level = RadioField("Level", choices=offer({k.value: w for k, w in LEVEL_WORDS.items()}), default="strategic")
    parent = SelectField("Goal above", coerce=str, default="")
    name = StringField("Short name", [InputRequired("Give the goal a short name."), Length(max=120)])
    wording = TextAreaField("The goal in a full sentence", [Length(max=1000)])
    unit = SelectField("Applies to", coerce=str, default="")
    group = StringField("Work group", [Length(max=120)])
    owner = SelectField("Owner", coerce=str, default="")
    kpi = SelectField("Key figure that shows it", coerce=str, default="")
    measure_name = StringField("Or a measure of your own", [Length(max=200)])
    measure_unit = SelectField(
        "Its unit", choices=offer({"": "–"} | {k.value: w for k, w in UNIT_WORDS.items()}), default="", coerce=str
    )
    measure_direction = SelectField(
        "Which way is better",
        choices=offer({"": "–"} | {k.value: w for k, w in DIRECTION_WORDS.items()}),
        default="",
        coerce=str,
    )
    baseline = NumberField("Today's value")
    baseline_on = DateField("Read on", [Optional()])
    target = NumberField("Target")
    target_on = DateField("To be reached by", [Optional()])
    realistic = TextAreaField("Why it can be reached", [Length(max=1000)])
    importance = RadioField(
        "Importance",
        choices=offer({k.value: w for k, w in IMPORTANCE_WORDS.items()}),
        default=Importance.MEDIUM.value,
        coerce=str,
    )

    def offer_choices(self, goals: Sequence[Goal], names: Names, own_id: int | None = None) -> None:
        """Offer goals to stand under, units, people and key figures."""
        above = [
            goal for goal in goals if goal.level is not Level.WORK_GROUP and goal.id != own_id and not goal.dropped
        ]
        self.parent.choices = offer(
            {"": "None"} | {str(goal.id): f"{goal.name} ({LEVEL_WORDS[goal.level].lower()})" for goal in above}
        )
        self.unit.choices = offer({"": "The whole organisation"} | {str(k): w for k, w in names.units.items()})
        self.owner.choices = offer({"": "Nobody yet"} | {str(k): w for k, w in names.people.items()})
        self.kpi.choices = offer({"": "None yet"} | {ref: each.name for ref, each in names.measures.items()})

    def draft(self) -> GoalDraft:
        """The goal as a value."""
        return GoalDraft(
            level=Level(self.level.data),
            name=self.name.data or "",
            wording=self.wording.data or "",
            parent_id=_number(self.parent.data),
            unit_id=_number(self.unit.data),
            work_group=self.group.data or "",
            owner_id=_number(self.owner.data),
            kpi_ref=self.kpi.data or "",
            measure_name=self.measure_name.data or "",
            measure_unit=Unit(self.measure_unit.data) if self.measure_unit.data else None,
            measure_direction=Direction(self.measure_direction.data) if self.measure_direction.data else None,
            baseline=self.baseline.data,
            baseline_on=self.baseline_on.data,
            target=self.target.data,
            target_on=self.target_on.data,
            importance=Importance(self.importance.data),
            realistic=self.realistic.data or "",
        )


def _number(text: str | None) -> int | None:
    return int(text) if text else None


class NewGoalForm(GoalFields, CreateForm):
    """Writes a goal."""


class EditGoalForm(GoalFields, EditForm):
    """Changes a goal; the reason is kept."""

    reason = StringField("Why it changes", [InputRequired("Say why it changes; the reason is kept."), Length(max=500)])


class DropGoalForm(EditForm):
    """Drops a goal, or takes it up again."""

    reason = StringField("Why", [InputRequired("Say why; the reason is kept."), Length(max=500)])


class ApproveGoalForm(EditForm):
    """Approves a goal as it stands."""


class CommentForm(CreateForm):
    """Says something about a goal."""

    text = TextAreaField("Comment", [InputRequired("Write something first."), Length(max=2000)])


class LinkForm(CreateForm):
    """Ties something of the playbook to a goal."""

    ref = SelectField("What it rests on", [InputRequired("Choose something from the list.")], coerce=str)

    def offer_refs(self, choices: Sequence[Any]) -> None:
        """Offer what is not tied to it yet, in groups."""
        self.ref.choices = list(choices)


class AnswerExpectationForm(CreateForm):
    """Says which goal answers what a group expects."""

    goal = SelectField("Goal", [InputRequired("Choose a goal.")], coerce=str)

    def offer_goals(self, goals: Mapping[int, str]) -> None:
        """The goals that are kept."""
        self.goal.choices = offer({"": "Choose"} | {str(number): name for number, name in goals.items()})


class SettleForm(EditForm):
    """Says yes or no to a link."""

    state = HiddenField()


class LookForm(CreateForm):
    """Goes through the goals before a gate; `for_goals` adds two fields for each."""

    def answers(self) -> list[tuple[int, Outcome, str]]:
        """What was said of which goal; goals without an answer are left out."""
        found = []
        for name, field in self._fields.items():
            if name.startswith("outcome_") and field.data:
                number = int(name.partition("_")[2])
                found.append((number, Outcome(field.data), self[f"note_{number}"].data or ""))
        return found


def for_goals(goals: Mapping[int, str]) -> type[LookForm]:
    """The form with an outcome and a note for each goal."""
    words = {each.value: word for each, word in OUTCOME_WORDS.items()}
    fields: dict[str, Any] = {}
    for number, name in goals.items():
        fields[f"outcome_{number}"] = RadioField(
            name, [Optional()], choices=offer(words), coerce=lambda data: "" if data is None else str(data)
        )
        fields[f"note_{number}"] = StringField(f"Note on {name}", [Length(max=500)])
    return type("LookForm", (LookForm,), fields)
