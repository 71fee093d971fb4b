"""Makes the papers of a rollout: gathers from the other areas, composes, and freezes them under a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from planner.access.models import User
from planner.people import sponsor_queries
from planner.people.sponsor_promises import Dated
from planner.queue import enqueue
from planner.readiness import health_service, service
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.health_service import Look
from planner.readiness.history import moves, point_of
from planner.readiness.history_service import before, kept_points
from planner.readiness.mistakes import standing
from planner.readiness.score import SCORING_VERSION
from planner.reports import brief_paper, health_paper, health_sections_service, queries
from planner.reports.asking import decisions_needed
from planner.reports.compose import blocker, percent_of, range_of, rounded, verdict_line
from planner.reports.gathering_service import conditions_of, day_of, plan_of, with_plan
from planner.reports.models import Snapshot
from planner.reports.paper import Paper, PaperIdentity, PaperKind, Section
from planner.reports.paper_changes import compare
from planner.reports.paper_document import canonical, parse
from planner.reports.paper_parts import gravest, moved_section, sides_of, troubles, verdict_of
from planner.reports.report import Condition, DecisionNeeded, Plan, Stamp
from planner.reports.storing_service import store
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import gate_queries
from planner.suitability import case_queries
from planner.suitability.business_case import cost_of_waiting


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paper is made from: the rollout as it was looked at on a day."""

    rollout: Rollout
    today: date
    look: Look
    plan: Plan | None
    conditions: Sequence[Condition]
    judged: GateAssessment | None


TWICE = timedelta(minutes=1)
"""A second press of the button within this time means the first one."""
Maker = Callable[[Asked], dict[str, object]]


def paper_now(rollout: Rollout, kind: PaperKind, author: str, now: datetime, number: int | None = None) -> Paper:
    """What the paper says at this moment; a draft when it has no number."""
    today = day_of(rollout, now)
    asked = gathered(rollout, today)
    programme = asked.look.basis.assessment.programme
    made: dict[str, object] = MAKERS[kind](asked)
    paper = Paper(
        identity=identity_of(rollout, kind, author, now),
        snapshot=Stamp(number),
        score=percent_of(programme.value),
        coverage=rounded(programme.coverage),
        range=range_of(programme),
        changes=None,
        **made,  # type: ignore[arg-type] # each maker gives exactly the fields that are left
    )
    last = queries.newest_of_kind(rollout.id, kind.value)
    return replace(paper, changes=compare(parse(last.document), paper)) if last else paper


def gathered(rollout: Rollout, today: date) -> Asked:
    """Look at everything once."""
    look = health_service.look_at(rollout, today)
    view = gate_queries.next_open_gate(rollout, today)
    judged = plan = None
    if view is not None:
        judged = service.judge(service.find_head(rollout, view.gate.key), look.basis)
        judged = replace(judged, gate=with_plan(rollout, judged.gate, view))
        plan = plan_of(rollout, view, today)
    return Asked(rollout, today, look, plan, conditions_of(rollout, today), judged)


def identity_of(rollout: Rollout, kind: PaperKind, author: str, now: datetime) -> PaperIdentity:
    """What the paper is about."""
    playbook = playbook_of(rollout)
    return PaperIdentity(
        kind=kind.value,
        title=kind.words,
        organisation=rollout.organisation,
        rollout=rollout.name,
        data_time=now.replace(microsecond=0),
        timezone=rollout.timezone,
        scoring_version=SCORING_VERSION,
        playbook=playbook.name,
        playbook_version=playbook.version,
        author=author,
    )


def health_fields(asked: Asked) -> dict[str, object]:
    """The health check."""
    health = asked.look.health
    return {
        "verdict": verdict_of(health),
        "blockers": troubles(health),
        "findings": gravest(health),
        "decisions": (DecisionNeeded(health_paper.asks(health), None, waiting(asked)),),
        "dimensions": sides_of(health),
        "sections": (
            moved(asked),
            health_paper.actions_section(standing(asked.look.mistakes)),
            *health_sections_service.key_figures(asked.rollout, asked.today),
            *health_sections_service.benefits(asked.rollout, asked.today),
            health_paper.plan_section(asked.plan, asked.conditions),
            health_paper.accepted_section(asked.look.mistakes),
        ),
        "method": health_paper.METHOD,
    }


def brief_fields(asked: Asked) -> dict[str, object]:
    """The sponsor brief; where every gate is passed, its verdict is the health of the rollout."""
    health, judged = asked.look.health, asked.judged
    asks = decisions_needed(judged, asked.plan, asked.conditions) if judged else ()
    waits = DecisionNeeded("Know what waiting costs", None, waiting(asked))
    ways = (brief_paper.way_section(judged),) if judged else ()
    blockers = tuple(blocker(each) for each in judged.blockers) if judged else troubles(health)
    return {
        "verdict": brief_paper.verdict_in_short(verdict_line(judged.verdict)) if judged else verdict_of(health),
        "blockers": brief_paper.first(blockers),
        "findings": brief_paper.in_short(gravest(health)),
        "decisions": (*asks, waits),
        "dimensions": (),
        "sections": (moved(asked, 4), *ways, brief_paper.promises_section(promised(asked.rollout), asked.today)),
        "method": brief_paper.METHOD,
    }


def moved(asked: Asked, most: int = 8) -> Section:
    """What moved the score since about a month ago."""
    kept = kept_points(asked.rollout, asked.today)
    earlier = before([*kept], health_service.TREND_DAYS) if kept else None
    now = point_of(asked.look.basis.assessment, {})
    return moved_section(moves(earlier, now)[:most] if earlier else (), earlier.day if earlier else None)


def waiting(asked: Asked) -> str:
    """What a month of waiting costs."""
    case = case_queries.case_of(asked.rollout.id)
    cost: Decimal | None = cost_of_waiting(case) if case.lines else None
    people = sum(unit.people for unit in rollouts.units(asked.rollout.id))
    return brief_paper.waiting_words(cost, asked.rollout.currency, people)


def promised(rollout: Rollout) -> list[tuple[str, Dated]]:
    """The promises of the sponsors of the whole, in words."""
    leads = [each.id for each in sponsor_queries.sponsors(rollout.id) if each.lead]
    return [(row.text, row.dated) for row in sponsor_queries.promises(rollout.id, leads)]


MAKERS: dict[PaperKind, Maker] = {PaperKind.HEALTH: health_fields, PaperKind.BRIEF: brief_fields}


def freeze(rollout: Rollout, kind: PaperKind, author: User, now: datetime) -> Snapshot:
    """Make a paper, give it the next number, and keep it for ever; its PDF is made in the background."""
    paper = paper_now(rollout, kind, author.name, now, queries.next_number(rollout.id))
    row = store(
        rollout.id,
        number=paper.snapshot.number or 0,
        kind=kind.value,
        gate_key="",
        verdict=paper.verdict.state,
        author_id=author.id,
        data_time=paper.identity.data_time,
        scoring_version=paper.identity.scoring_version,
        document=canonical(paper),
        now=now,
    )
    enqueue("reports.pdf", now, author.id, snapshot_id=row.id)
    return row


def freeze_once(rollout: Rollout, kind: PaperKind, author: User, now: datetime) -> Snapshot:
    """Freeze a paper, unless the same person has frozen one of its kind within the last minute: then that one."""
    last = queries.newest_of_kind(rollout.id, kind.value)
    if last is not None and last.author_id == author.id and now - last.created_at < TWICE:
        return last
    return freeze(rollout, kind, author, now)
