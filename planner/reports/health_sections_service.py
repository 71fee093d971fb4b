"""What further areas add to the health check: key figures against their targets, and benefits promised and realised."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from planner.kpis.benefits import realised
from planner.kpis.standing_service import Standing, standings
from planner.kpis.wording import aim, amount
from planner.reports.paper import Bar, Chart, Section, table
from planner.reports.wording import count, short_day
from planner.rollouts.models import Rollout
from planner.suitability import case_queries
from planner.suitability.business_case import Line

SHOWN = 40
WHOLE = Decimal(100)


def key_figures(rollout: Rollout, today: date) -> tuple[Section, ...]:
    """Each key figure against its target, with how far it has come; none where no figure was taken."""
    found = standings(rollout, today)
    if not found:
        return (Section("kpis", "Key figures", ("No key figure was taken yet.",), (), ()),)
    bars = tuple(_bar(each) for each in found if each.row.aim.complete and each.progress is not None)
    charts = (Chart("Way from start to target", WHOLE, WHOLE, "target", bars),) if bars else ()
    rows = [_row(each, rollout.currency) for each in found[:SHOWN]]
    parts = table(
        "Key figures", "Key figure|State|#Last|Day|#Start|#Target|Until|Owner", rows, "No key figure was taken yet."
    )
    more = len(found) - SHOWN
    told = (
        (f"{count(more, 'more key figure is', 'more key figures are')} on the page of key figures.",)
        if more > 0
        else ()
    )
    return (Section("kpis", "Key figures against their targets", told, charts, (parts,)),)


def _bar(each: Standing) -> Bar:
    share = min(max(each.progress or Fraction(0), Fraction(0)), Fraction(1))
    value = round(Decimal(share.numerator) * 100 / Decimal(share.denominator), 1)
    return Bar(each.name, value, f"{value} %")


def _row(each: Standing, currency: str) -> tuple[str, ...]:
    last = each.last
    return (
        each.name,
        each.word,
        amount(last.value if last else None, each.unit, currency),
        short_day(last.day) if last else "never read",
        amount(each.baseline, each.unit, currency),
        aim(each.row.aim, each.unit, currency) or "none yet",
        short_day(each.target_on),
        each.owner or "nobody yet",
    )


def benefits(rollout: Rollout, today: date) -> tuple[Section, ...]:
    """What the approved business case promised, set against how far the key figure of each benefit has come.

    Realised is the promise of a full year times the share of the way of its key figure, never more than the promise: an
    estimate that says what the figure supports, not what was booked.
    """
    promised = case_queries.promised_benefits(rollout.id)
    if not promised:
        return (Section("benefits", "Benefits", ("No business case was approved yet.",), (), ()),)
    known = {each.ref: each for each in standings(rollout, today)}
    rows = [_benefit(line, known.get(line.kpi_ref), rollout.currency) for line in promised]
    told = "An estimate: the promise of a full year times how far its key figure has come. It is not what was booked."
    parts = table("Benefits", "Benefit|Shown by|#Promised in a year|#How far|#Supported by the figure", rows, "None.")
    return (Section("benefits", "Benefits promised and realised", (told,), (), (parts,)),)


def _benefit(line: Line, standing: Standing | None, currency: str) -> tuple[str, ...]:
    promise, supported = realised([each.likely for each in line.amounts], standing.progress if standing else None)
    share = standing.progress if standing else None
    return (
        line.name,
        standing.name if standing else "no key figure",
        f"{promise:,.0f} {currency}",
        "not known" if share is None else f"{round(100 * share)} %",
        "not known" if supported is None else f"{supported:,.0f} {currency}",
    )
