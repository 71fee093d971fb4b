"""Questions about key figures, always within one rollout; a list asks a constant number of times."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from planner.access.models import User
from planner.basics.errors import NotFound
from planner.db import db
from planner.kpis.attainment import Reading
from planner.kpis.models import Kpi, KpiDeviation, KpiReading


def kpis(rollout_id: int, *, retired: bool = False) -> list[Kpi]:
    """The key figures of a rollout by name; without those that are no longer read."""
    query = select(Kpi).where(Kpi.rollout_id == rollout_id)
    if not retired:
        query = query.where(Kpi.retired_on.is_(None))
    return list(db.session.scalars(query.order_by(Kpi.name, Kpi.id)))


def kpi(rollout_id: int, kpi_id: int) -> Kpi:
    """One key figure of this rollout; NotFound for any other."""
    found = db.session.get(Kpi, kpi_id)
    if found is None or found.rollout_id != rollout_id:
        raise NotFound("There is no such key figure in this rollout.")
    return found


def readings(kpi_ids: Iterable[int]) -> dict[int, list[Reading]]:
    """The readings that count, by figure, in the order of days; corrections have taken the place of what was wrong."""
    query = select(KpiReading).where(KpiReading.kpi_id.in_(list(kpi_ids)), KpiReading.replaced.is_(False))
    found: dict[int, list[Reading]] = defaultdict(list)
    for row in db.session.scalars(query.order_by(KpiReading.kpi_id, KpiReading.day)):
        found[row.kpi_id].append(row.reading)
    return found


def reading_rows(kpi_id: int) -> list[KpiReading]:
    """All readings of a figure with what they replaced, newest day first, the newest correction first."""
    query = select(KpiReading).where(KpiReading.kpi_id == kpi_id)
    return list(db.session.scalars(query.order_by(KpiReading.day.desc(), KpiReading.id.desc())))


def deviations(kpi_ids: Iterable[int]) -> dict[int, KpiDeviation]:
    """The accepted deviations by figure."""
    query = select(KpiDeviation).where(KpiDeviation.kpi_id.in_(list(kpi_ids)))
    return {row.kpi_id: row for row in db.session.scalars(query)}


def names(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Names of people by number."""
    wanted = [each for each in set(user_ids) if each is not None]
    return {user.id: user.name for user in db.session.scalars(select(User).where(User.id.in_(wanted)))}
