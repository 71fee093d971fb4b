"""The sample's business case: written before the start, approved with it, and corrected by one line since."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from planner.access.audit_service import acting
from planner.demo.story import FOLDER, Event, Story
from planner.suitability import case_queries, case_service
from planner.suitability.business_case import LineKind
from planner.suitability.case_rules import CaseDraft, LineDraft


def events(story: Story) -> Iterator[Event]:
    """The frame with its lines on one day, and what changed later."""
    file = FOLDER / f"{story.name}_case.toml"
    if not file.is_file():
        return
    plot = tomllib.loads(file.read_text("utf-8"))
    yield Event(plot["day"], partial(_write, story, plot))
    for change in plot.get("change", []):
        yield Event(change["day"], partial(_change, story, change))


def _write(story: Story, plot: Mapping[str, Any], _now: datetime) -> None:
    frame = CaseDraft(
        years=plot["years"],
        rate=Decimal(plot["rate"]),
        starts_on=story.on(plot["starts"]),
        month_cost=Decimal(plot["month_cost"]),
        budget=Decimal(plot["budget"]),
    )
    with acting(story.people[plot["who"]].id):
        case_service.set_frame(story.rollout, frame, None)
        for line in plot["line"]:
            case_service.add_line(story.rollout, _draft(story, line))


def _draft(story: Story, line: Mapping[str, Any]) -> LineDraft:
    return LineDraft(
        name=line["name"],
        kind=LineKind(line["kind"]),
        amounts=tuple((Decimal(low), Decimal(likely), Decimal(high)) for low, likely, high in line["amounts"]),
        kpi_ref=line.get("kpi", ""),
        basis=line["basis"],
        owner_id=story.people[line["owner"]].id,
    )


def _change(story: Story, change: Mapping[str, Any], _now: datetime) -> None:
    row = next(row for row in case_queries.line_rows(story.rollout.id) if row.name == change["name"])
    with acting(story.people[change["who"]].id):
        case_service.edit_line(story.rollout, row, _draft(story, change), row.version)
