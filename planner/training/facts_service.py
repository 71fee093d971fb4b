"""The live figures of training: who is trained, who will be, what became of sessions and tests, what is missing."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from planner.basics.suppression import may_show
from planner.people.staff_queries import Part
from planner.playbook.facts import Fact, Per
from planner.playbook.words import Direction, Unit
from planner.rollouts.figures_service import Figure, Question, shared, supplies
from planner.training import coverage_queries, outlook_queries, record_queries
from planner.training.coverage_queries import Coverage
from planner.training.pace import WaveOutlook

UP, DOWN = Direction.UP, Direction.DOWN
PEOPLE = "people"
FEW = "Fewer than five people are asked to take a course"


@supplies(
    Fact(
        "training.trained_share", "Share of the wave's people with every required course passed", Unit.PERCENT, UP,
        per=Per.WAVE, among=PEOPLE,
    ),
    Fact(
        "training.expiring_share", "Share of the wave's people whose training runs out within 30 days", Unit.PERCENT,
        DOWN, per=Per.WAVE, among=PEOPLE,
    ),
)  # fmt: skip
def coverage_figures(asked: Question) -> Mapping[str, Figure]:
    """Those who passed every course asked, all still fresh today; not known for groups under five."""
    found = coverage_queries.coverage(asked.rollout.id, asked.today, _part(asked))
    names = ("training.trained_share", "training.expiring_share")
    if not may_show(found.required):
        return dict.fromkeys(names, Figure(None, FEW))
    source = f"Counted today over {found.required} people"
    numbers = (found.trained, found.expiring)
    return {name: shared(number, found.required, source) for name, number in zip(names, numbers, strict=True)}


def _part(asked: Question) -> Part:
    return Part(wave=asked.wave)


@supplies(
    Fact(
        "training.fresh_at_go_live_share",
        "Share of the wave's people whose training is complete and still fresh on the go-live day", Unit.PERCENT, UP,
        per=Per.WAVE, among=PEOPLE,
    ),
    Fact(
        "training.sessions_missing", "Sessions still to be planned so that everybody gets a seat before the go-live",
        Unit.COUNT, DOWN, per=Per.WAVE,
    ),
    Fact(
        "training.days_before_go_live", "Days between the end of training at the present pace and the go-live",
        Unit.DAYS, UP, per=Per.WAVE,
    ),
)  # fmt: skip
def outlook_figures(asked: Question) -> Mapping[str, Figure]:
    """What the outlook of a wave says; over the whole rollout, of all waves that have not gone live."""
    waves = [
        each
        for each in outlook_queries.outlooks(asked.rollout, asked.today)
        if (each.number == asked.wave if asked.wave else each.go_live is None or each.go_live > asked.today)
    ]
    people = sum(each.people for each in waves)
    names = ("training.fresh_at_go_live_share", "training.sessions_missing", "training.days_before_go_live")
    if not may_show(people):
        return dict.fromkeys(names, Figure(None, FEW))
    source = f"Counted today over {people} people"
    missing = sum(course.missing_sessions for each in waves for course in each.courses)
    return {
        names[0]: shared(sum(each.trained_at_go_live for each in waves), people, source),
        names[1]: Figure(Decimal(missing), source),
        names[2]: _days(waves),
    }


def _days(waves: list[WaveOutlook]) -> Figure:
    """The fewest days of any wave; not known while nobody passes anything, or a wave has no day."""
    if any(each.ready_on is None or each.go_live is None for each in waves):
        return Figure(None, "Nobody passed a course in the last four weeks, or a wave has no go-live day")
    days = min((each.go_live - each.ready_on).days for each in waves if each.go_live and each.ready_on)
    return Figure(Decimal(days), "Counted today from the pace of the last four weeks")


@supplies(
    Fact("training.attendance_share", "Share of the seats taken whose people were there", Unit.PERCENT, UP),
    Fact("training.pass_share", "Share of the tests tried that were passed, at the latest attempt", Unit.PERCENT, UP),
    Fact("training.rating_mean", "Mean rating of training sessions, from 1 to 5", Unit.SCORE, UP),
)
def session_figures(asked: Question) -> Mapping[str, Figure]:
    """What became of sessions and tests so far; the rating from five ratings on."""
    found = record_queries.shares(asked.rollout.id, Part())
    return {
        "training.attendance_share": Figure(_exact(found.attendance), "Counted today over all sessions held"),
        "training.pass_share": Figure(_exact(found.passes), "Counted today over all courses with a test"),
        "training.rating_mean": Figure(_exact(found.rating), f"Counted today over {found.ratings} ratings"),
    }


@supplies(
    Fact("training.support_trained_share", "Share of the support team that is trained", Unit.PERCENT, UP, among=PEOPLE)
)
def support_figures(asked: Question) -> Mapping[str, Figure]:
    """The share of people with the role support; not known for fewer than five of them."""
    found: Coverage = coverage_queries.coverage(asked.rollout.id, asked.today, Part(role="support"))
    if not may_show(found.required):
        return {"training.support_trained_share": Figure(None, "Fewer than five people have the role support")}
    source = f"Counted today over {found.required} people"
    return {"training.support_trained_share": shared(found.trained, found.required, source)}


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)
