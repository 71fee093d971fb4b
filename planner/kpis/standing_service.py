"""How the key figures of a rollout stand on a day, as frozen values for pages, facts and reports."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.basics.lights import Light
from planner.db import asked_once
from planner.kpis import queries
from planner.kpis.attainment import Reading, State, due_on, expected, progress, state_of
from planner.kpis.control import Control, control
from planner.kpis.deviation import Deviation, accepted, tightened
from planner.kpis.forecast import Forecast, forecast
from planner.kpis.models import Kpi
from planner.playbook.words import Unit
from planner.rollouts.models import Rollout


@dataclass(frozen=True, slots=True)
class Standing:
    """One key figure on a day."""

    id: int
    ref: str
    name: str
    unit: Unit
    owner: str
    customer_based: bool
    state: State
    last: Reading | None
    before: Reading | None
    progress: Fraction | None
    expected: Decimal | None
    due: date
    readings: tuple[Reading, ...]
    baseline: Decimal | None
    target: Decimal | None
    target_on: date | None
    deviation: Deviation | None
    accepted: bool
    allowed: Decimal | None
    row: Kpi

    @property
    def light(self) -> Light:
        """Amber where a missed target is accepted for a time, else the light of the state."""
        return Light.AMBER if self.accepted and self.state is State.OFF_COURSE else self.state.light

    @property
    def word(self) -> str:
        """The state in words, with what is accepted."""
        return f"{self.state.value}, accepted" if self.accepted and self.state is State.OFF_COURSE else self.state.value

    @property
    def alert(self) -> bool:
        """Whether somebody should look: off course beyond what is accepted, or out of date."""
        return self.state is State.STALE or (self.state is State.OFF_COURSE and not self.accepted)

    def control(self) -> Control | None:
        """Which readings are signals."""
        return control([each.value for each in self.readings])

    def forecast(self, today: date) -> Forecast | None:
        """Where it will be on the day of its target, or in a quarter of a year where it has none."""
        day = self.target_on if self.target_on and self.target_on > today else date.fromordinal(today.toordinal() + 91)
        return forecast(self.readings, day, self.row.aim)


@asked_once
def standings(rollout: Rollout, today: date) -> list[Standing]:
    """All key figures that are read; four questions to the database, however many there are."""
    rows = queries.kpis(rollout.id)
    ids = [row.id for row in rows]
    given, deviations = queries.readings(ids), queries.deviations(ids)
    names = queries.names([*(row.owner_id for row in rows), *(each.by_id for each in deviations.values())])
    found = []
    for row in rows:
        kept = deviations.get(row.id)
        deviation = kept.facts(names.get(kept.by_id or 0, "somebody who left")) if kept else None
        found.append(standing_of(row, given.get(row.id, []), names.get(row.owner_id or 0, ""), deviation, today))
    return found


def one(row: Kpi, today: date) -> Standing:
    """One key figure."""
    kept = queries.deviations([row.id]).get(row.id)
    names = queries.names([row.owner_id, kept.by_id if kept else None])
    deviation = kept.facts(names.get(kept.by_id or 0, "somebody who left")) if kept else None
    return standing_of(
        row, queries.readings([row.id]).get(row.id, []), names.get(row.owner_id or 0, ""), deviation, today
    )


def standing_of(row: Kpi, given: list[Reading], owner: str, deviation: Deviation | None, today: date) -> Standing:
    """A figure from its readings up to a day."""
    seen = [each for each in given if each.day <= today]
    last = seen[-1] if seen else None
    within = accepted(deviation, row.aim, seen, today)
    return Standing(
        id=row.id,
        ref=row.ref,
        name=row.name,
        unit=row.unit,
        owner=owner,
        customer_based=row.customer_based,
        state=state_of(row.aim, last, row.cadence, row.grace_days, today),
        last=last,
        before=seen[-2] if len(seen) > 1 else None,
        progress=progress(row.aim, last.value) if last else None,
        expected=expected(row.aim, today),
        due=due_on(last.day if last else None, row.cadence, row.grace_days, row.since),
        readings=tuple(seen),
        baseline=row.baseline,
        target=row.target,
        target_on=row.target_on,
        deviation=deviation,
        accepted=within,
        allowed=tightened(deviation, row.aim, seen) if deviation else None,
        row=row,
    )
