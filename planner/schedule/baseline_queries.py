"""Questions about baselines: which there are, what a plan was in one of them, and how far its milestones slipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from planner.basics.errors import NotFound
from planner.db import db
from planner.schedule import queries
from planner.schedule.baseline_models import Baseline, BaselineRow
from planner.schedule.baselines import FrozenRow, Slip, gone, matched, slips
from planner.schedule.calendar_queries import hours_of
from planner.schedule.models import Plan, PlanTask
from planner.schedule.states import TaskFacts

FILE = "file-"
"""Baselines that came with a Microsoft Project file are chosen as `file-0` to `file-10`."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A baseline one can compare with: a word for addresses, its name, and who set it and when, if anybody here did."""

    key: str
    name: str
    baseline: Baseline | None = None

    @property
    def at(self) -> datetime | None:
        """When it was set; not known of baselines from a file."""
        return self.baseline.at if self.baseline else None


@dataclass(frozen=True, slots=True)
class Compared:
    """The plan in use against a baseline."""

    offer: Offer
    slips: tuple[Slip, ...]
    gone: tuple[FrozenRow, ...]


def baselines(rollout_id: int) -> list[Baseline]:
    """The baselines set here, the newest first."""
    query = select(Baseline).where(Baseline.rollout_id == rollout_id).order_by(Baseline.number.desc())
    return list(db.session.scalars(query))


def offers(rollout_id: int, plan: Plan | None) -> list[Offer]:
    """Everything one can compare with: baselines set here, the newest first, then those of the plan's own file."""
    own = [Offer(str(row.number), row.name, row) for row in baselines(rollout_id)]
    numbers = sorted({each for rows in _file_rows(plan.id).values() for each in rows}) if plan else []
    return own + [Offer(f"{FILE}{number}", file_name(number)) for number in numbers]


def file_name(number: int) -> str:
    """What Microsoft Project calls a baseline: its first one has no number."""
    return f"Baseline {number} from the file" if number else "Baseline from the file"


def chosen(found: list[Offer], key: str | None) -> Offer | None:
    """The baseline an address asks for, the newest without a word; NotFound for one that is not there."""
    if not key:
        return next(iter(found), None)
    offer = next((each for each in found if each.key == key), None)
    if offer is None:
        raise NotFound("There is no such baseline.")
    return offer


def frozen_rows(offer: Offer, plan: Plan) -> list[FrozenRow]:
    """The rows of a baseline as they were."""
    if offer.baseline is not None:
        rows = db.session.scalars(
            select(BaselineRow).where(BaselineRow.baseline_id == offer.baseline.id).order_by(BaselineRow.id)
        )
        return [row.frozen for row in rows]
    number = int(offer.key.removeprefix(FILE))
    return [rows[number] for rows in _file_rows(plan.id).values() if number in rows]


def known_rows(offer: Offer, plan: Plan, rows: list[TaskFacts]) -> dict[int, FrozenRow]:
    """What the rows of a plan were in a baseline, by their `uid`: for bars beside those of the plan."""
    same = offer.baseline is None or offer.baseline.plan_number == plan.number
    return matched(rows, frozen_rows(offer, plan), same_plan=same)


def compared(plan: Plan, offer: Offer) -> Compared:
    """The slip of every gate, milestone and end of a wave of a plan against a baseline, in working days."""
    rows = queries.rows_of(plan.id)
    known = known_rows(offer, plan, rows)
    return Compared(offer, slips(rows, known, hours_of(plan)), gone(rows, frozen_rows(offer, plan), known))


def points(plan: Plan, found: list[Offer]) -> Mapping[str, Mapping[int, date]]:
    """For each baseline the last day of each row of the plan it knows, by `uid`: the ticks of a slip chart."""
    rows = queries.rows_of(plan.id)
    return {
        offer.key: {uid: was.last_day for uid, was in known_rows(offer, plan, rows).items() if was.last_day}
        for offer in found
    }


def _file_rows(plan_id: int) -> dict[int, dict[int, FrozenRow]]:
    """By `uid` and number, what the file says of its own baselines."""
    columns = (PlanTask.uid, PlanTask.name, PlanTask.kind, PlanTask.wave, PlanTask.gate_key, PlanTask.baselines)
    found: dict[int, dict[int, FrozenRow]] = {}
    for *values, stored in db.session.execute(select(*columns).where(PlanTask.plan_id == plan_id)):
        uid, name, kind, wave, gate_key = values
        for each in stored:
            row = FrozenRow(
                uid, name, kind, wave, gate_key, _moment(each["start"]), _moment(each["finish"]), each["seconds"]
            )
            found.setdefault(uid, {})[each["number"]] = row
    return found


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
