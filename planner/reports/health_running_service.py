"""What the health check says of a system in use: complaints and problems, what is under way, and what comes after."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from planner.kpis.standing_service import standings
from planner.kpis.wording import aim, amount
from planner.people import committee_queries
from planner.process import problem_queries
from planner.process.problem_states import OLD_DAYS, TOPIC_SHORT
from planner.reports.after_going_live import Part, parts_after
from planner.reports.paper import Bar, Chart, Section, table
from planner.reports.wording import UNKNOWN, count, days, short_day
from planner.rollouts import queries as rollouts
from planner.rollouts.models import Rollout
from planner.rollouts.playbook_service import playbook_of
from planner.schedule import queries as schedule

COMPLAINTS = ("complaint-rate", "complaint-resolution-time", "repeated-complaints")
"""The playbook's key figures of what customers complain about."""


def complaints(rollout: Rollout, today: date) -> Section:
    """What customers complain about, and the problems that staff report with the system: how many, how fast settled."""
    rows = [
        (
            each.name, amount(each.baseline, each.unit, rollout.currency),
            amount(each.last.value if each.last else None, each.unit, rollout.currency),
            aim(each.row.aim, each.unit, rollout.currency) or "none yet", each.word,
        )
        for each in standings(rollout, today)
        if each.ref in COMPLAINTS
    ]  # fmt: skip
    parts = table(
        "Complaints of customers", "Key figure|#Start|#Last|#Target|State", rows,
        "No key figure of complaints was taken yet.",
    )  # fmt: skip
    topics = problem_queries.topics(rollout.id)
    bars = tuple(Bar(TOPIC_SHORT[topic], Decimal(number), str(number)) for topic, number in topics.items())
    most = max(topics.values(), default=0)
    charts = (Chart("Open problems by topic", Decimal(most), None, "", bars),) if bars else ()
    return Section("complaints", "Complaints and time to fix", _pace(rollout, today), charts, (parts,))


def _pace(rollout: Rollout, today: date) -> tuple[str, ...]:
    pace = problem_queries.pace(rollout.id, today)
    if not pace.reported:
        return ("No problem with the new system was reported yet.",)
    taken = f"half of those settled took {days(pace.median_days)} or less" if pace.median_days is not None else UNKNOWN
    told = f"{count(pace.reported, 'problem')} with the new system reported so far; {pace.open} open"
    return (f"{told}, of them {pace.old} for more than {OLD_DAYS} days. Time to fix: {taken}.",)


def under_way(rollout: Rollout, today: date) -> Section:
    """What the committee agreed to do and is not done yet: who, until when."""
    found = [each for each in committee_queries.actions(rollout.id) if each.done_on is None]
    names = committee_queries.owner_names(found)
    rows = [
        (each.text, names[each.id], short_day(each.due), "overdue" if each.due < today else "open") for each in found
    ]
    parts = table("Agreed actions", "Action|Owner|Due|State", rows, "No action of the committee is open.")
    return Section("under-way", "Agreed and not done yet", (), (), (parts,))


def afterwards(rollout: Rollout) -> Section:
    """The plan for the time after going live: what is planned, how much is done, and who has the next step."""
    plan = schedule.current_plan(rollout.id)
    days_of_waves = {wave.number: wave.go_live for wave in rollouts.waves(rollout.id) if wave.go_live}
    parts = parts_after(schedule.rows_of(plan.id) if plan else (), days_of_waves)
    names = schedule.names_of({each.ahead.owner_id for each in parts if each.ahead})
    phases = {phase.ref: phase.name for phase in playbook_of(rollout).phases}
    rows = [_row(each, phases, names) for each in parts]
    empty = "The plan holds no work after going live: nobody is planned to carry the system then."
    if not days_of_waves:
        empty = "No wave has a day of going live yet, so what comes after cannot be told apart."
    told = table("Work after going live", "Part|From|Until|#Done|#No owner|Next step|Who", rows, empty)
    return Section("afterwards", "After going live", (), (), (told,))


def _row(part: Part, phases: Mapping[str, str], names: Mapping[int, str]) -> tuple[str, ...]:
    name = phases.get(part.phase_ref, part.phase_ref) or "Work of no phase"
    return (
        f"{name} (wave {part.wave})" if part.wave is not None else name,
        short_day(part.first),
        short_day(part.last),
        f"{part.done} of {part.tasks}",
        str(part.unowned),
        part.ahead.name if part.ahead else "all done",
        (names.get(part.ahead.owner_id or 0) or "nobody yet") if part.ahead else "none",
    )
