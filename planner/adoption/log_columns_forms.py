"""The form on which somebody says what the columns of a usage log mean, and what else the file does not tell."""

import re
from collections.abc import Sequence

from wtforms import FieldList, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined] # newer than its types
from wtforms.validators import Length, Optional

from planner.adoption.column_doubts import Doubt
from planner.adoption.layout_fit import Lack
from planner.adoption.layouts import Field
from planner.adoption.log_columns import LONGEST_SHOWN, WORDS
from planner.adoption.source_service import SourceDraft
from planner.rollouts.place_forms import timezones
from planner.web.forms import EditForm, offer

LEFT_OUT = "leave out"
ORDERS = {"": "The dates show it", "dmy": "The day first: 3 April", "mdy": "The month first: 4 March"}
_BETWEEN = re.compile(r"[\n,;]+")


class LogColumnsForm(EditForm):
    """What each column means, the order of dates, the zone of times, and which accounts are programs or people."""

    columns = FieldList(SelectField("Column"), label="Columns")
    order = RadioField("What comes first in dates such as 03/04/2026", choices=offer(ORDERS), default="")
    source_zone = SelectField("Zone of times that name none", default="")
    programs = TextAreaField("Accounts that are programs", validators=[Optional(), Length(max=4000)])
    people = TextAreaField(
        "Accounts that are people, whatever they are called", validators=[Optional(), Length(max=4000)]
    )
    lacking: Sequence[str] = ()

    @staticmethod
    def begun_from(draft: SourceDraft, version: int | None) -> dict[str, object]:
        """What the form begins with: how files of the source are read so far."""
        return {
            "order": draft.order, "source_zone": draft.source_zone, "programs": "\n".join(draft.programs),
            "people": "\n".join(draft.people), "version": version,
        }  # fmt: skip

    def begin(self, fields: Sequence[Field], proposed: Sequence[Field | None], usual_zone: str) -> None:
        """One choice for each column of the file, as proposed or as sent."""
        entries = self.columns.entries
        while entries and (not self.is_submitted() or len(entries) > len(proposed)):
            self.columns.pop_entry()
        for meaning in proposed[len(entries) :]:
            self.columns.append_entry(meaning.value if meaning else "")
        for entry in self.columns.entries:
            entry.choices = offer({"": LEFT_OUT} | {each.value: WORDS[each] for each in fields})
        self.source_zone.choices = [SelectChoice("", f"As usual here: {usual_zone}"), *timezones()]

    def chosen(self) -> list[Field | None]:
        """The meaning of each column by its place; None where it is left out."""
        return [Field(entry.data) if entry.data else None for entry in self.columns.entries]

    def draft(self, before: SourceDraft) -> SourceDraft:
        """The source as it is described now, but for its columns."""
        return SourceDraft(
            before.name, before.preset, before.timezone, before.columns, self.source_zone.data or "",
            self.order.data or "", _names(self.programs.data), _names(self.people.data),
        )  # fmt: skip

    def doubt(self, found: Sequence[Doubt], header: Sequence[str]) -> None:
        """Show each doubt at its column, above the columns, or at the order of dates; all of them at the top."""
        for each in found:
            field = self.order if each.lack is Lack.ORDER else self.columns
            name = "" if each.place is None else f"“{header[each.place][:LONGEST_SHOWN] or each.place + 1}”: "
            field.errors = [*field.errors, name + each.message]
            if each.place is not None:
                entry = self.columns.entries[each.place]
                entry.errors = [*entry.errors, each.message]
        self.lacking = [each.message for each in found if each.place is None and each.lack is Lack.COLUMNS]


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in _BETWEEN.split(text or "") if (name := each.strip()[:200])))
