"""What each kind of event of a source counts for: proposed from the playbook, decided by the programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from planner.adoption.event_functions import function_for
from planner.adoption.settings_service import functions_of
from planner.adoption.usage_models import UsageCount, UsageKind, UsageSource
from planner.basics.errors import RuleBroken
from planner.db import db
from planner.rollouts.models import Rollout

NOTHING, USE = "", "*"
"""What a kind may count for beside a function: nothing but presence, or use of no certain function."""


@dataclass(frozen=True, slots=True)
class KindView:
    """A kind of event, how often it was counted, and what it counts for: a function, `*` or nothing."""

    id: int
    name: str
    events: int
    means: str
    by_hand: bool
    version: int


def kinds(source_ids: Sequence[int]) -> dict[int, list[KindView]]:
    """The kinds of some sources, the most frequent first, by source."""
    sums = (
        select(UsageCount.kind_id, func.sum(UsageCount.count).label("events"))
        .where(UsageCount.source_id.in_(source_ids))
        .group_by(UsageCount.kind_id)
        .subquery()
    )
    query = (
        select(UsageKind, func.coalesce(sums.c.events, 0))
        .outerjoin(sums, sums.c.kind_id == UsageKind.id)
        .where(UsageKind.source_id.in_(source_ids))
        .order_by(func.coalesce(sums.c.events, 0).desc(), UsageKind.name)
    )
    found: dict[int, list[KindView]] = {each: [] for each in source_ids}
    for kind, events in db.session.execute(query):
        told = KindView(kind.id, kind.name, int(events), meaning_of(kind), kind.by_hand, kind.version)
        found[kind.source_id].append(told)
    return found


def meaning_of(kind: UsageKind) -> str:
    """What a kind counts for, as a form shows it."""
    return kind.function_ref or (USE if kind.meaningful else NOTHING)


def unclear(rollout_id: int) -> int:
    """How many kinds count for nothing because nobody has said anything about them; sign-ins are clear."""
    query = (
        select(func.count(UsageKind.id))
        .join(UsageSource, UsageSource.id == UsageKind.source_id)
        .where(UsageSource.rollout_id == rollout_id, UsageKind.meaningful.is_(False), UsageKind.by_hand.is_(False))
        .where(UsageKind.name != "sign-in")
    )
    return db.session.scalar(query) or 0


def decide(rollout: Rollout, source: UsageSource, meanings: Mapping[int, str]) -> int:
    """Say what kinds count for, by their number; how many changed. RuleBroken for a function there is not."""
    refs = {each.ref for each in functions_of(rollout)}
    changed = 0
    for kind in db.session.scalars(select(UsageKind).where(UsageKind.source_id == source.id)):
        means = meanings.get(kind.id)
        if means is None or means == meaning_of(kind):
            continue
        if means not in refs and means not in {NOTHING, USE}:
            raise RuleBroken(f"There is no function {means}.")
        kind.function_ref = means if means in refs else ""
        kind.meaningful, kind.by_hand = means != NOTHING, True
        changed += 1
    db.session.flush()
    return changed


def propose_anew(rollout: Rollout) -> int:
    """Propose what kinds count for from the playbook as it is now; what was decided by hand stays. How many changed."""
    functions, changed = functions_of(rollout), 0
    query = select(UsageKind).join(UsageSource, UsageSource.id == UsageKind.source_id)
    for kind in db.session.scalars(query.where(UsageSource.rollout_id == rollout.id, UsageKind.by_hand.is_(False))):
        ref = function_for(kind.name, functions)
        if (ref, bool(ref)) != (kind.function_ref, kind.meaningful):
            kind.function_ref, kind.meaningful = ref, bool(ref)
            changed += 1
    db.session.flush()
    return changed
