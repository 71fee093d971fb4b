"""Makes the papers of a rollout: gathers from the other areas, composes, and freezes them under a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from planner.access.models import User
from planner.people import sponsor_queries
from planner.people.sponsor_promises import Dated
from planner.playbook.words import Dimension
from planner.queue import enqueue
from planner.readiness import health_service, service
from planner.readiness.gate_readiness import GateAssessment
from planner.readiness.health_service import Look
from planner.readiness.history import moves, point_of
from planner.readiness.history_service import before, kept_points
from planner.readiness.mistakes import standing
from planner.readiness.score import SCORING_VERSION
from planner.reports import (
    adoption_paper,
    adoption_sections_service,
    brief_paper,
    health_paper,
    health_running_service,
    health_sections_service,
    queries,
    training_paper,
    training_sections_service,
)
from planner.reports.asking import decisions_needed
from planner.reports.compose import blocker, finding, percent_of, range_of, rounded, verdict_line
from planner.reports.form_service import form_for
from planner.reports.gathering_service import conditions_of, day_of, plan_of, with_plan
from planner.reports.models import Snapshot
from planner.reports.paper import Paper, PaperIdentity, PaperKind, Section
from planner.reports.paper_changes import compare
from planner.reports.paper_document import canonical, parse
from planner.reports.paper_parts import gravest, moved_section, sides_of, since, troubles, verdict_of
from planner.reports.report import Condition, DecisionNeeded, Plan, Range, Stamp
from planner.reports.storing_service import store
from planner.reports.wording import tenth
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
    made: dict[str, object] = {
        "score": percent_of(programme.value),
        "coverage": rounded(programme.coverage),
        "range": range_of(programme),
        **MAKERS[kind](asked),
    }
    paper = Paper(
        identity=identity_of(rollout, kind, author, now),
        snapshot=Stamp(number),
        changes=None,
        form=form_for(rollout.id, kind.value),
        **made,  # type: ignore[arg-type] # each maker gives exactly the fields that are left
    )
    row = queries.newest_of_kind(rollout.id, kind.value)
    last = parse(row.document) if row else None
    changes = compare(last, paper) if last else None
    paper = replace(paper, dimensions=since(last, paper.dimensions)) if last else paper
    return replace(paper, changes=brief_paper.compared(changes) if kind is PaperKind.BRIEF else changes)


def gathered(rollout: Rollout, today: date) -> Asked:
    """Look at everything once."""
    look = health_service.look_at(rollout, today)
    view = gate_queries.next_open_gate(rollout, today)
    judged = None
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
    health, basis = asked.look.health, asked.look.basis
    leads = health_paper.leads_of(basis.assessment, basis.owners)
    return {
        "verdict": verdict_of(health),
        "blockers": troubles(health, basis.owners),
        "findings": gravest(health),
        "decisions": (DecisionNeeded(health_paper.asks(health), None, waiting(asked)),),
        "dimensions": sides_of(health),
        "sections": (
            moved(asked),
            health_paper.actions_section(standing(asked.look.mistakes), leads, due_of(asked)),
            health_running_service.under_way(asked.rollout, asked.today),
            health_running_service.complaints(asked.rollout, asked.today),
            *health_sections_service.key_figures(asked.rollout, asked.today),
            *health_sections_service.benefits(asked.rollout, asked.today),
            health_paper.plan_section(asked.plan, asked.conditions),
            health_running_service.afterwards(asked.rollout),
            health_paper.accepted_section(asked.look.mistakes),
        ),
        "method": health_paper.METHOD,
    }


def due_of(asked: Asked) -> tuple[date | None, date | None]:
    """The days of the next gate and of the next going live; None where none is dated."""
    gate = asked.judged.gate.due if asked.judged else None
    return gate, asked.plan.go_live if asked.plan else None


def brief_fields(asked: Asked) -> dict[str, object]:
    """The sponsor brief; where every gate is passed, its verdict is the health of the rollout."""
    health, judged = asked.look.health, asked.judged
    asks: tuple[DecisionNeeded, ...] = (DecisionNeeded(health_paper.asks(health), None, "Every gate has been passed."),)
    asks = decisions_needed(judged, asked.plan, asked.conditions) if judged else asks
    ways = (brief_paper.way_section(judged),) if judged else ()
    blockers = tuple(blocker(each) for each in judged.blockers) if judged else troubles(health, asked.look.basis.owners)
    return {
        "verdict": brief_paper.verdict_in_short(verdict_line(judged.verdict)) if judged else verdict_of(health),
        "blockers": brief_paper.first(blockers),
        "findings": brief_paper.in_short(gravest(health)),
        "decisions": brief_paper.asked(asks, waiting(asked)),
        "dimensions": (),
        "sections": (
            brief_paper.shortened(moved(asked, 4, 1)),
            *ways,
            brief_paper.promises_section(promised(asked.rollout), asked.today),
        ),
        "method": brief_paper.METHOD,
    }


def training_fields(asked: Asked) -> dict[str, object]:
    """The training report: its one figure is the trained share."""
    found = training_sections_service.trained_on(asked.rollout, asked.today)
    return {
        "verdict": training_paper.verdict(found),
        **figure_of(found.share),
        **of_side(asked, Dimension.TRAINING),
        "sections": training_paper.sections(found),
        "method": training_paper.METHOD,
    }


def adoption_fields(asked: Asked) -> dict[str, object]:
    """The adoption report: its one figure is the adoption rate, while the last log still says something of today."""
    seen = adoption_sections_service.seen_on(asked.rollout, asked.today)
    rate = seen.whole.rate if seen.whole and seen.fresh else None
    return {
        "verdict": adoption_paper.verdict(seen),
        **figure_of(None if rate is None else tenth(rate)),
        **of_side(asked, Dimension.ADOPTION),
        "sections": adoption_paper.sections(seen),
        "method": adoption_paper.METHOD,
    }


def figure_of(share: Decimal | None) -> dict[str, object]:
    """A counted share as the one figure of a paper: known whole, or not at all."""
    known = Range(share, share) if share is not None else Range(Decimal(0), Decimal(100))
    return {"score": share, "coverage": Decimal(0 if share is None else 100), "range": known}


def of_side(asked: Asked, dimension: Dimension) -> dict[str, object]:
    """What the health of the rollout says of one side; such a paper asks a sponsor for nothing."""
    side = next(each for each in asked.look.health.sides if each.dimension is dimension)
    found = tuple(finding(each) for each in side.findings)
    return {"blockers": (), "findings": found, "decisions": (), "dimensions": ()}


def moved(asked: Asked, most: int = 8, steps: int = 2) -> Section:
    """What moved the score since about a month ago, with so many factors and so many reasons of each."""
    kept = kept_points(asked.rollout, asked.today)
    earlier = before([*kept], health_service.TREND_DAYS) if kept else None
    now = point_of(asked.look.basis.assessment, {})
    found = moves(earlier, now)[:most] if earlier else ()
    return moved_section(found, earlier.day if earlier else None, steps)


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


MAKERS: dict[PaperKind, Maker] = {
    PaperKind.HEALTH: health_fields,
    PaperKind.BRIEF: brief_fields,
    PaperKind.TRAINING: training_fields,
    PaperKind.ADOPTION: adoption_fields,
}


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
